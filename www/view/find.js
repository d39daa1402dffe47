/** One field that leads an owner or a model to its place in every section. */

import { byId, h, present } from "./dom.js";

/** @typedef {import("../types.js").Match} Match */

/** Milliseconds of rest before a search. */
const REST = 120;

/**
 * @param {(text: string) => Promise<Match[]>} find
 * @param {(match: Match) => Promise<import("../types.js").Place[]>} places
 * @param {(section: string) => string} href
 * @param {(name: string | undefined) => void} seek marks a name in the charts
 * @returns {() => void} takes the places away, since they hold for one report
 */
export function findField(find, places, href, seek) {
  const field = /** @type {HTMLInputElement} */ (byId("find"));
  const list = byId("find-list");
  const panel = byId("find-places");
  /** @type {Match[]} */
  let matches = [];
  let at = -1;
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;

  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (/** @type {number} */ next) => {
    at = next;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", `find-${at}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const leave = () => {
    panel.hidden = true;
    seek(undefined);
  };
  const choose = async (/** @type {Match} */ match) => {
    field.value = match.name;
    close();
    const found = await places(match);
    panel.replaceChildren(...placesView(match, found, href, () => { leave(); field.focus(); }));
    panel.hidden = false;
    seek(match.name);
  };
  const offer = async () => {
    const mine = ++asked;
    const text = field.value.trim();
    const found = text ? await find(text) : [];
    if (mine !== asked) return;
    matches = found;
    list.replaceChildren(...found.map((match, i) => option(match, i, () => choose(match))));
    if (text && found.length === 0) list.replaceChildren(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No owner or model of this basket has that in its name"));
    list.hidden = !text;
    field.setAttribute("aria-expanded", String(Boolean(text)));
    mark(-1);
  };

  field.addEventListener("input", () => {
    leave();
    clearTimeout(rest);
    rest = setTimeout(() => void offer(), REST);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      leave();
      close();
    } else if (event.key === "Enter") {
      const match = matches[Math.max(at, 0)];
      if (match && !list.hidden) void choose(match);
      event.preventDefault();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && matches.length && !list.hidden) {
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % matches.length);
      event.preventDefault();
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  panel.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      leave();
      field.focus();
    }
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !panel.hidden && !byId("finder").contains(target)) leave();
  });
  return leave;
}

/**
 * @param {Match} match
 * @param {number} at
 * @param {() => void} choose
 */
function option({ kind, name, detail }, at, choose) {
  return h("li", { id: `find-${at}`, role: "option", "aria-selected": "false", onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); choose(); } },
    h("span", { class: "find-name" }, name), h("span", { class: "find-detail" }, `${kind} · ${detail}`));
}

/**
 * @param {Match} match
 * @param {import("../types.js").Place[]} found
 * @param {(section: string) => string} href
 * @param {() => void} close
 */
function placesView(match, found, href, close) {
  return present([
    h("p", { class: "places-title" }, match.name),
    found.length === 0 && h("p", {}, "No section says where it stands."),
    h("ul", {}, ...found.map(({ section, title, text }) => h("li", {}, h("a", { href: href(section) }, title), h("span", {}, text)))),
    h("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }),
  ]);
}
