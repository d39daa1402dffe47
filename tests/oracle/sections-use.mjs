/** Sections that ask what is used: how large it is, with which library, how liked, how long. */

import { ageOf, byDownloads, groups } from "./groups.mjs";
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

export function longTail({ n, known, total }) {
  const under = (bound) => share(known.filter((downloads) => downloads < bound).length, known.length);
  const carries = known.length >= 1000;
  const least = carries ? Math.max(1, weightedQuantile(known.map((downloads) => [downloads, 1]), 0.9)) : null;
  const tail = carries ? known.filter((downloads) => downloads >= least) : [];
  const logs = tail.reduce((all, downloads) => all + Math.log(downloads / (least - 0.5)), 0);
  const largest = [...known].sort(descending).slice(0, Math.ceil(n / 10_000));
  const fits = tail.length > 0;
  return {
    metrics: {
      under_200_downloads_share: under(200), zero_downloads_share: under(1),
      top_001pct_share: carries ? share(sum(largest), total) : null, tail_exponent: fits ? 1 + tail.length / logs : null,
      tail_min: fits ? least : null, tail_n: fits ? tail.length : null,
    },
  };
}

export function momentum({ basket, snapshot }) {
  const measured = basket.map((repo) => ({ d30: repo.downloads, all: repo.downloads_all, age: ageOf(repo, snapshot.captureDay) }))
    .filter(({ d30, all, age }) => d30 !== null && all !== null && age !== null && age >= 60 && all >= 10_000);
  const index = ({ d30, all, age }) => (d30 * age) / (30 * all);
  const part = (test) => share(measured.filter((one) => test(index(one))).length, measured.length);
  const fading = measured.filter((one) => index(one) < 0.8 && one.d30 > 0);
  return {
    metrics: {
      measured_count: measured.length, rising_share: part((x) => x > 1.25), steady_share: part((x) => x >= 0.8 && x <= 1.25),
      fading_share: part((x) => x < 0.8), half_life_estimate: median(fading.map(halfLife)),
    },
  };
}

/** ln 2 / k for the k > 0 with (e^(30k) − 1) / (e^(k·age) − 1) = d30 / all, by halving an interval of k. */
export function halfLife({ d30, all, age }) {
  // Both sides times e^(−k·age), so that nothing overflows.
  const left = (k) => (Math.exp(k * (30 - age)) - Math.exp(-k * age)) / -Math.expm1(-k * age);
  let [low, high] = [0, 10];
  for (let i = 0; i < 200; i += 1) {
    const k = (low + high) / 2;
    if (left(k) > d30 / all) low = k;
    else high = k;
  }
  return Math.LN2 / high;
}
