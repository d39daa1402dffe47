//! What do the bytes of a page stand for? Every encoding of values, into those of a leaf.

use super::{Pages, Values};
use crate::input::parquet::{
    bits::{delta, hybrid},
    fault::{Result, bad},
    schema::Kind,
};

pub(super) const PLAIN: i32 = 0;
pub(super) const PLAIN_DICTIONARY: i32 = 2;
pub(super) const RLE: i32 = 3;
const DELTA_BINARY_PACKED: i32 = 5;
const DELTA_LENGTH_BYTE_ARRAY: i32 = 6;
const DELTA_BYTE_ARRAY: i32 = 7;
const RLE_DICTIONARY: i32 = 8;
const BYTE_STREAM_SPLIT: i32 = 9;

const SECONDS_A_DAY: i64 = 86_400;
/// 1970-01-01 as a Julian day.
const EPOCH: i64 = 2_440_588;

impl Pages {
    /// Adds the values of a page.
    pub(super) fn read(&mut self, encoding: i32, bytes: &[u8], count: usize) -> Result<()> {
        match (encoding, self.leaf.kind) {
            (PLAIN, _) => self.plain(bytes, count),
            (PLAIN_DICTIONARY | RLE_DICTIONARY, _) => self.codes(bytes, count),
            (RLE, Kind::Flag) => {
                let Some((length, rest)) = bytes.split_first_chunk::<4>() else {
                    return bad("the end of a page", "flags");
                };
                let rest = &rest[..rest.len().min(u32::from_le_bytes(*length) as usize)];
                let Values::Whole(numbers) = &mut self.values else { return Ok(()) };
                hybrid(rest, 1, count, numbers, i64::from)
            }
            (
                DELTA_BINARY_PACKED,
                Kind::Whole { .. } | Kind::Time { .. } | Kind::Days | Kind::Decimal { big: false, .. },
            ) => {
                let mut room = std::mem::take(&mut self.room);
                room.clear();
                delta(bytes, count, &mut room)?;
                self.numbers(count, room.iter().copied())?;
                self.room = room;
                Ok(())
            }
            (DELTA_LENGTH_BYTE_ARRAY, Kind::Text) => self.lengths(bytes, count, false),
            (DELTA_BYTE_ARRAY, Kind::Text) => self.lengths(bytes, count, true),
            (BYTE_STREAM_SPLIT, kind) => match kind.width() {
                Some(width) if Some(bytes.len()) == count.checked_mul(width) => {
                    let joined: Vec<u8> = (0..bytes.len()).map(|at| bytes[at % width * count + at / width]).collect();
                    self.plain(&joined, count)
                }
                _ => bad(
                    format!("a page of {} bytes written as BYTE_STREAM_SPLIT", bytes.len()),
                    "all bytes of its values",
                ),
            },
            _ => bad(
                format!("values written as {}", name(encoding)),
                "an encoding that fits the column: write the file anew",
            ),
        }
    }

    /// Texts whose lengths, and what they share with the one before, are written as differences.
    fn lengths(&mut self, bytes: &[u8], count: usize, shares: bool) -> Result<()> {
        let (mut shared, mut lengths, mut rest) = (Vec::new(), Vec::new(), bytes);
        if shares {
            rest = &rest[delta(rest, count, &mut shared)?..];
        }
        rest = &rest[delta(rest, count, &mut lengths)?..];
        if lengths.len() != count || shares && shared.len() != count {
            return bad(format!("{} texts", lengths.len()), "as many as the page says");
        }
        let Values::Texts(codes) = &mut self.values else { return Ok(()) };
        self.texts.add_lengths(rest, &lengths, &shared, codes)
    }

