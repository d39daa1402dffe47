//! zstd (RFC 8878), one frame after the other, unpacked as it comes.
//!
//! `ruzstd` reads from what is there as a whole, so that headers and blocks, a block being 128 KB at most, are held
//! until they are complete. It keeps a window of what it unpacked, and hands it on when the frame ends.

use std::{fmt, io::Read as _};

use ruzstd::decoding::{
    BlockDecodingStrategy::UptoBlocks,
    FrameDecoder,
    errors::{FrameDecoderError, FrameHeaderError},
};

use super::packed::Damage;

/// The largest window that a frame may ask for: what `zstd --long` and its highest levels take.
const LARGEST_WINDOW: u64 = 128 << 20;

/// How much of what was unpacked is handed on at once.
const ROOM: u64 = 1 << 20;

/// A block that holds nothing and is the last, with room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// The longest block, with its header.
const LONGEST_BLOCK: usize = (128 << 10) + 3;

const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Takes a zstd stream in pieces of any size.
pub(super) struct Unpacker {
    part: Part,
    /// What of a header, a block or a checksum has come.
    held: Vec<u8>,
    decoder: FrameDecoder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before a frame.
    Header,
    /// In a frame, before a block; whether a checksum follows the last.
    Block { checksum: bool },
    /// Behind the last block of a frame, of which not all was handed on.
    Last,
    /// In a frame that is passed over, so many bytes before its end.
    Skipped(u64),
}

impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unpacker")
    }
}

impl Unpacker {
    pub fn new() -> Unpacker {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(LARGEST_WINDOW);
        Unpacker { part: Part::Header, held: Vec::new(), decoder }
    }

    /// Takes bytes up to the end of a header or a block, and puts what was packed in them behind `unpacked`.
    pub fn feed(&mut self, bytes: &mut &[u8], unpacked: &mut Vec<u8>) -> Result<(), Damage> {
        match self.part {
            Part::Header => self.open(bytes),
            Part::Block { checksum } => self.block(checksum, bytes, unpacked),
            Part::Last => self.close(unpacked),
            Part::Skipped(left) => {
                let passed = left.min(bytes.len() as u64);
                *bytes = &bytes[passed as usize..];
                self.part = if left == passed { Part::Header } else { Part::Skipped(left - passed) };
                Ok(())
            }
        }
    }

    /// Whether there is more to hand on before further bytes are needed.
    pub fn holds_back(&self) -> bool {
        self.part == Part::Last
    }

    /// Makes what the decoder keeps of an unfinished frame be handed on; no more bytes will come.
    pub fn give_up(&mut self) {
        if let Part::Block { .. } = self.part
            && self.decoder.decode_blocks(&LAST_BLOCK[..], UptoBlocks(1)).is_ok()
        {
            self.part = Part::Last;
        }
    }

    /// Whether the stream ends here.
    pub fn is_whole(&self) -> bool {
        self.part == Part::Header && self.held.is_empty()
    }

    fn open(&mut self, bytes: &mut &[u8]) -> Result<(), Damage> {
        if !self.holds(bytes, header_length)? {
            return Ok(());
        }
        if is_skipped(&self.held) {
            let length = self.held[4..].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            self.part = if length == 0 { Part::Header } else { Part::Skipped(length) };
        } else {
            self.decoder.init(&self.held[..]).map_err(|error| damage(&error))?;
            self.part = Part::Block { checksum: self.held[4] & 4 != 0 };
        }
        self.held.clear();
        Ok(())
    }

    fn block(&mut self, checksum: bool, bytes: &mut &[u8], unpacked: &mut Vec<u8>) -> Result<(), Damage> {
        if !self.holds(bytes, |held| block_length(held, checksum))? {
            return Ok(());
        }
        let ends = self.decoder.decode_blocks(&self.held[..], UptoBlocks(1)).map_err(|error| damage(&error))?;
        self.held.clear();
        if ends {
            self.part = Part::Last;
            return Ok(());
        }
        self.hand_on(unpacked)
    }

    /// Hands on what is left of a frame, and holds it against its checksum.
    fn close(&mut self, unpacked: &mut Vec<u8>) -> Result<(), Damage> {
        self.hand_on(unpacked)?;
        if self.decoder.can_collect() > 0 {
            return Ok(());
        }
        self.part = Part::Header;
        let stated = self.decoder.get_checksum_from_data();
        let fits = stated.is_none() || stated == self.decoder.get_calculated_checksum();
        if fits { Ok(()) } else { Err(Damage::Broken) }
    }

    fn hand_on(&mut self, unpacked: &mut Vec<u8>) -> Result<(), Damage> {
        let handed = (&mut self.decoder).take(ROOM).read_to_end(unpacked);
        handed.map(drop).map_err(|_| Damage::Broken)
    }

    /// Moves bytes to those held until they are as many as `length` says by their beginning; whether they are.
    fn holds(
        &mut self,
        bytes: &mut &[u8],
        length: impl Fn(&[u8]) -> Result<Result<usize, usize>, Damage>,
    ) -> Result<bool, Damage> {
        loop {
            let wanted = match length(&self.held)? {
                Ok(whole) if self.held.len() == whole => return Ok(true),
                Ok(wanted) | Err(wanted) => wanted,
            };
            if bytes.is_empty() {
                return Ok(false);
            }
            let (taken, rest) = bytes.split_at(bytes.len().min(wanted - self.held.len()));
            self.held.extend_from_slice(taken);
            *bytes = rest;
        }
    }
}

