//! Whose models are downloaded?
//!
//! Downloads summed over each owner, the text before the slash; ties by name.
//!
//! The catch: one body may run several accounts (google, google-bert), which count apart here, and a
//! busy build server counts like a thousand people.

use super::{Context, Draft, Need, OwnerSum, Spec, Subject};
use crate::{
    basket::Attribution,
    model::{Coverage, RepoKind},
    report::{BarPart, Bracket, Chart, Column, Form, Group, Headline, Mark, Prose, Rest, Tone, Unit, Value},
    stats,
    text::{self, counted, number_word, percent, prose, share, short},
};

pub(super) const SPEC: Spec = Spec {
    id: "organizations",
    title: "Whose models are downloaded?",
    short: "Owners",
    method: "Downloads in the window summed per owner, the text before the slash; ties by name. The query can take the accounts of one body together, or credit the owner of the base model.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

/// The same of datasets.
pub(super) const DATASETS: Spec =
    Spec { id: "dataset-owners", title: "Whose datasets are downloaded?", kind: RepoKind::Datasets, ..SPEC };

/// The same of Spaces, by likes.
pub(super) const SPACES: Spec = Spec {
    id: "space-owners",
    title: "Whose Spaces are liked?",
    method: "Likes summed per owner, the text before the slash; ties by name. Spaces have no downloads: their weight is likes, all that they ever got.",
    kind: RepoKind::Spaces,
    ..SPEC
};

/// Bars drawn; further owners are summed up in a line.
const BARS: usize = 12;

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let owners = context.owners();
    let total = context.total();
    let counted = ranked(context);
    let (leader, runner_up) = (counted.first().copied(), counted.get(1).copied());
    let downloads: Vec<u64> = counted.iter().map(|owner| owner.downloads).collect();

    let words = context.words();
    let [leader_id, runner_up_id] = weight_ids(context);
    let none = &*format!("no second owner of the basket has {}", words.weight_count);
    let nobody = &*format!("no owner of the basket has {}", words.weight_count);
    draft.metric("leader", Unit::Owner, leader.map(|o| o.name), of, nobody);
    draft.metric(leader_id, words.weight_unit, leader.map(|o| o.downloads), of, nobody);
    draft.share("leader_share", leader.map_or(0, |o| o.downloads), total, of);
    draft.metric("runner_up", Unit::Owner, runner_up.map(|o| o.name), of, none);
    draft.metric(runner_up_id, words.weight_unit, runner_up.map(|o| o.downloads), of, none);
    let runner_share = runner_up.and_then(|o| stats::share(o.downloads, total));
    draft.metric(
        "runner_up_share",
        Unit::Share,
        runner_share,
        of,
        if runner_up.is_none() { none } else { "a share of a total of 0" },
    );
    let lead = stats::outweighs(&downloads).map(|k| k as u64);
    draft.metric("leader_vs_next", Unit::Count, lead, of, none);
    let catalogue = owners.iter().min_by(|a, b| b.repos.cmp(&a.repos).then_with(|| a.name.cmp(b.name)));
    let all = Coverage { n: of.n, known: of.n, wrong: 0 };
    draft.metric("largest_catalogue", Unit::Owner, catalogue.map(|o| o.name), all, nobody);
    draft.metric("largest_catalogue_count", Unit::Count, catalogue.map(|o| o.repos), all, nobody);
    pair(context, draft);
    if context.brief {
        return;
    }

    table(context, draft);
    draft.chart(chart(context));
    findings(context, draft, lead);
    pair_finding(context, draft);
    draft.coverage(
        of,
        format!("{} of {} {} have {}.", text::whole(of.known), text::whole(of.n), words.many, words.weight_count),
    );
    draft.caveat(context.attribution_caveat().unwrap_or(
        "An owner is the text before the slash: accounts of one body, such as google and google-bert, count apart.",
    ));
    draft.caveat(match context.basket.snapshot.kind {
        RepoKind::Models => "Downloads are requests, not users: mirrors, build servers and benchmarks pull the same files again and again.",
        RepoKind::Datasets => "Since September 2024 all files of a dataset that one address fetches within five minutes are one download; before, only calls of `load_dataset` counted. Mirrors and build servers count like people.",
        RepoKind::Spaces => "A like is given once and seldom taken back: it says what was noticed, not what is used today.",
    });
}

