//! One helper for the tests of sections: rows and a query in, a section out.

use super::run;
use crate::{
    basket::{Basket, Query},
    input::{self, Options},
    report::{Section, Value},
};

pub(super) fn check(rows: &str, query: &str, id: &str) -> Section {
    let read = input::read(rows.as_bytes(), Options::default()).unwrap();
    let snapshot = read.snapshot(None).unwrap();
    let query = Query::parse_for(snapshot.kind, query).unwrap();
    let mut report = run(&Basket::select(snapshot, &query), &[id.to_owned()]);
    report.sections.remove(0)
}

pub(super) fn metric(section: &Section, id: &str) -> Option<f64> {
    section.metrics.get(id).unwrap().value.number()
}

pub(super) fn cell(section: &Section, table: &str, row: usize, column: usize) -> String {
    let table = section.tables.iter().find(|t| t.id == table).unwrap();
    match &table.rows[row][column] {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
    }
}
