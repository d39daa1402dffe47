//! The ledger on the sample and on a real dump, `hubstate check` and its exit codes.

use std::{fs, path::PathBuf, process::Command};

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    lenses::{
        self, Answers,
        claims::{self, Verdict, ledger},
    },
    sample::sample,
};
use serde_json::Value;

mod at_hand;

/// Id, verdict and reason of every claim of the ledger.
fn verdicts(dump: &str) -> Vec<(&'static str, Verdict, String)> {
    let read = input::read(dump.as_bytes(), Options::default()).unwrap();
    let query = Query::default();
    let basket = Basket::select(read.snapshot(None).unwrap(), &query);
    let judged = claims::judge(&basket, &mut Answers::new(&basket, &[]), ledger());
    judged.into_iter().map(|one| (one.claim.id.as_str(), one.verdict, one.why)).collect()
}

fn of(id: &str, dump: &str) -> Verdict {
    verdicts(dump).into_iter().find(|(other, ..)| *other == id).unwrap().1
}

#[test]
fn table_a_holds_on_the_sample_but_where_it_contradicts_itself() {
    for (id, verdict, why) in verdicts(&sample()) {
        let expected: &[Verdict] = match id {
            "A8" | "A9" | "A17" | "A17.count" => &[Verdict::Contradicted],
            "A20" | "A21" => &[Verdict::NotComputable],
            id if id.starts_with('A') => &[Verdict::Holds],
            _ => &[Verdict::OtherPopulation, Verdict::NotComputable],
        };
        assert!(expected.contains(&verdict), "{id}: {verdict:?}, {why}");
        assert!(verdict == Verdict::Holds || !why.is_empty(), "{id} says not why");
    }
}

#[test]
fn a_contradiction_shows_its_arithmetic() {
    let told = verdicts(&sample());
    let why = |id: &str| told.iter().find(|(other, ..)| *other == id).unwrap().2.clone();
    assert!(why("A8").contains("399.4M ÷ 29.6M = 13.5×"), "{}", why("A8"));
    assert!(why("A9").contains("399.4M ÷ 104.2M = 3.8×"), "{}", why("A9"));
    assert!(why("A17").contains("179 ÷ 351 = 51.0\u{202f}%"), "{}", why("A17"));
    assert!(why("A17.count").contains("40.7% × 351 = 143"), "{}", why("A17.count"));
}

/// The sample with one figure of one of its rows changed: the first in which `from` stands.
fn changed(from: &str, to: &str) -> String {
    let sample = sample();
    assert!(sample.contains(from), "the sample has no {from}");
    sample.replacen(from, to, 1)
}

