/** The headlines with and without models whose counter is suspect. */

import { sections } from "./sections.mjs";
import { share, sum } from "./stats.mjs";

const LARGE = 100_000;
const QUANTILE = 0.99;
const FIXTURES = "Test fixtures";

/** Metric and the section that computes it. */
const HEADLINES = [
  ["leader_share", "organizations"], ["top5_share", "concentration"], ["eastern_share", "regions"],
  ["permissive_share", "licenses"], ["multimodal_share", "modalities"], ["under_1b_share", "parameters"],
];

export function counterNoise(context) {
  const { basket, total, weightOf } = context;
  const suspects = suspectsOf(context);
  const rest = basket.filter((repo) => !suspects.includes(repo));
  const [before, after] = [basket, rest].map((repos) => headlines(context, repos));
  const metrics = { suspect_count: suspects.length, suspect_download_share: share(sum(suspects.map(weightOf)), total) };
  for (const [id] of HEADLINES) {
    metrics[id] = before[id];
    metrics[`${id}_without`] = after[id];
  }
  return {
    metrics,
    tables: { suspects: suspects.map((repo) => [repo.id, repo[context.weight], repo.likes, ratioOf(context, repo)]) },
  };
}

function suspectsOf(context) {
  const { basket, weight, facts } = context;
  const ratios = basket.map((repo) => ratioOf(context, repo)).filter((ratio) => ratio !== null).sort((a, b) => a - b);
  const limit = ratios.find((_, at) => at + 1 >= QUANTILE * ratios.length) ?? Infinity;
  return basket.filter((repo) => {
    const ratio = ratioOf(context, repo);
    const loud = ratio !== null && repo[weight] >= LARGE && ratio > limit;
    return loud || facts.family(repo)?.family === FIXTURES;
  });
}

/** Downloads for each like; null where either is unknown. */
function ratioOf({ weight }, repo) {
  return repo[weight] === null || repo.likes === null ? null : repo[weight] / Math.max(repo.likes, 1);
}

function headlines({ snapshot, query, facts, weight }, basket) {
  const found = sections({ snapshot, basket, query, facts, weight }, HEADLINES.map(([, section]) => section));
  return Object.fromEntries(HEADLINES.map(([id, section]) => [id, found[section]?.metrics[id] ?? null]));
}
