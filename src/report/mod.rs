//! The report as plain data: the wire format of the page, the command line and every output.
//!
//! Shares are fractions from 0 to 1. A number is written without a fraction where it has none, else
//! with 12 significant digits. The order of keys is the order of fields here, and is fixed.

mod chart;
mod firmness;
mod value;
mod words;

pub use chart::{Bracket, Chart, Form, Mark, Rest, Threshold, Tone};
pub use firmness::{Assertion, Firmness, Trial};
pub use value::{Value, round12};

use serde::{Serialize, Serializer, ser::SerializeMap};

use self::words::words;
use crate::model::RepoKind;

/// The version of the wire format.
pub const SCHEMA: &str = "hubstate-report/1";

/// The whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The data looked at.
    pub snapshot: SnapshotFacts,
    /// The selection looked at.
    pub basket: BasketFacts,
    /// The report in one or two sentences.
    pub deck: Prose,
    /// The sections whose headlines stand at its head, the strongest first.
    pub key_findings: Vec<&'static str>,
    /// The answers, in reading order.
    pub sections: Vec<Section>,
}

/// Where the data is from and as of when.
#[derive(Debug, Clone, Serialize)]
pub struct SnapshotFacts {
    /// The kind of its repositories.
    pub kind: RepoKind,
    /// The day of capture, `2026-04-29`; none where there is no date at all.
    pub captured_at: Option<String>,
    /// What the snapshot says of itself, never a file's name.
    pub source: Option<String>,
    /// Rows found in the input.
    pub rows: u64,
    /// Rows that could not be understood.
    pub rejected: u64,
    /// Rows that repeat another one.
    pub duplicates: u64,
    /// Rows marked removed, private or disabled.
    pub left_out: u64,
    /// SHA-256 of the bytes as handed over; none for a live fetch.
    pub sha256: Option<String>,
    /// Whether nobody states the day of capture and the latest date stands in.
    pub captured_is_latest_date: bool,
    /// Rows of other kinds in the same input.
    pub other_kinds: Vec<KindCount>,
}

/// How many rows of another kind the input holds.
#[derive(Debug, Clone, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: RepoKind,
    /// Its rows.
    pub rows: u64,
}

/// What was selected.
#[derive(Debug, Clone, Serialize)]
pub struct BasketFacts {
    /// The query in canonical form.
    pub query: String,
    /// Repositories in the basket.
    pub repos: u64,
    /// Their downloads in the window; none of Spaces.
    pub downloads: Option<u64>,
    /// Their likes, which are the weight of Spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likes: Option<u64>,
    /// `30d` or `all`.
    pub window: &'static str,
}

/// One question answered.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its id in the contract.
    pub id: &'static str,
    /// The question, as a heading.
    pub title: &'static str,
    /// The heading in the table of contents.
    pub short: &'static str,
    /// The part of the report it stands in.
    pub group: Group,
    /// Whether there is an answer.
    pub outcome: Outcome,
    /// Why there is none, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Named numbers.
    pub metrics: Metrics,
    /// Sentences made from metrics, the strongest first.
    pub findings: Vec<Finding>,
    /// The finding for the head of the page, where this section has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<Headline>,
    /// Tables behind the charts.
    pub tables: Vec<Table>,
    /// Charts, the first one first.
    pub charts: Vec<Chart>,
    /// Why a finding may mislead.
    pub caveats: Vec<String>,
    /// How it was computed, in a sentence or two.
    pub method: &'static str,
    /// For how many of the basket the field is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageNote>,
}

impl Section {
    /// A section that has an answer, before it is filled.
    pub fn empty(
        id: &'static str,
        title: &'static str,
        short: &'static str,
        method: &'static str,
        group: Group,
    ) -> Section {
        Section {
            id,
            title,
            short,
            group,
            outcome: Outcome::Ready,
            reason: None,
            metrics: Metrics::default(),
            findings: Vec::new(),
            headline: None,
            tables: Vec::new(),
            charts: Vec::new(),
            caveats: Vec::new(),
            method,
            coverage: None,
        }
    }
}

/// The parts of the report, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Group {
    /// Who publishes, where from, and how much one name weighs.
    #[serde(rename = "Who leads")]
    Owners,
    /// What is published, under which terms and for what.
    #[serde(rename = "What is used")]
    Models,
    /// How large it is.
    #[serde(rename = "How large")]
    Sizes,
    /// What is built on what.
    #[serde(rename = "Built on what")]
    Lineage,
    /// When it was made.
    #[serde(rename = "Since when")]
    Time,
    /// What readers choose, like and talk about.
    #[serde(rename = "Where attention goes")]
    Attention,
    /// What the figures can carry.
    #[serde(rename = "How far to trust it")]
    Trust,
}

