/** Which filter says the same as a mark: where one does, a press on the mark narrows the basket to it. */

/** @typedef {import("../types.js").Chart} Chart */

/**
 * A term with a value, quoted as the query language wants it.
 * @param {string} key
 */
const is = (key) => (/** @type {string} */ label) => `${key}:"${label.replaceAll('"', '""')}"`;

/** The first whole day of which the Hub records dates, and the label of what is older. */
const FLOOR = "2022-03-03";
const BEFORE = "before 2022-03";
const REGIONS = ["Eastern", "unreviewed"];
const CLASSES = ["copyleft", "non-commercial"];
/** How the page names modalities, and how a query does. */
const MODALITIES = new Map([["text", "nlp"], ["vision", "cv"], ["audio", "audio"], ["multimodal", "multimodal"], ["tabular", "tabular"], ["robotics, RL", "rl"], ["other", "other"]]);

/** @type {Record<string, (label: string) => string>} terms by `section.chart`; an empty one narrows nothing */
const TERMS = {
  "organizations.owners": is("owner"), "dataset-owners.owners": is("owner"), "space-owners.owners": is("owner"), "concentration.share-bar": is("owner"),
  "tasks.shares": is("task"), "families.families": is("family"), "libraries.libraries": is("library"),
  "licenses.classes": (label) => (CLASSES.includes(label) ? is("class")(label) : /^\S+$/.test(label) ? is("license")(label) : ""),
  "regions.registries": (label) => (REGIONS.includes(label) ? is("region")(label) : ""),
  "modalities.shares": (label) => (MODALITIES.has(label) ? is("modality")(MODALITIES.get(label) ?? "") : ""),
  "cohorts.years": years, "declared-sizes.bands": sizes,
};

/** @param {string} label `2024`, or the cohort before dates */
function years(label) {
  if (label === BEFORE) return `created<${FLOOR}`;
  return /^\d{4}$/.test(label) ? `created>=${label === FLOOR.slice(0, 4) ? FLOOR : label} created<${Number(label) + 1}` : "";
}

/** @param {string} label `under 1B`, `3–7B`, `70B and up` */
function sizes(label) {
  const [, from, to] = /^(?:(\d+)–)?(\d+)B$/.exec(label) ?? [];
  if (from) return `size>=${from}b size<${to}b`;
  const [, word, bound] = /^(under )?(\d+)B(?: and up)?$/.exec(label) ?? [];
  return bound ? `size${word ? "<" : ">="}${bound}b` : "";
}

/**
 * @param {string} section
 * @param {Chart} chart
 * @param {import("./section.js").Surroundings} around
 * @returns {(mark: number) => (() => void) | undefined} what narrows the basket to a mark, where something does
 */
export function narrowing(section, chart, { parts, change }) {
  const term = TERMS[`${section}.${chart.id}`];
  return (at) => {
    const { label, tone } = chart.marks[at];
    const said = term && tone !== "unknown" && term(label);
    return said ? () => change("filter", `${parts.filters} ${said}`.trim()) : undefined;
  };
}
