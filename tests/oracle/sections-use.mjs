/** Sections that ask what is used: how large it is, with which library, how liked, how long. */

import { byDownloads, groups } from "./groups.mjs";
import { declaredSize } from "./size.mjs";
import { compareBytes, descending, median, share, sum } from "./stats.mjs";

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

export function likes({ basket, weight }) {
  const known = (field) => basket.filter((repo) => repo[field] !== null);
  const top = (field) => known(field).sort((a, b) => descending(a[field], b[field]) || compareBytes(a.id, b.id)).slice(0, 25);
  const both = known("likes").filter((repo) => repo[weight] !== null);
  const downloaded = new Set(top(weight));
  return {
    metrics: {
      most_liked: top("likes")[0]?.id,
      spearman_likes_downloads: both.length < 10 ? null : spearman(both.map((repo) => repo.likes), both.map((repo) => repo[weight])),
      overlap_top25: both.length === 0 ? null : top("likes").filter((repo) => downloaded.has(repo)).length,
    },
  };
}

/** Pearson's correlation of the average ranks. */
export function spearman(a, b) {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  const product = (p, q) => p.reduce((total, value, i) => total + (value - middle) * (q[i] - middle), 0);
  const spread = Math.sqrt(product(x, x)) * Math.sqrt(product(y, y));
  return spread === 0 ? null : product(x, y) / spread;
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values) {
  const places = new Map();
  for (const value of values) places.set(value, []);
  [...values].sort((a, b) => a - b).forEach((value, at) => places.get(value).push(at + 1));
  const mean = new Map([...places].map(([value, at]) => [value, at.reduce((total, place) => total + place, 0) / at.length]));
  return values.map((value) => mean.get(value));
}
