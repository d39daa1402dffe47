//! What are they for?
//!
//! Models and downloads by `pipeline_tag`.
//!
//! The catch: a model has one task tag, even when it does several things.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::{Sum, by_count},
    figures,
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    report::{BarPart, Chart, Column, Group, Headline, Prose, Tone, Unit, Value},
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
    let ranked: Vec<(&str, Sum)> =
        by_count(context.tasks().clone()).into_iter().map(|(task, sum)| (task.unwrap_or("unspecified"), sum)).collect();
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

    let rows = ranked.iter().map(|(task, sum)| (Value::from(*task), *sum)).collect();
    let names = ("tasks", "Tasks by number of models");
    figures::classes(context, draft, names, Column::new("id", "Task", Unit::Task), rows);
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
            "n = {} · task not stated for {}",
            context.counted(n),
            whole(n - context.coverage(FieldId::Task).known)
        ),
    });
}

fn chart(context: &Context<'_>, stated: &[(&str, Sum)]) -> Chart {
    let sorted = by_downloads(stated);
    let mut chart = figures::dumbbell(context, &sorted[..sorted.len().min(SHOWN)]);
    let title = std::mem::take(&mut chart.title);
    let of = context.coverage(FieldId::Task);
    let subtitle = context.subtitle("Share of models and share of downloads by task", of);
    figures::say(&mut chart, title, subtitle, "Dumbbell chart of the share of downloads of the largest tasks");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => Some(match context.basket.snapshot.repo(row).task() {
            Some(task) => format!("Its task is {task}."),
            None => "States no task.".to_owned(),
        }),
        Subject::Owner(name) => {
            let is_its: &dyn Fn(Repo<'_>) -> bool = &|repo| context.basket.credited(repo) == name;
            let snapshot = context.basket.snapshot;
            let tally = context.tally_where(snapshot.tasks(), snapshot.task_codes(), is_its);
            let (task, Sum { count, .. }) = by_count(tally).first().copied()?;
            let task = task.unwrap_or("no stated task");
            Some(format!("Most of its models are for {task} ({}).", whole(count)))
        }
    }
}
