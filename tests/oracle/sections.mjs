/** Basket → the metrics and tables of each section, as the contract defines them. */

import { ageOf, byCount, byDownloads, cohortOf, cohortOrder, groups, isFloorDated, weights } from "./groups.mjs";
import { byLikes, datasetCategories, datasetGrowth, spaceSdks } from "./sections-kinds.mjs";
import { countries, ownerTypes, releases, trending } from "./sections-owners.mjs";
import { architectures, formats, languages, papers } from "./sections-tags.mjs";
import { libraries, likes, longTail, momentum, parameters } from "./sections-use.mjs";
import { fieldsOf } from "./snapshot.mjs";
import { BANDS, band, declaredSize } from "./size.mjs";
import { MODALITIES } from "./registries.mjs";
import { creditedOwners } from "./owners.mjs";
import { derivatives, families } from "./sections-lineage.mjs";
import { counterNoise } from "./sections-noise.mjs";
import { add, compareBytes, descending, gini, halfRank, hhi, median, share, sum, topShare } from "./stats.mjs";

/** id, the field without which it is not recorded (`weight` = the window's downloads), how it is computed, min n where it is not 1. */
const SECTIONS = [
  ["overview", null, overview],
  ["organizations", "weight", organizations],
  ["concentration", "weight", concentration],
  ["licenses", "license", licenses],
  ["regions", "weight", regions],
  ["countries", "weight", countries],
  ["owner-types", "weight", ownerTypes],
  ["tasks", "task", tasks],
  ["modalities", "task", modalities],
  ["declared-sizes", null, declaredSizes],
  ["parameters", "parameters", parameters],
  ["cohorts", "created", cohorts],
  ["releases", "created", releases],
  ["families", "weight", families],
  ["derivatives", "lineage", derivatives],
  ["formats", "tags", formats],
  ["libraries", "library", libraries],
  ["architectures", "task", architectures],
  ["languages", "languages", languages],
  ["papers", "tags", papers],
  ["likes", "likes", likes],
  ["trending", "trending", trending],
  ["long-tail", "weight", longTail],
  ["momentum", "downloads_all", momentum, 10],
  ["gating", "gated", gating],
  ["counter-noise", ["weight", "likes"], counterNoise],
  ["leaders", "weight", leaders],
  ["data-quality", null, dataQuality],
];

const KINDS = {
  models: SECTIONS,
  datasets: [
    ["dataset-overview", null, overview],
    ["dataset-categories", "tags", datasetCategories],
    ["dataset-growth", "created", datasetGrowth],
    ["dataset-owners", "weight", organizations],
  ],
  spaces: [
    ["space-overview", null, byLikes(overview)],
    ["space-sdks", "sdk", spaceSdks],
    ["space-owners", "weight", byLikes(organizations)],
  ],
};

/**
 * @param context {snapshot, basket: repos, query, facts, weight: field of the window's downloads}
 * @param {string[]} [only] ids of those that are wanted
 */
export function sections(context, only) {
  const known = weights(context.basket, context.weight);
  const full = {
    ...context, n: context.basket.length, known, total: known.length === 0 ? null : sum(known),
    weightOf: (repo) => repo[context.weight] ?? 0,
  };
  const wanted = KINDS[context.snapshot.kind].filter(([id]) => only === undefined || only.includes(id));
  return Object.fromEntries(wanted.map(([id, needs, run, least]) => [id, outcome(full, needs, run, least)]));
}

function outcome(context, needs, run, least = 1) {
  const fields = [needs ?? []].flat().map((field) => (field === "weight" ? context.weight : field));
  const recorded = fields.every((field) => context.snapshot.repos.some((repo) => repo[field] !== null));
  if (!recorded) return { outcome: "not-recorded", metrics: {}, tables: {} };
  if (context.n < least) return { outcome: "too-few", metrics: {}, tables: {} };
  return { outcome: "ready", tables: {}, ...plain(run(context)) };
}

/** Sums leave as plain numbers, so that the result is JSON. */
function plain({ metrics, tables = {} }) {
  const cell = (value) => (typeof value === "bigint" ? Number(value) : value ?? null);
  return {
    metrics: Object.fromEntries(Object.entries(metrics).map(([id, value]) => [id, cell(value)])),
    tables: Object.fromEntries(Object.entries(tables).map(([id, rows]) => [id, rows.map((row) => row.map(cell))])),
  };
}

