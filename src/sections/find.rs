//! Whom a reader looks for, and where that owner or model stands in every section.

use serde::Serialize;

use super::{Context, SECTIONS, Subject};
use crate::{basket::Basket, text};

/// Matches offered.
const OFFERED: usize = 8;

/// An owner or a model whose name holds what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// `owner`, or what one repository is called, such as `model`.
    pub kind: &'static str,
    /// The name or id.
    pub name: String,
    /// A remark beside it.
    pub detail: String,
}

/// Where an owner or a model stands in one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The section's id.
    pub section: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Where it stands, in a sentence.
    pub text: String,
}

/// Owners and models of the snapshot whose name holds `text`, without case: owners first, each by downloads.
pub fn find(basket: &Basket<'_>, text: &str) -> Vec<Match> {
    let wanted = text.trim().to_ascii_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let context = Context::new(basket);
    let words = context.words();
    let holds = |name: &str| name.to_ascii_lowercase().contains(&wanted);
    let owners = context.owners().iter().filter(|owner| holds(owner.name)).map(|owner| Match {
        kind: "owner",
        name: owner.name.to_owned(),
        detail: format!(
            "{}, {} {}",
            context.counted(owner.repos),
            text::short(owner.downloads as f64),
            words.weight_of(owner.downloads)
        ),
    });
    let models = basket.repos().filter(|repo| holds(repo.id())).map(|repo| Match {
        kind: words.one,
        name: repo.id().to_owned(),
        detail: basket.downloads(repo).map_or_else(
            || format!("{} unknown", words.weight),
            |n| format!("{} {}", text::short(n as f64), words.weight_of(n)),
        ),
    });
    let mut matches: Vec<Match> = owners.take(OFFERED / 2).collect();
    matches.extend(models.take(OFFERED - matches.len()));
    matches
}

/// Where an owner (`kind` = `owner`) or a model stands in every section that can say so.
pub fn places(basket: &Basket<'_>, kind: &str, name: &str) -> Vec<Place> {
    let context = Context::new(basket);
    let row = basket.rows.iter().copied().find(|&row| basket.snapshot.repo(row).id() == name);
    let subject = match (kind, row) {
        ("owner", _) => Subject::Owner(name),
        (_, Some(row)) => Subject::Repo(row),
        (_, None) => return Vec::new(),
    };
    let answers = SECTIONS.iter().filter(|spec| spec.kind == basket.snapshot.kind && context.answers(spec));
    answers
        .filter_map(|spec| {
            let text = spec.place?(&context, subject)?;
            Some(Place { section: spec.id, title: spec.short, text })
        })
        .collect()
}