fn is_skipped(held: &[u8]) -> bool {
    matches!(held, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// How long the header is that `held` begins, or as an error how many bytes tell more (RFC 8878, 3.1.1.1).
fn header_length(held: &[u8]) -> Result<Result<usize, usize>, Damage> {
    let Some((magic, rest)) = held.split_first_chunk::<4>() else { return Ok(Err(4)) };
    if is_skipped(held) {
        return Ok(Ok(8));
    }
    if *magic != MAGIC {
        return Err(Damage::Broken);
    }
    let Some(descriptor) = rest.first() else { return Ok(Err(5)) };
    let single = descriptor >> 5 & 1;
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = match descriptor >> 6 {
        0 => usize::from(single),
        power => 1 << power,
    };
    Ok(Ok(5 + usize::from(1 - single) + dictionary + size))
}

/// How long the block is that `held` begins, with the checksum that may follow the last (RFC 8878, 3.1.1.2).
fn block_length(held: &[u8], checksum: bool) -> Result<Result<usize, usize>, Damage> {
    let Some((header, _)) = held.split_first_chunk::<3>() else { return Ok(Err(3)) };
    let header = u32::from_le_bytes([header[0], header[1], header[2], 0]);
    let (last, kind, size) = (header & 1 == 1, header >> 1 & 3, (header >> 3) as usize);
    // A run of one byte states how often it is repeated, and takes one.
    let size = 3 + if kind == 1 { 1 } else { size };
    if kind == 3 || size > LONGEST_BLOCK {
        return Err(Damage::Broken);
    }
    Ok(Ok(size + if last && checksum { 4 } else { 0 }))
}

fn damage(error: &FrameDecoderError) -> Damage {
    use FrameDecoderError as E;
    match error {
        E::WindowSizeTooBig { requested, .. } => Damage::Window(*requested),
        E::FrameHeaderError(FrameHeaderError::WindowTooBig { got }) => Damage::Window(*got),
        E::DictNotProvided { .. } => Damage::Dictionary,
        _ => Damage::Broken,
    }
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    /// What comes out of a stream in pieces of a size, and whether it is sound to its end.
    fn unpacked(stream: &[u8], piece: usize) -> (Vec<u8>, Result<bool, Damage>) {
        let mut unpacker = Unpacker::new();
        let mut out = Vec::new();
        let mut take = || {
            for mut piece in stream.chunks(piece) {
                while !piece.is_empty() || unpacker.holds_back() {
                    unpacker.feed(&mut piece, &mut out)?;
                }
            }
            Ok(unpacker.is_whole())
        };
        let whole = take();
        unpacker.give_up();
        while unpacker.holds_back() && unpacker.feed(&mut &[][..], &mut out).is_ok() {}
        (out, whole)
    }

    fn text() -> Vec<u8> {
        (0..100_000u32).flat_map(|n| (n.wrapping_mul(n) >> 7).to_le_bytes()).collect()
    }

    #[test]
    fn frames_in_pieces_of_any_size_give_their_bytes() {
        let skipped = [&[0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0][..], b"aside"].concat();
        let empty = [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];
        let stream =
            [&packed(&text()), &skipped, &packed(b""), &empty[..], &packed(&vec![0; 1 << 21]), &packed(b"end")]
                .concat();
        let expected = [&text()[..], &vec![0; 1 << 21], b"end"].concat();
        for piece in [1, 7, 4096, stream.len()] {
            assert!(unpacked(&stream, piece) == (expected.clone(), Ok(true)), "{piece}");
        }
    }

    #[test]
    fn damage_is_seen_and_what_came_before_it_stays() {
        let stream = packed(&text());
        let (part, whole) = unpacked(&stream[..stream.len() - 5], 4096);
        assert!(part.len() > 200_000 && text().starts_with(&part), "{} bytes", part.len());
        assert_eq!(whole, Ok(false));
        for at in [0, 3, stream.len() / 2, stream.len() - 1] {
            let mut damaged = stream.clone();
            damaged[at] ^= 1;
            assert_ne!(unpacked(&damaged, 4096).1, Ok(true), "{at}");
        }
        let hello = packed(b"hello");
        for end in 0..hello.len() {
            assert_eq!(unpacked(&hello[..end], 64).1, Ok(end == 0), "{end}");
        }
        assert_eq!(unpacked(&[&hello[..], b"more"].concat(), 64), (b"hello".to_vec(), Err(Damage::Broken)));
    }

    #[test]
    fn what_a_frame_may_ask_for_is_bounded() {
        // A descriptor without a size or a checksum, then the exponent of the window over 1 KB.
        let asks = |exponent: u8| unpacked(&[0x28, 0xb5, 0x2f, 0xfd, 0, exponent << 3], 64).1;
        assert_eq!(asks(17), Ok(false));
        assert_eq!(asks(18), Err(Damage::Window(256 << 20)));
        assert_eq!(asks(31), Err(Damage::Window(1 << 41)));
        // A frame of one segment asks for all that it holds: eight bytes say how much.
        let petabytes = [&[0x28, 0xb5, 0x2f, 0xfd, 0xe0][..], &(1u64 << 52).to_le_bytes()].concat();
        assert_eq!(unpacked(&petabytes, 64).1, Err(Damage::Window(1 << 52)));
        let with_dictionary = [0x28, 0xb5, 0x2f, 0xfd, 1, 0, 7];
        assert_eq!(unpacked(&with_dictionary, 64).1, Err(Damage::Dictionary));
    }
}