/// The sample with a download more for the first model of an owner.
fn one_more_download(owner: &str) -> String {
    let sample = sample();
    let row = sample.lines().find(|line| line.starts_with(&format!(r#"{{"id":"{owner}/"#))).unwrap();
    let downloads = row.split(r#""downloads":"#).nth(1).unwrap().split(',').next().unwrap();
    let more = (downloads.parse::<u64>().unwrap() + 1).to_string();
    changed(row, &row.replacen(downloads, &more, 1))
}

#[test]
fn one_changed_figure_turns_its_row() {
    assert_eq!(of("A2", &one_more_download("Qwen")), Verdict::Changed);
    // One of 317,684,912 is not seen in four digits.
    assert_eq!(of("A4.downloads", &one_more_download("sentence-transformers")), Verdict::Holds);
    let relicensed = changed(r#""license":"mit""#, r#""license":"gpl-3.0""#);
    assert_eq!((of("A11.mit", &relicensed), of("A11.apache-2.0", &relicensed)), (Verdict::Changed, Verdict::Holds));
    let retasked = changed(r#""pipeline_tag":"sentence-similarity""#, r#""pipeline_tag":"fill-mask""#);
    assert_eq!(of("A13.sentence-similarity", &retasked), Verdict::Changed);
    let younger = changed(r#""createdAt":"2023-"#, r#""createdAt":"2024-"#);
    assert_eq!((of("A19.2023", &younger), of("A19.2024", &younger)), (Verdict::Changed, Verdict::Changed));
    // Another day is no other population, another listing is.
    assert_eq!(of("A2", &changed("2026-04-29", "2026-06-01")), Verdict::Holds);
    assert_eq!(of("A2", &changed("sort=downloads", "sort=likes")), Verdict::OtherPopulation);
}

#[test]
fn gated_models_in_the_data_refute_that_they_are_hidden() {
    let gated = changed(r#""createdAt""#, r#""gated":"auto","createdAt""#);
    assert_eq!(of("A21", &gated), Verdict::Contradicted);
    if let Some(path) = at_hand::at_hand("radar_hf/radar_models.json") {
        assert_eq!(of("A21", &fs::read_to_string(path).unwrap()), Verdict::Contradicted);
    }
}

#[test]
fn the_section_counts_what_the_table_lists() {
    let read = input::read(sample().as_bytes(), Options::default()).unwrap();
    let query = Query::default();
    let own = claims::Claims::read(b"id,published,expression\nmine,1000,overview.repos\n");
    let report = lenses::report(&Basket::select(read.snapshot(None).unwrap(), &query), &[], &own.rows);
    let section = report.sections.last().unwrap();
    assert_eq!(section.id, "claims");
    let count = |id: &str| section.metrics.get(id).unwrap().value.number().unwrap();
    let sum: f64 = ["holding", "changed", "contradicted", "other_population", "not_computable"].map(count).iter().sum();
    assert_eq!((sum, count("contradicted"), count("changed")), (ledger().len() as f64, 4.0, 0.0));
    let table = |id: &str| section.tables.iter().find(|table| table.id == id).unwrap();
    assert_eq!((table("ledger").rows.len(), table("yours").rows.len()), (ledger().len(), 1));
    assert_eq!(section.charts[0].marks.iter().filter_map(|mark| mark.second.number()).sum::<f64>(), sum);
}

fn scratch(name: &str, text: &str) -> PathBuf {
    at_hand::scratch("claims", name, text)
}

/// The exit code of `hubstate check`, and what it prints.
fn check(dump: &PathBuf, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    let output = command.arg("check").arg(dump).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_exit_code_tells_ci_what_to_do() {
    let same = scratch("sample.json", &sample());
    let other = scratch("changed.json", &one_more_download("Qwen"));
    let (code, out, _) = check(&same, &[]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("\nholds             A2 ") && out.trim_end().ends_with("models of 2026-04-29"), "{out}");
    let (code, out, _) = check(&other, &[]);
    assert_eq!(code, 1);
    assert!(out.contains("changed           A2 ") && out.contains("399,454,718"), "{out}");
    let (code, _, said) = check(&scratch("page.html", "<!doctype html><p>no</p>"), &[]);
    assert!(code == 3 && said.contains("HTML"), "{said}");
    assert_eq!(check(&PathBuf::from("nowhere.json"), &[]).0, 3);
}

#[test]
fn a_reader_brings_claims_of_their_own() {
    let dump = scratch("changed-for-own.json", &one_more_download("Qwen"));
    let own = |name: &str, rows: &str| {
        let path = scratch(name, &format!("id,claim,published,expression\n{rows}"));
        check(&dump, &["--claims", path.to_str().unwrap()])
    };
    // Only the file given counts, though the ledger has a changed figure on this dump.
    let (code, out, said) = own("holds.csv", "n,models,1000,overview.repos\n");
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(out.contains("1 hold") && !out.contains("A2"), "{out}");
    assert_eq!(own("changed.csv", "n,models,999,overview.repos\n").0, 1);
    let (code, out, said) = own("bad.csv", "n,models,1000,overview.repos\nm,typo,1,overview.repo\nk,typo,1,overview\n");
    assert_eq!(code, 2);
    assert!(out.contains("1 holds") && out.contains("1 not computable"), "{out}");
    assert!(said.contains("bad.csv: line 4, column 18: found the end, expected `.`"), "{said}");
    assert!(said.contains("bad.csv: line 3, column 10: found `overview` has no metric `repo`, but repos"), "{said}");
    assert_eq!(check(&dump, &["--claims", "nowhere.csv"]).0, 2);
}

#[test]
fn spaces_are_ranked_by_likes_where_nothing_is_said() {
    let rows: Vec<String> = (0..1000).map(|at| format!(r#"{{"id":"a/{at}","likes":{at}}}"#)).collect();
    let text = format!(r#"{{"query":"sort=likes&limit=1000","spaces":[{}]}}"#, rows.join(","));
    let spaces = scratch("spaces.json", &text);
    let expression = "space-overview.repos";
    let populations = ["spaces", "spaces top=1000 by=likes", "spaces by=downloads"];
    let claims = populations.iter().map(|population| format!("{population},{population},1000,{expression}\n"));
    let own = scratch("spaces.csv", &format!("id,population,published,expression\n{}", claims.collect::<String>()));
    let (code, out, errors) = check(&spaces, &["--claims", own.to_str().unwrap()]);
    let verdicts: Vec<&str> = out.lines().skip(1).take(3).map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!((code, verdicts), (0, vec!["holds", "holds", "other population"]), "{out}{errors}");
}

#[test]
fn the_answer_can_be_kept_as_a_report() {
    let dump = scratch("for-json.json", &sample());
    let (code, out, _) = check(&dump, &["--as", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, report["sections"].as_array().unwrap().len()), (0, 1));
    assert_eq!(report["sections"][0]["metrics"]["contradicted"]["value"], 4);
    assert!(check(&dump, &["--as", "markdown"]).1.contains("| A2 |"));
}
