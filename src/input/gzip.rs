//! gzip (RFC 1952), one member after the other, unpacked as it comes.
//!
//! The packed bytes inside are `miniz_oxide`'s work; around them stand a header, a checksum and a length. A library
//! for these brings sixteen kilobytes of ready tables for the checksum, which do not pack: the table here is made
//! when it is first needed.

use std::{fmt, sync::LazyLock};

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

/// How much room the unpacked bytes are given at once.
const ROOM: usize = 1 << 15;

/// How long a header may be: its optional field of 64 KB, and a name and a comment.
const LONGEST_HEADER: usize = 1 << 17;

const HAS_CHECKSUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

/// A stream that is no gzip from some byte on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// Takes a gzip stream in pieces of any size.
pub(super) struct Unpacker {
    part: Part,
    /// What of a header or a trailer has come.
    held: Vec<u8>,
    inflater: Box<InflateState>,
    checksum: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    Body,
    Trailer,
}

impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unpacker")
    }
}

impl Unpacker {
    pub fn new() -> Unpacker {
        let inflater = InflateState::new_boxed(DataFormat::Raw);
        Unpacker { part: Part::Header, held: Vec::new(), inflater, checksum: !0, length: 0 }
    }

    /// Unpacks the next bytes behind `unpacked`; what came before the damage is there.
    pub fn feed(&mut self, mut bytes: &[u8], unpacked: &mut Vec<u8>) -> Result<(), Damaged> {
        while !bytes.is_empty() {
            match self.part {
                Part::Header => self.open(&mut bytes)?,
                Part::Body => self.unpack(&mut bytes, unpacked)?,
                Part::Trailer => self.close(&mut bytes)?,
            }
        }
        Ok(())
    }

    /// Whether the stream ends here.
    pub fn is_whole(&self) -> bool {
        self.part == Part::Header && self.held.is_empty()
    }

    /// Takes what belongs to a header.
    fn open(&mut self, bytes: &mut &[u8]) -> Result<(), Damaged> {
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        let Some(length) = header_length(&self.held)? else {
            *bytes = &[];
            return if self.held.len() > LONGEST_HEADER { Err(Damaged) } else { Ok(()) };
        };
        *bytes = &bytes[length - before..];
        self.held.clear();
        self.inflater.reset(DataFormat::Raw);
        (self.part, self.checksum, self.length) = (Part::Body, !0, 0);
        Ok(())
    }

    /// Takes what belongs to a trailer, and holds the member against it.
    fn close(&mut self, bytes: &mut &[u8]) -> Result<(), Damaged> {
        let (trailer, rest) = bytes.split_at(bytes.len().min(8 - self.held.len()));
        self.held.extend_from_slice(trailer);
        *bytes = rest;
        let [a, b, c, d, e, f, g, h] = self.held[..] else { return Ok(()) };
        let (checksum, length) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        self.held.clear();
        self.part = Part::Header;
        if (checksum, length) == (!self.checksum, self.length) { Ok(()) } else { Err(Damaged) }
    }

    /// Unpacks until the bytes are used up and nothing of them is held back, or the packed part ends.
    fn unpack(&mut self, bytes: &mut &[u8], unpacked: &mut Vec<u8>) -> Result<(), Damaged> {
        loop {
            let from = unpacked.len();
            unpacked.resize(from + ROOM, 0);
            let step = inflate(&mut self.inflater, bytes, &mut unpacked[from..], MZFlush::None);
            unpacked.truncate(from + step.bytes_written);
            *bytes = &bytes[step.bytes_consumed..];
            let new = &unpacked[from..];
            self.checksum = crc32(self.checksum, new);
            self.length = self.length.wrapping_add(new.len() as u32);
            match step.status {
                Ok(MZStatus::StreamEnd) => {
                    self.part = Part::Trailer;
                    return Ok(());
                }
                Ok(_) => {}
                // It has nothing more to give before the next bytes.
                Err(MZError::Buf) if bytes.is_empty() => return Ok(()),
                Err(_) => return Err(Damaged),
            }
            if bytes.is_empty() && step.bytes_written < ROOM {
                return Ok(());
            }
            if step.bytes_consumed + step.bytes_written == 0 {
                return Err(Damaged);
            }
        }
    }
}

