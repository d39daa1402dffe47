//! Rows out of JSON text that comes in pieces, whatever holds them.
//!
//! A small state says what stands around the place where reading goes on; each step reads one thing
//! that is complete, or waits for more bytes. What was read is let go, so that what is held is one
//! row and one chunk. Objects that can only be judged as a whole (columns, rows under their ids,
//! wrappers of other names) are held until they end.

mod one;
mod wrapper;

use super::{
    beside::Beside,
    lines::Lines,
    recover,
    scan::{Cursor, Fault},
    text::span,
};
use crate::{
    input::{
        Error, LONGEST_ROW, Options, Rejected,
        error::{cut_off, lost},
    },
    model::{Builder, Day, RepoKind},
};

/// What a file gave.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub builder: Builder,
    pub rejected: Vec<Rejected>,
    pub complaints: Vec<String>,
}

/// Reads JSON of any of the shapes, piece by piece.
#[derive(Debug)]
pub(crate) struct Stream {
    options: Options,
    builder: Builder,
    rejected: Vec<Rejected>,
    complaints: Vec<String>,
    lines: Lines,
    /// What is held of the chunks before, and how long it must be before reading it again can help.
    held: Vec<u8>,
    enough: usize,
    state: State,
    beside: Beside,
    captured: Option<Day>,
    /// Whether a row stood at the top: JSON Lines.
    rows_at_top: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// At the top: before, between or behind values.
    Top,
    /// In an array, before a row.
    Row(Home),
    /// In an array, behind a row.
    AfterRow(Home),
    /// In a wrapper, behind a value.
    Wrapper { named: bool },
    /// In what could not be understood, to the end.
    Lost,
}

/// What an array of rows stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Home {
    Top,
    /// A wrapper; `named`: by kinds, so that more arrays of rows may follow.
    Wrapper {
        kind: Option<RepoKind>,
        named: bool,
    },
}

/// How long an object may be that can only be judged as a whole.
const LONGEST_WHOLE: usize = 256 << 20;

enum Step {
    /// Reading goes on there.
    To(usize),
    /// Nothing can be read from there on before more bytes come.
    Wait(usize),
}

impl Stream {
    /// A stream whose first byte is the `origin`th of the input.
    pub fn new(options: Options, origin: u64) -> Stream {
        Stream {
            options,
            builder: Builder::default(),
            rejected: Vec::new(),
            complaints: Vec::new(),
            lines: Lines::starting_at(origin),
            held: Vec::new(),
            enough: 0,
            state: State::Top,
            beside: Beside::default(),
            captured: None,
            rows_at_top: false,
        }
    }

    /// What came so far.
    #[cfg(feature = "formats")]
    pub fn builder(&self) -> &Builder {
        &self.builder
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.builder.rows()
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        if self.held.is_empty() {
            let done = self.advance(chunk, false)?;
            self.lines.pass(chunk, done);
            self.hold(chunk[done..].to_vec());
        } else {
            self.held.extend_from_slice(chunk);
            // A row that spans many chunks is looked at again only when it has doubled.
            if self.held.len() >= self.enough.min(self.longest() + 1) {
                let mut held = std::mem::take(&mut self.held);
                let done = self.advance(&held, false)?;
                self.lines.pass(&held, done);
                held.drain(..done);
                self.hold(held);
            }
        }
        Ok(())
    }

    fn hold(&mut self, held: Vec<u8>) {
        self.enough = held.len() * 2;
        self.held = held;
        if self.held.len() > self.longest() {
            self.lose();
        }
    }

    /// How much may be held for one thing to be complete.
    fn longest(&self) -> usize {
        let whole = self.state == State::Top && !self.rows_at_top;
        if whole { LONGEST_WHOLE } else { LONGEST_ROW }
    }

    /// Stops reading before what is too long to be held.
    fn lose(&mut self) {
        let held = std::mem::take(&mut self.held);
        let longest = self.longest() >> 20;
        let found = format!("a value of more than {longest} MB");
        self.reject(&held, 0, Some(found), "the end of a row, or of an object that holds rows");
        let place = self.lines.place(&held, 0);
        self.complaints.push(format!("from {place} on nothing was read: a value does not end within {longest} MB"));
        self.state = State::Lost;
    }

    /// Whether nothing that may follow is read any more.
    pub fn is_lost(&self) -> bool {
        self.state == State::Lost
    }

    /// Ends the input.
    pub fn finish(mut self) -> Result<Gathered, Error> {
        let held = std::mem::take(&mut self.held);
        self.finish_with(&held)
    }

    /// Ends the input with its last bytes, which may be all of it.
    pub fn finish_with(mut self, bytes: &[u8]) -> Result<Gathered, Error> {
        let done = self.advance(bytes, true)?;
        self.end(bytes, done)?;
        if self.builder.understood() == 0
            && let Some(first) = self.rejected.first()
        {
            return Err(Error::NoUsableRow { rows: self.rows(), first: first.clone() });
        }
        self.builder.captured = self.options.captured_at.or(self.captured);
        Ok(Gathered { builder: self.builder, rejected: self.rejected, complaints: self.complaints })
    }

