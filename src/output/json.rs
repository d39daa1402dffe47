//! The report as JSON: keys in the order of the types, one line a section, so that a difference can be read.

use serde::Serialize;

use crate::report::Report;

pub(super) fn write(report: &Report) -> String {
    let sections: Vec<String> = report.sections.iter().map(text).collect();
    format!(
        "{{\"schema\":{},\n\"snapshot\":{},\n\"basket\":{},\n\"deck\":{},\n\"sections\":[\n{}\n]}}\n",
        text(&report.schema),
        text(&report.snapshot),
        text(&report.basket),
        text(&report.deck),
        sections.join(",\n"),
    )
}

fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a report is plain data with text keys")
}
