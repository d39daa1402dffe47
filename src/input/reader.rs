//! From the bytes as they are handed over to rows: the checksum, the packing, then the text.

use sha2::{Digest, Sha256};

use super::{
    Error, Options, Place, REJECTED_KEPT, Read,
    gzip::Unpacker,
    json::{Gathered, Stream},
    sniff::{LOOKED_AT, Looks, looks},
};

/// How much of a gzip stream is unpacked at once: a thousandth of what it may become.
const PACKED: usize = 1 << 16;

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
enum Text {
    /// Too few bytes came to tell what they are.
    Unknown {
        options: Options,
        head: Vec<u8>,
        unpacked: bool,
    },
    Json(Box<Stream>),
    Gzip(Box<Gzip>),
}

/// A gzip stream and the text inside.
#[derive(Debug)]
struct Gzip {
    unpacker: Unpacker,
    unpacked: Vec<u8>,
    text: Text,
    /// Why unpacking stopped.
    damage: Option<&'static str>,
}

impl Reader {
    /// A reader of nothing yet.
    pub fn new(options: Options) -> Reader {
        let text = Text::new(options.clone(), false);
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

    /// Ends one of several files, which are read as one; `name` stands before what is said of its rows.
    pub fn end_file(&mut self, name: &str) -> Result<(), Error> {
        let text = std::mem::replace(&mut self.text, Text::new(self.options.clone(), false));
        let mut file = text.finish()?;
        file.rejected.iter_mut().for_each(|rejected| rejected.file = Some(name.to_owned()));
        file.complaints.iter_mut().for_each(|complaint| *complaint = format!("{name}: {complaint}"));
        match &mut self.before {
            None => self.before = Some(file),
            Some(before) => before.join(file, name),
        }
        Ok(())
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
        // Nothing has to be kept for a next chunk.
        Looks::Json { mark } => Stream::new(options, mark as u64).finish_with(&bytes[mark..])?.read(),
        _ => {
            let mut text = Text::new(options, false);
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
    fn read(self) -> Read {
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
    fn new(options: Options, unpacked: bool) -> Text {
        Text::Unknown { options, head: Vec::new(), unpacked }
    }

    fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        match self {
            Text::Json(stream) => stream.feed(chunk),
            Text::Gzip(gzip) => gzip.feed(chunk),
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
        let Text::Unknown { options, head, unpacked } = self else { return Ok(true) };
        let settled = match looks(head, whole) {
            Looks::TooShort => return Ok(false),
            Looks::Other { found, remedy } => return Err(Looks::error(found, remedy)),
            Looks::Gzip if *unpacked => {
                return Err(Looks::error("a gzip stream inside a gzip stream".to_owned(), "unpack it once"));
            }
            Looks::Gzip => Text::Gzip(Box::new(Gzip::new(options.clone()))),
            Looks::Json { mark } => Text::Json(Box::new(Stream::new(options.clone(), mark as u64))),
        };
        let mark = if let Looks::Json { mark } = looks(head, whole) { mark } else { 0 };
        let head = std::mem::take(head);
        *self = settled;
        self.feed(&head[mark..])?;
        Ok(true)
    }

    fn rows(&self) -> u64 {
        match self {
            Text::Unknown { .. } => 0,
            Text::Json(stream) => stream.rows(),
            Text::Gzip(gzip) => gzip.text.rows(),
        }
    }

    fn finish(mut self) -> Result<Gathered, Error> {
        self.settle(true)?;
        match self {
            Text::Json(stream) => stream.finish(),
            Text::Gzip(gzip) => gzip.finish(),
            Text::Unknown { .. } => unreachable!("the whole of an input is always settled"),
        }
    }
}

impl Gzip {
    fn new(options: Options) -> Gzip {
        Gzip { unpacker: Unpacker::new(), unpacked: Vec::new(), text: Text::new(options, true), damage: None }
    }

    fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        for piece in chunk.chunks(PACKED) {
            if self.damage.is_some() {
                break;
            }
            if self.unpacker.feed(piece, &mut self.unpacked).is_err() {
                self.damage = Some("is damaged, or something else follows it");
            }
            self.pass_on()?;
        }
        Ok(())
    }

    fn pass_on(&mut self) -> Result<(), Error> {
        let passed = self.text.feed(&self.unpacked);
        self.unpacked.clear();
        passed
    }

    fn finish(mut self) -> Result<Gathered, Error> {
        if self.damage.is_none() && !self.unpacker.is_whole() {
            self.damage = Some("was cut off");
        }
        let Some(damage) = self.damage else { return self.text.finish() };
        let mut gathered = match self.text.finish() {
            Err(Error::NotADump { .. }) => {
                return Err(Error::CutOff { place: Place::START, expected: "the rest of a gzip stream" });
            }
            gathered => gathered?,
        };
        gathered.complaints.insert(0, format!("the gzip stream {damage}: what came before was read"));
        Ok(gathered)
    }
}
