//! Objects at the top of a file: rows, and what holds rows.

use super::{Home, State, Step, Stream};
use crate::input::{
    Error,
    json::{
        beside::Stated,
        columns,
        row::{NoId, row},
        scan::{Cursor, Fault, Scan},
        shape::{Around, Entry, Shape, kind_of_plural, shape},
        text::span,
    },
};

impl Stream {
    pub(super) fn object(&mut self, bytes: &[u8], from: usize, at: usize, last: bool) -> Result<Step, Error> {
        let around = Around { lines: self.rows_at_top, last };
        match shape(bytes, at, around) {
            Ok(Shape::Row) => {
                let step = self.one_row(bytes, from, at, None, last)?;
                self.rows_at_top |= matches!(step, Step::To(_));
                Ok(step)
            }
            Ok(shape) => self.take(bytes, at, shape),
            Err(Fault::Short) if !last => Ok(Step::Wait(from)),
            Err(fault) => Ok(self.broken(bytes, from, at, fault, None, last)),
        }
    }

    /// Enters an object that holds rows, or reads it where it had to be judged as a whole.
    fn take(&mut self, bytes: &[u8], at: usize, shape: Shape<'_>) -> Result<Step, Error> {
        let (end, beside) = match shape {
            Shape::Wrapper { kind, rows_at, named, beside } => {
                self.beside = beside;
                self.check_version(bytes)?;
                self.state = State::Row(Home::Wrapper { kind, named });
                return Ok(Step::To(rows_at));
            }
            Shape::Keyed { rows, end, whole, beside } => {
                rows.iter().for_each(|entry| self.keyed_row(bytes, entry));
                if !whole {
                    self.beside = beside;
                    self.state = State::Wrapper { named: false };
                    return Ok(Step::To(end));
                }
                (end, beside)
            }
            Shape::Columns { columns, end, beside } => {
                let fault = columns::rows(bytes, &columns, |at, json| self.column_row(bytes, at, json));
                if let Some(Fault::Bad { at, expected }) = fault {
                    self.reject(bytes, at, None, expected);
                }
                (end, beside)
            }
            Shape::Empty { kind, end, beside } => {
                self.builder.wrapper_kind = self.builder.wrapper_kind.or(kind);
                (end, beside)
            }
            Shape::CutColumns => {
                let place = self.lines.place(bytes, bytes.len());
                return Err(Error::CutOff { place, expected: "the rest of the columns" });
            }
            Shape::Nothing { end, found } => {
                self.reject(
                    bytes,
                    at,
                    Some(found),
                    "a row with an id, or arrays of rows under `models`, `datasets`, `spaces` or `items`",
                );
                return Ok(Step::To(end));
            }
            Shape::Row => return Ok(Step::To(at)),
        };
        self.beside = beside;
        self.check_version(bytes)?;
        self.close_wrapper();
        Ok(Step::To(end))
    }

    fn keyed_row(&mut self, bytes: &[u8], entry: &Entry<'_>) {
        let name = Cursor::new(bytes, entry.key_at).string().ok();
        match row(&mut Cursor::new(bytes, entry.at), name.as_ref()) {
            Ok(parsed) => self.keep(bytes, parsed, None),
            Err(Fault::Bad { at, expected }) => self.reject(bytes, at, None, expected),
            Err(Fault::Short) => self.reject(bytes, entry.end, None, "the rest of the row"),
        }
    }

    /// A row put together from columns; `at` is where its id stands in `bytes`.
    fn column_row(&mut self, bytes: &[u8], at: usize, json: &[u8]) {
        match row(&mut Cursor::new(json, 0), None) {
            Ok(Ok(row)) => self.builder.push(&row),
            Ok(Err(NoId { found, expected, .. })) => self.reject(bytes, at, Some(found.to_owned()), expected),
            Err(Fault::Bad { expected, .. }) => {
                self.reject(bytes, at, Some("a row with a broken value".to_owned()), expected)
            }
            Err(Fault::Short) => self.reject(bytes, at, Some("a row with a broken value".to_owned()), "a value"),
        }
    }

    pub(super) fn wrapper(&mut self, bytes: &[u8], from: usize, named: bool) -> Result<Step, Error> {
        let mut cursor = Cursor::new(bytes, from);
        match self.beside_rows(&mut cursor, named) {
            Ok(true) => {
                self.check_version(bytes)?;
                Ok(Step::To(cursor.at))
            }
            Ok(false) => {
                self.state = State::Top;
                self.close_wrapper();
                Ok(Step::To(cursor.at))
            }
            Err(Fault::Short) => Ok(Step::Wait(from)),
            Err(Fault::Bad { at, expected }) => {
                self.reject(bytes, at, None, expected);
                self.state = State::Top;
                self.close_wrapper();
                Ok(Step::To(at.max(from + 1)))
            }
        }
    }

    /// Reads one key of a wrapper and its value; false at the end of the wrapper.
    fn beside_rows(&mut self, cursor: &mut Cursor<'_>, named: bool) -> Scan<bool> {
        if !cursor.more_keys()? {
            return Ok(false);
        }
        let key = cursor.key()?.bytes();
        if let Some(kind) = kind_of_plural(&key).filter(|_| named && cursor.peek() == Ok(b'[')) {
            let mut inside = Cursor::new(cursor.bytes, cursor.at + 1);
            if inside.next()? == b'{' {
                self.state = State::Row(Home::Wrapper { kind: Some(kind), named });
                cursor.at += 1;
                return Ok(true);
            }
        }
        let mut beside = self.beside.clone();
        if !beside.read(&key, cursor)? {
            cursor.at = span(cursor.bytes, cursor.at)?;
        }
        // A value at the very end may go on in the next chunk.
        cursor.peek()?;
        self.beside = beside;
        Ok(true)
    }

    fn check_version(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self.beside.newer.take() {
            None => Ok(()),
            Some((at, version)) => Err(Error::NewerSnapshot { place: self.lines.place(bytes, at), version }),
        }
    }

    /// Keeps what a wrapper said; of several days of capture the last one, so that no row is later.
    pub(super) fn close_wrapper(&mut self) {
        let beside = std::mem::take(&mut self.beside);
        match beside.captured() {
            Some(Stated::On(day)) => self.captured = self.captured.max(Some(day)),
            Some(stated) => self.complaints.extend(stated.complaint("beside the rows")),
            None => {}
        }
        self.builder.source = self.builder.source.take().or(beside.source);
        self.builder.listing = self.builder.listing.take().or(beside.listing);
        self.builder.wrapper_kind = self.builder.wrapper_kind.or(beside.kind);
    }
}
