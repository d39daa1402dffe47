//! Of what a figure was published, and whether that is what it is recomputed on.
//!
//! A population is a kind and a query, `models top=1000 by=downloads window=all`; a remark in
//! brackets says what no query can, such as a past period, and meets no snapshot. `any` stands for a
//! statement on every snapshot, which one counter-example refutes.
//!
//! The catch: a dump seldom says what it is a dump of. It counts as the Hub's listing where it states
//! that listing's query, as `hubstate capture` writes it, or where its thousandth model draws
//! 100,000 downloads in 30 days, as that of the Hub does; it counts as the whole Hub from a size that
//! no part of it had so far. Another day is no other population.

use std::cell::OnceCell;

use super::expression::Misread;
use crate::{
    basket::{By, Query, Top, Window},
    model::{RepoKind, Snapshot},
    text::{counted, whole},
};

/// Of what a figure was published.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Population {
    /// None for `any`.
    kind: Option<RepoKind>,
    query: Query,
    remark: String,
}

impl Population {
    /// Reads a population; an empty text is the default basket of models.
    pub fn parse(text: &str) -> Result<Population, Misread> {
        let (rest, remark) = match text.trim_end().strip_suffix(')').and_then(|inner| inner.split_once('(')) {
            Some((rest, remark)) => (rest.trim(), remark.to_owned()),
            None => (text.trim(), String::new()),
        };
        let (word, query) = rest.split_once(' ').unwrap_or((rest, ""));
        let kind = match word {
            "any" => None,
            "" => Some(RepoKind::Models),
            word => Some(RepoKind::parse(word).ok_or_else(|| Misread {
                at: 0,
                found: format!("`{word}`"),
                expected: "models, datasets, spaces or any".to_owned(),
            })?),
        };
        let query = Query::parse_for(kind.unwrap_or(RepoKind::Models), query).map_err(|error| Misread {
            at: word.len() + 1,
            found: format!("`{}`: {}", error.term, error.found),
            expected: error.expected,
        })?;
        Ok(Population { kind, query, remark })
    }

    /// Whether the claim is on every snapshot.
    pub fn is_any(&self) -> bool {
        self.kind.is_none()
    }
}

/// The least size of a snapshot of the whole Hub, by kind.
const WHOLE: [u64; 3] = [1_000_000, 250_000, 500_000];

/// Downloads that the Hub's thousandth model has not fallen below since 2024.
const THOUSANDTH: u64 = 100_000;

/// What the snapshot on screen is a snapshot of.
pub(super) struct Scope<'a> {
    snapshot: &'a Snapshot,
    /// The query on screen.
    screen: &'a Query,
    heavy: OnceCell<bool>,
}

impl<'a> Scope<'a> {
    pub fn new(snapshot: &'a Snapshot, screen: &'a Query) -> Scope<'a> {
        Scope { snapshot, screen, heavy: OnceCell::new() }
    }

    /// Why a claim on `population` is not one on what was computed under `query`, if it is not.
    pub fn differs(&self, population: &Population, query: &Query) -> Option<String> {
        let kind = population.kind?;
        let wanted = &population.query;
        let (held, noun) = (self.snapshot.len() as u64, self.snapshot.kind.as_str());
        if kind != self.snapshot.kind {
            return Some(format!("published for {}, this snapshot holds {noun}", kind.as_str()));
        }
        if !population.remark.is_empty() {
            return Some(format!("published for {}", population.remark));
        }
        let ranked = wanted.by == query.by || wanted.top == Top::All;
        // What an expression filters itself is its definition; what the screen filters is not.
        let filtered = wanted.terms != self.screen.terms;
        if wanted.top != query.top || wanted.window != query.window || !ranked || filtered {
            let here = Query { terms: self.screen.terms.clone(), ..query.clone() };
            return Some(format!("published for {}, computed on {}", basket_of(wanted), basket_of(&here)));
        }
        if held >= WHOLE[kind as usize] {
            return None;
        }
        let holds = counted(held, noun.trim_end_matches('s'), noun);
        match wanted.top {
            Top::All => Some(format!("published for the whole Hub, this snapshot holds {holds}")),
            // The Hub may withdraw a few between listing and reading.
            Top::First(n) if held.saturating_mul(100) < n.saturating_mul(99) => {
                Some(format!("published for the top {}, this snapshot holds {holds}", whole(n)))
            }
            Top::First(_) if !self.lists(wanted.by) => {
                Some(format!("this snapshot is not known to be the Hub's listing by {}", wanted.by.as_str()))
            }
            Top::First(_) => None,
        }
    }

    /// Whether the rows are the first of the Hub's listing by that measure.
    fn lists(&self, by: By) -> bool {
        match &self.snapshot.listing {
            Some(query) => is_listing(query, by),
            None => by == By::Downloads && self.snapshot.kind == RepoKind::Models && self.is_heavy(),
        }
    }

    /// Whether a thousand of its repositories, a few aside, draw what the Hub's thousandth does.
    fn is_heavy(&self) -> bool {
        *self.heavy.get_or_init(|| {
            let draws = |row: &u32| self.snapshot.repo(*row).downloads_30d().is_some_and(|n| n >= THOUSANDTH);
            (0..self.snapshot.len() as u32).filter(draws).count() >= 990
        })
    }
}

