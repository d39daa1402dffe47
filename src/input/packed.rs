//! A packed text: unpacked piece by piece, and read as it comes out.

#[cfg(feature = "formats")]
use super::zstd;
use super::{Error, Options, Place, gzip, json::Gathered, reader::Text, sniff::Looks};
#[cfg(feature = "formats")]
use crate::model::Builder;

/// How much of a stream is unpacked at once: a thousandth of what it may become.
const PACKED: usize = 1 << 16;

/// How a text is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// Its name, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }
}

/// Why unpacking stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "formats"), expect(dead_code, reason = "gzip has neither windows nor dictionaries"))]
pub(super) enum Damage {
    /// The bytes are not what the format allows, or not those that were packed.
    Broken,
    /// Unpacking would take a buffer of so many bytes, which is more than is given.
    Window(u64),
    /// It was packed with a dictionary that is not in the stream.
    Dictionary,
}

/// A stream and the text inside.
#[derive(Debug)]
pub(super) struct Packed {
    packing: Packing,
    unpacker: Unpacker,
    unpacked: Vec<u8>,
    text: Text,
    damage: Option<Damage>,
}

#[derive(Debug)]
enum Unpacker {
    Gzip(gzip::Unpacker),
    #[cfg(feature = "formats")]
    Zstd(Box<zstd::Unpacker>),
}

impl Packed {
    /// A stream of nothing yet.
    pub fn new(options: Options, packing: Packing) -> Result<Packed, Error> {
        let unpacker = match packing {
            Packing::Gzip => Unpacker::Gzip(gzip::Unpacker::new()),
            #[cfg(feature = "formats")]
            Packing::Zstd => Unpacker::Zstd(Box::new(zstd::Unpacker::new())),
            #[cfg(not(feature = "formats"))]
            Packing::Zstd => return Err(Error::NotBuiltIn { found: "a zstd stream" }),
        };
        let text = Text::new(options, Some(packing));
        Ok(Packed { packing, unpacker, unpacked: Vec::new(), text, damage: None })
    }

    /// What came so far.
    #[cfg(feature = "formats")]
    pub fn builder(&self) -> Option<&Builder> {
        self.text.builder()
    }

    /// Takes the next packed bytes.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), Error> {
        for piece in chunk.chunks(PACKED) {
            let mut rest = piece;
            while (!rest.is_empty() || self.unpacker.holds_back()) && !self.is_lost() {
                self.damage = self.unpacker.feed(&mut rest, &mut self.unpacked).err();
                self.pass_on()?;
            }
        }
        Ok(())
    }

    fn pass_on(&mut self) -> Result<(), Error> {
        let passed = self.text.feed(&self.unpacked);
        self.unpacked.clear();
        passed
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.text.rows()
    }

    /// Whether nothing that may follow is read any more.
    pub fn is_lost(&self) -> bool {
        self.damage.is_some() || self.text.is_lost()
    }

    /// Ends the stream.
    pub fn finish(mut self) -> Result<Gathered, Error> {
        let name = self.packing.name();
        let whole = self.unpacker.is_whole();
        self.unpacker.give_up();
        while self.unpacker.holds_back() && !self.text.is_lost() {
            // What follows a damage, or is missing, is no further one.
            let _ = self.unpacker.feed(&mut &[][..], &mut self.unpacked);
            self.pass_on()?;
        }
        let complaint = match self.damage {
            None if whole || self.text.is_lost() => return self.text.finish(),
            None => format!("the {name} stream was cut off: what came before was read"),
            Some(damage) => format!("the {name} stream {}: what came before was read", damage.says()),
        };
        let mut gathered = match (self.text.finish(), self.damage) {
            (Err(Error::NotADump { .. }), None | Some(Damage::Broken)) => {
                let expected = match self.packing {
                    Packing::Gzip => "the rest of a gzip stream",
                    Packing::Zstd => "the rest of a zstd stream",
                };
                return Err(Error::CutOff { place: Place::START, expected });
            }
            (Err(Error::NotADump { .. }), Some(damage)) => {
                let found = format!("a {name} stream that {}", damage.says());
                return Err(Looks::error(found, damage.remedy()));
            }
            (gathered, _) => gathered?,
        };
        gathered.complaints.insert(0, complaint);
        Ok(gathered)
    }
}

impl Unpacker {
    /// Unpacks the first of the bytes, at least one, and little enough of them that what comes out fits into memory.
    fn feed(&mut self, bytes: &mut &[u8], unpacked: &mut Vec<u8>) -> Result<(), Damage> {
        match self {
            Unpacker::Gzip(gzip) => {
                let all = std::mem::take(bytes);
                gzip.feed(all, unpacked).map_err(|gzip::Damaged| Damage::Broken)
            }
            #[cfg(feature = "formats")]
            Unpacker::Zstd(zstd) => zstd.feed(bytes, unpacked),
        }
    }

    /// Whether there is more to unpack before further bytes are needed.
    fn holds_back(&self) -> bool {
        match self {
            Unpacker::Gzip(_) => false,
            #[cfg(feature = "formats")]
            Unpacker::Zstd(zstd) => zstd.holds_back(),
        }
    }

    /// Makes what an unfinished stream keeps for later be unpacked now.
    fn give_up(&mut self) {
        match self {
            Unpacker::Gzip(_) => {}
            #[cfg(feature = "formats")]
            Unpacker::Zstd(zstd) => zstd.give_up(),
        }
    }

    fn is_whole(&self) -> bool {
        match self {
            Unpacker::Gzip(gzip) => gzip.is_whole(),
            #[cfg(feature = "formats")]
            Unpacker::Zstd(zstd) => zstd.is_whole(),
        }
    }
}

impl Damage {
    fn says(self) -> String {
        match self {
            Damage::Broken => "is damaged, or something else follows it".to_owned(),
            Damage::Window(bytes) => {
                format!("asks for a window of {} MB, where 128 MB are given", bytes.div_ceil(1 << 20))
            }
            Damage::Dictionary => "was packed with a dictionary that is not in it".to_owned(),
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Damage::Broken => "download or copy it again",
            Damage::Window(_) => "pack it again without --long, or unpack it first",
            Damage::Dictionary => "unpack it with its dictionary first",
        }
    }
}
