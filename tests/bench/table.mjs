/** What the bench makes of what it has measured: medians, verdicts, a table. */

/** A line: what, how much, and what to make of it. @typedef {[what: string, value: string, note?: string]} Line */

export const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export const count = (/** @type {number} */ value) => value.toLocaleString("en");
export const milliseconds = (/** @type {number} */ value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const seconds = (/** @type {number} */ value) => `${(value / 1000).toFixed(2)} s`;
export const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;
export const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/**
 * A pass mark and an aim; a mark that is missed ends the bench with 1, unless it stands for another size.
 * @typedef {{ pass: number, aim?: number, unit: string, least?: boolean, binding?: boolean }} Mark
 */

/**
 * @param {number} value
 * @param {Mark} mark `least`: the value may not be below it; else not above
 */
export function verdict(value, { pass, aim, unit, least = false, binding = true }) {
  const reaches = (/** @type {number} */ mark) => (least ? value >= mark : value <= mark);
  const words = `${least ? "at least" : "at most"} ${pass}${unit}${aim === undefined ? "" : `, aim ${aim}${unit}`}`;
  if (!binding) return `no verdict at this size (${words})`;
  if (!reaches(pass)) process.exitCode = 1;
  const word = !reaches(pass) ? "MISSED" : aim !== undefined && reaches(aim) ? "aim reached" : "passed";
  return `${word} (${words})`;
}

export function print(/** @type {Line[]} */ lines) {
  const [first, second] = [0, 1].map((at) => Math.max(...lines.map((line) => String(line[at]).length)));
  for (const [what, value, note = ""] of lines) console.log(`${what.padEnd(first)}  ${value.padStart(second)}  ${note}`.trimEnd());
}
