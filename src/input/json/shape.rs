//! What an object at the top of a file is: a row, or something that holds rows.
//!
//! The question is settled at the first evidence (a text as id: a row; an array of objects under
//! `models`, `datasets` or `spaces`: a wrapper whose rows can be read as they come). Where no such
//! evidence comes, the object is gone through by brackets alone and judged as a whole.

use std::borrow::Cow;

use super::{
    beside::Beside,
    keys::{key, kind_of_word, names_a_row},
    scan::{Cursor, Fault, Scan},
    text::span,
};
use crate::model::RepoKind;

/// What an object was found to be.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    /// One repository.
    Row,
    /// Its rows begin at `rows_at`, behind the bracket of an array.
    Wrapper { kind: Option<RepoKind>, rows_at: usize, named: bool, beside: Beside },
    /// A wrapper of no rows.
    Empty { kind: Option<RepoKind>, end: usize, beside: Beside },
    /// An object of rows, each under its id.
    Keyed { rows: Vec<Entry<'a>>, end: usize, whole: bool, beside: Beside },
    /// One array or object for each field.
    Columns { columns: Vec<Entry<'a>>, end: usize, beside: Beside },
    /// Columns of which the last are missing: no row is complete.
    CutColumns,
    /// Nothing that holds rows.
    Nothing { end: usize, found: String },
}

/// A key of the object, and where its value stands.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub key: Cow<'a, [u8]>,
    pub key_at: usize,
    pub at: usize,
    pub end: usize,
    /// The first byte of the value.
    opens: u8,
    /// The first byte inside, where the value is an array or an object.
    inner: u8,
}

/// What is known of the object besides its own bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Rows stood at the top of the file before: it is JSON Lines.
    pub lines: bool,
    /// No more bytes will come.
    pub last: bool,
}

/// How many keys an object may have: what is known of each takes ten times the shortest key.
const MOST_KEYS: usize = 1 << 22;

/// Names under which a wrapper keeps rows of any kind, the first before the next.
const ROWS: [&[u8]; 4] = [b"items", b"data", b"results", b"rows"];

/// Arrays of objects that belong to one repository and hold none.
const OF_ONE_ROW: [&[u8]; 6] =
    [b"siblings", b"widgetData", b"evalResults", b"model-index", b"gguf_sources", b"benchmarks"];

/// Judges the object that begins at `start`.
pub(super) fn shape(bytes: &[u8], start: usize, around: Around) -> Scan<Shape<'_>> {
    let mut walk =
        Walk { cursor: Cursor::new(bytes, start), entries: Vec::new(), beside: Beside::default(), named_row: false };
    match walk.go(around) {
        Ok(Some(settled)) => Ok(settled),
        Ok(None) => Ok(walk.judge(around)),
        // An array of rows that is broken or cut off is still read row by row.
        Err(fault) if fault != Fault::Short || around.last => walk.judge_part(fault, around).ok_or(fault),
        Err(fault) => Err(fault),
    }
}

struct Walk<'a> {
    cursor: Cursor<'a>,
    entries: Vec<Entry<'a>>,
    beside: Beside,
    /// Whether `name` holds an `owner/name`, or an id is no text: a row, unless there are arrays of rows.
    named_row: bool,
}

