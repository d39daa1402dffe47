/** What brings a snapshot onto the page, and what takes files off it. */

import { format_count, query_with, table_kind, view_in } from "./gen/hubstate.js";
import { GivenUp, Stopped } from "./session.js";
import { singleFile, snapshotInside } from "./single.js";
import { h, save, sentence } from "./view/dom.js";
import * as status from "./view/status.js";
import { zip } from "./zip.js";

/** @typedef {import("./types.js").Origin} Origin */
/** @typedef {import("./types.js").Progress} Progress */
/** @typedef {import("./types.js").ReadNote} ReadNote */

/** Bytes that tell a table from a dump. */
const HEAD = 512;
const FAULTS_SHOWN = 5;

export const STILL_THERE = "What was on screen is still there.";

/** @param {unknown} error */
export const words = (error) => sentence(error instanceof Error ? error.message : String(error));

/** @param {string} url */
async function fetchFile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}, expected 200`);
  return response.blob();
}

/**
 * The published snapshot: beside the page, or inside of a page that is one file.
 * @param {string} url
 */
export const fetchPublished = async (url) => {
  const inside = snapshotInside();
  return inside ? new Blob([await inside]) : fetchFile(url);
};

/**
 * Whether a file may be JSON, packed by gzip or not, which is what the core of a page that is one file reads.
 * @param {Blob} file
 */
async function isJson(file) {
  return /^(\x1f|\s*[[{])/.test(await file.slice(0, 99).text());
}

/** The jobs of one page; a later one takes the place of the one that runs. */
export class Jobs {
  last = 0;
  /** @type {Promise<boolean> | undefined} the latest of them */
  latest;
  /** @type {Partial<Record<"owners" | "claims", ArrayBuffer>>} the reader's own tables */
  tables = {};
  /** @type {(() => Blob | Promise<Blob>) | undefined} the file that is on screen, where it is one */
  file;

  /** `run`, as the latest job. @type {Jobs["run"]} */
  bring = (...request) => this.latest = this.run(...request);

  /**
   * @param {import("./session.js").Session} session
   * @param {import("./page.js").Page} page
   */
  constructor(session, page) {
    this.session = session;
    this.page = page;
    session.furnish = async (ask) => {
      for (const verb of /** @type {const} */ (["owners", "claims"])) {
        const bytes = this.tables[verb];
        if (bytes) await ask(verb, { bytes });
      }
    };
  }

  /**
   * Runs a job that brings a snapshot, and shows it; an error leaves what is on screen.
   * @template {ReadNote} N
   * @param {string} title
   * @param {(progress: (p: Progress) => void, live: () => boolean) => Promise<N>} job `live` until another was begun
   * @param {(note: N) => Origin} origin
   * @param {string} failure
   * @param {() => void} [again] after the core has stopped at it
   */
  async run(title, job, origin, failure, again) {
    const mine = ++this.last;
    const live = () => mine === this.last;
    const tell = (/** @type {"cancel" | "keep" | "go-on"} */ word) => () => void this.session.ask("tell", { word });
    /** @type {(() => Promise<void>) | undefined} what brings back what was on screen before an early look */
    let before;
    const progress = status.begin(title, { cancel: tell("cancel"), keep: tell("keep"), goOn: tell("go-on") });
    try {
      const note = await job((p) => {
        if (!live()) return;
        if (p.stage !== "early") return progress(p);
        before ??= this.page.now();
        this.page.glance(JSON.parse(p.report), title);
      }, live);
      if (!live()) return false;
      status.end();
      this.page.origin = origin(note);
      await this.page.settle(note.kinds);
      await this.page.analyse();
      if (note.complaints.length || note.rejected_count) complain(note);
      return true;
    } catch (error) {
      await before?.();
      if (!live()) return false;
      status.end();
      if (error instanceof GivenUp) return false;
      const remedy = again && error instanceof Stopped ? h("button", { type: "button", class: "button", onclick: again }, "Try again") : undefined;
      status.alert(failure, [words(error), this.page.report ? STILL_THERE : ""].filter(Boolean), "error", remedy);
      return false;
    }
  }

  /** Until no job runs. */
  async idle() {
    for (let ended; ended !== this.latest;) await (ended = this.latest);
  }

  /**
   * What is on screen was read by `read`: a core that stops is followed by one that has read it again.
   * @param {(ask: import("./session.js").Session["ask"]) => Promise<unknown>} read
   * @param {() => Blob | Promise<Blob>} [file] the same
   */
  hold(read, file) {
    this.file = file;
    this.session.revive = async (ask) => {
      await read(ask);
      await this.session.furnish?.(ask);
      await ask("choose", { kind: this.page.kind });
    };
  }

  /** @param {Promise<Blob>} coming */
  openPublished(coming) {
    return this.bring("Reading the published snapshot",
      async (progress, live) => {
        const file = await coming;
        // What was opened meanwhile stays: read now, this would take its place in the core.
        if (!live()) throw new GivenUp();
        const note = await this.session.ask("readFiles", { files: [file] }, progress);
        const again = () => fetchPublished(this.page.snapshot);
        this.hold(async (ask) => ask("readFiles", { files: [await again()] }), again);
        return note;
      },
      () => ({ kind: "published" }), "The published snapshot could not be read");
  }

  /**
   * What was dropped or chosen: a picture of this page, tables of the reader's own, and dumps, which are read as one.
   * @param {File[]} files
   */
  async openFiles(files) {
    status.clear();
    const view = files.length === 1 && await viewOf(files[0]);
    if (view) {
      await this.idle();
      return this.page.reopen(view);
    }
    /** @type {File[]} */
    const dumps = [];
    for (const file of files) {
      const kind = table_kind(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
      // A table says something about a report, which may still be on its way.
      if (kind) await this.idle();
      if (kind === "owners") await this.openOwners(file);
      else if (kind === "claims") await this.openClaims(file);
      else dumps.push(file);
    }
    if (dumps.length) await this.openDumps(dumps);
  }

  /** @param {File[]} files */
  openDumps(files) {
    const name = files.length === 1 ? files[0].name : `${format_count(files.length)} files`;
    return this.bring(`Reading ${name}`, async (progress) => {
      const note = await this.session.ask("readFiles", { files, query: this.page.wish() }, progress);
      this.hold((ask) => ask("readFiles", { files }), files.length === 1 ? () => files[0] : undefined);
      return note;
    }, (note) => ({ kind: "file", name: files.length === 1 ? name : files.map((file) => file.name).join(", "), note }), `${name} could not be read`, () => void this.openDumps(files));
  }

  /** @param {File} file of owners, for `registry=custom` */
  openOwners(file) {
    return this.openTable(file, async (bytes) => {
      const { rows, complaints } = await this.session.ask("owners", { bytes });
      this.tables.owners = bytes;
      this.page.hasOwners = true;
      if (this.page.query === query_with(this.page.query, "registry", "custom")) await this.page.analyse();
      else this.page.change("registry", "custom");
      return [`${format_count(rows)} ${rows === 1 ? "owner" : "owners"} of your table classify this report`, complaints];
    });
  }

  /** @param {File} file of claims, for the ledger */
  openClaims(file) {
    return this.openTable(file, async (bytes) => {
      const { rows, faults } = await this.session.ask("claims", { bytes });
      this.tables.claims = bytes;
      await this.page.analyse();
      return [`${format_count(rows)} ${rows === 1 ? "claim" : "claims"} of yours stand in the ledger`, faults];
    });
  }

  /**
   * @param {File} file
   * @param {(bytes: ArrayBuffer) => Promise<[string, string[]]>} take what was taken, and what could not be
   */
  async openTable(file, take) {
    try {
      const [title, faults] = await take(await file.arrayBuffer());
      const kept = faults.slice(0, FAULTS_SHOWN).map(sentence);
      const more = faults.length > kept.length ? [`And ${format_count(faults.length - kept.length)} more.`] : [];
      status.alert(title, [...kept, ...more], "notice");
      return true;
    } catch (error) {
      status.alert(`${file.name} could not be read`, [words(error), STILL_THERE]);
      return false;
    }
  }

  /** @param {string} url */
  openAddress(url) {
    return this.bring(`Reading ${url}`, async (progress) => {
      const note = await this.session.ask("readUrl", { url, query: this.page.wish() }, progress);
      this.hold((ask) => ask("readUrl", { url }), () => fetchFile(url));
      return note;
    },
      (note) => ({ kind: "address", url, note }), "The dump at this address could not be read");
  }

  /**
   * @param {number} most
   * @param {string} by
   */
  async fetchFromHub(most, by) {
    status.clear();
    /** @type {import("./types.js").CrawlNote | undefined} */
    let ended;
    const shown = await this.bring("Reading from the Hub", async (progress) => {
      ended = await this.session.ask("crawl", { by, most }, progress);
      const bytes = await this.session.ask("snapshot", {});
      const file = new Blob(bytes ? [/** @type {BlobPart} */ (bytes)] : []);
      this.hold((ask) => ask("readFiles", { files: [file] }), () => file);
      this.page.kind = "models";
      this.page.go(query_with(query_with(this.page.query, "by", by), "top", String(most)));
      return ended;
    }, (note) => ({ kind: "fetched", note }), "The Hub could not be read");
    if (!shown || !ended || ended.complete) return;
    const kept = `What arrived is on screen: ${format_count(ended.kept)} of ${format_count(most)} models.`;
    if (ended.error) status.alert("The Hub stopped answering", [sentence(ended.error), kept], "notice");
    else status.alert("Stopped", [kept], "notice");
  }

  async saveSnapshot() {
    const bytes = await this.session.ask("snapshot", {});
    if (bytes) save("snapshot.json", /** @type {BlobPart} */ (bytes), "application/json");
  }

  /** The page with what is on screen as one file, which opens without a host. */
  async saveSingle() {
    try {
      if (!this.file) throw new Error(this.page.report ? "what is on screen was read from several files; drop one" : "nothing is on screen that could be saved");
      const file = await this.file();
      if (!(await isJson(file))) throw new Error("a page that is one file reads JSON alone; open the dump as JSON");
      const page = await singleFile(file, { hash: location.hash, kind: this.page.kind });
      save("hubstate.html", page, "text/html");
    } catch (error) {
      status.alert("The report could not be saved as one file", [words(error)]);
    }
  }

  /**
   * The report as a file; several files come as one archive.
   * @param {string} form
   * @param {string} [only] the section wanted
   */
  async saveReport(form, only) {
    const all = await this.session.ask("output", { query: this.page.query, form, font: form === "svg" ? await fontBytes() : undefined });
    const files = only ? all.filter(({ name }) => name.startsWith(`${only}.`)) : all;
    if (files.length === 1) save(files[0].name, /** @type {BlobPart} */ (files[0].bytes), files[0].media_type);
    else if (files.length) save(`${only ?? "hubstate"}-${form}.zip`, zip(files), "application/zip");
  }
}

/** @param {ReadNote} note */
function complain({ rows, rejected, rejected_count, complaints }) {
  status.alert(`Read in part: ${format_count(rows)} ${rows === 1 ? "row" : "rows"}, ${format_count(rejected_count)} rejected`,
    [...complaints, ...rejected.slice(0, 3)].map(sentence), "notice");
}

/**
 * The view of a picture that was saved here; what is none, or carries none, is told by the reading.
 * @param {File} file
 * @returns {Promise<import("./types.js").View | undefined>}
 */
async function viewOf(file) {
  if (!/^image\/(png|svg)/.test(file.type) && !/\.(png|svg)$/i.test(file.name)) return undefined;
  try {
    return view_in(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return undefined;
  }
}

/** The font that pictures carry; without it they show another one. */
async function fontBytes() {
  const link = document.querySelector("link[as=font]");
  return link instanceof HTMLLinkElement ? fetchFile(link.href).then(async (file) => new Uint8Array(await file.arrayBuffer()), () => undefined) : undefined;
}
