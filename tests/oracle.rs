//! The Rust against an independent computation: `tests/oracle`, plain JS written from the contract.
//!
//! Every metric of every section, and the rows of the tables that the contract names, on the sample,
//! on generated rows, and on real dumps where `../shared/data` is there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use at_hand::at_hand;
use serde_json::Value;

mod at_hand;

/// Queries under which each input is compared.
const QUERIES: [&str; 11] = [
    "",
    "top=all registry=seed",
    "top=100 by=likes mapping=wide",
    "window=all by=downloads-all pair:Qwen,google",
    "top=all license:apache-2.0 license:mit -owner:Qwen created>=2023-06 created<2026-01 size<70b",
    "top=50 task:text-generation region:western qwen",
    "top=all attribution=entity -owner:Microsoft",
    "registry=custom attribution=entity pair:google,qwen",
    "top=300 registry=seed attribution=entity region:western",
    "top=all attribution=base window=all",
    "attribution=base family:qwen family:\"stable diffusion\" family:\"no family\" -region:western",
];

/// The table of owners behind `registry=custom`, with rows that cannot be used.
const OWN_TABLE: &str = "tests/oracle/own-table.csv";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn run(program: &str, args: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(args).current_dir(root()).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; Node 20 is needed for the oracle"));
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn node(args: &[&str]) -> Vec<u8> {
    run("node", args)
}

fn compare(file: &Path) {
    compare_kind(file, "models");
}

fn compare_kind(file: &Path, kind: &str) {
    compare_under(file, kind, &QUERIES);
}

fn compare_under(file: &Path, kind: &str, queries: &[&str]) {
    let path = file.to_str().unwrap();
    for &query in queries {
        let table = if query.contains("registry=custom") { &["--registry", OWN_TABLE][..] } else { &[] };
        let ours = ["report", path, "--kind", kind, "--where", query];
        let ours = run(env!("CARGO_BIN_EXE_hubstate"), &[&ours, table].concat());
        let theirs = ["tests/oracle/run.mjs", path, "--kind", kind, "--query", query];
        let theirs = node(&[&theirs, table].concat());
        let ours: Value = serde_json::from_slice(&ours).unwrap();
        let theirs: Value = serde_json::from_slice(&theirs).unwrap();
        let mut differences = Vec::new();
        facts(&ours, &theirs, &mut differences);
        sections(&ours, &theirs, &mut differences);
        assert!(differences.is_empty(), "{path} under `{query}`, ours against the oracle:\n{}", differences.join("\n"));
    }
}

fn facts(ours: &Value, theirs: &Value, differences: &mut Vec<String>) {
    for (part, keys) in [
        ("snapshot", ["kind", "captured_at", "rows", "rejected", "duplicates", "left_out"].as_slice()),
        ("basket", ["query", "repos", "downloads", "likes", "window"].as_slice()),
    ] {
        for key in keys {
            equal(&format!("{part}.{key}"), &ours[part][key], &theirs[part][key], differences);
        }
    }
}

fn sections(ours: &Value, theirs: &Value, differences: &mut Vec<String>) {
    let ours = ours["sections"].as_array().unwrap();
    for (id, expected) in theirs["sections"].as_object().unwrap() {
        let Some(section) = ours.iter().find(|section| section["id"] == id.as_str()) else {
            differences.push(format!("{id}: the section is missing"));
            continue;
        };
        equal(&format!("{id}.outcome"), &section["outcome"], &expected["outcome"], differences);
        for (metric, value) in expected["metrics"].as_object().unwrap() {
            equal(&format!("{id}.{metric}"), &section["metrics"][metric]["value"], value, differences);
        }
        for (table, rows) in expected["tables"].as_object().into_iter().flatten() {
            let found = section["tables"].as_array().unwrap().iter().find(|t| t["id"] == table.as_str());
            tables(&format!("{id}.{table}"), found.map(|t| &t["rows"]), rows, differences);
        }
    }
}

/// The oracle's columns stand first in ours, in the same order.
fn tables(place: &str, ours: Option<&Value>, theirs: &Value, differences: &mut Vec<String>) {
    let (Some(ours), Some(theirs)) = (ours.and_then(Value::as_array), theirs.as_array()) else {
        differences.push(format!("{place}: the table is missing"));
        return;
    };
    if ours.len() != theirs.len() {
        differences.push(format!("{place}: {} rows, the oracle has {}", ours.len(), theirs.len()));
    }
    for (at, (row, expected)) in ours.iter().zip(theirs).enumerate() {
        for (column, value) in expected.as_array().unwrap().iter().enumerate() {
            equal(&format!("{place}[{at}][{column}]"), &row[column], value, differences);
        }
    }
}

/// Numbers may differ in the last digits: the oracle sums floats in its own order and rounds nothing.
fn equal(place: &str, ours: &Value, theirs: &Value, differences: &mut Vec<String>) {
    let close = match (ours.as_f64(), theirs.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1e-300),
        _ => ours == theirs,
    };
    if !close && differences.len() < 40 {
        differences.push(format!("  {place}: {ours} against {theirs}"));
    }
}

#[test]
fn on_the_sample() {
    let file = scratch("sample.json");
    run(env!("CARGO_BIN_EXE_hubstate"), &["sample", "--out", file.to_str().unwrap()]);
    compare(&file);
}

#[test]
fn on_generated_rows() {
    for (name, args) in [
        ("full.json", &["2000", "--seed", "7"][..]),
        ("expand.json", &["3000", "--shape", "expand", "--seed", "8"][..]),
        ("lines.jsonl", &["1500", "--shape", "jsonl", "--seed", "9"][..]),
    ] {
        let file = scratch(name);
        fs::write(&file, node(&[&["tests/oracle/generate.mjs"], args].concat())).unwrap();
        compare(&file);
    }
}

/// So many that rankings, orders of ids and names, and places of parameters are kept instead of found anew: all rows,
/// and as good as all of them, which are met in the order of the snapshot as well.
#[test]
fn on_more_rows_than_are_compared_one_by_one() {
    let file = scratch("many.json");
    fs::write(&file, node(&["tests/oracle/generate.mjs", "70000", "--shape", "expand", "--seed", "6"])).unwrap();
    let queries = ["top=all", "top=all window=all by=likes attribution=base -license:gemma"];
    compare_under(&file, "models", &queries);
}

#[test]
fn on_generated_datasets_and_spaces() {
    for kind in ["datasets", "spaces"] {
        let file = scratch(&format!("{kind}.json"));
        fs::write(&file, node(&["tests/oracle/generate.mjs", "1500", "--shape", kind, "--seed", "5"])).unwrap();
        compare_kind(&file, kind);
    }
}

#[test]
fn on_generated_rows_with_faults() {
    let file = scratch("faults.json");
    fs::write(&file, node(&["tests/oracle/generate.mjs", "800", "--shape", "expand", "--faults", "--seed", "3"]))
        .unwrap();
    compare(&file);
}

#[test]
fn on_real_dumps() {
    let dumps = [
        ("radar_hf/radar_models.json", "models"),
        ("starscreener_2026-05/huggingface-trending.json", "models"),
        ("starscreener_2026-05/huggingface-datasets.json", "datasets"),
        ("starscreener_2026-05/huggingface-spaces.json", "spaces"),
        ("llmfit/hf_models.json", "models"),
        ("dome_columnar/transformersjs_07-05-2026.json", "models"),
    ];
    for (dump, kind) in dumps {
        if let Some(file) = at_hand(dump) {
            compare_kind(&file, kind);
        }
    }
}
