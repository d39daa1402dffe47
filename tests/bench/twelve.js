/** Twelve aggregates of such a report, as somebody would ask DuckDB for them. Global: `duckdb`, its browser build. */

const TWELVE = {
  totals: "SELECT count(*), sum(downloads)::BIGINT, median(downloads) FROM m",
  owners: "SELECT author, sum(downloads) d, count(*) FROM m GROUP BY 1 ORDER BY d DESC LIMIT 12",
  concentration: "SELECT sum(d) FILTER (r <= 5) / sum(d), sum(d * d) / (sum(d) * sum(d)) FROM (SELECT d, row_number() OVER (ORDER BY d DESC) r FROM (SELECT sum(downloads)::DOUBLE d FROM m GROUP BY author))",
  licenses: "SELECT t, count(*) n, sum(downloads) FROM (SELECT downloads, unnest(tags) t FROM m) WHERE starts_with(t, 'license:') GROUP BY 1 ORDER BY n DESC LIMIT 12",
  tasks: "SELECT pipeline_tag, count(*) n, sum(downloads) FROM m GROUP BY 1 ORDER BY n DESC LIMIT 12",
  libraries: "SELECT library_name, sum(downloads) d FROM m GROUP BY 1 ORDER BY d DESC LIMIT 12",
  sizes: "SELECT s, count(*) n FROM (SELECT regexp_extract(id, '[-_]([0-9]+(\\.[0-9]+)?)[bB]\\b', 1) s FROM m) GROUP BY 1 ORDER BY n DESC LIMIT 12",
  parameters: "SELECT median(\"numParameters\"), sum(downloads) FILTER (\"numParameters\" < 1e9) / sum(downloads) FROM m WHERE \"numParameters\" IS NOT NULL",
  cohorts: "SELECT year(\"createdAt\"), count(*), sum(downloads) FROM m GROUP BY 1 ORDER BY 1",
  bases: "SELECT t, count(*) n FROM (SELECT unnest(tags) t FROM m) WHERE starts_with(t, 'base_model:') GROUP BY 1 ORDER BY n DESC LIMIT 12",
  leaders: "SELECT id, downloads FROM m ORDER BY downloads DESC LIMIT 10",
  momentum: "SELECT id, downloads / \"downloadsAllTime\" s FROM m WHERE \"downloadsAllTime\" >= 100000 ORDER BY s DESC LIMIT 10",
};

/**
 * From the file chosen to the last answer; the engine is there before.
 * @param {File} file
 * @param {string} wasm
 * @param {string} script of its worker
 */
globalThis.twelve = async (file, wasm, script) => {
  const worker = new Worker(script);
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await db.instantiate(wasm);
  const connection = await db.connect();
  const begun = performance.now();
  await db.registerFileHandle("m.parquet", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await connection.query("CREATE VIEW m AS SELECT * FROM 'm.parquet'");
  /** @type {Record<string, number>} */
  const parts = {};
  let total;
  for (const [name, sql] of Object.entries(TWELVE)) {
    const since = performance.now();
    const rows = (await connection.query(sql)).toArray();
    if (name === "totals") total = Number(Object.values(rows[0].toJSON())[1]);
    parts[name] = performance.now() - since;
  }
  const taken = performance.now() - begun;
  worker.terminate();
  return { taken, parts, total };
};
