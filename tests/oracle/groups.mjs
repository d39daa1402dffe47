/** Repositories → groups, and the orders of a ranking. */

import { add, compareBytes, descending } from "./stats.mjs";
import { FLOOR_END, dayNumber, yearOf } from "./time.mjs";

/** The recorded values of a field. */
export function weights(repos, field) {
  const known = [];
  for (const repo of repos) if (repo[field] !== null) known.push(repo[field]);
  return known;
}

/** Groups by a label: {name, count, downloads, known}. */
export function groups({ basket, weight }, label) {
  const byName = new Map();
  for (const repo of basket) {
    const name = label(repo);
    let group = byName.get(name);
    if (!group) byName.set(name, (group = { name, count: 0, downloads: 0, known: 0 }));
    group.count += 1;
    if (repo[weight] === null) continue;
    group.downloads = add(group.downloads, repo[weight]);
    group.known += 1;
  }
  return [...byName.values()];
}

export function byCount(a, b) {
  return b.count - a.count || compareBytes(a.name, b.name);
}

export function byDownloads(a, b) {
  return descending(a.downloads, b.downloads) || compareBytes(a.name, b.name);
}

const FLOOR_COHORT = "before 2022-03";

export function cohortOf(repo) {
  if (repo.created === null) return "unknown";
  return isFloorDated(repo) ? FLOOR_COHORT : String(yearOf(repo.created));
}

/** Cohorts in the order of time, the unknown last. */
export function cohortOrder(name) {
  return name === FLOOR_COHORT ? 0 : name === "unknown" ? Infinity : Number(name);
}

export function isFloorDated(repo) {
  return repo.created !== null && repo.created < FLOOR_END;
}

/** Whole days from the day of creation to that of capture; null without a recorded day. */
export function ageOf(repo, captureDay) {
  return repo.created === null || isFloorDated(repo) ? null : captureDay - dayNumber(repo.created);
}
