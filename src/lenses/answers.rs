//! What sections answer under several queries: each query is selected once, and each section run once on it.

use crate::{
    basket::{Basket, Query, Top},
    model::Snapshot,
    reference::Custom,
    report::Section,
    sections::Context,
};

use super::{answer_each, sliced};

/// Sections by the query that they were run under, beginning with those on screen.
pub struct Answers<'a> {
    snapshot: &'a Snapshot,
    custom: &'a Custom,
    screen: (Query, &'a [Section]),
    table_rows: usize,
    more: Vec<(Query, Vec<Section>)>,
}

impl<'a> Answers<'a> {
    /// The answers on screen: `sections` were run on `basket`.
    pub fn new(basket: &Basket<'a>, sections: &'a [Section]) -> Answers<'a> {
        let screen = (whole(basket.query, basket.snapshot), sections);
        Answers {
            snapshot: basket.snapshot,
            custom: basket.custom,
            screen,
            table_rows: basket.table_rows,
            more: Vec::new(),
        }
    }

    /// Runs what is asked for and not there yet.
    #[sliced]
    pub async fn need(&mut self, asked: Vec<(Query, &str)>) {
        let mut missing: Vec<(Query, Vec<String>)> = Vec::new();
        for (query, section) in asked {
            if self.get(&query, section).is_some() {
                continue;
            }
            let query = whole(&query, self.snapshot);
            match missing.iter_mut().find(|(other, _)| *other == query) {
                Some((_, ids)) => ids.push(section.to_owned()),
                None => missing.push((query, vec![section.to_owned()])),
            }
        }
        for (query, ids) in missing {
            let basket = Basket::with_owners(self.snapshot, &query, self.custom);
            let sections = answer_each(&Context::new(&basket), &|id| ids.iter().any(|wanted| wanted == id)).await;
            self.more.push((query, sections));
        }
    }

    /// A section's answer under a query, where it was run.
    pub fn get(&self, query: &Query, section: &str) -> Option<&Section> {
        let query = whole(query, self.snapshot);
        // A table on screen may have been cut to what a page can show; what is run here is not.
        let uncut = |found: &&Section| found.tables.iter().all(|table| table.rows.len() < self.table_rows);
        let shown = self.screen.1.iter().filter(|_| self.screen.0 == query).filter(uncut);
        let held = self.more.iter().filter(|(other, _)| *other == query).flat_map(|(_, sections)| sections);
        shown.chain(held).find(|found| found.id == section)
    }
}

/// The query, with a `top` that the snapshot does not reach written as all of it: the answers are the same.
fn whole(query: &Query, snapshot: &Snapshot) -> Query {
    let reached = matches!(query.top, Top::First(n) if n < snapshot.len() as u64);
    Query { top: if reached { query.top } else { Top::All }, ..query.clone() }
}
