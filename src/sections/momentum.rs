//! Which are rising, which are fading?
//!
//! Downloads of the last 30 days against an even part of all since creation, model by model.
//!
//! The catch: 30 days against a life is no series. A model that rose and fell and rose again looks
//! steady, and the half-life holds only if the fading began at birth and never changed its pace.

use std::cmp::Ordering;

use super::{
    Context, Draft, Need, Spec, Subject,
    cohort::age,
    figures::{mark, say},
};
use crate::{
    model::{Coverage, FieldId, Repo, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{self, counted, ratio, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "momentum",
    title: "Which are rising, which are fading?",
    short: "Momentum",
    method: "Index = 30-day downloads × age ÷ (30 × all-time downloads), for dated models of at least 60 days and 10,000 downloads in all; rising above 1.25, fading below 0.8. Half-life: of a decay at a constant pace since creation that gives both counters, median of the fading.",
    group: Group::Attention,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::DownloadsAll)),
    min_n: 10,
    run,
    place: Some(place),
};

const DAYS: u64 = 30;
const LEAST_AGE: u64 = 60;
const LEAST_DOWNLOADS: u64 = 10_000;
/// Rows of the table from either end.
const LISTED: usize = 25;

/// A model whose pace can be told.
struct Measured<'a> {
    repo: Repo<'a>,
    recent: u64,
    all: u64,
    age: u64,
}

impl Measured<'_> {
    // Of the whole Hub few are left after the first line, which is all that is worth a call.
    #[inline]
    fn of<'a>(context: &Context<'_>, repo: Repo<'a>) -> Option<Measured<'a>> {
        let all = repo.downloads_all().filter(|&all| all >= LEAST_DOWNLOADS)?;
        let (recent, age) = (repo.downloads_30d()?, age(repo, context.basket.snapshot.captured.day())?);
        (age >= LEAST_AGE).then_some(Measured { repo, recent, all, age })
    }

    fn index(&self) -> f64 {
        (self.recent as f64 * self.age as f64) / (DAYS as f64 * self.all as f64)
    }

    /// The place of its class in [`CLASSES`]: 5/4 and 4/5 are held against whole numbers.
    fn class(&self) -> usize {
        let recent = u128::from(self.recent) * u128::from(self.age);
        let even = u128::from(DAYS) * u128::from(self.all);
        match () {
            () if 4 * recent > 5 * even => 0,
            () if 5 * recent < 4 * even => 2,
            () => 1,
        }
    }

    fn half_life(&self) -> Option<f64> {
        (self.class() == 2).then(|| stats::half_life(self.recent, self.all, DAYS, self.age))?
    }
}

const CLASSES: [(&str, &str, Tone); 3] = [
    ("rising", "rising_share", Tone::Subject),
    ("steady", "steady_share", Tone::Soft),
    ("fading", "fading_share", Tone::Context),
];

fn run(context: &Context<'_>, draft: &mut Draft) {
    let measured: Vec<Measured<'_>> = context.repos().filter_map(|repo| Measured::of(context, repo)).collect();
    let of = Coverage { n: context.n(), known: measured.len() as u64, wrong: 0 };
    let (mut counts, mut drawn) = ([0u64; 3], [0u64; 3]);
    for one in &measured {
        counts[one.class()] += 1;
        drawn[one.class()] = drawn[one.class()].saturating_add(one.recent);
    }
    let half_life = stats::median_of(measured.iter().filter_map(Measured::half_life).collect());
    let none = "no model of the basket is dated, 60 days old and downloaded 10,000 times in all";
    draft.metric("measured_count", Unit::Count, of.known, of, "");
    for ((_, id, _), count) in CLASSES.iter().zip(counts) {
        draft.metric(id, Unit::Share, stats::share(count, of.known), of, none);
    }
    let reason = if of.known == 0 { none } else { "no measured model fades and is still downloaded" };
    draft.metric("half_life_estimate", Unit::Days, half_life, of, reason);
    table(draft, measured);
    draft.coverage(
        of,
        format!(
            "{} of {} models are dated, {LEAST_AGE} days old and downloaded {} times in all.",
            whole(of.known),
            whole(of.n),
            whole(LEAST_DOWNLOADS)
        ),
    );
    draft.caveat("Thirty days against a whole life is no series: what rose and fell in between is not seen.");
    if half_life.is_some() {
        draft.caveat("The half-life is an estimate: it takes a decay that began with the model and kept its pace.");
    }
    if of.known == 0 {
        return;
    }
    let part = |at: usize| share(stats::share(counts[at], of.known).unwrap_or(0.0));
    let who = if of.known == 1 { "the only model" } else { "the models" };
    draft.finding(
        &format!(
            "Of {who} that can be measured (n = {}), **{}** are rising and **{}** fading.",
            whole(of.known),
            part(0),
            part(2)
        ),
        &["measured_count", "rising_share", "fading_share"],
    );
    if let Some(days) = half_life {
        draft.finding(
            &format!(
                "Downloads of the fading halve every **{}** days, by an estimate.",
                text::cell(&days.round().into(), Unit::Days)
            ),
            &["half_life_estimate"],
        );
    }
    draft.chart(chart(context, counts, drawn, of));
}

