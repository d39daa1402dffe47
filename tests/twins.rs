//! The same rows in another form are the same report: real dumps, written again in Rust, and as people convert them,
//! by pandas, Polars and DuckDB (`twins/convert.py`).
//!
//! What stands beside the rows is lost on the way, so that the day of capture is stated.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use at_hand::{DUMPS, at_hand};
use flate2::{Compression, write::GzEncoder};
use hubstate::{
    basket::{Basket, Query},
    input::{Options, PARQUET_MAGIC, Read, Reader, read},
    lenses,
    model::{Capture, Day, Snapshot},
    output::{Kit, output},
};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use shown::rows_text;

mod at_hand;
mod shown;

/// A dump that is at hand, what is read of it, and its rows as text.
struct Dump {
    path: PathBuf,
    read: Read,
    text: String,
}

fn dumps() -> Vec<Dump> {
    let read = |path: PathBuf| {
        let read = read(&fs::read(&path).unwrap(), Options::default()).unwrap();
        let text = rows_text(&read.snapshots[0]);
        Dump { path, read, text }
    };
    DUMPS.into_iter().filter_map(at_hand).map(read).collect()
}

/// The day that stands beside the rows.
fn day(dump: &Dump) -> Option<Day> {
    match dump.read.snapshots[0].captured {
        Capture::Stated(day) => Some(day),
        _ => None,
    }
}

/// Reads a file as the command line does.
fn read_file(bytes: &[u8], captured_at: Option<Day>) -> Result<Read, String> {
    let options = Options { captured_at, checksum: false };
    if bytes.starts_with(PARQUET_MAGIC) {
        return read(bytes, options).map_err(|error| error.to_string());
    }
    let mut reader = Reader::new(options);
    for chunk in bytes.chunks(1 << 20) {
        reader.feed(chunk).map_err(|error| error.to_string())?;
    }
    reader.finish().map_err(|error| error.to_string())
}

/// The whole report on a snapshot, without what the bytes themselves were.
fn report(snapshot: &Snapshot) -> Value {
    let query = Query::parse_for(snapshot.kind, "").unwrap();
    let report = lenses::report(&Basket::select(snapshot, &query), &[], &[]);
    let kit = Kit::default();
    let mut report: Value = serde_json::from_slice(&(output("json").unwrap().write)(&report, &kit)[0].bytes).unwrap();
    for key in ["source", "sha256"] {
        report["snapshot"].as_object_mut().unwrap().remove(key);
    }
    report
}

fn same_report(name: &str, dump: &Dump, twin: &Read) {
    let (dump, twin) = (report(&dump.read.snapshots[0]), report(&twin.snapshots[0]));
    let part = |report: &Value, key: &str| report.as_object().unwrap()[key].clone();
    for key in dump.as_object().unwrap().keys() {
        assert_eq!(part(&twin, key), part(&dump, key), "{name}: {key}");
    }
}

