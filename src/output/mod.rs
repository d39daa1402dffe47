//! A report as a file to keep: one line in [`OUTPUTS`] a form.

mod csv;
mod html;
mod json;
mod markdown;
pub mod snapshot;
pub mod svg;

use crate::{
    draw::{Frame, Theme},
    report::{Firmness, Report, Trial},
};

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A form that a report can be kept in.
pub struct Output {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Writes it: one file, or one for each table or chart.
    pub write: fn(&Report) -> Vec<File>,
}

/// All forms, in the order offered.
pub const OUTPUTS: &[Output] = &[
    Output {
        id: "json",
        title: "JSON",
        media_type: "application/json",
        write: |report| one("report.json", json::write(report)),
    },
    Output {
        id: "markdown",
        title: "Markdown",
        media_type: "text/markdown",
        write: |report| one("report.md", markdown::write(report)),
    },
    Output {
        id: "html",
        title: "HTML without scripts",
        media_type: "text/html",
        write: |report| one("report.html", html::write(report)),
    },
    Output { id: "csv", title: "CSV of every table", media_type: "text/csv", write: csv::write },
    Output { id: "svg", title: "SVG of every chart", media_type: "image/svg+xml", write: |report| svg_files(report) },
];

/// The form of that name.
pub fn output(id: &str) -> Option<&'static Output> {
    OUTPUTS.iter().find(|output| output.id == id)
}

/// The report as JSON, byte for byte the same on every machine.
pub fn json(report: &Report) -> String {
    json::write(report)
}

fn one(name: &str, text: String) -> Vec<File> {
    vec![File { name: name.to_owned(), bytes: text.into_bytes() }]
}

fn svg_files(report: &Report) -> Vec<File> {
    let footer = source_line(report);
    report
        .sections
        .iter()
        .flat_map(|section| {
            let footer = &footer;
            section.charts.iter().map(move |chart| File {
                name: format!("{}.{}.svg", section.id, chart.id),
                bytes: svg::svg(chart, &Theme::LIGHT, &file_frame(footer)).into_bytes(),
            })
        })
        .collect()
}

/// How a chart is drawn into a file: with its words, at the width of a column of text.
fn file_frame(footer: &str) -> Frame {
    Frame { width: 680.0, scale: 1.0, furniture: true, footer: footer.to_owned(), highlight: None, focus: None }
}

/// How firm a finding is, in a line: a square for each basket, filled where it holds, and the words.
fn firmness_line(firmness: &Firmness) -> String {
    let square = |trial: &Trial| match trial.holds {
        Some(true) => '■',
        Some(false) => '□',
        None => '·',
    };
    let squares: String = firmness.baskets.iter().map(square).collect();
    format!("{squares} {}", firmness.words)
}

/// Where the data is from and as of when, as it stands under every chart.
pub fn source_line(report: &Report) -> String {
    let day = report.snapshot.captured_at.as_deref().and_then(crate::model::Day::parse);
    let day = day.map_or_else(|| "day of capture unknown".to_owned(), crate::text::short_day);
    let sample = report.snapshot.source.as_deref().is_some_and(|source| source.starts_with("illustrative sample"));
    format!("Hugging Face Hub, {day}{} · CC BY 4.0", if sample { " (illustrative sample)" } else { "" })
}
