//! The report as one HTML file without scripts: charts as SVG, tables in full, for archives and mail.

use crate::{
    draw::Theme,
    output::{
        file_frame, firmness_line,
        markdown::{is_plain, numeric},
        source_line, svg,
    },
    report::{Outcome, Prose, Report, Section, Table, Unit, Value},
    text::{self, escape::html},
};

const STYLE: &str = "body{font:17px/28px Inter,system-ui,sans-serif;color:#151412;max-width:680px;margin:48px auto;padding:0 16px}\
h1{font-size:40px;line-height:44px}h2{font-size:30px;line-height:36px;border-top:1px solid #d9d6d0;padding-top:40px;margin-top:56px}\
table{border-collapse:collapse;font-size:13px;line-height:20px;width:100%}caption{text-align:left;font-weight:600;padding:8px 0}\
th,td{border-bottom:1px solid #d9d6d0;padding:4px 8px 4px 0;text-align:left;overflow-wrap:anywhere}.n{text-align:right;font-variant-numeric:tabular-nums}\
svg{max-width:100%;height:auto}details{margin:16px 0}.small{font-size:13px;line-height:20px;color:#65615a}";

pub(super) fn write(report: &Report) -> String {
    let footer = source_line(report);
    let facts = &report.snapshot;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>State of the Hugging Face Hub</title>\n<style>{STYLE}</style></head><body>\n<h1>State of the Hugging Face Hub</h1>\n<p>{}</p>\n",
        prose(&report.deck),
    );
    out += &format!(
        "<p class=\"small\">Captured {}. Source: {}. {} rows, {} rejected, {} duplicates, {} left out. Basket: {}. SHA-256: {}.</p>\n",
        html(facts.captured_at.as_deref().unwrap_or("on an unknown day")),
        html(facts.source.as_deref().unwrap_or("not stated")),
        text::whole(facts.rows),
        text::whole(facts.rejected),
        text::whole(facts.duplicates),
        text::whole(facts.left_out),
        html(&report.basket.query),
        html(facts.sha256.as_deref().unwrap_or("none, read live")),
    );
    for section in &report.sections {
        out += &one(section, &footer);
    }
    out += &format!("<p class=\"small\">{}</p>\n</body></html>\n", html(&footer));
    out
}

fn one(section: &Section, footer: &str) -> String {
    let mut out = format!("<h2 id=\"{}\">{}</h2>\n", section.id, html(section.title));
    if section.outcome != Outcome::Ready {
        return out + &format!("<p>{}</p>\n", html(section.reason.as_deref().unwrap_or_default()));
    }
    for finding in &section.findings {
        out += &format!("<p>{}</p>\n", prose(&finding.parts));
        if let Some(firmness) = &finding.firmness {
            out += &format!("<p class=\"small\">{}</p>\n", html(&firmness_line(firmness)));
        }
    }
    for chart in &section.charts {
        out += &format!(
            "<figure style=\"margin:32px 0\">{}</figure>\n",
            svg::svg(chart, &Theme::LIGHT, &file_frame(footer))
        );
    }
    for table in &section.tables {
        out += &folded_table(table);
    }
    for caveat in &section.caveats {
        out += &format!("<p class=\"small\">{}</p>\n", html(caveat));
    }
    out + &format!("<p class=\"small\">Method: {}</p>\n", html(section.method))
}

fn folded_table(table: &Table) -> String {
    format!("<details><summary>{}</summary>{}</details>\n", html(table.title), self::table(table))
}

/// A table in full.
pub fn table(table: &Table) -> String {
    let class = |unit| if numeric(unit) { " class=\"n\"" } else { "" };
    let mut out = format!("<table><caption>{}</caption><thead><tr>", html(table.title));
    for column in &table.columns {
        out += &format!("<th{}>{}</th>", class(column.unit), html(column.title));
    }
    out += "</tr></thead><tbody>\n";
    for row in &table.rows {
        out += "<tr>";
        for (value, column) in row.iter().zip(&table.columns) {
            out += &format!("<td{}>{}</td>", class(column.unit), cell(value, column.unit));
        }
        out += "</tr>\n";
    }
    out + "</tbody></table>"
}

fn cell(value: &Value, unit: Unit) -> String {
    let text = html(&text::cell(value, unit));
    match value.text().filter(|id| unit == Unit::Repo && is_plain(id)) {
        Some(id) => format!("<a href=\"https://huggingface.co/{id}\">{text}</a>"),
        None => text,
    }
}

/// Text whose weight changes.
pub fn prose(parts: &Prose) -> String {
    let weighted = |(at, part): (usize, &String)| match at % 2 {
        0 => html(part),
        _ => format!("<strong>{}</strong>", html(part)),
    };
    parts.0.iter().enumerate().map(weighted).collect()
}