impl<'a> Walk<'a> {
    fn go(&mut self, around: Around) -> Scan<Option<Shape<'a>>> {
        let mut more = self.cursor.open_object()?;
        while more {
            let key_at = self.cursor.at;
            let key = self.cursor.key()?.bytes();
            let at = self.cursor.at;
            let opens = self.cursor.peek()?;
            let inner = if matches!(opens, b'[' | b'{') { Cursor::new(self.cursor.bytes, at + 1).next()? } else { 0 };
            if !matches!(opens, b'[' | b'{' | b'n') && names_a_row(&key) && self.settles(&key, opens, around)? {
                return Ok(Some(Shape::Row));
            }
            if opens == b'[' && inner == b'{' && plural(&key) {
                let beside = std::mem::take(&mut self.beside);
                return Ok(Some(Shape::Wrapper { kind: kind_of_word(&key), rows_at: at + 1, named: true, beside }));
            }
            if self.entries.len() == MOST_KEYS {
                return Err(Fault::Bad { at: key_at, expected: "an object of at most 4,194,304 keys" });
            }
            self.entries.push(Entry { key, key_at, at, end: at, opens, inner });
            self.pass_value()?;
            more = self.cursor.more_keys()?;
        }
        Ok(None)
    }

    /// Whether what stands under a key that names rows makes the object a row at once.
    fn settles(&mut self, key: &[u8], opens: u8, around: Around) -> Scan<bool> {
        match (opens, key) {
            (b'"', b"name") => self.named_row |= self.cursor.clone().string()?.bytes().contains(&b'/'),
            (b'"', _) => return Ok(true),
            (_, b"name") => {}
            _ => self.named_row = true,
        }
        Ok(self.named_row && around.lines)
    }

    fn pass_value(&mut self) -> Scan<()> {
        let entry = self.entries.last_mut().expect("pushed by the caller");
        if !self.beside.read(&entry.key, &mut self.cursor)? {
            self.cursor.at = span(self.cursor.bytes, self.cursor.at)?;
        }
        entry.end = self.cursor.at;
        Ok(())
    }

    fn judge(self, around: Around) -> Shape<'a> {
        let end = self.cursor.at;
        if self.is_columns(around) {
            let columns = self.entries.into_iter().filter(|entry| matches!(entry.opens, b'[' | b'{')).collect();
            return Shape::Columns { columns, end, beside: self.beside };
        }
        match self.rows_array(around) {
            Some(Rows::In(entry)) => {
                let (kind, rows_at) = (kind_of_plural(&entry.key), entry.at + 1);
                return Shape::Wrapper { kind, rows_at, named: false, beside: self.beside };
            }
            Some(Rows::None(kind)) => return Shape::Empty { kind, end, beside: self.beside },
            Some(Rows::Several(found)) => return Shape::Nothing { end, found },
            None => {}
        }
        if self.named_row {
            return Shape::Row;
        }
        if self.is_keyed(around) {
            let rows = self.entries.into_iter().filter(|entry| entry.opens == b'{').collect();
            return Shape::Keyed { rows, end, whole: true, beside: self.beside };
        }
        Shape::Nothing { end, found: self.describe() }
    }

    /// What can be made of the part of an object that could be gone through.
    fn judge_part(mut self, fault: Fault, around: Around) -> Option<Shape<'a>> {
        if let Some(Rows::In(entry)) = self.rows_array(around) {
            let (kind, rows_at) = (kind_of_plural(&entry.key), entry.at + 1);
            return Some(Shape::Wrapper { kind, rows_at, named: false, beside: self.beside });
        }
        if self.is_columns(around) {
            return (fault == Fault::Short).then_some(Shape::CutColumns);
        }
        self.entries.retain(|entry| entry.end > entry.at);
        let rows: Vec<Entry<'_>> = self.entries.iter().filter(|entry| entry.opens == b'{').cloned().collect();
        let end = self.entries.last()?.end;
        self.is_keyed(around).then_some(Shape::Keyed { rows, end, whole: false, beside: self.beside })
    }

    fn is_columns(&self, around: Around) -> bool {
        let names_rows = |entry: &Entry<'_>| names_a_row(&entry.key) && matches!(entry.opens, b'[' | b'{');
        !around.lines && !self.named_row && self.entries.iter().any(names_rows)
    }

    fn rows_array(&self, around: Around) -> Option<Rows<'_, 'a>> {
        let arrays: Vec<&Entry<'_>> = self.entries.iter().filter(|entry| entry.opens == b'[').collect();
        let of_objects = || arrays.iter().copied().filter(|entry| entry.inner == b'{');
        let called = |name: &[u8]| arrays.iter().copied().find(|entry| *entry.key == *name);
        if let Some(entry) = ROWS.iter().find_map(|&name| called(name).filter(|entry| entry.inner == b'{')) {
            return Some(Rows::In(entry));
        }
        if !around.lines && !self.named_row {
            let only: Vec<&Entry<'_>> = of_objects().filter(|entry| !OF_ONE_ROW.contains(&&*entry.key)).collect();
            match only.as_slice() {
                [] => {}
                [entry] => return Some(Rows::In(entry)),
                several => return Some(Rows::Several(self.lengths(several))),
            }
        }
        if around.lines || self.named_row {
            return None;
        }
        let entry = arrays
            .iter()
            .copied()
            .find(|entry| plural(&entry.key))
            .or_else(|| ROWS.iter().find_map(|&name| called(name)))?;
        Some(if entry.inner == b']' { Rows::None(kind_of_plural(&entry.key)) } else { Rows::In(entry) })
    }

    /// Objects under keys that name no field of a row, with at least one sign that they are rows.
    fn is_keyed(&self, around: Around) -> bool {
        let mut rows = self.entries.iter().filter(|entry| entry.opens == b'{').peekable();
        let fields = self.entries.iter().any(|entry| key(&entry.key).is_some());
        !around.lines
            && !fields
            && rows.peek().is_some()
            && rows.any(|entry| entry.key.contains(&b'/') || self.holds_fields(entry))
    }

    fn holds_fields(&self, entry: &Entry<'_>) -> bool {
        let fields = |cursor: &mut Cursor<'_>| -> Scan<bool> {
            let mut more = cursor.open_object()?;
            while more {
                if key(&cursor.key()?.bytes()).is_some() {
                    return Ok(true);
                }
                cursor.skip()?;
                more = cursor.more_keys()?;
            }
            Ok(false)
        };
        fields(&mut Cursor::new(self.cursor.bytes, entry.at)) == Ok(true)
    }

    fn lengths(&self, arrays: &[&Entry<'_>]) -> String {
        let named = arrays.iter().map(|entry| format!("`{}` ({})", shown(&entry.key), self.length(entry)));
        format!("several arrays of objects: {}", named.collect::<Vec<_>>().join(", "))
    }

    fn length(&self, entry: &Entry<'_>) -> usize {
        let mut cursor = Cursor::new(self.cursor.bytes, entry.at);
        let mut more = cursor.open_array();
        let mut length = 0;
        while more == Ok(true) {
            length += 1;
            more = cursor.skip().and_then(|()| cursor.more_values());
        }
        length
    }

    fn describe(&self) -> String {
        const SHOWN: usize = 5;
        if self.entries.is_empty() {
            return "an empty object".to_owned();
        }
        let keys: Vec<String> =
            self.entries.iter().take(SHOWN).map(|entry| format!("`{}`", shown(&entry.key))).collect();
        let rest = if self.entries.len() > SHOWN { " …" } else { "" };
        format!("an object with the key{} {}{rest}", if keys.len() == 1 { "" } else { "s" }, keys.join(", "))
    }
}

enum Rows<'w, 'a> {
    In(&'w Entry<'a>),
    None(Option<RepoKind>),
    Several(String),
}

fn plural(key: &[u8]) -> bool {
    kind_of_plural(key).is_some()
}

/// The kind that a wrapper's key names.
pub(super) fn kind_of_plural(key: &[u8]) -> Option<RepoKind> {
    kind_of_word(key).filter(|kind| kind.as_str().as_bytes() == key)
}

/// A key as a message shows it.
fn shown(key: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(key).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > 40 { text.chars().take(39).chain(['…']).collect() } else { text }
}
