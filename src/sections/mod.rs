//! Questions and their answers: one file a question, one line in [`SECTIONS`], in reading order.
//!
//! A section sees a [`Context`] and nothing else; it cannot fail. What it cannot answer it says:
//! too few repositories, or a field that no row records.

mod architectures;
mod cohort;
mod cohorts;
mod concentration;
mod context;
mod countries;
mod credit;
mod data_quality;
mod dataset_categories;
mod dataset_growth;
mod declared_sizes;
mod derivatives;
mod draft;
mod families;
mod figures;
mod find;
mod formats;
mod gating;
mod languages;
mod leaders;
mod libraries;
mod licenses;
mod likes;
mod long_tail;
mod modalities;
mod momentum;
mod organizations;
mod overview;
mod owner_types;
mod papers;
mod parameters;
mod regions;
mod releases;
mod space_sdks;
mod tasks;
#[cfg(test)]
mod testing;
mod trending;
mod words;

pub use context::{Context, field_words};
pub use credit::{Credit, OwnerSum};
pub use draft::Draft;
pub use find::{Match, Place, find, places};

use crate::{
    basket::Basket,
    model::{Capture, FieldId, RepoKind},
    report::{BasketFacts, Finding, Group, KindCount, Outcome, Prose, Report, SCHEMA, Section, SnapshotFacts, Tone},
    stats, text,
};

/// A question: what it is called, what it needs, how it is answered.
pub struct Spec {
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
    /// The kind of repository it asks about.
    pub kind: RepoKind,
    /// The field without which there is no answer.
    pub needs: Option<Need>,
    /// The fewest repositories that carry an answer.
    pub min_n: u64,
    /// Fills a draft with the answer.
    pub run: fn(&Context<'_>, &mut Draft),
    /// Where one owner or repository stands in the answer, in a sentence.
    pub place: Option<fn(&Context<'_>, Subject<'_>) -> Option<String>>,
}

/// A field without which a section has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// That field.
    Field(FieldId),
    /// The downloads of the query's window.
    WindowDownloads,
}

/// Whom a reader looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An owner, by name.
    Owner(&'a str),
    /// A repository, by its row in the snapshot.
    Repo(u32),
}

/// All questions, in reading order.
pub const SECTIONS: &[&Spec] = &[
    &overview::SPEC,
    &organizations::SPEC,
    &concentration::SPEC,
    &licenses::SPEC,
    &regions::SPEC,
    &countries::SPEC,
    &owner_types::SPEC,
    &tasks::SPEC,
    &modalities::SPEC,
    &declared_sizes::SPEC,
    &parameters::SPEC,
    &cohorts::SPEC,
    &releases::SPEC,
    &families::SPEC,
    &derivatives::SPEC,
    &formats::SPEC,
    &libraries::SPEC,
    &architectures::SPEC,
    &languages::SPEC,
    &papers::SPEC,
    &likes::SPEC,
    &trending::SPEC,
    &long_tail::SPEC,
    &momentum::SPEC,
    &gating::SPEC,
    &leaders::SPEC,
    &data_quality::SPEC,
    &overview::DATASETS,
    &dataset_categories::SPEC,
    &dataset_growth::SPEC,
    &organizations::DATASETS,
    &overview::SPACES,
    &space_sdks::SPEC,
    &organizations::SPACES,
];

/// Answers every question that asks about the basket's kind; `only` keeps those of these ids.
pub fn run(basket: &Basket<'_>, only: &[String]) -> Report {
    let context = Context::new(basket);
    let sections = answers(&context, &|id| only.is_empty() || only.iter().any(|wanted| wanted == id));
    let likes = basket.snapshot.kind == RepoKind::Spaces;
    Report {
        schema: SCHEMA,
        snapshot: snapshot_facts(basket),
        basket: BasketFacts {
            query: basket.query.to_string(),
            repos: basket.len() as u64,
            downloads: (!likes).then(|| context.total()),
            likes: likes.then(|| context.total()),
            window: basket.window.as_str(),
        },
        deck: deck(&sections),
        key_findings: key_findings(&sections),
        sections,
    }
}

/// The answers alone, to those of the questions whose ids are `wanted`.
pub fn answers(context: &Context<'_>, wanted: &dyn Fn(&str) -> bool) -> Vec<Section> {
    asked(context.basket.snapshot.kind, wanted).map(|spec| answer(spec, context)).collect()
}

