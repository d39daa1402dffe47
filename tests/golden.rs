//! Whole reports as Markdown, so that a reviewer can judge a change: on the sample, on a shelf of twelve
//! models small enough to count by hand, on datasets and Spaces, and on a snapshot that records almost nothing; all but the
//! first without the ledger of claims.
//!
//! `UPDATE=1 cargo test --test golden` rewrites them; look at every difference before accepting it.

use std::{env, fs, path::Path};

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    lenses, output,
};

fn check(name: &str, rows: &str, query: &str) {
    let read = input::read(rows.as_bytes(), Options::default()).unwrap();
    let snapshot = read.snapshot(None).unwrap();
    let query = Query::parse_for(snapshot.kind, query).unwrap();
    let kept = |id: &&str| name == "sample" || *id != "claims";
    let only: Vec<String> = lenses::ids().filter(kept).map(str::to_owned).collect();
    let report = lenses::report(&Basket::select(snapshot, &query), &only, &[]);
    let files = (output::output("markdown").unwrap().write)(&report, &output::Kit::default());
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/report").join(format!("{name}.md"));
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let difference = golden.lines().zip(text.lines()).find(|(a, b)| a != b);
    assert!(
        golden == text,
        "{} differs, first in {difference:?}; run `UPDATE=1 cargo test --test golden` and look at the difference",
        path.display()
    );
}

const SHELF: &str = include_str!("data/shelf.json");

#[test]
fn the_sample() {
    check("sample", &hubstate::sample::sample(), "");
}

#[test]
fn the_sample_by_the_published_definitions() {
    check("sample-seed", &hubstate::sample::sample(), "registry=seed pair:Qwen,meta-llama");
}

#[test]
fn a_shelf_that_can_be_counted_by_hand() {
    check("shelf", SHELF, "top=all");
}

#[test]
fn a_part_of_the_shelf_over_all_time() {
    check("shelf-filtered", SHELF, "top=all window=all by=downloads-all license:apache-2.0 license:mit -owner:google");
}

#[test]
fn datasets() {
    check("datasets", include_str!("data/shelf-datasets.json"), "");
}

#[test]
fn spaces_whose_weight_is_likes() {
    check("spaces", include_str!("data/shelf-spaces.json"), "");
}

#[test]
fn a_snapshot_that_records_almost_nothing() {
    check("ids-only", r#"[{"id":"a/b"},{"id":"a/c-7b"},{"id":"gpt2"}]"#, "");
}

#[test]
fn an_empty_snapshot() {
    check("empty", "[]", "");
}
