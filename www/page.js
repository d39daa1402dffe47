/** The page: keeps what is on screen, the address and the controls in step. */

import { query_parts, query_with } from "./gen/hubstate.js";
import { addressedKind, formatHash, parseHash, sourceAddress, viewAddress } from "./address.js";
import { Jobs, STILL_THERE, fetchPublished, words } from "./jobs.js";
import { render, renderNothing, showBaked } from "./render.js";
import { GivenUp, Stopped, openSession } from "./session.js";
import { viewInside } from "./single.js";
import { alone, onlyAsked, showPublished, tellHeight, wholeReport, writeNumbers } from "./view/alone.js";
import { waitForFont } from "./view/chart.js";
import { saveButtons } from "./view/cite.js";
import { unfoldWhereWide } from "./view/contents.js";
import { buildControls, showQuery } from "./view/controls.js";
import { byId } from "./view/dom.js";
import { takeFiles } from "./view/drop.js";
import { fetchDialog } from "./view/fetch.js";
import { findField } from "./view/find.js";
import { layOutAll, paintSoon, redrawAll, seek } from "./view/light.js";
import { showMoved } from "./view/moved.js";
import { listenForKeys } from "./view/shortcuts.js";
import * as status from "./view/status.js";
import { themeSwitch } from "./view/theme.js";

/** The settings that say what words mean: changing one says what moved. */
const DEFINITIONS = new Set(["registry", "mapping", "window", "attribution"]);

/** @param {HTMLScriptElement} script */
export async function startPage(script) {
  if (alone) {
    tellHeight();
    writeNumbers();
  }
  themeSwitch(redrawAll);
  unfoldWhereWide();
  const snapshot = new URL(script.dataset.snapshot ?? "snapshot.json", document.baseURI).href;
  const source = sourceAddress();
  const early = source ? undefined : fetchPublished(snapshot);
  early?.catch(() => {});
  /** @type {(page: Page) => void} */
  let ready = () => {};
  const there = new Promise((/** @type {typeof ready} */ resolve) => { ready = resolve; });
  // What is dropped or asked for before the core has come waits for it; untaken, the browser would leave the page for the file.
  takeFiles((files) => void there.then((page) => page.jobs.openFiles(files)));
  byId("fetch").addEventListener("click", () => void there.then((page) => page.openFetch()));
  try {
    const [session] = await Promise.all([openSession(script), waitForFont()]);
    const page = new Page(session, snapshot);
    const started = page.start(source, early);
    ready(page);
    await started;
  } catch (error) {
    renderNothing("This report is computed in your browser, and here it cannot be.");
    if (alone) void showPublished();
    else showBaked();
    for (const id of ["fetch", "open", "finder", "shortcuts"]) byId(id).hidden = true;
    status.alert("The report cannot be computed here", [words(error), "Another browser may do; the owner of this site finds the reason in the console."]);
  }
}

/** The next visit needs no network; an embed leaves nothing at its host's readers. What forbids it (no https, a sandbox, a page from disk) takes nothing away. */
function keepForOffline() {
  if (location.protocol.startsWith("http")) navigator.serviceWorker?.register("sw.js").catch(() => {});
}

/** What is on screen, and under which query. */
export class Page {
  query = "";
  isDefault = true;
  /** What kind of repository is reported on. */
  kind = addressedKind() || viewInside().kind || "models";
  /** @type {string[]} the kinds that the input holds, the one with most rows first */
  kinds = [];
  /** @type {import("./types.js").Report | undefined} */
  report;
  /** @type {import("./types.js").Origin} */
  origin = { kind: "published" };
  /** @type {string | undefined} the query that waits for the one being analysed */
  wanted;
  running = false;
  /** Whether what is on screen is a part of what is being read. */
  glancing = false;
  /** Whether there is a table of owners of the reader's own. */
  hasOwners = false;
  /** @type {import("./types.js").Report | undefined} what was shown last or is about to be: what is made for another one comes too late */
  coming;
  leavePlaces = () => {};

  /**
   * @param {import("./session.js").Session} session
   * @param {string} snapshot the address of the published one
   */
  constructor(session, snapshot) {
    this.session = session;
    this.snapshot = snapshot;
    this.jobs = new Jobs(session, this);
    this.change = this.change.bind(this);
    this.href = (/** @type {string} */ section) => wholeReport() + (formatHash(section, this.query, this.isDefault) || "#");
    this.openFetch = fetchDialog((most, by) => void this.jobs.fetchFromHub(most, by));
  }

