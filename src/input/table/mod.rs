//! CSV and TSV: the first record names the keys, each other one is a row.
//!
//! `csv-core` finds the cells of a record, piece by piece. A record becomes the JSON object that it would have been,
//! in a buffer that all of them share, and is read like any other row, so that what a field may hold is said once.
//! Cells of columns that are not read become nothing. `cell` writes one cell, `literal` what programs print for
//! lists and objects.

mod cell;
mod header;
mod literal;
mod record;

pub(super) use self::{
    cell::{flag, text},
    literal::write as literal,
};
use self::{
    header::Header,
    record::{MOST_COLUMNS, Record, Start},
};
use super::{
    Error, LONGEST_ROW, Options, Place, REJECTED_KEPT, Rejected,
    error::{cut_off, lost},
    json::{self, Gathered},
};
use crate::model::Builder;

/// Reads a table piece by piece.
#[derive(Debug)]
pub(super) struct Table {
    options: Options,
    builder: Builder,
    rejected: Vec<Rejected>,
    complaints: Vec<String>,
    /// The byte of the input at which reading goes on, and the one behind the last end of a line in this chunk.
    at: u64,
    line_start: u64,
    record: Record,
    /// What the columns are, once the first record is there.
    header: Option<Header>,
    /// The row that is being read, as JSON.
    json: Vec<u8>,
    /// Whether a line of remarks is being passed over.
    remark: bool,
    /// How many bytes in a row belonged to no record.
    idle: usize,
    lost: bool,
}

impl Table {
    /// A table whose first byte is the `origin`th of the input.
    pub fn new(options: Options, origin: u64, separator: u8) -> Table {
        Table {
            options,
            builder: Builder::default(),
            rejected: Vec::new(),
            complaints: Vec::new(),
            at: origin,
            line_start: 0,
            record: Record::new(separator),
            header: None,
            json: Vec::new(),
            remark: false,
            idle: 0,
            lost: false,
        }
    }

    /// What came so far.
    pub fn builder(&self) -> &Builder {
        &self.builder
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.builder.rows()
    }

    /// Whether nothing that may follow is read any more.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        if let Some(newline) = chunk.iter().rposition(|&byte| byte == b'\n') {
            self.line_start = self.at + newline as u64 + 1;
        }
        let mut rest = chunk;
        while !self.lost {
            let passed = self.between(rest);
            self.at += passed as u64;
            self.idle += passed;
            rest = &rest[passed..];
            if self.idle > LONGEST_ROW {
                self.lose();
            }
            if rest.is_empty() || self.lost {
                break;
            }
            self.idle = 0;
            let (read, whole) = self.record.feed(rest, self.at);
            self.at += read as u64;
            rest = &rest[read..];
            if whole {
                self.take()?;
            } else if self.record.is_longer_than(LONGEST_ROW, self.at) {
                self.lose();
            }
        }
        Ok(())
    }

    /// Ends the input.
    pub fn finish(mut self) -> Result<Gathered, Error> {
        if !self.lost {
            self.end()?;
        }
        if self.builder.understood() == 0
            && let Some(first) = self.rejected.first()
        {
            return Err(Error::NoUsableRow { rows: self.rows(), first: first.clone() });
        }
        self.complaints.extend(self.header.iter().flat_map(Header::complaints));
        self.builder.captured = self.options.captured_at;
        Ok(Gathered { builder: self.builder, rejected: self.rejected, complaints: self.complaints })
    }

    /// How many bytes stand between records: ends of lines, and before the first record also remarks.
    fn between(&mut self, bytes: &[u8]) -> usize {
        if self.record.start().is_some() {
            return 0;
        }
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' => {
                    self.record.next_line();
                    self.remark = false;
                }
                b'\r' => {}
                _ if self.remark => {}
                b'#' if self.header.is_none() => self.remark = true,
                _ => break,
            }
            at += 1;
        }
        at
    }

    /// Takes the record that is complete.
    fn take(&mut self) -> Result<(), Error> {
        let start = self.record.start().expect("a complete record has begun");
        match &self.header {
            None => self.name(start)?,
            Some(header) if self.record.cells().count() == header.columns() => self.row(start),
            // Spreadsheets leave lines of blanks.
            Some(_) if self.record.is_blank() => {}
            Some(header) => {
                let found = format!("a row of {}", self.record.counted());
                let expected = counted(header.columns());
                self.reject(start.place(), found, format!("{expected}, as many as the header names"));
            }
        }
        self.record.clear();
        Ok(())
    }

    /// Takes the names of the columns.
    fn name(&mut self, start: Start) -> Result<(), Error> {
        if self.record.cells().count() > MOST_COLUMNS {
            let found = format!("a table of {}", self.record.counted().replace("cells", "columns"));
            return Err(Error::NotADump { found, remedy: "keep the columns that the Hub's API has".to_owned() });
        }
        let header = Header::new(self.record.cells(), start.place(), &mut self.complaints)?;
        self.record.expect(header.columns());
        self.header = Some(header);
        Ok(())
    }

    fn row(&mut self, start: Start) {
        let header = self.header.as_mut().expect("a row has a header before it");
        self.json.clear();
        header.write(self.record.cells(), start.line, &mut self.json);
        match json::row(&self.json) {
            Ok(row) => self.builder.push(&row),
            Err((found, _)) => {
                let expected = format!("an id such as `owner/name` in the column {}", header.id_columns());
                self.reject(start.place(), found.to_owned(), expected);
            }
        }
    }

    fn reject(&mut self, place: Place, found: String, expected: String) {
        self.builder.reject();
        if self.rejected.len() < REJECTED_KEPT {
            self.rejected.push(Rejected { file: None, place, found, expected });
        }
    }

    /// Stops reading in a record that is too long to be held.
    fn lose(&mut self) {
        let here = Start { line: self.record.line(), byte: self.at };
        let place = self.record.start().unwrap_or(here).place();
        let longest = LONGEST_ROW >> 20;
        let quote = match self.record.end() {
            Err(line) if self.idle == 0 => format!("; a quote opens in line {line} and is not closed"),
            _ => String::new(),
        };
        self.reject(place, format!("a row of more than {longest} MB{quote}"), "the end of a row".to_owned());
        self.complaints
            .push(format!("from {place} on nothing was read: a row does not end within {longest} MB{quote}"));
        self.lost = true;
    }

    /// Takes what stands behind the last end of a line.
    fn end(&mut self) -> Result<(), Error> {
        let Some(start) = self.record.start() else { return self.end_of_lines() };
        let place = Place { line: self.record.line(), column: self.at - self.line_start + 1, byte: self.at };
        let quote = self.record.end().err();
        let short = self.header.as_ref().is_some_and(|header| self.record.cells().count() < header.columns());
        if quote.is_none() && (!short || self.record.is_blank()) {
            self.take()?;
            return self.end_of_lines();
        }
        if self.header.is_none() || self.builder.understood() == 0 && self.rejected.is_empty() {
            return Err(Error::CutOff { place, expected: "the rest of a first row" });
        }
        let lost = lost(self.at - start.byte, " of an incomplete row");
        let quote = quote.map_or(String::new(), |line| format!(", in a quote that opens in line {line}"));
        self.complaints.push(cut_off(&format!("{place}{quote}"), &lost, self.builder.understood()));
        Ok(())
    }

    /// The end where all lines are complete: there must have been a header.
    fn end_of_lines(&self) -> Result<(), Error> {
        match self.header {
            Some(_) => Ok(()),
            None => Err(Error::CutOff { place: Place::START, expected: "a line that names the columns of a table" }),
        }
    }
}

/// A number of cells, in words.
fn counted(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}