/// The ids of what the first two weigh.
fn weight_ids(context: &Context<'_>) -> [&'static str; 2] {
    if context.words().weight == "likes" {
        ["leader_likes", "runner_up_likes"]
    } else {
        ["leader_downloads", "runner_up_downloads"]
    }
}

/// The owners with a count, the largest first: one none of whose models has a count is listed, but
/// neither leads nor follows.
fn ranked<'a, 'b>(context: &'b Context<'a>) -> Vec<&'b OwnerSum<'a>> {
    context.owners().iter().filter(|owner| owner.known > 0).collect()
}

/// The two owners of the query, else the first two, where both are in the basket. An account stands for the body
/// that it is counted for.
fn two_owners<'a, 'b>(context: &'b Context<'a>) -> Option<(&'b OwnerSum<'a>, &'b OwnerSum<'a>)> {
    let owners = context.owners();
    let find = |name: &str| {
        let named = |name: &str| owners.iter().find(|o| o.name.eq_ignore_ascii_case(name));
        let body = || context.basket.owner(name).and_then(|row| row.body());
        let by_body = || body().filter(|_| context.basket.attribution == Attribution::Entity).and_then(named);
        named(name).or_else(by_body)
    };
    match &context.basket.query.pair {
        Some((a, b)) => find(a).zip(find(b)),
        None => owners.first().zip(owners.get(1)),
    }
}

/// Two owners side by side: those of the query, else the first two.
fn pair(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let both = two_owners(context);
    let ratio = both.filter(|(_, b)| b.downloads > 0).map(|(a, b)| a.downloads as f64 / b.downloads as f64);
    let reason = match (&context.basket.query.pair, both) {
        (Some((a, b)), None) => format!("{a} or {b} has no {} in the basket", context.words().one),
        (None, None) => "the basket has one owner".to_owned(),
        _ => format!("the second of the two has no {}", context.words().weight),
    };
    draft.metric("pair_ratio", Unit::Ratio, ratio, of, &reason);
    let Some((a, b)) = both else { return };
    let words = context.words();
    let columns = [
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("repos", words.title, Unit::Count),
        Column::new(words.weight, words.weight_title, words.weight_unit),
        Column::new("share", "Share", Unit::Share),
    ];
    let rows = [a, b].map(|o| {
        vec![o.name.into(), o.repos.into(), o.downloads.into(), stats::share(o.downloads, context.total()).into()]
    });
    draft.table("pair", "Two owners side by side", &columns, rows.into());
}

/// The two of the query in a sentence; last, since it is the reader's question and not the basket's answer.
fn pair_finding(context: &Context<'_>, draft: &mut Draft) {
    let asked = context.basket.query.pair.is_some();
    let Some((a, b)) = two_owners(context).filter(|(_, b)| asked && b.downloads > 0) else { return };
    draft.finding(
        &format!(
            "{} draws **{}** {} against {} of {}: **{:.1} times** as much.",
            a.name,
            prose(a.downloads as f64),
            context.words().weight,
            prose(b.downloads as f64),
            b.name,
            a.downloads as f64 / b.downloads as f64,
        ),
        &["pair_ratio"],
    );
}