function overview(context) {
  const { snapshot, basket, n, known, total } = context;
  const coverage = fieldsOf(snapshot.kind).map((field) => {
    const recorded = basket.filter((repo) => isKnown(repo, field)).length;
    return [field, recorded, basket.filter((repo) => repo.wrong.includes(field)).length, share(recorded, n)];
  });
  return {
    metrics: {
      repos: n, downloads: total, owners: creditedOwners(context).length,
      median_downloads: median(known), captured_at: snapshot.captured_at,
    },
    tables: { coverage },
  };
}

function isKnown(repo, field) {
  return repo[field] !== null;
}

function organizations(context) {
  const { query, total } = context;
  const owners = creditedOwners(context);
  const [leader, next] = total === null ? [] : owners;
  const largest = [...owners].sort(byCount)[0];
  let cumulative = 0;
  const rows = owners.map(({ name, count, downloads }) => {
    cumulative = add(cumulative, downloads);
    return [name, count, downloads, share(downloads, total), share(cumulative, total)];
  });
  return {
    metrics: {
      leader: leader?.name, leader_downloads: leader?.downloads, leader_share: share(leader?.downloads ?? null, total),
      runner_up: next?.name, runner_up_downloads: next?.downloads, runner_up_share: share(next?.downloads ?? null, total),
      leader_vs_next: next ? outweighed(owners) : null,
      largest_catalogue: largest.name, largest_catalogue_count: largest.count,
      pair_ratio: pairRatio(owners, query.pair ?? [leader?.name, next?.name], context.facts.body),
    },
    tables: { owners: rows },
  };
}

/** The largest k for which the first outweighs the next k together. */
function outweighed([leader, ...others]) {
  let together = 0;
  let k = 0;
  for (const { downloads } of others) {
    together = add(together, downloads);
    if (!(leader.downloads > together)) break;
    k += 1;
  }
  return k;
}

function pairRatio(owners, names, body) {
  const named = (name) => owners.find((owner) => owner.name === name) ?? owners.find((owner) => owner.name.toLowerCase() === name?.toLowerCase());
  const [a, b] = names.map((name) => named(name) ?? (name ? named(body(name)) : undefined));
  return a && b ? share(a.downloads, b.downloads) : null;
}

function concentration(context) {
  const { n, known, total } = context;
  const ranked = creditedOwners(context).filter((owner) => owner.known > 0).map((owner) => owner.downloads);
  const models = [...known].sort(descending);
  const index = hhi(ranked);
  const metrics = {};
  for (const k of [1, 5, 10, 50]) metrics[`top${k}_share`] = topShare(ranked, k, total);
  return {
    metrics: {
      ...metrics, half_rank: total === null ? null : halfRank(ranked, total), gini: gini(ranked), hhi: index,
      effective_owners: index === null ? null : 10_000 / index,
      top10_models_share: topShare(models, 10, total), top200_models_share: topShare(models, 200, total),
      top1pct_models_share: topShare(models, Math.ceil(n / 100), total), gini_models: gini(models),
    },
  };
}

function licenses(context) {
  const { basket, n, total, facts, weightOf } = context;
  const rows = groups(context, (repo) => repo.license ?? "unspecified").sort(byCount);
  const leader = rows.find((row) => row.name !== "unspecified");
  const permissive = basket.filter(facts.isPermissive);
  return {
    metrics: {
      leader: leader?.name, leader_count: leader?.count, leader_share: leader && share(leader.count, n),
      permissive_count: permissive.length, permissive_share: share(permissive.length, n),
      permissive_download_share: share(sum(permissive.map(weightOf)), total),
      unspecified_count: basket.filter((repo) => repo.license === null).length,
      multi_licensed: basket.filter((repo) => repo.licenses.length > 1).length,
    },
    tables: {
      licenses: rows.map(({ name, count, downloads }) => [name, licenseClass(facts, name), count, downloads]),
    },
  };
}

function licenseClass(facts, name) {
  return facts.licenseClass({ license: name === "unspecified" ? null : name });
}

function regions(context) {
  const { total, facts } = context;
  const owners = creditedOwners(context);
  const [eastern, western, other, unreviewed] = ["eastern", "western", "other", "unreviewed"].map((id) =>
    sum(owners.filter((owner) => facts.ownerRegion(owner.account) === id).map((owner) => owner.downloads)));
  return {
    metrics: {
      eastern_downloads: total === null ? null : eastern,
      eastern_share: share(eastern, total), western_share: share(western, total), other_share: share(other, total),
      unreviewed_share: share(unreviewed, total),
      eastern_share_min: share(eastern, total), eastern_share_max: share(add(eastern, unreviewed), total),
    },
  };
}

