//! Published headlines, and the definitions under which they claim to be.

use super::{Definition, HEADLINES, Setting, touches};
use crate::{
    basket::{Query, Top},
    lenses::claims::ledger,
    text::whole,
};

/// A published headline.
pub(super) struct Published {
    /// The place of its headline.
    pub at: usize,
    /// Who published it.
    pub source: String,
    /// The figure.
    pub value: f64,
    /// Its definitions, as far as they can be met here.
    pub setting: Setting,
    top: Top,
}

/// Headline, the claim of the ledger on it, and the query that states its definitions.
const FIGURES: [(&str, &str, &str); 6] = [
    ("leader_share", "A3", ""),
    ("top5_share", "A6.top5", ""),
    ("eastern_share", "A12", "registry=seed"),
    ("permissive_share", "A10", ""),
    ("multimodal_share", "C4.multimodal", "top=all window=all mapping=wide"),
    ("under_1b_share", "C3.1b", "top=all window=all"),
];

/// The published headlines; `n` is how many repositories there are here.
pub(super) fn all(n: u64) -> Vec<Published> {
    let figure = |&(id, claim, query): &(&str, &str, &str)| {
        let at = HEADLINES.iter().position(|line| line.id == id)?;
        let claim = ledger().iter().find(|other| other.id == claim)?;
        let (source, value) = (claim.source.clone(), claim.figure()?);
        let query = Query::parse(query).ok()?;
        Some(Published { at, source, value, setting: Setting::of(&query, n), top: query.top })
    };
    FIGURES.iter().filter_map(figure).collect()
}

impl Published {
    /// The fewest repositories that can meet its definitions.
    pub(super) fn least(&self) -> u64 {
        match self.top {
            Top::First(k) => k,
            Top::All => 0,
        }
    }

    /// Its definitions in words.
    pub(super) fn words(&self) -> String {
        let said = Definition::ALL.into_iter().filter(|definition| touches(self.at, *definition));
        let words = |definition: Definition| match (definition, self.top) {
            (Definition::Top, Top::First(k)) => format!("top {}", whole(k)),
            (Definition::Top, Top::All) => "all models of the Hub".to_owned(),
            _ => definition.words(&self.setting, 0),
        };
        said.map(words).collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::round12;

    #[test]
    fn every_headline_has_its_published_figure_in_the_ledger() {
        let shares: Vec<f64> = all(1000).iter().map(|figure| round12(figure.value)).collect();
        assert_eq!(shares, [0.185, 0.461, 0.241, 0.715, 0.033, 0.9248]);
        assert_eq!(all(1000)[2].words(), "seed registry · 30 days · top 1,000 · with suspects · by uploader");
        assert_eq!(all(1000)[5].words(), "all time · all models of the Hub · with suspects");
    }
}
