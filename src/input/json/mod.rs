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

pub(super) use stream::{Gathered, Stream};
