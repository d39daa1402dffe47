//! Bytes in, rows out: what a dump may look like, and what is said when it looks otherwise.

mod chart;
mod error;
mod gzip;
pub mod hub;
pub(crate) mod json;
mod packed;
#[cfg(feature = "formats")]
mod parquet;
mod reader;
mod sniff;
#[cfg(feature = "formats")]
mod table;
#[cfg(feature = "formats")]
mod zstd;

pub use chart::chart;
pub use error::{Error, Place, Rejected};
#[cfg(feature = "formats")]
pub use parquet::{MAGIC as PARQUET_MAGIC, Parquet};
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

/// How long a row may be, in bytes of text: a thousand times the longest of the Hub, and what a tab can hold.
const LONGEST_ROW: usize = 64 << 20;

impl Read {
    /// The snapshot of a kind, or the largest.
    pub fn snapshot(&self, kind: Option<RepoKind>) -> Option<&Snapshot> {
        match kind {
            Some(kind) => self.snapshots.iter().find(|snapshot| snapshot.kind == kind),
            None => self.snapshots.first(),
        }
    }
}
