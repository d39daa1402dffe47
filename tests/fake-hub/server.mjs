/**
 * A local Hub for tests: the listing of models, datasets and Spaces with the pagination, the headers and
 * the failures of the real one. As a module it answers without a socket (a Playwright route); as a
 * program, `node server.mjs --port N --rows N --fault NAME=VALUE,…`, it prints its address and then every
 * request as a line of JSON.
 *
 * Faults: fail-page=N (with fail-times=K: only the first K times; fail-status=S, else 500) ·
 * malformed-page=N (cut in the middle) · html-page=N · quota=Q (429 after Q answers, quota-times=K times,
 * else once) · retry-after=S (sent with 429 and 5xx; without it there is no such header) · window-left=S ·
 * slow=MS · repeat (the last row of a page comes again on the next) · private-row (one row is private) ·
 * circle (every page links to itself) · away=ORIGIN (the next link leads there) · cors-none.
 *
 * The counters belong to a Hub: `fakeHub(options)` makes a fresh one.
 */

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { invent } from "./rows.mjs";

const KINDS = ["models", "datasets", "spaces"];
const SORTS = ["createdAt", "downloads", "likes", "lastModified", "trendingScore"];
const SHARED = ["author", "cardData", "createdAt", "disabled", "lastModified", "likes", "private", "resourceGroup", "sha",
  "siblings", "tags", "trendingScore"];
/** What `expand` may name on the list endpoints. */
const EXPAND = {
  models: [...SHARED, "baseModels", "config", "downloads", "downloadsAllTime", "evalResults", "gated", "gguf", "inference",
    "inferenceProviderMapping", "library_name", "mask_token", "model-index", "pipeline_tag", "safetensors", "spaces",
    "transformersInfo", "widgetData"].sort(),
  datasets: [...SHARED, "citation", "description", "downloads", "downloadsAllTime", "gated", "mainSize", "paperswithcode_id"].sort(),
  spaces: [...SHARED, "datasets", "models", "runtime", "sdk", "subdomain"].sort(),
};
const PLAIN = ["likes", "trendingScore", "private", "downloads", "tags", "pipeline_tag", "library_name", "createdAt", "sdk"];
const FULL = [...PLAIN, "author", "gated", "lastModified", "sha", "siblings"];
const EXPOSED = "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges," +
  "Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash";
const LARGEST_PAGE = 1000;

/**
 * @typedef {{method?: string, url: string, headers?: Record<string, string | string[] | undefined>}} Asked
 * @typedef {{status: number, headers: Record<string, string>, body: string, delay: number}} Answered
 */

/**
 * A Hub of its own: its rows, its faults, its counters.
 * @param {{rows?: number, seed?: number, faults?: Record<string, string | number | boolean>}} [options]
 * @returns {(request: Asked) => Answered} `delay` is in milliseconds, for the caller to wait
 */
export function fakeHub({ rows = 3000, seed = 1, faults = {} } = {}) {
  const hub = { faults, held: new Map(), rows, seed, left: number(faults.quota, 500), refused: 0, failed: 0 };
  return (request) => {
    const delay = number(faults.slow, 0);
    const { status, headers, body } = answer(hub, request);
    return { status, headers: { ...common(hub, request), ...headers }, body, delay };
  };
}

/** A Hub without faults. */
export const handler = fakeHub();

function answer(hub, request) {
  const url = new URL(request.url);
  if ((request.method ?? "GET") === "OPTIONS") return preflight();
  const kind = url.pathname.match(/^\/api\/(\w+)$/)?.[1];
  if (!KINDS.includes(kind)) return refusal(404, "Sorry, we can't find the page you are looking for.");
  if (hub.left <= 0) return exhausted(hub);
  hub.left -= 1;
  return listing(hub, kind, url);
}

function preflight() {
  const headers = { "access-control-allow-methods": "GET,HEAD,PUT,POST,DELETE,PATCH", "access-control-allow-headers": "authorization,content-type" };
  return { status: 204, headers, body: "" };
}

/** As sent for every answer. The limits and Retry-After are not among what a browser may read. */
function common(hub, request) {
  const origin = lower(request.headers).origin;
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ratelimit: `"api";r=${Math.max(hub.left, 0)};t=${number(hub.faults["window-left"], 23)}`,
    "ratelimit-policy": '"fixed window";"api";q=500;w=300',
    vary: "Origin",
  };
  if (hub.faults["cors-none"]) return headers;
  return {
    ...headers,
    "access-control-max-age": "86400",
    "access-control-allow-origin": origin ?? "https://huggingface.co",
    "access-control-expose-headers": EXPOSED,
  };
}

function exhausted(hub) {
  hub.refused += 1;
  if (hub.refused >= number(hub.faults["quota-times"], 1)) {
    hub.refused = 0;
    hub.left = number(hub.faults.quota, 500);
  }
  const answer = refusal(429, "We had to rate limit your IP. To continue using our service, create a HF account or login.");
  return { ...answer, headers: { ...answer.headers, ...retryAfter(hub), ratelimit: `"api";r=0;t=${number(hub.faults["window-left"], 23)}` } };
}

