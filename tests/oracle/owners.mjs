/** Who an owner is by the registry of the query, and who is credited with a repository by its attribution. */

import { add, compareBytes, descending } from "./stats.mjs";

const SEED = [
  "Qwen", "BAAI", "deepseek-ai", "THUDM", "baichuan-inc", "Alibaba-NLP", "ZhipuAI", "internlm", "mlx-community", "01-ai", "yi",
].map((name) => name.toLowerCase());
const REGIONS = ["eastern", "western", "other", "unreviewed"];
const TYPES = ["company", "university", "nonprofit", "government", "community", "individual", "unknown"];

/**
 * @param {{owners: object[], custom?: object[]}} tables rows of owners.csv, and of a reader's own table
 * @param {{registry: string, attribution: string}} query
 */
export function ownerFacts(tables, { registry, attribution }) {
  const reviewed = byOwner(tables.owners);
  const own = byOwner((tables.custom ?? []).map(tidy).filter(isUsable));
  const columns = new Set(Object.keys(tables.custom?.[0] ?? {}));
  const row = (name) => {
    const listed = reviewed.get(name.toLowerCase());
    if (registry !== "custom") return listed ? { ...listed, noSeat: hasNoSeat(listed) } : null;
    const mine = own.get(name.toLowerCase());
    if (!mine && !listed) return null;
    const cell = (column) => (columns.has(column) ? mine?.[column] : listed?.[column]) ?? "";
    return {
      region: mine?.region ?? "unreviewed", country: cell("country"), type: cell("type") || "unknown", entity: cell("entity"),
      noSeat: !columns.has("country") && listed !== undefined && hasNoSeat(listed),
    };
  };
  const region = (name) => {
    if (registry === "seed") return SEED.includes(name.toLowerCase()) ? "eastern" : "western";
    return row(name)?.region ?? "unreviewed";
  };
  const account = (repo) => (attribution === "base" && repo.bases.length > 0 ? ownerOfBase(repo.bases[0]) : null) ?? repo.owner;
  const body = (name) => (attribution === "entity" ? row(name)?.entity || null : null);
  const entities = new Set(tables.owners.map((one) => one.entity));
  return {
    row, region, account, body,
    reviewedEntity: (name) => reviewed.get(name.toLowerCase())?.entity ?? null, knowsEntity: (name) => entities.has(name),
  };
}

/** The owner in `owner/name`; null for a path or a bare name. */
export function ownerOfBase(id) {
  return /^([^/.][^/]*)\/[^/]+$/.exec(id)?.[1] ?? null;
}

/** Sums by who is credited, the largest first: {name, account: who stands for it in tables, count, downloads, known}. */
export function creditedOwners(context) {
  return credit(context).owners;
}

/** The same, with whom each repository counts for. */
export function credit({ basket, weight, facts }) {
  const accounts = sums(basket.map((repo) => {
    const name = facts.account(repo);
    return { key: name, name, account: name, count: 1, downloads: repo[weight] ?? 0, known: repo[weight] === null ? 0 : 1 };
  }));
  const keyOf = (name) => (facts.body(name) === null ? `account ${name}` : `body ${facts.body(name)}`);
  const owners = sums(accounts.map((one) => ({ ...one, key: keyOf(one.name), name: facts.body(one.name) ?? one.name })));
  const byKey = new Map(owners.map((owner) => [owner.key, owner]));
  return { owners, of: (repo) => byKey.get(keyOf(facts.account(repo))) };
}

/** Adds up parts of one key; the first one's account stands. */
function sums(parts) {
  const byKey = new Map();
  for (const part of parts) {
    const sum = byKey.get(part.key);
    if (sum) {
      sum.count += part.count;
      sum.known += part.known;
      sum.downloads = add(sum.downloads, part.downloads);
    } else byKey.set(part.key, { ...part });
  }
  return [...byKey.values()].sort((a, b) => descending(a.downloads, b.downloads) || compareBytes(a.name, b.name));
}

/** In the reviewed table a region without a country is one without a single seat. */
function hasNoSeat({ country, region }) {
  return country === "" && region !== "unreviewed";
}

function byOwner(rows) {
  const table = new Map();
  for (const row of rows) if (!table.has(row.owner.toLowerCase())) table.set(row.owner.toLowerCase(), row);
  return table;
}

function tidy(row) {
  const { owner = "", region = "", country = "", type = "", entity = "" } =
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name.trim().toLowerCase(), cell.trim()]));
  return { owner, region: region.toLowerCase(), country: country.toUpperCase(), type: type.toLowerCase(), entity };
}

function isUsable({ owner, region, country, type }) {
  return owner !== "" && REGIONS.includes(region) && /^([A-Z]{2})?$/.test(country) && (type === "" || TYPES.includes(type));
}
