/** Text of a dump → its rows, the kind its wrapper names, and what stands beside the rows. */

export const KINDS = ["models", "datasets", "spaces"];
const OTHER_WRAPPERS = ["items", "data", "results", "rows"];
const CAPTURE_KEYS = ["captured_at", "capturedAt", "fetchedAt", "fetched_at", "generated_at", "updated", "date"];
const ID_KEYS = ["id", "modelId", "model_id", "repo_id", "repoId", "name", "fullName"];

/** The input holds no rows, or none of which a repository can be made. */
export class Unreadable extends Error {}

/**
 * Reads every JSON shape of the contract.
 * @returns {{parts: {rows: unknown[], kind: string|null}[], broken: number, captured_at: unknown, source: unknown}}
 *   `kind` is what the wrapper says of its rows; `broken` counts lines that are no JSON; `captured_at` is as found.
 */
export function parse(text) {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") throw new Unreadable("input: found nothing, expected JSON rows");
  const found = { parts: [], broken: 0, captured_at: null, source: null };
  const { values, broken } = topLevelValues(body);
  found.broken = broken;
  if (values.length === 1 && broken === 0) takeWhole(values[0], found);
  else for (const value of values) takePart(value, found);
  return found;
}

/** The id of a row by the alias table: undefined where no key is present. */
export function rowId(row) {
  for (const key of ID_KEYS) {
    const value = row[key];
    if (value === undefined || value === null) continue;
    if (key === "name" && !(typeof value === "string" && value.includes("/"))) continue;
    return value;
  }
  return undefined;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function topLevelValues(body) {
  try {
    return { values: [JSON.parse(body)], broken: 0 };
  } catch (whole) {
    return jsonLines(body) ?? concatenated(body, whole);
  }
}

/** One object per line; null where the text is not laid out like that. */
function jsonLines(body) {
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2 || !lines[0].trimStart().startsWith("{")) return null;
  const values = [];
  let broken = 0;
  for (const line of lines) {
    try {
      values.push(JSON.parse(line));
    } catch {
      broken += 1;
    }
  }
  return values.length > broken ? { values, broken } : null;
}

function concatenated(body, whole) {
  const values = [];
  let at = 0;
  while ((at = skipBlank(body, at)) < body.length) {
    const end = endOfValue(body, at);
    if (end < 0) throw new Unreadable(`character ${at}: ${whole.message}; expected JSON`);
    try {
      values.push(JSON.parse(body.slice(at, end)));
    } catch (error) {
      throw new Unreadable(`character ${at}: ${error.message}; expected JSON`);
    }
    at = end;
  }
  return { values, broken: 0 };
}

function skipBlank(body, at) {
  while (at < body.length && " \t\r\n\ufeff".includes(body[at])) at += 1;
  return at;
}

/** The place after the array or object that begins at `at`; -1 where none begins or it does not end. */
function endOfValue(body, at) {
  let depth = 0;
  for (let i = at; i < body.length; i += 1) {
    const c = body[i];
    if (c === '"') {
      i = endOfString(body, i);
      if (i < 0) return -1;
    } else if (c === "{" || c === "[") depth += 1;
    else if (c === "}" || c === "]") depth -= 1;
    if (depth === 0) return c === "}" || c === "]" ? i + 1 : -1;
  }
  return -1;
}

function endOfString(body, open) {
  for (let i = open + 1; i < body.length; i += 1) {
    if (body[i] === "\\") i += 1;
    else if (body[i] === '"') return i;
  }
  return -1;
}

function takeWhole(value, found) {
  if (Array.isArray(value)) return push(value, null, found);
  if (!isObject(value)) throw new Unreadable(`input: found ${typeof value}, expected rows`);
  if (typeof rowId(value) === "string") return push([value], null, found);
  takeBeside(value, found);
  if (takeNamed(value, found)) return undefined;
  const column = idColumn(value);
  if (column) return push(columnRows(value), null, found);
  const candidates = Object.keys(value).filter((key) => isRowArray(value[key]));
  const filled = candidates.filter((key) => value[key].length > 0);
  const arrays = filled.length > 0 ? filled : candidates;
  if (arrays.length === 1) return push(value[arrays[0]], null, found);
  if (arrays.length > 1) {
    const lengths = arrays.map((key) => `${key} (${value[key].length})`).join(", ");
    throw new Unreadable(`input: found several arrays of objects: ${lengths}; expected one, or one named models`);
  }
  return takeKeyed(value, found);
}

/** One of several values: a page (array or wrapper) or a row. */
function takePart(value, found) {
  if (Array.isArray(value)) return push(value, null, found);
  if (!isObject(value) || rowId(value) !== undefined) return push([value], null, found);
  if (!takeNamed(value, found)) return push([value], null, found);
  return takeBeside(value, found);
}

function takeNamed(wrapper, found) {
  const named = KINDS.filter((kind) => isRowArray(wrapper[kind]));
  for (const kind of named) push(wrapper[kind], kind, found);
  if (named.length > 0) return true;
  const key = OTHER_WRAPPERS.find((name) => isRowArray(wrapper[name]));
  if (key !== undefined) push(wrapper[key], null, found);
  return key !== undefined;
}

function takeBeside(wrapper, found) {
  for (const key of CAPTURE_KEYS) {
    const plain = typeof wrapper[key] === "string" || typeof wrapper[key] === "number";
    if (plain) found.captured_at ??= wrapper[key];
  }
  if (typeof wrapper.source === "string") found.source ??= wrapper.source;
}

function takeKeyed(value, found) {
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, row]) => isObject(row))) {
    throw new Unreadable(`input: found an object with ${entries.length} keys and no rows, expected rows`);
  }
  push(entries.map(([id, row]) => (rowId(row) === undefined ? { ...row, id } : row)), null, found);
}

function isRowArray(value) {
  return Array.isArray(value) && (value.length === 0 || value.some(isObject));
}

/** The key of a column of ids: a list or an index-keyed object that holds strings. */
function idColumn(value) {
  return ID_KEYS.find((key) => {
    const column = value[key];
    if (typeof column !== "object" || column === null) return false;
    return Object.values(column).some((cell) => typeof cell === "string") && !isRow(column);
  });
}

/** A keyed object may have a key called `name`: its value is then a row, not a column. */
function isRow(value) {
  return isObject(value) && typeof rowId(value) === "string";
}

function columnRows(columns) {
  const rows = new Map();
  for (const [key, column] of Object.entries(columns)) {
    if (typeof column !== "object" || column === null) continue;
    for (const [index, cell] of Object.entries(column)) {
      if (!rows.has(index)) rows.set(index, {});
      rows.get(index)[key] = cell;
    }
  }
  return [...rows.values()];
}

function push(rows, kind, found) {
  found.parts.push({ rows, kind });
}
