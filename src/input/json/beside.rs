//! What stands beside the rows of a wrapped dump: the day of capture, the source, the
//! query of the listing, the schema, the kind.

use super::{
    keys::kind_of_word,
    scan::{Cursor, Scan},
    values,
};
use crate::model::{Day, Field, RepoKind};

/// What one wrapper says of its rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::input) struct Beside {
    /// The day of capture under the first of its names that is present.
    captured: Option<(usize, Stated)>,
    /// What it says of its own origin.
    pub source: Option<String>,
    /// The query of the Hub's listing that its rows answer.
    pub listing: Option<String>,
    /// The kind of rows that do not say their own.
    pub kind: Option<RepoKind>,
    /// A version of the snapshot format that this reader does not know, and where it stands.
    pub newer: Option<(usize, String)>,
}

/// A day of capture, or the key under which something else stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::input) enum Stated {
    On(Day),
    NoDay { key: &'static str },
}

const SCHEMA: &str = "hubstate-snapshot/";

impl Beside {
    /// Reads the value of `key` under the cursor; a key that says nothing of the rows is left unread.
    pub fn read(&mut self, key: &[u8], cursor: &mut Cursor<'_>) -> Scan<bool> {
        let at = cursor.at;
        match (capture_rank(key), key) {
            (Some((rank, name)), _) => {
                let stated = match values::time(cursor)? {
                    None => return Ok(true),
                    Some(Field::Known(moment)) => Stated::On(moment.day()),
                    Some(_) => Stated::NoDay { key: name },
                };
                if self.captured.is_none_or(|(held, _)| rank <= held) {
                    self.captured = Some((rank, stated));
                }
            }
            (None, b"source") => {
                if let Some(Field::Known(source)) = values::text(cursor)? {
                    self.source = Some(source.into_owned());
                }
            }
            (None, b"query") => {
                if let Some(Field::Known(query)) = values::text(cursor)? {
                    self.listing = Some(query.into_owned());
                }
            }
            (None, b"kind") => {
                if let Some(Field::Known(kind)) = values::text(cursor)? {
                    self.kind = kind_of_word(kind.as_bytes());
                }
            }
            (None, b"schema") => {
                if let Some(Field::Known(schema)) = values::text(cursor)? {
                    let version = schema.strip_prefix(SCHEMA).filter(|&version| version != "1");
                    self.newer = version.map(|version| (at, version.to_owned()));
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub fn captured(&self) -> Option<Stated> {
        self.captured.map(|(_, stated)| stated)
    }
}

impl Stated {
    /// What is wrong where no day is stated; `place` says where that is.
    pub fn complaint(self, place: &str) -> Option<String> {
        let Stated::NoDay { key } = self else { return None };
        Some(format!(
            "`{key}` {place} holds no date: found something else, expected a date such as 2026-04-29; the latest date of the rows stands in for the day of capture"
        ))
    }
}

/// What an object that stands alone says of rows, and under its key `needs`; none where it is no object.
#[cfg(feature = "formats")]
pub(in crate::input) fn alone(json: &[u8]) -> Option<(Beside, Field<u64>)> {
    let mut cursor = Cursor::new(json, 0);
    let (mut beside, mut needs) = (Beside::default(), Field::Unknown);
    (cursor.peek() == Ok(b'{')).then_some(())?;
    let mut more = cursor.open_object().ok()?;
    while more {
        let key = cursor.key().ok()?.bytes();
        if *key == *b"needs" {
            needs = values::count(&mut cursor).ok()?.unwrap_or_default();
        } else if !beside.read(&key, &mut cursor).ok()? {
            cursor.skip().ok()?;
        }
        more = cursor.more_keys().ok()?;
    }
    cursor.blanks();
    (cursor.at == json.len()).then_some((beside, needs))
}

fn capture_rank(key: &[u8]) -> Option<(usize, &'static str)> {
    const KEYS: [&str; 7] = ["captured_at", "capturedAt", "fetchedAt", "fetched_at", "generated_at", "updated", "date"];
    KEYS.iter().position(|name| name.as_bytes() == key).map(|rank| (rank, KEYS[rank]))
}
