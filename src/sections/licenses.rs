//! What may one do with them?
//!
//! The first license id of each model, lower-cased, classed by the reviewed table.
//!
//! The catch: a license tag is what the uploader wrote; nobody checked it against the files or the
//! base model.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::{Sum, Tally, by_count},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    reference,
    report::{BarPart, Bracket, Chart, Column, Form, Group, Headline, Mark, Prose, Tone, Unit, Value},
    stats,
    text::{counted, percent, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "licenses",
    title: "What may one do with them?",
    short: "Licenses",
    method: "First license tag per model, else the card's license; classes by a reviewed table, in which permissive includes CC BY and public domain.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::License)),
    min_n: 1,
    run,
    place: Some(place),
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::License);
    let n = context.n();
    let snapshot = context.basket.snapshot;
    let ids = by_count(context.tally(snapshot.licenses(), snapshot.license_codes()));
    let declares = |repo: Repo<'_>| repo.license_name_code().is_some() && repo.license() == Some("other");
    let declared = by_count(context.tally_where(snapshot.license_names(), snapshot.license_name_codes(), &declares));
    let by_bucket = buckets(&ids);
    let multi = context.repos().filter(|repo| repo.multi_licensed()).count() as u64;
    let leader = ids.iter().find_map(|(id, sum)| id.map(|id| (id, *sum)));
    let permissive = sum_of(&by_bucket, "permissive");

    let none = "no model of the basket states a license";
    draft.metric("leader", Unit::License, leader.map(|(id, _)| id), of, none);
    draft.metric("leader_count", Unit::Count, leader.map(|(_, sum)| sum.count), of, none);
    draft.metric("leader_share", Unit::Share, leader.and_then(|(_, sum)| stats::share(sum.count, n)), of, none);
    draft.metric("permissive_count", Unit::Count, permissive.count, of, "");
    draft.share("permissive_share", permissive.count, n, of);
    draft.share("permissive_download_share", permissive.downloads, context.total(), of);
    draft.metric("unspecified_count", Unit::Count, n - of.known, of, "");
    draft.metric("multi_licensed", Unit::Count, multi, of, "");
    draft.open(&["leader_share"], n - of.known, n);
    draft.open(&["permissive_share"], n - of.known + sum_of(&by_bucket, "unreviewed").count, n);
    if context.brief {
        return;
    }

    tables(draft, &ids, declared, n);
    draft.coverage(
        of,
        format!(
            "{} of {} models state a license; {} do not and are shown hatched.",
            whole(of.known),
            whole(n),
            whole(n - of.known)
        ),
    );
    draft.caveat("A license tag is what the uploader wrote. It is not checked against the files or the base model.");
    if multi > 0 {
        draft.caveat(format!(
            "{} more than one license and counts by the first.",
            counted(multi, "model names", "models name")
        ));
    }
    let Some((id, sum)) = leader else { return };
    findings(context, draft, (id, sum), permissive);
    draft.chart(chart(context, &ids, &by_bucket));
}

