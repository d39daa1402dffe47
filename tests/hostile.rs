//! What is made to do harm ends in a clear error, or with the rows before it, within bounded memory and time.
//!
//! The bombs are small files that unpack to more than ten gigabytes. They are given to the command line, which may not
//! take more than a gigabyte of memory, and not more than a minute where debugging slows it down.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use at_hand::scratch;
use flate2::{Compression, write::GzEncoder};
use hubstate::{
    input::{Options, Read, read},
    model::Snapshot,
};

mod at_hand;

/// How much memory the command line may take, in kilobytes, with its own code and stack.
const MEMORY: u32 = 1 << 20;
const TIME: Duration = Duration::from_secs(60);

/// What a bomb unpacks to, at least.
const BLAST: usize = 11 << 30;

/// A gzip stream of `head` and of one piece many times over: a member of its own each time.
fn gzip_bomb(head: &str, fill: &str) -> Vec<u8> {
    let packed = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let piece = fill.repeat((32 << 20) / fill.len());
    [packed(head.as_bytes()), packed(piece.as_bytes()).repeat(BLAST / piece.len() + 1)].concat()
}

/// A zstd frame of `head` and then of one byte, 128 KB of it in four bytes.
fn zstd_bomb(head: &str, fill: u8) -> Vec<u8> {
    const BLOCK: usize = 128 << 10;
    let header = |last: bool, kind: u32, size: usize| (u32::from(last) | kind << 1 | (size as u32) << 3).to_le_bytes();
    // No checksum, no size, a window of 8 MB.
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 13 << 3];
    frame.extend_from_slice(&header(false, 0, head.len())[..3]);
    frame.extend_from_slice(head.as_bytes());
    let run = [&header(false, 1, BLOCK)[..3], &[fill]].concat();
    frame.extend(run.repeat(BLAST / BLOCK + 1));
    frame.extend_from_slice(&header(true, 0, 0)[..3]);
    frame
}

/// What the command line says of a file, within its bounds.
fn said(name: &str, bytes: &[u8]) -> (i32, String) {
    let path = scratch("hostile", name, bytes);
    let began = Instant::now();
    let bounded = format!("ulimit -v {MEMORY}; exec \"$0\" report --only overview \"$1\"");
    let output = Command::new("sh").args(["-c", &bounded, env!("CARGO_BIN_EXE_hubstate")]).arg(&path).output().unwrap();
    assert!(began.elapsed() < TIME, "{name}: {:?}", began.elapsed());
    fs::remove_file(&path).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or_else(|| panic!("{name}: out of memory, or killed: {said}")), said)
}

/// A bomb without a row before it is an error that says what is too long.
fn explodes(name: &str, bytes: &[u8]) {
    assert!(bytes.len() < 16 << 20, "{name}: {} bytes are no small file", bytes.len());
    let (code, said) = said(name, bytes);
    assert_eq!(code, 1, "{name}: {said}");
    assert!(said.contains(" MB") && said.contains("expected") && said.contains("byte"), "{name}: {said}");
}

#[test]
fn bombs_are_unpacked_no_further_than_a_row_may_be_long() {
    for (name, head, fill) in [
        ("blanks", "[", " "),
        ("blank-lines", "", "\n"),
        ("string", "[{\"id\":\"a/x\",\"card\":\"", "x"),
        ("digits", "[{\"id\":\"a/x\",\"likes\":1", "0"),
        ("cell", "id,notes\na/x,", "x"),
        ("quoted-cell", "id,notes\na/x,\"", "x"),
        ("empty-cells", "id,notes\na/x", ","),
        ("names", "id", ","),
        ("lines-of-a-table", "id,notes\n", "\n"),
        ("remarks", "# a remark\n#\n#id,notes,likes\nid,notes,likes\n#", "#"),
    ] {
        explodes(&format!("{name}.zst"), &zstd_bomb(head, fill.as_bytes()[0]));
        if matches!(name, "blanks" | "string" | "quoted-cell") {
            explodes(&format!("{name}.gz"), &gzip_bomb(head, fill));
        }
    }
}

