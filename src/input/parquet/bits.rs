//! Numbers in few bits: runs and packed groups (the hybrid of RLE), and differences (DELTA_BINARY_PACKED).

use super::fault::{Result, bad};

const CUT: &str = "the rest of a page";

/// A varint, and the bytes behind it.
pub(super) fn varint(bytes: &mut &[u8]) -> Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let Some((&byte, rest)) = bytes.split_first() else { return bad("the end of a page", "a number") };
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    bad("a number of more than 64 bits", "a number")
}

/// Reads `count` numbers of `width` bits that are written as runs and as packed groups of eight.
pub(super) fn hybrid<T: Copy>(
    mut bytes: &[u8],
    width: u32,
    count: usize,
    out: &mut Vec<T>,
    of: impl Fn(u32) -> T,
) -> Result<()> {
    if width > 32 {
        return bad(format!("numbers of {width} bits"), "at most 32");
    }
    let mut left = count;
    out.reserve(count);
    while left > 0 {
        let head = varint(&mut bytes)?;
        let length = usize::try_from(head >> 1).unwrap_or(usize::MAX);
        if length == 0 {
            // A run of none gets nowhere; a page of such runs ends all the same.
            continue;
        }
        if head & 1 == 0 {
            let size = width.div_ceil(8) as usize;
            let Some((value, rest)) = bytes.split_at_checked(size) else { return bad("the end of a page", CUT) };
            let value = value.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte));
            let length = length.min(left);
            out.resize(out.len() + length, of(value));
            (bytes, left) = (rest, left - length);
        } else {
            let length = length.saturating_mul(8).min(left);
            // The last group may end where its last number does.
            let needed = (length * width as usize).div_ceil(8);
            let whole = length.div_ceil(8) * width as usize;
            let Some(packed) = bytes.get(..needed) else { return bad("the end of a page", CUT) };
            unpack(packed, width, length, |value| out.push(of(value as u32)));
            (bytes, left) = (&bytes[whole.min(bytes.len())..], left - length);
        }
    }
    Ok(())
}

/// Reads `count` numbers of up to 64 bits that stand bit by bit behind each other.
#[inline(always)]
fn unpack(packed: &[u8], width: u32, count: usize, mut take: impl FnMut(u64)) {
    let mask = if width == 64 { u64::MAX } else { (1 << width) - 1 };
    let mut bit = 0;
    for _ in 0..count {
        let (at, shift) = (bit / 8, (bit % 8) as u32);
        let rest = &packed[at.min(packed.len())..];
        let low = rest.first_chunk().map_or_else(|| tail(rest), |word| u64::from_le_bytes(*word));
        let mut value = low >> shift;
        if shift + width > 64 {
            value |= u64::from(rest.get(8).copied().unwrap_or(0)) << (64 - shift);
        }
        take(value & mask);
        bit += width as usize;
    }
}