/// Whether a section has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It has.
    Ready,
    /// The basket has fewer repositories than the question needs.
    TooFew,
    /// No row of the snapshot records the field.
    NotRecorded,
}

/// Coverage as shown beside a figure.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageNote {
    /// Share of `n` for which the field is recorded.
    pub share: Value,
    /// The same in words, with both numbers.
    pub text: String,
}

/// Named numbers, in the order of the contract.
#[derive(Debug, Clone, Default)]
pub struct Metrics(pub Vec<(&'static str, Metric)>);

impl Metrics {
    /// The metric of that id.
    pub fn get(&self, id: &str) -> Option<&Metric> {
        self.0.iter().find(|(name, _)| *name == id).map(|(_, metric)| metric)
    }
}

impl Serialize for Metrics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, metric) in &self.0 {
            map.serialize_entry(id, metric)?;
        }
        map.end()
    }
}

/// One named number with its unit and of how many.
#[derive(Debug, Clone, Serialize)]
pub struct Metric {
    /// The value; null where it cannot be formed.
    pub value: Value,
    /// What it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Repositories looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Those of them for which the field is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<u64>,
    /// The value when all that is unknown is outside of the class, and when all is inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[Value; 2]>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

words! {
    /// What a metric counts, or how a column is to be written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[allow(missing_docs)]
    pub enum Unit {
        Count = "count",
        Downloads = "downloads",
        Likes = "likes",
        Share = "share",
        Points = "points",
        Ratio = "ratio",
        Index = "index",
        Days = "days",
        Day = "day",
        Year = "year",
        Parameters = "parameters",
        Owner = "owner",
        Repo = "repo",
        License = "license",
        Class = "class",
        Task = "task",
        Band = "band",
        Region = "region",
        Text = "text",
    }
}

/// A sentence with a number in it, made from metrics.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The sentence.
    pub text: String,
    /// The metrics it is made from.
    pub metrics: Vec<&'static str>,
    /// The sentence cut where its weight changes: plain, strong, plain, …
    pub parts: Prose,
    /// What it asserts beyond what its metrics tell by themselves.
    #[serde(skip)]
    pub asserts: Vec<Assertion>,
    /// What became of it in other baskets; none before that was tried, or where it asserts nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmness: Option<Firmness>,
}

/// Text cut where its weight changes: plain, strong, plain, strong …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prose(pub Vec<String>);

impl Prose {
    /// Cuts at `**`: `"Qwen leads with **399M** downloads"`.
    pub fn parse(marked: &str) -> Prose {
        Prose(marked.split("**").map(str::to_owned).collect())
    }

    /// The text without weights.
    pub fn plain(&self) -> String {
        self.0.concat()
    }
}

impl Finding {
    /// A finding from text in which `**` encloses what is strong.
    pub fn new(marked: &str, metrics: &[&'static str]) -> Finding {
        let parts = Prose::parse(marked);
        Finding { text: parts.plain(), metrics: metrics.to_vec(), parts, asserts: Vec::new(), firmness: None }
    }
}

/// The finding of a section for the head of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Headline {
    /// The figure, `399M`.
    pub figure: String,
    /// Its unit, `%`; empty where the figure carries it.
    pub unit: &'static str,
    /// The sentence that the figure begins or belongs to.
    pub parts: Prose,
    /// A share bar under it.
    pub bar: Vec<BarPart>,
    /// Of how many, as known for how many.
    pub coverage: String,
}

/// A part of a headline's bar.
#[derive(Debug, Clone, Serialize)]
pub struct BarPart {
    /// Its share of the bar.
    pub share: Value,
    /// How it is filled.
    pub tone: Tone,
}

/// A table; its rows hold raw values, its columns say how they are written.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Its id within the section.
    pub id: &'static str,
    /// What it lists.
    pub title: &'static str,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, one value a column.
    pub rows: Vec<Vec<Value>>,
    /// What the rows leave out, where they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its id.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// How its values are written.
    #[serde(rename = "type")]
    pub unit: Unit,
}

impl Column {
    /// A column.
    pub const fn new(id: &'static str, title: &'static str, unit: Unit) -> Column {
        Column { id, title, unit }
    }
}
