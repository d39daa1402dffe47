/** The key findings: what the strongest sections say for the head of the page, each a link to its section. */

import { byId, h, prose } from "./dom.js";

const AT_MOST = 6;

/**
 * @param {import("../types.js").Report} report
 * @param {(section: string) => string} href
 */
export function showFindings(report, href) {
  const cards = report.key_findings.slice(0, AT_MOST).flatMap((id) => {
    const headline = report.sections.find((section) => section.id === id)?.headline;
    return headline ? [card(headline, href(id))] : [];
  });
  byId("cards").replaceChildren(...cards);
  byId("key-findings").hidden = cards.length === 0;
}

/**
 * @param {import("../types.js").Headline} headline
 * @param {string} href
 */
function card({ figure, unit, parts, bar, coverage }, href) {
  return h("li", {}, h("a", { class: "card", href },
    h("span", { class: "figure-number" }, figure, unit && h("span", { class: "unit" }, `\u202f${unit}`)),
    h("span", { class: "card-text" }, " ", ...prose(parts)),
    partsBar(bar),
    h("span", { class: "card-coverage" }, " ", coverage)));
}

/** @param {import("../types.js").BarPart[]} parts */
export function partsBar(parts) {
  const drawn = parts.filter(({ share }) => typeof share === "number" && share > 0);
  return h("span", { class: "parts", "aria-hidden": "true" }, ...drawn.map(({ share, tone }) => {
    const part = h("span", { class: `part tone-${tone}` });
    part.style.flexGrow = String(share);
    return part;
  }));
}
