//! The SQL of `docs/engines` on rows in the layout of hub-stats: what it makes of them is read as the same report as
//! the rows themselves, and its series has the report's figures.
//!
//! DuckDB comes from PyPI; where it cannot be had the test says so and ends.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

const DAYS: [&str; 2] = ["2026-04-22", "2026-04-29"];

/// The columns of the series, and the metrics that they are.
const SERIES: [(&str, &str, &str); 14] = [
    ("models", "overview", "repos"),
    ("downloads", "overview", "downloads"),
    ("median_downloads", "overview", "median_downloads"),
    ("owners", "overview", "owners"),
    ("leader", "organizations", "leader"),
    ("leader_share", "organizations", "leader_share"),
    ("top5_share", "concentration", "top5_share"),
    ("top10_share", "concentration", "top10_share"),
    ("top50_share", "concentration", "top50_share"),
    ("half_rank", "concentration", "half_rank"),
    ("hhi", "concentration", "hhi"),
    ("permissive_count", "licenses", "permissive_count"),
    ("permissive_share", "licenses", "permissive_share"),
    ("permissive_download_share", "licenses", "permissive_download_share"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rows as the Hub gives them, without what hub-stats leaves out, some with a card that says what their tags do not.
fn generated() -> Vec<Value> {
    let run = Command::new("node")
        .args(["tests/oracle/generate.mjs", "400", "--shape", "expand"])
        .current_dir(root())
        .output()
        .expect("Node 20 is needed for the generator");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut rows: Vec<Value> = serde_json::from_slice(&run.stdout).unwrap();
    for (at, row) in rows.iter_mut().enumerate() {
        let row = row.as_object_mut().unwrap();
        row.remove("authorData");
        row.remove("gated");
        if at % 4 == 0 {
            row["tags"].as_array_mut().unwrap().retain(|tag| !tag.as_str().unwrap().starts_with("license:"));
        }
        if at % 3 == 0 {
            let license = if at % 2 == 0 { json!("MIT") } else { json!(["gemma", "mit"]) };
            let language = if at % 5 == 0 { json!(["de", "fr"]) } else { json!("zh") };
            row.insert(
                "cardData".into(),
                json!({ "license": license, "license_name": "own", "language": language, "base_model": ["a/x"] }),
            );
        }
    }
    rows
}

/// One odd thing each.
fn odd() -> Vec<Value> {
    let day = "2024-02-03T04:05:06.000Z";
    vec![
        json!({"_id": "f1", "id": "odd/no-tags", "downloads": 900_000, "createdAt": day}),
        json!({"_id": "f2", "id": "odd/empty-tags", "downloads": 800_000, "tags": [], "createdAt": day}),
        json!({"_id": "f3", "id": "odd/empty-license", "downloads": 700_000, "tags": ["license:", "License:mit", "license:Apache-2.0"], "createdAt": day}),
        json!({"_id": "f4", "id": "odd/base-of-card", "downloads": 600_000, "tags": ["en", "NV", "region:us"], "createdAt": day,
            "cardData": {"base_model": "google/one", "license": "unheard-of"}}),
        json!({"_id": "f5", "id": "odd/sum", "downloads": 500_000, "createdAt": day, "safetensors": {"parameters": {"BF16": 5, "F32": 7}}}),
        json!({"_id": "f6", "id": "odd/zero", "downloads": 400_000, "createdAt": day, "safetensors": {"parameters": {"F32": 0}, "total": 0}}),
        json!({"_id": "f7", "id": "no-owner", "author": "someone", "downloads": 300_000, "createdAt": day}),
        json!({"_id": "f8", "id": "nobody", "downloads": 200_000, "tags": ["diffusers:FluxPipeline", "arxiv:2307.09288v2"], "createdAt": day}),
        json!({"_id": "f9", "id": "odd/unknown-downloads", "tags": ["base_model:quantized:odd/sum", "base_model:odd/sum"], "createdAt": "2022-03-02T23:29:04.000Z"}),
        json!({"_id": "fa", "id": "odd/private", "downloads": 1, "private": true, "createdAt": day}),
        json!({"_id": "fb", "downloads": 1, "tags": ["no id"], "createdAt": day}),
        json!({"_id": "fc", "id": "odd/resolved", "downloads": 100, "tags": ["base_model:adapter:a/b"], "createdAt": day,
            "baseModels": {"relation": "merge", "models": [{"_id": "1", "id": "c/d"}, {"_id": "2", "id": "e/f"}]},
            "config": {"model_type": "llama"}, "gguf": {"total": 12, "architecture": "qwen2"}}),
    ]
}

/// The rows of each day: the first lacks columns that came later.
fn days() -> [Vec<Value>; 2] {
    let rows: Vec<Value> = generated().into_iter().chain(odd()).collect();
    let mut earlier = rows[..300].to_vec();
    for (at, row) in earlier.iter_mut().enumerate() {
        let row = row.as_object_mut().unwrap();
        for key in ["baseModels", "downloadsAllTime", "trendingScore", "gguf", "private"] {
            row.remove(key);
        }
        row["downloads"] = json!(row["downloads"].as_u64().unwrap() / (1 + at as u64 % 3));
    }
    [earlier, rows]
}

fn report(path: &Path, day: Option<&str>) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    command.arg("report").arg(path).args(["--where", "top=all", "--as", "json"]);
    command.args(day.into_iter().flat_map(|day| ["--captured-at", day]));
    let run = command.output().unwrap();
    assert!(run.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&run.stderr));
    let mut report: Value = serde_json::from_slice(&run.stdout).unwrap();
    report["snapshot"].as_object_mut().unwrap().remove("sha256");
    report
}

