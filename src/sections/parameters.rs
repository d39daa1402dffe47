//! How large are they in fact?
//!
//! The recorded number of parameters, over models and weighted by downloads.
//!
//! The catch: packed weights of few bits may be recorded as fewer numbers, and all experts of a
//! mixture count, also those that a token does not use.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{mark, say},
};
use crate::{
    model::{FieldId, Repo, RepoKind, Rising},
    report::{Chart, Column, Form, Group, Threshold, Tone, Unit},
    stats::{self, WeightedMean},
    text::{self, counted, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "parameters",
    title: "How large are they in fact?",
    short: "Parameters",
    method: "Parameters as recorded by the file headers (safetensors, GGUF) or the catalogue; weights are downloads in the window. Bounds are strict: under 1B is less than 1,000,000,000.",
    group: Group::Sizes,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Parameters)),
    min_n: 1,
    run,
    place: Some(place),
};

/// Metric, name and strict upper bound.
const BOUNDS: [(&str, &str, u64); 4] = [
    ("under_100m_share", "under 100M", 100_000_000),
    ("under_200m_share", "under 200M", 200_000_000),
    ("under_500m_share", "under 500M", 500_000_000),
    ("under_1b_share", "under 1B", 1_000_000_000),
];
/// Rows of the table of disagreements.
const LISTED: usize = 50;
/// Cells of the chart.
const CELLS: u64 = 300;

/// The declared and the recorded size, where both are known and differ by more than half of the recorded.
fn disagreement(repo: Repo<'_>) -> Option<(u64, u64)> {
    let recorded = repo.parameters()?;
    let declared = repo.declared_size()?;
    (declared.abs_diff(recorded) > recorded / 2).then_some((declared, recorded))
}

/// The recorded sizes of a basket.
#[derive(Default)]
struct Sizes {
    /// The smallest first, each with the models that have it.
    each: Vec<(u64, Sum)>,
    all: Sum,
    mean: WeightedMean,
    weighted_mean: WeightedMean,
}

impl Sizes {
    /// Adds a model of a size that is none of the smaller ones.
    fn add(&mut self, size: u64, weight: u64) {
        self.all.add(weight);
        self.mean.add(size, 1);
        self.weighted_mean.add(size, weight);
        match self.each.last_mut() {
            Some((last, sum)) if *last == size => sum.add(weight),
            _ => self.each.push((size, Sum { count: 1, downloads: weight })),
        }
    }
}

/// The recorded sizes of the basket.
fn sizes(context: &Context<'_>) -> Sizes {
    let (basket, snapshot) = (context.basket, context.basket.snapshot);
    if basket.is_large() {
        let holds = context.holds();
        let Rising { numbers, rows, distinct } = snapshot.by_parameters();
        let mut sizes = Sizes { each: Vec::with_capacity(*distinct), ..Sizes::default() };
        let weights = snapshot.by_parameters_of(context.downloads_field());
        for (at, (&size, &row)) in numbers.iter().zip(rows).enumerate() {
            if holds(row) {
                sizes.add(size, weights.get(at).unwrap_or(0));
            }
        }
        return sizes;
    }
    let known: Vec<(u64, u64)> = context.weighed().filter_map(|(repo, w)| Some((repo.parameters()?, w))).collect();
    let mut sizes = Sizes::default();
    stats::sorted(known, |a, b| a.0.cmp(&b.0)).into_iter().for_each(|(size, weight)| sizes.add(size, weight));
    sizes
}