/// What differs between a dump and its twin, if anything does.
fn differs(name: &str, dump: &Dump, twin: Result<Read, String>) -> Option<String> {
    let twin = match twin {
        Ok(twin) => twin,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    // NumPy leaves out members of long lists, which is said and cannot be mended.
    let elided =
        name.contains("arrays") && twin.complaints.iter().all(|complaint| complaint.contains("NumPy leaves out"));
    if !twin.rejected.is_empty() || !(twin.complaints.is_empty() || elided) {
        return Some(format!("{name}: {:?} {:?}", twin.rejected.first(), twin.complaints));
    }
    let counts = |read: &Read| -> Vec<_> {
        read.snapshots.iter().map(|s| (s.kind, s.rows, s.duplicates, s.left_out, s.len())).collect()
    };
    if counts(&dump.read) != counts(&twin) {
        return Some(format!("{name}: {:?}, not {:?}", counts(&twin), counts(&dump.read)));
    }
    let (rows, twins) = (&dump.text, rows_text(&twin.snapshots[0]));
    let same =
        |row: &str, twin: &str| row == twin || rounded(row) == rounded(twin) || elided && twin.contains("wrong: tags");
    if let Some((row, twin)) = rows.lines().zip(twins.lines()).find(|(row, twin)| !same(row, twin)) {
        return Some(format!("{name}:\n{twin}\nis in the dump\n{row}"));
    }
    None
}

/// A row with its trending score to nine places: pandas writes at most fifteen digits into JSON.
fn rounded(row: &str) -> String {
    let round = |part: &str| match part.strip_prefix("trending ").and_then(|score| score.parse::<f64>().ok()) {
        Some(score) => format!("trending {score:.9}"),
        None => part.to_owned(),
    };
    row.split(" · ").map(round).collect::<Vec<_>>().join(" · ")
}

/// The rows of a dump as plain objects.
fn objects(path: &Path) -> Vec<serde_json::Map<String, Value>> {
    let rows = match serde_json::from_slice(&fs::read(path).unwrap()).unwrap() {
        Value::Array(rows) => rows,
        Value::Object(mut dump) => match ["models", "datasets", "spaces"].iter().find_map(|key| dump.remove(*key)) {
            Some(Value::Array(rows)) => rows,
            _ => of_columns(&dump),
        },
        _ => panic!("{}", path.display()),
    };
    rows.into_iter().map(|row| row.as_object().unwrap().clone()).collect()
}

fn of_columns(columns: &serde_json::Map<String, Value>) -> Vec<Value> {
    let rows = columns["id"].as_object().unwrap().len();
    let row = |at: usize| columns.iter().map(|(key, column)| (key.clone(), column[at.to_string()].clone())).collect();
    (0..rows).map(|at| Value::Object(row(at))).collect()
}

/// Rows as a table: lists and objects as JSON, what is null as nothing.
fn table(rows: &[serde_json::Map<String, Value>], separator: &str, end: &str) -> Vec<u8> {
    let names: BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
    let quoted = |text: &str| {
        let plain = !text.contains(['"', '\n', '\r']) && !text.contains(separator);
        if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => quoted(text),
        Some(value) => quoted(&value.to_string()),
    };
    let line = |cells: Vec<String>| cells.join(separator) + end;
    let mut text = line(names.iter().map(|name| quoted(name)).collect());
    rows.iter().for_each(|row| text += &line(names.iter().map(|name| cell(row.get(*name))).collect()));
    text.into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn dumps_written_again_are_the_same_report() {
    let mut faults = Vec::new();
    for dump in dumps() {
        let path = &dump.path;
        let rows = objects(path);
        let lines: Vec<u8> =
            rows.iter().flat_map(|row| serde_json::to_vec(row).unwrap().into_iter().chain([b'\n'])).collect();
        let csv = table(&rows, ",", "\n");
        let packed = compress_to_vec(&csv[..], CompressionLevel::Fastest);
        let tsv = table(&rows, "\t", "\r\n");
        for (form, bytes) in [("csv.zst", packed), ("tsv.gz", gzip(&tsv)), ("csv", csv), ("tsv", tsv), ("jsonl", lines)]
        {
            let twin = read_file(&bytes, day(&dump));
            if form == "csv" && rows.len() < 2_000 {
                same_report(&path.display().to_string(), &dump, twin.as_ref().unwrap());
            }
            faults.extend(differs(&format!("{} as {form}", path.display()), &dump, twin));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The folder with the twins that other programs wrote, if they can be had.
fn converted(dumps: &[Dump]) -> Option<PathBuf> {
    if dumps.is_empty() {
        return None;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("twins");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/twins/convert.py");
    let _ = fs::remove_dir_all(&folder);
    let run = Command::new("python3").arg(script).arg(&folder).args(dumps.iter().map(|dump| &dump.path)).output();
    let Ok(run) = run else {
        eprintln!("skipped: there is no python3");
        return None;
    };
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    if run.status.code() == Some(77) {
        eprint!("{said}");
        return None;
    }
    assert!(run.status.success(), "{said}");
    Some(folder)
}

#[test]
fn dumps_converted_by_others_are_the_same_rows() {
    let dumps = dumps();
    let Some(folder) = converted(&dumps) else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= dumps.len() * 37, "only {} files", files.len());
    let mut faults = Vec::new();
    for dump in &dumps {
        let stem = dump.path.file_stem().unwrap().to_str().unwrap();
        let name = |file: &Path| file.file_name().unwrap().to_str().unwrap().to_owned();
        for file in files.iter().filter(|file| name(file).starts_with(&format!("{stem}."))) {
            let twin = read_file(&fs::read(file).unwrap(), day(dump));
            if dump.read.snapshots[0].rows < 500 && !name(file).contains("arrays") {
                same_report(&name(file), dump, twin.as_ref().unwrap());
            }
            faults.extend(differs(&name(file), dump, twin));
        }
    }
    let _ = fs::remove_dir_all(&folder);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_dump_that_came_as_a_table_too_is_the_same_report() {
    let Some(dump) = dumps().into_iter().find(|dump| dump.path.to_string_lossy().contains("dome_columnar")) else {
        return;
    };
    for form in ["csv", "parquet"] {
        let table = fs::read(dump.path.with_extension(form)).unwrap();
        let twin = read_file(&table, day(&dump)).unwrap();
        same_report(form, &dump, &twin);
        assert_eq!(differs(form, &dump, Ok(twin)), None);
    }
}

#[test]
fn tables_about_models_are_read_with_what_they_say() {
    for (name, rows) in
        [("models", 1_772), ("extra_models", 186), ("model_parameters", 299), ("release_date_corrections", 40)]
    {
        let Some(path) = at_hand(&format!("tracked_models/{name}.csv")) else { continue };
        let read = read_file(&fs::read(path).unwrap(), None).unwrap();
        let snapshot = &read.snapshots[0];
        assert!(snapshot.rows.abs_diff(rows) < 5, "{name}: {} rows", snapshot.rows);
        assert!(read.complaints.is_empty() && read.rejected.is_empty(), "{name}: {:?}", read.complaints);
        assert!(snapshot.repo(0).id().contains('/'), "{name}: {}", snapshot.repo(0).id());
    }
}
