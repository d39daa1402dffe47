//! What looks at many sections, or at one of them under many queries: one line in [`LENSES`] each.
//!
//! A lens asks [`Answers`] for sections under queries and fills a draft as a section does. Sections
//! never see each other; lenses see them all. They can be left for after the first paint.

mod answers;
pub mod claims;
mod paragraph;

pub use answers::Answers;
pub use paragraph::{Span, paragraph};

use crate::{
    basket::Basket,
    report::{Group, Report, Section},
    sections::{self, Draft},
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

/// All lenses, in reading order; they stand after the sections.
pub const LENSES: &[&Lens] = &[&claims::LENS];

/// The ids of all sections and lenses, in reading order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    sections::SECTIONS.iter().map(|spec| spec.id).chain(LENSES.iter().map(|lens| lens.id))
}

/// The whole report: the sections, then the lenses; `only` keeps those of these ids.
pub fn report(basket: &Basket<'_>, only: &[String], own: &[Claim]) -> Report {
    let mut report = sections::run(basket, only);
    let lenses = run(basket, &report.sections, only, own);
    report.sections.extend(lenses);
    report
}

/// The lenses alone; `sections` are those on screen, which are not run again.
pub fn run(basket: &Basket<'_>, sections: &[Section], only: &[String], own: &[Claim]) -> Vec<Section> {
    let mut view = View { basket, answers: Answers::new(basket, sections), own };
    let wanted = |lens: &&&Lens| only.is_empty() || only.iter().any(|id| id == lens.id);
    let answer = |lens: &&Lens| {
        let mut section = Section::empty(lens.id, lens.title, lens.short, lens.method, lens.group);
        let mut draft = Draft::default();
        (lens.run)(&mut view, &mut draft);
        draft.fill(&mut section);
        section
    };
    LENSES.iter().filter(wanted).map(answer).collect()
}
