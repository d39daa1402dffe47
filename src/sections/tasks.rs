//! What are they for?
//!
//! Models and downloads by `pipeline_tag`.
//!
//! The catch: a model has one task tag, even when it does several things.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::{Sum, by_count},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    report::{BarPart, Chart, Column, Form, Group, Headline, Mark, Prose, Tone, Unit, Value},
    stats,
    text::{percent, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "tasks",
    title: "What are they for?",
    short: "Tasks",
    method: "Models and downloads by the Hub's task tag (`pipeline_tag`); a model without one is shown as not stated.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Task)),
    min_n: 1,
    run,
    place: Some(place),
};

/// Rows of the chart.
const SHOWN: usize = 9;

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Task);
    let n = context.n();
    let snapshot = context.basket.snapshot;
    let ranked: Vec<(&str, Sum)> = by_count(context.tally(snapshot.tasks(), Repo::task_code, &|_| true))
        .into_iter()
        .map(|(task, sum)| (task.unwrap_or("unspecified"), sum))
        .collect();
    let stated: Vec<(&str, Sum)> = ranked.iter().copied().filter(|(task, _)| *task != "unspecified").collect();

    let none = "no model of the basket states a task";
    let one = if stated.is_empty() { none } else { "the basket states one task" };
    draft.metric("leader", Unit::Task, stated.first().map(|(task, _)| *task), of, none);
    draft.metric("leader_count", Unit::Count, stated.first().map(|(_, sum)| sum.count), of, none);
    draft.metric("leader_share", Unit::Share, stated.first().and_then(|(_, sum)| stats::share(sum.count, n)), of, none);
    draft.metric("second", Unit::Task, stated.get(1).map(|(task, _)| *task), of, one);
    draft.metric("second_count", Unit::Count, stated.get(1).map(|(_, sum)| sum.count), of, one);
    let largest = by_downloads(&stated).first().copied().filter(|_| context.total() > 0);
    let unknown = "no downloads are recorded for a stated task";
    draft.metric("downloads_leader", Unit::Task, largest.map(|(task, _)| task), of, unknown);
    let part = largest.and_then(|(_, sum)| stats::share(sum.downloads, context.total()));
    draft.metric("downloads_leader_share", Unit::Share, part, of, unknown);
    draft.metric("unspecified_count", Unit::Count, n - of.known, of, "");
    draft.open(&["leader_share"], n - of.known, n);
    if context.brief {
        return;
    }

    let rows = ranked.iter().map(|(task, sum)| {
        vec![
            Value::from(*task),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, n).into(),
            stats::share(sum.downloads, context.total()).into(),
        ]
    });
    let columns = [
        Column::new("id", "Task", Unit::Task),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("count_share", "Share of models", Unit::Share),
        Column::new("share", "Share of downloads", Unit::Share),
    ];
    draft.table("tasks", "Tasks by number of models", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} models state a task.", whole(of.known), whole(n)));
    draft.caveat("A model has one task tag, even when it does several things; the tag is set by the uploader or inferred by the Hub.");
    if !stated.is_empty() {
        findings(context, draft, &stated);
    }
    if largest.is_some() {
        draft.chart(chart(context, &stated));
    }
}

fn by_downloads<'a>(stated: &[(&'a str, Sum)]) -> Vec<(&'a str, Sum)> {
    stats::sorted(stated.to_vec(), |a, b| b.1.downloads.cmp(&a.1.downloads).then_with(|| a.0.cmp(b.0)))
}

