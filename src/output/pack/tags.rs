//! What tags say, as tags again, and what stands in columns of its own.
//!
//! Languages, bases and formats are most of what tags say. A list of codes takes as many bits for each of its members
//! as there are different ones, thousands of papers among them, so that these have columns: whole lists, which few
//! rows do not share, as texts.

use std::borrow::Cow;

use crate::{
    model::{Repo, Snapshot},
    reference::{format_tags, language},
};

const MULTILINGUAL: &str = "multilingual";

/// The tags of a row that records them.
pub(super) fn tags<'a>(snapshot: &'a Snapshot, repo: Repo<'a>) -> Option<Vec<Cow<'a, str>>> {
    if !repo.tags_recorded() {
        return None;
    }
    let prefixed = |prefix: &'static str, text: &str| Cow::Owned(format!("{prefix}{text}"));
    let categories: Vec<&str> = repo.category_codes().map(|code| snapshot.categories().get(code)).collect();
    let modalities = repo.modality_codes().map(|code| snapshot.modalities().get(code));
    let said = categories.contains(&"robotics");
    let mut tags: Vec<Cow<'a, str>> = categories.into_iter().map(|text| prefixed("task_categories:", text)).collect();
    tags.extend(modalities.map(|text| prefixed("modality:", text)));
    tags.extend((repo.tagged_robotics() && !said).then_some(Cow::Borrowed("lerobot")));
    tags.extend(repo.paper_codes().map(|code| Cow::Owned(paper(snapshot.papers().get(code)))));
    Some(tags)
}

/// The tags of a row that say something of formats, with a space between them.
pub(super) fn formats(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    let mut tags = format_tags(repo.tagged_formats());
    let first = tags.next()?;
    Some(tags.fold(Cow::Borrowed(first), |all, tag| format!("{all} {tag}").into()))
}

/// The languages of a row that knows them.
pub(super) fn languages(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    let codes = repo.language_codes().map(|code| language(code)[0]);
    let all: Vec<&str> = codes.chain(repo.tagged_multilingual().then_some(MULTILINGUAL)).collect();
    (!all.is_empty()).then(|| one_or_all(&all))
}

/// The bases of a row; an empty list where it has none and only this column can say that it would name them.
pub(super) fn bases(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    let bases: Vec<&str> = repo.bases().collect();
    (!bases.is_empty() || repo.lineage_recorded() && !repo.tags_recorded()).then(|| one_or_all(&bases))
}

/// One text as it is, and any other number of them as a list in JSON; a text that looks like one stands in it too.
fn one_or_all<'a>(texts: &[&'a str]) -> Cow<'a, str> {
    match texts {
        [text] if !text.starts_with(['[', '{', '(']) => Cow::Borrowed(text),
        texts => serde_json::to_string(texts).expect("texts are JSON").into(),
    }
}

/// A paper, which loses a version at its end when it is read.
fn paper(id: &str) -> String {
    let number = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let versioned = number.len() < id.len() && number.ends_with('v') && number.len() > 1;
    format!("arxiv:{id}{}", if versioned { "v1" } else { "" })
}
