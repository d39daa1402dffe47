//! Reading never panics and does not depend on how the bytes are cut into chunks, whatever they are.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, sync::LazyLock};

use hubstate::input::{Error, Options, Read, Reader, read};
use proptest::prelude::*;

/// All fixtures, for breaking them.
static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut files: Vec<_> =
        folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())).collect();
    // Parquet is read from its end and not in chunks: tests/parquet.rs damages it.
    files.retain(|path| path.extension().is_none_or(|extension| extension != "golden" && extension != "parquet"));
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
});

/// All that a reader of the result can see, as text.
fn seen(result: Result<Read, Error>) -> String {
    let read = match result {
        Ok(read) => read,
        Err(error) => return error.to_string(),
    };
    let mut out = format!("{:?}\n{:?}\n", read.rejected, read.complaints);
    for snapshot in &read.snapshots {
        out += &format!(
            "{:?} {:?} {:?} {} {}\n",
            snapshot.kind, snapshot.captured, snapshot.source, snapshot.rows, snapshot.rejected
        );
        for row in 0..snapshot.len() as u32 {
            let repo = snapshot.repo(row);
            out += &format!("{} {:?} {:?} {:?}\n", repo.id(), repo.downloads_30d(), repo.license(), repo.created());
        }
    }
    out
}

fn in_chunks(bytes: &[u8], cuts: &[usize]) -> Result<Read, Error> {
    let mut reader = Reader::new(Options::default());
    let mut rest = bytes;
    for &cut in cuts.iter().cycle().take(bytes.len()) {
        let (chunk, after) = rest.split_at(cut.min(rest.len()));
        reader.feed(chunk)?;
        rest = after;
    }
    reader.feed(rest)?;
    reader.finish()
}

fn holds(bytes: &[u8], cuts: &[usize]) {
    let whole = seen(read(bytes, Options::default()));
    assert_eq!(seen(in_chunks(bytes, cuts)), whole, "{}", String::from_utf8_lossy(bytes));
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1..40usize, 1..6)
}

/// Pieces of dumps, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        " ",
        "\"id\"",
        "\"id\":\"a/x\"",
        "{\"id\":\"b/y\"}",
        "\"models\":[",
        "\"items\":[{",
        "\"datasets\":",
        "\"captured_at\":\"2026-04-29\"",
        "\"schema\":\"hubstate-snapshot/2\"",
        "\"downloads\":",
        "5",
        "-1.5e3",
        "null",
        "NaN",
        "true",
        "\"tags\":[\"license:mit\"]",
        "\"name\":\"c/z\"",
        "\"cardData\":{",
        "\"\\ud800\"",
        "é",
        "\u{feff}",
        "\"id\":[\"a\",\"b\"]",
        "\"id\":{\"0\":\"a/x\"}",
        "{\"siblings\":[{\"x\":1}],",
        "\n  {\"id\":\"d/w\"",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Pieces of tables, in any order.
fn cells() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        ",",
        ",",
        "\t",
        ";",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        "a/x",
        "b/y",
        "5",
        "1.0",
        "['a', \"b'c\"]",
        "{'a': 1}",
        " ",
        "#",
        "\u{feff}",
        "\"a,\nb\"",
        "NaN",
        "é",
        "\0",
        "\\",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes())
}

#[test]
fn a_row_of_many_chunks_is_read_in_time_that_grows_with_its_length() {
    let files: Vec<String> = (0..40_000).map(|at| format!("{{\"rfilename\":\"model-{at}.safetensors\"}}")).collect();
    let row = format!("{{\"siblings\":[{}],\"id\":\"a/x\",\"downloads\":5}}", files.join(","));
    for dump in [format!("[{row},{row}]"), format!("{row}\n{row}\n"), format!("{{\"shelf\":[{row}]}}")] {
        holds(dump.as_bytes(), &[16]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), cuts in cuts()) {
        holds(&bytes, &cuts);
        holds(&[b"[{", &bytes[..]].concat(), &cuts);
        holds(&[b"{\"models\":[{\"id\":\"a/x\"},", &bytes[..]].concat(), &cuts);
    }

    #[test]
    fn any_pieces(bytes in pieces(), cuts in cuts()) {
        holds(&bytes, &cuts);
        holds(&[b"[{\"id\":\"a/x\"},", &bytes[..]].concat(), &cuts);
    }

    #[test]
    fn any_cells(bytes in cells(), cuts in cuts()) {
        holds(&[b"id,likes,tags\n", &bytes[..]].concat(), &cuts);
        holds(&[b"name\tlikes\tid\r\n", &bytes[..]].concat(), &cuts);
    }

    #[test]
    fn any_damage_to_a_dump(
        which in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..5),
        cuts in cuts(),
    ) {
        let mut bytes = which.get(&FIXTURES).clone();
        let packed = bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
        for (at, byte, how) in hits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        if packed {
            // How much of a damaged stream comes out depends on how it went in.
            let _ = (read(&bytes, Options::default()), in_chunks(&bytes, &cuts));
        } else {
            holds(&bytes, &cuts);
        }
    }
}
