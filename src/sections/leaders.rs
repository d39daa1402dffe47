//! Which models lead?
//!
//! The hundred largest models of the basket by downloads in the window, ties by id.
//!
//! The catch: a model of the top ten may owe its place to one library that loads it by default.

use super::{Context, Draft, Need, Spec, Subject};
use crate::{
    model::{Repo, RepoKind, declared_size},
    report::{Chart, Column, Form, Group, Mark, Rest, Tone, Unit, Value},
    stats,
    text::{counted, prose, share, short, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "leaders",
    title: "Which models lead?",
    short: "Leading models",
    method: "Models of the basket by downloads in the window, ties by id; size is the one that the name declares.",
    group: Group::Attention,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

const LISTED: usize = 100;
const BARS: usize = 10;

fn ranked<'a>(context: &Context<'a>) -> Vec<Repo<'a>> {
    let first = context.first(context.basket.measure(), LISTED);
    first.iter().map(|&row| context.basket.snapshot.repo(row)).collect()
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let total = context.total();
    let repos = ranked(context);
    let leader = repos.first().filter(|repo| context.basket.downloads(**repo).is_some());
    let leading = leader.and_then(|repo| context.basket.downloads(*repo));
    let none = "no model of the basket has a download count";
    draft.metric("leader", Unit::Repo, leader.map(|repo| repo.id()), of, none);
    draft.metric("leader_downloads", Unit::Downloads, leading, of, none);
    draft.share("leader_share", leading.unwrap_or(0), total, of);
    if context.brief {
        return;
    }
    let rows = repos.iter().map(|repo| {
        vec![
            Value::from(repo.id()),
            repo.owner().into(),
            repo.task().unwrap_or("unspecified").into(),
            repo.license().unwrap_or("unspecified").into(),
            declared_size(repo.name()).into(),
            repo.created().map(|moment| moment.day().to_string()).into(),
            context.basket.downloads(*repo).into(),
            repo.likes().into(),
        ]
    });
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("task", "Task", Unit::Task),
        Column::new("license", "License", Unit::License),
        Column::new("size", "Declared size", Unit::Parameters),
        Column::new("created", "Created", Unit::Day),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("likes", "Likes", Unit::Count),
    ];
    draft.table("leaders", "The largest models", &columns, rows.collect());
    if context.basket.len() > repos.len() {
        draft.table_note(format!("The {} largest of {} models.", whole(repos.len() as u64), whole(context.n())));
    }
    draft.coverage(of, format!("{} of {} models have a download count.", whole(of.known), whole(of.n)));
    draft.caveat(
        "A place among the first may rest on one library that loads the model by default; the counter does not tell.",
    );
    let Some(first) = repos.first().filter(|_| total > 0) else { return };
    let downloads = context.basket.downloads(*first).unwrap_or(0);
    draft.finding(
        &format!(
            "**{}** leads with **{}** {} {}, **{}** of the basket.",
            first.id(),
            prose(downloads as f64),
            context.words().weight_of(downloads),
            context.window_words(),
            share(stats::share(downloads, total).unwrap_or(0.0))
        ),
        &["leader", "leader_downloads", "leader_share"],
    );
    draft.chart(chart(context, &repos));
}

fn chart(context: &Context<'_>, repos: &[Repo<'_>]) -> Chart {
    let total = context.total();
    let of = context.coverage(context.downloads_field());
    let shown = &repos[..repos.len().min(BARS)];
    let held: u64 = shown.iter().filter_map(|repo| context.basket.downloads(*repo)).sum();
    let part = stats::share(held, total).unwrap_or(0.0);
    let mut chart = Chart::new("models", Form::RankedBars, Unit::Downloads);
    chart.title = match shown.len() {
        1 => format!("One model draws {} of all downloads", share(part)),
        n => format!("{n} models draw {} of all downloads", share(part)),
    };
    chart.subtitle = format!(
        "Downloads {} and share of the basket · {} · {}",
        context.window_words(),
        context.basket_words(),
        context.n_words(of)
    );
    chart.marks = shown
        .iter()
        .enumerate()
        .map(|(at, repo)| {
            let downloads = context.basket.downloads(*repo).unwrap_or(0);
            Mark {
                label: repo.id().to_owned(),
                value: downloads.into(),
                share: stats::share(downloads, total).into(),
                tone: if at == 0 { Tone::Subject } else { Tone::Context },
                note: repo.task().map(str::to_owned),
                ..Mark::default()
            }
        })
        .collect();
    let further = context.n() - shown.len() as u64;
    chart.rest = (further > 0).then(|| Rest {
        count: further,
        share: (1.0 - part).into(),
        text: format!("{} share {}", counted(further, "further model", "further models"), share(1.0 - part)),
    });
    let listed: Vec<String> = chart
        .marks
        .iter()
        .take(3)
        .map(|mark| format!("{} {}", mark.label, short(mark.value.number().unwrap_or(0.0))))
        .collect();
    chart.alt =
        format!("Bar chart of the {} with most downloads: {}.", context.counted(shown.len() as u64), listed.join(", "));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let repos = ranked(context);
    match subject {
        Subject::Repo(row) => {
            let id = context.basket.snapshot.repo(row).id();
            let at = repos.iter().position(|repo| repo.id() == id)?;
            Some(format!("Rank {} by downloads.", at + 1))
        }
        Subject::Owner(name) => {
            let count = repos.iter().filter(|repo| context.basket.credited(**repo) == name).count() as u64;
            let first = repos.iter().position(|repo| context.basket.credited(*repo) == name)?;
            Some(format!(
                "{} of the {} largest models; the first is {}, rank {}.",
                whole(count),
                repos.len(),
                repos[first].id(),
                first + 1
            ))
        }
    }
}