fn table(context: &Context<'_>, draft: &mut Draft) {
    let (total, words) = (context.total(), context.words());
    let mut sum = 0u64;
    let rows = context.owners().iter().map(|owner| {
        sum = sum.saturating_add(owner.downloads);
        vec![
            Value::from(owner.name),
            owner.repos.into(),
            owner.downloads.into(),
            stats::share(owner.downloads, total).into(),
            stats::share(sum, total).into(),
        ]
    });
    let columns = [
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("repos", words.title, Unit::Count),
        Column::new(words.weight, words.weight_title, words.weight_unit),
        Column::new("share", "Share", Unit::Share),
        Column::new("cumulative_share", "Cumulative", Unit::Share),
    ];
    let title = if words.weight == "likes" { "Owners by likes" } else { "Owners by downloads" };
    context.table(draft, "owners", title, &columns, rows, context.owners().len());
}

fn chart(context: &Context<'_>) -> Chart {
    let owners = context.owners();
    let total = context.total();
    let shown = owners.len().min(BARS);
    let sums = stats::cumulative(&owners.iter().map(|o| o.downloads).collect::<Vec<_>>());
    let share_of = |k: usize| sums.get(k - 1).and_then(|&sum| stats::share(sum, total)).unwrap_or(0.0);
    let marks = owners[..shown].iter().enumerate().map(|(at, owner)| Mark {
        label: owner.name.to_owned(),
        value: owner.downloads.into(),
        share: stats::share(owner.downloads, total).into(),
        tone: if at == 0 { Tone::Subject } else { Tone::Context },
        note: Some(context.counted(owner.repos)),
        ..Mark::default()
    });
    let further = owners.len() - shown;
    let rest = (further > 0).then(|| {
        let left = 1.0 - share_of(shown);
        Rest {
            count: further as u64,
            share: left.into(),
            text: format!("{} share {}", counted(further as u64, "further owner", "further owners"), share(left)),
        }
    });
    let brackets = [5, 10].into_iter().filter(|&k| k < owners.len()).map(|k| Bracket {
        from: 0,
        to: k - 1,
        text: format!("{} owners {}", number_word(k as u64), share(share_of(k))),
    });
    let of = context.coverage(context.downloads_field());
    let mut chart = Chart::new("owners", Form::RankedBars, context.words().weight_unit);
    chart.title = chart_title(context, share_of(2.min(owners.len().max(1))));
    chart.subtitle = format!(
        "{} {} and share of the basket · {} · {}",
        context.words().weight_title,
        context.window_words(),
        context.owner_words(),
        context.n_words(of),
    );
    chart.alt = alt(context, shown);
    chart.marks = marks.collect();
    chart.rest = rest;
    chart.brackets = brackets.collect();
    chart
}

fn chart_title(context: &Context<'_>, two: f64) -> String {
    let words = context.words();
    match ranked(context).as_slice() {
        [] => format!("No owner has {}", words.weight_count),
        _ if context.total() == 0 => format!("Nothing of this basket was {}", words.weighed),
        [only] => format!("{} draws all recorded {}", only.name, words.weight),
        [first, second, ..] => {
            format!("{} and {} draw {} of all {}", first.name, second.name, share(two), words.weight)
        }
    }
}

fn alt(context: &Context<'_>, shown: usize) -> String {
    let owners = context.owners();
    let listed: Vec<String> =
        owners.iter().take(3).map(|o| format!("{} {}", o.name, short(o.downloads as f64))).collect();
    format!(
        "Bar chart of the {} with most {}, of {}: {}.",
        counted(shown as u64, "owner", "owners"),
        context.words().weight,
        text::whole(owners.len() as u64),
        listed.join(", "),
    )
}

