//! What only the larger build can: an early look at what is being read, and files that are read in parts.

use wasm_bindgen::prelude::*;

use super::{Engine, Result, failed};
use crate::{
    basket::{Basket, Query},
    input::{Options, Parquet, Read, Reader},
    output, sections,
};

#[wasm_bindgen]
impl Engine {
    /// The sections on what has come so far, as JSON; none as long as there is no row.
    pub fn so_far(&self, query: &str) -> Option<String> {
        let read: Read = match &self.parts {
            Some(parts) => parts.so_far()?,
            None => self.reader.as_ref().and_then(Reader::so_far)?,
        };
        let snapshot = read.snapshots.first()?;
        // A query of another kind is none of this one's: what is shown early then is the default.
        let query = Query::parse_for(snapshot.kind, query).unwrap_or_else(|_| Query::default_for(snapshot.kind));
        Some(output::wire(&sections::run(&Basket::with_owners(snapshot, &query, &self.custom), &[])))
    }

    /// Begins a file of `size` bytes that is read in parts, with `ahead` bytes asked for ahead; 0 for few.
    pub fn begin_parts(&mut self, size: f64, ahead: usize) {
        let mut parts = Parquet::open(size as u64, Options::default());
        if ahead > 0 {
            parts.set_window(ahead);
        }
        self.parts = Some(parts);
    }

    /// The parts to be given next: start, end, start, end …
    pub fn wanted(&mut self) -> Vec<f64> {
        let wants = self.parts.as_mut().map(Parquet::wants).unwrap_or_default();
        wants.into_iter().flat_map(|want| [want.start as f64, want.end as f64]).collect()
    }

    /// Takes a part that was wanted, as a whole.
    pub fn give(&mut self, start: f64, bytes: &[u8]) {
        if let Some(parts) = &mut self.parts {
            parts.give(start as u64, bytes);
        }
    }

    /// Does a small part of the work; whether there is more to do before other bytes are given.
    pub fn step(&mut self) -> Result<bool> {
        let Some(parts) = &mut self.parts else { return Ok(false) };
        let step = parts.step();
        self.noted(step)
    }

    /// Whether all rows were read.
    pub fn parts_done(&self) -> bool {
        self.parts.as_ref().is_none_or(Parquet::is_done)
    }

    /// The rows so far.
    pub fn parts_rows(&self) -> f64 {
        self.parts.as_ref().map_or(0, Parquet::rows) as f64
    }

    /// How many bytes of the file will be asked for in all; 0 as long as its footer is not known.
    pub fn bytes_to_read(&self) -> f64 {
        self.parts.as_ref().and_then(Parquet::bytes_to_read).unwrap_or(0) as f64
    }

    /// Adds the file to what is being read; its name, where it is one of several.
    pub fn end_parts(&mut self, name: Option<String>) -> Result<()> {
        let parts = self.parts.take().ok_or_else(|| failed("nothing is being read"))?;
        let reader = self.reader.as_mut().ok_or_else(|| failed("nothing is being read"))?;
        let added = reader.add(parts, name.as_deref());
        self.noted(added)
    }
}
