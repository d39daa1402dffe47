//! One leaf of the schema: the values and levels of its pages, as far as rows have not yet taken them.

mod decode;

use self::decode::{PLAIN, PLAIN_DICTIONARY, RLE, name};

use super::{
    bits::hybrid,
    fault::{Result, bad},
    schema::{Kind, Leaf},
    texts::Texts,
    thrift::PageKind,
};
use crate::{input::json::Plain, model::Moment};

/// How many values a page may have: three million rows of eleven tags in a single one.
const MOST_VALUES: usize = 1 << 25;

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
