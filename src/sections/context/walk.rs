//! The order in which the rows of a basket are met: of many that of the snapshot, so that memory is read from one end to
//! the other, else that of the ranking.

use std::{borrow::Cow, ops::Range, slice};

use super::Context;
use crate::{basket::By, model::Repo};

/// The rows of a basket as they are met.
#[derive(Debug, Clone)]
pub enum Walk<'b> {
    /// All rows of the snapshot, of which no list is read.
    All(Range<u32>),
    /// These.
    Rows(slice::Iter<'b, u32>),
}

impl Iterator for Walk<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self {
            Walk::All(rows) => rows.next(),
            Walk::Rows(rows) => rows.next().copied(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Walk::All(rows) => rows.size_hint(),
            Walk::Rows(rows) => rows.size_hint(),
        }
    }
}

impl<'a> Context<'a> {
    /// The rows as they are met, which is no ranking where they are many.
    pub fn walk(&self) -> Walk<'_> {
        let all = 0..self.basket.snapshot.len() as u32;
        if !self.basket.is_large() {
            return Walk::Rows(self.basket.rows.iter());
        }
        if self.basket.len() == all.len() {
            return Walk::All(all);
        }
        let held = || {
            let holds = self.holds();
            all.filter(|&row| holds(row)).collect()
        };
        Walk::Rows(self.walk.get_or_init(held).iter())
    }

    /// The repositories in the order of the walk.
    pub fn repos(&self) -> impl Iterator<Item = Repo<'a>> {
        let snapshot = self.basket.snapshot;
        self.walk().map(|row| snapshot.repo(row))
    }

    /// Whether a row of the snapshot is in the basket, for those that are many.
    pub fn holds(&self) -> impl Fn(u32) -> bool + '_ {
        let (basket, rows) = (self.basket, self.basket.snapshot.len());
        let chosen =
            self.chosen.get_or_init(|| (basket.len() < rows).then(|| flags(rows, basket.rows.iter().copied())));
        move |row| chosen.as_ref().is_none_or(|chosen| chosen[row as usize])
    }

    /// The rows that `keep` admits, as ranked.
    pub fn kept(&self, keep: impl Fn(Repo<'a>) -> bool) -> Vec<u32> {
        let (snapshot, rows) = (self.basket.snapshot, self.basket.rows.iter().copied());
        let admits = |row: &u32| keep(snapshot.repo(*row));
        if !self.basket.is_large() {
            return rows.filter(admits).collect();
        }
        let kept = flags(snapshot.len(), self.walk().filter(admits));
        rows.filter(|&row| kept[row as usize]).collect()
    }

    /// The first rows by a measure, the largest first, unknown last, ties by id in bytes.
    pub fn first(&self, by: By, most: usize) -> Cow<'_, [u32]> {
        let (basket, most) = (self.basket, most.min(self.basket.len()));
        if basket.query.by == by {
            return Cow::Borrowed(&basket.rows[..most]);
        }
        if !basket.is_large() {
            return Cow::Owned(basket.first_by(&mut basket.rows.iter().copied(), most, by));
        }
        let ranked = basket.ranking(by);
        if basket.len() == ranked.len() {
            return Cow::Borrowed(&ranked[..most]);
        }
        let holds = self.holds();
        Cow::Owned(ranked.iter().copied().filter(|&row| holds(row)).take(most).collect())
    }

    /// The rows whose weight is known, the heaviest first, ties by id in bytes.
    pub fn by_downloads(&self) -> Cow<'_, [u32]> {
        let rows = self.first(self.basket.measure(), usize::MAX);
        let known = |&row: &u32| self.basket.downloads(self.basket.snapshot.repo(row)).is_some();
        let known = rows.partition_point(known);
        match rows {
            Cow::Borrowed(rows) => Cow::Borrowed(&rows[..known]),
            Cow::Owned(mut rows) => {
                rows.truncate(known);
                Cow::Owned(rows)
            }
        }
    }
}

/// For each of `all` rows whether it is among some.
fn flags(all: usize, rows: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut flags = vec![false; all];
    rows.for_each(|row| flags[row as usize] = true);
    flags
}
