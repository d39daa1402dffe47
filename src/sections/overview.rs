//! What is looked at?
//!
//! Counts of the basket, and for each field how many of its repositories record it.
//!
//! The catch: a basket of the most downloaded is not the Hub; millions of models lie below it.

use super::{Context, Draft, Spec, Subject};
use crate::{
    model::{Capture, Coverage, FieldId, RepoKind},
    report::{Column, Group, Unit, Value},
    stats,
    text::{counted, prose, short, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "overview",
    title: "What is looked at?",
    short: "Overview",
    method: "Counts over the basket. A field is known where a row records it in the type it has on the Hub.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: None,
    min_n: 1,
    run,
    place: Some(place),
};

/// The same of datasets.
pub(super) const DATASETS: Spec = Spec { id: "dataset-overview", kind: RepoKind::Datasets, ..SPEC };

/// The same of Spaces, by likes.
pub(super) const SPACES: Spec = Spec {
    id: "space-overview",
    kind: RepoKind::Spaces,
    method: "Counts over the basket. Spaces have no downloads: their weight is likes, all that they ever got. A field is known where a row records it in the type it has on the Hub.",
    ..SPEC
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let field = context.downloads_field();
    let of = context.coverage(field);
    let owners = context.owners().len() as u64;
    let median = stats::median(context.descending());
    let captured = context.basket.snapshot.captured.day();
    let all = Coverage { n: of.n, known: of.n, wrong: 0 };
    draft.metric("repos", Unit::Count, context.n(), all, "");
    let words = context.words();
    let median_id = if words.weight == "likes" { "median_likes" } else { "median_downloads" };
    draft.sum(words.weight, words.weight_unit, context.total(), of);
    draft.metric("owners", Unit::Count, owners, all, "");
    draft.metric(median_id, words.weight_unit, median, of, &format!("no repository has {}", words.weight_count));
    draft.metric("captured_at", Unit::Day, captured.map(|day| day.to_string()), all, "the snapshot holds no date");

    let fields = FieldId::ALL.into_iter().filter(|field| field.fits(context.basket.snapshot.kind));
    let rows = fields.map(|field| {
        let coverage = context.coverage(field);
        vec![
            Value::from(field.as_str()),
            coverage.known.into(),
            coverage.wrong.into(),
            stats::share(coverage.known, coverage.n).into(),
        ]
    });
    let columns = [
        Column::new("field", "Field", Unit::Text),
        Column::new("known", "Known", Unit::Count),
        Column::new("wrong_type", "Wrong type", Unit::Count),
        Column::new("share", "Share known", Unit::Share),
    ];
    draft.table("coverage", "What the rows record", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} {} have {}.", whole(of.known), whole(of.n), words.many, words.weight_count));
    if context.n() > 0 {
        let mut sentence =
            format!("**{}** of **{}**", context.counted(context.n()), counted(owners, "owner", "owners"));
        match median {
            Some(median) => {
                let total = prose(context.total() as f64);
                let median = short(median);
                sentence += &format!(
                    " drew **{total}** {} {}; the median {} drew {median}",
                    words.weight_of(context.total()),
                    context.window_words(),
                    words.one
                );
            }
            None => sentence += &format!("; not one of them has {}", words.weight_count),
        }
        draft.finding(&(sentence + "."), &["repos", "owners", words.weight, median_id]);
    }
    let snapshot = context.basket.snapshot;
    if snapshot.len() > context.basket.len() {
        draft.caveat(format!(
            "The basket is a part of the snapshot: {} of {}.",
            whole(context.n()),
            context.counted(snapshot.len() as u64)
        ));
    }
    if matches!(snapshot.captured, Capture::LatestDate(_)) {
        draft.caveat("The snapshot does not state its day of capture; the latest date in it stands in.");
    }
    draft.caveat(format!(
        "The top of a ranking is not the Hub: most {} lie below it, each small, together not.",
        words.many
    ));
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let at = context.basket.rows.iter().position(|&other| other == row);
    Some(match at {
        Some(at) => format!("Rank {} of {} in the basket.", whole(at as u64 + 1), whole(context.n())),
        None => "In the snapshot, but not in this basket.".to_owned(),
    })
}
