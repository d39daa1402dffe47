//! Parquet files: only what is needed is asked for, in any order and any parts, and no damage does harm.
//!
//! What each fixture of `tests/data/parquet` reads as is held by `tests/formats.rs`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    fs,
    io::Write as _,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use hubstate::{
    input::{Error, Options, Parquet, Read, Reader, read},
    model::Snapshot,
};
use proptest::prelude::*;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/parquet");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    files.sort();
    assert!(files.len() > 25);
    files
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/parquet").join(name)).unwrap()
}

/// Reads with a window, giving parts in the order that `next` picks; answers the parts too.
fn read_in_parts(
    bytes: &[u8],
    window: usize,
    mut next: impl FnMut(usize) -> usize,
) -> (Result<Read, Error>, Vec<Range<u64>>) {
    let mut parquet = Parquet::open(bytes.len() as u64, Options::default());
    parquet.set_window(window);
    let (mut open, mut all): (Vec<Range<u64>>, Vec<Range<u64>>) = (Vec::new(), Vec::new());
    loop {
        let wants = parquet.wants();
        all.extend(wants.iter().cloned());
        open.extend(wants);
        assert!(!open.is_empty() || all.is_empty(), "it waits for nothing");
        if !open.is_empty() {
            let part = open.swap_remove(next(open.len()) % open.len());
            parquet.give(part.start, &bytes[part.start as usize..part.end as usize]);
        }
        loop {
            match parquet.step() {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return (Err(error), all),
            }
        }
        if parquet.is_done() {
            assert_eq!(parquet.bytes_wanted(), all.iter().map(|part| part.end - part.start).sum::<u64>());
            return (parquet.finish(), all);
        }
    }
}

/// All that is said of what was read.
fn told(result: &Result<Read, Error>) -> String {
    match result {
        Err(error) => error.to_string(),
        Ok(read) => {
            let rows = |snapshot: &Snapshot| {
                let repos = (0..snapshot.len() as u32).map(|row| snapshot.repo(row));
                let texts: Vec<String> = repos
                    .map(|repo| {
                        format!("{} {:?} {:?} {:?}", repo.id(), repo.downloads_30d(), repo.license(), repo.created())
                    })
                    .collect();
                format!("{} {} {}", snapshot.kind.as_str(), snapshot.rows, texts.join("; "))
            };
            let snapshots: Vec<String> = read.snapshots.iter().map(rows).collect();
            format!("{snapshots:?} {:?} {:?}", read.rejected, read.complaints)
        }
    }
}

#[test]
fn any_parts_in_any_order_read_like_the_whole() {
    for path in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let whole = told(&read(&bytes, Options::default()));
        for (name, next) in [("first", 0), ("last", usize::MAX), ("odd", 7)] {
            let (parts, _) = read_in_parts(&bytes, 1, |open| if next == 7 { open / 2 } else { next % open.max(1) });
            assert_eq!(told(&parts), whole, "{}, {name} first", path.display());
        }
    }
}

#[test]
fn columns_that_no_key_names_are_not_asked_for() {
    let bytes = fixture("hub-stats.parquet");
    // Of a file that is longer than the part that is asked for first, to find the footer.
    let long = padded(&bytes, 1 << 20);
    let (result, parts) = read_in_parts(&long, 1 << 20, |_| 0);
    assert_eq!(result.unwrap().snapshots[0].len(), 3);
    let asked: u64 = parts.iter().map(|part| part.end - part.start).sum();
    assert!(asked < (1 << 16) + bytes.len() as u64, "{asked} of {}", long.len());
}

/// The same file with bytes between its data and its footer that nobody needs.
fn padded(bytes: &[u8], more: usize) -> Vec<u8> {
    let end = bytes.len();
    let length = u32::from_le_bytes(bytes[end - 8..end - 4].try_into().unwrap()) as usize;
    let (data, footer) = bytes.split_at(end - 8 - length);
    [data, &vec![0; more], footer].concat()
}

#[test]
fn every_byte_may_be_damaged() {
    let mut slowest = Duration::ZERO;
    for path in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let rows = |read: &Read| read.snapshots.iter().map(Snapshot::len).sum::<usize>();
        let all = read(&bytes, Options::default()).as_ref().map_or(0, rows);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= if at % 2 == 0 { 0xff } else { 1 << (at / 2 % 8) };
            let start = Instant::now();
            let kept = read(&damaged, Options::default()).as_ref().map_or(0, rows);
            slowest = slowest.max(start.elapsed());
            // A flag such as `private` may turn, and a row may come back.
            assert!(kept <= all + 1, "{}, byte {at}: {kept} of {all} rows", path.display());
        }
    }
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn a_damaged_row_group_costs_its_rows_alone() {
    let read = read(&fixture("damaged-group.parquet"), Options::default()).unwrap();
    let ids: Vec<&str> = (0..4).map(|row| read.snapshots[0].repo(row).id()).collect();
    assert_eq!(ids, ["a/u", "a/v", "a/y", "a/z"]);
    let [complaint] = &read.complaints[..] else { panic!("{:?}", read.complaints) };
    assert!(complaint.contains("column `id`, row group 2") && complaint.ends_with("2 rows are lost"), "{complaint}");
}

