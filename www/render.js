/** A report → the page: every part anew, at the place where the reader was. */

import { format_day, query_parts } from "./gen/hubstate.js";
import { isSample, showBanner, showNoData } from "./view/banner.js";
import { forgetCharts, redrawAll } from "./view/chart.js";
import { showCitation } from "./view/cite.js";
import { grouped, showContents } from "./view/contents.js";
import { showQuery } from "./view/controls.js";
import { byId, h } from "./view/dom.js";
import { showFindings } from "./view/findings.js";
import { showHead } from "./view/head.js";
import { keepPlace } from "./view/place.js";
import { chartsOf, foldedView, openingView, sectionView } from "./view/section.js";
import { counted } from "./view/words.js";

/** @typedef {import("./types.js").Report} Report */

/**
 * @typedef {object} Ways what the page's parts may ask for
 * @property {import("./types.js").Origin} origin
 * @property {(section: string) => string} href
 * @property {(name: string, value: string) => void} change
 * @property {(form: string, only: string) => void} save
 * @property {import("./view/banner.js").Actions} actions
 */

/**
 * @param {Report} report
 * @param {Ways} ways
 */
export function render(report, { origin, href, change, save, actions }) {
  const restore = keepPlace();
  const parts = query_parts(report.basket.query, report.snapshot.kind);
  const sample = isSample(report);
  const around = { report, parts, links: !sample, href, change, save, source: sourceLine(report, sample) };
  forgetCharts();
  showBanner(report, origin, actions);
  showHead(report);
  showQuery(parts, counted(report.snapshot.kind, report.basket.repos));
  byId("opening").replaceChildren(...openingView(around));
  showFindings(report, href);
  showSections(report, around);
  showContents(report, href);
  showCitation(report);
  redrawAll();
  restore();
  const page = byId("page");
  page.removeAttribute("aria-busy");
  page.classList.remove("empty");
  page.dataset.query = report.basket.query;
  page.dataset.kind = report.snapshot.kind;
}

/**
 * @param {Report} report
 * @param {boolean} sample
 */
function sourceLine({ snapshot: { captured_at } }, sample) {
  const day = captured_at ? `, ${format_day(captured_at)}` : "";
  return `Hugging Face Hub${day}${sample ? " (sample)" : ""} · CC BY 4.0`;
}

/**
 * @param {Report} report
 * @param {import("./view/section.js").Surroundings} around
 */
function showSections({ sections }, around) {
  const ready = grouped(sections.filter(({ outcome }) => outcome === "ready"));
  const folded = sections.filter(({ outcome }) => outcome !== "ready");
  let figures = 0;
  byId("sections").replaceChildren(...ready.flatMap(([part, members]) => [
    h("h2", { class: "report-part" }, part),
    ...members.map((section) => sectionView(section, chartsOf(section).length ? `Figure ${++figures}` : "", around))]));
  byId("folded").hidden = folded.length === 0;
  byId("folded-list").replaceChildren(...foldedView(folded));
}

/** The page without a snapshot: only what brings one. */
export function renderNothing() {
  const page = byId("page");
  page.removeAttribute("aria-busy");
  page.classList.add("empty");
  byId("deck").replaceChildren("No snapshot is published beside this page. Fetch one from the Hub, or open a dump of your own.");
  showNoData();
}
