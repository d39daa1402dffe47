//! Columns in few bytes: numbers in four, codes in two, as long as they fit; what is unknown behind the last known row
//! takes none.

use super::{
    Field,
    snapshot::{UNKNOWN_CODE, WRONG_CODE},
};

/// A column of whole numbers, of which a row may know none. Those below 2³¹ take four bytes, larger ones twelve.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    small: Vec<u32>,
    large: Vec<u64>,
    expected: usize,
}

/// From here on an entry is a place in [`Counts::large`].
const LARGE: u32 = 1 << 31;
const WRONG: u32 = u32::MAX - 1;
const UNKNOWN: u32 = u32::MAX;

impl Counts {
    /// Says how many rows will come, for which room is made once one of them has a number.
    pub(super) fn expect(&mut self, rows: usize) {
        self.expected = rows;
    }

    /// Gives a row its number, in place of the one it had.
    pub(super) fn set(&mut self, row: usize, value: Field<u64>) {
        let entry = match value {
            Field::Unknown if row >= self.small.len() => return,
            Field::Unknown => UNKNOWN,
            Field::Wrong => WRONG,
            Field::Known(value) if value < u64::from(LARGE) => value as u32,
            Field::Known(value) => {
                self.large.push(value);
                LARGE + (self.large.len() - 1) as u32
            }
        };
        if self.small.is_empty() {
            self.small.reserve_exact(self.expected);
        }
        put(&mut self.small, row, entry, UNKNOWN);
    }

    /// What a row says of its number.
    #[inline]
    pub(super) fn field(&self, row: usize) -> Field<u64> {
        match self.small.get(row) {
            Some(&entry) if entry < LARGE => Field::Known(u64::from(entry)),
            None | Some(&UNKNOWN) => Field::Unknown,
            Some(&WRONG) => Field::Wrong,
            Some(&entry) => Field::Known(self.large[(entry - LARGE) as usize]),
        }
    }

    /// How many rows know their number, and of how many it is wrong.
    pub(super) fn count(&self) -> [u64; 2] {
        let is = |wanted: fn(u32) -> bool| self.small.iter().filter(|&&entry| wanted(entry)).count() as u64;
        [is(|entry| entry < WRONG), is(|entry| entry == WRONG)]
    }

    /// The number of a row, where it is known.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u64> {
        self.field(row).known()
    }
}

/// A column of codes: two bytes each until one needs four.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    narrow: Vec<u16>,
    wide: Vec<u32>,
    expected: usize,
}

impl Codes {
    /// Says how many rows will come, for which room is made once one of them comes.
    pub(super) fn expect(&mut self, rows: usize) {
        self.expected = rows;
    }

    /// Gives a row its code, in place of the one it had.
    pub(super) fn set(&mut self, row: usize, code: u32) {
        if self.narrow.is_empty() && self.wide.is_empty() {
            self.narrow.reserve_exact(self.expected);
        }
        match u16::try_from(code) {
            _ if !self.wide.is_empty() => put(&mut self.wide, row, code, UNKNOWN_CODE),
            Ok(code) => put(&mut self.narrow, row, code, UNKNOWN_CODE as u16),
            Err(_) => {
                self.wide = std::mem::take(&mut self.narrow).into_iter().map(u32::from).collect();
                put(&mut self.wide, row, code, UNKNOWN_CODE);
            }
        }
    }

    /// The code of a row, which may be one of the reserved ones.
    #[inline]
    pub(super) fn get(&self, row: usize) -> u32 {
        match self.narrow.get(row) {
            Some(&code) => u32::from(code),
            None => self.wide.get(row).copied().unwrap_or(UNKNOWN_CODE),
        }
    }

    /// The code of a row, where it is known.
    #[inline]
    pub fn known(&self, row: u32) -> Option<u32> {
        Some(self.get(row as usize)).filter(|&code| code > WRONG_CODE)
    }

    /// What a row says of its code.
    #[inline]
    pub(super) fn field(&self, row: usize) -> Field<u32> {
        match self.get(row) {
            UNKNOWN_CODE => Field::Unknown,
            WRONG_CODE => Field::Wrong,
            code => Field::Known(code),
        }
    }
}

/// Puts a value into its row; rows between the last one and that get `between`.
pub(super) fn put<T: Copy>(column: &mut Vec<T>, row: usize, value: T, between: T) {
    match column.get_mut(row) {
        Some(held) => *held = value,
        None => {
            if row > column.len() {
                column.resize(row, between);
            }
            column.push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_size_come_back() {
        let values = [0, 1, (1 << 31) - 1, 1 << 31, u64::from(u32::MAX), 1 << 53, u64::MAX];
        let mut counts = Counts::default();
        counts.set(0, Field::Unknown);
        assert!(counts.small.is_empty());
        for (at, value) in values.into_iter().enumerate() {
            counts.set(2 * at + 1, Field::Known(value));
        }
        counts.set(2, Field::Wrong);
        assert!(values.iter().enumerate().all(|(at, value)| counts.get(2 * at + 1) == Some(*value)));
        assert_eq!(
            [0, 2, 4, 99].map(|row| counts.field(row)),
            [Field::Unknown, Field::Wrong, Field::Unknown, Field::Unknown]
        );
        counts.set(1, Field::Unknown);
        counts.set(3, Field::Known(1 << 40));
        assert_eq!((counts.get(1), counts.get(3)), (None, Some(1 << 40)));
    }

    #[test]
    fn codes_widen_where_one_needs_it() {
        let mut codes = Codes::default();
        codes.set(1, 7);
        codes.set(3, WRONG_CODE);
        codes.set(4, 65_535);
        assert!(codes.wide.is_empty());
        codes.set(6, 65_536);
        codes.set(7, 2);
        codes.set(1, 9);
        assert_eq!((0..9).map(|row| codes.get(row)).collect::<Vec<_>>(), [0, 9, 0, 1, 65_535, 0, 65_536, 2, 0]);
        assert_eq!([0, 3, 7].map(|row| codes.field(row)), [Field::Unknown, Field::Wrong, Field::Known(2)]);
    }
}