#[test]
fn a_footer_may_claim_anything() {
    let bytes = fixture("shelf-snappy.parquet");
    let error = |bytes: &[u8], size: u64| {
        let mut parquet = Parquet::open(size, Options::default());
        let start = size - bytes.len() as u64;
        for part in parquet.wants() {
            let from = (part.start.max(start) - start) as usize;
            parquet.give(part.start.max(start), &bytes[from..]);
        }
        parquet.step().unwrap_err().to_string()
    };
    let claims = |length: u32| [&bytes[..bytes.len() - 8], &length.to_le_bytes(), b"PAR1"].concat();
    assert!(error(&claims(u32::MAX), bytes.len() as u64).contains("a footer of 4294967295 bytes in a file of"));
    // A file of petabytes is asked for its end alone.
    let mut parquet = Parquet::open(1 << 52, Options::default());
    assert_eq!(parquet.wants(), vec![(1 << 52) - (1 << 16)..1 << 52; 1]);
    let mut end = vec![0; (1 << 16) - 8];
    end.extend(&u32::MAX.to_le_bytes());
    end.extend(b"PAR1");
    parquet.give((1 << 52) - (1 << 16), &end);
    assert!(parquet.step().unwrap_err().to_string().contains("expected one of 64 MB at most"));
}

#[test]
fn several_files_may_be_parquet_and_others() {
    let mut reader = Reader::new(Options { checksum: true, ..Options::default() });
    reader.feed(br#"[{"id":"Qwen/Qwen3-8B","downloads":99999999},{"id":"b/new"}]"#).unwrap();
    reader.end_file("a.json").unwrap();
    for (name, rows) in [("hub-stats.parquet", 2 + 4), ("ids-missing.parquet", 2 + 4 + 4)] {
        let bytes = fixture(name);
        let mut parquet = Parquet::open(bytes.len() as u64, Options::default());
        while !parquet.is_done() {
            for part in parquet.wants() {
                parquet.give(part.start, &bytes[part.start as usize..part.end as usize]);
            }
            while parquet.step().unwrap() {}
        }
        reader.add(parquet, Some(name)).unwrap();
        assert_eq!(reader.rows(), rows);
    }
    let read = reader.finish().unwrap();
    assert_eq!((read.snapshots[0].rows, read.snapshots[0].rejected, &read.snapshots[0].sha256), (10, 2, &None));
    assert!(
        read.rejected[0].to_string().starts_with("ids-missing.parquet: row 2: found a row without an id"),
        "{:?}",
        read.rejected
    );
}

#[test]
fn the_command_line_reads_parquet_beside_other_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let run = |files: &[&str]| {
        let files = files.iter().map(|file| folder.join(file));
        let output = Command::new(env!("CARGO_BIN_EXE_hubstate")).arg("report").args(files).output().unwrap();
        (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let (code, parquet, said) = run(&["parquet/shelf-by-duckdb.parquet"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let (_, json, _) = run(&["array/shelf.json"]);
    let without_sum = |report: &[u8]| {
        let mut report: serde_json::Value = serde_json::from_slice(report).unwrap();
        report["snapshot"].as_object_mut().unwrap().remove("sha256");
        report
    };
    assert_eq!(without_sum(&parquet), without_sum(&json));
    let (code, both, said) = run(&["array/shelf.json", "parquet/shelf-snappy.parquet"]);
    assert_eq!(code, Some(0), "{said}");
    let both = without_sum(&both);
    assert_eq!((&both["snapshot"]["rows"], &both["snapshot"]["duplicates"]), (&6.into(), &3.into()));
    let (code, _, said) = run(&["parquet/cut-off.parquet"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("cut-off.parquet: ") && said.contains("it was cut off"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    /// Several bytes at once, anywhere: what a single one does not reach.
    #[test]
    fn any_damage_ends_in_rows_or_an_error(
        file in 0usize..20, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), window in 1usize..5000
    ) {
        let files = fixtures();
        let mut bytes = fs::read(&files[file % files.len()]).unwrap();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let (small, _) = read_in_parts(&bytes, window, |_| 0);
        let (large, _) = read_in_parts(&bytes, 1 << 20, |_| 0);
        prop_assert_eq!(told(&small), told(&large));
    }
}

/// What the command line says of these bytes on its standard input.
fn piped(bytes: &[u8]) -> (bool, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    command.args(["report", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_file_may_come_through_a_pipe() {
    let bytes = fixture("hub-stats.parquet");
    let path = "tests/data/parquet/hub-stats.parquet";
    let named = Command::new(env!("CARGO_BIN_EXE_hubstate")).args(["report", path]).output().unwrap();
    let (read, report, said) = piped(&bytes);
    assert!(read, "{said}");
    assert!(report.len() > 1000);
    assert_eq!(report.as_bytes(), named.stdout);
    let (read, _, said) = piped(&bytes[..bytes.len() - 9]);
    assert!(!read && said.starts_with("-: "), "{said}");
    // What is shorter than the mark of Parquet is no dump either.
    let (read, _, said) = piped(b"PA");
    assert!(!read && !said.is_empty(), "{said}");
}
