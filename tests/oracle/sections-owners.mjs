/** Sections that ask who the owners are: where from, of which type, how much of it they released when. */

import { byCount, byDownloads, cohortOf, cohortOrder, groups } from "./groups.mjs";
import { credit, creditedOwners } from "./owners.mjs";
import { add, compareBytes, share } from "./stats.mjs";
import { isoDay } from "./time.mjs";

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

/** The home by the owner's row. */
function countryOf(owner) {
  if (owner === null) return "unreviewed";
  if (owner.country !== "") return owner.country;
  return owner.noSeat ? NO_SEAT : "unreviewed";
}

function byCountry(context, home) {
  const countries = new Map();
  for (const { account, count, downloads, known } of creditedOwners(context)) {
    const name = home(context.facts.ownerRow(account));
    const sum = countries.get(name) ?? { name, owners: 0, count: 0, downloads: 0, known: 0 };
    countries.set(name, {
      name, owners: sum.owners + 1, count: sum.count + count, downloads: add(sum.downloads, downloads), known: sum.known + known,
    });
  }
  return [...countries.values()].sort(byDownloads);
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
  const typeOf = ownerTypeIn(context);
  const { of } = credit(context);
  const as = (repo) => (facts.ownerRow(of(repo).account)?.entity === SENTENCE_TRANSFORMERS ? "company" : typeOf(repo));
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

/** Who made the models: a base's owner did not make what is built on it, so there the uploader counts. */
function madeBy(context) {
  return { ...context, facts: { ...context.facts, account: (repo) => repo.owner } };
}

/** By the table of owners; what it does not know is an individual where some row of that owner says `user`. */
export function ownerTypeIn(context) {
  const persons = new Set(context.basket.filter((repo) => repo.owner_type === "user").map((repo) => repo.owner));
  const { of } = credit(context);
  return (repo) => {
    const { account } = of(repo);
    const type = context.facts.ownerRow(account)?.type ?? "unknown";
    if (type !== "unknown") return type;
    return persons.has(account) ? "individual" : "unreviewed";
  };
}

export function releases(context) {
  const { owners, of } = credit(madeBy(context));
  owners.sort(byCount);
  const ownerOf = (repo) => of(repo).name;
  const largest = owners.slice(0, 10).map((owner) => owner.name);
  const dated = context.basket.filter((repo) => largest.includes(ownerOf(repo)) && /^\d+$/.test(cohortOf(repo)));
  const years = dated.map((repo) => Number(cohortOf(repo)));
  const captured = context.snapshot.captureDay === null ? Infinity : Number(isoDay(context.snapshot.captureDay).slice(0, 4));
  const rows = [];
  for (const owner of largest) {
    const count = (year) => dated.filter((repo) => ownerOf(repo) === owner && Number(cohortOf(repo)) === year).length;
    for (let year = Math.min(...years); year <= Math.max(...years); year += 1) {
      rows.push([owner, year, count(year), year >= captured ? null : share(count(year), count(year - 1))]);
    }
  }
  return {
    metrics: { most_released_owner: owners[0].name, most_released_count: owners[0].count },
    tables: { owner_years: rows },
  };
}

export function trending(context) {
  const known = context.basket.filter((repo) => repo.trending !== null);
  const { of } = credit(madeBy(context));
  const typeOf = ownerTypeIn(madeBy(context));
  const [leader] = [...known].sort((a, b) => b.trending - a.trending || compareBytes(a.id, b.id));
  const owners = new Map();
  for (const repo of known) {
    const owner = of(repo);
    const { score } = owners.get(owner) ?? { score: 0 };
    owners.set(owner, { name: owner.name, type: typeOf(repo), score: score + repo.trending });
  }
  const ranked = [...owners.values()].sort((a, b) => b.score - a.score || compareBytes(a.name, b.name));
  const scoreOf = (parts) => parts.reduce((total, part) => total + part.score, 0);
  const total = scoreOf(ranked);
  const ofType = (type) => ranked.filter((owner) => owner.type === type);
  const individuals = scoreOf(ofType("individual"));
  const larger = ranked.filter((owner) => owner.type !== "individual" && owner.score > individuals);
  return {
    metrics: {
      leader: leader?.id, leader_owner: ranked[0]?.name, leader_owner_share: share(ranked[0]?.score ?? null, total),
      individual_share: share(individuals, total), individual_rank: ofType("individual").length === 0 ? null : larger.length + 1,
      unreviewed_share: share(scoreOf(ofType("unreviewed")), total),
    },
  };
}
