/** Everything in which a figure can be kept: pictures, tables, words, references, code. */

import { save } from "./dom.js";
import { menuButton } from "./menu.js";
import { addressOf, bibtexOf, citationOf, codeOf, jsonOf, markdownOf, proseOf } from "./quote.js";

/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("./menu.js").Entry} Entry */

/**
 * @param {Section} section
 * @param {Chart[]} charts
 * @param {import("./section.js").Surroundings} around
 */
export function keepMenu({ id, short }, charts, around) {
  const { now, source, href } = around;
  return menuButton("Save", `Save: ${short}`, () => {
    const report = now();
    const section = report.sections.find((one) => one.id === id);
    if (!section) return [];
    const address = addressOf(href(section.id));
    /** @type {[string, Entry[]][]} */
    const groups = [["Table", [
      ["JSON", () => save(`${section.id}.json`, jsonOf(report, section), "application/json")],
    ]], ["Copy", [
      ["As prose", () => copy(proseOf(section, source, address))],
      ["Citation", () => copy(citationOf(report, address, section))],
      ["BibTeX", () => copy(bibtexOf(report, address, section))],
    ]]];
    if (charts.length) groups.unshift(["Picture", [["SVG", () => around.save("svg", section.id)]]]);
    if (section.tables.length) {
      groups.find(([title]) => title === "Table")?.[1].unshift(
        ["CSV", () => around.save("csv", section.id)],
        ["Markdown", () => save(`${section.id}.md`, section.tables.map(markdownOf).join("\n"), "text/markdown")]);
      groups.push(["Copy code", Object.entries(codeOf(report, section, around.dump)).map(([name, code]) => [name, () => copy(code)])]);
    }
    return groups;
  });
}

/** @param {string} text */
function copy(text) {
  if (!navigator.clipboard) return "The browser does not allow copying";
  return navigator.clipboard.writeText(text).then(() => "Copied", () => "The browser does not allow copying");
}
