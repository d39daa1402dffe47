//! Parquet: the columns that a row is made of, and of these no more than is read at a time.
//!
//! A file is read from its end: the footer says where each column lies, and only the columns that the keys of a row
//! name are asked for. This does no I/O. Whoever has the file asks what is wanted, gives it in any order, and lets a
//! step be taken as long as there is one; a dropped file, a server that answers for ranges, and a disk differ only there.
//!
//! ```text
//! loop {
//!     for range in parquet.wants() { parquet.give(range.start, &bytes_of(range)); }
//!     while parquet.step()? {}
//!     if parquet.is_done() { break; }
//! }
//! ```
//!
//! The `parquet` crate reads the footer. Pages are decoded here: its readers copy every text and know no way to judge
//! a dictionary once, and some of them panic on damaged pages, which ends a page of the browser.

mod bits;
mod fault;
mod feed;
mod footer;
mod leaf;
mod metadata;
mod nested;
mod rows;
mod schema;
mod texts;
mod thrift;
mod unpack;

use std::ops::Range;

use self::{
    fault::Bad,
    rows::{Rows, Step},
};
use super::{Error, Options, Read, json::Gathered};

/// With what a Parquet file begins.
pub const MAGIC: &[u8; 4] = b"PAR1";

/// How much of the end of a file is asked for first: most footers lie in it.
const FIRST: u64 = 1 << 16;

/// How many bytes are held of all columns together, if nobody says otherwise.
const WINDOW: usize = 8 << 20;

/// No column is asked for in parts smaller than this, unless the window is smaller.
const LEAST: usize = 1 << 16;

/// Parts that lie so close are asked for as one.
const GAP: u64 = 1 << 14;

/// A Parquet file on its way in.
#[derive(Debug)]
pub struct Parquet {
    size: u64,
    options: Options,
    window: usize,
    /// The window of each leaf, in proportion to its bytes.
    windows: Vec<usize>,
    asked: u64,
    /// Whether a part of the footer is under way.
    waiting: bool,
    done: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The footer is awaited: it is asked for from `asked` on, and there from `from` on.
    Footer {
        asked: u64,
        from: u64,
        bytes: Vec<u8>,
    },
    Rows(Box<Rows>),
}

impl Parquet {
    /// A file of `size` bytes, of which nothing was read yet.
    pub fn open(size: u64, options: Options) -> Parquet {
        let state = State::Footer { asked: size.saturating_sub(FIRST), from: size, bytes: Vec::new() };
        Parquet { size, options, window: WINDOW, windows: Vec::new(), asked: 0, waiting: false, done: false, state }
    }

    /// Says how many bytes of all columns are asked for ahead: more makes fewer requests, less takes less memory.
    pub fn set_window(&mut self, bytes: usize) {
        self.window = bytes;
        self.share_window();
    }

    /// The parts of the file to be given next. Each is asked for once, and may be given in any order.
    pub fn wants(&mut self) -> Vec<Range<u64>> {
        let mut wants = Vec::new();
        match &mut self.state {
            State::Footer { asked, from, .. } if *asked < *from && !self.waiting => {
                wants.push(*asked..*from);
                self.waiting = true;
            }
            State::Footer { .. } => {}
            State::Rows(rows) => {
                for (feed, window) in rows.feeds().iter_mut().zip(&self.windows) {
                    feed.wants(*window, &mut wants);
                }
            }
        }
        let wants = merged(wants);
        self.asked += wants.iter().map(|want| want.end - want.start).sum::<u64>();
        wants
    }

    /// Takes what lies at `start`: one of the parts that were wanted, as a whole.
    pub fn give(&mut self, start: u64, given: &[u8]) {
        match &mut self.state {
            State::Footer { from, bytes, .. } => {
                if start + given.len() as u64 == *from {
                    bytes.splice(0..0, given.iter().copied());
                    *from = start;
                    self.waiting = false;
                }
            }
            State::Rows(rows) => rows.feeds().iter_mut().for_each(|feed| feed.give(start, given)),
        }
    }

    /// Does a small part of the work, and says whether there is more to do before further bytes are given. An error
    /// means that nothing of the file can be used.
    pub fn step(&mut self) -> Result<bool, Error> {
        match &mut self.state {
            State::Footer { .. } => self.read_footer(),
            State::Rows(rows) => {
                let step = rows.step();
                self.done = step == Step::Done;
                Ok(step == Step::On)
            }
        }
    }

