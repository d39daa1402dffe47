//! What costs something to find and is asked for again and again.

use std::sync::{
    OnceLock,
    atomic::{AtomicU16, Ordering},
};

/// A small number of each row that costs something to find, kept once it was asked for: baskets ask again and again.
#[derive(Debug, Default)]
pub(super) struct Memo(OnceLock<Vec<AtomicU16>>);

impl Memo {
    /// In the place of a number that was not asked for yet.
    pub const UNSET: u16 = u16::MAX;

    /// The same of a number that a row may lack.
    pub fn option(&self, rows: usize, row: u32, find: impl FnOnce() -> Option<u16>) -> Option<u16> {
        const NONE: u16 = Memo::UNSET - 1;
        Some(self.of(rows, row, || find().unwrap_or(NONE))).filter(|found| *found != NONE)
    }

    pub fn of(&self, rows: usize, row: u32, find: impl FnOnce() -> u16) -> u16 {
        let known = self.0.get_or_init(|| (0..rows).map(|_| AtomicU16::new(Memo::UNSET)).collect());
        let Some(cell) = known.get(row as usize) else { return find() };
        let found = cell.load(Ordering::Relaxed);
        if found != Memo::UNSET {
            return found;
        }
        let found = find();
        cell.store(found, Ordering::Relaxed);
        found
    }
}

impl Clone for Memo {
    fn clone(&self) -> Memo {
        Memo::default()
    }
}

/// Rows in the order of a number.
#[derive(Debug, Clone, Default)]
pub struct Rising {
    /// The numbers, rising.
    pub numbers: Vec<u64>,
    /// The row that each belongs to.
    pub rows: Vec<u32>,
    /// How many different numbers there are.
    pub distinct: usize,
}