/// The questions about a kind whose ids are `wanted`, in reading order.
pub fn asked(kind: RepoKind, wanted: &dyn Fn(&str) -> bool) -> impl Iterator<Item = &'static Spec> {
    SECTIONS.iter().copied().filter(move |spec| spec.kind == kind && wanted(spec.id))
}

/// The answer to one question.
pub fn answer(spec: &Spec, context: &Context<'_>) -> Section {
    let mut section = Section::empty(spec.id, spec.title, spec.short, spec.method, spec.group);
    if carries(&mut section, context, spec.needs.as_slice(), spec.min_n) {
        let mut draft = Draft::default();
        (spec.run)(context, &mut draft);
        draft.fill(&mut section);
    }
    section
}

/// Whether the basket carries an answer; where it does not, the section says why.
pub fn carries(section: &mut Section, context: &Context<'_>, needs: &[Need], min_n: u64) -> bool {
    if let Some(field) = needs.iter().find_map(|&need| context.missing(need)) {
        section.outcome = Outcome::NotRecorded;
        section.reason = Some(format!("No row of this snapshot records {}.", field_words(field)));
    } else if context.n() < min_n {
        section.outcome = Outcome::TooFew;
        section.reason = Some(too_few(context.n(), min_n));
    } else {
        return true;
    }
    false
}

/// Why so few repositories carry no answer.
fn too_few(n: u64, min_n: u64) -> String {
    format!(
        "The basket has {}; {} needed.",
        text::counted(n, "repository", "repositories"),
        if min_n == 1 { "one is".to_owned() } else { format!("{} are", text::whole(min_n)) },
    )
}

fn snapshot_facts(basket: &Basket<'_>) -> SnapshotFacts {
    let snapshot = basket.snapshot;
    SnapshotFacts {
        kind: snapshot.kind,
        captured_at: snapshot.captured.day().map(|day| day.to_string()),
        source: snapshot.source.clone(),
        rows: snapshot.rows,
        rejected: snapshot.rejected,
        duplicates: snapshot.duplicates,
        left_out: snapshot.left_out,
        sha256: snapshot.sha256.clone(),
        captured_is_latest_date: matches!(snapshot.captured, Capture::LatestDate(_)),
        other_kinds: snapshot.other_kinds.iter().map(|&(kind, rows)| KindCount { kind, rows }).collect(),
    }
}

/// The sections with a headline, the strongest first: firm findings before fragile ones, then by the
/// share of the known that the headline speaks of; ties in reading order.
pub fn key_findings(sections: &[Section]) -> Vec<&'static str> {
    let rank = |section: &Section| {
        let fragile = section.findings.first().and_then(|finding| finding.firmness.as_ref()).is_some_and(|f| f.fragile);
        let part = |tone: Tone| {
            let parts =
                section.headline.iter().flat_map(|headline| &headline.bar).filter(move |part| part.tone == tone);
            parts.filter_map(|part| part.share.number()).sum::<f64>()
        };
        (fragile, part(Tone::Subject) * (1.0 - part(Tone::Unknown)))
    };
    let ranked = sections.iter().filter(|section| section.headline.is_some()).map(|s| (rank(s), s.id)).collect();
    let order = |a: &((bool, f64), &str), b: &((bool, f64), &str)| a.0.0.cmp(&b.0.0).then(b.0.1.total_cmp(&a.0.1));
    stats::sorted(ranked, order).into_iter().map(|(_, id)| id).collect()
}

/// The report in a paragraph: the first finding of the sections that lead it.
pub fn deck(sections: &[Section]) -> Prose {
    let lead = [
        "organizations",
        "concentration",
        "licenses",
        "dataset-owners",
        "dataset-growth",
        "space-owners",
        "space-sdks",
    ];
    let sentences = lead.iter().filter_map(|id| {
        let section = sections.iter().find(|section| section.id == *id)?;
        section.findings.first().map(|finding: &Finding| &finding.parts)
    });
    let mut deck = Prose::default();
    for parts in sentences {
        for (at, part) in parts.0.iter().enumerate() {
            match deck.0.last_mut() {
                // Both lists begin with plain text, so a seam joins plain to plain or adds an empty strong part.
                Some(last) if at == 0 => {
                    last.push(' ');
                    last.push_str(part);
                }
                _ => deck.0.push(part.clone()),
            }
        }
        if deck.0.len() % 2 == 0 {
            deck.0.push(String::new());
        }
    }
    deck
}
