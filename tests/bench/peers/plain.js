/**
 * The same twelve aggregates in plain JS over rows that hyparquet gives, a row group at a time, so that no more than
 * one is held as objects. Globals: `hyparquet`; it leaves `plain`.
 */

const COLUMNS = ["id", "author", "downloads", "downloadsAllTime", "likes", "createdAt", "pipeline_tag", "library_name", "tags", "numParameters"];
const SIZE = /[-_](\d+(?:\.\d+)?)b\b/i;
const MOST = 12;

const add = (map, key, downloads) => {
  const sums = map.get(key);
  if (sums === undefined) map.set(key, { count: 1, downloads });
  else {
    sums.count += 1;
    sums.downloads += downloads;
  }
};
const largest = (map, by) => [...map].sort((a, b) => b[1][by] - a[1][by]).slice(0, MOST);
const median = (values) => values.sort()[Math.floor(values.length / 2)];

class Aggregates {
  downloads = [];
  parameters = [];
  total = 0;
  known = 0;
  small = 0;
  owners = new Map();
  licenses = new Map();
  tasks = new Map();
  libraries = new Map();
  sizes = new Map();
  years = new Map();
  bases = new Map();
  leaders = [];
  rising = [];

  add(row) {
    const downloads = Number(row.downloads);
    this.total += downloads;
    this.downloads.push(downloads);
    add(this.owners, row.author, downloads);
    add(this.tasks, row.pipeline_tag, downloads);
    add(this.libraries, row.library_name, downloads);
    add(this.sizes, SIZE.exec(row.id)?.[1], downloads);
    add(this.years, row.createdAt?.getUTCFullYear(), downloads);
    for (const tag of row.tags ?? []) {
      if (tag.startsWith("license:")) add(this.licenses, tag, downloads);
      else if (tag.startsWith("base_model:")) add(this.bases, tag, downloads);
    }
    if (row.numParameters != null) this.size(Number(row.numParameters), downloads);
    keep(this.leaders, row.id, downloads);
    const all = Number(row.downloadsAllTime);
    if (all >= 100_000) keep(this.rising, row.id, downloads / all);
  }

  size(parameters, downloads) {
    this.parameters.push(parameters);
    this.known += downloads;
    if (parameters < 1e9) this.small += downloads;
  }

  finish() {
    const sums = [...this.owners.values()].map(({ downloads }) => downloads).sort((a, b) => b - a);
    return {
      totals: [this.downloads.length, this.total, median(Float64Array.from(this.downloads))],
      owners: largest(this.owners, "downloads"),
      concentration: [sums.slice(0, 5).reduce((a, b) => a + b, 0) / this.total, sums.reduce((sum, d) => sum + (d / this.total) ** 2, 0)],
      licenses: largest(this.licenses, "count"),
      tasks: largest(this.tasks, "count"),
      libraries: largest(this.libraries, "downloads"),
      sizes: largest(this.sizes, "count"),
      parameters: [median(Float64Array.from(this.parameters)), this.small / this.known],
      cohorts: [...this.years].sort(),
      bases: largest(this.bases, "count"),
      leaders: this.leaders,
      momentum: this.rising,
    };
  }
}

/** Keeps the ten largest, the largest first. */
function keep(list, id, value) {
  if (list.length === 10 && value <= list[9][1]) return;
  const at = list.findIndex((other) => other[1] < value);
  list.splice(at < 0 ? list.length : at, 0, [id, value]);
  list.length = Math.min(list.length, 10);
}

/** @param {File} chosen */
globalThis.plain = async (chosen) => {
  const begun = performance.now();
  const file = { byteLength: chosen.size, slice: (start, end) => chosen.slice(start, end).arrayBuffer() };
  const metadata = await hyparquet.parquetMetadataAsync(file);
  const aggregates = new Aggregates();
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    for (const row of await hyparquet.parquetReadObjects({ file, metadata, columns: COLUMNS, rowStart, rowEnd })) aggregates.add(row);
    rowStart = rowEnd;
  }
  const { totals: [rows, total] } = aggregates.finish();
  return { taken: performance.now() - begun, rows, total };
};