/// The folder with what the SQL made of each day's rows, if DuckDB can be had.
fn run(days: &[Vec<Value>; 2]) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("engines");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new("python3");
    command.arg(root().join("tests/engines/run.py")).arg(&folder);
    for (day, rows) in DAYS.iter().zip(days) {
        let path = folder.join(day).with_extension("jsonl");
        fs::write(&path, rows.iter().map(|row| format!("{row}\n")).collect::<String>()).unwrap();
        command.arg(format!("{day}={}", path.display()));
    }
    let Ok(run) = command.output() else {
        eprintln!("skipped: there is no python3");
        return None;
    };
    let said = String::from_utf8_lossy(&run.stderr);
    if run.status.code() == Some(77) {
        eprint!("{said}");
        return None;
    }
    assert!(run.status.success(), "{said}");
    Some(folder)
}

/// The line of a day as pairs of column and cell.
fn line<'a>(series: &'a str, day: &str) -> Vec<(&'a str, &'a str)> {
    let mut lines = series.lines();
    let columns = lines.next().unwrap().split(',');
    let cells = lines.find(|line| line.starts_with(day)).unwrap_or_else(|| panic!("{day} is missing:\n{series}"));
    columns.zip(cells.split(',')).collect()
}

fn metric<'a>(report: &'a Value, section: &str, name: &str) -> &'a Value {
    let sections = report["sections"].as_array().unwrap();
    &sections.iter().find(|other| other["id"] == section).unwrap()["metrics"][name]["value"]
}

/// Numbers to the twelve digits that the report writes.
fn same(cell: &str, value: &Value) -> bool {
    match (cell.parse::<f64>(), value.as_f64()) {
        (Ok(cell), Some(value)) => (cell - value).abs() <= 1e-11 * value.abs(),
        _ => value.as_str() == Some(cell),
    }
}

#[test]
fn a_snapshot_and_a_series_by_duckdb_say_what_the_rows_say() {
    let days = days();
    let Some(folder) = run(&days) else { return };
    let series = fs::read_to_string(folder.join("series.csv")).unwrap();
    assert_eq!(series.lines().count(), 1 + DAYS.len(), "{series}");
    for day in DAYS {
        let rows = report(&folder.join(day).with_extension("jsonl"), Some(day));
        let mut snapshot = report(&folder.join(day).join("snapshot.parquet"), None);
        // The day is what the file says of itself, as its kind is; the source is the one thing that rows do not say.
        let source = std::mem::replace(&mut snapshot["snapshot"]["source"], rows["snapshot"]["source"].clone());
        assert_eq!(source, "cfahlgren1/hub-stats, by DuckDB", "{day}");
        assert_eq!(snapshot["snapshot"], rows["snapshot"], "{day}");
        for (ours, theirs) in snapshot["sections"].as_array().unwrap().iter().zip(rows["sections"].as_array().unwrap())
        {
            assert_eq!(ours, theirs, "{day}: {}", theirs["id"]);
        }
        assert_eq!(snapshot, rows, "{day}");
        let cells = line(&series, day);
        for (column, section, name) in SERIES {
            let cell = cells.iter().find(|(other, _)| *other == column).unwrap().1;
            let value = metric(&rows, section, name);
            assert!(same(cell, value), "{day}, {column}: the series has {cell}, the report {value}");
        }
    }
    let size = |name: &str| fs::metadata(folder.join(DAYS[1]).join(name)).unwrap().len();
    assert!(2 * size("snapshot.parquet") < size("models.parquet"), "{} bytes", size("snapshot.parquet"));
}