/// How many models of the basket declare another size than they record.
fn differing(context: &Context<'_>) -> u64 {
    if context.basket.is_large() {
        let snapshot = context.basket.snapshot;
        let differs = |row: &u32| disagreement(snapshot.repo(*row)).is_some();
        let all = snapshot.misnamed(|| (0..snapshot.len() as u32).filter(differs).collect());
        let holds = context.holds();
        return all.iter().filter(|&&row| holds(row)).count() as u64;
    }
    context.repos().filter(|repo| disagreement(*repo).is_some()).count() as u64
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Parameters);
    let Sizes { each: sizes, all, mean, weighted_mean } = sizes(context);
    let each = |of: fn(&(u64, Sum)) -> (u64, u64)| sizes.iter().map(of);
    let median = stats::median_counted(each(|(size, sum)| (*size, sum.count)), all.count);
    let weighted = stats::quantile(each(|(size, sum)| (*size, sum.downloads)), 50, all.downloads);
    let mut below = Sum::default();
    let mut rest = sizes.as_slice();
    let under = BOUNDS.map(|(_, _, bound)| {
        let (smaller, larger) = rest.split_at(rest.partition_point(|(size, _)| *size < bound));
        smaller.iter().for_each(|(_, sum)| below.merge(*sum));
        rest = larger;
        below
    });
    let differing = differing(context);

    let none = "no model of the basket records its parameters";
    let unweighted = if of.known == 0 { none } else { "no model with recorded parameters was downloaded" };
    draft.metric("known_count", Unit::Count, of.known, of, "");
    draft.share("known_download_share", all.downloads, context.total(), of);
    draft.metric("median", Unit::Parameters, median, of, none);
    draft.metric("mean", Unit::Parameters, mean.get(), of, none);
    draft.metric("weighted_median", Unit::Parameters, weighted, of, unweighted);
    draft.metric("weighted_mean", Unit::Parameters, weighted_mean.get(), of, unweighted);
    for ((id, ..), sum) in BOUNDS.iter().zip(under) {
        draft.share(id, sum.downloads, all.downloads, of);
    }
    draft.metric("disagreements", Unit::Count, differing, of, "");

    let bounds = BOUNDS.iter().map(|(_, name, _)| *name).zip(under).chain([("all recorded", all)]);
    tables(context, draft, bounds, all, differing);
    draft.coverage(of, format!("{} of {} models record their parameters.", whole(of.known), whole(of.n)));
    draft.caveat("Weights packed into few bits may be recorded as fewer numbers, and all experts of a mixture count, whether a token uses them or not.");
    draft.caveat("The mean follows a few very large counts, right or wrong; the medians do not.");
    let Some(median) = median else { return };
    findings(draft, (median, weighted), (under[3], all), differing);
    draft.chart(chart(context, &sizes, all.count, median, weighted));
}

fn tables<'a>(
    context: &Context<'_>,
    draft: &mut Draft,
    bounds: impl Iterator<Item = (&'a str, Sum)>,
    all: Sum,
    differing: u64,
) {
    let columns = [
        Column::new("bound", "Parameters", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of downloads", Unit::Share),
    ];
    let rows = bounds.map(|(name, sum)| {
        vec![name.into(), sum.count.into(), sum.downloads.into(), stats::share(sum.downloads, all.downloads).into()]
    });
    draft.table("bounds", "Models and downloads below a size", &columns, rows.collect());
    if differing == 0 || context.brief {
        return;
    }
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("declared", "Declared in the name", Unit::Parameters),
        Column::new("recorded", "Recorded", Unit::Parameters),
        Column::new("downloads", "Downloads", Unit::Downloads),
    ];
    let listed = context.basket.repos().filter(|repo| disagreement(*repo).is_some()).take(LISTED);
    let rows = listed.map(|repo| {
        vec![
            repo.id().into(),
            repo.declared_size().into(),
            repo.parameters().into(),
            context.basket.downloads(repo).into(),
        ]
    });
    draft.table("disagreements", "Names that differ from the record by more than half of it", &columns, rows.collect());
    if differing > LISTED as u64 {
        draft.table_note(format!("The first {LISTED} of {}, in the order of the basket.", whole(differing)));
    }
}

fn findings(draft: &mut Draft, (median, weighted): (f64, Option<u64>), (under_1b, all): (Sum, Sum), differing: u64) {
    let mut sentence = format!("The median model has **{}** parameters", text::parameters(median));
    if let Some(weighted) = weighted {
        sentence += &format!("; the median download goes to one of **{}**", text::parameters(weighted as f64));
    }
    draft.finding(&(sentence + "."), &["median", "weighted_median"]);
    if let Some(part) = stats::share(under_1b.downloads, all.downloads) {
        draft.finding(
            &format!(
                "Of downloads with a recorded size, **{}** go to models of less than 1 billion parameters.",
                share(part)
            ),
            &["under_1b_share"],
        );
        draft.share_headline(
            part,
            0.0,
            "of downloads go to models of **less than 1 billion** parameters.",
            format!("of the {} that record them", counted(all.count, "model", "models")),
        );
    }
    if differing > 0 {
        let who =
            if differing == 1 { "One name declares".to_owned() } else { format!("{} names declare", whole(differing)) };
        draft.finding(
            &format!("**{who}** a size that differs from the recorded one by more than half of it."),
            &["disagreements"],
        );
    }
}

/// Equally many models in each cell, by size, with their downloads: those of one size on both sides of a cell's end
/// are taken for equally downloaded, since nothing else puts them in order.
fn cells(sizes: &[(u64, Sum)], n: u64, step: u64) -> Vec<(f64, f64)> {
    let mut cells = Vec::new();
    let mut further = n;
    // Of the cell that is being filled: how many it will have and has, what they draw, and the size of its middle one.
    let (mut length, mut held, mut drawn, mut middle) = (step.min(further), 0, 0.0, 0);
    for &(size, sum) in sizes {
        let mut left = sum.count;
        while left > 0 {
            let taken = left.min(length - held);
            if (held..held + taken).contains(&(length / 2)) {
                middle = size;
            }
            (held, left) = (held + taken, left - taken);
            // A division less where all of one size are in one cell, as nearly all are.
            let part = if taken == sum.count { 1.0 } else { taken as f64 / sum.count as f64 };
            drawn += sum.downloads as f64 * part;
            if held == length {
                cells.push((middle as f64, drawn));
                further -= length;
                (length, held, drawn) = (step.min(further), 0, 0.0);
            }
        }
    }
    cells
}

