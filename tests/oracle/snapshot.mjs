/** Rows → the repositories of a snapshot by the contract's row rules, with what was counted on the way. */

import { KINDS, Unreadable, isObject, rowId } from "./reading.mjs";
import { dayNumber, isoDay, readTime } from "./time.mjs";
import { readTraits } from "./traits.mjs";

const DOWNLOADS = ["downloads", "downloads_30d", "downloads30d", "hf_downloads"];
const DOWNLOADS_ALL = ["downloadsAllTime", "downloads_all_time", "downloads_all"];
const LIKES = ["likes", "hf_likes"];
const CREATED = ["createdAt", "created_at", "created", "release_date"];
const MODIFIED = ["lastModified", "last_modified", "updated_at"];
const TASK = ["pipeline_tag", "pipelineTag", "task"];
const LIBRARY = ["library_name", "libraryName", "library"];
const TRENDING = ["trendingScore", "trending_score"];
const REPO_TYPES = { model: "models", dataset: "datasets", space: "spaces" };
const DATASET_TAGS = ["task_categories:", "size_categories:", "modality:", "format:"];

/** Fields whose unknown and wrong values are counted. */
export const FIELDS = [
  "downloads", "downloads_all", "likes", "created", "modified", "task", "library", "parameters", "license", "gated",
  "trending", "tags", "lineage", "languages", "owner_type", "sdk",
];

const ONLY = {
  downloads: ["models", "datasets"], downloads_all: ["models", "datasets"], gated: ["models", "datasets"], task: ["models"],
  library: ["models"], parameters: ["models"], lineage: ["models"], languages: ["models"], sdk: ["spaces"],
};

/** The fields that repositories of a kind have on the Hub. */
export function fieldsOf(kind) {
  return FIELDS.filter((field) => ONLY[field]?.includes(kind) ?? true);
}

/**
 * @param parsed what `parse` gave
 * @param {{kind?: string, capturedAt?: unknown}} options `kind` and the day of capture as the caller states them
 */
export function snapshotOf(parsed, { kind, capturedAt } = {}) {
  const usable = usableRows(parsed.parts);
  const rows = parsed.parts.reduce((count, part) => count + part.rows.length, parsed.broken);
  if (rows > 0 && usable.length === 0) throw new Unreadable(`input: none of ${rows} rows has an id that is a string`);
  const largest = largestKind(keep(usable).kept);
  const chosen = kind ?? largest;
  // rows − rejected − duplicates − left_out = repositories: each kind of a mixed file has its own counts,
  // and what could not be understood counts with the largest.
  const ofKind = usable.filter((one) => one.kind === chosen);
  const rejected = chosen === largest ? rows - usable.length : 0;
  const { kept, leftOut, duplicates } = keep(ofKind);
  const repos = kept.filter((repo) => repo.kind === chosen);
  const stated = readTime(capturedAt ?? parsed.captured_at);
  const captureDay = settleTimes(repos, stated === null ? null : dayNumber(stated));
  return {
    kind: chosen, repos, rows: ofKind.length + rejected, rejected, duplicates, left_out: leftOut, captureDay,
    captured_at: captureDay === null ? null : isoDay(captureDay),
  };
}

/** The value under two keys, one in the other; a flat key with a dot counts too. */
function valueAt(row, outer, inner) {
  return (isObject(row[outer]) ? row[outer][inner] : null) ?? row[`${outer}.${inner}`];
}

function usableRows(parts) {
  const usable = [];
  for (const { rows, kind } of parts) {
    for (const row of rows) {
      const id = isObject(row) ? rowId(row) : undefined;
      if (typeof id === "string" && id !== "") usable.push({ row, id, kind: kind ?? ownKind(row) });
    }
  }
  const fallback = majorityKind(usable);
  for (const one of usable) one.kind ??= fallback;
  return usable;
}

function ownKind(row) {
  if (typeof row.repoType === "string" && row.repoType in REPO_TYPES) return REPO_TYPES[row.repoType];
  if (typeof row.url === "string" && row.url.includes("/datasets/")) return "datasets";
  if (typeof row.url === "string" && row.url.includes("/spaces/")) return "spaces";
  if (typeof row.sdk === "string" && row.sdk !== "") return "spaces";
  return Array.isArray(row.tags) && row.tags.some(isDatasetTag) ? "datasets" : null;
}

function isDatasetTag(tag) {
  return typeof tag === "string" && DATASET_TAGS.some((prefix) => tag.startsWith(prefix));
}

/** The kind of more than half of the rows, else models. */
function majorityKind(usable) {
  return KINDS.find((kind) => usable.filter((one) => one.kind === kind).length * 2 > usable.length) ?? "models";
}

function largestKind(kept) {
  const counts = KINDS.map((kind) => kept.filter((repo) => repo.kind === kind).length);
  return KINDS[counts.indexOf(Math.max(...counts))];
}

