/** Takes a dump: dropped anywhere, chosen, or pasted. */

import { byId } from "./dom.js";

/**
 * @param {(file: File) => void} take
 */
export function takeFiles(take) {
  const input = /** @type {HTMLInputElement} */ (byId("file"));
  byId("open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) take(file);
    // The same file may be chosen again after it has changed.
    input.value = "";
  });
  takePastes(take);
  takeDrops(take);
}

/** @param {(file: File) => void} take */
function takePastes(take) {
  document.addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]")) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!file && !text.trim()) return;
    event.preventDefault();
    take(file ?? new File([text], "pasted text"));
  });
}

/**
 * The overlay counts the elements entered, since each child fires its own enter and leave.
 * @param {(file: File) => void} take
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
    const file = event.dataTransfer?.files[0];
    if (!files(event)) return;
    event.preventDefault();
    if (file) take(file);
  });
}
