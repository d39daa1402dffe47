/** How to cite what is on screen, and the report as files. */

import { outputs } from "../gen/hubstate.js";
import { byId, h } from "./dom.js";

/** @param {import("../types.js").Report} report */
export function showCitation({ snapshot, basket }) {
  const { captured_at: day, sha256, source } = snapshot;
  const year = (day ?? "").slice(0, 4);
  const note = [day ? `Snapshot of ${day}` : "Snapshot without a day of capture", `basket ${basket.query}`, sha256 && `sha256 ${sha256}`, source].filter(Boolean).join("; ");
  byId("bibtex").textContent = [
    `@misc{hubstate${year},`,
    "  title  = {State of the Hugging Face Hub},",
    "  author = {hubstate},",
    ...(year ? [`  year   = {${year}},`] : []),
    ...(location.protocol.startsWith("http") ? [`  url    = {${location.href}},`] : []),
    `  note   = {${note}}`,
    "}",
  ].join("\n");
}

/**
 * @param {(form: string) => void} save
 */
export function saveButtons(save) {
  byId("outputs").replaceChildren(...outputs().map((/** @type {{ id: string, title: string }} */ { id, title }) =>
    h("button", { type: "button", class: "button", "data-output": id, onclick: () => save(id) }, title)));
  const copy = byId("copy");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(byId("bibtex").textContent ?? "").then(() => "Copied", () => "The browser does not allow copying");
    copy.textContent = done;
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
}