#[test]
fn the_rows_before_a_bomb_stay() {
    for (name, head) in
        [("json", "[{\"id\":\"a/x\"},{\"id\":\"a/y\",\"card\":\""), ("csv", "id,notes\na/x,fine\na/y,\"never closed")]
    {
        let (code, said) = said(&format!("rows-before.{name}.zst"), &zstd_bomb(head, b'x'));
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("more than 64 MB") && said.contains("nothing was read"), "{said}");
        assert_eq!(said.contains("a quote opens in line 3"), name == "csv", "{said}");
    }
}

#[test]
fn one_long_string_costs_its_row_and_what_follows() {
    let dump =
        format!("[{{\"id\":\"a/x\"}},{{\"id\":\"a/y\",\"card\":\"{}\"}},{{\"id\":\"a/z\"}}]", "x".repeat(100 << 20));
    let (code, said) = said("string.json", dump.as_bytes());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("more than 64 MB"), "{said}");
}

/// What is read in this process, where it is known to be small.
fn quick(bytes: &[u8]) -> Read {
    let began = Instant::now();
    let read = read(bytes, Options::default()).unwrap();
    assert!(began.elapsed() < TIME, "{:?}", began.elapsed());
    read
}

#[test]
fn deep_nesting_is_rejected_and_the_next_row_read() {
    for deep in
        ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 20), format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20))]
    {
        let dump = format!("{{\"id\":\"a/x\",\"config\":{deep}}}\n{{\"id\":\"a/y\"}}\n");
        let read = quick(dump.as_bytes());
        assert_eq!((read.snapshots[0].len(), read.snapshots[0].rejected), (1, 1));
        let table = format!("id,tags\na/x,\"{}\"\na/y,[]\n", deep.replace('"', "'"));
        let read = quick(table.as_bytes());
        assert_eq!((read.snapshots[0].len(), read.complaints.len()), (2, 1));
    }
}

#[test]
fn two_million_tags_are_read() {
    let kinds = ["license:l", "base_model:a/b", "arxiv:1", "modality:m", "task_categories:c", "t"];
    let tags: Vec<String> = (0..2_000_000).map(|at| format!("\"{}{at}\"", kinds[at % kinds.len()])).collect();
    let read = quick(format!("[{{\"id\":\"a/x\",\"tags\":[{}]}},{{\"id\":\"a/y\"}}]", tags.join(",")).as_bytes());
    assert_eq!(read.snapshots.iter().map(Snapshot::len).sum::<usize>(), 2);
    let cell = tags.join(",").replace('"', "'");
    let read = quick(format!("id,tags\na/x,\"[{cell}]\"\na/y,\n").as_bytes());
    assert_eq!(read.snapshots.iter().map(Snapshot::len).sum::<usize>(), 2);
}

#[test]
fn a_file_with_any_byte_changed_is_read_or_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for path in [
        "array/shelf.json",
        "lines/shelf.jsonl",
        "table/shelf-by-pandas.csv",
        "table/shelf.tsv",
        "gzip/shelf.json.gz",
        "zstd/shelf.json.zst",
    ] {
        let mut bytes = fs::read(root.join(path)).unwrap();
        for at in 0..bytes.len() {
            let byte = bytes[at];
            for other in (0..8).map(|bit| byte ^ 1 << bit).chain([!byte, 0, b'"', b',', b'\n']) {
                bytes[at] = other;
                if let Ok(read) = read(&bytes, Options::default()) {
                    let rows: usize = read.snapshots.iter().map(Snapshot::len).sum();
                    assert!(rows <= 4, "{path}: {rows} rows with {other:#x} at {at}");
                }
            }
            bytes[at] = byte;
        }
    }
}
