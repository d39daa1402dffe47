//! What is said of bytes that are no dump, and of rows that are none.

use std::fmt;

/// Where in the input something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1; of a file that has no lines, the row.
    pub line: u64,
    /// The column, from 1, counted in bytes; 0 where there are no lines.
    pub column: u64,
    /// The offset in bytes, from 0; of what was packed in a stream, the offset after unpacking.
    pub byte: u64,
}

impl Place {
    /// The first byte.
    pub const START: Place = Place { line: 1, column: 1, byte: 0 };

    /// A row, counted from 1, of a file that has no lines.
    pub fn row(number: u64) -> Place {
        Place { line: number, column: 0, byte: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.column == 0 {
            return write!(f, "row {}", self.line);
        }
        write!(f, "line {}, column {} (byte {})", self.line, self.column, self.byte)
    }
}

/// A row that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, where there are several.
    pub file: Option<String>,
    /// Where reading it failed.
    pub place: Place,
    /// What stands there.
    pub found: String,
    /// What could have stood there.
    pub expected: String,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        write!(f, "{}: found {}, expected {}", self.place, self.found, self.expected)
    }
}

/// Why nothing of an input can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is something else altogether.
    #[error(
        "{}: found {found}, expected rows of the Hub as JSON, JSON Lines, CSV, TSV or Parquet; {remedy}",
        Place::START
    )]
    NotADump {
        /// What it looks like.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// It is a dump of a form that this build leaves out.
    #[error(
        "{}: found {found}, expected JSON or JSON Lines, which are all that this build reads; use one with the feature `formats`",
        Place::START
    )]
    NotBuiltIn {
        /// What it looks like.
        found: &'static str,
    },
    /// It is a dump of a form that is read from its end, and came as a stream.
    #[error(
        "{}: found {found}, expected a text: what it holds is told at its end, so that it cannot be read as it comes; give it as a file of its own",
        Place::START
    )]
    NeedsFile {
        /// What it looks like.
        found: &'static str,
    },
    /// It is a table, and no column names the repositories.
    #[error(
        "{place}: found a table of the columns {found}, expected one that names the repositories: {expected}; rename the column that does"
    )]
    NoIdColumn {
        /// Where the names of its columns stand.
        place: Place,
        /// The columns it has.
        found: String,
        /// The names that such a column may have.
        expected: String,
    },
    /// There are rows, but none that names a repository.
    #[error("{first}; {}use what the Hub's API gave, as it is", of_all(*rows))]
    NoUsableRow {
        /// How many rows there are.
        rows: u64,
        /// The first of them.
        first: Rejected,
    },
    /// It ends before a first row is complete.
    #[error(
        "{place}: found the end of the input, expected {expected}; the file was cut off: download or copy it again"
    )]
    CutOff {
        /// Where it ends.
        place: Place,
        /// What was to come.
        expected: &'static str,
    },
    /// It is a Parquet file that cannot be read.
    #[error("{place}: found {found}, expected {expected}")]
    Parquet {
        /// Where in the file, and in which column.
        place: String,
        /// What stands there.
        found: String,
        /// What could have stood there, and what to do.
        expected: String,
    },
    /// It was written by a later version.
    #[error(
        "{place}: found a snapshot of version {version}, expected version 1; use a newer hubstate, one that reads hubstate-snapshot/{version}"
    )]
    NewerSnapshot {
        /// Where it says so.
        place: Place,
        /// The version it names.
        version: String,
    },
}

impl Error {
    /// Whether a build with the feature `formats` reads what this one does not.
    pub fn wants_more(&self) -> bool {
        matches!(self, Error::NotBuiltIn { .. })
    }

    /// Whether it is a file that is read from its end, and not as it comes.
    pub fn wants_file(&self) -> bool {
        matches!(self, Error::NeedsFile { .. })
    }
}

fn of_all(rows: u64) -> String {
    if rows == 1 { String::new() } else { format!("none of the {rows} rows can be used: ") }
}

/// What is said of input that ends too early, of which so many rows are complete.
pub(super) fn cut_off(place: &str, lost: &str, complete: u64) -> String {
    let complete = if complete == 1 { "1 row is complete".to_owned() } else { format!("{complete} rows are complete") };
    format!("the input ends too early, at {place}: {lost}, {complete}; rows behind that are missing")
}

/// So many bytes ` of something` are lost.
pub(super) fn lost(bytes: u64, of: &str) -> String {
    if bytes == 1 { format!("1 byte{of} is lost") } else { format!("{bytes} bytes{of} are lost") }
}