/// Whether a query of the Hub's listing sorts so and selects nothing.
fn is_listing(query: &str, by: By) -> bool {
    let sort = match by {
        By::Downloads => "downloads",
        By::Likes => "likes",
        By::Trending => "trendingScore",
        By::Created => "createdAt",
        By::DownloadsAll => return false,
    };
    let mut sorts = false;
    let plain = query.split('&').all(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        sorts |= key == "sort" && value == sort;
        matches!(key, "sort" | "limit" | "direction" | "full" | "cardData" | "config" | "expand" | "expand[]")
    });
    plain && sorts
}

/// The part of a query that says what is looked at, not how it is classified.
fn basket_of(query: &Query) -> String {
    let mut basket = Query { terms: query.terms.clone(), top: query.top, by: query.by, ..Query::default() };
    basket.window = query.window;
    let window = if basket.window == Window::Days30 { " window=30d" } else { "" };
    format!("`{basket}{window}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{self, Options};

    fn differs(rows: &str, screen: &str, population: &str, under: &str) -> Option<String> {
        let read = input::read(rows.as_bytes(), Options::default()).unwrap();
        let screen = Query::parse(screen).unwrap();
        let query = Query::parse(&format!("{screen} {under}")).unwrap();
        Scope::new(&read.snapshots[0], &screen).differs(&Population::parse(population).unwrap(), &query)
    }

    fn listing(query: &str, n: usize, downloads: u64) -> String {
        let rows: Vec<String> = (0..n).map(|at| format!(r#"{{"id":"a/{at}","downloads":{downloads}}}"#)).collect();
        format!(r#"{{{query}"models":[{}]}}"#, rows.join(","))
    }

    const CAPTURED: &str = r#""query":"sort=downloads&limit=1000&expand=likes","#;

    #[test]
    fn a_listing_of_the_hub_is_known_by_its_query_or_by_its_thousandth() {
        let a = "models top=1000 by=downloads";
        assert_eq!(differs(&listing(CAPTURED, 1000, 7), "", a, ""), None);
        assert_eq!(differs(&listing("", 1000, 120_000), "", a, ""), None);
        assert_eq!(differs(&listing("", 995, 120_000), "", a, ""), None);
        let unknown = Some("this snapshot is not known to be the Hub's listing by downloads".to_owned());
        assert_eq!(differs(&listing("", 1000, 90_000), "", a, ""), unknown);
        assert_eq!(differs(&listing(r#""query":"sort=likes","#, 1000, 120_000), "", a, ""), unknown);
        assert_eq!(differs(&listing(r#""query":"sort=downloads&filter=gguf","#, 1000, 120_000), "", a, ""), unknown);
        let few = differs(&listing(CAPTURED, 12, 7), "", a, "");
        assert_eq!(few.as_deref(), Some("published for the top 1,000, this snapshot holds 12 models"));
    }

    #[test]
    fn kind_basket_ranking_and_window_have_to_be_the_same() {
        let rows = listing(CAPTURED, 1000, 7);
        let check = |screen, population, under| differs(&rows, screen, population, under);
        let a = "models top=1000 by=downloads";
        for (screen, under) in [("top=100", ""), ("by=likes", ""), ("license:mit", ""), ("window=all", "")] {
            assert!(check(screen, a, under).is_some(), "{screen}");
        }
        assert_eq!(
            check("license:mit", a, "").as_deref(),
            Some(
                "published for `top=1000 by=downloads window=30d`, computed on `top=1000 by=downloads license:mit window=30d`"
            )
        );
        assert_eq!(check("top=100", a, "top=1000"), None);
        assert_eq!(check("", a, "registry=seed params<10b"), None);
        assert_eq!(check("", "", ""), None);
        assert_eq!(check("", "any", "top=5"), None);
        let of = |population| check("", population, "top=all").unwrap();
        assert_eq!(of("models top=all"), "published for the whole Hub, this snapshot holds 1,000 models");
        assert_eq!(of("datasets top=all"), "published for datasets, this snapshot holds models");
        assert_eq!(of("models top=all (December 2025)"), "published for December 2025");
    }

    #[test]
    fn a_population_that_is_not_understood_says_where() {
        let misread = |text| Population::parse(text).unwrap_err();
        assert_eq!((misread("model top=1").at, misread("model top=1").found), (0, "`model`".to_owned()));
        assert_eq!(
            (misread("models top=0").at, misread("models top=0").expected),
            (7, "a number from 1, or `all`".to_owned())
        );
    }
}
