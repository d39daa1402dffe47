/** The shapes that cross between the core, the worker and the page; field names are those of the report. */

export type Value = number | string | null;
/** Text cut where its weight changes: plain, strong, plain, strong … */
export type Prose = string[];

export interface Metric { value: Value; unit?: string; n?: number; known?: number; bounds?: [Value, Value]; reason?: string }
/** A finding in another basket; `holds` is null where that cannot be said, `values` are in the order of the shares. */
export interface Trial { size: number; left_out?: string; holds: boolean | null; values: Value[] }
/** How firm a finding is: ten baskets from few to all, without one model, without one owner, within its bounds. */
export interface Firmness {
  fragile: boolean; why?: string; words: string; shares: string[]; baskets: Trial[]; without_model?: Trial; without_owner?: Trial;
  bounds: ([Value, Value] | null)[]; coverage: Value[];
}
export interface Finding { text: string; metrics: string[]; parts: Prose; firmness?: Firmness }
export interface Column { id: string; title: string; type: string }
export interface Table { id: string; title: string; columns: Column[]; rows: Value[][]; note?: string }
export interface Mark { label: string; value: Value; share?: Value; group?: string; tone: string; note?: string }
export interface Chart { id: string; form: string; title: string; subtitle: string; alt: string; unit: string; marks: Mark[] }
export interface BarPart { share: Value; tone: string }
export interface Headline { figure: string; unit: string; parts: Prose; bar: BarPart[]; coverage: string }
export interface Section {
  id: string; title: string; short: string; group: string; outcome: "ready" | "too-few" | "not-recorded"; reason?: string;
  metrics: Record<string, Metric>; findings: Finding[]; headline?: Headline;
  tables: Table[]; charts: Chart[]; caveats: string[]; method: string; coverage?: { share: Value; text: string };
}
export interface Report {
  schema: string;
  snapshot: {
    kind: string; captured_at: string | null; source: string | null; rows: number; rejected: number; duplicates: number;
    left_out: number; sha256: string | null; captured_is_latest_date: boolean; other_kinds: { kind: string; rows: number }[];
  };
  basket: { query: string; repos: number; downloads: number | null; likes?: number; window: string };
  deck: Prose;
  /** The sections whose headlines stand at the head of the page, the strongest first. */
  key_findings: string[];
  sections: Section[];
}

/** A query cut into what the controls show. */
export interface QueryParts {
  canonical: string; top: string; by: string; window: string; registry: string; mapping: string; attribution: string;
  pair: [string, string] | null; filters: string; is_default: boolean;
}
/** What a reading says of itself. */
export interface ReadNote { rows: number; rejected_count: number; rejected: string[]; complaints: string[]; kinds: string[]; bytes?: number; of?: number }
/** Where a mark can be hit, in CSS pixels, and what it says. */
export interface Hit {
  mark: number; x: number; y: number; width: number; height: number; label: string; value: string; share: string; rank: string; note: string;
}
/** A figure of a paragraph that is tied to a metric; places count UTF-16 units. */
export interface Tied { start: number; end: number; metric: string; here: string; verdict: string; why: string }
/** What a saved picture shows; all texts, empty where nothing is known. */
export interface View { hubstate: string; kind: string; query: string; section: string; chart: string; source: string; captured_at: string; sha256: string }
export interface Match { kind: string; name: string; detail: string }
export interface Place { section: string; title: string; text: string }
export interface OutputFile { name: string; bytes: Uint8Array; media_type: string }

/** How a fetch from the Hub ended. */
export interface CrawlNote extends ReadNote { complete: boolean; pages: number; kept: number; stopped: boolean; error?: string }

export type Progress =
  | { stage: "reading"; bytes: number; total: number; rows: number; seconds: number }
  /** What was read so far can be looked at. */
  | { stage: "early"; report: string }
  /** The server gives no parts of a file: whether to fetch it whole. */
  | { stage: "asking"; size: number }
  | { stage: "fetching"; page: number; pages: number; rows: number; most: number }
  | { stage: "waiting"; seconds: number; of: number; attempt: number; reason: string; rows: number };

/** Of a reading: the basket of an early look; `plain` where the larger core cannot be had. */
export interface Wishes { query?: string; plain?: boolean }
/** What only the larger core can. */
export interface LargerEngine {
  so_far(query: string): string | undefined;
  /** A file of so many bytes, read in parts, with so many bytes asked for ahead; 0 for few. */
  begin_parts(size: number, ahead: number): void;
  /** The parts to be given next: start, end, start, end … */
  wanted(): Float64Array;
  give(start: number, bytes: Uint8Array): void;
  /** Does a small part of the work; whether there is more to do before other bytes are given. */
  step(): boolean;
  parts_done(): boolean;
  parts_rows(): number;
  bytes_to_read(): number;
  /** Adds the file to what is being read; its name, where it is one of several. */
  end_parts(name: string | undefined): void;
}

/** What the page asks of the worker. */
export interface Verbs {
  init: [{ module: WebAssembly.Module }, null];
  readFiles: [{ files: Blob[] } & Wishes, ReadNote];
  readUrl: [{ url: string } & Wishes, ReadNote];
  crawl: [{ by: string; most: number }, CrawlNote];
  /** Another kind of repository, where the input holds several. */
  choose: [{ kind: string }, null];
  /** The sections alone, for a first paint. */
  sections: [{ query: string }, string];
  /** The whole report. */
  analyse: [{ query: string }, string];
  owners: [{ bytes: ArrayBuffer }, { rows: number; complaints: string[] }];
  claims: [{ bytes: ArrayBuffer }, { rows: number; faults: string[] }];
  paragraph: [{ query: string; text: string }, Tied[]];
  moved: [{ before: string; after: string }, string[]];
  output: [{ query: string; form: string; font?: Uint8Array }, OutputFile[]];
  snapshot: [{}, Uint8Array | null];
  find: [{ query: string; text: string }, Match[]];
  places: [{ query: string; kind: string; name: string }, Place[]];
  /** Words to the job that runs: give it up, do not wait any longer, or end it and keep what arrived. */
  tell: [{ word: "cancel" | "go-on" | "keep" }, null];
}
export type Verb = keyof Verbs;

/** Where what is on screen came from. */
export type Origin =
  | { kind: "published" }
  /** What has come of a file that is still being read. */
  | { kind: "early"; name: string; rows: number }
  | { kind: "file"; name: string; note: ReadNote }
  | { kind: "address"; url: string; note: ReadNote }
  | { kind: "fetched"; note: CrawlNote };

declare global {
  /** Only in a worker. */
  function importScripts(...urls: string[]): void;
}

declare global {
  /** Of larger.js, where no worker can be made. */
  var hubstateLarger: typeof import("./worker.js").responder | undefined;
  /** Of static/numbers.js. */
  var numbersIn: (lang: string | null) => ((text: string) => string) | undefined;
}
