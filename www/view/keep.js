/** Everything in which a figure can be kept: pictures, tables, words, references, code. */

import { Picture, signed_png, version } from "../gen/hubstate.js";
import { zip } from "../zip.js";
import { save } from "./dom.js";
import { menuButton } from "./menu.js";
import { addressOf, bibtexOf, citationOf, codeOf, jsonOf, markdownOf, proseOf } from "./quote.js";

/** @typedef {import("../types.js").Section} Section */
/** @typedef {import("../types.js").Chart} Chart */
/** @typedef {import("../types.js").Report} Report */
/** @typedef {import("./menu.js").Entry} Entry */

const REFUSED = "The browser does not allow copying";

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
    if (charts.length) {
      const footer = [source, address.replace(/^https?:\/\/|[?#].*$/g, "")].filter(Boolean).join(" · ");
      const drawn = (/** @type {Chart} */ chart, /** @type {number} */ scale, card = false) => png(report, section, chart, scale, card, footer);
      const keep = (/** @type {string} */ mark, /** @type {number} */ scale, card = false) => async () =>
        saveAll(`${section.id}${mark}`, await Promise.all(charts.map(async (chart) => ({ name: `${section.id}.${chart.id}${mark}.png`, bytes: await drawn(chart, scale, card) }))));
      groups.unshift(["Picture", [
        ["PNG", keep("", 1)], ["PNG, 2×", keep("@2x", 2)], ["PNG, 3×", keep("@3x", 3)], ["Card, 1200 × 630", keep(".card", 1, true)],
        ["SVG", () => around.save("svg", section.id)],
        ...charts.map((chart, at) => /** @type {[string, () => any]} */ ([charts.length > 1 ? `Copy image ${at + 1}` : "Copy image", () => copyImage(drawn(chart, 2))])),
      ]]);
    }
    if (section.tables.length) {
      groups.find(([title]) => title === "Table")?.[1].unshift(
        ["CSV", () => around.save("csv", section.id)],
        ["Markdown", () => save(`${section.id}.md`, section.tables.map(markdownOf).join("\n"), "text/markdown")]);
      groups.push(["Copy code", Object.entries(codeOf(report, section, around.dump)).map(([name, code]) => [name, () => copy(code)])]);
    }
    return groups;
  });
}

/**
 * The chart with its words as a PNG that names its view.
 * @param {Report} report
 * @param {Section} section
 * @param {Chart} chart
 * @param {number} scale
 * @param {boolean} card
 * @param {string} footer
 */
async function png({ snapshot, basket }, section, chart, scale, card, footer) {
  const canvas = document.createElement("canvas");
  const picture = new Picture(JSON.stringify(chart));
  picture.file(canvas, card, scale, "light", footer);
  picture.free();
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser gives no picture of the canvas");
  const view = {
    hubstate: version(), kind: snapshot.kind, query: basket.query, section: section.id, chart: chart.id,
    source: snapshot.source ?? "", captured_at: snapshot.captured_at ?? "", sha256: snapshot.sha256 ?? "",
  };
  return signed_png(new Uint8Array(await blob.arrayBuffer()), JSON.stringify(view), scale);
}

/**
 * @param {string} name
 * @param {{ name: string, bytes: Uint8Array }[]} files
 */
function saveAll(name, files) {
  if (files.length === 1) save(files[0].name, /** @type {BlobPart} */ (files[0].bytes), "image/png");
  else save(`${name}.zip`, zip(files), "application/zip");
}

/** @param {Promise<Uint8Array>} coming */
function copyImage(coming) {
  if (!navigator.clipboard || typeof ClipboardItem === "undefined") return REFUSED;
  const blob = coming.then((bytes) => new Blob([/** @type {BlobPart} */ (bytes)], { type: "image/png" }));
  return navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]).then(() => "Copied", () => REFUSED);
}

/** @param {string} text */
function copy(text) {
  if (!navigator.clipboard) return REFUSED;
  return navigator.clipboard.writeText(text).then(() => "Copied", () => REFUSED);
}
