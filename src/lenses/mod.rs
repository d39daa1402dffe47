//! What looks at many sections, or at one of them on many baskets: one line in [`LENSES`] each, and
//! [`firmness`], which tries the findings of all sections.
//!
//! A lens asks sections for their answers on baskets of its own and fills a draft as a section does.
//! Sections never see each other; lenses see them all. They can be left for after the first paint.

mod answers;
pub mod claims;
mod counter_noise;
mod dial;
mod firmness;
mod headlines;
mod moved;
mod paragraph;
#[cfg(test)]
mod testing;

pub use answers::Answers;
pub use moved::moved;
pub use paragraph::{Span, paragraph};

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
    pub run: fn(&mut View<'_>, &mut Draft),
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
    let mut report = sections::run(basket, only);
    add(basket, only, own, &mut report);
    report
}

/// What the lenses add to a report of sections on the same basket: sections of their own, and how
/// firm its findings are.
pub fn add(basket: &Basket<'_>, only: &[String], own: &[Claim], report: &mut Report) {
    let mut view = View { basket, answers: Answers::new(basket, &report.sections), own };
    let wanted = |lens: &&&Lens| {
        (only.is_empty() || only.iter().any(|id| id == lens.id))
            && lens.kind.is_none_or(|kind| kind == basket.snapshot.kind)
    };
    let answers: Vec<(&Lens, Section)> =
        LENSES.iter().filter(wanted).map(|lens| (*lens, answer(lens, &mut view))).collect();
    firmness::mark(basket, &mut report.sections);
    report.deck = sections::deck(&report.sections);
    report.key_findings = sections::key_findings(&report.sections);
    for (lens, section) in answers {
        let before = report.sections.iter().position(|other| other.id == lens.follows);
        report.sections.insert(before.map_or(report.sections.len(), |at| at + 1), section);
    }
}

fn answer(lens: &Lens, view: &mut View<'_>) -> Section {
    let section = Section::empty(lens.id, lens.title, lens.short, lens.method, lens.group);
    let context = Context::new(view.basket);
    sections::form(section, &context, lens.needs, lens.min_n, &mut |draft| (lens.run)(view, draft))
}
