//! The report on the sample gives the figures that "Hugging Face Hub State 2026" published for
//! 29 April 2026, rounded as published, and shows where that report contradicts itself.

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    report::{Report, Section, Value},
    sections,
};

fn report() -> Report {
    let read = input::read(hubstate::sample::sample().as_bytes(), Options::default()).unwrap();
    let query = Query::parse("registry=seed pair:Qwen,meta-llama").unwrap();
    sections::run(&Basket::select(read.snapshot(None).unwrap(), &query), &[])
}

fn section<'a>(report: &'a Report, id: &str) -> &'a Section {
    report.sections.iter().find(|section| section.id == id).unwrap()
}

fn number(report: &Report, id: &str, metric: &str) -> f64 {
    section(report, id).metrics.get(metric).unwrap().value.number().unwrap()
}

/// The number in a row of a table, found by its first cell.
fn cell(report: &Report, id: &str, table: &str, row: &str, column: usize) -> f64 {
    let table = section(report, id).tables.iter().find(|t| t.id == table).unwrap();
    let row = table.rows.iter().find(|cells| cells[0] == Value::from(row)).unwrap();
    row[column].number().unwrap()
}

/// A share in per cent with one decimal, as published.
fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

fn millions(downloads: f64) -> String {
    format!("{:.1}", downloads / 1e6)
}

#[test]
fn a1_to_a7_downloads_and_owners() {
    let report = report();
    assert_eq!(format!("{:.2}", number(&report, "overview", "downloads") / 1e9), "2.16");
    assert_eq!(number(&report, "organizations", "leader_downloads"), 399_454_717.0);
    assert_eq!(percent(number(&report, "organizations", "leader_share")), "18.5");
    assert_eq!(millions(number(&report, "organizations", "runner_up_downloads")), "317.7");
    assert_eq!(percent(number(&report, "organizations", "runner_up_share")), "14.7");
    for (owner, downloads, share) in [("google", "104.2", "4.8"), ("openai", "91.6", "4.2"), ("BAAI", "84.7", "3.9")] {
        assert_eq!(millions(cell(&report, "organizations", "owners", owner, 2)), downloads, "{owner}");
        assert_eq!(percent(cell(&report, "organizations", "owners", owner, 3)), share, "{owner}");
    }
    assert_eq!(percent(number(&report, "concentration", "top5_share")), "46.1");
    assert_eq!(percent(number(&report, "concentration", "top10_share")), "58.5");
    assert_eq!(number(&report, "concentration", "half_rank"), 7.0);
}

#[test]
fn a10_to_a14_licenses_regions_and_tasks() {
    let report = report();
    assert_eq!(percent(number(&report, "licenses", "permissive_share")), "71.5");
    for (id, count) in [("apache-2.0", 490.0), ("mit", 198.0), ("unspecified", 115.0)] {
        assert_eq!(cell(&report, "licenses", "licenses", id, 2), count, "{id}");
    }
    assert_eq!(format!("{:.0}", number(&report, "regions", "eastern_downloads") / 1e6), "522");
    assert_eq!(percent(number(&report, "regions", "eastern_share")), "24.1");
    for (task, count) in [
        ("text-generation", 222.0),
        ("image-text-to-text", 118.0),
        ("sentence-similarity", 76.0),
        ("feature-extraction", 65.0),
        ("automatic-speech-recognition", 55.0),
        ("image-classification", 49.0),
    ] {
        assert_eq!(cell(&report, "tasks", "tasks", task, 1), count, "{task}");
    }
    let images =
        number(&report, "modalities", "multimodal_count_share") + number(&report, "modalities", "cv_count_share");
    assert!((0.20..=0.30).contains(&images), "{images}");
}

#[test]
fn a15_to_a19_sizes_and_cohorts() {
    let report = report();
    assert_eq!(number(&report, "declared-sizes", "declared_count"), 351.0);
    assert_eq!(section(&report, "declared-sizes").metrics.get("largest_band").unwrap().value, Value::from("13-33b"));
    assert_eq!(number(&report, "declared-sizes", "largest_band_count"), 83.0);
    assert_eq!(number(&report, "declared-sizes", "sub7b_count"), 143.0);
    assert_eq!(cell(&report, "declared-sizes", "bands", "ge70b", 1), 19.0);
    let year = |cohort| cell(&report, "cohorts", "years", cohort, 1);
    assert_eq!(year("before 2022-03") + year("2022"), 258.0);
    assert_eq!([year("2023"), year("2024"), year("2025"), year("2026")], [128.0, 225.0, 231.0, 158.0]);
}

#[test]
fn a8_a9_and_a17_contradict_themselves() {
    let report = report();
    // "about 6×" the downloads of meta-llama: its own figures give 13.5.
    assert_eq!(format!("{:.1}", number(&report, "organizations", "pair_ratio")), "13.5");
    // "nearly" Google's footprint and "4×" it: its own figures give 3.8.
    let google = cell(&report, "organizations", "owners", "google", 2);
    assert_eq!(format!("{:.1}", number(&report, "organizations", "leader_downloads") / google), "3.8");
    // "40.7 %" and "179 (51 %)" below 7B: of 351 these are two different counts.
    assert_eq!(percent(number(&report, "declared-sizes", "sub7b_share")), "40.7");
    assert_eq!(percent(179.0 / number(&report, "declared-sizes", "declared_count")), "51.0");
}

#[test]
fn what_the_article_does_not_give_is_not_recorded() {
    let report = report();
    let gating = section(&report, "gating");
    assert!(gating.metrics.0.is_empty() && gating.reason.as_deref().is_some_and(|reason| reason.contains("gating")));
}
