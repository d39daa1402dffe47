/** Asks how many models to fetch from the Hub, and in which order. */

import { format_count } from "../gen/hubstate.js";
import { byId, h } from "./dom.js";

const MOST = [100, 500, 1000, 2000, 5000, 10000];
const ORDERS = [["downloads", "most downloaded"], ["likes", "most liked"], ["trending", "trending"], ["created", "newest"]];

/**
 * @param {(most: number, by: string) => void} start
 * @returns {() => void} opens it
 */
export function fetchDialog(start) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("fetch-dialog"));
  const most = h("select", { id: "fetch-most" }, ...MOST.map((value) => h("option", { value, selected: value === 1000 }, format_count(value))));
  const by = h("select", { id: "fetch-by" }, ...ORDERS.map(([value, words]) => h("option", { value }, words)));
  byId("fetch-sentence").replaceChildren(
    h("label", { for: "fetch-most" }, "The "), most, h("label", { for: "fetch-by" }, " models, "), by);
  byId("fetch-start").addEventListener("click", () => {
    dialog.close();
    start(Number(most.value), by.value);
  });
  byId("fetch-cancel").addEventListener("click", () => dialog.close());
  return () => dialog.showModal();
}