/// Every model as a cell on one axis, over its downloads; of many, as many in a cell as keep the chart short.
fn chart(context: &Context<'_>, sizes: &[(u64, Sum)], n: u64, median: f64, weighted: Option<u64>) -> Chart {
    let mut chart = Chart::new("sizes", Form::Strip, Unit::Parameters);
    let step = n.div_ceil(CELLS).max(1);
    chart.curve = cells(sizes, n, step);
    let cells = if step == 1 { "models".to_owned() } else { format!("{step} models a cell") };
    chart.axes = vec!["parameters (log)".to_owned(), cells, "their downloads".to_owned()];
    chart.thresholds = vec![Threshold { at: median, text: format!("median model {}", text::parameters(median)) }];
    chart.marks.extend(weighted.map(|size| mark("median download", size.into(), None, Tone::Subject)));
    let title = match weighted {
        Some(size) => format!(
            "The median model has {} parameters, the median download goes to {}",
            text::parameters(median),
            text::parameters(size as f64)
        ),
        None => format!("The median model has {} parameters", text::parameters(median)),
    };
    let of = context.coverage(FieldId::Parameters);
    let subtitle = context.subtitle("Models by recorded parameters, and their downloads", of);
    say(&mut chart, title.clone(), subtitle, &format!("Strip of models by parameters. {title}"));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let repo = context.basket.snapshot.repo(row);
    let recorded = repo.parameters()?;
    let differs = if disagreement(repo).is_some() { "; its name declares another size" } else { "" };
    Some(format!("Records {} parameters{differs}.", text::parameters(recorded as f64)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn bounds_are_strict_and_weights_are_downloads() {
        let rows = r#"[{"id":"a/1","downloads":6,"numParameters":99999999},{"id":"a/2","downloads":3,"numParameters":100000000},
            {"id":"a/3","downloads":1,"numParameters":1000000000},{"id":"a/4","downloads":10},{"id":"a/5","numParameters":500000001}]"#;
        let section = check(rows, "", "parameters");
        let found = ["known_count", "known_download_share", "median", "weighted_median"].map(|id| metric(&section, id));
        // The two middle ones of 99,999,999, 100,000,000, 500,000,001 and 1,000,000,000; 6 of 10 lie on the first.
        assert_eq!(found, [Some(4.0), Some(0.5), Some(300_000_000.5), Some(99_999_999.0)]);
        assert_eq!(metric(&section, "mean"), Some(425_000_000.0));
        assert_eq!(metric(&section, "weighted_mean"), Some((6.0 * 99_999_999.0 + 3e8 + 1e9) / 10.0));
        let under = ["under_100m_share", "under_200m_share", "under_500m_share", "under_1b_share"];
        assert_eq!(under.map(|id| metric(&section, id)), [Some(0.6), Some(0.9), Some(0.9), Some(0.9)]);
    }

    #[test]
    fn a_disagreement_is_more_than_half_of_the_recorded() {
        // 7B against 14B is exactly half, against 14B + 2 more; 7B against 4.6B is 2.4 of 2.3.
        let rows = r#"[{"id":"a/x-7B","numParameters":14000000000},{"id":"a/y-7B","numParameters":14000000002},
            {"id":"a/z-7B","numParameters":4600000000},{"id":"a/none","numParameters":1}]"#;
        let section = check(rows, "", "parameters");
        assert_eq!(metric(&section, "disagreements"), Some(2.0));
        assert_eq!(cell(&section, "disagreements", 0, 0), "a/y-7B");
        assert_eq!(metric(&section, "weighted_median"), None);
    }

    #[test]
    fn the_chart_holds_every_model_or_several_in_a_cell() {
        let curve = |n: u64| {
            let rows = (1..=n).map(|at| format!(r#"{{"id":"a/{at}","downloads":2,"numParameters":{}}}"#, at * 10));
            let rows = format!("[{}]", rows.collect::<Vec<_>>().join(","));
            check(&rows, "", "parameters").charts[0].curve.clone()
        };
        assert_eq!(curve(2), [(10.0, 2.0), (20.0, 2.0)]);
        assert_eq!((curve(601).len(), curve(601)[0], curve(601)[200]), (201, (20.0, 6.0), (6010.0, 2.0)));
    }
}