  /**
   * @param {string} source of a dump in the address
   * @param {Promise<Blob>} [early] the published snapshot, on its way
   */
  async start(source, early) {
    const { hash } = viewInside();
    if (hash && !location.hash) location.hash = hash;
    this.wire();
    this.take(parseHash(location.hash).query);
    const shown = source !== "" && (await this.jobs.openAddress(source));
    if (!shown) await this.jobs.openPublished(early ?? fetchPublished(this.snapshot));
    await this.jobs.idle();
    if (!this.report) renderNothing("No snapshot is published beside this page. Fetch one from the Hub, or open a dump of your own.");
    this.goTo(parseHash(location.hash).section);
  }

  wire() {
    const { session, jobs } = this;
    buildControls(this.change);
    listenForKeys();
    saveButtons((form) => void jobs.saveReport(form), () => void jobs.saveSingle());
    this.leavePlaces = findField(
      (text) => session.ask("find", { query: this.query, text }),
      ({ kind, name }) => session.ask("places", { query: this.query, kind, name }),
      this.href, seek);
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      // The address holds the basket; a jump must not replace it.
      event.preventDefault();
      byId("report").focus();
    });
    // It also tells of a step between kinds, where the hash stays.
    addEventListener("popstate", () => void this.follow());
  }

  /**
   * Takes a query; one that cannot be read leaves the one that was.
   * @param {string} query
   */
  take(query) {
    try {
      const parts = query_parts(query, this.kind);
      [this.query, this.isDefault] = [parts.canonical, parts.is_default];
      return true;
    } catch (error) {
      if (!this.query) this.take("");
      showQuery(query_parts(this.query, this.kind));
      status.alert("This basket cannot be read", [words(error), this.report ? STILL_THERE : "The default basket is shown."]);
      return false;
    }
  }

  /**
   * Takes a query and puts it into the address.
   * @param {string} query
   */
  go(query) {
    const before = this.query;
    if (!this.take(query) || this.query === before) return;
    history.pushState(null, "", viewAddress(addressedKind(), formatHash("", this.query, this.isDefault)));
  }

  /** The address has changed: another kind, another basket, another section. */
  async follow() {
    const { section, query } = parseHash(location.hash);
    const [kind, before] = [this.kind, this.query];
    const wanted = addressedKind();
    const next = this.kinds.includes(wanted) ? wanted : this.kinds[0] ?? kind;
    if (next !== kind) await this.session.ask("choose", { kind: next });
    // What was on its way until then may have come, and told its kind.
    this.kind = next;
    if (!this.take(query)) return;
    if (this.query !== before || next !== kind) {
      showMoved([]);
      await this.analyse();
    }
    this.goTo(section);
  }

  /**
   * Something was read: the kind in the address is taken where the input holds it, else it leaves the address.
   * @param {string[]} kinds
   */
  async settle(kinds) {
    this.glancing = false;
    this.kinds = kinds;
    const wanted = addressedKind() || (this.origin.kind === "published" ? viewInside().kind : "");
    if (kinds.includes(wanted)) await this.session.ask("choose", { kind: wanted });
    else if (wanted) history.replaceState(null, "", viewAddress("", location.hash));
  }

  /**
   * A control has changed; an empty name is the default basket.
   * @param {string} name
   * @param {string} value
   */
  change(name, value) {
    const before = this.query;
    if (name === "registry" && value === "custom" && !this.hasOwners) {
      showQuery(query_parts(before, this.kind));
      byId("file").click();
      return;
    }
    try {
      this.go(name ? query_with(before, name, value) : "");
    } catch (error) {
      status.alert("This basket cannot be read", [words(error), STILL_THERE]);
      return;
    }
    status.clear();
    if (this.query === before) return showQuery(query_parts(before, this.kind));
    showMoved([]);
    void this.analyse().then(async () => {
      if (!DEFINITIONS.has(name) || !this.report) return;
      const after = this.query;
      const moved = await this.session.ask("moved", { before, after });
      if (after === this.query) showMoved(moved);
    }).catch((error) => status.alert("What moved could not be worked out", [words(error), STILL_THERE]));
  }

  /** @param {string} section */
  goTo(section) {
    // An embed that scrolled would take its host along.
    const target = !alone && section && document.getElementById(section);
    if (!target) return;
    layOutAll();
    target.scrollIntoView();
    document.getElementById(`${section}-title`)?.focus({ preventScroll: true });
  }

  /** The basket on screen as the core is asked for it: the default one is that of the kind, which only the core knows before it has read. */
  wish() {
    return this.isDefault ? "" : this.query;
  }

  /**
   * An early look at what is still being read.
   * @param {import("./types.js").Report} report
   * @param {string} name what is being read
   */
  glance(report, name) {
    this.glancing = true;
    this.origin = { kind: "early", name, rows: report.snapshot.rows };
    void this.show(onlyAsked(report));
  }

  /** What is on screen; what is given brings it back after an early look. */
  now() {
    const { origin, kind, query, isDefault, report } = this;
    return async () => {
      Object.assign(this, { origin, kind, query, isDefault, glancing: false });
      if (report) await this.analyse();
    };
  }

  /** Reports on the basket of the moment; while one is worked out only the latest that is wanted waits. */
  async analyse() {
    this.wanted = this.query;
    if (this.glancing) return;
    this.coming = undefined;
    if (this.running) return;
    this.running = true;
    try {
      while (this.wanted !== undefined) {
        const query = this.wanted;
        this.wanted = undefined;
        const report = onlyAsked(JSON.parse(await this.session.ask("sections", { query: this.isDefault ? "" : query })));
        if (this.wanted === undefined) await this.show(report);
      }
    } catch (error) {
      status.alert("This basket could not be analysed", [words(error), STILL_THERE]);
    } finally {
      this.running = false;
    }
  }

  /** @param {import("./types.js").Report} report */
  async show(report) {
    const { glancing } = this;
    this.coming = report;
    if (!(await render(report, this.ways(report), () => this.coming === report))) return;
    this.report = report;
    this.kind = report.snapshot.kind;
    if (this.isDefault) this.query = report.basket.query;
    this.leavePlaces();
    if (!glancing) void this.complete(report);
  }

  /**
   * What looks at many baskets follows the first paint.
   * @param {import("./types.js").Report} shown
   * @param {boolean} [again] the core has stopped at it
   * @returns {Promise<void>}
   */
  async complete(shown, again) {
    const live = () => this.coming === shown;
    try {
      const answer = await this.session.ask("analyse", { query: shown.basket.query });
      if (!live()) return;
      const report = onlyAsked(JSON.parse(answer), true);
      if (!(await render(report, this.ways(report), live, true))) return;
      this.report = report;
      await paintSoon();
      if (!live()) return;
      byId("page").dataset.complete = "";
      if (!alone) keepForOffline();
    } catch (error) {
      if (!live() || error instanceof GivenUp) return;
      if (error instanceof Stopped && !again) return this.complete(shown, true);
      status.alert("A part of the report could not be worked out", [words(error), STILL_THERE]);
    }
  }

  /**
   * @param {import("./types.js").Report} report
   * @returns {import("./render.js").Ways}
   */
  ways(report) {
    return {
      origin: this.origin, snapshot: this.snapshot, now: () => this.report ?? report, href: this.href, change: this.change,
      save: (form, only) => void this.jobs.saveReport(form, only),
      check: (text) => this.session.ask("paragraph", { query: this.query, text }),
      actions: {
        fetch: this.openFetch, save: () => void this.jobs.saveSnapshot(), back: () => void this.back(),
        choose: (kind) => void this.choose(kind),
      },
    };
  }

  /**
   * Reports on another kind of repository that the input holds.
   * @param {string} kind
   */
  choose(kind) {
    status.clear();
    history.pushState(null, "", viewAddress(kind === this.kinds[0] ? "" : kind, ""));
    return this.follow();
  }

  /**
   * Shows again what a saved picture shows, and says whether the data is the same.
   * @param {import("./types.js").View} view
   */
  async reopen(view) {
    const held = this.kinds.includes(view.kind);
    if (held) {
      let bare = false;
      try {
        bare = query_parts(view.query, view.kind).is_default;
      } catch {
        // Following the address says what is wrong with it.
      }
      history.pushState(null, "", viewAddress(view.kind === this.kinds[0] ? "" : view.kind, formatHash(view.section, view.query, bare)));
      await this.follow();
    }
    const { sha256 } = this.report?.snapshot ?? {};
    const drawn = `It was drawn${view.captured_at ? ` from a snapshot of ${view.captured_at}` : ""} by hubstate ${view.hubstate}.`;
    const [title, agrees] = !held ? ["The view of this picture cannot be shown", `It shows ${view.kind}, of which the data on screen has none.`]
      : !sha256 || !view.sha256 ? ["The view of this picture", "Whether the data agrees cannot be told: one of the two was read live and has no checksum."]
      : sha256 === view.sha256 ? ["The view of this picture", "The data agrees: it is the same snapshot, by its SHA-256."]
      : ["The view of this picture, on other data", "The data on screen is another snapshot, by its SHA-256: figures may differ. Drop the one it was drawn from to compare."];
    status.alert(title, [agrees, drawn], "notice");
    return held;
  }

  back() {
    status.clear();
    return this.jobs.openPublished(fetchPublished(this.snapshot));
  }
}
