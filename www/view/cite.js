/** How to cite what is on screen, and the report as files. */

import { outputs } from "../gen/hubstate.js";
import { byId, h } from "./dom.js";
import { addressOf, bibtexOf } from "./quote.js";

/** @param {import("../types.js").Report} report */
export function showCitation(report) {
  byId("bibtex").textContent = bibtexOf(report, addressOf(location.hash));
}

/**
 * @param {(form: string) => void} save
 * @param {() => void} saveSingle the page itself
 */
export function saveButtons(save, saveSingle) {
  byId("outputs").replaceChildren(...outputs().map((/** @type {{ id: string, title: string }} */ { id, title }) =>
    h("button", { type: "button", class: "button", "data-output": id, onclick: () => save(id) }, title)),
    h("button", { type: "button", class: "button", "data-output": "single", onclick: saveSingle }, "This report as one file"));
  const copy = byId("copy");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(byId("bibtex").textContent ?? "").then(() => "Copied", () => "The browser does not allow copying");
    copy.textContent = done;
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
}
