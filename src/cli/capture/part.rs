//! `FILE.part`: the pages that have arrived, so that a capture can go on where it stopped.
//!
//! JSON Lines: first what is being captured, then two lines for each page, its rows as one array and
//! the address of the page after it. The file only grows; a page whose second line is not whole was
//! being written when the program ended, and is cut off. Other writers at the same time are not
//! foreseen.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use hubstate::{
    input::hub::{self, Listed},
    model::{Moment, RepoKind},
    output::snapshot::{Distinct, one_line},
};
use serde::{Deserialize, Serialize};

const SCHEMA: &str = "hubstate-part/1";

/// Cursors point into a ranking that moves: after a day the pages would no longer fit together.
const LONGEST_PAUSE: i64 = 86_400;

/// What is being captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The kind of repositories.
    pub kind: RepoKind,
    /// The Hub's address.
    pub endpoint: String,
    /// The query of the first page.
    pub query: String,
}

#[derive(Serialize, Deserialize)]
struct Head {
    schema: String,
    #[serde(flatten)]
    listing: Listing,
    started: i64,
}

#[derive(Serialize, Deserialize)]
struct Mark {
    page: u64,
    next: Option<String>,
}

/// A capture under way.
pub struct Part {
    /// What is being captured.
    pub listing: Listing,
    /// How many pages have arrived.
    pub pages: u64,
    /// The address of the page to fetch next, unless there is none.
    pub next: Option<String>,
    path: PathBuf,
    file: File,
}

impl Part {
    /// Goes on from the file where it is of the same listing and less than a day old, else begins
    /// anew; `rows` learns of what is already there.
    pub fn open(path: &Path, listing: Listing, now: Moment, rows: &mut Distinct) -> Result<Part, String> {
        let place = |error: io::Error| format!("{}: {error}; choose another place for --out", path.display());
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(place)?;
        let first = format!("{}?{}", hub::listing(&listing.endpoint, listing.kind), listing.query);
        let mut part = Part { listing, pages: 0, next: Some(first), path: path.to_owned(), file };
        match part.stale(now).map_err(place)? {
            Stale::No => part.replay(rows).map_err(place)?,
            Stale::Empty => part.begin(now).map_err(place)?,
            Stale::Because(reason) => {
                eprintln!("{}: {reason}; beginning anew", path.display());
                part.begin(now).map_err(place)?;
            }
            Stale::Foreign => {
                return Err(format!(
                    "{}: found a file that is no capture under way, expected {SCHEMA}; move it away",
                    path.display()
                ));
            }
        }
        Ok(part)
    }

    /// Adds a page. Private rows, which only a token can see, are left out here and so everywhere.
    pub fn add(&mut self, listed: &[Listed<'_>], next: Option<String>, rows: &mut Distinct) -> io::Result<()> {
        let mut lines = vec![b'['];
        for row in listed.iter().filter(|row| !row.private) {
            if lines.len() > 1 {
                lines.push(b',');
            }
            one_line(row.raw, &mut lines);
            rows.see(row.key.as_deref(), row.downloads);
        }
        lines.extend_from_slice(b"]\n");
        serde_json::to_writer(&mut lines, &Mark { page: self.pages + 1, next: next.clone() })?;
        lines.push(b'\n');
        self.file.write_all(&lines)?;
        self.pages += 1;
        self.next = next;
        Ok(())
    }

    /// Hands every row to `take`, with its place among all rows.
    pub fn rows(&mut self, mut take: impl FnMut(usize, &[u8]) -> io::Result<()>) -> io::Result<()> {
        self.file.rewind()?;
        let mut lines = BufReader::new(&self.file);
        line(&mut lines)?;
        let mut place = 0;
        for _ in 0..self.pages {
            let page = line(&mut lines)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            for row in hub::page(&page).map_err(io::Error::other)? {
                take(place, row.raw)?;
                place += 1;
            }
            line(&mut lines)?;
        }
        Ok(())
    }

    /// What a failure leaves behind, and how to go on. A file without a page is not left behind.
    pub fn kept(&self, rows: &Distinct) -> String {
        if self.pages == 0 {
            // Best effort: an empty start is overwritten by the next capture anyway.
            let _ = fs::remove_file(&self.path);
            return "nothing was kept".to_owned();
        }
        let (path, pages) = (self.path.display(), self.pages);
        format!(
            "{} {} of {pages} page{} are kept in {path}: within a day the same command goes on from there, without that file it begins anew",
            rows.kept(),
            self.listing.kind.as_str(),
            if pages == 1 { "" } else { "s" }
        )
    }

    /// Removes the file, once the snapshot stands.
    pub fn remove(self) -> Result<(), String> {
        fs::remove_file(&self.path).map_err(|error| {
            format!("{}: {error}; the snapshot is written, remove this file by hand", self.path.display())
        })
    }

    fn stale(&mut self, now: Moment) -> io::Result<Stale> {
        if self.file.metadata()?.len() == 0 {
            return Ok(Stale::Empty);
        }
        let Some(head) = line(&mut BufReader::new(&self.file))? else { return Ok(Stale::Foreign) };
        let head: Head = match serde_json::from_slice(&head) {
            Ok(head) => head,
            Err(_) => return Ok(Stale::Foreign),
        };
        Ok(if head.schema != SCHEMA {
            Stale::Foreign
        } else if head.listing != self.listing {
            Stale::Because("found pages of another listing")
        } else if !(0..LONGEST_PAUSE).contains(&(now.0 - head.started)) {
            Stale::Because("found pages that are a day old or more")
        } else {
            Stale::No
        })
    }

    fn begin(&mut self, now: Moment) -> io::Result<()> {
        let head = Head { schema: SCHEMA.to_owned(), listing: self.listing.clone(), started: now.0 };
        let mut line = serde_json::to_vec(&head)?;
        line.push(b'\n');
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(&line)
    }

    /// Reads the whole pages and cuts off what follows them.
    fn replay(&mut self, rows: &mut Distinct) -> io::Result<()> {
        self.file.rewind()?;
        let mut lines = BufReader::new(&self.file);
        let mut end = line(&mut lines)?.map_or(0, |head| head.len());
        while let (Some(page), Some(mark)) = (line(&mut lines)?, line(&mut lines)?) {
            let (Ok(listed), Ok(Mark { next, .. })) = (hub::page(&page), serde_json::from_slice(&mark)) else { break };
            let astray = |next: &String| hub::follow(&self.listing.endpoint, &self.listing.endpoint, next).is_err();
            if next.as_ref().is_some_and(astray) {
                break;
            }
            listed.iter().for_each(|row| rows.see(row.key.as_deref(), row.downloads));
            end += page.len() + mark.len();
            self.pages += 1;
            self.next = next;
        }
        self.file.set_len(end as u64)?;
        self.file.seek(SeekFrom::End(0))?;
        if self.pages > 0 {
            eprintln!("{}: going on after page {}, {} rows", self.path.display(), self.pages, rows.kept());
        }
        Ok(())
    }
}

enum Stale {
    No,
    Empty,
    Because(&'static str),
    Foreign,
}

/// A whole line with its end; a line that has none was never finished.
fn line(lines: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    lines.read_until(b'\n', &mut line)?;
    Ok(line.ends_with(b"\n").then_some(line))
}
