//! The baskets of settings: what settings share is selected and judged once.

use super::Setting;
use crate::{
    basket::{Basket, Key, Query, Top},
    lenses::counter_noise::{Suspect, suspects, without},
};

/// The basket of a setting, rows of the query being selected once for all that share them.
pub(super) struct Selection<'a> {
    basket: &'a Basket<'a>,
    screen: Setting,
    all: Vec<(Setting, Vec<u32>)>,
    suspects: Vec<(Setting, Vec<Suspect>)>,
}

impl<'a> Selection<'a> {
    pub(super) fn new(basket: &'a Basket<'a>) -> Selection<'a> {
        let screen = Setting::of(basket.query, u64::MAX);
        Selection { basket, screen: Setting { top: Top::All, ..screen }, all: Vec::new(), suspects: Vec::new() }
    }

    /// What the rows of a setting depend on, all else as on screen: a filter may ask for owners, which
    /// the registry merges and the attribution exchanges, for their region, or for a modality.
    fn ground(&self, setting: &Setting) -> Setting {
        let mut ground = self.screen;
        for term in &self.basket.query.terms {
            match term.key {
                Key::Owner | Key::Region => {
                    (ground.registry, ground.attribution) = (setting.registry, setting.attribution);
                }
                Key::Modality => ground.mapping = setting.mapping,
                _ => {}
            }
        }
        ground
    }

    /// All repositories that meet the filter, ranked.
    pub(super) fn rows(&mut self, setting: &Setting) -> &[u32] {
        let ground = self.ground(setting);
        let at = self.all.iter().position(|(other, _)| *other == ground).unwrap_or_else(|| {
            let Setting { registry, mapping, attribution, .. } = ground;
            let query = Query { top: Top::All, registry, mapping, attribution, ..self.basket.query.clone() };
            let rows = Basket::with_owners(self.basket.snapshot, &query, self.basket.custom).rows;
            self.all.push((ground, rows));
            self.all.len() - 1
        });
        &self.all[at].1
    }

    pub(super) fn basket(&mut self, setting: &Setting) -> Basket<'a> {
        let screen = self.basket;
        let rows = self.rows(setting);
        let rows = match setting.top {
            Top::First(k) => rows.get(..k as usize).unwrap_or(rows),
            Top::All => rows,
        };
        let mut basket = screen.with_rows(rows.to_vec());
        basket.registry = setting.registry;
        basket.mapping = setting.mapping;
        basket.window = setting.window;
        basket.attribution = setting.attribution;
        if setting.suspects {
            return basket;
        }
        let key = Setting { top: setting.top, window: setting.window, ..self.ground(setting) };
        let at = self.suspects.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            self.suspects.push((key, suspects(&basket)));
            self.suspects.len() - 1
        });
        without(&basket, &self.suspects[at].1)
    }
}
