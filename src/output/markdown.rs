//! The report as Markdown: what a reviewer, a README or a newsletter can take as it is.

use crate::{
    report::{Outcome, Prose, Report, Section, Table, Unit, Value},
    text::{self, escape},
};

/// Rows of a table of figures that are written; a longer one says how many it has. A list is written whole.
const ROWS: usize = 25;

pub(super) fn write(report: &Report) -> String {
    let mut out = "# State of the Hugging Face Hub\n\n".to_owned();
    if !report.deck.0.is_empty() {
        out += &format!("{}\n\n", prose(&report.deck));
    }
    let facts = &report.snapshot;
    out += &format!(
        "- Captured: {}\n- Source: {}\n- Rows: {} found, {} rejected, {} duplicates, {} left out\n- Basket: `{}`, {}, {}\n- SHA-256: {}\n",
        facts.captured_at.as_deref().unwrap_or("unknown"),
        escape::markdown(facts.source.as_deref().unwrap_or("not stated")),
        text::whole(facts.rows),
        text::whole(facts.rejected),
        text::whole(facts.duplicates),
        text::whole(facts.left_out),
        report.basket.query.replace('`', "'"),
        text::counted(report.basket.repos, "repository", "repositories"),
        match report.basket.likes {
            Some(likes) => text::counted(likes, "like", "likes"),
            None => text::counted(report.basket.downloads.unwrap_or(0), "download", "downloads"),
        },
        facts.sha256.as_deref().unwrap_or("none, read live"),
    );
    for section in &report.sections {
        out += &one(section);
    }
    out += &format!("\n{}\n", super::source_line(report));
    out
}

fn one(section: &Section) -> String {
    let mut out = format!("\n## {}\n\n`{}`", section.title, section.id);
    if section.outcome != Outcome::Ready {
        return out + &format!(": {}\n", escape::markdown(section.reason.as_deref().unwrap_or_default()));
    }
    out.push('\n');
    for finding in &section.findings {
        out += &format!("\n{}\n", prose(&finding.parts));
        if let Some(firmness) = &finding.firmness {
            out += &format!("\n<sub>{}</sub>\n", escape::markdown(&super::firmness_line(firmness)));
        }
    }
    if !section.metrics.0.is_empty() {
        out += "\n| metric | value | n | known |\n|---|---|---|---|\n";
    }
    for (id, metric) in &section.metrics.0 {
        let value = match &metric.reason {
            Some(reason) => format!("– ({})", escape::markdown(reason)),
            None => escape::markdown(&text::cell(&metric.value, metric.unit.unwrap_or(Unit::Text))),
        };
        let count = |n: Option<u64>| n.map_or_else(String::new, text::whole);
        out += &format!("| {id} | {value} | {} | {} |\n", count(metric.n), count(metric.known));
    }
    for table in &section.tables {
        out += &table_text(table);
    }
    for caveat in &section.caveats {
        out += &format!("\n> {}\n", escape::markdown(caveat));
    }
    out + &format!("\nMethod: {}\n", escape::markdown(section.method))
}

fn table_text(table: &Table) -> String {
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title).collect();
    let rules: Vec<&str> =
        table.columns.iter().map(|column| if numeric(column.unit) { "---:" } else { "---" }).collect();
    let mut out = format!("\n**{}**\n\n| {} |\n| {} |\n", table.title, titles.join(" | "), rules.join(" | "));
    let rows = if table.columns.iter().any(|column| numeric(column.unit)) { ROWS } else { table.rows.len() };
    for row in table.rows.iter().take(rows) {
        let cells: Vec<String> =
            row.iter().zip(&table.columns).map(|(value, column)| cell(value, column.unit)).collect();
        out += &format!("| {} |\n", cells.join(" | "));
    }
    if table.rows.len() > rows {
        out += &format!("\n{rows} of {} rows.\n", text::whole(table.rows.len() as u64));
    }
    out
}

fn cell(value: &Value, unit: Unit) -> String {
    let text = escape::markdown(&text::cell(value, unit));
    match value.text().filter(|id| unit == Unit::Repo && is_plain(id)) {
        Some(id) => format!("[{text}](https://huggingface.co/{id})"),
        None => text,
    }
}

/// Whether an id can stand in an address as it is.
pub(super) fn is_plain(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
}

/// Whether a column is set to the right.
pub(super) fn numeric(unit: Unit) -> bool {
    !matches!(
        unit,
        Unit::Owner
            | Unit::Repo
            | Unit::License
            | Unit::Class
            | Unit::Task
            | Unit::Band
            | Unit::Region
            | Unit::Text
            | Unit::Day
    )
}

fn prose(parts: &Prose) -> String {
    let mut out = String::new();
    for (at, part) in parts.0.iter().enumerate() {
        let escaped = escape::markdown(part);
        if at % 2 == 1 && !part.is_empty() { out += &format!("**{escaped}**") } else { out += &escaped }
    }
    out
}
