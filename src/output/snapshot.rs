//! The snapshot as a file: `hubstate-snapshot/1`, rows as the Hub sent them, one on each line.
//!
//! One row on a line keeps the file fit for `diff`, `grep` and version control.

use std::{
    collections::{HashMap, hash_map::Entry},
    io::{self, Write},
};

use crate::model::{Day, RepoKind};

/// The version of the file format.
pub const SCHEMA: &str = "hubstate-snapshot/1";

/// What a snapshot file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotMeta {
    /// The kind of its rows.
    pub kind: RepoKind,
    /// The day of capture.
    pub captured_at: Day,
    /// Where the rows are from, in words.
    pub source: String,
    /// The query they answer.
    pub query: String,
    /// Whether the listing was read up to what was asked for.
    pub complete: bool,
}

/// The file as bytes.
pub fn write<'a>(rows: impl Iterator<Item = &'a [u8]>, meta: &SnapshotMeta) -> Vec<u8> {
    const NEVER: &str = "a vector takes all bytes";
    let mut writer = Writer::new(Vec::new(), meta).expect(NEVER);
    for row in rows {
        writer.row(row).expect(NEVER);
    }
    writer.finish().expect(NEVER)
}

/// Writes the file row by row, for listings that are larger than memory.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    line: Vec<u8>,
    first: bool,
}

impl<W: Write> Writer<W> {
    /// Writes what the file says of itself.
    pub fn new(mut out: W, meta: &SnapshotMeta) -> io::Result<Writer<W>> {
        let kind = meta.kind.as_str();
        write!(
            out,
            "{{\"schema\":\"{SCHEMA}\",\"kind\":\"{kind}\",\"captured_at\":\"{}\",\"source\":{},\"query\":{},\"complete\":{},\"{kind}\":[",
            meta.captured_at,
            serde_json::to_string(&meta.source)?,
            serde_json::to_string(&meta.query)?,
            meta.complete
        )?;
        Ok(Writer { out, line: Vec::new(), first: true })
    }

    /// Adds a row, a JSON value.
    pub fn row(&mut self, raw: &[u8]) -> io::Result<()> {
        self.line.clear();
        self.line.extend_from_slice(if self.first { b"\n" } else { b",\n" });
        one_line(raw, &mut self.line);
        self.first = false;
        self.out.write_all(&self.line)
    }

    /// Ends the file and hands back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out)
    }
}

/// Appends a JSON value without its line breaks; where it has any, it was indented, and all space
/// outside of strings goes with them.
pub fn one_line(raw: &[u8], out: &mut Vec<u8>) {
    if !raw.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
        out.extend_from_slice(raw);
        return;
    }
    let (mut in_string, mut escaped) = (false, false);
    for &byte in raw {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            continue;
        } else {
            in_string = byte == b'"';
        }
        out.push(byte);
    }
}

/// Which rows of a sequence stay when each repository counts once: of rows with the same key the one
/// with more downloads, else the first. The keys are `_id`, else `id`.
#[derive(Debug, Default)]
pub struct Distinct {
    most: Option<u64>,
    best: HashMap<Box<str>, (usize, Option<u64>)>,
    keep: Vec<bool>,
    kept: u64,
}

impl Distinct {
    /// Takes repositories up to a number; later ones are passed over.
    pub fn at_most(most: Option<u64>) -> Distinct {
        Distinct { most, ..Distinct::default() }
    }

    /// Looks at the next row. A row without a key stays: who reads the file rejects and counts it.
    pub fn see(&mut self, key: Option<&str>, downloads: Option<u64>) {
        let place = self.keep.len();
        let room = self.most.is_none_or(|most| self.kept < most);
        let new = match key.map(|key| self.best.entry(key.into())) {
            Some(Entry::Occupied(mut best)) => {
                let (held, most) = *best.get();
                if downloads > most {
                    self.keep[held] = false;
                    best.insert((place, downloads));
                }
                self.keep.push(downloads > most);
                return;
            }
            Some(Entry::Vacant(best)) if room => {
                best.insert((place, downloads));
                true
            }
            Some(Entry::Vacant(_)) => false,
            None => room,
        };
        self.keep.push(new);
        self.kept += u64::from(new);
    }

    /// Whether the row at that place, counted from 0, stays.
    pub fn keeps(&self, place: usize) -> bool {
        self.keep.get(place) == Some(&true)
    }

    /// How many rows were looked at.
    pub fn seen(&self) -> usize {
        self.keep.len()
    }

    /// How many of them stay.
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// Whether there is no room for another repository.
    pub fn is_full(&self) -> bool {
        self.most.is_some_and(|most| self.kept >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta() -> SnapshotMeta {
        SnapshotMeta {
            kind: RepoKind::Models,
            captured_at: Day::parse("2026-04-29").unwrap(),
            source: "the \"Hub\"".into(),
            query: "sort=downloads&limit=2".into(),
            complete: true,
        }
    }

    #[test]
    fn a_file_says_what_it_is_and_holds_a_row_on_each_line() {
        let rows: [&[u8]; 2] = [b"{\"id\":\"a/b\", \"x\":1}", b"{\r\n  \"id\": \"c \\\"\\\\\",\n  \"y\": [1, 2]\n}"];
        let text = String::from_utf8(write(rows.into_iter(), &meta())).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"{"schema":"hubstate-snapshot/1","kind":"models","captured_at":"2026-04-29","#,
                r#""source":"the \"Hub\"","query":"sort=downloads&limit=2","complete":true,"models":["#,
                "\n{\"id\":\"a/b\", \"x\":1},\n{\"id\":\"c \\\"\\\\\",\"y\":[1,2]}\n]}\n"
            )
        );
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        let empty: serde_json::Value = serde_json::from_slice(&write(std::iter::empty(), &meta())).unwrap();
        assert_eq!(empty["models"], serde_json::json!([]));
    }

    #[test]
    fn the_larger_of_two_rows_stays_else_the_first() {
        let mut rows = Distinct::default();
        for (key, downloads) in [
            (Some("a"), Some(5)),
            (Some("b"), None),
            (Some("a"), Some(5)),
            (Some("a"), Some(9)),
            (Some("b"), Some(0)),
            (None, None),
            (None, None),
            (Some("a"), None),
        ] {
            rows.see(key, downloads);
        }
        let kept: Vec<usize> = (0..rows.seen()).filter(|&place| rows.keeps(place)).collect();
        assert_eq!(kept, [3, 4, 5, 6]);
        assert_eq!(rows.kept(), 4);
    }

    #[test]
    fn a_full_set_still_takes_a_larger_duplicate() {
        let mut rows = Distinct::at_most(Some(1));
        rows.see(Some("a"), Some(1));
        assert!(rows.is_full());
        rows.see(Some("b"), Some(8));
        rows.see(Some("a"), Some(2));
        assert_eq!((rows.kept(), rows.keeps(0), rows.keeps(1), rows.keeps(2)), (1, false, false, true));
    }
}
