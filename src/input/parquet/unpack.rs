//! The bytes of a page as they were before they were packed: Snappy, gzip, Zstandard or none.
//!
//! What a page claims of its size is held against what comes out, and bounded before anything is made room for.

use parquet::basic::CompressionCodec;

use super::fault::{Result, bad};
use crate::input::gzip;

/// How large a page may be: the largest that is written on purpose are 100 MB.
pub(super) const LARGEST_PAGE: usize = 256 << 20;

/// How many packed bytes gzip is given at once: a thousandth of what they may become.
const PIECE: usize = 1 << 16;

/// A way of packing that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    None,
    Snappy,
    Gzip,
    Zstd,
}

impl Codec {
    /// The codec, or the name of one that is not read.
    pub fn of(codec: CompressionCodec) -> std::result::Result<Codec, &'static str> {
        match codec {
            CompressionCodec::UNCOMPRESSED => Ok(Codec::None),
            CompressionCodec::SNAPPY => Ok(Codec::Snappy),
            CompressionCodec::GZIP => Ok(Codec::Gzip),
            CompressionCodec::ZSTD => Ok(Codec::Zstd),
            CompressionCodec::LZO => Err("LZO"),
            CompressionCodec::BROTLI => Err("Brotli"),
            CompressionCodec::LZ4 => Err("LZ4"),
            CompressionCodec::LZ4_RAW => Err("LZ4_RAW"),
        }
    }
}

/// Unpacks pages one after the other, in the same room.
#[derive(Default)]
pub(super) struct Unpacker {
    zstd: ruzstd::decoding::FrameDecoder,
    pub unpacked: Vec<u8>,
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacker")
    }
}

impl Unpacker {
    /// Unpacks what becomes `size` bytes; they lie in `unpacked`.
    pub fn unpack(&mut self, codec: Codec, packed: &[u8], size: usize) -> Result<()> {
        self.unpacked.clear();
        let length = match codec {
            Codec::None => {
                self.unpacked.extend_from_slice(packed);
                packed.len()
            }
            Codec::Snappy => self.snappy(packed, size)?,
            Codec::Gzip => self.gzip(packed, size)?,
            Codec::Zstd => {
                self.unpacked.resize(size, 0);
                match self.zstd.decode_all(packed, &mut self.unpacked) {
                    Ok(length) => length,
                    Err(error) => return bad(format!("damaged Zstandard ({error})"), "a page packed with Zstandard"),
                }
            }
        };
        if length != size {
            return bad(format!("a page of {length} bytes"), "as many as its header says");
        }
        Ok(())
    }

    fn snappy(&mut self, packed: &[u8], size: usize) -> Result<usize> {
        const EXPECTED: &str = "a page packed with Snappy";
        match snap::raw::decompress_len(packed) {
            Ok(length) if length == size => {}
            Ok(length) => return bad(format!("a page that says {length} bytes"), "as many as its header says"),
            Err(_) => return bad("damaged Snappy", EXPECTED),
        }
        // Nothing that Snappy writes grows more than 22 times.
        if size / 32 > packed.len() {
            return bad(format!("{} bytes that claim to become {size}", packed.len()), EXPECTED);
        }
        self.unpacked.resize(size, 0);
        snap::raw::Decoder::new().decompress(packed, &mut self.unpacked).or_else(|_| bad("damaged Snappy", EXPECTED))
    }

    fn gzip(&mut self, packed: &[u8], size: usize) -> Result<usize> {
        let mut unpacker = gzip::Unpacker::new();
        for piece in packed.chunks(PIECE) {
            if unpacker.feed(piece, &mut self.unpacked).is_err() {
                return bad("damaged gzip", "a page packed with gzip");
            }
            if self.unpacked.len() > size {
                return bad(format!("a page of more than {size} bytes"), "as many as its header says");
            }
        }
        if unpacker.is_whole() {
            Ok(self.unpacked.len())
        } else {
            bad("gzip that is cut off", "a page packed with gzip")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn unpack(codec: Codec, packed: &[u8], size: usize) -> std::result::Result<Vec<u8>, String> {
        let mut unpacker = Unpacker::default();
        unpacker.unpack(codec, packed, size).map_err(|bad| bad.found)?;
        Ok(unpacker.unpacked)
    }

    #[test]
    fn what_a_page_becomes_is_what_its_header_says() {
        let text = b"downloads downloads downloads downloads".repeat(50);
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(&text).unwrap();
        let gz = gz.finish().unwrap();
        let snappy = snap::raw::Encoder::new().compress_vec(&text).unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(&text[..], ruzstd::encoding::CompressionLevel::Fastest);
        for (codec, packed) in
            [(Codec::None, &text), (Codec::Gzip, &gz), (Codec::Snappy, &snappy), (Codec::Zstd, &zstd)]
        {
            assert_eq!(unpack(codec, packed, text.len()).as_ref(), Ok(&text), "{codec:?}");
            assert!(unpack(codec, packed, text.len() - 1).is_err(), "{codec:?}");
            assert!(unpack(codec, packed, text.len() + 1).is_err(), "{codec:?}");
            assert!(unpack(codec, &packed[..packed.len() - 1], text.len()).is_err(), "{codec:?}");
        }
    }

    #[test]
    fn a_claim_is_judged_before_room_is_made() {
        // Snappy's own length, of four gigabytes, and a header that agrees.
        let claim = [0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0];
        assert!(unpack(Codec::Snappy, &claim, u32::MAX as usize).unwrap_err().contains("claim to become 4294967295"));
    }
}
