//! What looks at many sections, or at one of them on many baskets: one line in [`LENSES`] each, and
//! [`firmness`], which tries the findings of all sections.
//!
//! A lens asks sections for their answers on baskets of its own and fills a draft as a section does.
//! Sections never see each other; lenses see them all. They can be left for after the first paint.

// Without slices what a lens gives is `()`.
#![cfg_attr(not(feature = "formats"), allow(clippy::unit_arg))]

mod answers;
pub mod claims;
mod counter_noise;
mod dial;
mod firmness;
mod headlines;
mod moved;
mod paragraph;
mod slices;
#[cfg(test)]
mod testing;

pub use answers::Answers;
pub use moved::moved;
pub use paragraph::{Span, paragraph};
pub use slices::{Slices, at_once, sliced, slices, step};

use crate::{
    basket::Basket,
    model::RepoKind,
    report::{Group, Report, Section},
    sections::{self, Context, Draft, Need},
};

use claims::Claim;

/// A question on the answers.
pub struct Lens {
    /// Its id in the contract.
    pub id: &'static str,
    /// The question.
    pub title: &'static str,
    /// Its heading in the table of contents.
    pub short: &'static str,
    /// How it is answered, in a sentence or two.
    pub method: &'static str,
    /// The part of the report it stands in.
    pub group: Group,
    /// The kind of repository it asks about; none where it asks about all.
    pub kind: Option<RepoKind>,
    /// The section it stands behind.
    pub follows: &'static str,
    /// The fields without which there is no answer.
    pub needs: &'static [Need],
    /// The fewest repositories that carry an answer.
    pub min_n: u64,
    /// Fills a draft with the answer.
    pub run: for<'v> fn(&'v mut View<'_>, &'v mut Draft) -> Slices<'v, ()>,
}

/// What a lens sees.
pub struct View<'a> {
    /// The basket on screen.
    pub basket: &'a Basket<'a>,
    /// Sections under any query.
    pub answers: Answers<'a>,
    /// Claims that the reader brought.
    pub own: &'a [Claim],
}

/// All lenses, in reading order.
pub const LENSES: &[&Lens] = &[&counter_noise::LENS, &dial::LENS, &claims::LENS];

/// The ids of all sections and lenses.
pub fn ids() -> impl Iterator<Item = &'static str> {
    sections::SECTIONS.iter().map(|spec| spec.id).chain(LENSES.iter().map(|lens| lens.id))
}

/// The whole report: the sections, and what the lenses add; `only` keeps those of these ids.
pub fn report(basket: &Basket<'_>, only: &[String], own: &[Claim]) -> Report {
    at_once(add(basket, only, own, sections::run(basket, only)))
}

/// A report of sections on the same basket with what the lenses add: sections of their own, and how
/// firm its findings are.
#[sliced]
pub async fn add(basket: &Basket<'_>, only: &[String], own: &[Claim], mut report: Report) -> Report {
    let mut view = View { basket, answers: Answers::new(basket, &report.sections), own };
    let wanted = |lens: &&&Lens| {
        (only.is_empty() || only.iter().any(|id| id == lens.id))
            && lens.kind.is_none_or(|kind| kind == basket.snapshot.kind)
    };
    let mut answers = Vec::new();
    for lens in LENSES.iter().filter(wanted) {
        answers.push((lens, answer(lens, &mut view).await));
    }
    firmness::mark(basket, &mut report.sections).await;
    report.deck = sections::deck(&report.sections);
    report.key_findings = sections::key_findings(&report.sections);
    for (lens, section) in answers {
        let before = report.sections.iter().position(|other| other.id == lens.follows);
        report.sections.insert(before.map_or(report.sections.len(), |at| at + 1), section);
    }
    report
}

#[sliced]
async fn answer(lens: &Lens, view: &mut View<'_>) -> Section {
    let mut section = Section::empty(lens.id, lens.title, lens.short, lens.method, lens.group);
    if sections::carries(&mut section, &Context::new(view.basket), lens.needs, lens.min_n) {
        let mut draft = Draft::default();
        (lens.run)(view, &mut draft).await;
        draft.fill(&mut section);
    }
    section
}

/// The metrics of those of the sections that are `wanted`, a slice each.
#[sliced]
async fn metrics(basket: &Basket<'_>, wanted: &dyn Fn(&str) -> bool) -> Vec<Section> {
    slices::pause().await;
    answer_each(&Context::brief(basket), wanted).await
}

/// What sections answer to those of the questions whose ids are `wanted`, a slice each.
#[sliced]
async fn answer_each(context: &Context<'_>, wanted: &dyn Fn(&str) -> bool) -> Vec<Section> {
    let mut answers = Vec::new();
    for spec in sections::asked(context.basket.snapshot.kind, wanted) {
        answers.push(sections::answer(spec, context));
        slices::pause().await;
    }
    answers
}