fn table(draft: &mut Draft, measured: Vec<Measured<'_>>) {
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("index", "Pace against its average", Unit::Ratio),
        Column::new("class", "Class", Unit::Class),
        Column::new("downloads", "Downloads, 30 days", Unit::Downloads),
        Column::new("all", "Downloads, all time", Unit::Downloads),
        Column::new("age", "Age in days", Unit::Days),
        Column::new("half_life", "Half-life in days (estimate)", Unit::Days),
    ];
    let n = measured.len();
    let order = |a: u32, b: u32| {
        let (a, b) = (&measured[a as usize], &measured[b as usize]);
        b.index().total_cmp(&a.index()).then_with(|| a.repo.id().cmp(b.repo.id()))
    };
    let first = |most, order: &dyn Fn(u32, u32) -> Ordering| stats::first(n as u32, most, &|_| None, order);
    let mut ends = first(if n > 2 * LISTED { LISTED } else { n }, &order);
    if n > 2 * LISTED {
        ends.extend(first(LISTED, &|a, b| order(b, a)).into_iter().rev());
    }
    let rows = ends.into_iter().map(|at| {
        let one = &measured[at as usize];
        vec![
            Value::from(one.repo.id()),
            one.index().into(),
            CLASSES[one.class()].0.into(),
            one.recent.into(),
            one.all.into(),
            one.age.into(),
            one.half_life().into(),
        ]
    });
    draft.table("models", "Models by pace, the fastest rising first", &columns, rows.collect());
    if n > 2 * LISTED {
        draft.table_note(format!("The first and the last {LISTED} of {}.", counted(n as u64, "model", "models")));
    }
}

fn chart(context: &Context<'_>, counts: [u64; 3], drawn: [u64; 3], of: Coverage) -> Chart {
    let mut chart = Chart::new("classes", Form::StackedShare, Unit::Share);
    for (group, sums) in [("of models", counts), ("of their downloads", drawn)] {
        let all = sums.iter().fold(0u64, |sum, part| sum.saturating_add(*part));
        for ((name, _, tone), &part) in CLASSES.iter().zip(&sums).filter(|(_, part)| **part > 0) {
            let part = mark(name, stats::share(part, all).into(), None, *tone);
            chart.marks.push(Mark { group: Some(group.to_owned()), ..part });
        }
    }
    let part = |at: usize| share(stats::share(counts[at], of.known).unwrap_or(0.0));
    let title = format!("{} of the measured models are rising, {} fading", part(0), part(2));
    let subtitle = format!(
        "Downloads in 30 days against the average since creation · {} · n = {}, measured {}",
        context.basket_words(),
        whole(of.n),
        whole(of.known)
    );
    say(&mut chart, title, subtitle, "Stacked bars of models that rise, keep their pace, fade");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let one = Measured::of(context, context.basket.snapshot.repo(row))?;
    Some(format!("Draws {} its average since creation: {}.", ratio(one.index()), CLASSES[one.class()].0))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    /// Models created 300 days before the capture, each with 100,000 downloads in all: 10,000 in 30 days are even.
    fn rows(recent: &[u64]) -> String {
        let row = |(at, recent): (usize, &u64)| {
            format!(r#"{{"id":"a/{at:02}","downloads":{recent},"downloadsAllTime":100000,"createdAt":"2025-03-07"}}"#)
        };
        let rows: Vec<String> = recent.iter().enumerate().map(row).collect();
        format!(r#"{{"captured_at":"2026-01-01","models":[{}]}}"#, rows.join(","))
    }

    #[test]
    fn bounds_are_strict() {
        // 1.25 and 0.8 are steady, what lies beyond is not.
        let section = check(&rows(&[12_500, 12_501, 8_000, 7_999, 10_000, 0, 0, 0, 0, 0]), "", "momentum");
        let shares = ["rising_share", "steady_share", "fading_share"].map(|id| metric(&section, id));
        assert_eq!(shares, [Some(0.1), Some(0.3), Some(0.6)]);
        assert_eq!(metric(&section, "measured_count"), Some(10.0));
        assert_eq!([0, 1, 2].map(|column| cell(&section, "models", 0, column)), ["a/01", "1.2501", "rising"]);
        // Of the fading only one is still downloaded; its half-life gives back both counters.
        let k = std::f64::consts::LN_2 / metric(&section, "half_life_estimate").unwrap();
        let part = libm::expm1(30.0 * k) / libm::expm1(300.0 * k);
        assert!((part - 0.07999).abs() < 1e-12, "{part}");
    }

    #[test]
    fn the_young_the_small_and_the_undated_are_not_measured() {
        // One is 59 days old, one from before the records, one a download short, one undated, one without a count.
        let faults = [
            ("2025-03-07", "2025-11-03"),
            ("2025-03-07", "2022-03-02"),
            ("100000", "9999"),
            ("createdAt\":\"2025-03-07", "none\":\""),
            ("\"downloads\":", "\"none\":"),
        ];
        let mut lines: Vec<String> = rows(&[1; 10]).split_inclusive("},").map(str::to_owned).collect();
        for (line, (from, to)) in lines.iter_mut().zip(faults) {
            assert!(line.contains(from));
            *line = line.replace(from, to);
        }
        assert_eq!(metric(&check(&lines.concat(), "", "momentum"), "measured_count"), Some(5.0));
    }

    #[test]
    fn nine_models_are_too_few() {
        let section = check(&rows(&[1; 9]), "", "momentum");
        assert!(section.metrics.0.is_empty() && section.reason.is_some());
    }
}