/** Leaves out what is removed, private or disabled; of several rows for one repository the largest stays. */
function keep(usable) {
  const kept = [];
  const byObject = new Map();
  /** The places that ever had an id. */
  const byId = new Map();
  const taken = (place) => {
    const { kind, id } = kept[place].repo;
    const places = byId.get(`${kind}\n${id}`);
    if (!places) byId.set(`${kind}\n${id}`, [place]);
    else if (!places.includes(place)) places.push(place);
  };
  /** The row of the same `_id` where both have one, else the first of the same id. */
  const find = (key, id, kind) => {
    const same = key === null ? undefined : byObject.get(`${kind}\n${key}`);
    const fits = (place) => kept[place].repo.id === id && (key === null || kept[place].key === null);
    return same ?? byId.get(`${kind}\n${id}`)?.toSorted((a, b) => a - b).find(fits);
  };
  let leftOut = 0;
  let duplicates = 0;
  for (const { row, id, kind } of usable) {
    if (row.removed === true || row.private === true || row.disabled === true) {
      leftOut += 1;
      continue;
    }
    const repo = readRepo(row, id, kind);
    const key = typeof row._id === "string" && row._id !== "" ? row._id : null;
    const found = find(key, id, kind);
    const place = found ?? kept.push({ key, repo }) - 1;
    const known = kept[place];
    if (found !== undefined) duplicates += 1;
    known.key ??= key;
    if (known.key !== null) byObject.set(`${kind}\n${known.key}`, place);
    if ((repo.downloads ?? -1) > (known.repo.downloads ?? -1)) known.repo = repo;
    taken(place);
  }
  return { kept: kept.map((one) => one.repo), leftOut, duplicates };
}

function readRepo(row, id, kind) {
  const repo = { id, kind, owner: ownerOf(id, row.author), wrong: [] };
  repo.downloads = count(repo, "downloads", first(row, DOWNLOADS));
  repo.downloads_all = count(repo, "downloads_all", first(row, DOWNLOADS_ALL));
  repo.likes = count(repo, "likes", first(row, LIKES));
  repo.trending = score(repo, "trending", first(row, TRENDING));
  repo.created = time(repo, "created", first(row, CREATED));
  repo.modified = time(repo, "modified", first(row, MODIFIED));
  repo.task = word(repo, "task", first(row, TASK), "unknown");
  repo.library = word(repo, "library", first(row, LIBRARY));
  repo.parameters = parameters(repo, row);
  repo.licenses = licenses(repo, row);
  repo.license = repo.licenses[0] ?? null;
  repo.gated = gated(repo, row.gated);
  readTraits(repo, row, wrong);
  return repo;
}

function ownerOf(id, author) {
  const slash = id.indexOf("/");
  if (slash > 0) return id.slice(0, slash);
  return slash < 0 && typeof author === "string" && author !== "" ? author : "(none)";
}

function first(row, keys) {
  for (const key of keys) {
    const value = row[key];
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

function wrong(repo, field) {
  repo.wrong.push(field);
  return null;
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

function count(repo, field, value) {
  if (value === null) return null;
  return isCount(value) ? value + 0 : wrong(repo, field);
}

/** The trending score has a fraction for some repositories. */
function score(repo, field, value) {
  if (value === null) return null;
  return Number.isFinite(value) && value >= 0 ? value + 0 : wrong(repo, field);
}

function time(repo, field, value) {
  if (value === null) return null;
  return readTime(value) ?? wrong(repo, field);
}

function word(repo, field, value, none = "") {
  if (value === null || value === "" || value === none) return null;
  return typeof value === "string" ? value : wrong(repo, field);
}

function gated(repo, value) {
  if (value === undefined || value === null) return null;
  return [false, true, "auto", "manual"].includes(value) ? value : wrong(repo, "gated");
}

function parameters(repo, row) {
  const value = valueAt(row, "safetensors", "total") ?? sumOf(valueAt(row, "safetensors", "parameters"))
    ?? valueAt(row, "gguf", "total") ?? row.numParameters
    ?? (typeof row.parameters === "number" ? row.parameters : null) ?? row.parameters_raw ?? null;
  return count(repo, "parameters", value) || null;
}

/** The sum of counts per number type; what is no such object is handed back to be found wrong. */
function sumOf(byType) {
  if (!isObject(byType)) return byType;
  const values = Object.values(byType);
  return values.every(isCount) ? values.reduce((total, value) => total + value, 0) : byType;
}

function licenses(repo, row) {
  const tagged = [];
  for (const tag of Array.isArray(row.tags) ? row.tags : []) {
    if (typeof tag === "string" && tag.length > 8 && tag.startsWith("license:")) tagged.push(tag.slice(8));
  }
  if (tagged.length === 1) return [tagged[0].toLowerCase()];
  const declared = tagged.length > 0 ? tagged : declaredLicenses(repo, row).filter((id) => id !== "");
  return [...new Set(declared.map((id) => id.toLowerCase()))];
}

function declaredLicenses(repo, row) {
  const value = valueAt(row, "cardData", "license") ?? row.license ?? [];
  if (typeof value === "string") return [value];
  const ids = Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
  if (!Array.isArray(value) || (value.length > 0 && ids.length === 0)) wrong(repo, "license");
  return ids;
}

/** Without a stated day the latest date stands in; with one, later times are wrong values. */
function settleTimes(repos, statedDay) {
  if (statedDay === null) return latestDay(repos);
  for (const repo of repos) {
    for (const field of ["created", "modified"]) {
      if (repo[field] !== null && dayNumber(repo[field]) > statedDay) repo[field] = wrong(repo, field);
    }
  }
  return statedDay;
}

function latestDay(repos) {
  let latest = null;
  for (const { created, modified } of repos) {
    for (const one of [created, modified]) if (one !== null && (latest === null || one > latest)) latest = one;
  }
  return latest === null ? null : dayNumber(latest);
}
