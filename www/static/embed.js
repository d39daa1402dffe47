/**
 * A chart alone in somebody else's page: what its marks say, how old they are, and how tall it is. A classic script,
 * since it stands in the page: modules do not load in a sandboxed frame. It needs no storage, and no answer from the host.
 */
{
  /** @typedef {[label: string, value: string, share: string, note: string]} Mark */
  /** @typedef {[x: number, y: number, width: number, height: number]} Box */
  /** @typedef {{ alt: string, measure: string, marks: Mark[], boxes: Record<string, Box[]> }} Data */

  const GAP = 8;
  const DAY = 86_400_000;
  /** Days after which the age of the figures is worth a word, and how long a month is. */
  const [OLD, MONTH] = [45, 30.44];
  /** Milliseconds in which a live figure should have come. */
  const PATIENCE = 20_000;
  const NOT_LIVE = "the live figures did not load";
  // Words set in another font for a moment would move what stands below them.
  const root = document.documentElement;
  const reveal = () => { root.style.visibility = ""; };
  root.style.visibility = "hidden";
  document.fonts.load("1em Inter").then(reveal, reveal);
  setTimeout(reveal, 1000);
  const address = new URLSearchParams(location.search);
  const theme = address.get("theme");
  // Without a host there is no ground to show through.
  if (parent === window) root.dataset.alone = "";
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   * @returns {HTMLElementTagNameMap[T]}
   */
  const h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** Rewrites the numbers of the page; what does the same for those to come. */
  const separated = () => {
    const rewrite = globalThis.numbersIn(address.get("lang"));
    if (!rewrite) return;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => (node.parentElement?.closest("script, tbody th") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    while (walker.nextNode()) walker.currentNode.nodeValue = rewrite(walker.currentNode.nodeValue ?? "");
    return rewrite;
  };

  const start = () => {
    const plots = /** @type {HTMLElement} */ (document.getElementById("plots"));
    const data = /** @type {Data} */ (JSON.parse(document.getElementById("marks")?.textContent ?? ""));
    const rewrite = separated();
    if (rewrite) data.marks = data.marks.map(([label, ...rest]) => /** @type {Mark} */ ([label, ...rest.map(rewrite)]));
    const tooltip = h("div", { class: "tooltip", hidden: "" });
    const ring = h("div", { class: "ring", hidden: "" });
    const said = h("p", { class: "unseen", "aria-live": "polite" });
    plots.append(ring, tooltip, said);
    plots.tabIndex = 0;
    plots.setAttribute("role", "application");
    plots.setAttribute("aria-roledescription", "chart");
    plots.setAttribute("aria-label", `${data.alt}. Arrow keys walk its marks.`);
    let mark = -1;
    let pinned = false;

    /** The drawing that is shown, and its size over that of its own pixels. */
    const shown = () => {
      const svg = [...plots.querySelectorAll("svg")].find((each) => each.clientWidth > 0);
      const width = svg?.viewBox.baseVal.width ?? 1;
      return { boxes: data.boxes[String(width / 10)] ?? [], scale: (svg?.clientWidth ?? 0) / (width / 10) };
    };
    const boxOf = (/** @type {number} */ at) => {
      const { boxes, scale } = shown();
      return (boxes[at] ?? [0, 0, 0, 0]).map((side) => side * scale);
    };
    const hide = () => {
      mark = -1;
      pinned = false;
      tooltip.hidden = ring.hidden = true;
    };
    /**
     * @param {number} at
     * @param {boolean} walked
     */
    const show = (at, walked) => {
      mark = at;
      const [label, value, share, note] = data.marks[at];
      const row = (/** @type {string} */ term, /** @type {string} */ text) => h("div", {}, h("dt", {}, term), h("dd", {}, text));
      tooltip.replaceChildren(h("strong", {}, label),
        h("dl", {}, ...[[data.measure, value], ["Share", share]].filter(([, text]) => text).map(([term, text]) => row(term, text))));
      if (note) tooltip.append(h("p", {}, note));
      tooltip.hidden = false;
      ring.hidden = !walked;
      if (walked) said.textContent = [label, value, share, note].filter(Boolean).join(", ");
      place();
    };
    /** At the right of the mark, else at its left, else below, else above. */
    const place = () => {
      if (mark < 0) return;
      const [x, y, width, height] = boxOf(mark);
      Object.assign(ring.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
      const [w, t] = [tooltip.offsetWidth, tooltip.offsetHeight];
      const within = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ most) => Math.max(0, Math.min(at, most - size));
      const middle = within(y + height / 2 - t / 2, t, plots.clientHeight);
      let [left, top] = [within(x + width / 2 - w / 2, w, plots.clientWidth), y - t - GAP];
      if (x + width + GAP + w <= plots.clientWidth) [left, top] = [x + width + GAP, middle];
      else if (x - GAP - w >= 0) [left, top] = [x - GAP - w, middle];
      else if (y + height + GAP + t <= plots.clientHeight || top < 0) top = within(y + height + GAP, t, plots.clientHeight);
      tooltip.style.left = `${left}px`;
      tooltip.style.top = `${top}px`;
    };
    /** The smallest mark under a pointer. @param {MouseEvent} event */
    const under = (event) => {
      const { left, top } = plots.getBoundingClientRect();
      const { boxes, scale } = shown();
      const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
      let [best, area] = [-1, Infinity];
      boxes.forEach(([bx, by, width, height], at) => {
        if (x >= bx && x <= bx + width && y >= by && y <= by + height && width * height < area) [best, area] = [at, width * height];
      });
      return best;
    };

    plots.addEventListener("pointermove", (event) => {
      if (pinned || event.pointerType === "touch") return;
      const at = under(event);
      if (at < 0) hide();
      else if (at !== mark) show(at, false);
    });
    plots.addEventListener("pointerleave", () => { if (!pinned) hide(); });
    plots.addEventListener("click", (event) => {
      const at = under(event);
      const again = at < 0 || (pinned && at === mark);
      hide();
      if (again) return;
      show(at, false);
      pinned = true;
    });
    plots.addEventListener("blur", hide);
    plots.addEventListener("keydown", (event) => {
      const last = data.marks.length - 1;
      const from = pinned || !ring.hidden ? mark : -1;
      const to = { ArrowRight: from + 1, ArrowDown: from + 1, ArrowLeft: from - 1, ArrowUp: from - 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined || last < 0) return;
      event.preventDefault();
      show(Math.max(0, Math.min(to, last)), true);
      pinned = true;
    });
    new ResizeObserver(place).observe(plots);
    const figure = /** @type {HTMLElement} */ (document.querySelector("figure"));
    tellAge();
    // The page could not draw it, and sent the reader here.
    if (address.has("instead")) remark(NOT_LIVE);
    offerFullScreen(figure);
    tellHeight(figure);
    follow(figure, data.alt);
  };

  /** @param {string} words beside the table */
  const remark = (words) => { /** @type {HTMLElement} */ (document.getElementById("age")).textContent = words; };

  /** Figures that stay as they were drawn grow old; the reader's clock says how old. */
  const tellAge = () => {
    const day = document.querySelector("time")?.dateTime;
    const days = day ? (Date.now() - Date.parse(day)) / DAY : 0;
    if (days <= OLD) return;
    const months = Math.round(days / MONTH);
    remark(`captured ${months < 24 ? `${months} months` : `${Math.floor(months / 12)} years`} ago`);
  };

  /** @param {HTMLElement} figure */
  const offerFullScreen = (figure) => {
    const button = /** @type {HTMLButtonElement} */ (document.getElementById("full"));
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener("click", () => void (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()).catch(() => {}));
  };

  /**
   * `?follow` shows what is published now, `?q=` another basket of it: the page draws behind the picture and takes its
   * place when it has drawn. Where it cannot, for want of WebAssembly or in a sandbox, the picture stays.
   * @param {HTMLElement} figure
   * @param {string} title
   */
  const follow = (figure, title) => {
    const query = address.get("q") ?? "";
    if (!query && !address.has("follow")) return;
    const lang = address.get("lang");
    const asked = new URLSearchParams({ embed: figure.dataset.id ?? "", behind: "", ...(root.dataset.theme && { theme: root.dataset.theme }), ...(lang && { lang }) });
    const frame = h("iframe", { title, allow: "fullscreen; clipboard-write", src: `../../index.html?${asked}${query && `#?${encodeURIComponent(query)}`}` });
    const late = setTimeout(remark, PATIENCE, NOT_LIVE);
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || data?.type !== "hubstate:height" || !(data.height > 0)) return;
      clearTimeout(late);
      // What stands below moves up for nobody.
      if (!figure.classList.contains("live")) frame.style.minHeight = `${figure.getBoundingClientRect().height}px`;
      figure.classList.add("live");
      frame.style.height = `${data.height}px`;
    });
    figure.append(frame);
  };

  /** Hosts listen in three ways: our own, Datawrapper's and Iframely's. A height is no secret, so that any host may hear it. */
  const tellHeight = (/** @type {HTMLElement} */ figure) => {
    if (parent === window) return;
    const id = figure.dataset.id ?? "";
    const tell = () => {
      const height = Math.ceil(figure.getBoundingClientRect().height);
      parent.postMessage({ type: "hubstate:height", id, height, version: 1 }, "*");
      parent.postMessage({ "datawrapper-height": { [id]: height } }, "*");
      parent.postMessage(JSON.stringify({ context: "iframe.resize", height, src: location.href }), "*");
    };
    new ResizeObserver(tell).observe(figure);
    // A host that begins to listen late asks again.
    addEventListener("message", (event) => { if (event.source === parent && event.data?.type === "hubstate:ping") tell(); });
  };

  document.addEventListener("DOMContentLoaded", start);
}
