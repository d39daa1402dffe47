//! JSON and JSON Lines: one pass over the bytes that reads known keys and skips the rest.
//!
//! `stream` goes from row to row, `shape` judges what holds them, `row` reads one, `scan` walks.

mod beside;
mod columns;
mod keys;
mod lines;
mod recover;
mod row;
pub(crate) mod scan;
mod shape;
mod stream;
mod tags;
mod text;
mod traits;
mod values;

#[cfg(feature = "formats")]
pub(super) use beside::{Stated, alone};
#[cfg(feature = "formats")]
pub(super) use keys::{Holds, Key, NAMES_OF_A_ROW, key};
pub(super) use keys::{holds, names_a_row};
#[cfg(feature = "formats")]
pub(super) use row::Parts;
pub(super) use stream::{Gathered, Stream};
#[cfg(feature = "formats")]
pub(super) use {tags::Said, text::is_number, values::Plain};

/// What was found where a row was expected, and what would have been one.
#[cfg(feature = "formats")]
pub(super) type NoRow = (&'static str, &'static str);

/// Reads a row that stands alone, as one object.
#[cfg(feature = "formats")]
pub(super) fn row(object: &[u8]) -> Result<crate::model::RawRow<'_>, NoRow> {
    match row::row(&mut scan::Cursor::new(object, 0), None) {
        Ok(row) => row.map_err(|no_id| (no_id.found, no_id.expected)),
        Err(_) => Err(("a row that is broken", "a row")),
    }
}
