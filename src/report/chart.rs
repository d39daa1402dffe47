//! A chart as a specification: what is to be seen, never pixels.
//!
//! All forms share one shape. The marks carry the data; brackets, thresholds and the rest say what
//! is drawn around them. A form reads the parts it knows and leaves the others.

use serde::Serialize;

use super::{Unit, Value, words::words};

/// A chart.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Its id within the section.
    pub id: String,
    /// How it is drawn.
    pub form: Form,
    /// The finding, one sentence without a full stop.
    pub title: String,
    /// Measure, window, basket, n and coverage.
    pub subtitle: String,
    /// What a listener needs to know of the picture.
    pub alt: String,
    /// How `value` is written.
    pub unit: Unit,
    /// The data, in the order read.
    pub marks: Vec<Mark>,
    /// What is not drawn mark by mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Sums over neighbouring marks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<Bracket>,
    /// Lines to hold the marks against.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// A curve through (x, y), for the forms that draw one; both in the units of their axes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<(f64, f64)>,
    /// Names of the axes or of the two measures of a dumbbell, first x or first measure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub axes: Vec<String>,
}

impl Chart {
    /// A chart without marks.
    pub fn new(id: &str, form: Form, unit: Unit) -> Chart {
        Chart {
            id: id.to_owned(),
            form,
            title: String::new(),
            subtitle: String::new(),
            alt: String::new(),
            unit,
            marks: Vec::new(),
            rest: None,
            brackets: Vec::new(),
            thresholds: Vec::new(),
            curve: Vec::new(),
            axes: Vec::new(),
        }
    }
}

words! {
    /// The forms, named as in the visual language.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Form {
        /// The whole basket as one bar, cut by owner: marks largest first, `rest` = the tail in one
        /// block, bracket 0 = the owners that hold half, threshold = 50 %.
        ShareBar = "share-bar",
        /// Horizontal bars with direct labels: marks ranked, `rest` = further ones, brackets = dotted
        /// rules after `to` ("five owners 46.1 %").
        RankedBars = "ranked-bars",
        /// One or more rows of parts of a whole: a mark's `group` names its row.
        StackedShare = "stacked-share",
        /// Cumulative share over rank (log x): curve = (rank, share), marks = named points on it
        /// (`second` = rank), threshold = 50 %.
        Cumulative = "cumulative",
        /// Lorenz curve: curve = (share of owners, share of downloads), mark 0 = the Gini.
        Lorenz = "lorenz",
        /// A column a year; tone hollow = the cohort without dates, partial = the year is not over.
        Columns = "columns",
        /// Columns a size band, over a strip: `rest` = those that declare none, brackets = sums.
        SizeBands = "size-bands",
        /// Two measures a row: `second` = the first measure (hollow), `value` = the second (solid).
        Dumbbell = "dumbbell",
        /// Rows of a share with its bounds: tones subject, unknown, soft; a mark's `group` names its row.
        Bounds = "bounds",
        /// Values on one log axis: curve = (value, weight) of all, drawn as a heap and, where weights differ,
        /// as what they weigh under it; marks = named values (subject in accent), thresholds = median and the
        /// like, both lines with their words, in the units of the value; `axes` = the values, the heap, the weights.
        Strip = "strip",
        /// Two measures, both axes log(1 + x): value = y, `second` = x; named where the tone is not context
        /// or soft, the first eight of them, subjects first; `axes` = x, y.
        Scatter = "scatter",
        /// Values over rank, both axes log: curve = (rank, value), accent up to the subject; marks = named
        /// points on it (`second` = rank), thresholds = values to hold them against, brackets = dashed lines
        /// between two marks (a fit); `axes` = ranks, values.
        RankSize = "rank-size",
        /// A small panel of columns a group, all on one scale: `group` = the panel, label = the period. Every
        /// panel names all periods, in order; tone subject = the one with its value in bold, partial = not over.
        Multiples = "multiples",
        /// Cells of a tint with their number: `group` = the row, label = the column, both in the order met;
        /// tone unknown, and what has no value, is hatched.
        Matrix = "matrix",
        /// One measure under many definitions: a dot a mark, `group` = its row, `note` = its definitions;
        /// tone subject = the one on screen, hollow = published, in no row; thresholds = lines to hold them against.
        Dial = "dial",
    }
}

/// One datum.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Mark {
    /// Its name.
    pub label: String,
    /// Its value, in the chart's unit.
    pub value: Value,
    /// Its share of the whole, where the value is not a share itself.
    #[serde(skip_serializing_if = "is_null")]
    pub share: Value,
    /// A second measure.
    #[serde(skip_serializing_if = "is_null")]
    pub second: Value,
    /// The row it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How it is filled.
    pub tone: Tone,
    /// A remark under its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn is_null(value: &Value) -> bool {
    *value == Value::Null
}

words! {
    /// How a mark is filled. Texture is knowledge: solid is recorded, hatched is not recorded or
    /// unreviewed, hollow is known on another basis.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Tone {
        /// What the title speaks of: the accent.
        Subject = "subject",
        /// What it is compared with.
        #[default]
        Context = "context",
        /// What only fills the whole.
        Soft = "soft",
        /// Hatched: not recorded, unreviewed, not stated.
        Unknown = "unknown",
        /// Hollow: known on another basis.
        Hollow = "hollow",
        /// A part of a period that is not over.
        Partial = "partial",
        /// The other of two.
        Second = "second",
        /// A category of a fixed colour.
        Cat1 = "cat1",
        /// As above.
        Cat2 = "cat2",
        /// As above.
        Cat3 = "cat3",
        /// As above.
        Cat4 = "cat4",
        /// As above.
        Cat5 = "cat5",
        /// As above.
        Cat6 = "cat6",
        /// All other categories.
        CatOther = "cat-other",
    }
}

/// What is not drawn mark by mark.
#[derive(Debug, Clone, Serialize)]
pub struct Rest {
    /// How many they are.
    pub count: u64,
    /// Their share of the whole.
    pub share: Value,
    /// The same in words.
    pub text: String,
}

/// A sum over neighbouring marks.
#[derive(Debug, Clone, Serialize)]
pub struct Bracket {
    /// The first mark.
    pub from: usize,
    /// The last mark.
    pub to: usize,
    /// What they are together.
    pub text: String,
}

/// A line to hold the marks against.
#[derive(Debug, Clone, Serialize)]
pub struct Threshold {
    /// Where it lies, in the units of the axis.
    pub at: f64,
    /// Its words.
    pub text: String,
}