    fn advance(&mut self, bytes: &[u8], last: bool) -> Result<usize, Error> {
        let mut at = 0;
        loop {
            let step = match self.state {
                State::Top => self.top(bytes, at, last)?,
                State::Row(home) => self.row(bytes, at, home, last)?,
                State::AfterRow(home) => self.after_row(bytes, at, home, last)?,
                State::Wrapper { named } => self.wrapper(bytes, at, named)?,
                State::Lost => Step::To(bytes.len()),
            };
            match step {
                Step::To(next) if next < bytes.len() || self.state != State::Lost => at = next,
                Step::To(next) | Step::Wait(next) => return Ok(next),
            }
        }
    }

    fn top(&mut self, bytes: &[u8], from: usize, last: bool) -> Result<Step, Error> {
        let mut at = from;
        while let Some(b' ' | b'\n' | b'\r' | b'\t' | b',') = bytes.get(at) {
            at += 1;
        }
        match bytes.get(at) {
            None => Ok(Step::Wait(from)),
            Some(b'{') => self.object(bytes, from, at, last),
            Some(b'[') => {
                self.state = State::Row(Home::Top);
                Ok(Step::To(at + 1))
            }
            Some(_) => Ok(self.stray(bytes, at, last)),
        }
    }

    /// What is neither an array nor an object goes to the end of its line, or to the next of those.
    fn stray(&mut self, bytes: &[u8], at: usize, last: bool) -> Step {
        let end = bytes[at + 1..].iter().position(|b| matches!(b, b'\n' | b'{' | b'['));
        match end {
            None if !last => Step::Wait(at),
            end => {
                let end = end.map_or(bytes.len(), |length| at + 1 + length);
                self.reject(bytes, at, Some(recover::text_shown(&bytes[at..end])), "a row, which is an object");
                Step::To(end)
            }
        }
    }

    fn row(&mut self, bytes: &[u8], from: usize, home: Home, last: bool) -> Result<Step, Error> {
        let mut cursor = Cursor::new(bytes, from);
        let Ok(byte) = cursor.next() else { return Ok(Step::Wait(from)) };
        let at = cursor.at;
        match byte {
            b'{' => self.one_row(bytes, from, at, Some(home), last),
            b']' => Ok(self.close(at, home)),
            b'}' | b',' | b':' => {
                self.reject(bytes, at, None, "a row");
                Ok(Step::To(at + 1))
            }
            _ => match span(bytes, at) {
                Ok(end) => {
                    let found = recover::text_shown(&bytes[at..end]);
                    self.reject(bytes, at, Some(found), "a row, which is an object");
                    self.state = State::AfterRow(home);
                    Ok(Step::To(end))
                }
                Err(Fault::Short) if !last => Ok(Step::Wait(from)),
                Err(fault) => Ok(self.broken(bytes, from, at, fault, Some(home), last)),
            },
        }
    }

    fn after_row(&mut self, bytes: &[u8], from: usize, home: Home, last: bool) -> Result<Step, Error> {
        let mut cursor = Cursor::new(bytes, from);
        let Ok(byte) = cursor.next() else { return Ok(Step::Wait(from)) };
        let at = cursor.at;
        match byte {
            b',' => {
                self.state = State::Row(home);
                Ok(Step::To(at + 1))
            }
            b']' => Ok(self.close(at, home)),
            // A comma is missing; the row is read all the same.
            b'{' => {
                self.state = State::Row(home);
                Ok(Step::To(from))
            }
            _ => match bytes[at + 1..].iter().position(|b| matches!(b, b',' | b']' | b'{')) {
                None if !last => Ok(Step::Wait(from)),
                end => {
                    let end = end.map_or(bytes.len(), |length| at + 1 + length);
                    self.reject(bytes, at, Some(recover::text_shown(&bytes[at..end])), "`,` or `]` after a row");
                    Ok(Step::To(end))
                }
            },
        }
    }

    fn close(&mut self, at: usize, home: Home) -> Step {
        self.state = match home {
            Home::Top => State::Top,
            Home::Wrapper { named, .. } => State::Wrapper { named },
        };
        Step::To(at + 1)
    }

    /// Says what the end of the input cut off.
    fn end(&mut self, bytes: &[u8], done: usize) -> Result<(), Error> {
        let rest = bytes[done..].iter().position(|b| !b.is_ascii_whitespace() && *b != b',');
        if self.state == State::Lost || self.state == State::Top && rest.is_none() {
            return Ok(());
        }
        let place = self.lines.place(bytes, bytes.len());
        let complete = self.builder.understood();
        if complete == 0 && self.rejected.is_empty() {
            return Err(Error::CutOff { place, expected: "the rest of a first row" });
        }
        let part = match self.state {
            State::Wrapper { .. } => " of what stands beside the rows",
            _ => " of an incomplete row",
        };
        let lost = match rest {
            Some(rest) => lost((bytes.len() - done - rest) as u64, part),
            None => "no part of a row is lost".to_owned(),
        };
        self.close_wrapper();
        self.complaints.push(cut_off(&place.to_string(), &lost, complete));
        Ok(())
    }
}
