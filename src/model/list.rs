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
}

impl List {
    /// Gives a row its codes, each once, in place of those it had.
    pub fn set(&mut self, row: usize, codes: &mut dyn Iterator<Item = u32>) {
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
        if row >= self.starts.len() {
            self.starts.resize(row + 1, NONE);
        }
        self.starts[row] = start;
    }

    /// The codes of a row, in the order they were given.
    #[inline]
    pub fn get(&self, row: usize) -> impl Iterator<Item = u32> + use<'_> {
        let start = self.starts.get(row).map_or(usize::MAX, |&start| start as usize);
        let codes = self.codes.get(start..).unwrap_or_default();
        let mut open = true;
        codes.iter().map_while(move |code| {
            let taken = open.then_some(code & !LAST);
            open = code & LAST == 0;
            taken
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