function tasks(context) {
  const { n } = context;
  const rows = groups(context, (repo) => repo.task ?? "unspecified").sort(byCount);
  const [leader, second] = rows.filter((row) => row.name !== "unspecified");
  return {
    metrics: {
      leader: leader?.name, leader_count: leader?.count, leader_share: leader && share(leader.count, n),
      second: second?.name, second_count: second?.count,
      unspecified_count: context.basket.filter((repo) => repo.task === null).length,
    },
    tables: { tasks: rows.map(({ name, count, downloads }) => [name, count, downloads]) },
  };
}

function modalities(context) {
  const { n, total, facts } = context;
  const found = new Map(groups(context, facts.modality).map((group) => [group.name, group]));
  const metrics = {};
  for (const id of MODALITIES) {
    metrics[`${id}_share`] = share(found.get(id)?.downloads ?? 0, total);
    metrics[`${id}_count_share`] = share(found.get(id)?.count ?? 0, n);
  }
  return { metrics };
}

function declaredSizes(context) {
  const { n } = context;
  const found = new Map(groups(context, bandOf).map((group) => [group.name, group]));
  const rows = BANDS.map(([id]) => found.get(id) ?? { name: id, count: 0, downloads: 0 });
  const declared = rows.reduce((count, row) => count + row.count, 0);
  const largest = declared === 0 ? undefined : [...rows].sort(byCount)[0];
  const sub7b = rows.slice(0, 3).reduce((count, row) => count + row.count, 0);
  return {
    metrics: {
      declared_count: declared, declared_share: share(declared, n),
      largest_band: largest?.name, largest_band_count: largest?.count,
      sub7b_count: sub7b, sub7b_share: share(sub7b, declared),
    },
    tables: { bands: rows.map(({ name, count, downloads }) => [name, count, downloads]) },
  };
}

function bandOf(repo) {
  const size = declaredSize(repo.id);
  return size === null ? null : band(size);
}

function cohorts(context) {
  const { basket, n, snapshot } = context;
  const rows = groups(context, cohortOf).sort((a, b) => cohortOrder(a.name) - cohortOrder(b.name));
  const ages = basket.map((repo) => ageOf(repo, snapshot.captureDay)).filter((age) => age !== null);
  return {
    metrics: {
      floor_count: basket.filter(isFloorDated).length, median_age_days: median(ages),
      older_than_2y_share: share(ages.filter((age) => age > 730).length, ages.length),
    },
    tables: { years: rows.map(({ name, count, downloads }) => [name, count, share(count, n), downloads]) },
  };
}

function gating({ snapshot, basket }) {
  const count = (repos, ...values) => repos.filter((repo) => values.includes(repo.gated)).length;
  const recorded = basket.filter((repo) => repo.gated !== null).length;
  const gated = count(basket, true, "auto", "manual");
  const onlyTrue = count(snapshot.repos, true) > 0 && count(snapshot.repos, "auto", "manual") === 0;
  return {
    metrics: {
      gated_count: recorded === 0 ? null : gated, gated_share: share(gated, recorded),
      auto_count: onlyTrue || recorded === 0 ? null : count(basket, "auto"),
      manual_count: onlyTrue || recorded === 0 ? null : count(basket, "manual"),
    },
  };
}

function leaders({ basket, weight }) {
  const ranked = [...basket].sort((a, b) => (b[weight] ?? -1) - (a[weight] ?? -1) || compareBytes(a.id, b.id));
  return {
    metrics: {},
    tables: {
      leaders: ranked.slice(0, 100).map((repo) => [
        repo.id, repo.owner, repo.task ?? "unspecified", repo.license ?? "unspecified", declaredSize(repo.id),
        repo.created === null ? null : new Date(repo.created).toISOString().slice(0, 10), repo[weight], repo.likes,
      ]),
    },
  };
}

function dataQuality({ snapshot, facts }) {
  const { repos } = snapshot;
  const metrics = { rejected: snapshot.rejected, duplicates: snapshot.duplicates, left_out: snapshot.left_out };
  for (const field of fieldsOf(snapshot.kind)) {
    metrics[`unknown_${field}`] = repos.filter((repo) => !isKnown(repo, field)).length;
    metrics[`wrong_type_${field}`] = repos.filter((repo) => repo.wrong.includes(field)).length;
  }
  const lacking = (field, knows) => new Set(repos.map((repo) => repo[field]).filter((id) => id !== null && !knows(id))).size;
  return {
    metrics: {
      ...metrics, unknown_license_ids: lacking("license", facts.knowsLicense),
      unknown_tasks: lacking("task", facts.knowsTask), floor_dated: repos.filter(isFloorDated).length,
    },
  };
}
