//! Text, images, sound?
//!
//! Downloads and models by modality, from the task by the mapping of the query.
//!
//! The catch: whether making an image from text is vision or multimodal is a matter of definition,
//! and moves these shares by more than a year does.

use super::{Context, Draft, Need, Spec, Subject, context::Sum, figures::classes};
use crate::{
    model::{FieldId, RepoKind},
    reference::{self, Mapping, Modality},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{capital, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "modalities",
    title: "Text, images, sound?",
    short: "Modalities",
    method: "Modality of the task tag, by the Hub's own grouping, or by the wide one that counts image-text, speech-text and image-making tasks as multimodal.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Task)),
    min_n: 1,
    run,
    place: Some(place),
};

const SHARES: [(&str, &str); 8] = [
    ("nlp_share", "nlp_count_share"),
    ("cv_share", "cv_count_share"),
    ("audio_share", "audio_count_share"),
    ("multimodal_share", "multimodal_count_share"),
    ("tabular_share", "tabular_count_share"),
    ("rl_share", "rl_count_share"),
    ("other_share", "other_count_share"),
    ("unspecified_share", "unspecified_count_share"),
];

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Task);
    let mapping = context.basket.mapping;
    let mut sums = [Sum::default(); 8];
    for &(task, sum) in context.tasks() {
        sums[reference::modality(task, mapping) as usize].merge(sum);
    }
    let (counts, downloads) = (sums.map(|sum| sum.count), sums.map(|sum| sum.downloads));
    for (at, (id, _)) in SHARES.into_iter().enumerate() {
        draft.share(id, downloads[at], context.total(), of);
    }
    for (at, (_, id)) in SHARES.into_iter().enumerate() {
        draft.share(id, counts[at], context.n(), of);
    }
    let unstated = Modality::Unspecified as usize;
    let (by_downloads, by_count): (Vec<_>, Vec<_>) = SHARES[..unstated].iter().copied().unzip();
    draft.open(&by_downloads, downloads[unstated], context.total());
    draft.open(&by_count, counts[unstated], context.n());
    if context.brief {
        return;
    }
    let order = stats::sorted((0..8).collect(), |&a: &usize, &b| downloads[b].cmp(&downloads[a]));
    let held = order.iter().filter(|&&at| counts[at] > 0);
    let sum = |at: usize| Sum { count: counts[at], downloads: downloads[at] };
    let rows = held.map(|&at| (Value::from(Modality::ALL[at].as_str()), sum(at))).collect();
    let names = ("modalities", "Modalities by downloads");
    classes(context, draft, names, Column::new("modality", "Modality", Unit::Text), rows);
    draft.coverage(
        of,
        format!("{} of {} models state a task, from which the modality follows.", whole(of.known), whole(of.n)),
    );
    draft.caveat(match mapping {
        Mapping::Hub => "By the Hub's grouping, making an image from text is vision; the wide mapping calls it multimodal.",
        Mapping::Wide => "By the wide mapping, image-text, speech-text and image-making tasks are multimodal; the Hub groups many of them elsewhere.",
    });

    let Some(&first) = order.iter().find(|&&at| Modality::ALL[at] != Modality::Unspecified && counts[at] > 0) else {
        return;
    };
    let of_downloads = stats::share(downloads[first], context.total());
    let of_models = stats::share(counts[first], context.n()).unwrap_or(0.0);
    if let Some(part) = of_downloads {
        draft.finding(
            &format!(
                "**{}** draws **{}** of downloads with {} of the models.",
                capital(Modality::ALL[first].title()),
                share(part),
                share(of_models)
            ),
            &[SHARES[first].0, SHARES[first].1],
        );
        draft.leads(SHARES[first].0, SHARES[..unstated].iter().map(|(id, _)| *id));
    }
    if of_downloads.is_some() {
        draft.chart(chart(context, &counts, &downloads, first));
    }
}

fn tone(modality: Modality) -> Tone {
    match modality {
        Modality::Nlp => Tone::Cat1,
        Modality::Cv => Tone::Cat2,
        Modality::Audio => Tone::Cat3,
        Modality::Multimodal => Tone::Cat4,
        Modality::Tabular => Tone::Cat5,
        Modality::Rl => Tone::Cat6,
        Modality::Other => Tone::CatOther,
        Modality::Unspecified => Tone::Unknown,
    }
}

fn chart(context: &Context<'_>, counts: &[u64; 8], downloads: &[u64; 8], first: usize) -> Chart {
    let of = context.coverage(FieldId::Task);
    let mut chart = Chart::new("shares", Form::StackedShare, Unit::Share);
    let rows = [("of downloads", downloads, context.total()), ("of models", counts, context.n())];
    for (group, sums, whole) in rows {
        for modality in Modality::ALL {
            let sum = sums[modality as usize];
            let Some(part) = stats::share(sum, whole).filter(|_| sum > 0) else { continue };
            chart.marks.push(Mark {
                label: modality.title().to_owned(),
                value: part.into(),
                second: sum.into(),
                tone: tone(modality),
                group: Some(group.to_owned()),
                ..Mark::default()
            });
        }
    }
    let part = stats::share(downloads[first], context.total()).unwrap_or(0.0);
    chart.title = format!("{} draws {} of downloads", capital(Modality::ALL[first].title()), share(part));
    chart.subtitle = format!(
        "Share by modality · {} · {} · n = {}, task stated for {}",
        context.basket_words(),
        context.window_words(),
        whole(context.n()),
        whole(of.known),
    );
    let listed: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| {
            format!(
                "{} {} {}",
                mark.label,
                share(mark.value.number().unwrap_or(0.0)),
                mark.group.as_deref().unwrap_or_default()
            )
        })
        .collect();
    chart.alt = format!("Stacked bars by modality: {}.", listed.join(", "));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let modality = reference::modality(context.basket.snapshot.repo(row).task(), context.basket.mapping);
    Some(format!("Counts as {}.", modality.title()))
}