fn findings(context: &Context<'_>, draft: &mut Draft, stated: &[(&str, Sum)]) {
    let (n, total) = (context.n(), context.total());
    let (task, sum) = stated[0];
    let mut sentence = format!("By number of models, **{task}** leads with **{}** of {}", whole(sum.count), whole(n));
    if let Some((second, sum)) = stated.get(1) {
        sentence += &format!("; {second} follows with {}", whole(sum.count));
    }
    draft.finding(&(sentence + "."), &["leader", "leader_count", "second", "second_count"]);
    let top = by_downloads(stated)[0];
    let count_share = stats::share(top.1.count, n).unwrap_or(0.0);
    let Some(part) = stats::share(top.1.downloads, total) else { return };
    let first = if top.0 == task { "it also leads" } else { "the order differs" };
    draft.finding(
        &format!(
            "By downloads {first}: **{}** draws **{}** with {} of the models.",
            top.0,
            share(part),
            share(count_share)
        ),
        &["downloads_leader", "downloads_leader_share"],
    );
    draft.headline(Headline {
        figure: percent(part),
        unit: "%",
        parts: Prose::parse(&format!("of downloads are for **{}**, from {} of the models.", top.0, share(count_share))),
        bar: vec![
            BarPart { share: part.into(), tone: Tone::Subject },
            BarPart { share: (1.0 - part).into(), tone: Tone::Soft },
        ],
        coverage: format!(
            "n = {} models · task not stated for {}",
            whole(n),
            whole(n - context.coverage(FieldId::Task).known)
        ),
    });
}

fn chart(context: &Context<'_>, stated: &[(&str, Sum)]) -> Chart {
    let (n, total) = (context.n(), context.total());
    let of = context.coverage(FieldId::Task);
    let sorted = by_downloads(stated);
    let shown = &sorted[..sorted.len().min(SHOWN)];
    let shares =
        |sum: &Sum| (stats::share(sum.count, n).unwrap_or(0.0), stats::share(sum.downloads, total).unwrap_or(0.0));
    // The subject is the task whose two shares lie furthest apart.
    let gap = |sum: &Sum| {
        let (count, downloads) = shares(sum);
        (count - downloads).abs()
    };
    let subject = shown
        .iter()
        .enumerate()
        .max_by(|(a, x), (b, y)| gap(&x.1).total_cmp(&gap(&y.1)).then(b.cmp(a)))
        .map_or(0, |(at, _)| at);
    let mut chart = Chart::new("shares", Form::Dumbbell, Unit::Share);
    let (name, (count, downloads)) = (shown[subject].0, shares(&shown[subject].1));
    chart.title = format!("{name} is {} of models and {} of downloads", share(count), share(downloads));
    chart.subtitle = format!(
        "Share of models and share of downloads by task · {} · {} · n = {}, task stated for {}",
        context.basket_words(),
        context.window_words(),
        whole(n),
        whole(of.known),
    );
    chart.axes = vec!["of models".into(), "of downloads".into()];
    chart.marks = shown
        .iter()
        .enumerate()
        .map(|(at, (task, sum))| {
            let (count, downloads) = shares(sum);
            Mark {
                label: (*task).to_owned(),
                value: downloads.into(),
                second: count.into(),
                tone: if at == subject { Tone::Subject } else { Tone::Context },
                note: Some(format!("{} models, {} downloads", whole(sum.count), whole(sum.downloads))),
                ..Mark::default()
            }
        })
        .collect();
    let listed: Vec<String> = chart
        .marks
        .iter()
        .take(4)
        .map(|mark| {
            format!(
                "{} {} of models, {} of downloads",
                mark.label,
                share(mark.second.number().unwrap_or(0.0)),
                share(mark.value.number().unwrap_or(0.0))
            )
        })
        .collect();
    chart.alt = format!("Dumbbell chart of the {} largest tasks: {}.", shown.len(), listed.join("; "));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => Some(match context.basket.snapshot.repo(row).task() {
            Some(task) => format!("Its task is {task}."),
            None => "States no task.".to_owned(),
        }),
        Subject::Owner(name) => {
            let tally = context
                .tally(context.basket.snapshot.tasks(), Repo::task_code, &|repo| context.basket.credited(repo) == name);
            let (task, Sum { count, .. }) = by_count(tally).first().copied()?;
            let task = task.unwrap_or("no stated task");
            Some(format!("Most of its models are for {task} ({}).", whole(count)))
        }
    }
}
