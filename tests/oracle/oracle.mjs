/**
 * An independent computation of the report, written from the contract: rows of `JSON.parse` → every metric of the
 * sections on models that one snapshot answers. The tests hold the core against it, the bench runs it as its peer.
 * Runs in Node and in a browser; reads no file and no clock.
 */

import { parse } from "./reading.mjs";
import { QueryError, parseQuery, printQuery, select } from "./query.mjs";
import { registries } from "./registries.mjs";
import { sections } from "./sections.mjs";
import { snapshotOf } from "./snapshot.mjs";
import { sum } from "./stats.mjs";
import { classify } from "./traits.mjs";

export { QueryError, parse, parseQuery, printQuery };
export { Unreadable } from "./reading.mjs";
export { parseTable } from "./registries.mjs";

/**
 * @param parsed what `parse` gave
 * @param {{query?: string, kind?: string, capturedAt?: unknown, tables: Record<string, object[]>}} options `tables` are the
 *   rows of the reference tables by their names, `patterns` those of families.csv beside this file, and `custom` those of a
 *   reader's own table of owners
 */
export function analyse(parsed, { query: text = "", kind, capturedAt, tables }) {
  const snapshot = snapshotOf(parsed, { kind, capturedAt });
  classify(snapshot.repos, tables);
  const query = parseQuery(text, snapshot.kind);
  refuseUnanswered(query, tables);
  const facts = registries(tables, query, snapshot.repos);
  const basket = select(snapshot.repos, query, facts);
  const spaces = snapshot.kind === "spaces";
  const weight = spaces ? "likes" : query.window === "all" ? "downloads_all" : "downloads";
  const weighed = Number(sum(basket.map((repo) => repo[weight] ?? 0)));
  return {
    snapshot: {
      kind: snapshot.kind, captured_at: snapshot.captured_at, rows: snapshot.rows, rejected: snapshot.rejected,
      duplicates: snapshot.duplicates, left_out: snapshot.left_out,
    },
    basket: {
      query: printQuery(query), repos: basket.length, downloads: spaces ? null : weighed, window: query.window,
      ...(spaces ? { likes: weighed } : {}),
    },
    sections: sections({ snapshot, basket, query, facts, weight, tables }),
  };
}

/** A term that is read but changes nothing would give a wrong figure in silence. */
function refuseUnanswered(query, tables) {
  if (query.registry === "custom" && !tables.custom) throw new QueryError("query: registry=custom needs a table of owners");
}
