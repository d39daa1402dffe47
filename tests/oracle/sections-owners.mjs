/** Sections that ask who the owners are: where from, of which type, how much of it they released when. */

import { byDownloads, cohortOf, cohortOrder, groups } from "./groups.mjs";
import { add, share } from "./stats.mjs";

/** The members of the European Union since February 2020. */
const UNION = new Set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" "));
const NO_SEAT = "no single seat";
const SENTENCE_TRANSFORMERS = "Sentence Transformers";

export function countries(context) {
  const table = byCountry(context, (owner) => countryOf(owner));
  const other = byCountry(context, (owner) => (owner?.entity === SENTENCE_TRANSFORMERS ? "US" : countryOf(owner)));
  const here = shares(context, table);
  const there = shares(context, other);
  return {
    metrics: {
      china_share: here.CN, us_share: here.US, eu_share: here.EU, leader: leading(table), other_share: here.other,
      unreviewed_share: here.unreviewed, us_share_alternative: there.US, eu_share_alternative: there.EU,
      leader_alternative: leading(other),
    },
    tables: {
      countries: table.map(({ name, owners, count, downloads }) => [name, owners, count, downloads, share(downloads, context.total)]),
    },
  };
}

/** The home by the row of the reviewed table: a region without a country is one without a single seat. */
function countryOf(owner) {
  if (owner === undefined) return "unreviewed";
  if (owner.country !== "") return owner.country;
  return owner.region === "unreviewed" ? "unreviewed" : NO_SEAT;
}

function byCountry(context, home) {
  const homeOf = (repo) => home(context.facts.owner(repo));
  const owners = new Map();
  for (const repo of context.basket) {
    const name = homeOf(repo);
    owners.set(name, (owners.get(name) ?? new Set()).add(repo.owner));
  }
  return groups(context, homeOf).sort(byDownloads).map((group) => ({ ...group, owners: owners.get(group.name).size }));
}

function leading(table) {
  return table.find(({ name, known }) => known > 0 && name !== NO_SEAT && name !== "unreviewed")?.name;
}

function shares({ total }, table) {
  const sums = { CN: 0, US: 0, EU: 0, other: 0, unreviewed: 0 };
  for (const { name, downloads } of table) {
    const part = UNION.has(name) ? "EU" : name in sums ? name : "other";
    sums[part] = add(sums[part], downloads);
  }
  return Object.fromEntries(Object.entries(sums).map(([part, downloads]) => [part, share(downloads, total)]));
}

const TYPES = ["company", "university", "nonprofit", "government", "community", "individual", "unreviewed"];

export function ownerTypes(context) {
  const { n, total, facts } = context;
  const typeOf = (repo) => ownerType(facts.owner(repo));
  const as = (repo) => (facts.owner(repo)?.entity === SENTENCE_TRANSFORMERS ? "company" : typeOf(repo));
  const [here, there] = [typeOf, as].map((type) => new Map(groups(context, type).map((group) => [group.name, group])));
  const metrics = {};
  for (const type of TYPES) {
    metrics[`${type}_share`] = share(here.get(type)?.downloads ?? 0, total);
    metrics[`${type}_count_share`] = share(here.get(type)?.count ?? 0, n);
  }
  for (const type of ["company", "university"]) metrics[`${type}_share_alternative`] = share(there.get(type)?.downloads ?? 0, total);
  const years = [...new Set(context.basket.map(cohortOf))].sort((a, b) => cohortOrder(a) - cohortOrder(b));
  const rows = years.flatMap((year) => {
    const found = groups({ ...context, basket: context.basket.filter((repo) => cohortOf(repo) === year) }, typeOf);
    found.sort((a, b) => TYPES.indexOf(a.name) - TYPES.indexOf(b.name));
    return found.map(({ name, count, downloads }) => [year, name, count, downloads]);
  });
  return { metrics, tables: { years: rows } };
}

/** By the reviewed table; what is unknown there or not in it has not been reviewed. */
export function ownerType(owner) {
  return owner === undefined || owner.type === "unknown" ? "unreviewed" : owner.type;
}
