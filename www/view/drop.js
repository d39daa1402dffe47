/** Takes dumps: dropped anywhere, chosen, or pasted. */

import { byId } from "./dom.js";

/**
 * @param {(files: File[]) => void} take
 */
export function takeFiles(take) {
  const input = /** @type {HTMLInputElement} */ (byId("file"));
  byId("open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files?.length) take([...input.files]);
    // The same file may be chosen again after it has changed.
    input.value = "";
  });
  takePastes(take);
  takeDrops(take);
}

/** @param {(files: File[]) => void} take */
function takePastes(take) {
  document.addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]")) return;
    const files = [...event.clipboardData?.files ?? []];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!files.length && !text.trim()) return;
    event.preventDefault();
    take(files.length ? files : [new File([text], "pasted text")]);
  });
}

/**
 * The overlay counts the elements entered, since each child fires its own enter and leave.
 * @param {(files: File[]) => void} take
 */
function takeDrops(take) {
  const overlay = byId("drop");
  /** @type {Set<EventTarget>} */
  const entered = new Set();
  const update = () => {
    for (const target of entered) if (target instanceof Node && !target.isConnected) entered.delete(target);
    overlay.hidden = entered.size === 0;
  };
  const files = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => {
    if (!files(event) || !event.target) return;
    event.preventDefault();
    entered.add(event.target);
    update();
  });
  addEventListener("dragover", (event) => {
    if (files(event)) event.preventDefault();
  });
  addEventListener("dragleave", (event) => {
    if (event.target) entered.delete(event.target);
    update();
  });
  addEventListener("drop", (event) => {
    entered.clear();
    update();
    const dropped = [...event.dataTransfer?.files ?? []];
    if (!files(event)) return;
    event.preventDefault();
    if (dropped.length) take(dropped);
  });
}
