//! How large do they say they are?
//!
//! The parameter count that a name declares, in bands that hold their lower bound.
//!
//! The catch: two thirds of names declare nothing, and who declares is not a fair sample.

use super::{Context, Draft, Spec, Subject, context::Sum};
use crate::{
    model::{Coverage, RepoKind},
    report::{BarPart, Bracket, Chart, Column, Form, Group, Headline, Mark, Prose, Rest, Tone, Unit, Value},
    stats,
    text::{self, counted, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "declared-sizes",
    title: "How large do they say they are?",
    short: "Declared sizes",
    method: "First token of billions, else of trillions, else of millions in the name; 8x7B counts 56B, 35B-A3B counts 35B. A size glued to a word, about 1 % of names, is not read.",
    group: Group::Sizes,
    kind: RepoKind::Models,
    needs: None,
    min_n: 1,
    run,
    place: Some(place),
};

/// Id, name in charts, and the lower bound of each band.
const BANDS: [(&str, &str, u64); 7] = [
    ("lt1b", "under 1B", 0),
    ("1-3b", "1–3B", 1_000_000_000),
    ("3-7b", "3–7B", 3_000_000_000),
    ("7-13b", "7–13B", 7_000_000_000),
    ("13-33b", "13–33B", 13_000_000_000),
    ("33-70b", "33–70B", 33_000_000_000),
    ("ge70b", "70B and up", 70_000_000_000),
];

fn band(size: u64) -> usize {
    BANDS[1..].iter().filter(|&&(_, _, from)| size >= from).count()
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let n = context.n();
    // Those without a size stand behind the bands.
    let sums = context.tally_by(BANDS.len() + 1, |repo| repo.declared_size().map_or(BANDS.len(), band));
    let of_bands = |of: fn(&Sum) -> u64| std::array::from_fn(|at| of(&sums[at]));
    let (counts, downloads): ([u64; 7], [u64; 7]) = (of_bands(|sum| sum.count), of_bands(|sum| sum.downloads));
    let declared: u64 = counts.iter().sum();
    let of = Coverage { n, known: declared, wrong: 0 };
    let sub7b: u64 = counts[..3].iter().sum();
    let largest = (0..7).filter(|_| declared > 0).min_by_key(|&at| (std::cmp::Reverse(counts[at]), BANDS[at].0));
    let none = "no name of the basket declares a size";
    draft.metric("declared_count", Unit::Count, declared, of, "");
    draft.share("declared_share", declared, n, of);
    draft.metric("largest_band", Unit::Band, largest.map(|at| BANDS[at].0), of, none);
    draft.metric("largest_band_count", Unit::Count, largest.map(|at| counts[at]), of, none);
    draft.metric("sub7b_count", Unit::Count, sub7b, of, "");
    draft.metric("sub7b_share", Unit::Share, stats::share(sub7b, declared), of, none);
    if context.brief {
        return;
    }

    let rows = (0..7).map(|at| {
        vec![
            Value::from(BANDS[at].0),
            counts[at].into(),
            downloads[at].into(),
            stats::share(counts[at], declared).into(),
        ]
    });
    let columns = [
        Column::new("band", "Band", Unit::Band),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of declared", Unit::Share),
    ];
    draft.table("bands", "Models by declared size", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} names declare a size.", whole(declared), whole(n)));
    draft.caveat(
        "Who writes a size into a name is no fair sample: language models do, older encoders and vision models do not.",
    );
    let Some(largest) = largest else { return };
    let sub7b_share = stats::share(sub7b, declared).unwrap_or(0.0);
    draft.finding(
        &format!(
            "Of **{}** whose name declares a size, the band {} is the largest, with **{}**; **{} ({})** below 7 billion.",
            counted(declared, "model", "models"), words(largest), whole(counts[largest]), whole(sub7b), share(sub7b_share),
        ),
        &["declared_count", "largest_band", "largest_band_count", "sub7b_count", "sub7b_share"],
    );
    let largest_of_all = stats::share(counts[largest], n).unwrap_or(0.0);
    let declared_of_all = stats::share(declared, n).unwrap_or(0.0);
    draft.headline(Headline {
        figure: whole(counts[largest]),
        unit: "",
        parts: Prose::parse(&format!(
            "models declare **{}** parameters, the largest single band, though {} names state no size.",
            words(largest),
            whole(n - declared)
        )),
        bar: vec![
            BarPart { share: largest_of_all.into(), tone: Tone::Subject },
            BarPart { share: (declared_of_all - largest_of_all).into(), tone: Tone::Context },
            BarPart { share: (1.0 - declared_of_all).into(), tone: Tone::Unknown },
        ],
        coverage: format!("n = {} of {} · declared in the name", whole(declared), whole(n)),
    });
    draft.chart(chart(context, &counts, declared, largest));
}

fn words(band: usize) -> &'static str {
    [
        "under 1 billion",
        "1 to 3 billion",
        "3 to 7 billion",
        "7 to 13 billion",
        "13 to 33 billion",
        "33 to 70 billion",
        "70 billion and more",
    ][band]
}

fn chart(context: &Context<'_>, counts: &[u64; 7], declared: u64, largest: usize) -> Chart {
    let n = context.n();
    let mut chart = Chart::new("bands", Form::SizeBands, Unit::Count);
    let part = match stats::share(declared, n).unwrap_or(0.0) {
        1.0 => "and every name says".to_owned(),
        part => format!("among the {} that say", share(part)),
    };
    chart.title = format!("The band {} is the largest, {part}", BANDS[largest].1);
    chart.subtitle = format!(
        "Models by parameter count declared in the name · {} · n = {}, declared by {}",
        context.basket_words(),
        whole(n),
        whole(declared)
    );
    chart.marks = (0..7)
        .map(|at| Mark {
            label: BANDS[at].1.to_owned(),
            value: counts[at].into(),
            share: stats::share(counts[at], declared).into(),
            tone: if at == largest { Tone::Subject } else { Tone::Context },
            ..Mark::default()
        })
        .collect();
    chart.rest = Some(Rest {
        count: n - declared,
        share: stats::share(n - declared, n).into(),
        text: format!("{} do not: their size is unknown here", whole(n - declared)),
    });
    let sub7b: u64 = counts[..3].iter().sum();
    let sub7b_share = share(stats::share(sub7b, declared).unwrap_or(0.0));
    chart.brackets = vec![Bracket {
        from: 0,
        to: 2,
        text: format!("below 7B: {}, {sub7b_share} of those declared", text::counted(sub7b, "model", "models")),
    }];
    chart.axes = vec![format!("{} a size", text::counted(declared, "model declares", "models declare"))];
    let listed: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| format!("{} {}", mark.label, whole(mark.value.number().unwrap_or(0.0) as u64)))
        .collect();
    chart.alt =
        format!("Columns of models by declared size: {}; {} declare none.", listed.join(", "), whole(n - declared));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    Some(match context.basket.snapshot.repo(row).declared_size() {
        Some(size) => {
            format!("Its name declares {} parameters, band {}.", text::parameters(size as f64), BANDS[band(size)].1)
        }
        None => "Its name declares no size.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_its_lower_bound() {
        let of = |size| BANDS[band(size)].0;
        assert_eq!((of(0), of(999_999_999), of(1_000_000_000)), ("lt1b", "lt1b", "1-3b"));
        assert_eq!((of(7_000_000_000), of(69_999_999_999), of(70_000_000_000)), ("7-13b", "33-70b", "ge70b"));
    }
}
