//! A report as a file to keep: one line in [`OUTPUTS`] a form.

mod csv;
pub mod html;
mod json;
mod markdown;
#[cfg(feature = "cli")]
pub mod pack;
pub mod picture;
pub mod snapshot;
pub mod svg;
mod view;

pub use view::{VERSION, View};

use crate::{
    draw::{CARD, Frame, Furniture, Theme},
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
    pub write: fn(&Report, &Kit<'_>) -> Vec<File>,
}

/// What an edge hands over for files that are to look the same on every machine.
#[derive(Debug, Clone, Copy)]
pub struct Kit<'a> {
    /// The colors of pictures.
    pub theme: &'a Theme,
    /// The bytes of `www/font/inter-latin.woff2`, which pictures then carry; without them another machine's font shows.
    pub font: Option<&'a [u8]>,
}

impl Default for Kit<'_> {
    fn default() -> Self {
        Kit { theme: &Theme::LIGHT, font: None }
    }
}

/// All forms, in the order offered.
pub const OUTPUTS: &[Output] = &[
    Output {
        id: "json",
        title: "JSON",
        media_type: "application/json",
        write: |report, _| one("report.json", json::write(report)),
    },
    Output {
        id: "markdown",
        title: "Markdown",
        media_type: "text/markdown",
        write: |report, _| one("report.md", markdown::write(report)),
    },
    Output {
        id: "html",
        title: "HTML without scripts",
        media_type: "text/html",
        write: |report, _| one("report.html", html::write(report)),
    },
    Output { id: "csv", title: "CSV of every table", media_type: "text/csv", write: |report, _| csv::write(report) },
    Output { id: "svg", title: "SVG of every chart", media_type: "image/svg+xml", write: svg_files },
];

/// The form of that name.
pub fn output(id: &str) -> Option<&'static Output> {
    OUTPUTS.iter().find(|output| output.id == id)
}

/// The report as JSON, byte for byte the same on every machine.
pub fn json(report: &Report) -> String {
    json::write(report)
}

/// The same in ASCII, for a page: a browser keeps such a text in one byte a character, which halves what it has to
/// copy between threads and to read.
pub fn wire(report: &Report) -> String {
    json::ascii(&json::write(report))
}

fn one(name: &str, text: String) -> Vec<File> {
    vec![File { name: name.to_owned(), bytes: text.into_bytes() }]
}

fn svg_files(report: &Report, kit: &Kit<'_>) -> Vec<File> {
    let frame = file_frame(&source_line(report));
    let charts = report.sections.iter().flat_map(|section| section.charts.iter().map(move |chart| (section.id, chart)));
    charts
        .map(|(section, chart)| File {
            name: format!("{section}.{}.svg", chart.id),
            bytes: svg::file(chart, &frame, &View::of(report, section, &chart.id).text(), kit).into_bytes(),
        })
        .collect()
}

/// How a chart is drawn as a picture to share.
pub fn card_frame(footer: &str) -> Frame {
    Frame { width: CARD.0, furniture: Furniture::Card, ..file_frame(footer) }
}

/// How a chart is drawn into a file: with its words, at the width of a column of text.
pub fn file_frame(footer: &str) -> Frame {
    Frame {
        width: 680.0,
        scale: 1.0,
        furniture: Furniture::File,
        ground: true,
        footer: footer.to_owned(),
        highlight: None,
        focus: None,
    }
}

/// How firm a finding is, in a line: a square for each basket, filled where it holds, and the words.
pub fn firmness_line(firmness: &Firmness) -> String {
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
