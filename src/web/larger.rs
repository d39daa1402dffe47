//! What only the larger build can: an early look at what is being read, and files that are read in parts.

use wasm_bindgen::prelude::*;

use super::{Engine, Result};
use crate::{
    basket::{Basket, Query},
    output, sections,
};

#[wasm_bindgen]
impl Engine {
    /// The sections on what has come so far, as JSON; none as long as there is no row.
    pub fn so_far(&self, query: &str) -> Result<Option<String>> {
        let Some(read) = self.reader.as_ref().and_then(crate::input::Reader::so_far) else { return Ok(None) };
        let Some(snapshot) = read.snapshots.first() else { return Ok(None) };
        // A query of another kind is none of this one's: what is shown early then is the default.
        let query = Query::parse_for(snapshot.kind, query).unwrap_or_else(|_| Query::default_for(snapshot.kind));
        Ok(Some(output::json(&sections::run(&Basket::with_owners(snapshot, &query, &self.custom), &[]))))
    }
}
