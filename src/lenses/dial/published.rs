//! Published headlines, and the definitions under which they claim to be.

use super::{Definition, HEADLINES, Setting, touches};
use crate::{
    basket::{Query, Top},
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

/// Headline, source, figure, and the query that states its definitions.
const FIGURES: [(&str, &str, f64, &str); 6] = [
    ("leader_share", "Hub State 2026", 0.185, ""),
    ("top5_share", "Hub State 2026", 0.461, ""),
    ("eastern_share", "Hub State 2026", 0.241, "registry=seed"),
    ("permissive_share", "Hub State 2026", 0.715, ""),
    ("multimodal_share", "2M+ models", 0.033, "top=all window=all mapping=wide"),
    ("under_1b_share", "2M+ models", 0.9248, "top=all window=all"),
];

/// The published headlines; `n` is how many repositories there are here.
pub(super) fn all(n: u64) -> Vec<Published> {
    let figure = |&(id, source, value, query): &(&str, &str, f64, &str)| {
        let at = HEADLINES.iter().position(|line| line.id == id)?;
        let query = Query::parse(query).ok()?;
        Some(Published { at, source: source.to_owned(), value, setting: Setting::of(&query, n), top: query.top })
    };
    FIGURES.iter().filter_map(figure).collect()
}

impl Published {
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
