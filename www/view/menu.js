/** A button that opens a menu: arrows walk it, Esc and a press elsewhere close it. */

import { h } from "./dom.js";

/** @typedef {[words: string, run: () => string | void | Promise<string | void>]} Entry what it returns is said instead of the button's words, for a while */

const SAID = 2500;

/**
 * @param {string} words on the button
 * @param {string} label
 * @param {() => [title: string, entries: Entry[]][]} groups made when it is opened
 */
export function menuButton(words, label, groups) {
  const button = h("button", { type: "button", class: "foot-action", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, onclick: () => (menu.hidden ? open() : close()) }, words);
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, hidden: true });
  const live = h("span", { class: "unseen", role: "status" });
  const box = h("span", { class: "menu-box" }, button, menu, live);
  const entries = () => [...menu.querySelectorAll("button")];

  const close = () => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", beside);
  };
  const beside = (/** @type {Event} */ { target }) => {
    if (!(target instanceof Node && box.contains(target))) close();
  };
  const say = (/** @type {string | void} */ said) => {
    if (!said) return;
    button.textContent = live.textContent = said;
    setTimeout(() => { button.textContent = words; live.textContent = ""; }, SAID);
  };
  const open = () => {
    menu.replaceChildren(...groups().map(([title, list]) => h("div", { role: "group", "aria-label": title }, h("p", { "aria-hidden": "true" }, title),
      ...list.map(([text, run]) => h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => {
        close();
        button.focus();
        void Promise.resolve(run()).then(say);
      } }, text)))));
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", beside);
    entries()[0]?.focus();
  };
  box.addEventListener("keydown", (event) => {
    if (menu.hidden) return;
    const all = entries();
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length].focus();
    else if (event.key === "Escape") close(), button.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) close();
  });
  return box;
}
