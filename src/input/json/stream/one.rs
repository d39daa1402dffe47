//! One row: kept, or rejected with its place, and where reading goes on.

use super::{Home, State, Step, Stream};
use crate::{
    input::{
        Error, REJECTED_KEPT, Rejected,
        error::lost,
        json::{
            recover::{self, Next},
            row::{NoId, row},
            scan::{Cursor, Fault},
        },
    },
    model::RawRow,
};

impl Stream {
    /// Reads the row at `at`; `home` is the array that it stands in, if it does.
    pub(super) fn one_row(
        &mut self,
        bytes: &[u8],
        from: usize,
        at: usize,
        home: Option<Home>,
        last: bool,
    ) -> Result<Step, Error> {
        let mut cursor = Cursor::new(bytes, at);
        match row(&mut cursor, None) {
            Ok(parsed) => {
                self.keep(bytes, parsed, home);
                self.state = home.map_or(State::Top, State::AfterRow);
                Ok(Step::To(cursor.at))
            }
            Err(Fault::Short) if !last => Ok(Step::Wait(from)),
            Err(fault) => Ok(self.broken(bytes, from, at, fault, home, last)),
        }
    }

    pub(super) fn keep(&mut self, bytes: &[u8], parsed: Result<RawRow<'_>, NoId>, home: Option<Home>) {
        match parsed {
            Ok(mut row) => {
                if let Some(Home::Wrapper { kind: Some(kind), .. }) = home {
                    row.kind = Some(kind);
                }
                self.builder.push(&row);
            }
            Err(NoId { at, found, expected }) => self.reject(bytes, at, Some(found.to_owned()), expected),
        }
    }

    /// Counts a row that breaks off with `fault` and finds where reading can go on.
    pub(super) fn broken(
        &mut self,
        bytes: &[u8],
        from: usize,
        start: usize,
        fault: Fault,
        home: Option<Home>,
        last: bool,
    ) -> Step {
        let indent = recover::indent(bytes, from, start, self.lines.base() == 0);
        let (at, expected) = match fault {
            Fault::Bad { at, expected } => (at, expected),
            // Only at the end of the input: either it was cut off here, or a row before was never closed.
            Fault::Short => match indent.and_then(|indent| recover::line_of_row(bytes, start + 1, indent)) {
                None => return Step::Wait(start),
                Some(next) => {
                    self.reject(bytes, next, None, "the end of the row that begins before");
                    return self.resume(next, home, false);
                }
            },
        };
        match recover::next(bytes, start, at, indent, home.is_some(), last) {
            Next::Wait => Step::Wait(from),
            Next::Behind(end) => {
                self.reject(bytes, at, None, expected);
                self.resume(end, home, true)
            }
            Next::Row(next) => {
                self.reject(bytes, at, None, expected);
                self.resume(next, home, false)
            }
            Next::Lost => {
                self.reject(bytes, at, None, expected);
                let (place, lost) = (self.lines.place(bytes, at), lost((bytes.len() - at) as u64, ""));
                self.complaints.push(format!("from {place} on nothing could be read: {lost}"));
                self.state = State::Lost;
                Step::To(bytes.len())
            }
        }
    }

    pub(super) fn resume(&mut self, at: usize, home: Option<Home>, behind: bool) -> Step {
        self.state = match home {
            None => State::Top,
            Some(home) if behind => State::AfterRow(home),
            Some(home) => State::Row(home),
        };
        self.rows_at_top |= home.is_none();
        Step::To(at)
    }

    pub(super) fn reject(&mut self, bytes: &[u8], at: usize, found: Option<String>, expected: &'static str) {
        self.builder.reject();
        if self.rejected.len() < REJECTED_KEPT {
            let place = self.lines.place(bytes, at);
            let found = found.unwrap_or_else(|| recover::byte_shown(bytes, at));
            self.rejected.push(Rejected { file: None, place, found, expected: expected.to_owned() });
        }
    }
}
