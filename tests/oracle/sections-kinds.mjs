/** Sections on datasets and on Spaces that are not those on models in other words. */

import { byCount, groups } from "./groups.mjs";
import { groupsOfMany } from "./sections-tags.mjs";
import { share } from "./stats.mjs";
import { FLOOR_END, yearOf } from "./time.mjs";

/** The same section with likes as its weight: its ids say so. */
export function byLikes(run) {
  return (context) => {
    const { metrics, tables } = run(context);
    const renamed = Object.entries(metrics).map(([id, value]) => [id.replace("downloads", "likes"), value]);
    return { metrics: Object.fromEntries(renamed), tables };
  };
}

const orNone = (names, none) => (names.length > 0 ? names : [none]);
const listed = (rows) => rows.map(({ name, count, downloads }) => [name, count, downloads]);

export function datasetCategories(context) {
  const { basket, n } = context;
  const rows = groupsOfMany(context, (repo) => orNone(repo.categories, "uncategorized")).sort(byCount);
  const leader = rows.find(({ name }) => name !== "uncategorized");
  return {
    metrics: {
      leader: leader?.name, leader_count: leader?.count, leader_share: leader && share(leader.count, n),
      uncategorized_count: basket.filter((repo) => repo.categories.length === 0).length,
    },
    tables: {
      categories: listed(rows),
      modalities: listed(groupsOfMany(context, (repo) => orNone(repo.modalities, "unspecified")).sort(byCount)),
    },
  };
}

export function datasetGrowth(context) {
  const { basket, snapshot } = context;
  const captured = snapshot.captured_at === null ? null : Number(snapshot.captured_at.slice(0, 4));
  const created = (repos, year) => repos.filter((repo) => repo.created !== null && repo.created >= FLOOR_END && yearOf(repo.created) === year).length;
  const growth = (repos, year) => share(created(repos, year), created(repos, year - 1));
  const robotics = basket.filter((repo) => repo.robotics);
  const rows = groupsOfMany(context, (repo) => orNone(repo.categories, "uncategorized")).sort(byCount);
  const years = rows.flatMap(({ name }) => {
    const own = basket.filter((repo) => orNone(repo.categories, "uncategorized").includes(name));
    const dated = own.filter((repo) => repo.created !== null && repo.created >= FLOOR_END).map((repo) => yearOf(repo.created));
    return [...new Set(dated)].sort((a, b) => a - b)
      .map((year) => [name, year, created(own, year), year < captured ? growth(own, year) : null]);
  });
  return {
    metrics: {
      robotics_count: robotics.length,
      robotics_growth: captured === null ? null : growth(robotics, captured - 1),
      growth: captured === null ? null : growth(basket, captured - 1),
    },
    tables: { years },
  };
}

export function spaceSdks(context) {
  const rows = groups(context, (repo) => repo.sdk ?? "unspecified").sort(byCount);
  const leader = rows.find(({ name }) => name !== "unspecified");
  return {
    metrics: { leader: leader?.name, leader_count: leader?.count, leader_share: leader && share(leader.count, context.n) },
    tables: { sdks: listed(rows) },
  };
}
