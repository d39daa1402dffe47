/** The reference tables, passed in as plain objects, as look-ups: license → class, task → modality. */

import { ownerFacts } from "./owners.mjs";
import { familyOf } from "./sections-lineage.mjs";

export const MODALITIES = ["nlp", "cv", "audio", "multimodal", "tabular", "rl", "other", "unspecified"];

/**
 * @param {Record<string, object[]>} tables rows of the reference tables, `patterns` those of tests/oracle/families.csv, and
 *   `custom` a reader's own owner table for `registry=custom`
 * @param {object[]} repos all of the snapshot, whose lineage decides on families
 */
export function registries(tables, query, repos) {
  const { mapping } = query;
  const licenses = new Map(tables.licenses.map((row) => [row.id, row]));
  const modality = new Map(tables.tasks.map((row) => [row.task, mapping === "wide" ? row.wide : row.hub]));
  const owners = ownerFacts(tables, query);
  return {
    knowsLicense: (id) => licenses.has(id),
    knowsTask: (id) => modality.has(id),
    isPermissive: (repo) => licenses.get(repo.license)?.bucket === "permissive",
    licenseClass: (repo) => classOf(licenses, repo.license),
    modality: (repo) => (repo.task === null ? "unspecified" : modality.get(repo.task) ?? "other"),
    ownerRow: owners.row, ownerRegion: owners.region, account: owners.account, body: owners.body,
    credited: (repo) => owners.body(owners.account(repo)) ?? owners.account(repo),
    reviewedEntity: owners.reviewedEntity, knowsEntity: owners.knowsEntity, family: familyOf(repos, tables.patterns),
    region: (repo) => owners.region(owners.account(repo)),
  };
}

/** Rows of a CSV text with a header line, as objects. */
export function parseTable(text) {
  const [header, ...rows] = csvRows(text.replace(/^\ufeff/, ""));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

function classOf(licenses, license) {
  return license === null ? "unspecified" : licenses.get(license)?.class ?? "unreviewed";
}

function csvRows(text) {
  const rows = [[]];
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g)) {
    if (match[0] === "" && rows.at(-1).length === 0) continue;
    const cell = match[1].startsWith('"') ? match[1].slice(1, -1).replaceAll('""', '"') : match[1];
    rows.at(-1).push(cell);
    if (match[2] !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0 && !(row.length === 1 && row[0] === ""));
}
