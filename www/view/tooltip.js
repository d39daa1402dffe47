/** What a mark says when pointed at: name, value, share, remark, coverage. It stays inside the chart and never covers its mark. */

import { coded, h, present } from "./dom.js";
import { valueName } from "./words.js";

/** @typedef {import("../types.js").Hit} Hit */
/** @typedef {ReturnType<typeof makeTooltip>} Tooltip */

const GAP = 8;

export function makeTooltip() {
  const element = h("div", { class: "tooltip", hidden: true });
  const tooltip = {
    element,
    pinned: false,
    mark: /** @type {number | undefined} */ (undefined),
    /** @type {(() => void) | undefined} narrows the basket to the mark */
    narrow: undefined,
    /**
     * @param {Hit} hit
     * @param {boolean} pinned
     * @param {import("../types.js").Chart} chart
     * @param {(() => void) | undefined} narrow
     * @param {string} [coverage]
     */
    show(hit, pinned, chart, narrow, coverage) {
      Object.assign(tooltip, { pinned, narrow, mark: hit.mark });
      const row = (/** @type {string} */ term, /** @type {string} */ value) => value && h("div", {}, h("dt", {}, term), h("dd", {}, value));
      const note = (/** @type {(Node | string)[]} */ ...words) => h("p", { class: "tooltip-note" }, ...words);
      element.replaceChildren(...present([
        h("p", { class: "tooltip-name" }, [hit.label, chart.marks[hit.mark].group].filter(Boolean).join(" · ")),
        h("dl", {}, row(valueName(chart.unit), hit.value), row("Share", hit.share), row("Rank", hit.rank)),
        hit.note && note(hit.note),
        coverage && note(...coded(coverage)),
        pinned && narrow && note(h("button", { type: "button", class: "link", onclick: narrow }, "Narrow the basket to it")),
        pinned && note(narrow ? "Pinned · Enter narrows, Esc lets go" : "Pinned · Esc lets go"),
      ]));
      element.classList.toggle("pinned", pinned);
      element.hidden = false;
      place(element, hit);
    },
    hide() {
      Object.assign(tooltip, { pinned: false, narrow: undefined, mark: undefined });
      element.hidden = true;
    },
  };
  return tooltip;
}

/**
 * At the right of the mark, else at its left, else below, else above.
 * @param {HTMLElement} element
 * @param {Hit} hit
 */
function place(element, hit) {
  const room = /** @type {HTMLElement} */ (element.parentElement);
  const { clientWidth: width, clientHeight: height } = room;
  const [w, t] = [element.offsetWidth, element.offsetHeight];
  const within = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ most) => Math.max(0, Math.min(at, most - size));
  const middle = within(hit.y + hit.height / 2 - t / 2, t, height);
  const centre = within(hit.x + hit.width / 2 - w / 2, w, width);
  const right = hit.x + hit.width + GAP;
  const below = hit.y + hit.height + GAP;
  let [x, y] = [centre, hit.y - t - GAP];
  if (right + w <= width) [x, y] = [right, middle];
  else if (hit.x - GAP - w >= 0) [x, y] = [hit.x - GAP - w, middle];
  else if (below + t <= height || y < 0) [x, y] = [centre, below];
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
}