/// The length of the header that these bytes begin with, if all of it is there: ten bytes, then what its flags name.
fn header_length(held: &[u8]) -> Result<Option<usize>, Damaged> {
    const START: [u8; 3] = [0x1f, 0x8b, 8];
    if held.iter().zip(START).any(|(byte, expected)| *byte != expected) {
        return Err(Damaged);
    }
    let Some((fixed, mut rest)) = held.split_at_checked(10) else { return Ok(None) };
    let flags = fixed[3];
    if flags & HAS_EXTRA != 0 {
        let Some((length, after)) = rest.split_at_checked(2) else { return Ok(None) };
        let Some(after) = after.get(usize::from(length[0]) | usize::from(length[1]) << 8..) else { return Ok(None) };
        rest = after;
    }
    for text in [HAS_NAME, HAS_COMMENT] {
        if flags & text != 0 {
            let Some(end) = rest.iter().position(|byte| *byte == 0) else { return Ok(None) };
            rest = &rest[end + 1..];
        }
    }
    let checksum = if flags & HAS_CHECKSUM == 0 { 0 } else { 2 };
    Ok((rest.len() >= checksum).then(|| held.len() - rest.len() + checksum))
}

/// The remainder of each byte, and of each byte followed by up to three others (RFC 1952, 8).
static REMAINDERS: LazyLock<[[u32; 256]; 4]> = LazyLock::new(|| {
    let mut tables = [[0; 256]; 4];
    for byte in 0..256 {
        let mut remainder = byte as u32;
        for table in &mut tables {
            for _ in 0..8 {
                remainder = remainder >> 1 ^ if remainder & 1 == 1 { 0xedb8_8320 } else { 0 };
            }
            table[byte] = remainder;
        }
    }
    tables
});

/// The checksum, complemented as it is between the bytes, with four bytes a step.
fn crc32(mut crc: u32, bytes: &[u8]) -> u32 {
    let [one, two, three, four] = &*REMAINDERS;
    let (words, rest) = bytes.as_chunks::<4>();
    for word in words {
        let [a, b, c, d] = (crc ^ u32::from_le_bytes(*word)).to_le_bytes().map(usize::from);
        crc = four[a] ^ three[b] ^ two[c] ^ one[d];
    }
    rest.iter().fold(crc, |crc, byte| crc >> 8 ^ one[usize::from(crc as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder, write::GzEncoder};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(stream: &[u8], piece: usize) -> (Vec<u8>, bool) {
        let mut unpacker = Unpacker::new();
        let mut out = Vec::new();
        let fine = stream.chunks(piece).all(|piece| unpacker.feed(piece, &mut out).is_ok());
        (out, fine && unpacker.is_whole())
    }

    #[test]
    fn the_checksum_is_the_standards() {
        // RFC 1952's polynomial over the customary nine digits.
        assert_eq!(!crc32(!0, b"123456789"), 0xcbf4_3926);
        assert_eq!(!crc32(crc32(!0, b"12345"), b"6789"), 0xcbf4_3926);
    }

    #[test]
    fn members_in_pieces_of_any_size_give_their_bytes() {
        let text: Vec<u8> = (0..100_000u32).flat_map(|n| (n.wrapping_mul(n) >> 7).to_le_bytes()).collect();
        let zeros = vec![0; 1 << 21];
        let stream = [packed(&text), packed(b""), packed(&zeros), packed(b"end")].concat();
        let expected = [&text[..], &zeros, b"end"].concat();
        for piece in [1, 7, 4096, stream.len()] {
            assert!(unpacked(&stream, piece) == (expected.clone(), true), "{piece}");
        }
    }

    #[test]
    fn a_header_may_hold_a_name_and_more() {
        let mut encoder = GzBuilder::new()
            .filename("models.json")
            .comment("a comment")
            .extra([1, 2, 3])
            .write(Vec::new(), Compression::fast());
        encoder.write_all(b"[]").unwrap();
        let stream = encoder.finish().unwrap();
        assert_eq!(unpacked(&stream, 3), (b"[]".to_vec(), true));
    }

    #[test]
    fn damage_is_seen_and_what_came_before_it_stays() {
        let stream = packed(b"hello");
        for at in [0, 1, 2, stream.len() - 1, stream.len() - 5] {
            let mut damaged = stream.clone();
            damaged[at] ^= 1;
            assert!(!unpacked(&damaged, 64).1, "{at}");
        }
        for end in 0..stream.len() {
            assert_eq!(unpacked(&stream[..end], 64).1, end == 0, "{end}");
        }
        assert_eq!(unpacked(&[&stream[..], b"more"].concat(), 64), (b"hello".to_vec(), false));
    }
}