    fn codes(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        if count == 0 {
            return Ok(());
        }
        let Some((&width, rest)) = bytes.split_first() else {
            return bad("the end of a page", "codes of its dictionary");
        };
        let beyond = |code: u32| bad(format!("the code {code}"), "a code of the dictionary");
        let width = u32::from(width);
        match &mut self.values {
            Values::Texts(codes) => {
                let from = codes.len();
                hybrid(rest, width, count, codes, |code| code)?;
                let largest = codes[from..].iter().copied().max().unwrap_or(0);
                // Behind the dictionary lie texts that a row before this page has not yet taken.
                if largest as usize >= self.texts.fixed() { beyond(largest) } else { Ok(()) }
            }
            Values::Whole(numbers) => by_code(rest, width, count, &self.whole, numbers),
            Values::Floats(numbers) => by_code(rest, width, count, &self.floats, numbers),
        }
    }

    pub(super) fn plain(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        let kind = self.leaf.kind;
        if let Kind::Text = kind {
            let Values::Texts(codes) = &mut self.values else { return Ok(()) };
            return self.texts.add_plain(bytes, count, codes);
        }
        if let (Kind::Flag, Values::Whole(numbers)) = (kind, &mut self.values) {
            if bytes.len() < count.div_ceil(8) {
                return bad(format!("{} bytes of flags", bytes.len()), "a bit for each");
            }
            numbers.extend((0..count).map(|at| i64::from(bytes[at / 8] >> (at % 8) & 1)));
            return Ok(());
        }
        match kind {
            Kind::Decimal { bytes: 0, .. } => return self.of_any_length(bytes, count, big),
            Kind::Bytes { bytes: 0 } => return self.of_any_length(bytes, count, unsigned),
            _ => {}
        }
        let width = kind.width().unwrap_or(8);
        let Some(bytes) = count.checked_mul(width).and_then(|length| bytes.get(..length)) else {
            return bad(format!("{} bytes of values", bytes.len()), "as many as the page says");
        };
        let parts = bytes.chunks_exact(width);
        match (kind, &mut self.values) {
            (Kind::Float { bytes: 4 }, Values::Floats(numbers)) => {
                numbers.extend(parts.map(|part| f64::from(f32::from_bits(little(part) as u32))));
            }
            (Kind::Float { .. }, Values::Floats(numbers)) => {
                numbers.extend(parts.map(|part| f64::from_bits(little(part) as u64)));
            }
            (Kind::Bytes { .. }, _) => return self.numbers(count, parts.map(unsigned)),
            (Kind::Int96, Values::Whole(numbers)) => numbers.extend(parts.map(of_int96)),
            (Kind::Decimal { big: true, .. }, _) => return self.numbers(count, parts.map(big)),
            // Four bytes and eight are signed; what is not is put right with the kind.
            (_, _) if width == 4 => return self.numbers(count, parts.map(|part| i64::from(little(part) as i32))),
            _ => return self.numbers(count, parts.map(little)),
        }
        Ok(())
    }

    fn of_any_length(&mut self, bytes: &[u8], count: usize, number: impl Fn(&[u8]) -> i64) -> Result<()> {
        let mut rest = bytes;
        let mut numbers = Vec::new();
        for _ in 0..count {
            let part = rest
                .split_first_chunk::<4>()
                .and_then(|(length, behind)| behind.split_at_checked(u32::from_le_bytes(*length) as usize));
            let Some((part, behind)) = part else {
                return bad("a number that goes beyond its page", "as many as it says");
            };
            numbers.push(number(part));
            rest = behind;
        }
        self.numbers(count, numbers.into_iter())
    }

