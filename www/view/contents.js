/** The table of contents: at left where there is room, else folded; it marks the section being read. */

import { byId, h } from "./dom.js";

/** @type {IntersectionObserver | undefined} */
let observer;

/**
 * @param {import("../types.js").Report} report
 * @param {(section: string) => string} href
 */
export function showContents(report, href) {
  const ready = report.sections.filter((section) => section.outcome === "ready");
  const folded = report.sections.length - ready.length;
  /** @type {Map<string, HTMLAnchorElement>} */
  const links = new Map();
  const entry = (/** @type {string} */ id, /** @type {string} */ title) => {
    const link = h("a", { href: href(id), class: id === "folded" ? "quiet" : undefined }, title);
    links.set(id, link);
    return h("li", {}, link);
  };
  byId("contents-list").replaceChildren(
    ...grouped(ready).map(([part, members]) => h("li", {},
      h("span", { class: "contents-part" }, part),
      h("ul", {}, ...members.map(({ id, short }) => entry(id, short))))),
    ...(folded ? [entry("folded", folded === 1 ? "1 section folded" : `${folded} sections folded`)] : []),
    entry("limits", "What this cannot tell"),
    entry("cite", "Cite and reuse"));
  follow(links);
}

/**
 * Sections by the part of the report they stand in, in the order in which the parts are met.
 * @param {import("../types.js").Section[]} sections
 */
export function grouped(sections) {
  /** @type {Map<string, import("../types.js").Section[]>} */
  const parts = new Map();
  for (const section of sections) parts.set(section.group, [...(parts.get(section.group) ?? []), section]);
  return [...parts];
}

/** @param {Map<string, HTMLAnchorElement>} links */
function follow(links) {
  observer?.disconnect();
  const seen = new Set();
  observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    const current = [...links.keys()].find((id) => seen.has(id));
    if (!current) return;
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) observer.observe(section);
  }
}

/** Opens the folded list on wide pages, where it stands beside the report. */
export function unfoldWhereWide() {
  const details = /** @type {HTMLDetailsElement} */ (byId("contents"));
  const wide = matchMedia("(min-width: 1200px)");
  const set = () => { details.open = wide.matches; };
  wide.addEventListener("change", set);
  details.addEventListener("click", ({ target }) => {
    if (!wide.matches && target instanceof HTMLAnchorElement) details.open = false;
  });
  set();
}
