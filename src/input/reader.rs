//! From the bytes as they are handed over to rows: the checksum, the packing, then the text.

use sha2::{Digest, Sha256};

#[cfg(feature = "formats")]
use super::table::Table;
use super::{
    Error, LONGEST_ROW, Options, REJECTED_KEPT, Read,
    json::{Gathered, Stream},
    packed::{Packed, Packing},
    sniff::{LOOKED_AT, Looks, looks},
};
#[cfg(feature = "formats")]
use crate::model::Builder;

/// Takes the bytes of a dump in pieces of any size.
#[derive(Debug)]
pub struct Reader {
    hash: Option<Sha256>,
    options: Options,
    /// What the files before this one gave.
    before: Option<Gathered>,
    text: Text,
}

/// Text that may be packed.
#[derive(Debug)]
pub(super) enum Text {
    /// Too few bytes came to tell what they are.
    Unknown {
        options: Options,
        head: Vec<u8>,
        /// What it came packed in.
        inside: Option<Packing>,
    },
    Json(Box<Stream>),
    #[cfg(feature = "formats")]
    Table(Box<Table>),
    Packed(Box<Packed>),
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(options: Options) -> Reader {
        let text = Text::new(options.clone(), None);
        Reader { hash: options.checksum.then(Sha256::new), options, before: None, text }
    }

    /// Takes the next bytes. An error means that the input is no dump, whatever may follow.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        if let Some(hash) = &mut self.hash {
            hash.update(chunk);
        }
        self.text.feed(chunk)
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.text.rows() + self.before.as_ref().map_or(0, |before| before.builder.rows())
    }

    /// What would be read if the input ended here, for an early look: a copy, so that reading goes on. None as long
    /// as there is no row.
    #[cfg(feature = "formats")]
    pub fn so_far(&self) -> Option<Read> {
        let mut builder = self.text.builder().cloned().unwrap_or_default();
        if let Some(before) = &self.before {
            builder.join(before.builder.clone());
        }
        (builder.understood() > 0).then(|| Gathered { builder, rejected: vec![], complaints: vec![] }.read())
    }

    /// Ends one of several files, which are read as one; `name` stands before what is said of its rows.
    pub fn end_file(&mut self, name: &str) -> Result<(), Error> {
        let text = std::mem::replace(&mut self.text, Text::new(self.options.clone(), None));
        self.join(text.finish()?, Some(name));
        Ok(())
    }

    /// What it was told.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Takes a Parquet file that was read to its end; `name` stands before what is said of it, where it is one of
    /// several. Of what was read only in part there is no checksum.
    #[cfg(feature = "formats")]
    pub fn add(&mut self, file: super::Parquet, name: Option<&str>) -> Result<(), Error> {
        let file = file.gather()?;
        self.hash = None;
        self.join(file, name);
        Ok(())
    }

    fn join(&mut self, mut file: Gathered, name: Option<&str>) {
        if let Some(name) = name {
            file.rejected.iter_mut().for_each(|rejected| rejected.file = Some(name.to_owned()));
            file.complaints.iter_mut().for_each(|complaint| *complaint = format!("{name}: {complaint}"));
        }
        match &mut self.before {
            None => self.before = Some(file),
            Some(before) => before.join(file, name.unwrap_or("another file")),
        }
    }

    /// Ends the input.
    pub fn finish(self) -> Result<Read, Error> {
        let mut read = match self.before {
            Some(gathered) => gathered.read(),
            None => self.text.finish()?.read(),
        };
        if let Some(hash) = self.hash {
            sign(&mut read, hash);
        }
        Ok(read)
    }
}

/// Reads a dump that is there as a whole.
pub fn read(bytes: &[u8], options: Options) -> Result<Read, Error> {
    let checksum = options.checksum;
    let mut read = match looks(bytes, true) {
        #[cfg(feature = "formats")]
        _ if bytes.starts_with(super::PARQUET_MAGIC) => super::parquet::read(bytes, options)?,
        // Nothing has to be kept for a next chunk.
        Looks::Json { mark } if bytes.len() <= LONGEST_ROW => {
            Stream::new(options, mark as u64).finish_with(&bytes[mark..])?.read()
        }
        _ => {
            let mut text = Text::new(options, None);
            text.feed(bytes)?;
            text.finish()?.read()
        }
    };
    if checksum {
        sign(&mut read, Sha256::new().chain_update(bytes));
    }
    Ok(read)
}

impl Gathered {
    pub(super) fn read(self) -> Read {
        Read { snapshots: self.builder.finish(), rejected: self.rejected, complaints: self.complaints }
    }

    fn join(&mut self, file: Gathered, name: &str) {
        self.rejected.extend(file.rejected);
        self.rejected.truncate(REJECTED_KEPT);
        self.complaints.extend(file.complaints);
        if !self.builder.join(file.builder) {
            self.complaints
                .push(format!("{name}: states another day of capture than the files before; the latest counts"));
        }
    }
}

