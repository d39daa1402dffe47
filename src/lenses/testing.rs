//! One helper for the tests of lenses: rows and a query in, a section of the whole report out.

use super::report;
use crate::{
    basket::{Basket, Query},
    input::{self, Options},
    report::{Report, Section},
};

pub(super) fn whole(rows: &str, query: &str) -> Report {
    let read = input::read(rows.as_bytes(), Options::default()).unwrap();
    let query = Query::parse(query).unwrap();
    report(&Basket::select(read.snapshot(None).unwrap(), &query), &[], &[])
}

pub(super) fn check(rows: &str, query: &str, id: &str) -> Section {
    let mut sections = whole(rows, query).sections;
    sections.swap_remove(sections.iter().position(|section| section.id == id).unwrap())
}

pub(super) fn number(section: &Section, id: &str) -> Option<f64> {
    section.metrics.get(id).unwrap().value.number()
}