    /// Adds whole numbers, as what the column says that they are.
    fn numbers(&mut self, count: usize, numbers: impl ExactSizeIterator<Item = i64>) -> Result<()> {
        if numbers.len() != count {
            return bad(format!("{} values", numbers.len()), "as many as the page says");
        }
        match (self.leaf.kind, &mut self.values) {
            (Kind::Decimal { scale, .. }, Values::Floats(floats)) => {
                let over = (0..scale).fold(1.0, |power, _| power * 10.0);
                floats.extend(
                    numbers.map(|number| if number == TOO_LARGE { f64::INFINITY } else { number as f64 / over }),
                );
            }
            (kind, Values::Whole(whole)) => match kind {
                Kind::Time { a_second, .. } => whole.extend(numbers.map(|number| number.div_euclid(a_second))),
                Kind::Days => whole.extend(numbers.map(|days| days.saturating_mul(SECONDS_A_DAY))),
                Kind::Whole { bytes: 4, signed: false } => whole.extend(numbers.map(|number| i64::from(number as u32))),
                _ => whole.extend(numbers),
            },
            _ => {}
        }
        Ok(())
    }
}

/// A decimal that no field can hold.
const TOO_LARGE: i64 = i64::MIN;

impl Kind {
    /// How many bytes a value takes, where all take as many.
    fn width(self) -> Option<usize> {
        match self {
            Kind::Whole { bytes, .. } | Kind::Float { bytes } | Kind::Time { bytes, .. } => Some(bytes),
            Kind::Decimal { bytes, .. } | Kind::Bytes { bytes } => Some(bytes).filter(|&bytes| bytes > 0),
            Kind::Days => Some(4),
            Kind::Int96 => Some(12),
            Kind::Text | Kind::Flag => None,
        }
    }
}

fn by_code<T: Copy>(bytes: &[u8], width: u32, count: usize, dictionary: &[T], out: &mut Vec<T>) -> Result<()> {
    let mut codes = Vec::new();
    hybrid(bytes, width, count, &mut codes, |code| code)?;
    for code in codes {
        match dictionary.get(code as usize) {
            Some(value) => out.push(*value),
            None => return bad(format!("the code {code}"), "a code of the dictionary"),
        }
    }
    Ok(())
}

fn little(bytes: &[u8]) -> i64 {
    match bytes {
        [a, b, c, d] => i64::from(u32::from_le_bytes([*a, *b, *c, *d])),
        _ => bytes.first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes)),
    }
}

/// A signed number whose first byte is the largest.
fn big(bytes: &[u8]) -> i64 {
    if bytes.len() > 16 {
        return TOO_LARGE;
    }
    let sign = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { -1 } else { 0 };
    let number = bytes.iter().fold(sign, |number: i128, &byte| number << 8 | i128::from(byte));
    i64::try_from(number).unwrap_or(TOO_LARGE)
}

/// A number that is not negative and whose first byte is the largest; of more than six bytes none that a field can hold.
fn unsigned(bytes: &[u8]) -> i64 {
    if bytes.len() > 6 {
        return TOO_LARGE;
    }
    bytes.iter().fold(0, |number, &byte| number << 8 | i64::from(byte))
}

/// Seconds since 1970 of nanoseconds within a Julian day.
fn of_int96(bytes: &[u8]) -> i64 {
    let nanos = little(bytes);
    let day = bytes.last_chunk::<4>().map_or(0, |day| i64::from(u32::from_le_bytes(*day)));
    (day - EPOCH) * SECONDS_A_DAY + nanos.div_euclid(1_000_000_000)
}

pub(super) fn name(encoding: i32) -> String {
    match encoding {
        0 => "PLAIN".into(),
        PLAIN_DICTIONARY => "PLAIN_DICTIONARY".into(),
        RLE => "RLE".into(),
        4 => "BIT_PACKED".into(),
        DELTA_BINARY_PACKED => "DELTA_BINARY_PACKED".into(),
        DELTA_LENGTH_BYTE_ARRAY => "DELTA_LENGTH_BYTE_ARRAY".into(),
        DELTA_BYTE_ARRAY => "DELTA_BYTE_ARRAY".into(),
        RLE_DICTIONARY => "RLE_DICTIONARY".into(),
        BYTE_STREAM_SPLIT => "BYTE_STREAM_SPLIT".into(),
        other => format!("the encoding {other}"),
    }
}
