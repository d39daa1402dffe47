//! What is read of every shape and every damage: the files under `tests/data`, each with a golden.
//!
//! `UPDATE=1` writes the goldens anew. Files called `shelf…` hold the same rows in different shapes.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use hubstate::{
    input::{Error, Options, PARQUET_MAGIC, Read, Reader, read},
    model::Snapshot,
};
use shown::{rows_text, text};

mod at_hand;
mod shown;

fn options() -> Options {
    Options { checksum: true, ..Options::default() }
}

/// Every file under `tests/data/<format>/` that is no golden.
fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let formats = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = formats
        .flat_map(|format| fs::read_dir(format).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| !path.to_string_lossy().ends_with(".golden"))
        .collect();
    files.sort();
    assert!(files.len() > 50, "only {} fixtures under tests/data", files.len());
    files
}

fn in_chunks(bytes: &[u8], size: usize) -> Result<Read, Error> {
    let mut reader = Reader::new(options());
    for chunk in bytes.chunks(size) {
        reader.feed(chunk)?;
    }
    reader.finish()
}

fn kept(result: &Result<Read, Error>) -> usize {
    result.as_ref().map_or(0, |read| read.snapshots.iter().map(Snapshot::len).sum())
}

#[test]
fn every_fixture_reads_as_its_golden_says() {
    let update = env::var("UPDATE").is_ok_and(|value| value == "1");
    let mut changed = Vec::new();
    for path in fixtures() {
        let golden = PathBuf::from(format!("{}.golden", path.display()));
        let new = text(&read(&fs::read(&path).unwrap(), options()));
        if update {
            fs::write(&golden, &new).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != new {
            changed.push(format!("{}\n{new}", path.display()));
        }
    }
    let list = changed.join("\n");
    assert!(changed.is_empty(), "these read differently now; look at them, then accept with UPDATE=1:\n{list}");
}

#[test]
fn the_same_rows_in_another_shape_are_the_same_snapshot() {
    let shelves: Vec<PathBuf> = fixtures()
        .into_iter()
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("shelf"))
        .collect();
    let rows = |path: &PathBuf| rows_text(&read(&fs::read(path).unwrap(), options()).unwrap().snapshots[0]);
    let first = rows(&shelves[0]);
    for shelf in shelves.iter().filter(|shelf| !shelf.to_string_lossy().contains("not-a-dump")) {
        assert_eq!(rows(shelf), first, "{}", shelf.display());
    }
}

#[test]
fn any_chunks_read_like_the_whole() {
    for path in fixtures() {
        let bytes = fs::read(&path).unwrap();
        if bytes.starts_with(PARQUET_MAGIC) {
            // Read from its end, see tests/parquet.rs.
            continue;
        }
        let whole = read(&bytes, options());
        let signed = |read: &Result<Read, Error>| read.as_ref().ok().map(|read| read.snapshots[0].sha256.clone());
        for size in [1, 2, 3, 5, 8, 13, 64, 500, 1000] {
            let parts = in_chunks(&bytes, size);
            assert_eq!(text(&parts), text(&whole), "{} in chunks of {size}", path.display());
            assert_eq!(signed(&parts), signed(&whole));
        }
    }
}

#[test]
fn a_dump_that_is_cut_off_anywhere_gives_fewer_rows_or_an_error() {
    for path in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let all = kept(&read(&bytes, options()));
        let several = path.ends_with("wrapped/several-arrays.json") || path.ends_with("wrapped/newer-version.json");
        for end in 0..bytes.len() {
            let rows = kept(&read(&bytes[..end], options()));
            assert!(rows <= all || several, "{} cut at {end}: {rows} of {all} rows", path.display());
        }
    }
}

#[test]
fn rows_are_counted_as_they_come_and_what_is_no_dump_is_refused_early() {
    let mut reader = Reader::new(options());
    let row = format!(r#"{{"id":"a/x","description":"{}"}},"#, "x".repeat(600));
    reader.feed(b"[").unwrap();
    // What is held is looked at again when it has doubled, so that a count may lag by a row.
    for page in 1..4 {
        reader.feed(row.repeat(10).as_bytes()).unwrap();
        assert!((page * 10 - 1..=page * 10).contains(&reader.rows()), "{} rows of {page} pages", reader.rows());
    }
    assert!(Reader::new(options()).feed("<html>".repeat(100).as_bytes()).is_err());
    let newer = br#"{"schema":"hubstate-snapshot/2","models":[{"id":"a/x"},"#;
    assert!(Reader::new(options()).feed(&[&newer[..], row.as_bytes()].concat()).is_err());
}

/// Real dumps, where they are at hand.
fn shared(path: &str) -> Option<Read> {
    at_hand::at_hand(path).map(|path| read(&fs::read(path).unwrap(), options()).unwrap())
}

#[test]
fn real_dumps_are_read_to_the_last_row() {
    for (path, kind, rows, left_out) in [
        ("radar_hf/radar_models.json", "models", 15_904, 748),
        ("starscreener_2026-05/huggingface-trending.json", "models", 1_000, 0),
        ("starscreener_2026-05/huggingface-datasets.json", "datasets", 1_000, 0),
        ("starscreener_2026-05/huggingface-spaces.json", "spaces", 1_000, 0),
        ("llmfit/hf_models.json", "models", 17_700, 0),
        ("dome_columnar/transformersjs_07-05-2026.json", "models", 99, 0),
    ] {
        let Some(read) = shared(path) else { continue };
        let sum = |count: fn(&Snapshot) -> u64| read.snapshots.iter().map(count).sum::<u64>();
        assert_eq!(read.snapshots[0].kind.as_str(), kind, "{path}");
        assert_eq!((sum(|s| s.rows), sum(|s| s.left_out), sum(|s| s.rejected)), (rows, left_out, 0), "{path}");
        assert!(read.complaints.is_empty(), "{path}: {:?}", read.complaints);
    }
}