function listing(hub, kind, url) {
  const query = url.searchParams;
  const expand = [...query.getAll("expand"), ...query.getAll("expand[]")];
  const sort = query.get("sort") ?? "trendingScore";
  const wrong = expand.find((name) => !EXPAND[kind].includes(name));
  if (wrong !== undefined) return refusal(400, `"expand" must be one of [${EXPAND[kind].join(", ")}]`);
  if (!SORTS.includes(sort)) return refusal(400, `"sort" must be one of [${SORTS.join(", ")}]`);
  if (expand.length > 0 && query.get("full") === "true") return refusal(400, '"expand" conflicts with "full"');
  const limit = Number(query.get("limit") ?? LARGEST_PAGE);
  if (!Number.isInteger(limit) || limit < 1) return refusal(400, '"limit" must be a positive number');
  const start = query.has("cursor") ? after(ranked(hub, kind, sort), sort, query.get("cursor")) : 0;
  if (start === undefined) return refusal(400, '"cursor" is invalid');
  return page(hub, kind, url, { sort, start, limit: Math.min(limit, LARGEST_PAGE), expand });
}

function page(hub, kind, url, { sort, start, limit, expand }) {
  const rows = ranked(hub, kind, sort);
  const place = Math.ceil(start / limit) + 1;
  const failure = fault(hub, place);
  if (failure) return failure;
  const repeated = hub.faults.repeat ? rows.slice(Math.max(start - 1, 0), start).map(again) : [];
  const end = Math.min(start + limit - repeated.length, rows.length);
  const shown = [...repeated, ...rows.slice(start, end)];
  const wanted = expand.length > 0 ? expand : url.searchParams.get("full") === "true" ? FULL : PLAIN;
  const body = JSON.stringify(shown.map((row) => shape(row, wanted)));
  const cut = number(hub.faults["malformed-page"]) === place ? Math.floor(body.length / 2) : body.length;
  return { status: 200, headers: end < rows.length ? { link: link(hub, url, rows[end - 1], sort) } : {}, body: body.slice(0, cut) };
}

/** A row that has moved down in the ranking while pages were read, and is worth more by now. */
function again(row) {
  return row.downloads === undefined ? row : { ...row, downloads: row.downloads + 1 };
}

/** The failure that this page is to show, if any. */
function fault(hub, page) {
  if (number(hub.faults["html-page"]) === page) {
    return { status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html>\n<title>We'll be back</title>\n" };
  }
  if (number(hub.faults["fail-page"]) !== page || hub.failed >= number(hub.faults["fail-times"], Infinity)) return undefined;
  hub.failed += 1;
  const answer = refusal(number(hub.faults["fail-status"], 500), "Internal Error - We're working hard to fix this as soon as possible!");
  return { ...answer, headers: { ...answer.headers, ...retryAfter(hub) } };
}

function link(hub, url, last, sort) {
  const next = new URL(url);
  if (hub.faults.away) next.host = new URL(hub.faults.away).host;
  if (!hub.faults.circle) next.searchParams.set("cursor", cursor(last, sort));
  return `<${next}>; rel="next"`;
}

/** Only `_id`, `id` and what is wanted; what a row does not record is absent. */
function shape(row, wanted) {
  const kept = { _id: row._id, id: row.id };
  for (const name of wanted) if (row[name] !== undefined && row[name] !== null) kept[name] = row[name];
  return kept;
}

/** The Hub's keyset: what follows (value, _id), the value descending and `_id` ascending. */
function cursor(row, sort) {
  const value = row[sort] ?? null;
  const keyset = { $or: [{ [sort]: value, _id: { $gt: row._id } }, { [sort]: { $lt: value } }, { [sort]: null }] };
  return Buffer.from(JSON.stringify(keyset)).toString("base64");
}

/** The place in the ranking where a cursor goes on; undefined where it is none of ours. */
function after(rows, sort, text) {
  try {
    const [tie] = JSON.parse(Buffer.from(text, "base64").toString()).$or;
    const place = rows.findIndex((row) => row._id === tie._id.$gt && (row[sort] ?? null) === tie[sort]);
    return place < 0 ? undefined : place + 1;
  } catch {
    return undefined;
  }
}

function ranked(hub, kind, sort) {
  const key = `${kind} ${sort}`;
  if (!hub.held.has(key)) {
    const rows = invent(kind, hub.rows, hub.seed);
    if (hub.faults["private-row"] && rows.length > 1) rows[1].private = true;
    hub.held.set(key, rows.sort((a, b) => order(b[sort], a[sort]) || order(a._id, b._id)));
  }
  return hub.held.get(key);
}

function order(a, b) {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return a < b ? -1 : 1;
}

function refusal(status, message) {
  return { status, headers: { "x-error-message": message }, body: JSON.stringify({ error: message }) };
}

function retryAfter(hub) {
  return hub.faults["retry-after"] === undefined ? {} : { "retry-after": String(hub.faults["retry-after"]) };
}

function number(value, otherwise) {
  return value === undefined || value === true ? otherwise : Number(value);
}

function lower(headers = {}) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function program(words) {
  const options = { port: "0", rows: "3000", seed: "1", fault: "" };
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, "");
    if (!(name in options) || words[at + 1] === undefined) {
      console.error(`found ${words[at]}, expected --port N, --rows N, --seed N or --fault NAME=VALUE,…`);
      process.exit(2);
    }
    options[name] = [options[name], words[at + 1]].filter((text) => name === "fault" && text).join(",") || words[at + 1];
  }
  const faults = Object.fromEntries(options.fault.split(",").filter(Boolean).map((text) => {
    const [name, value] = text.split("=");
    return [name, value ?? true];
  }));
  const answerTo = fakeHub({ rows: Number(options.rows), seed: Number(options.seed), faults });
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}${request.url}`;
    const { status, headers, body, delay } = answerTo({ method: request.method, url, headers: request.headers });
    console.log(JSON.stringify({ url: request.url, authorization: request.headers.authorization ?? null, status }));
    setTimeout(() => response.writeHead(status, headers).end(body), delay);
  });
  server.listen(Number(options.port), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) program(process.argv.slice(2));
