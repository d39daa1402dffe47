/** What a change of definitions moved, and by how much. */

import { byId, h } from "./dom.js";

/** @param {string[]} moved sentences, the largest move first */
export function showMoved(moved) {
  const box = byId("moved");
  box.hidden = moved.length === 0;
  if (box.hidden) return box.replaceChildren();
  const close = () => showMoved([]);
  box.replaceChildren(
    h("p", { class: "moved-title" }, "What this moved"),
    h("ul", {}, ...moved.map((text) => h("li", {}, text))),
    h("button", { type: "button", class: "close", "aria-label": "Close the list of what moved", onclick: close }));
}