/// Sums of licenses by their bucket, the largest first.
fn buckets(ids: &Tally<'_>) -> Tally<'static> {
    let mut buckets: Tally<'static> = Vec::new();
    for (id, sum) in ids {
        let bucket = Some(reference::license_bucket(*id));
        match buckets.iter_mut().find(|(name, _)| *name == bucket) {
            Some((_, total)) => {
                total.count += sum.count;
                total.downloads = total.downloads.saturating_add(sum.downloads);
            }
            None => buckets.push((bucket, *sum)),
        }
    }
    by_count(buckets)
}

fn sum_of(tally: &Tally<'_>, name: &str) -> Sum {
    tally.iter().find(|(other, _)| *other == Some(name)).map_or_else(Sum::default, |(_, sum)| *sum)
}

fn tables(draft: &mut Draft, ids: &Tally<'_>, declared: Tally<'_>, n: u64) {
    let columns = [
        Column::new("id", "License", Unit::License),
        Column::new("class", "Class", Unit::Class),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of models", Unit::Share),
        Column::new("bucket", "Bucket", Unit::Class),
    ];
    let rows = ids.iter().map(|&(id, sum)| {
        vec![
            Value::from(id.unwrap_or("unspecified")),
            reference::license_class(id).into(),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, n).into(),
            reference::license_bucket(id).into(),
        ]
    });
    draft.table("licenses", "Licenses by number of models", &columns, rows.collect());
    if declared.is_empty() {
        return;
    }
    let columns = [
        Column::new("name", "Name declared for `other`", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
    ];
    let rows = declared.into_iter().map(|(name, sum)| vec![Value::from(name), sum.count.into(), sum.downloads.into()]);
    draft.table("declared-names", "What `other` stands for", &columns, rows.collect());
}

fn findings(context: &Context<'_>, draft: &mut Draft, leader: (&str, Sum), permissive: Sum) {
    let n = context.n();
    let of = context.coverage(FieldId::License);
    let permissive_share = stats::share(permissive.count, n).unwrap_or(0.0);
    let mut sentence = format!("**{}** of models carry a permissive license", share(permissive_share));
    if let Some(part) = stats::share(permissive.downloads, context.total()) {
        sentence += &format!(", and these draw **{}** of downloads", share(part));
    }
    draft.finding(&(sentence + "."), &["permissive_share", "permissive_download_share"]);
    draft.finding(
        &format!(
            "**{}** leads with **{}**; **{}** {} none.",
            leader.0,
            counted(leader.1.count, "model", "models"),
            whole(n - of.known),
            if n - of.known == 1 { "states" } else { "state" },
        ),
        &["leader", "leader_count", "unspecified_count"],
    );
    draft.headline(Headline {
        figure: percent(permissive_share),
        unit: "%",
        parts: Prose::parse(&format!(
            "of models carry a **permissive license**; {} alone covers {}.",
            leader.0,
            whole(leader.1.count)
        )),
        bar: vec![
            BarPart { share: permissive_share.into(), tone: Tone::Subject },
            BarPart { share: stats::share(of.known - permissive.count, n).into(), tone: Tone::Context },
            BarPart { share: stats::share(n - of.known, n).into(), tone: Tone::Unknown },
        ],
        coverage: format!("n = {} · license not stated for {}", context.counted(n), whole(n - of.known)),
    });
}

/// One bar: the largest permissive licenses by name, the other buckets, and hatched what is not stated.
fn chart(context: &Context<'_>, ids: &Tally<'_>, buckets: &Tally<'_>) -> Chart {
    let n = context.n();
    let of = context.coverage(FieldId::License);
    let mark = |label: &str, count: u64, tone: Tone, group: &str| Mark {
        label: label.to_owned(),
        value: stats::share(count, n).into(),
        second: count.into(),
        tone,
        group: Some(group.to_owned()),
        note: Some(context.counted(count)),
        ..Mark::default()
    };
    let permissive = |id: &&(Option<&str>, Sum)| reference::license_bucket(id.0) == "permissive";
    let named: Vec<_> = ids.iter().filter(permissive).take(2).collect();
    let mut marks: Vec<Mark> =
        named.iter().map(|(id, sum)| mark(id.unwrap_or_default(), sum.count, Tone::Subject, "")).collect();
    let rest = sum_of(buckets, "permissive").count - named.iter().map(|(_, sum)| sum.count).sum::<u64>();
    if rest > 0 {
        marks.push(mark("other permissive", rest, Tone::Subject, ""));
    }
    for (name, sum) in buckets.iter().filter_map(|(name, sum)| Some((name.as_deref()?, sum))) {
        if matches!(name, "permissive" | "none declared") {
            continue;
        }
        let (label, tone) = match name {
            "unspecified" => ("other or unknown", Tone::Context),
            "unreviewed" => ("unreviewed", Tone::Unknown),
            name => (name, Tone::Context),
        };
        marks.push(mark(label, sum.count, tone, ""));
    }
    let permissive_parts = marks.iter().filter(|mark| mark.tone == Tone::Subject).count();
    if n > of.known {
        marks.push(mark("not stated", n - of.known, Tone::Unknown, ""));
    }
    let mut chart = Chart::new("classes", Form::StackedShare, Unit::Share);
    chart.title = title(&named, n);
    chart.subtitle = format!(
        "Share of models by license · {} · n = {}, license stated for {}",
        context.basket_words(),
        whole(n),
        whole(of.known)
    );
    let listed: Vec<String> =
        marks.iter().map(|mark| format!("{} {}", mark.label, share(mark.value.number().unwrap_or(0.0)))).collect();
    chart.alt = format!("Stacked bar of licenses by number of models: {}.", listed.join(", "));
    chart.marks = marks;
    if permissive_parts > 0 {
        let whole_bucket = stats::share(sum_of(buckets, "permissive").count, n).unwrap_or(0.0);
        let text = format!("permissive {}", share(whole_bucket));
        chart.brackets = vec![Bracket { from: 0, to: permissive_parts - 1, text }];
        // Where there is one bracket, only brackets are named under the bar.
        chart.brackets.extend(chart.marks.iter().enumerate().skip(permissive_parts).map(|(at, mark)| Bracket {
            from: at,
            to: at,
            text: format!("{} {}", mark.label, share(mark.value.number().unwrap_or(0.0))),
        }));
    }
    chart
}

fn title(named: &[&(Option<&str>, Sum)], n: u64) -> String {
    let covered: u64 = named.iter().map(|(_, sum)| sum.count).sum();
    let part = share(stats::share(covered, n).unwrap_or(0.0));
    match named {
        [(Some(a), _), (Some(b), _)] => format!("{a} and {b} cover {part} of models"),
        [(Some(a), _)] => format!("{a} covers {part} of models"),
        _ => "No model carries a permissive license".to_owned(),
    }
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => {
            let license = context.basket.snapshot.repo(row).license();
            Some(match license {
                Some(id) => format!("License {id}, class {}.", reference::license_class(Some(id))),
                None => "States no license.".to_owned(),
            })
        }
        Subject::Owner(name) => {
            let licenses = context.basket.snapshot.licenses();
            let is_its: &dyn Fn(Repo<'_>) -> bool = &|repo| context.basket.credited(repo) == name;
            let counts = by_count(context.tally_where(licenses, context.basket.snapshot.license_codes(), is_its));
            let listed: Vec<String> = counts
                .iter()
                .take(3)
                .map(|(id, sum)| format!("{} {}", id.unwrap_or("unspecified"), whole(sum.count)))
                .collect();
            (!listed.is_empty()).then(|| format!("Models by license: {}.", listed.join(", ")))
        }
    }
}
