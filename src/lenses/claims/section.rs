//! The ledger as a section of the report: how many figures hold, every claim with its verdict, and
//! what each source comes to.

use super::{Claim, Judged, Verdict, judge_each, ledger};
use crate::{
    lenses::{Lens, Slices, View, sliced, slices},
    model::Coverage,
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    sections::Draft,
    stats,
    text::{counted, whole},
};

pub(in crate::lenses) const LENS: Lens = Lens {
    id: "claims",
    title: "Do the published figures hold?",
    short: "Claims",
    method: "Each claim names the metric that answers it. Holds: the value here rounds to the published figure, or lies in the interval that its words leave. Changed: it does not, on the same population; another day is no other population.",
    group: Group::Trust,
    kind: None,
    follows: "dial",
    needs: &[],
    min_n: 0,
    run,
};

/// Ids of the counts, in the order of [`Verdict::ALL`].
const COUNTS: [&str; 5] = ["holding", "changed", "contradicted", "other_population", "not_computable"];

fn run<'v>(view: &'v mut View<'_>, draft: &'v mut Draft) -> Slices<'v, ()> {
    slices(fill(view, draft))
}

#[sliced]
async fn fill(view: &mut View<'_>, draft: &mut Draft) {
    let judged = judge_each(view.basket, &mut view.answers, ledger()).await;
    let own = judge_each(view.basket, &mut view.answers, view.own).await;
    show(draft, &judged, &own);
}

fn show(draft: &mut Draft, judged: &[Judged<'_>], own: &[Judged<'_>]) {
    let counts = count(judged);
    let n = judged.len() as u64;
    let of = Coverage { n, known: n - counts[Verdict::NotComputable as usize], wrong: 0 };
    for (id, count) in COUNTS.into_iter().zip(counts) {
        draft.metric(id, Unit::Count, count, of, "");
    }
    findings(draft, &counts, n);
    if !own.is_empty() {
        let [holding, changed, ..] = count(own);
        let all = counted(own.len() as u64, "claim", "claims");
        let sentence = format!("Of your {all}, {} and {}.", said(holding, HOLD), said(changed, CHANGED));
        draft.finding(&sentence, &[]);
        table(draft, "yours", "Your claims", own);
    }
    table(draft, "ledger", "Published figures and what became of them", judged);
    draft.coverage(
        of,
        format!(
            "{} of {} claims are computed on this snapshot, or contradicted by their own source.",
            whole(of.known),
            whole(n)
        ),
    );
    draft.caveat("A claim on another population is not judged: its figure and the one here stand side by side.");
    draft.caveat("The claims are in our words, shortened; the figures are as published.");
    draft.chart(chart(&counts, n));
}

/// What follows a count of one, and of several.
type Verb = (&'static str, &'static str);
const HOLD: Verb = ("holds", "hold");
const CHANGED: Verb = ("has changed", "have changed");

/// `**3** have changed`.
fn said(count: u64, (one, many): Verb) -> String {
    format!("**{}** {}", whole(count), if count == 1 { one } else { many })
}

fn count(judged: &[Judged<'_>]) -> [u64; 5] {
    let mut counts = [0; 5];
    judged.iter().for_each(|one| counts[one.verdict as usize] += 1);
    counts
}

fn findings(draft: &mut Draft, &[holding, changed, contradicted, other, not]: &[u64; 5], n: u64) {
    let refuted = said(contradicted, ("is contradicted", "are contradicted"));
    draft.finding(
        &format!(
            "**{} of {}** published figures {} on this data; {}, and {refuted} by their own source or by the data.",
            whole(holding),
            whole(n),
            if holding == 1 { HOLD.0 } else { HOLD.1 },
            said(changed, CHANGED),
        ),
        &["holding", "changed", "contradicted"],
    );
    draft.finding(
        &format!(
            "{}, and **{}** cannot be computed from it.",
            said(other, ("is about another population", "are about another population")),
            whole(not)
        ),
        &["other_population", "not_computable"],
    );
}

fn table(draft: &mut Draft, id: &'static str, title: &'static str, judged: &[Judged<'_>]) {
    let columns = [
        ("id", "Id"),
        ("claim", "Claim"),
        ("source", "Source"),
        ("date", "Date"),
        ("population", "Population"),
        ("published", "Published"),
        ("here", "Here"),
        ("verdict", "Verdict"),
        ("why", "Why"),
    ];
    let columns = columns.map(|(id, title)| Column::new(id, title, Unit::Text));
    let row = |one: &Judged<'_>| {
        let Claim { id, claim, source, date, population, published, .. } = one.claim;
        let cells = [id, claim, source, date, population, published, &one.here, one.verdict.words(), &one.why];
        cells.map(|text| if text.is_empty() { Value::Null } else { text.into() }).to_vec()
    };
    draft.table(id, title, &columns, judged.iter().map(row).collect());
}

/// One bar of all claims, cut by verdict.
fn chart(counts: &[u64; 5], n: u64) -> Chart {
    const TONES: [Tone; 5] = [Tone::Subject, Tone::Second, Tone::Cat4, Tone::Soft, Tone::Unknown];
    let mut chart = Chart::new("verdicts", Form::StackedShare, Unit::Share);
    let mut listed = Vec::new();
    for ((verdict, &count), tone) in Verdict::ALL.into_iter().zip(counts).zip(TONES) {
        if count == 0 {
            continue;
        }
        listed.push(format!("{} {}", whole(count), verdict.words()));
        chart.marks.push(Mark {
            label: verdict.words().to_owned(),
            value: stats::share(count, n).into(),
            second: count.into(),
            tone,
            group: Some(String::new()),
            note: Some(counted(count, "claim", "claims")),
            ..Mark::default()
        });
    }
    let hold = if counts[0] == 1 { HOLD.0 } else { HOLD.1 };
    chart.title = format!("{} of {} published figures {hold} on this data", whole(counts[0]), whole(n));
    chart.subtitle = format!("Share of published claims by verdict · n = {}", whole(n));
    chart.alt = format!("Stacked bar of published claims by verdict: {}.", listed.join(", "));
    chart
}
