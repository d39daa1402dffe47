//! One leaf of the schema: the values and levels of its pages, as far as rows have not yet taken them.

use super::{
    bits::{delta, hybrid},
    fault::{Result, bad},
    schema::{Kind, Leaf},
    texts::Texts,
    thrift::PageKind,
};
use crate::{input::json::Plain, model::Moment};

/// How many values a page may have: three million rows of eleven tags in a single one.
const MOST_VALUES: usize = 1 << 25;

const PLAIN: i32 = 0;
const PLAIN_DICTIONARY: i32 = 2;
const RLE: i32 = 3;
const DELTA_BINARY_PACKED: i32 = 5;
const DELTA_LENGTH_BYTE_ARRAY: i32 = 6;
const DELTA_BYTE_ARRAY: i32 = 7;
const RLE_DICTIONARY: i32 = 8;
const BYTE_STREAM_SPLIT: i32 = 9;

const SECONDS_A_DAY: i64 = 86_400;
/// 1970-01-01 as a Julian day.
const EPOCH: i64 = 2_440_588;

/// Values of one type.
#[derive(Debug)]
enum Values {
    /// Codes of [`Texts`].
    Texts(Vec<u32>),
    /// Whole numbers, flags, and times in seconds.
    Whole(Vec<i64>),
    Floats(Vec<f64>),
}

/// What pages gave of a leaf.
#[derive(Debug)]
pub(super) struct Pages {
    pub leaf: Leaf,
    pub texts: Texts,
    /// The dictionary, where it holds numbers.
    whole: Vec<i64>,
    floats: Vec<f64>,
    values: Values,
    /// One for each value or its absence; empty where there can be only 0.
    definitions: Vec<u8>,
    repetitions: Vec<u8>,
    /// How many values, present or not.
    entries: usize,
    /// How many whole rows there are to take.
    rows: usize,
    /// Whether the last row is known to be whole.
    ended: bool,
    pub taken: Place,
    room: Vec<i64>,
}

/// How far rows have taken the values of a leaf.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub entry: usize,
    pub value: usize,
}

impl Pages {
    pub fn new(leaf: Leaf) -> Pages {
        let values = match leaf.kind {
            Kind::Text => Values::Texts(Vec::new()),
            Kind::Float { .. } | Kind::Decimal { scale: 1.., .. } => Values::Floats(Vec::new()),
            _ => Values::Whole(Vec::new()),
        };
        Pages {
            texts: Texts::new(leaf.tags),
            leaf,
            whole: Vec::new(),
            floats: Vec::new(),
            values,
            definitions: Vec::new(),
            repetitions: Vec::new(),
            entries: 0,
            rows: 0,
            ended: false,
            taken: Place::default(),
            room: Vec::new(),
        }
    }

