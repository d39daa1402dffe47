//! The filter language, read and written back unchanged: it is the hash of the page's address.
//!
//! Terms are joined by spaces; a value with a space stands in double quotes. `top=1000 by=downloads
//! license:mit -owner:google created>=2025-01 size<7b qwen`. Free text is looked for in the id;
//! between slashes it is a regular expression (`/^qwen.*instruct$/`).

use std::fmt;

use thiserror::Error;

use super::{
    Attribution, Window,
    term::{Term, Word, quoted, term, words},
};
use crate::{
    model::RepoKind,
    reference::{Mapping, Registry},
};

/// How many repositories are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Top {
    /// The first so many of the ranking.
    First(u64),
    /// All of them.
    All,
}

/// What ranks repositories, largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum By {
    Downloads,
    DownloadsAll,
    Likes,
    Trending,
    Created,
}

impl By {
    const NAMES: [(&'static str, By); 5] = [
        ("downloads", By::Downloads),
        ("downloads-all", By::DownloadsAll),
        ("likes", By::Likes),
        ("trending", By::Trending),
        ("created", By::Created),
    ];

    /// What ranks a kind where the query does not say. Spaces have no downloads.
    pub fn default_for(kind: RepoKind) -> By {
        if kind == RepoKind::Spaces { By::Likes } else { By::Downloads }
    }

    /// As written in a query.
    pub fn as_str(self) -> &'static str {
        By::NAMES.iter().find(|(_, by)| *by == self).map_or("downloads", |(name, _)| name)
    }
}

/// The definition of a basket.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// How many.
    pub top: Top,
    /// Ranked by what.
    pub by: By,
    /// Which downloads count.
    pub window: Window,
    /// Which table classifies owners.
    pub registry: Registry,
    /// Which table classifies tasks.
    pub mapping: Mapping,
    /// Who is credited with downloads.
    pub attribution: Attribution,
    /// Two owners to hold side by side.
    pub pair: Option<(String, String)>,
    /// Filters, sorted as they are printed.
    pub terms: Vec<Term>,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            top: Top::First(1000),
            by: By::Downloads,
            window: Window::Days30,
            registry: Registry::Reviewed,
            mapping: Mapping::Hub,
            attribution: Attribution::Owner,
            pair: None,
            terms: Vec::new(),
        }
    }
}

/// Why a query is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("query, term {place} `{term}`: {found}; expected {expected}")]
pub struct QueryError {
    /// Which term, from 1.
    pub place: usize,
    /// The term.
    pub term: String,
    /// What is wrong with it.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

impl Query {
    /// The query of an empty text, on a snapshot of that kind.
    pub fn default_for(kind: RepoKind) -> Query {
        Query { by: By::default_for(kind), ..Query::default() }
    }

    /// Reads a query on models; an empty text is the default one.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        Query::parse_for(RepoKind::Models, text)
    }

    /// Reads a query on a snapshot of that kind. What is printed states the ranking, and reads the same for all.
    pub fn parse_for(kind: RepoKind, text: &str) -> Result<Query, QueryError> {
        let mut query = Query::default_for(kind);
        for (at, word) in words(text).into_iter().enumerate() {
            query.take(&word).map_err(|(found, expected)| QueryError {
                place: at + 1,
                term: word.text.clone(),
                found,
                expected,
            })?;
        }
        query.terms.sort_unstable_by_key(ToString::to_string);
        query.terms.dedup();
        Ok(query)
    }

