//! The browser's edge: what the worker and the page may call.
//!
//! The worker holds an [`Engine`]; the page draws with [`picture::Picture`]. Nothing here decides anything: it
//! carries values over and turns errors into text.

mod analysis;
mod canvas;
mod fetch;
#[cfg(feature = "formats")]
mod larger;
mod picture;

use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use self::fetch::Crawl;
use crate::{
    basket::{Basket, Query},
    input::{self, Options, Read, Reader},
    lenses::{
        self, Slices,
        claims::{Claim, Claims},
    },
    model::{Day, RepoKind, Snapshot},
    output::{self, Kit, OUTPUTS},
    reference::Custom,
    report::{Report, Unit, Value},
    sections, text,
};

type Result<T> = std::result::Result<T, JsError>;

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))
}

fn failed(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

/// Holds the snapshot on screen and the one being read.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    reader: Option<Reader>,
    /// A file that is read in parts.
    #[cfg(feature = "formats")]
    parts: Option<input::Parquet>,
    /// Whether what was being read needs a build with more features.
    wants_larger: bool,
    read: Option<Rc<Read>>,
    kind: Option<RepoKind>,
    crawl: Option<Crawl>,
    file: Option<Vec<u8>>,
    custom: Rc<Custom>,
    claims: Rc<[Claim]>,
    /// The report of the sections on screen.
    report: Option<(Query, Report)>,
    /// What the lenses are at.
    analysis: Option<Slices<'static, String>>,
}

/// What the page says of a reading.
#[derive(Serialize)]
struct ReadNote {
    rows: u64,
    rejected_count: u64,
    rejected: Vec<String>,
    complaints: Vec<String>,
    kinds: Vec<&'static str>,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without a snapshot.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Begins to read, with or without taking the checksum; the snapshot on screen stays until [`Engine::finish`]
    /// has succeeded.
    pub fn begin(&mut self, checksum: bool) {
        self.wants_larger = false;
        self.reader = Some(Reader::new(Options { captured_at: None, checksum }));
    }

