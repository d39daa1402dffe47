//! The report on screen: the sections first, then what looks at many baskets, slice by slice.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::{Engine, Result, failed};
use crate::{
    basket::{Basket, Query},
    input::Read,
    lenses::{self, claims::Claim, sliced, slices},
    model::{RepoKind, Snapshot},
    output,
    reference::Custom,
    report::Report,
    sections,
};

#[wasm_bindgen]
impl Engine {
    /// The report of the sections on the snapshot under a query, as JSON, for a first paint. A text crosses from
    /// the worker faster than the objects it stands for.
    pub fn sections(&mut self, query: &str) -> Result<String> {
        let query = self.query(query)?;
        // What was worked out of another basket takes memory that this one may need.
        self.forget();
        let report = sections::run(&shown(self.snapshot()?, &query, &self.custom), &[]);
        let json = output::wire(&report);
        self.report = Some((query, report));
        Ok(json)
    }

    /// Begins the whole report, with what the lenses add; any before is given up.
    pub fn begin_analysis(&mut self, query: &str) -> Result<()> {
        let query = self.query(query)?;
        let read = self.read.clone().ok_or_else(|| failed("no snapshot is loaded"))?;
        let known = self.report.take().filter(|(other, _)| *other == query).map(|(_, report)| report);
        let (custom, claims) = (self.custom.clone(), self.claims.clone());
        self.analysis = Some(slices(whole(read, self.kind, query, known, custom, claims)));
        Ok(())
    }

    /// Does the next slice of it; the report as JSON, of the value that the command line writes, where it was the last.
    pub fn step_analysis(&mut self) -> Option<String> {
        lenses::step(&mut self.analysis)
    }

    /// Whether there is more to do of it: what is read, chosen or brought gives it up.
    pub fn is_analysing(&self) -> bool {
        self.analysis.is_some()
    }
}

/// The whole report as JSON; that of the sections may be known.
#[sliced]
async fn whole(
    read: Rc<Read>,
    kind: Option<RepoKind>,
    query: Query,
    known: Option<Report>,
    custom: Rc<Custom>,
    claims: Rc<[Claim]>,
) -> String {
    let Some(snapshot) = read.snapshot(kind) else { return String::new() };
    let basket = shown(snapshot, &query, &custom);
    let report = known.unwrap_or_else(|| sections::run(&basket, &[]));
    output::wire(&lenses::add(&basket, &[], &claims, report).await)
}

/// Rows of a table in the page, at most.
const TABLE_ROWS: usize = 10_000;

/// The basket of a query, with tables as long as a page can show them; files to keep have all their rows.
fn shown<'a>(snapshot: &'a Snapshot, query: &'a Query, custom: &'a Custom) -> Basket<'a> {
    let mut basket = Basket::with_owners(snapshot, query, custom);
    basket.table_rows = TABLE_ROWS;
    basket
}
