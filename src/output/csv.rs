//! Every table as a CSV file `<section>.<table>.csv`, with raw values.

use super::File;
use crate::{
    report::{Report, Table, Value, round12},
    text::escape,
};

pub(super) fn write(report: &Report) -> Vec<File> {
    report
        .sections
        .iter()
        .flat_map(|section| {
            section.tables.iter().map(move |table| File {
                name: format!("{}.{}.csv", section.id, table.id),
                bytes: table_text(table).into_bytes(),
            })
        })
        .collect()
}

fn table_text(table: &Table) -> String {
    let head: Vec<&str> = table.columns.iter().map(|column| column.id).collect();
    let mut out = head.join(",");
    out.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Number(number) => round12(*number).to_string(),
        Value::Text(text) => escape::csv(text),
    }
}
