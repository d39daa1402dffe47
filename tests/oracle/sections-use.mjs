/** Sections that ask what is used: how large it is, with which library, how liked, how long. */

import { byDownloads, groups } from "./groups.mjs";
import { declaredSize } from "./size.mjs";
import { share, sum, median } from "./stats.mjs";

export function parameters(context) {
  const { basket, total, weightOf } = context;
  const known = basket.filter((repo) => repo.parameters !== null);
  const sizes = known.map((repo) => repo.parameters);
  const pairs = known.map((repo) => [repo.parameters, weightOf(repo)]);
  const drawn = (repos) => sum(repos.map(weightOf));
  const whole = drawn(known);
  const under = (bound) => share(drawn(known.filter((repo) => repo.parameters < bound)), whole);
  return {
    metrics: {
      known_count: known.length, known_download_share: share(whole, total), median: median(sizes),
      mean: share(sum(sizes), sizes.length), weighted_median: weightedQuantile(pairs, 0.5), weighted_mean: weightedMean(pairs),
      under_100m_share: under(100e6), under_200m_share: under(200e6), under_500m_share: under(500e6), under_1b_share: under(1e9),
      disagreements: known.filter(differs).length,
    },
  };
}

function differs(repo) {
  const declared = declaredSize(repo.id);
  return declared !== null && Math.abs(declared - repo.parameters) > repo.parameters / 2;
}

/** The smallest value at which the cumulative weight is at least q of all of it. */
export function weightedQuantile(pairs, q) {
  const total = Number(sum(pairs.map(([, weight]) => weight)));
  if (total === 0) return null;
  let weight = 0;
  for (const [value, own] of [...pairs].sort(([a], [b]) => a - b)) {
    weight += Number(own);
    if (weight >= q * total) return value;
  }
  return null;
}

function weightedMean(pairs) {
  const total = pairs.reduce((whole, [, weight]) => whole + BigInt(weight), 0n);
  const products = pairs.reduce((whole, [value, weight]) => whole + BigInt(value) * BigInt(weight), 0n);
  return total === 0n ? null : Number(products) / Number(total);
}

export function libraries(context) {
  const { total, known } = context;
  const rows = groups(context, (repo) => repo.library ?? "unspecified").sort(byDownloads);
  const leader = known.length === 0 ? undefined : rows.find((row) => row.name !== "unspecified");
  const unstated = rows.find((row) => row.name === "unspecified");
  return {
    metrics: {
      leader: leader?.name, leader_share: leader && share(leader.downloads, total),
      unspecified_share: share(unstated?.downloads ?? 0, total),
    },
    tables: { libraries: rows.map(({ name, count, downloads }) => [name, count, downloads]) },
  };
}
