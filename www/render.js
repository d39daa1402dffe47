/** A report → the page: every part anew, at the place where the reader was. */

import { format_day, query_parts } from "./gen/hubstate.js";
import { addressedKind } from "./address.js";
import { pause } from "./turns.js";
import { alone } from "./view/alone.js";
import { isSample, showBanner, showNoData } from "./view/banner.js";
import { showCitation } from "./view/cite.js";
import { grouped, showContents } from "./view/contents.js";
import { showQuery } from "./view/controls.js";
import { byId, h } from "./view/dom.js";
import { showFindings } from "./view/findings.js";
import { showHead } from "./view/head.js";
import { layOutLater } from "./view/later.js";
import { forgetCharts, makeRoom, paintAhead, paintSoon } from "./view/light.js";
import { keepPlace } from "./view/place.js";
import { firmnessSince, foldedView, openingView, sectionView } from "./view/section.js";
import { counted } from "./view/words.js";

/** @typedef {import("./types.js").Report} Report */

/**
 * @typedef {object} Ways what the page's parts may ask for
 * @property {import("./types.js").Origin} origin
 * @property {string} snapshot the address of the published one
 * @property {() => Report} now the report on screen: it grows after the first paint
 * @property {(section: string) => string} href
 * @property {(name: string, value: string) => void} change
 * @property {(form: string, only: string) => void} save
 * @property {(text: string) => Promise<import("./types.js").Tied[]>} check a paragraph
 * @property {import("./view/banner.js").Actions} actions
 */

/** @type {Report | undefined} */
let latest;

/**
 * Shows a report: its parts are made off the page, a few in each task, and put there at once. The page says under
 * which query once all of it is painted.
 * @param {Report} report
 * @param {Ways} ways
 * @param {() => boolean} live whether it is still wanted; what is given up leaves the page as it is
 * @param {boolean} [more] of the report on screen, on the same snapshot and basket: what is there stays
 * @returns {Promise<boolean>} whether it is on the page
 */
export async function render(report, ways, live, more) {
  const around = surroundings(report, ways);
  const sections = byId("sections");
  const opening = more ? [] : openingView(around);
  const made = new Map(more ? [...sections.children].map((element) => [element.id, /** @type {HTMLElement} */ (element)]) : []);
  const ready = report.sections.filter(({ outcome }) => outcome === "ready");
  /** @type {(() => void)[]} */
  const since = [];
  for (const section of ready) {
    await pause();
    if (!live()) return false;
    const there = made.get(section.id);
    if (there) since.push(firmnessSince(there, section));
    else made.set(section.id, sectionView(section, around));
  }
  await paintAhead(live);
  await pause(0);
  if (!live()) return false;

  const restore = keepPlace();
  layOutLater([...made.values()]);
  const page = byId("page");
  page.removeAttribute("aria-busy");
  page.classList.remove("empty");
  if (!more) {
    delete page.dataset.query;
    delete page.dataset.complete;
    showBanner(report, ways.origin, ways.actions);
    showQuery(around.parts, counted(report.snapshot.kind, report.basket.repos));
    byId("opening").replaceChildren(...opening);
    sections.replaceChildren();
    showCitation(report);
  }
  showHead(report);
  showFindings(report, ways.href);
  since.forEach((add) => add());
  showSections(report, made);
  showContents(report, ways.href);
  if (!more) forgetCharts();
  makeRoom();
  restore();
  latest = report;
  void paintSoon().then(() => { if (latest === report) Object.assign(page.dataset, { query: report.basket.query, kind: report.snapshot.kind }); });
  return true;
}

/**
 * @param {Report} report
 * @param {Ways} ways
 * @returns {import("./view/section.js").Surroundings}
 */
function surroundings(report, { origin, snapshot, now, href, change, save, check }) {
  const sample = isSample(report);
  return { report, now, parts: query_parts(report.basket.query, report.snapshot.kind), links: !sample, href, change, save, check, source: sourceLine(report, sample), published: origin.kind === "published" && !addressedKind(), dump: dumpOf(origin, snapshot) };
}

/**
 * @param {import("./types.js").Origin} origin
 * @param {string} published
 */
function dumpOf(origin, published) {
  switch (origin.kind) {
    case "published": return published;
    case "address": return origin.url;
    case "file": return origin.name;
    default: return "snapshot.json";
  }
}

/**
 * @param {Report} report
 * @param {boolean} sample
 */
function sourceLine({ snapshot: { captured_at } }, sample) {
  const day = captured_at ? `, ${alone && "as of "}${format_day(captured_at)}` : "";
  return `Hugging Face Hub${day}${sample ? " (sample)" : ""} · CC BY 4.0`;
}

/**
 * @param {Report} report
 * @param {Map<string, HTMLElement>} made its sections by their ids
 */
function showSections({ sections }, made) {
  const ready = grouped(sections.filter(({ outcome }) => outcome === "ready"));
  const folded = sections.filter(({ outcome }) => outcome !== "ready");
  const wanted = ready.flatMap(([part, members], at) => [
    made.get(`part-${at}`) ?? h("h2", { id: `part-${at}`, class: "report-part" }, part),
    ...members.map(({ id }) => /** @type {HTMLElement} */ (made.get(id)))]);
  place(byId("sections"), wanted);
  document.querySelectorAll(".section:has(canvas) .figure-number-line").forEach((line, at) => { line.textContent = `Figure ${at + 1}`; });
  byId("folded").hidden = folded.length === 0;
  byId("folded-list").replaceChildren(...foldedView(folded));
}

/**
 * Brings the children of an element into an order; those that stay are not touched, so that they keep the focus.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} wanted
 */
function place(parent, wanted) {
  let at = parent.firstElementChild;
  for (const element of wanted) {
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}

/**
 * The page without a report: only what brings one.
 * @param {string} why
 */
export function renderNothing(why) {
  const page = byId("page");
  page.removeAttribute("aria-busy");
  page.classList.add("empty");
  byId("deck").replaceChildren(why);
  showNoData();
}

/** The last way to a chart: as it was drawn when this page was published. A page from disk has none beside it. */
export function showBaked() {
  const picture = (/** @type {string} */ theme) => `picture/concentration.share-bar.${theme}.svg`;
  const image = h("img", { src: picture("light"), alt: "The share of downloads by owner, as it was last published" });
  const dark = h("source", { srcset: picture("dark"), media: "(prefers-color-scheme: dark)" });
  const baked = h("div", { class: "baked" }, h("picture", {}, dark, image),
    h("p", {}, h("a", { href: "chart/index.html" }, "Every chart as it was last published"), ", without WebAssembly."));
  image.addEventListener("error", () => baked.remove());
  byId("opening").replaceChildren(baked);
}
