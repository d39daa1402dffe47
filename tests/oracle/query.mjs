/** The query language: text ⇄ query, and the basket that a query selects. */

import { compareBytes } from "./stats.mjs";
import { declaredSize } from "./size.mjs";
import { readPartial } from "./time.mjs";

const BY = { downloads: "downloads", "downloads-all": "downloads_all", likes: "likes", trending: "trending", created: "created" };
const CHOICES = {
  window: ["30d", "all"],
  registry: ["reviewed", "seed", "custom"],
  mapping: ["hub", "wide"],
  attribution: ["owner", "entity", "base"],
};
const VALUE_KEYS = ["owner", "license", "class", "task", "modality", "library", "region", "family"];
const COMPARED_KEYS = ["created", "params", "size"];
const TERM = /^([a-z_-]+)(<=|>=|[:=<>])([^]*)$/i;
const QUANTITY = /^(\d+(?:\.\d+)?)([kmbt]?)$/;
const UNITS = { "": 0, k: 3, m: 6, b: 9, t: 12 };

/** A query that does not follow the grammar. */
export class QueryError extends Error {}

export function parseQuery(text, kind = "models") {
  const query = {
    top: 1000, by: kind === "spaces" ? "likes" : "downloads", window: "30d", registry: "reviewed", mapping: "hub",
    attribution: "owner", pair: null, filters: [],
  };
  for (const token of words(text)) readTerm(query, token);
  const printed = new Map(query.filters.map((filter) => [printFilter(filter), filter]));
  query.filters = [...printed.keys()].sort(compareBytes).map((key) => printed.get(key));
  return query;
}

export function printQuery(query) {
  const parts = [`top=${query.top}`, `by=${query.by}`];
  for (const [key, values] of Object.entries(CHOICES)) if (query[key] !== values[0]) parts.push(`${key}=${query[key]}`);
  if (query.pair) parts.push(`pair:${quoted(query.pair.join(","))}`);
  return [...parts, ...query.filters.map(printFilter)].join(" ");
}

/**
 * Filters, ranks, cuts.
 * @param facts functions that classify a repository: `licenseClass`, `modality`, `region`,
 *   `family`, `account`, `credited`
 */
export function select(repos, query, facts) {
  const matches = matcher(query.filters, facts);
  const field = BY[query.by];
  const ranked = repos.filter(matches).sort((a, b) => {
    const x = a[field] ?? -Infinity;
    const y = b[field] ?? -Infinity;
    return x === y ? compareBytes(a.id, b.id) : y > x ? 1 : -1;
  });
  return query.top === "all" ? ranked : ranked.slice(0, query.top);
}

/** Splits at blanks outside double quotes; each word is [text, began with a quote, negated]. */
function words(text) {
  const found = text.match(/-?(?:"[^"]*"|[^\s"])+|"/g) ?? [];
  return found.map((raw) => {
    if ((raw.match(/"/g) ?? []).length % 2 === 1) throw new QueryError(`query: ${raw} lacks a closing double quote`);
    const negated = raw.startsWith("-") && raw.length > 1;
    const body = negated ? raw.slice(1) : raw;
    return { negated, literal: body.startsWith('"'), text: body.replaceAll('"', "") };
  });
}

function readTerm(query, { negated, literal, text }) {
  const match = literal ? null : TERM.exec(text);
  if (!match) {
    if (text === "") throw new QueryError("query: found an empty text, expected a part of an id");
    query.filters.push({ negated, key: null, op: "", value: text });
    return;
  }
  const [, key, op, value] = [match[0], match[1].toLowerCase(), match[2], match[3]];
  if (value === "") throw new QueryError(`query: ${key}${op} has no value`);
  if (readFilter(query, negated, key, op, value)) return;
  if (negated || !readSetting(query, key, op, value)) throw new QueryError(`query: ${text} is no term`);
}

function readFilter(query, negated, key, op, value) {
  const named = op === ":" && VALUE_KEYS.includes(key);
  const compared = op !== ":" && op !== "=" && COMPARED_KEYS.includes(key);
  if (compared && bound(key, value) === null) throw new QueryError(`query: ${key}${op}${value} has no value that can be compared`);
  if (named || compared) query.filters.push({ negated, key, op, value: compared ? value.toLowerCase() : value });
  return named || compared;
}

function readSetting(query, key, op, value) {
  const lower = value.toLowerCase();
  if (key === "pair" && op === ":") {
    const names = value.split(",");
    if (names.length !== 2 || names.includes("")) throw new QueryError(`query: pair:${value} names no two owners`);
    query.pair = names;
    return true;
  }
  if (op !== "=") return false;
  if (key === "top" && lower === "all") query.top = "all";
  else if (key === "top" && /^[1-9]\d{0,8}$/.test(lower)) query.top = Number(lower);
  else if (key === "by" && Object.hasOwn(BY, lower)) query.by = lower;
  else if (Object.hasOwn(CHOICES, key) && CHOICES[key].includes(lower)) query[key] = lower;
  else return false;
  return true;
}

function printFilter({ negated, key, op, value }) {
  const bare = key === null && (TERM.test(value) || value.startsWith("-"));
  return `${negated ? "-" : ""}${key ?? ""}${op}${bare ? `"${value}"` : quoted(value)}`;
}

function quoted(value) {
  return /\s/.test(value) ? `"${value}"` : value;
}

function bound(key, value) {
  if (key === "created") return readPartial(value.toUpperCase());
  const match = QUANTITY.exec(value.toLowerCase());
  return match && Number(`${match[1]}e${UNITS[match[2]]}`);
}

/** Positive terms of one key mean either; comparisons, free texts and negated terms must all hold. */
function matcher(filters, facts) {
  const either = new Map();
  const all = [];
  for (const filter of filters) {
    const test = tester(filter, facts);
    if (filter.negated) all.push((repo) => !test(repo));
    else if (filter.op !== ":") all.push(test);
    else either.set(filter.key, [...(either.get(filter.key) ?? []), test]);
  }
  const groups = [...either.values()];
  return (repo) => all.every((test) => test(repo)) && groups.every((tests) => tests.some((test) => test(repo)));
}

function tester({ key, op, value }, facts) {
  const wanted = value.toLowerCase();
  if (key === null) return (repo) => repo.id.toLowerCase().includes(wanted);
  if (op !== ":") return comparison(key, op, bound(key, value));
  if (key === "owner") return (repo) => [facts.account(repo), facts.credited(repo)].some((name) => name.toLowerCase() === wanted);
  const read = {
    license: (repo) => repo.license ?? "unspecified",
    class: facts.licenseClass,
    task: (repo) => repo.task ?? "unspecified",
    modality: facts.modality,
    library: (repo) => repo.library ?? "unspecified",
    region: facts.region,
    family: (repo) => facts.family(repo)?.family ?? "no family",
  }[key];
  if (!read) throw new QueryError(`query: ${key}: is not answered by the oracle`);
  return (repo) => read(repo).toLowerCase() === wanted;
}

function comparison(key, op, limit) {
  const read = { created: (repo) => repo.created, params: (repo) => repo.parameters, size: (repo) => declaredSize(repo.id) }[key];
  const holds = { "<": (x) => x < limit, "<=": (x) => x <= limit, ">": (x) => x > limit, ">=": (x) => x >= limit }[op];
  return (repo) => {
    const value = read(repo);
    return value !== null && holds(value);
  };
}
