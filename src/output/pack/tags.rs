//! What tags say, as tags again: of each row those that a section asks for.
//!
//! Where a row does not record its tags, or they could not say it, the languages and the bases stand in columns of
//! their own.

use std::borrow::Cow;

use crate::{
    model::{Relation, Repo, Snapshot},
    reference::{format_tags, language},
};

const MULTILINGUAL: &str = "multilingual";

/// The tags of a row that records them.
pub(super) fn tags<'a>(snapshot: &'a Snapshot, repo: Repo<'a>) -> Option<Vec<Cow<'a, str>>> {
    if !repo.tags_recorded() {
        return None;
    }
    let mut tags: Vec<Cow<'a, str>> = format_tags(repo.tagged_formats()).map(Cow::Borrowed).collect();
    tags.extend(languages_of(repo));
    let prefixed = |prefix: &'static str, text: &str| Cow::Owned(format!("{prefix}{text}"));
    tags.extend(repo.category_codes().map(|code| prefixed("task_categories:", snapshot.categories().get(code))));
    tags.extend(repo.modality_codes().map(|code| prefixed("modality:", snapshot.modalities().get(code))));
    let categorized = repo.category_codes().any(|code| snapshot.categories().get(code) == "robotics");
    if repo.tagged_robotics() && !categorized {
        tags.push("lerobot".into());
    }
    tags.extend(repo.paper_codes().map(|code| Cow::Owned(paper(snapshot.papers().get(code)))));
    if !resolved(repo) {
        tags.extend(repo.bases().map(|base| Cow::Owned(base_tag(repo.relation(), base))));
    }
    Some(tags)
}

/// The languages of a row that knows them without its tags.
pub(super) fn languages<'a>(_: &'a Snapshot, repo: Repo<'a>) -> Option<Vec<Cow<'a, str>>> {
    let languages: Vec<Cow<'a, str>> = if repo.tags_recorded() { vec![] } else { languages_of(repo).collect() };
    (!languages.is_empty()).then_some(languages)
}

/// The bases of a row where its tags do not say them.
pub(super) fn bases<'a>(_: &'a Snapshot, repo: Repo<'a>) -> Option<Vec<Cow<'a, str>>> {
    resolved(repo).then(|| repo.bases().map(Cow::Borrowed).collect())
}

/// Whether the bases of a row stand in columns of their own: it records them without tags, or tags would be read as
/// something else.
pub(super) fn resolved(repo: Repo<'_>) -> bool {
    if !repo.tags_recorded() {
        return repo.lineage_recorded();
    }
    let mut last = None;
    repo.bases().any(|base| {
        let related = base.split_once(':').is_some_and(|(word, _)| Relation::parse(word).is_some());
        related || last.replace(base) == Some(base)
    })
}

fn languages_of<'a>(repo: Repo<'a>) -> impl Iterator<Item = Cow<'a, str>> {
    let codes = repo.language_codes().map(|code| Cow::Borrowed(language(code)[0]));
    codes.chain(repo.tagged_multilingual().then_some(Cow::Borrowed(MULTILINGUAL)))
}

fn base_tag(relation: Option<Relation>, base: &str) -> String {
    match relation {
        None | Some(Relation::Unstated) => format!("base_model:{base}"),
        Some(relation) => format!("base_model:{}:{base}", relation.as_str()),
    }
}

/// A paper, which loses a version at its end when it is read.
fn paper(id: &str) -> String {
    let number = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let versioned = number.len() < id.len() && number.ends_with('v') && number.len() > 1;
    format!("arxiv:{id}{}", if versioned { "v1" } else { "" })
}
