//! Does a picture of the report tell which view it shows, and look the same on another machine?

#![allow(clippy::unwrap_used)]

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    output::{self, File, Kit, View, picture},
    report::Report,
    sample::sample,
    sections,
};

const FONT: &[u8] = include_bytes!("../www/font/inter-latin.woff2");

fn report() -> Report {
    let read = input::read(sample().as_bytes(), Options { checksum: true, ..Options::default() }).unwrap();
    let query = Query::parse("top=200 license:apache-2.0").unwrap();
    sections::run(&Basket::select(read.snapshot(None).unwrap(), &query), &["organizations".to_owned()])
}

fn svg_files(report: &Report, font: Option<&[u8]>) -> Vec<File> {
    (output::output("svg").unwrap().write)(report, &Kit { font })
}

#[test]
fn every_svg_file_names_its_view() {
    let report = report();
    let files = svg_files(&report, Some(FONT));
    assert_eq!(files.len(), report.sections[0].charts.len());
    for (file, chart) in files.iter().zip(&report.sections[0].charts) {
        let view = View::parse(&picture::view_in(&file.bytes).unwrap()).unwrap();
        assert_eq!(view, View::of(&report, "organizations", &chart.id));
        assert_eq!(file.name, format!("{}.{}.svg", view.section, view.chart));
        assert_eq!(view.query, "top=200 by=downloads license:apache-2.0");
        assert_eq!(Some(&view.sha256), report.snapshot.sha256.as_ref());
    }
}

#[test]
fn an_svg_file_carries_its_font_once_and_loads_nothing() {
    let report = report();
    for (with, without) in svg_files(&report, Some(FONT)).iter().zip(&svg_files(&report, None)) {
        let (with, without) = (std::str::from_utf8(&with.bytes).unwrap(), std::str::from_utf8(&without.bytes).unwrap());
        assert_eq!(with.matches("@font-face").count(), 1);
        // 28,988 bytes of woff2 begin with `wOF2` and are four signs for three bytes.
        assert!(with.contains("base64,d09GMg"), "{}", &with[..600]);
        assert_eq!(with.len() - without.len(), FONT.len().div_ceil(3) * 4 + "<style>@font-face{font-family:Inter;font-weight:400 700;src:url(data:font/woff2;base64,) format(\"woff2\")}</style>\n".len());
        let addresses = |text: &str| text.matches("http").count();
        assert_eq!(addresses(with), 1, "the name of the language alone");
        assert!(!without.contains("url("));
    }
}
