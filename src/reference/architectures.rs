//! Which architecture a model type has, and whether only some of its parameters answer each token.
//!
//! `config.model_type` or `gguf.architecture` is looked up first, else the tags: any diffusion row
//! wins, else the first tag that is listed. The catch: `t5` also tags time series, `clip` also whole
//! pipelines, so that shares of text need a filter on the task.

use std::sync::LazyLock;

use super::rows;
use crate::model::{Repo, declares_experts};

/// How a model reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Class {
    Encoder,
    Decoder,
    EncoderDecoder,
    VisionEncoder,
    Diffusion,
    Other,
}

/// Whether a model is a mixture of experts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Experts {
    /// All of its parameters answer.
    No,
    /// Some of them do.
    Yes,
    /// Models of both kinds share the type; the name may tell.
    Mixed,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Architecture {
    /// How it reads and writes.
    pub class: Class,
    /// Whether it is a mixture of experts.
    pub experts: Experts,
}

/// What the table says, and the types of which it says it.
type Row = (Architecture, &'static str);

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("tables/architectures.csv"))
        .map(|[class, moe, types]| (Architecture { class: self::class(class), experts: experts(moe) }, types))
        .collect()
});

fn class(word: &str) -> Class {
    match word {
        "encoder" => Class::Encoder,
        "decoder" => Class::Decoder,
        "encoder-decoder" => Class::EncoderDecoder,
        "vision-encoder" => Class::VisionEncoder,
        "diffusion" => Class::Diffusion,
        _ => Class::Other,
    }
}

fn experts(word: &str) -> Experts {
    match word {
        "yes" => Experts::Yes,
        "mixed" => Experts::Mixed,
        _ => Experts::No,
    }
}

/// What a packed snapshot writes for each row of the table, of which it does not keep the type itself.
const NAMES: [&str; 11] = [
    "hubstate:encoder",
    "hubstate:encoder-moe",
    "hubstate:decoder",
    "hubstate:decoder-moe",
    "hubstate:decoder-mixed",
    "hubstate:encoder-decoder",
    "hubstate:encoder-decoder-moe",
    "hubstate:vision-encoder",
    "hubstate:diffusion",
    "hubstate:diffusion-moe",
    "hubstate:other",
];

/// Every model type with one more than its row, and the rows' own names.
pub(super) fn types(mut take: impl FnMut(&'static str, u8)) {
    for (code, (_, types)) in (1..).zip(ROWS.iter()) {
        types.split(' ').for_each(|name| take(name, code));
    }
    (1..).zip(NAMES).for_each(|(code, name)| take(name, code));
}

/// The name of the table's row in a place, which is read as a model type of that row.
pub fn architecture_tag(at: u8) -> &'static str {
    NAMES.get(usize::from(at)).copied().unwrap_or_default()
}

/// Whether the row of a code, one more than its place, is diffusion.
pub fn is_diffusion(code: u8) -> bool {
    row(code.checked_sub(1)).is_some_and(|row| row.class == Class::Diffusion)
}

/// Whether a model is a mixture of experts; where its type says both, its name decides.
pub fn has_experts(repo: Repo<'_>) -> bool {
    match architecture(repo).map(|row| row.experts) {
        Some(Experts::Yes) => true,
        Some(Experts::Mixed) => declares_experts(repo.name()),
        Some(Experts::No) | None => false,
    }
}

/// Every row of the table.
pub fn architectures() -> Vec<Architecture> {
    ROWS.iter().map(|(row, _)| *row).collect()
}

/// What the table says of a model's type or tags.
pub fn architecture(repo: Repo<'_>) -> Option<Architecture> {
    row(repo.architecture_code())
}

fn row(at: Option<u8>) -> Option<Architecture> {
    ROWS.get(usize::from(at?)).map(|(row, _)| *row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::architecture_code;

    #[test]
    fn every_type_stands_in_one_row() {
        let mut names = Vec::new();
        types(|name, _| names.push(name));
        assert_eq!(names.len(), 583 + ROWS.len());
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b) && names.iter().all(|name| *name == name.to_ascii_lowercase()));
    }

    #[test]
    fn every_row_has_a_name_that_says_what_it_is() {
        assert_eq!(NAMES.len(), ROWS.len());
        for (at, (row, _)) in (0..).zip(ROWS.iter()) {
            let class = match row.class {
                Class::Encoder => "encoder",
                Class::Decoder => "decoder",
                Class::EncoderDecoder => "encoder-decoder",
                Class::VisionEncoder => "vision-encoder",
                Class::Diffusion => "diffusion",
                Class::Other => "other",
            };
            let experts = match row.experts {
                Experts::No => "",
                Experts::Yes => "-moe",
                Experts::Mixed => "-mixed",
            };
            assert_eq!(architecture_tag(at), format!("hubstate:{class}{experts}"));
            assert_eq!(architecture_code(architecture_tag(at)), at + 1);
        }
    }

    #[test]
    fn types_have_their_class() {
        let of = |name: &str| row(architecture_code(name).checked_sub(1)).map(|row| (row.class, row.experts));
        assert_eq!(of("bert"), Some((Class::Encoder, Experts::No)));
        assert_eq!(of("Mixtral"), Some((Class::Decoder, Experts::Yes)));
        assert_eq!(of("gemma4"), Some((Class::Decoder, Experts::Mixed)));
        assert_eq!(of("t5"), Some((Class::EncoderDecoder, Experts::No)));
        assert_eq!(of("brand-new"), None);
        assert!(is_diffusion(architecture_code("flux")) && !is_diffusion(0));
    }
}