    /// How many whole rows there are to take.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Forgets everything: another row group begins.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.whole.clear();
        self.floats.clear();
        self.clear_values();
        (self.rows, self.ended) = (0, false);
    }

    fn clear_values(&mut self) {
        match &mut self.values {
            Values::Texts(codes) => codes.clear(),
            Values::Whole(numbers) => numbers.clear(),
            Values::Floats(numbers) => numbers.clear(),
        }
        self.definitions.clear();
        self.repetitions.clear();
        self.entries = 0;
        self.taken = Place::default();
    }

    /// Says that no further page comes, so that the last row is whole.
    pub fn end(&mut self) {
        if !self.ended && self.leaf.max_repetition > 0 && self.taken.entry < self.entries {
            self.rows += 1;
        }
        self.ended = true;
    }

    /// Rows have taken what lies before `place`.
    pub fn take(&mut self, rows: usize, place: Place) {
        self.rows -= rows;
        self.taken = place;
    }

    /// Lets go of what rows have taken.
    fn compact(&mut self) {
        let Place { entry, value } = self.taken;
        if entry >= self.entries {
            self.clear_values();
            return self.texts.clear_page();
        }
        match &mut self.values {
            Values::Texts(codes) => {
                codes.drain(..value);
                self.texts.keep(codes);
            }
            Values::Whole(numbers) => drop(numbers.drain(..value)),
            Values::Floats(numbers) => drop(numbers.drain(..value)),
        }
        self.definitions.drain(..entry.min(self.definitions.len()));
        self.repetitions.drain(..entry.min(self.repetitions.len()));
        self.entries -= entry;
        self.taken = Place::default();
    }

    /// Takes a dictionary.
    pub fn add_dictionary(&mut self, bytes: &[u8], count: usize, encoding: i32) -> Result<()> {
        if !matches!(encoding, PLAIN | PLAIN_DICTIONARY) || count > MOST_VALUES {
            return bad(
                format!("a dictionary of {count} values, {}", name(encoding)),
                "plain values, fewer than 33 million",
            );
        }
        if self.entries + self.texts.len() + self.whole.len() + self.floats.len() > 0 {
            return bad("a dictionary behind other pages", "one, before all others");
        }
        let values = std::mem::replace(&mut self.values, Pages::new(self.leaf.clone()).values);
        let read = self.plain(bytes, count);
        match std::mem::replace(&mut self.values, values) {
            Values::Texts(_) => self.texts.fix(),
            Values::Whole(numbers) => self.whole = numbers,
            Values::Floats(numbers) => self.floats = numbers,
        }
        read
    }

    /// Takes the page of a header, unpacked; the levels of a later kind of page stand apart.
    pub fn add(&mut self, kind: PageKind, levels: &[u8], bytes: &[u8]) -> Result<()> {
        self.compact();
        let before = self.entries;
        let (count, encoding, values) = match kind {
            PageKind::Data { values, encoding, levels } => {
                (values, encoding, self.levels_before(bytes, values, levels)?)
            }
            PageKind::DataV2 { values, encoding, repetition_bytes, .. } => {
                let (repetitions, definitions) = levels.split_at(repetition_bytes.min(levels.len()));
                self.levels(repetitions, definitions, values)?;
                (values, encoding, bytes)
            }
            _ => return Ok(()),
        };
        self.entries += count;
        let most = self.leaf.max_definition;
        let new = self.definitions.get(before..).unwrap_or_default();
        if new.iter().any(|&level| level > most) {
            return bad("a definition level that is too high", "levels of the schema");
        }
        let present = if most == 0 { count } else { new.iter().filter(|&&level| level == most).count() };
        self.count_rows(before)?;
        self.read(encoding, values, present)
    }

    /// Reads the levels at the beginning of a first-generation page; answers what lies behind them.
    fn levels_before<'b>(&mut self, bytes: &'b [u8], count: usize, encodings: [i32; 2]) -> Result<&'b [u8]> {
        let mut rest = bytes;
        let mut next = |max: u8, encoding: i32| {
            if max == 0 {
                return Ok(&[][..]);
            }
            if encoding != RLE {
                return bad(
                    format!("levels written as {}", name(encoding)),
                    "levels written as RLE: write the file anew",
                );
            }
            let part = rest
                .split_first_chunk::<4>()
                .and_then(|(length, behind)| behind.split_at_checked(u32::from_le_bytes(*length) as usize));
            let Some((part, behind)) = part else {
                return bad("levels that go beyond their page", "levels within the page");
            };
            rest = behind;
            Ok(part)
        };
        let repetitions = next(self.leaf.max_repetition, encodings[1])?;
        let definitions = next(self.leaf.max_definition, encodings[0])?;
        self.levels(repetitions, definitions, count)?;
        Ok(rest)
    }

    fn levels(&mut self, repetitions: &[u8], definitions: &[u8], count: usize) -> Result<()> {
        if count > MOST_VALUES {
            return bad(format!("a page of {count} values"), "33,554,432 at most");
        }
        let width = |max: u8| u8::BITS - max.leading_zeros();
        if self.leaf.max_repetition > 0 {
            hybrid(repetitions, width(self.leaf.max_repetition), count, &mut self.repetitions, |level| level as u8)?;
        }
        if self.leaf.max_definition > 0 {
            hybrid(definitions, width(self.leaf.max_definition), count, &mut self.definitions, |level| level as u8)?;
        }
        Ok(())
    }

    /// Counts the rows that a page added, of entries from `from` on.
    fn count_rows(&mut self, from: usize) -> Result<()> {
        if self.leaf.max_repetition == 0 {
            self.rows += self.entries - from;
            return Ok(());
        }
        let new = &self.repetitions[from..];
        let begun = new.iter().filter(|&&level| level == 0).count();
        if from == 0 && new.first().is_some_and(|&level| level > 0) {
            return bad("values that continue no row", "a page that begins with a row, or a row before it");
        }
        // A row is whole when the next one begins.
        self.rows += if from == 0 { begun.saturating_sub(1) } else { begun };
        Ok(())
    }

    fn read(&mut self, encoding: i32, bytes: &[u8], count: usize) -> Result<()> {
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
        let first = self.texts.len();
        self.texts.add_lengths(rest, &lengths, &shared)?;
        self.spelt(first);
        Ok(())
    }

    fn spelt(&mut self, first: usize) {
        if let Values::Texts(codes) = &mut self.values {
            codes.extend(first as u32..self.texts.len() as u32);
        }
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

    fn plain(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        let kind = self.leaf.kind;
        if let Kind::Text = kind {
            let first = self.texts.len();
            self.texts.add_plain(bytes, count)?;
            self.spelt(first);
            return Ok(());
        }
        if let (Kind::Flag, Values::Whole(numbers)) = (kind, &mut self.values) {
            if bytes.len() < count.div_ceil(8) {
                return bad(format!("{} bytes of flags", bytes.len()), "a bit for each");
            }
            numbers.extend((0..count).map(|at| i64::from(bytes[at / 8] >> (at % 8) & 1)));
            return Ok(());
        }
        if let Kind::Decimal { bytes: 0, .. } = kind {
            return self.decimals_of_any_length(bytes, count);
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
            (Kind::Int96, Values::Whole(numbers)) => numbers.extend(parts.map(of_int96)),
            (Kind::Decimal { big: true, .. }, _) => return self.numbers(count, parts.map(big)),
            // Four bytes and eight are signed; what is not is put right with the kind.
            (_, _) if width == 4 => return self.numbers(count, parts.map(|part| i64::from(little(part) as i32))),
            _ => return self.numbers(count, parts.map(little)),
        }
        Ok(())
    }

    fn decimals_of_any_length(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        let mut rest = bytes;
        let mut numbers = Vec::new();
        for _ in 0..count {
            let part = rest
                .split_first_chunk::<4>()
                .and_then(|(length, behind)| behind.split_at_checked(u32::from_le_bytes(*length) as usize));
            let Some((part, behind)) = part else {
                return bad("a number that goes beyond its page", "as many as it says");
            };
            numbers.push(big(part));
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

    /// The definition level of an entry; none behind the last.
    #[inline]
    pub fn definition(&self, entry: usize) -> Option<u8> {
        if self.leaf.max_definition == 0 {
            return (entry < self.entries).then_some(0);
        }
        self.definitions.get(entry).copied()
    }

    /// Whether a value stands at an entry.
    #[inline]
    pub fn is_there(&self, entry: usize) -> bool {
        match self.leaf.max_definition {
            0 => entry < self.entries,
            most => self.definitions.get(entry) == Some(&most),
        }
    }

    /// The repetition level of an entry; none behind the last.
    #[inline]
    pub fn repetition(&self, entry: usize) -> Option<u8> {
        self.repetitions.get(entry).copied()
    }

    /// The codes of some texts.
    #[inline]
    pub fn text_codes(&self, range: std::ops::Range<usize>) -> &[u32] {
        if let Values::Texts(codes) = &self.values { codes.get(range).unwrap_or_default() } else { &[] }
    }

    /// Where the row that begins at a place ends.
    #[inline]
    pub fn end_of_row(&self, Place { mut entry, mut value }: Place) -> Place {
        let most = self.leaf.max_definition;
        loop {
            value += usize::from(most == 0 || self.definitions.get(entry) == Some(&most));
            entry += 1;
            if self.repetitions.get(entry).is_none_or(|&level| level == 0) {
                return Place { entry, value };
            }
        }
    }

    /// A value.
    #[inline]
    pub fn value(&self, value: usize) -> Option<Plain<'_>> {
        Some(match &self.values {
            Values::Texts(codes) => Plain::Text(self.texts.get(*codes.get(value)?).map(Into::into)),
            Values::Whole(numbers) => {
                let number = *numbers.get(value)?;
                match self.leaf.kind {
                    Kind::Flag => Plain::flag(number != 0),
                    Kind::Time { .. } | Kind::Days | Kind::Int96 => Plain::Time(Moment(number)),
                    _ => Plain::Whole(number),
                }
            }
            Values::Floats(numbers) => Plain::Float(*numbers.get(value)?),
        })
    }
}

/// A decimal that no field can hold.
const TOO_LARGE: i64 = i64::MIN;

impl Kind {
    /// How many bytes a value takes, where all take as many.
    fn width(self) -> Option<usize> {
        match self {
            Kind::Whole { bytes, .. } | Kind::Float { bytes } | Kind::Time { bytes, .. } => Some(bytes),
            Kind::Decimal { bytes, .. } => Some(bytes).filter(|&bytes| bytes > 0),
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

/// Seconds since 1970 of nanoseconds within a Julian day.
fn of_int96(bytes: &[u8]) -> i64 {
    let nanos = little(bytes);
    let day = bytes.last_chunk::<4>().map_or(0, |day| i64::from(u32::from_le_bytes(*day)));
    (day - EPOCH) * SECONDS_A_DAY + nanos.div_euclid(1_000_000_000)
}

fn name(encoding: i32) -> String {
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
