//! Bytes in, rows out: what a dump may look like, and what is said when it looks otherwise.

mod error;
pub mod hub;
mod json;
mod reader;
mod sniff;

pub use error::{Error, Place, Rejected};
pub use reader::{Reader, read};

use crate::model::{Day, RepoKind, Snapshot};

/// What the reader is told besides the bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day of capture, where the user states it.
    pub captured_at: Option<Day>,
    /// Whether the bytes are a file whose SHA-256 is to be told; a live fetch has none.
    pub checksum: bool,
}

/// What was read: never empty-handed where a single row could be used.
#[derive(Debug)]
pub struct Read {
    /// A snapshot for each kind, the one with most rows first; there is at least one.
    pub snapshots: Vec<Snapshot>,
    /// The first rows that could not be understood, with their places (at most [`REJECTED_KEPT`]).
    pub rejected: Vec<Rejected>,
    /// What else the reader has to know, as sentences: a dump that ends in the middle, and how much was lost.
    pub complaints: Vec<String>,
}

/// How many rejected rows are kept with their places; all are counted.
pub const REJECTED_KEPT: usize = 100;

impl Read {
    /// The snapshot of a kind, or the largest.
    pub fn snapshot(&self, kind: Option<RepoKind>) -> Option<&Snapshot> {
        match kind {
            Some(kind) => self.snapshots.iter().find(|snapshot| snapshot.kind == kind),
            None => self.snapshots.first(),
        }
    }
}

/// One row of a page of the Hub's API, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawSlice<'a> {
    /// Its id.
    pub id: String,
    /// `_id`, the Hub's key that survives a rename.
    pub object_id: Option<String>,
    /// The row itself, from brace to brace.
    pub json: &'a [u8],
}

impl RawSlice<'_> {
    /// What tells two rows apart: `_id`, else the id.
    pub fn key(&self) -> &str {
        self.object_id.as_deref().unwrap_or(&self.id)
    }
}

/// The rows of a page that is there as a whole, unchanged, for writing them into a snapshot.
/// Rows of columns are not among them: they stand nowhere as one piece.
pub fn raw_rows(bytes: &[u8]) -> Result<Vec<RawSlice<'_>>, Error> {
    let mark = match sniff::looks(bytes, true) {
        sniff::Looks::Json { mark } => mark,
        sniff::Looks::Other { found, remedy } => return Err(sniff::Looks::error(found, remedy)),
        _ => return Err(sniff::Looks::error("a packed file".to_owned(), "unpack it first")),
    };
    let text = &bytes[mark..];
    let spans = json::Stream::spans(text)?;
    Ok(spans
        .into_iter()
        .map(|span| RawSlice { id: span.id, object_id: span.object_id, json: &text[span.start..span.end] })
        .collect())
}
