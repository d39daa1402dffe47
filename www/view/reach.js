/** How marks are reached: by pointer, by touch, by keys. */

/** @typedef {import("../types.js").Hit} Hit */
/** @typedef {(hit: Hit | undefined, how?: { pinned?: boolean, byKey?: boolean }) => void} Show */
/** @typedef {import("./tooltip.js").Tooltip} Tooltip */

/**
 * A press pins a mark; a press on the pinned one narrows the basket to it, or lets go.
 * @param {HTMLCanvasElement} canvas
 * @param {() => Hit[]} hits
 * @param {Show} show
 * @param {Tooltip} tooltip
 */
export function byPointer(canvas, hits, show, tooltip) {
  const under = (/** @type {MouseEvent} */ { offsetX: x, offsetY: y }) => smallest(hits(), x, y);
  canvas.addEventListener("pointermove", (event) => {
    if (tooltip.pinned || event.pointerType === "touch") return;
    const hit = under(event);
    canvas.classList.toggle("over", hit !== undefined);
    if (hit?.mark !== tooltip.mark) show(hit);
  });
  canvas.addEventListener("pointerleave", () => {
    if (!tooltip.pinned) show(undefined);
  });
  canvas.addEventListener("click", (event) => {
    const hit = under(event);
    if (!hit || !tooltip.pinned || tooltip.mark !== hit.mark) show(hit, { pinned: hit !== undefined });
    else if (tooltip.narrow) tooltip.narrow();
    else show(undefined);
  });
}

/**
 * Boxes may overlap where marks are thin or many: the smallest is meant, of equal ones the nearest.
 * @param {Hit[]} hits
 * @param {number} x
 * @param {number} y
 */
function smallest(hits, x, y) {
  const area = (/** @type {Hit} */ hit) => Math.round(hit.width * hit.height);
  const far = (/** @type {Hit} */ hit) => Math.hypot(hit.x + hit.width / 2 - x, hit.y + hit.height / 2 - y);
  /** @type {Hit | undefined} */
  let least;
  for (const hit of hits) {
    if (x < hit.x || x > hit.x + hit.width || y < hit.y || y > hit.y + hit.height) continue;
    if (!least || (area(hit) - area(least) || far(hit) - far(least)) < 0) least = hit;
  }
  return least;
}

/**
 * Arrows walk the marks in the order of the data, Enter pins and then narrows, Esc leaves.
 * @param {HTMLCanvasElement} canvas
 * @param {() => Hit[]} hits
 * @param {Show} show
 * @param {Tooltip} tooltip
 */
export function byKeys(canvas, hits, show, tooltip) {
  /** @type {number | undefined} */
  let at;
  const go = (/** @type {number | undefined} */ next, pinned = false) => {
    at = next;
    show(at === undefined ? undefined : hits()[at], { pinned, byKey: true });
  };
  const enter = () => {
    if (at !== undefined && tooltip.pinned && tooltip.mark === hits()[at].mark) tooltip.narrow?.();
    else go(at ?? 0, true);
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || hits().length === 0) return;
    const last = hits().length - 1;
    const here = at ?? -1;
    const [next, former] = [() => go(Math.min(here + 1, last)), () => go(Math.max(here - 1, 0))];
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: next, ArrowDown: next, ArrowLeft: former, ArrowUp: former,
      Home: () => go(0), End: () => go(last), Enter: enter, " ": enter, Escape: () => go(undefined),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  canvas.addEventListener("blur", ({ relatedTarget }) => {
    // What the pinned tooltip offers can be reached.
    if (at !== undefined && !(relatedTarget instanceof Node && tooltip.element.contains(relatedTarget))) go(undefined);
  });
}
