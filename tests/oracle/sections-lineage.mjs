/** What is built on what, and which family it belongs to. */

import { creditedOwners, ownerOfBase } from "./owners.mjs";
import { add, compareBytes, descending, share } from "./stats.mjs";

const NO_FAMILY = "no family";
const RELATIONS = ["finetune", "adapter", "quantized", "merge", "unstated"];

/**
 * Each repository's family: {family, entity}, or null.
 * @param {object[]} repos all of the snapshot
 * @param {{family: string, entity: string, pattern: string}[]} patterns the first that matches wins; one that holds a slash
 *   is matched against the whole id, any other against the part behind the slash
 */
export function familyOf(repos, patterns) {
  const rules = patterns.map((row) => ({ ...row, whole: row.pattern.includes("/"), test: new RegExp(row.pattern) }));
  const roots = rootsOf(repos);
  const known = new Map();
  const byName = (id) => {
    if (!known.has(id)) {
      const lower = id.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const name = lower.slice(lower.indexOf("/") + 1);
      known.set(id, rules.find(({ whole, test }) => test.test(whole ? lower : name)) ?? null);
    }
    return known.get(id);
  };
  return (repo) => byName(roots(repo)) ?? byName(repo.id);
}

/** Follows the first named base until none is declared or it is not here; a cycle ends at its smallest id. */
function rootsOf(repos) {
  const byId = new Map();
  for (const repo of repos) if (!byId.has(repo.id)) byId.set(repo.id, repo);
  return (repo) => {
    const way = [];
    for (let at = repo; ; at = byId.get(at.bases[0])) {
      if (way.includes(at)) return way.slice(way.indexOf(at)).map(({ id }) => id).sort(compareBytes)[0];
      if (at.bases.length === 0) return at.id;
      if (!byId.has(at.bases[0])) return at.bases[0];
      way.push(at);
    }
  };
}

export function families({ basket, weight, total, facts }) {
  const byName = new Map();
  for (const repo of basket) {
    const family = facts.family(repo);
    const name = family?.family ?? NO_FAMILY;
    if (!byName.has(name)) byName.set(name, { name, entity: family?.entity ?? "", count: 0, known: 0, downloads: 0, own: 0, allTime: 0 });
    const sum = byName.get(name);
    sum.count += 1;
    if (repo[weight] !== null) sum.known += 1;
    sum.downloads = add(sum.downloads, repo[weight] ?? 0);
    sum.allTime = add(sum.allTime, repo.downloads_all ?? 0);
    if (sum.entity !== "" && facts.reviewedEntity(repo.owner) === sum.entity) sum.own = add(sum.own, repo[weight] ?? 0);
  }
  const rows = [...byName.values()].sort((a, b) => descending(a.downloads, b.downloads) || compareBytes(a.name, b.name));
  const named = rows.filter((row) => row.name !== NO_FAMILY && row.known > 0);
  const [leader] = named;
  const own = (row) => (row.own > 0 || facts.knowsEntity(row.entity) ? row.own : null);
  return {
    metrics: {
      leader: leader?.name, leader_downloads: leader?.downloads, leader_share: share(leader?.downloads ?? null, total),
      leader_vs_next: named.length > 1 ? outweighed(named) : null,
    },
    tables: {
      families: rows.map((row) => [row.name, row.count, row.downloads, share(row.downloads, total), own(row)]),
    },
  };
}

/** The largest k for which the first exceeds ranks 2…k+1 together. */
function outweighed([leader, ...others]) {
  let together = 0;
  const ends = others.findIndex(({ downloads }) => {
    together = add(together, downloads);
    return leader.downloads <= together;
  });
  return ends < 0 ? others.length : ends;
}

export function derivatives(context) {
  const { basket, total } = context;
  const recorded = basket.filter((repo) => repo.lineage !== null).length;
  const derived = basket.filter((repo) => repo.bases.length > 0);
  const orNull = (count) => (recorded === 0 ? null : count);
  const metrics = { derivative_count: orNull(derived.length), derivative_share: share(derived.length, recorded) };
  for (const relation of RELATIONS) {
    metrics[`${relation}_count`] = orNull(derived.filter((repo) => repo.relation === relation).length);
  }
  const bases = new Map();
  for (const repo of derived) {
    for (const owner of new Set(repo.bases.map(ownerOfBase).filter((name) => name !== null))) {
      const [, all, others] = bases.get(owner) ?? [owner, 0, 0];
      bases.set(owner, [owner, all + 1, others + (owner === repo.owner ? 0 : 1)]);
    }
  }
  const rows = [...bases.values()].sort((a, b) => b[1] - a[1] || compareBytes(a[0], b[0]));
  const account = (repo) => (repo.bases.length > 0 ? ownerOfBase(repo.bases[0]) : null) ?? repo.owner;
  const leader = creditedOwners({ ...context, facts: { account, body: () => null } }).find((owner) => owner.known > 0);
  return {
    metrics: {
      ...metrics, most_built_on: rows[0]?.[0], most_built_on_count: rows[0]?.[1],
      attributed_leader: leader?.name, attributed_leader_share: share(leader?.downloads ?? null, total),
    },
    tables: { bases: rows },
  };
}
