/** Single keys: views of the figure at hand, the search field, and the list of them, where they can be switched off. */

import { byId, h } from "./dom.js";
import { remember, remembered } from "./stored.js";

const KEY = "hubstate-shortcuts";
/** @type {Record<string, string>} the tab that a key opens */
const TABS = { c: "chart", t: "table", a: "about" };
const LIST = [
  ["c", "Chart of the figure at hand"], ["t", "Its table"], ["a", "What it is made of"], ["/", "Find an owner or a model"], ["?", "This list"],
  ["Arrows", "On a chart: walk its marks"], ["Home, End", "On a chart: first and last mark"], ["Enter", "On a mark: pin it; again, narrow the basket to it"], ["Esc", "Let go, close"],
];
const TYPED = "[role=menu], input:not([type=radio], [type=checkbox], [type=file]), textarea, select, [contenteditable]";

let on = remembered(KEY) !== "off";

/** Listens for the keys. */
export function listenForKeys() {
  byId("shortcuts").addEventListener("click", showList);
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey, defaultPrevented } = event;
    if (!on || ctrlKey || metaKey || altKey || defaultPrevented) return;
    if (!(target instanceof Element) || target.closest(TYPED) || document.querySelector("dialog[open]")) return;
    const act = TABS[key] ? () => openTab(TABS[key]) : { "/": toSearch, "?": showList }[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function toSearch() {
  const field = /** @type {HTMLInputElement} */ (byId("find"));
  field.focus();
  field.select();
}

/** @param {string} name of the tab, of the figure that has the focus, else of the one nearest to the middle of the window */
function openTab(name) {
  const focused = document.activeElement?.closest(".figure");
  const figure = focused ?? nearest([...document.querySelectorAll(".figure")]);
  const tab = figure?.querySelector(`[role=tab][id$="-tab-${name}"]`);
  if (!(tab instanceof HTMLElement)) return;
  tab.click();
  // What had the focus may be hidden now.
  if (focused) tab.focus({ preventScroll: true });
}

/** @param {Element[]} figures */
function nearest(figures) {
  const far = (/** @type {Element} */ figure) => {
    const { top, bottom } = figure.getBoundingClientRect();
    return Math.max(top - innerHeight / 2, innerHeight / 2 - bottom);
  };
  return figures.reduce((/** @type {Element | undefined} */ least, figure) => (least && far(least) <= far(figure) ? least : figure), undefined);
}

function showList() {
  const close = () => dialog.close();
  const box = h("input", { type: "checkbox", checked: on, onchange: () => { on = box.checked; remember(KEY, on ? "" : "off"); } });
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "shortcuts-title", onclose: () => dialog.remove() },
    h("h2", { id: "shortcuts-title" }, "Keyboard shortcuts"),
    h("dl", { class: "keys" }, ...LIST.map(([keys, words]) => h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, words)))),
    h("p", {}, h("label", {}, box, " Single keys act")),
    h("p", { class: "dialog-buttons" }, h("button", { type: "button", class: "button", onclick: close }, "Close")));
  document.body.append(dialog);
  dialog.showModal();
}
