//! A column of short lists: a few codes for each row, one after the other in a single vector.
//!
//! The last code of a row carries a mark, so that a row needs one number, and rows behind the last
//! one that has a list need none.

const NONE: u32 = u32::MAX;
const LAST: u32 = 1 << 31;

/// How many codes of a row are looked at for a repetition: a hostile row may have thousands.
const COMPARED: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct List {
    starts: Vec<u32>,
    codes: Vec<u32>,
    expected: usize,
}

impl List {
    /// Says how many rows will come, for which room is made once one of them has a code.
    pub fn expect(&mut self, rows: usize) {
        self.expected = rows;
    }

    /// Gives back what was made room for in vain.
    pub fn shrink(&mut self) {
        self.codes.shrink_to_fit();
    }

    /// Gives a row its codes, each once, in place of those it had.
    pub fn set(&mut self, row: usize, codes: &mut dyn Iterator<Item = u32>) {
        self.grow(row);
        let start = self.codes.len();
        for code in codes {
            let row = &self.codes[start..];
            if !row[..row.len().min(COMPARED)].contains(&code) {
                self.codes.push(code);
            }
        }
        let start = match self.codes[start..].last_mut() {
            Some(last) => {
                *last |= LAST;
                start as u32
            }
            None if row >= self.starts.len() => return,
            None => NONE,
        };
        if self.starts.is_empty() {
            self.starts.reserve_exact(self.expected);
        }
        if row >= self.starts.len() {
            self.starts.resize(row + 1, NONE);
        }
        self.starts[row] = start;
    }

    /// Where there is little room left for codes, makes as much as the rows so far let expect, and not twice what there is.
    fn grow(&mut self, row: usize) {
        /// Rows that tell how many codes the others will have.
        const TELLING: usize = 1 << 14;
        /// Codes that a row rarely has.
        const MANY: usize = 64;
        let free = self.codes.capacity() - self.codes.len();
        if free < MANY && (TELLING..self.expected).contains(&row) {
            let a_row = self.codes.len() as u64 * 9 / 8;
            let all = a_row * self.expected as u64 / row as u64;
            self.codes.reserve_exact((all as usize).saturating_sub(self.codes.len()));
        }
    }

    /// The codes of a row, in the order they were given.
    #[inline]
    pub fn get(&self, row: usize) -> Listed<'_> {
        let start = self.starts.get(row).map_or(usize::MAX, |&start| start as usize);
        Listed(self.codes.get(start..).unwrap_or_default())
    }
}

/// What is left of a row's codes, and those of other rows behind the marked one.
pub(super) struct Listed<'a>(&'a [u32]);

impl Iterator for Listed<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (&code, rest) = self.0.split_first()?;
        self.0 = if code & LAST == 0 { rest } else { &[] };
        Some(code & !LAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_made_for_what_the_rows_so_far_let_expect() {
        let mut list = List::default();
        list.expect(100_000);
        (0..100_000).for_each(|row| list.set(row, &mut [1, 2, 3].into_iter()));
        assert_eq!((list.codes.len(), list.starts.capacity()), (300_000, 100_000));
        assert!(list.codes.capacity() < 350_000, "{}", list.codes.capacity());
        assert_eq!(list.get(99_999).collect::<Vec<_>>(), [1, 2, 3]);
        list.shrink();
        assert_eq!(list.codes.capacity(), 300_000);
    }

    #[test]
    fn a_row_has_its_codes_once_and_in_order() {
        let mut list = List::default();
        let get = |list: &List, row| list.get(row).collect::<Vec<_>>();
        list.set(1, &mut [7, 0, 7, 3].into_iter());
        list.set(2, &mut [9].into_iter());
        list.set(3, &mut [].into_iter());
        assert_eq!(
            (get(&list, 0), get(&list, 1), get(&list, 2), get(&list, 3)),
            (vec![], vec![7, 0, 3], vec![9], vec![])
        );
        assert_eq!(list.starts.len(), 3);
        list.set(1, &mut [].into_iter());
        list.set(2, &mut [5, 6].into_iter());
        assert_eq!((get(&list, 1), get(&list, 2), get(&list, 99)), (vec![], vec![5, 6], vec![]));
    }
}