fn sign(read: &mut Read, hash: Sha256) {
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    for snapshot in &mut read.snapshots {
        snapshot.sha256 = Some(hex.clone());
    }
}

impl Text {
    pub fn new(options: Options, inside: Option<Packing>) -> Text {
        Text::Unknown { options, head: Vec::new(), inside }
    }

    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        match self {
            Text::Json(stream) => stream.feed(chunk),
            #[cfg(feature = "formats")]
            Text::Table(table) => table.feed(chunk),
            Text::Packed(packed) => packed.feed(chunk),
            Text::Unknown { head, .. } => {
                // Only the beginning is copied; the rest is read where it lies.
                let (first, rest) = chunk.split_at(chunk.len().min(LOOKED_AT.saturating_sub(head.len())));
                head.extend_from_slice(first);
                if self.settle(false)? { self.feed(rest) } else { Ok(()) }
            }
        }
    }

    /// Settles what the text is, if its beginning tells.
    fn settle(&mut self, whole: bool) -> Result<bool, Error> {
        let Text::Unknown { options, head, inside } = self else { return Ok(true) };
        let mut skipped = 0;
        let settled = match looks(head, whole) {
            Looks::TooShort => return Ok(false),
            Looks::Other { found, remedy } => return Err(Looks::error(found, remedy)),
            Looks::Json { mark } => {
                skipped = mark;
                Text::Json(Box::new(Stream::new(options.clone(), mark as u64)))
            }
            Looks::Table { mark, separator } => {
                skipped = mark;
                Text::table(options, mark, separator)?
            }
            Looks::Gzip => Text::packed(options, *inside, Packing::Gzip)?,
            Looks::Zstd => Text::packed(options, *inside, Packing::Zstd)?,
            Looks::Parquet => return Err(parquet(*inside)),
        };
        let head = std::mem::take(head);
        *self = settled;
        self.feed(&head[skipped..])?;
        Ok(true)
    }

    fn packed(options: &Options, inside: Option<Packing>, packing: Packing) -> Result<Text, Error> {
        if let Some(outer) = inside {
            let found = format!("a {} stream inside a {} stream", packing.name(), outer.name());
            return Err(Looks::error(found, "unpack it once"));
        }
        Ok(Text::Packed(Box::new(Packed::new(options.clone(), packing)?)))
    }

    #[cfg(feature = "formats")]
    fn table(options: &Options, mark: usize, separator: u8) -> Result<Text, Error> {
        Ok(Text::Table(Box::new(Table::new(options.clone(), mark as u64, separator))))
    }

    #[cfg(not(feature = "formats"))]
    fn table(_: &Options, _: usize, separator: u8) -> Result<Text, Error> {
        Err(Error::NotBuiltIn { found: if separator == b'\t' { "a TSV table" } else { "a CSV table" } })
    }

    /// What came so far, once it is told what it is.
    #[cfg(feature = "formats")]
    pub fn builder(&self) -> Option<&Builder> {
        match self {
            Text::Unknown { .. } => None,
            Text::Json(stream) => Some(stream.builder()),
            Text::Table(table) => Some(table.builder()),
            Text::Packed(packed) => packed.builder(),
        }
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        match self {
            Text::Unknown { .. } => 0,
            Text::Json(stream) => stream.rows(),
            #[cfg(feature = "formats")]
            Text::Table(table) => table.rows(),
            Text::Packed(packed) => packed.rows(),
        }
    }

    /// Whether nothing that may follow is read any more.
    pub fn is_lost(&self) -> bool {
        match self {
            Text::Unknown { .. } => false,
            Text::Json(stream) => stream.is_lost(),
            #[cfg(feature = "formats")]
            Text::Table(table) => table.is_lost(),
            Text::Packed(packed) => packed.is_lost(),
        }
    }

    pub fn finish(mut self) -> Result<Gathered, Error> {
        self.settle(true)?;
        match self {
            Text::Json(stream) => stream.finish(),
            #[cfg(feature = "formats")]
            Text::Table(table) => table.finish(),
            Text::Packed(packed) => packed.finish(),
            Text::Unknown { .. } => unreachable!("the whole of an input is always settled"),
        }
    }
}

/// Why a Parquet file is not read as it comes.
fn parquet(inside: Option<Packing>) -> Error {
    match inside {
        Some(outer) => Looks::error(
            format!("a Parquet file inside a {} stream", outer.name()),
            "unpack it, for it is packed in itself",
        ),
        None if cfg!(feature = "formats") => Error::NeedsFile { found: "a Parquet file" },
        None => Error::NotBuiltIn { found: "a Parquet file" },
    }
}
