//! One record: its cells, as `csv-core` takes them out of the text, and where it began.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::counted;
use crate::input::{LONGEST_ROW, Place};

/// How many columns a table may have.
pub(super) const MOST_COLUMNS: usize = 1 << 16;

/// Where a record begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub line: u64,
    pub byte: u64,
}

impl Start {
    /// The place of its first byte.
    pub fn place(self) -> Place {
        Place { line: self.line, column: 1, byte: self.byte }
    }
}

/// The record under the reader.
#[derive(Debug)]
pub(super) struct Record {
    reader: Reader,
    start: Option<Start>,
    /// The cells without their quotes, one behind the other; room for more behind `length`.
    text: Vec<u8>,
    length: usize,
    /// Where each cell ends; room for more behind `cells`.
    ends: Vec<usize>,
    cells: usize,
    /// The most cells that are told apart, at least one; of those behind them one is kept.
    most: usize,
}

impl Record {
    /// A reader of records whose cells `separator` parts.
    pub fn new(separator: u8) -> Record {
        Record {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            start: None,
            text: vec![0; 1 << 12],
            length: 0,
            ends: vec![0; 64],
            cells: 0,
            most: MOST_COLUMNS,
        }
    }

    /// Tells how many cells a record should have.
    pub fn expect(&mut self, columns: usize) {
        self.most = columns;
        self.ends.resize(columns + 1, 0);
    }

    /// Where it began, if it has.
    pub fn start(&self) -> Option<Start> {
        self.start
    }

    /// The line in which reading goes on.
    pub fn line(&self) -> u64 {
        self.reader.line()
    }

    /// Counts the end of a line that stands between records.
    pub fn next_line(&mut self) {
        self.reader.set_line(self.reader.line() + 1);
    }

    /// Takes bytes that begin at the `at`th of the input: how many, and whether the record is complete.
    pub fn feed(&mut self, bytes: &[u8], at: u64) -> (usize, bool) {
        self.start.get_or_insert(Start { line: self.reader.line(), byte: at });
        self.read(bytes, LONGEST_ROW)
    }

    /// Takes bytes until the record is complete, or its cells are longer than that.
    fn read(&mut self, bytes: &[u8], longest: usize) -> (usize, bool) {
        let mut taken = 0;
        while taken < bytes.len() && self.length <= longest {
            let room = (&mut self.text[self.length..], &mut self.ends[self.cells..]);
            let (result, read, written, ended) = self.reader.read_record(&bytes[taken..], room.0, room.1);
            taken += read;
            self.length += written;
            self.cells += ended;
            match result {
                ReadRecordResult::Record => return (taken, true),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.more_cells(),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
        (taken, false)
    }

    /// Makes room for another cell; where there are more than should be, the last takes the place of the one before.
    fn more_cells(&mut self) {
        if self.ends.len() <= self.most {
            self.ends.resize((self.ends.len() * 2).min(self.most + 1), 0);
        } else {
            self.cells = self.most;
            self.length = self.ends[self.most - 1];
        }
    }

    /// Ends the input, and the record with it; else it ends inside of quotes, which open in that line.
    pub fn end(&mut self) -> Result<(), u64> {
        let line = self.reader.line();
        // Inside of quotes alone the end of a line ends no record.
        if !self.read(b"\n", usize::MAX).1 {
            let last = self.cells.checked_sub(1).map_or(0, |cell| self.ends[cell]).min(self.length);
            let lines = self.text[last..self.length].iter().filter(|&&byte| byte == b'\n').count() as u64;
            // The one that was just added is no line of the input.
            return Err(line + 1 - lines);
        }
        Ok(())
    }

    /// The cells of the record that is complete.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.cells).map(|cell| {
            let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
            &self.text[start..self.ends[cell]]
        })
    }

    /// How many cells it has, in words.
    pub fn counted(&self) -> String {
        if self.cells > self.most { format!("more than {}", counted(self.most)) } else { counted(self.cells) }
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.text[..self.length].trim_ascii().is_empty()
    }

    /// Whether it goes on for more than so many bytes before the `at`th.
    pub fn is_longer_than(&self, bytes: usize, at: u64) -> bool {
        self.start.is_some_and(|start| at - start.byte > bytes as u64)
    }

    /// Makes room for the next one.
    pub fn clear(&mut self) {
        (self.start, self.length, self.cells) = (None, 0, 0);
    }
}