fn findings(context: &Context<'_>, draft: &mut Draft, lead: Option<u64>) {
    let owners = ranked(context);
    let total = context.total();
    let Some(leader) = owners.first().copied().filter(|_| total > 0) else { return };
    let leader_share = stats::share(leader.downloads, total).unwrap_or(0.0);
    let mut sentence = format!(
        "**{}** leads with **{}** {} {}, **{}** of the basket",
        leader.name,
        prose(leader.downloads as f64),
        context.words().weight_of(leader.downloads),
        context.window_words(),
        share(leader_share),
    );
    if let Some(second) = owners.get(1) {
        let second_share = stats::share(second.downloads, total).unwrap_or(0.0);
        sentence +=
            &format!("; {} follows with {} ({})", second.name, prose(second.downloads as f64), share(second_share));
    }
    sentence.push('.');
    let [leader_id, runner_up_id] = weight_ids(context);
    draft.finding(&sentence, &["leader", leader_id, "leader_share", "runner_up", runner_up_id, "runner_up_share"]);
    if let Some(k) = lead.filter(|&k| k >= 2) {
        draft.finding(&format!("It outweighs the next **{}** owners together.", number_word(k)), &["leader_vs_next"]);
    }
    headline(context, draft, leader_share);
}

fn headline(context: &Context<'_>, draft: &mut Draft, leader_share: f64) {
    let owners = ranked(context);
    let second = owners.get(1).and_then(|o| stats::share(o.downloads, context.total())).unwrap_or(0.0);
    let figure = short(owners[0].downloads as f64);
    let marked = match owners.get(1) {
        Some(next) => format!(
            "**{}** leads the basket, ahead of {} at {}.",
            owners[0].name,
            next.name,
            short(next.downloads as f64)
        ),
        None => format!("**{}** draws all recorded {}.", owners[0].name, context.words().weight),
    };
    draft.headline(Headline {
        figure,
        unit: "",
        parts: Prose::parse(&marked),
        bar: vec![
            BarPart { share: leader_share.into(), tone: Tone::Subject },
            BarPart { share: second.into(), tone: Tone::Context },
            BarPart { share: (1.0 - leader_share - second).max(0.0).into(), tone: Tone::Soft },
        ],
        coverage: format!(
            "{} of {} {} · {}",
            share(leader_share),
            context.words().weight,
            context.window_words(),
            context.n_words(context.coverage(context.downloads_field()))
        ),
    });
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let owners = context.owners();
    let name = match subject {
        Subject::Owner(name) => name,
        Subject::Repo(row) => context.basket.credited(context.basket.snapshot.repo(row)),
    };
    let rank = owners.iter().position(|owner| owner.name == name)?;
    let owner = &owners[rank];
    Some(format!(
        "{}: rank {} of {}, {} {}, {}\u{202f}%, with {}.",
        name,
        rank + 1,
        owners.len(),
        text::whole(owner.downloads),
        context.words().weight,
        percent(stats::share(owner.downloads, context.total()).unwrap_or(0.0)),
        context.counted(owner.repos),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    const ROWS: &str = r#"[{"id":"google/a","downloads":30},{"id":"google-bert/b","downloads":30},{"id":"Google/c","downloads":1},
        {"id":"openai/d","downloads":50},{"id":"who-knows/e","downloads":5}]"#;

    #[test]
    fn accounts_of_one_body_are_taken_together() {
        let section = check(ROWS, "", "organizations");
        assert_eq!(
            (cell(&section, "owners", 0, 0), metric(&section, "leader_share")),
            ("openai".into(), Some(50.0 / 116.0))
        );
        let section = check(ROWS, "attribution=entity", "organizations");
        assert_eq!((cell(&section, "owners", 0, 0), cell(&section, "owners", 0, 1)), ("Google".into(), "3".into()));
        assert_eq!(metric(&section, "leader_downloads"), Some(61.0));
        assert_eq!(cell(&section, "owners", 2, 0), "who-knows");
        assert!(section.charts[0].subtitle.contains("accounts of one body together"));
        let section = check(ROWS, "attribution=entity pair:google-bert,OpenAI", "organizations");
        assert_eq!(metric(&section, "pair_ratio"), Some(61.0 / 50.0));
        let section = check(ROWS, "attribution=entity -owner:google", "organizations");
        assert_eq!(metric(&section, "leader_share"), Some(50.0 / 55.0));
    }
}