fn tail(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// Reads at most `most` whole numbers that are written as differences; how many bytes they took.
pub(super) fn delta(bytes: &[u8], most: usize, out: &mut Vec<i64>) -> Result<usize> {
    let mut rest = bytes;
    let [block, parts, count] = [varint(&mut rest)?, varint(&mut rest)?, varint(&mut rest)?];
    let mut value = zigzag(varint(&mut rest)?);
    // 128 numbers a block and 4 parts are usual; the format asks for multiples of 128 and 32.
    if !(1..=1 << 20).contains(&block) || parts == 0 || block % parts != 0 || !(block / parts).is_multiple_of(8) {
        return bad(format!("blocks of {block} differences in {parts} parts"), "multiples of 128 and 32");
    }
    if count > most as u64 {
        return bad(format!("{count} numbers"), "as many as the page says");
    }
    let (part, mut left) = ((block / parts) as usize, count as usize);
    if left > 0 {
        out.push(value);
        left -= 1;
    }
    while left > 0 {
        let least = zigzag(varint(&mut rest)?);
        let Some((widths, parts)) = rest.split_at_checked(parts as usize) else { return bad("the end of a page", CUT) };
        rest = parts;
        for &width in widths {
            if left == 0 {
                break;
            }
            if width > 64 {
                return bad(format!("differences of {width} bits"), "at most 64");
            }
            let length = part.min(left);
            let whole = part * usize::from(width) / 8;
            let needed = (length * usize::from(width)).div_ceil(8);
            let Some(packed) = rest.get(..needed) else { return bad("the end of a page", CUT) };
            unpack(packed, u32::from(width), length, |difference| {
                value = value.wrapping_add(least).wrapping_add(difference as i64);
                out.push(value);
            });
            (rest, left) = (&rest[whole.min(rest.len())..], left - length);
        }
    }
    Ok(bytes.len() - rest.len())
}

fn zigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], width: u32, count: usize) -> Result<Vec<u32>> {
        let mut out = Vec::new();
        hybrid(bytes, width, count, &mut out, |value| value).map(|()| out)
    }

    #[test]
    fn runs_and_groups_follow_each_other() {
        // The format's own example: 0 to 7 in three bits, then a run of nine fives.
        assert_eq!(
            read(&[3, 0x88, 0xc6, 0xfa, 18, 5], 3, 17).unwrap(),
            [0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5, 5, 5, 5, 5, 5, 5]
        );
        // More than is asked for is not read; no bits are a zero.
        assert_eq!(read(&[18, 5], 3, 2).unwrap(), [5, 5]);
        assert_eq!(read(&[6], 0, 3).unwrap(), [0, 0, 0]);
        // The last group may end early.
        assert_eq!(read(&[3, 0x88], 3, 2).unwrap(), [0, 1]);
        assert!(read(&[3, 0x88], 3, 3).is_err() && read(&[18], 3, 1).is_err() && read(&[], 3, 1).is_err());
        assert!(read(&[0, 0, 0], 3, 1).is_err() && read(&[255; 12], 3, 1).is_err() && read(&[3], 33, 1).is_err());
    }

    #[test]
    fn differences_add_up() {
        let read = |bytes: &[u8]| {
            let mut out = Vec::new();
            delta(bytes, 100, &mut out).map(|length| (out, length))
        };
        // The format's own examples: 1 to 5, and 7, 5, 3, 1, 2, 3, 4, 5.
        assert_eq!(read(&[128, 1, 4, 5, 2, 2, 0, 0, 0, 0]).unwrap(), (vec![1, 2, 3, 4, 5], 10));
        let second = [128, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0, 0, 0, 9];
        assert_eq!(read(&second).unwrap(), (vec![7, 5, 3, 1, 2, 3, 4, 5], 18));
        assert_eq!(read(&[128, 1, 4, 0, 0]).unwrap(), (vec![], 5));
        assert!(read(&[128, 1, 4, 101, 2]).is_err() && read(&[128, 1, 0, 5, 2]).is_err());
        assert!(read(&[128, 1, 4, 5, 2, 2, 65, 0, 0, 0]).is_err() && read(&second[..9]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn any_bytes_end_in_numbers_or_an_error(
            bytes in prop::collection::vec(any::<u8>(), 0..60), width in 0u32..40, count in 0usize..500
        ) {
            if let Ok(values) = read(&bytes, width, count) {
                prop_assert_eq!(values.len(), count);
            }
            let mut out = Vec::new();
            if let Ok(length) = delta(&bytes, count, &mut out) {
                prop_assert!(length <= bytes.len() && out.len() <= count);
            }
        }

        #[test]
        fn packed_numbers_of_any_width_are_read(width in 1u32..=64, values in prop::collection::vec(any::<u64>(), 1..40)) {
            let values: Vec<u64> = values.iter().map(|v| if width == 64 { *v } else { v & ((1 << width) - 1) }).collect();
            let mut packed = vec![0u8; (values.len() * width as usize).div_ceil(8)];
            for (place, value) in values.iter().enumerate() {
                for bit in (0..width as usize).filter(|bit| value >> bit & 1 == 1) {
                    let at = place * width as usize + bit;
                    packed[at / 8] |= 1 << (at % 8);
                }
            }
            let mut read = Vec::new();
            unpack(&packed, width, values.len(), |value| read.push(value));
            prop_assert_eq!(read, values);
        }
    }
}
