//! What the repositories of a kind are called, and what weighs them: Spaces have no downloads, so
//! that their weight is likes.

use crate::{model::RepoKind, report::Unit};

/// The words of a kind.
#[derive(Debug)]
pub struct Words {
    /// One of them.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
    /// The heading of their number.
    pub title: &'static str,
    /// The heading of a share of them.
    pub share: &'static str,
    /// What weighs them; also the id of a column of it.
    pub weight: &'static str,
    /// One of that.
    weight_one: &'static str,
    /// How that is written.
    pub weight_unit: Unit,
    /// The heading of that.
    pub weight_title: &'static str,
    /// The heading of a share of it.
    pub weight_share: &'static str,
    /// Its number for one of them.
    pub weight_count: &'static str,
    /// What was done to those that have it.
    pub weighed: &'static str,
}

const MODELS: Words = Words {
    one: "model",
    many: "models",
    title: "Models",
    share: "Share of models",
    weight: "downloads",
    weight_one: "download",
    weight_unit: Unit::Downloads,
    weight_title: "Downloads",
    weight_share: "Share of downloads",
    weight_count: "a download count",
    weighed: "downloaded",
};
const DATASETS: Words =
    Words { one: "dataset", many: "datasets", title: "Datasets", share: "Share of datasets", ..MODELS };
const SPACES: Words = Words {
    one: "Space",
    many: "Spaces",
    title: "Spaces",
    share: "Share of Spaces",
    weight: "likes",
    weight_one: "like",
    weight_unit: Unit::Likes,
    weight_title: "Likes",
    weight_share: "Share of likes",
    weight_count: "a count of likes",
    weighed: "liked",
};

impl Words {
    /// What weighs them, behind a figure.
    pub fn weight_of(&self, count: u64) -> &'static str {
        if count == 1 { self.weight_one } else { self.weight }
    }
}

/// The words of a kind.
pub fn words(kind: RepoKind) -> &'static Words {
    match kind {
        RepoKind::Models => &MODELS,
        RepoKind::Datasets => &DATASETS,
        RepoKind::Spaces => &SPACES,
    }
}