    fn take(&mut self, word: &Word) -> Result<(), (String, String)> {
        match word.split() {
            Some((name, "=", value)) => self.set(name, value),
            Some(("pair", ":", value)) => {
                let pair = value.split_once(',').filter(|(a, b)| !a.is_empty() && !b.is_empty() && !b.contains(','));
                let (a, b) = pair.ok_or_else(|| ("not two owners".into(), "pair:A,B".to_owned()))?;
                self.pair = Some((a.to_owned(), b.to_owned()));
                Ok(())
            }
            _ => {
                self.terms.push(term(word)?);
                Ok(())
            }
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), (String, String)> {
        let choice = |found: bool, expected: &str| {
            if found { Ok(()) } else { Err((format!("`{value}` is no such value"), expected.to_owned())) }
        };
        match name {
            "top" => {
                let top = match value {
                    "all" => Some(Top::All),
                    digits => digits.parse().ok().filter(|&n| n > 0).map(Top::First),
                };
                self.top = top.unwrap_or(self.top);
                choice(top.is_some(), "a number from 1, or `all`")
            }
            "by" => {
                let by = By::NAMES.iter().find(|(name, _)| *name == value).map(|(_, by)| *by);
                self.by = by.unwrap_or(self.by);
                choice(by.is_some(), "downloads, downloads-all, likes, trending or created")
            }
            "window" => {
                self.window = if value == "all" { Window::All } else { Window::Days30 };
                choice(matches!(value, "30d" | "all"), "30d or all")
            }
            "registry" => {
                let registry = Registry::parse(value);
                self.registry = registry.unwrap_or(self.registry);
                choice(registry.is_some(), "reviewed, seed or custom")
            }
            "mapping" => {
                let mapping = Mapping::parse(value);
                self.mapping = mapping.unwrap_or(self.mapping);
                choice(mapping.is_some(), "hub or wide")
            }
            "attribution" => {
                let attribution = Attribution::ALL.into_iter().find(|attribution| attribution.as_str() == value);
                self.attribution = attribution.unwrap_or(self.attribution);
                choice(attribution.is_some(), "owner, entity or base")
            }
            _ => Err((
                format!("`{name}` is no setting"),
                "top=, by=, window=, registry=, mapping= or attribution=".to_owned(),
            )),
        }
    }

    /// The same query with one setting changed: `with("top", "all")`; `filter` replaces all filters.
    pub fn with(&self, name: &str, value: &str) -> Result<Query, QueryError> {
        let mut query = self.clone();
        match name {
            "filter" => {
                let other = Query::parse(value)?;
                query.terms = other.terms;
                Ok(query)
            }
            "pair" => Query::parse(&format!("pair:{}", quoted(value))).map(|other| {
                query.pair = other.pair;
                query
            }),
            _ => {
                let word = Word { text: format!("{name}={value}"), quote: None };
                query.set(name, value).map_err(|(found, expected)| QueryError {
                    place: 1,
                    term: word.text,
                    found,
                    expected,
                })?;
                Ok(query)
            }
        }
    }

    /// The filters alone, as printed.
    pub fn filters(&self) -> String {
        self.terms.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.top {
            Top::First(n) => write!(f, "top={n}")?,
            Top::All => f.write_str("top=all")?,
        }
        write!(f, " by={}", self.by.as_str())?;
        if self.window != Window::Days30 {
            write!(f, " window={}", self.window.as_str())?;
        }
        if self.registry != Registry::Reviewed {
            write!(f, " registry={}", self.registry.as_str())?;
        }
        if self.mapping != Mapping::Hub {
            write!(f, " mapping={}", self.mapping.as_str())?;
        }
        if self.attribution != Attribution::Owner {
            write!(f, " attribution={}", self.attribution.as_str())?;
        }
        if let Some((a, b)) = &self.pair {
            write!(f, " pair:{}", quoted(&format!("{a},{b}")))?;
        }
        for term in &self.terms {
            write!(f, " {term}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, canonical: &str) {
        let query = Query::parse(text).unwrap();
        assert_eq!(query.to_string(), canonical, "of {text}");
        assert_eq!(Query::parse(canonical).unwrap(), query, "of {canonical}");
    }

    #[test]
    fn a_query_is_written_back_in_one_way() {
        check("", "top=1000 by=downloads");
        check("by=likes top=all", "top=all by=likes");
        check(
            "pair:a,b attribution=base mapping=wide registry=custom",
            "top=1000 by=downloads registry=custom mapping=wide attribution=base pair:a,b",
        );
        check("task:x license:MIT registry=seed", "top=1000 by=downloads registry=seed license:MIT task:x");
        check(
            "created>=2025-01 params<7b size<=1.5B -owner:a",
            "top=1000 by=downloads -owner:a created>=2025-01 params<7b size<=1.5B",
        );
        check("pair:Qwen,meta-llama qwen -gguf", "top=1000 by=downloads pair:Qwen,meta-llama -gguf qwen");
        check("owner:\"a b\" \"x:y\" \"-z\"", "top=1000 by=downloads \"-z\" \"x:y\" owner:\"a b\"");
        check(
            "family:\"stable diffusion\" -family:Qwen",
            "top=1000 by=downloads -family:Qwen family:\"stable diffusion\"",
        );
        check("/^qwen.*b$/ window=all mapping=wide", "top=1000 by=downloads window=all mapping=wide /^qwen.*b$/");
    }

    #[test]
    fn spaces_are_ranked_by_likes_where_nothing_else_is_said() {
        let print = |text| Query::parse_for(RepoKind::Spaces, text).unwrap().to_string();
        assert_eq!(print(""), "top=1000 by=likes");
        assert_eq!(print("by=created owner:a"), "top=1000 by=created owner:a");
        assert_eq!(Query::parse(&print("")), Ok(Query::default_for(RepoKind::Spaces)));
    }

    #[test]
    fn a_term_that_is_not_understood_says_what_would_be() {
        let error = |text| Query::parse(text).unwrap_err().to_string();
        assert_eq!(error("top=0"), "query, term 1 `top=0`: `0` is no such value; expected a number from 1, or `all`");
        assert!(
            error("x colour:red")
                .starts_with("query, term 2 `colour:red`: `colour` is no filter; expected one of owner")
        );
        assert!(error("created>=soon").contains("2025-01"));
        assert!(error("size:7b").contains("`size` does not go with `:`"));
        assert!(error("owner:").contains("no value"));
        assert!(
            error("pair:Qwen,google,openai").ends_with("`pair:Qwen,google,openai`: not two owners; expected pair:A,B"),
            "{}",
            error("pair:Qwen,google,openai")
        );
        assert!(error("family:qwenn").ends_with("a family such as Qwen, BERT, Stable Diffusion, no family"));
        assert!(error("/(/").contains("no regular expression"));
    }
}