    fn read_footer(&mut self) -> Result<bool, Error> {
        let State::Footer { asked, from, bytes } = &mut self.state else { return Ok(false) };
        if self.size > 0 && *asked < *from {
            return Ok(false);
        }
        let at_end = |bad: Bad| error("the end of the file".to_owned(), bad);
        let place = footer::place(bytes, self.size).map_err(at_end)?;
        if place.start < *from {
            *asked = place.start;
            return Ok(false);
        }
        let footer = &bytes[(place.start - *from) as usize..(place.end - *from) as usize];
        let footer = footer::read(footer, place.start).map_err(|bad| error(format!("byte {}", place.start), bad))?;
        self.state = State::Rows(Box::new(Rows::new(footer)));
        self.share_window();
        Ok(true)
    }

    fn share_window(&mut self) {
        let State::Rows(rows) = &mut self.state else { return };
        let bytes: Vec<u64> = rows.feeds().iter().map(feed::Feed::size).collect();
        let all = bytes.iter().sum::<u64>().max(1);
        let share = |bytes: u64| (self.window as u64).saturating_mul(bytes) / all;
        let least = self.window.clamp(1, LEAST);
        self.windows = bytes.into_iter().map(|bytes| (share(bytes) as usize).max(least)).collect();
    }

    /// Whether all rows were read.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        if let State::Rows(rows) = &self.state { rows.rows() } else { 0 }
    }

    /// How many rows the file says that it has, once its footer is known.
    pub fn all_rows(&self) -> Option<u64> {
        if let State::Rows(rows) = &self.state { Some(rows.all()) } else { None }
    }

    /// How many bytes were asked for so far.
    pub fn bytes_wanted(&self) -> u64 {
        self.asked
    }

    /// How many bytes hold the columns that are read, once the footer is known.
    pub fn bytes_to_read(&self) -> Option<u64> {
        if let State::Rows(rows) = &self.state { Some(rows.bytes()) } else { None }
    }

    /// How large the file is; what is neither wanted nor to be read of it is saved.
    pub fn bytes_whole(&self) -> u64 {
        self.size
    }

    /// What would be read if the input ended here, for an early look: a copy, so that reading goes on. None as long
    /// as there is no row.
    pub fn so_far(&self) -> Option<Read> {
        let State::Rows(rows) = &self.state else { return None };
        let mut builder = rows.builder().clone();
        builder.captured = self.options.captured_at.or(rows.captured());
        (builder.understood() > 0).then(|| Gathered { builder, rejected: vec![], complaints: vec![] }.read())
    }

    /// Ends the input.
    pub fn finish(self) -> Result<Read, Error> {
        Ok(self.gather()?.read())
    }

    /// What the file gave, to be joined with others.
    pub(super) fn gather(self) -> Result<Gathered, Error> {
        let State::Rows(rows) = self.state else {
            let found = format!("nothing of its {} bytes", self.size);
            return Err(error("the end of the file".to_owned(), Bad { found, expected: "its footer" }));
        };
        let (all, captured) = (rows.all(), rows.captured());
        let mut gathered = rows.finish().map_err(|(place, bad)| error(place, bad))?;
        let read = gathered.builder.rows();
        if !self.done {
            gathered.complaints.push(format!("reading was stopped after {read} of {all} rows"));
        }
        if gathered.builder.understood() == 0
            && let Some(first) = gathered.rejected.first()
        {
            return Err(Error::NoUsableRow { rows: read, first: first.clone() });
        }
        gathered.builder.captured = self.options.captured_at.or(captured);
        Ok(gathered)
    }
}

/// Reads a file that is there as a whole.
pub(super) fn read(bytes: &[u8], options: Options) -> Result<Read, Error> {
    let mut parquet = Parquet::open(bytes.len() as u64, options);
    loop {
        for part in parquet.wants() {
            parquet.give(part.start, &bytes[part.start as usize..part.end as usize]);
        }
        while parquet.step()? {}
        if parquet.is_done() {
            return parquet.finish();
        }
    }
}

fn error(place: String, bad: Bad) -> Error {
    Error::Parquet { place, found: bad.found, expected: bad.expected.to_owned() }
}

/// Parts in the order of the file, those that nearly touch as one.
fn merged(mut wants: Vec<Range<u64>>) -> Vec<Range<u64>> {
    wants.sort_unstable_by_key(|want| want.start);
    let mut merged: Vec<Range<u64>> = Vec::new();
    for want in wants {
        match merged.last_mut() {
            Some(last) if want.start <= last.end.saturating_add(GAP) => last.end = last.end.max(want.end),
            _ => merged.push(want),
        }
    }
    merged
}
