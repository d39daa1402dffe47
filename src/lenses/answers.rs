//! What sections answer under several queries: each query is selected once, and each section run once on it.

use crate::{
    basket::{Basket, Query},
    model::Snapshot,
    reference::Custom,
    report::Section,
    sections,
};

/// Sections by the query that they were run under, beginning with those on screen.
pub struct Answers<'a> {
    snapshot: &'a Snapshot,
    custom: &'a Custom,
    screen: (&'a Query, &'a [Section]),
    more: Vec<(Query, Vec<Section>)>,
}

impl<'a> Answers<'a> {
    /// The answers on screen: `sections` were run on `basket`.
    pub fn new(basket: &Basket<'a>, sections: &'a [Section]) -> Answers<'a> {
        Answers { snapshot: basket.snapshot, custom: basket.custom, screen: (basket.query, sections), more: Vec::new() }
    }

    /// Runs what is asked for and not there yet.
    pub fn need(&mut self, asked: Vec<(Query, &str)>) {
        let mut missing: Vec<(Query, Vec<String>)> = Vec::new();
        for (query, section) in asked {
            if self.get(&query, section).is_some() {
                continue;
            }
            match missing.iter_mut().find(|(other, _)| *other == query) {
                Some((_, ids)) => ids.push(section.to_owned()),
                None => missing.push((query, vec![section.to_owned()])),
            }
        }
        for (query, ids) in missing {
            let sections = sections::run(&Basket::with_owners(self.snapshot, &query, self.custom), &ids).sections;
            self.more.push((query, sections));
        }
    }

    /// A section's answer under a query, where it was run.
    pub fn get(&self, query: &Query, section: &str) -> Option<&Section> {
        let held = self.more.iter().map(|(query, sections)| (query, sections.as_slice()));
        let mut of_query = [self.screen].into_iter().chain(held).filter(|(other, _)| *other == query);
        of_query.find_map(|(_, sections)| sections.iter().find(|found| found.id == section))
    }
}
