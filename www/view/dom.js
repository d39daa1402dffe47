/** Makes elements: text only as text, never as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] `on…` are listeners, true is an empty attribute, false and nothing are none
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * What is there of what may be there.
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  return children.flatMap((child) => (child ? [child] : []));
}

/** A figure and its unit never part; a name that is longer than this has to. */
const WHOLE = 24;

/**
 * Sentences with their strong parts: plain, strong, plain …
 * @param {import("../types.js").Prose} parts
 * @returns {(Node | string)[]}
 */
export function prose(parts) {
  return parts.map((part, at) => (at % 2 ? h("strong", { class: part.length < WHOLE && "whole" }, part) : part));
}

/**
 * The core's errors begin small and end without a full stop, so that they can be joined; alone they are sentences.
 * @param {string} text
 */
export function sentence(text) {
  const begun = /^[a-z]+:\/\//.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/**
 * A sentence in which backticks enclose what is typed or named in code.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function coded(text) {
  return text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));
}

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T} an element that index.html holds
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return /** @type {T} */ (element);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A mark of 16 × 16 drawn from paths; it says nothing to a listener, the word beside it does.
 * @param {string} name of the class
 * @param {...string} paths
 */
export function mark(name, ...paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `mark ${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * Hands a file to the reader.
 * @param {string} name
 * @param {BlobPart} bytes
 * @param {string} type
 */
export function save(name, bytes, type) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