    /// Takes the next bytes; returns the rows so far.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<f64> {
        let reader = self.reader.as_mut().ok_or_else(|| failed("nothing is being read"))?;
        let fed = reader.feed(chunk).map(|()| reader.rows() as f64);
        self.noted(fed)
    }

    /// Ends one of several files, which are read as one snapshot.
    pub fn end_file(&mut self, name: &str) -> Result<()> {
        let reader = self.reader.as_mut().ok_or_else(|| failed("nothing is being read"))?;
        let ended = reader.end_file(name);
        self.noted(ended)
    }

    fn noted<T>(&mut self, outcome: std::result::Result<T, input::Error>) -> Result<T> {
        outcome.map_err(|error| {
            self.reader = None;
            self.wants_larger = error.wants_more();
            failed(error)
        })
    }

    /// Whether the last reading failed at a file that the larger core reads.
    pub fn wants_larger(&self) -> bool {
        self.wants_larger
    }

    /// Ends the reading and puts its snapshot on screen. `sha256` is the checksum in hex, where the browser
    /// has taken it: its own code is several times as fast as any in a module.
    pub fn finish(&mut self, sha256: Option<String>) -> Result<JsValue> {
        let reader = self.reader.take().ok_or_else(|| failed("nothing is being read"))?;
        let read = reader.finish();
        let mut read = self.noted(read)?;
        if sha256.is_some() {
            read.snapshots.iter_mut().for_each(|snapshot| snapshot.sha256.clone_from(&sha256));
        }
        let note = self.show(read);
        self.file = None;
        to_js(&note)
    }

    fn show(&mut self, mut read: Read) -> ReadNote {
        if cfg!(feature = "formats") {
            read.snapshots.iter_mut().for_each(Snapshot::forget_object_ids);
        }
        let kind = read.snapshots.first().map(|snapshot| snapshot.kind);
        let note = ReadNote {
            rows: read.snapshots.iter().map(|s| s.rows).sum(),
            rejected_count: read.snapshots.iter().map(|s| s.rejected).sum(),
            rejected: read.rejected.iter().map(ToString::to_string).collect(),
            complaints: read.complaints.clone(),
            kinds: read.snapshots.iter().map(|s| s.kind.as_str()).collect(),
        };
        self.kind = kind;
        self.forget();
        self.read = Some(Rc::new(read));
        note
    }

    /// Reports on another kind of repository from now on, where what was read holds it.
    pub fn choose(&mut self, kind: &str) {
        let held = |kind: &RepoKind| self.read.as_ref().is_some_and(|read| read.snapshot(Some(*kind)).is_some());
        self.kind = RepoKind::parse(kind).filter(held).or(self.kind);
        self.forget();
    }

    /// Lets go what was worked out on what is no longer so.
    fn forget(&mut self) {
        self.report = None;
        self.analysis = None;
    }

    /// Gives up what is being read or fetched; the snapshot on screen stays.
    pub fn abandon(&mut self) {
        #[cfg(feature = "formats")]
        {
            self.parts = None;
        }
        self.reader = None;
        self.crawl = None;
    }

    /// Begins to take pages of the Hub's listing, for the first `most` models.
    pub fn begin_crawl(&mut self, most: f64) {
        self.crawl = Some(Crawl::new(most as u64));
    }

    /// Takes a page: `{rows, full}`, the models kept so far and whether that is all that was asked for.
    pub fn add_page(&mut self, body: Vec<u8>) -> Result<JsValue> {
        #[derive(Serialize)]
        struct Progress {
            rows: u64,
            full: bool,
        }
        let crawl = self.crawl.as_mut().ok_or_else(|| failed("no listing is being fetched"))?;
        let rows = crawl.add(body)?;
        to_js(&Progress { rows, full: crawl.is_full() })
    }

    /// Puts what was fetched on screen; `complete` is whether it is all that was asked for.
    pub fn finish_crawl(&mut self, captured_at: &str, query: String, complete: bool) -> Result<JsValue> {
        let crawl = self.crawl.take().ok_or_else(|| failed("no listing is being fetched"))?;
        let captured_at = Day::parse(captured_at).ok_or_else(|| failed(format!("`{captured_at}` is no day")))?;
        let file = crawl.file(captured_at, query, complete);
        let mut reader = Reader::new(Options::default());
        reader.feed(&file).map_err(failed)?;
        let note = self.show(reader.finish().map_err(failed)?);
        self.file = Some(file);
        to_js(&note)
    }

    /// What was fetched, as a file to publish or to drop; none where the snapshot was not fetched.
    pub fn snapshot_file(&self) -> Option<js_sys::Uint8Array> {
        self.file.as_deref().map(js_sys::Uint8Array::from)
    }

    /// Takes the reader's own table of owners, a CSV file, for `registry=custom`:
    /// `{rows, complaints}`; the one before stays where it cannot be used.
    pub fn registry(&mut self, bytes: &[u8]) -> Result<JsValue> {
        #[derive(Serialize)]
        struct Taken {
            rows: u64,
            complaints: Vec<String>,
        }
        self.custom = Rc::new(Custom::parse(bytes).map_err(failed)?);
        self.forget();
        to_js(&Taken { rows: self.custom.len() as u64, complaints: self.custom.complaints() })
    }

    /// What another definition moves, in sentences, the largest move first.
    pub fn moved(&self, before: &str, after: &str) -> Result<Vec<String>> {
        let (before, after) = (self.query(before)?, self.query(after)?);
        let basket = |query| Ok::<_, JsError>(Basket::with_owners(self.snapshot()?, query, &self.custom));
        Ok(lenses::moved(&basket(&before)?, &basket(&after)?))
    }

    /// Takes the reader's own claims, a CSV file: `{rows, faults}`, the claims understood and what is wrong with
    /// the others. They stand in the section `claims` from now on, in the place of any before; no bytes, no claims.
    pub fn claims(&mut self, bytes: &[u8]) -> Result<JsValue> {
        #[derive(Serialize)]
        struct Note {
            rows: usize,
            faults: Vec<String>,
        }
        let Claims { rows, faults } = if bytes.is_empty() { Claims::default() } else { Claims::read(bytes) };
        self.claims = rows.into();
        self.forget();
        to_js(&Note { rows: self.claims.len(), faults: faults.iter().map(ToString::to_string).collect() })
    }

    /// The figures of a text that can be tied to a metric: `[{start, end, metric, here, verdict, why}]`, places
    /// counted as JavaScript counts them.
    pub fn paragraph(&self, query: &str, text: &str) -> Result<JsValue> {
        let query = self.query(query)?;
        let basket = Basket::with_owners(self.snapshot()?, &query, &self.custom);
        let mut spans = lenses::paragraph(&basket, text);
        let units = |bytes: usize| text[..bytes].encode_utf16().count();
        for span in &mut spans {
            (span.start, span.end) = (units(span.start), units(span.end));
        }
        to_js(&spans)
    }

    /// The report as files to keep: `[{name, bytes, media_type}]`; `font` is the woff2 that pictures carry.
    pub fn output(&self, id: &str, query: &str, font: Option<Vec<u8>>) -> Result<js_sys::Array> {
        let query = self.query(query)?;
        let form = output::output(id).ok_or_else(|| failed(format!("`{id}` is no form of a report")))?;
        let report = lenses::report(&Basket::with_owners(self.snapshot()?, &query, &self.custom), &[], &self.claims);
        let files = js_sys::Array::new();
        for file in (form.write)(&report, &Kit { font: font.as_deref(), ..Kit::default() }) {
            let entry = js_sys::Object::new();
            let set = |key: &str, value: &JsValue| js_sys::Reflect::set(&entry, &key.into(), value);
            let fields = [
                set("name", &file.name.into()),
                set("bytes", &js_sys::Uint8Array::from(file.bytes.as_slice())),
                set("media_type", &form.media_type.into()),
            ];
            if fields.iter().all(std::result::Result::is_ok) {
                files.push(&entry);
            }
        }
        Ok(files)
    }

    /// Owners and models whose name holds `text`: `[{kind, name, detail}]`, the most downloaded first.
    pub fn find(&self, query: &str, text: &str) -> Result<JsValue> {
        let query = self.query(query)?;
        to_js(&sections::find(&Basket::with_owners(self.snapshot()?, &query, &self.custom), text))
    }

    /// Where an owner or a model stands in each section: `[{section, title, text}]`.
    pub fn places(&self, query: &str, kind: &str, name: &str) -> Result<JsValue> {
        let query = self.query(query)?;
        to_js(&sections::places(&Basket::with_owners(self.snapshot()?, &query, &self.custom), kind, name))
    }

    /// A query on what is on screen; its ranking by default follows the kind.
    fn query(&self, text: &str) -> Result<Query> {
        Query::parse_for(self.kind.unwrap_or(RepoKind::Models), text).map_err(failed)
    }

    fn snapshot(&self) -> Result<&Snapshot> {
        let read = self.read.as_ref().ok_or_else(|| failed("no snapshot is loaded"))?;
        read.snapshot(self.kind).ok_or_else(|| failed("no snapshot is loaded"))
    }
}

