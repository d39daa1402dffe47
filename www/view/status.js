/** What is going on, and what went wrong: progress in an element of role status, errors in one of role alert. */

import { format_bytes, format_count, reading_words } from "../gen/hubstate.js";
import { byId, h } from "./dom.js";

/** @typedef {Exclude<import("../types.js").Progress, { stage: "early" }>} Progress */
/** @typedef {{ cancel: () => void, keep: () => void, goOn: () => void }} Words */

/** Milliseconds before a reading is worth a line. */
const PATIENCE = 250;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Announces a job; quick ones end before it is seen.
 * @param {string} title
 * @param {Words} words
 * @returns {(progress: Progress) => void} takes its progress
 */
export function begin(title, words) {
  end();
  const text = h("p", { class: "status-text", role: "status" });
  const fill = h("span", { class: "meter-fill" });
  const meter = h("span", { class: "meter", "aria-hidden": "true" }, fill);
  const buttons = h("p", { class: "status-buttons" });
  const box = byId("status");
  box.replaceChildren(h("p", { class: "status-title" }, title), meter, text, buttons);
  timer = setTimeout(() => { box.hidden = false; }, PATIENCE);
  const button = (/** @type {string} */ label, /** @type {() => void} */ run, quiet = false) => h("button", { type: "button", class: quiet ? "link" : "button", onclick: run }, label);
  let shown = "";
  const offer = (/** @type {string} */ key, /** @type {() => HTMLElement[]} */ make) => {
    // The same buttons stay: one that is replaced under the pointer cannot be pressed.
    if (shown === key) return;
    shown = key;
    buttons.replaceChildren(...make());
  };
  offer("start", () => [button("Cancel", words.cancel)]);
  return (progress) => {
    const [words_, part] = told(progress);
    text.textContent = words_;
    fill.style.width = `${part * 100}%`;
    meter.classList.toggle("waiting", progress.stage === "waiting");
    if (progress.stage === "reading") return;
    box.hidden = false;
    if (progress.stage === "asking") return offer("asking", () => [button("Fetch it whole", words.goOn), button("Cancel", words.cancel, true)]);
    const keep = progress.rows ? [button(`Stop and keep ${format_count(progress.rows)}`, words.keep, progress.stage === "waiting")] : [];
    offer(`${progress.stage} ${progress.rows}`, () => progress.stage === "waiting"
      ? [button("Try now", words.goOn), ...keep, button("Cancel", words.cancel, true)]
      : [...keep, button("Cancel", words.cancel, keep.length > 0)]);
  };
}

/**
 * @param {Progress} progress
 * @returns {[string, number]}
 */
function told(progress) {
  switch (progress.stage) {
    case "reading": {
      const { bytes, total, rows, seconds } = progress;
      return [reading_words(bytes, total, rows, seconds), total ? Math.min(bytes / total, 1) : 0];
    }
    case "asking":
      return [`The server gives no parts of this file, so that all of it would have to come: ${format_bytes(progress.size)}.`, 0];
    case "fetching": {
      const { page, pages, rows, most } = progress;
      return [`Page ${format_count(page)} of about ${format_count(pages)} · ${format_count(rows)} of ${format_count(most)} models`, rows / most];
    }
    case "waiting": {
      const { seconds, of, attempt, reason } = progress;
      return [`The Hub asks to wait (${reason}). Continuing in ${seconds} s, attempt ${attempt}.`, of ? 1 - seconds / of : 1];
    }
  }
}

/** The job is over. */
export function end() {
  clearTimeout(timer);
  const box = byId("status");
  box.hidden = true;
  box.replaceChildren();
}

/**
 * @param {string} title
 * @param {string[]} lines
 * @param {"error" | "notice"} [tone]
 * @param {HTMLElement} [remedy]
 */
export function alert(title, lines, tone = "error", remedy) {
  const box = h("div", { class: `alert ${tone}` },
    h("p", { class: "alert-title" }, title),
    ...lines.map((line) => h("p", {}, line)),
    remedy,
    h("button", { type: "button", class: "close", "aria-label": "Close this message", onclick: clear }));
  byId("alert").replaceChildren(box);
}

/** Takes the message away. */
export function clear() {
  byId("alert").replaceChildren();
}