/// Whether a file that begins so is a table of the reader's own, by its first line: `owners` or `claims`.
#[wasm_bindgen]
pub fn table_kind(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let line = text.trim_start_matches('\u{feff}').lines().next()?.to_ascii_lowercase();
    let mut cells = line.split(',').map(|cell| cell.trim_matches(['"', ' ']));
    match (cells.next()?, cells.next()?) {
        ("owner", _) => Some("owners".to_owned()),
        ("id", "claim") => Some("claims".to_owned()),
        _ => None,
    }
}

/// The forms a report can be kept in: `[{id, title}]`.
#[wasm_bindgen]
pub fn outputs() -> Result<JsValue> {
    #[derive(Serialize)]
    struct Form {
        id: &'static str,
        title: &'static str,
    }
    let forms: Vec<Form> = OUTPUTS.iter().map(|output| Form { id: output.id, title: output.title }).collect();
    to_js(&forms)
}

/// A query cut into its parts for the controls, in canonical form; `kind` is that of the snapshot, models where
/// it is not known yet.
#[wasm_bindgen]
pub fn query_parts(query: &str, kind: Option<String>) -> Result<JsValue> {
    #[derive(Serialize)]
    struct Parts {
        canonical: String,
        top: String,
        by: &'static str,
        window: &'static str,
        registry: &'static str,
        mapping: &'static str,
        attribution: &'static str,
        pair: Option<(String, String)>,
        filters: String,
        is_default: bool,
    }
    let kind = kind.as_deref().and_then(RepoKind::parse).unwrap_or(RepoKind::Models);
    let query = Query::parse_for(kind, query).map_err(failed)?;
    let canonical = query.to_string();
    to_js(&Parts {
        top: canonical.split(' ').next().unwrap_or_default().trim_start_matches("top=").to_owned(),
        by: query.by.as_str(),
        window: query.window.as_str(),
        registry: query.registry.as_str(),
        mapping: query.mapping.as_str(),
        attribution: query.attribution.as_str(),
        pair: query.pair.clone(),
        filters: query.filters(),
        is_default: query == Query::default_for(kind),
        canonical,
    })
}

/// The query with one setting changed; `filter` replaces all filters.
#[wasm_bindgen]
pub fn query_with(query: &str, name: &str, value: &str) -> Result<String> {
    let query = Query::parse(query).map_err(failed)?;
    Ok(query.with(name, value).map_err(failed)?.to_string())
}

/// A cell as a table shows it; `unit` is the column's type.
#[wasm_bindgen]
pub fn format_cell(value: JsValue, unit: &str) -> Result<String> {
    let value = match (value.as_f64(), value.as_string()) {
        (Some(number), _) => Value::Number(number),
        (None, Some(text)) => Value::Text(text),
        (None, None) => Value::Null,
    };
    Ok(text::cell(&value, parsed(unit)?))
}

/// A value as a chart and a card show it, three figures long.
#[wasm_bindgen]
pub fn format_label(value: f64, unit: &str) -> Result<String> {
    Ok(text::label(value, parsed(unit)?))
}

fn parsed(unit: &str) -> Result<Unit> {
    Unit::parse(unit).ok_or_else(|| failed(format!("`{unit}` is no unit of a report")))
}

/// How far a reading is: `12.3 MB of 80.1 MB · 45,120 rows, 61,304 a second · 4 s left`; `total` is 0 where nobody
/// knows it.
#[wasm_bindgen]
pub fn reading_words(bytes: f64, total: f64, rows: f64, seconds: f64) -> String {
    let mut words = format_bytes(bytes);
    if total > 0.0 {
        words += " of ";
        words += &format_bytes(total);
    }
    if rows > 0.0 && seconds > 0.0 {
        words += &format!(" · {} rows, {} a second", format_count(rows), format_count(rows / seconds));
    }
    // The first moments tell little of the rest.
    if total > bytes && bytes > 0.0 && seconds > 0.5 {
        words += &format!(" · {} s left", format_count(libm::ceil((total - bytes) * seconds / bytes)));
    }
    words
}

/// A size in bytes, for progress lines: `1.6 MB`.
#[wasm_bindgen]
pub fn format_bytes(value: f64) -> String {
    format!("{:.1}\u{a0}MB", value / 1e6)
}

/// A whole number with separators, for progress lines.
#[wasm_bindgen]
pub fn format_count(value: f64) -> String {
    text::whole(value as u64)
}

/// A day in prose, `29 April 2026`, from `2026-04-29`.
#[wasm_bindgen]
pub fn format_day(day: &str) -> String {
    Day::parse(day).map_or_else(|| day.to_owned(), text::long_day)
}
