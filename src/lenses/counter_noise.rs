//! Does noise in the counter move the headlines?
//!
//! Suspect: at least 100,000 downloads in the window, and more of them for each like than 99 in 100
//! models of the basket have; or a test fixture by its name. The headlines are computed again on the
//! same basket without the suspects, whose places are not filled up.
//!
//! The catch: one per cent of large models always lies above its own 99th percentile.

use super::{
    Lens, Slices, View,
    headlines::{Figures, HEADLINES},
    sliced, slices,
};
use crate::{
    basket::Basket,
    model::{Coverage, FieldId, Repo, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Metric, Tone, Unit, Value},
    sections::{Context, Draft, Need},
    stats,
    text::{self, capital, counted, share, whole},
};

pub(super) const LENS: Lens = Lens {
    id: "counter-noise",
    title: "Does counter noise move the headlines?",
    short: "Counter noise",
    method: "Suspect: 100,000 downloads or more and downloads ÷ max(likes, 1) above the basket's quantile 0.99, or a test fixture by name. Headlines with and without the suspects; nobody moves up into their places.",
    group: Group::Trust,
    kind: Some(RepoKind::Models),
    follows: "gating",
    needs: &[Need::WindowDownloads, Need::Field(FieldId::Likes)],
    min_n: 1,
    run,
};

/// Fewer downloads are never suspect for the likes that they lack.
const LARGE: u64 = 100_000;

/// The ids of the headlines without suspects, in their order.
const WITHOUT: [&str; 6] = [
    "leader_share_without",
    "top5_share_without",
    "eastern_share_without",
    "permissive_share_without",
    "multimodal_share_without",
    "under_1b_share_without",
];

/// A model whose counter is suspect.
#[derive(Clone)]
pub(super) struct Suspect {
    /// Its row in the snapshot.
    pub row: u32,
    /// Downloads for each like; none where either is unknown.
    ratio: Option<f64>,
    fixture: bool,
}

/// The suspects of a basket, in its order.
pub(super) fn suspects(basket: &Basket<'_>) -> Vec<Suspect> {
    let context = Context::new(basket);
    let ratio = |repo: Repo<'_>| Some(basket.downloads(repo)? as f64 / repo.likes()?.max(1) as f64);
    // None is negative, so that their bits are in the same order.
    let judged = context.repos().filter_map(ratio).map(f64::to_bits).collect();
    // The smallest ratio that 99 in 100 do not exceed.
    let limit = stats::percentile(judged, 99).map(f64::from_bits);
    let suspect = |repo: Repo<'_>| {
        let ratio = ratio(repo);
        let fixture = basket.is_fixture(repo);
        let large = basket.downloads(repo).is_some_and(|downloads| downloads >= LARGE);
        let loud = large && ratio.zip(limit).is_some_and(|(ratio, limit)| ratio > limit);
        (loud || fixture).then_some(Suspect { row: repo.row(), ratio, fixture })
    };
    let found = context.kept(|repo| suspect(repo).is_some());
    found.into_iter().filter_map(|row| suspect(basket.snapshot.repo(row))).collect()
}

/// The basket without some of its rows, in its order; `left_out` is in the same order.
pub(super) fn without<'a>(basket: &Basket<'a>, left_out: &[Suspect]) -> Basket<'a> {
    let mut left_out = left_out.iter().map(|suspect| suspect.row).peekable();
    let kept = basket.rows.iter().copied().filter(|row| left_out.next_if_eq(row).is_none());
    basket.with_rows(kept.collect())
}

/// A headline before and after.
struct Change {
    at: usize,
    with: Metric,
    without: Metric,
}

impl Change {
    fn shares(&self) -> Option<(f64, f64)> {
        self.with.value.number().zip(self.without.value.number())
    }

    fn size(&self) -> f64 {
        self.shares().map_or(-1.0, |(with, without)| (with - without).abs())
    }
}

fn run<'v>(view: &'v mut View<'_>, draft: &'v mut Draft) -> Slices<'v, ()> {
    slices(fill(view.basket, draft))
}

#[sliced]
async fn fill(basket: &Basket<'_>, draft: &mut Draft) {
    let found = suspects(basket);
    let rest = without(basket, &found);
    let (with, clean) = (Figures::of(basket, &|_| true).await, Figures::of(&rest, &|_| true).await);
    let judged = basket.repos().filter(|repo| repo.likes().is_some() && basket.downloads(*repo).is_some()).count();
    let of = Coverage { n: basket.len() as u64, known: judged as u64, wrong: 0 };
    let total = basket.total_downloads();
    let noise = total - rest.total_downloads();
    draft.metric("suspect_count", Unit::Count, found.len() as u64, of, "");
    draft.share("suspect_download_share", noise, total, of);
    let changes: Vec<Change> = HEADLINES
        .iter()
        .enumerate()
        .map(|(at, line)| Change { at, with: with.get(line), without: clean.get(line) })
        .collect();
    for change in &changes {
        draft.take(HEADLINES[change.at].id, change.with.clone());
        draft.take(WITHOUT[change.at], change.without.clone());
    }
    tables(basket, draft, &found, &changes);
    draft.coverage(
        of,
        format!(
            "{} of {} models record both downloads and likes; the others are judged by their name alone.",
            whole(of.known),
            whole(of.n)
        ),
    );
    draft.caveat("One per cent of large models always lies above its own 99th percentile: to be listed is a reason to look, not a verdict.");
    draft.caveat("The places of suspects are not filled up: the basket without them is smaller.");
    let largest = stats::sorted(changes, |a, b| b.size().total_cmp(&a.size()).then(a.at.cmp(&b.at)));
    findings(draft, &found, stats::share(noise, total), &largest);
    if let (Some(before), Some(after)) = (with.leader(), clean.leader()) {
        draft.metric("leader", Unit::Owner, before, of, "");
        draft.metric("leader_without", Unit::Owner, after, of, "");
        if before != after {
            draft.finding(
                &format!("Without them **{after}** leads the owners, and no longer {before}."),
                &["leader", "leader_without"],
            );
        }
    }
    if !found.is_empty() && largest.first().is_some_and(|change| change.shares().is_some()) {
        draft.chart(chart(basket, &found, &largest));
    }
}

fn findings(draft: &mut Draft, found: &[Suspect], part: Option<f64>, largest: &[Change]) {
    let Some(part) = part else { return };
    let n = found.len() as u64;
    if n == 0 {
        return draft.finding("**No** model of this basket has a suspect counter.", &["suspect_count"]);
    }
    draft.finding(
        &format!(
            "**{}** {} **{}** of all downloads with so few likes, or under such a name, that the counter is suspect.",
            counted(n, "model", "models"),
            if n == 1 { "draws" } else { "draw" },
            share(part),
        ),
        &["suspect_count", "suspect_download_share"],
    );
    let Some((change, (with, without))) = largest.iter().find_map(|change| Some((change, change.shares()?))) else {
        return;
    };
    let line = &HEADLINES[change.at];
    let sentence = if share(with) == share(without) {
        format!("Without {}, no headline moves by as much as 0.1 points.", them(n))
    } else {
        format!(
            "Without {}, {} moves from **{}** to **{}**, and no other headline by more.",
            them(n),
            line.name,
            share(with),
            share(without)
        )
    };
    draft.finding(&sentence, &[line.id, WITHOUT[change.at]]);
}

fn them(n: u64) -> &'static str {
    if n == 1 { "it" } else { "them" }
}

fn tables(basket: &Basket<'_>, draft: &mut Draft, found: &[Suspect], changes: &[Change]) {
    let rows = changes.iter().map(|change| {
        let moved = change.shares().map(|(with, without)| without - with);
        vec![
            Value::from(capital(HEADLINES[change.at].name)),
            change.with.value.clone(),
            change.without.value.clone(),
            moved.into(),
        ]
    });
    let columns = [
        Column::new("headline", "Headline", Unit::Text),
        Column::new("with", "With suspects", Unit::Share),
        Column::new("without", "Without", Unit::Share),
        Column::new("change", "Change in points", Unit::Points),
    ];
    draft.table("headlines", "Headlines with and without suspects", &columns, rows.collect());
    let rows = found.iter().map(|suspect| {
        let repo = basket.snapshot.repo(suspect.row);
        let why = if suspect.fixture { "a test fixture by its name" } else { "few likes for its downloads" };
        vec![
            Value::from(repo.id()),
            basket.downloads(repo).into(),
            repo.likes().into(),
            suspect.ratio.into(),
            why.into(),
        ]
    });
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("likes", "Likes", Unit::Count),
        Column::new("ratio", "Downloads for each like", Unit::Downloads),
        Column::new("why", "Why", Unit::Text),
    ];
    draft.table("suspects", "Models whose counter is suspect", &columns, rows.collect());
}

/// Each headline with and without, the one that moves most first.
fn chart(basket: &Basket<'_>, found: &[Suspect], largest: &[Change]) -> Chart {
    let n = found.len() as u64;
    let mut chart = Chart::new("headlines", Form::Dumbbell, Unit::Share);
    let shown: Vec<(&Change, (f64, f64))> =
        largest.iter().filter_map(|change| Some((change, change.shares()?))).collect();
    chart.marks = shown
        .iter()
        .enumerate()
        .map(|(at, (change, (with, without)))| Mark {
            label: capital(HEADLINES[change.at].name.trim_start_matches("the ")),
            value: (*without).into(),
            second: (*with).into(),
            tone: if at == 0 { Tone::Subject } else { Tone::Context },
            note: Some(format!("of {}", HEADLINES[change.at].of)),
            ..Mark::default()
        })
        .collect();
    let without_them = format!("Without {}", counted(n, "suspect model", "suspect models"));
    chart.title = match shown.first() {
        Some((change, (with, without))) if share(*with) != share(*without) => {
            format!("{without_them}, {} is {} instead of {}", HEADLINES[change.at].name, share(*without), share(*with))
        }
        _ => format!("{without_them}, no headline moves by as much as 0.1 points"),
    };
    chart.subtitle = format!(
        "Headlines with and without suspects · downloads {} · n = {}, {} without",
        basket.window.words(),
        counted(basket.len() as u64, "model", "models"),
        text::whole(basket.len() as u64 - n),
    );
    chart.axes = vec!["with suspects".into(), "without".into()];
    let listed: Vec<String> = chart
        .marks
        .iter()
        .zip(&shown)
        .map(|(mark, (_, (with, without)))| {
            format!("{} {} with, {} without", mark.label, share(*with), share(*without))
        })
        .collect();
    chart.alt = format!("Dumbbell chart of headlines: {}.", listed.join("; "));
    chart
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, number};

    /// 200 models of three owners: 1,000 downloads and one like each, but for the rows given.
    fn shelf(rows: &[&str]) -> String {
        let quiet = (rows.len()..200)
            .map(|at| format!(r#"{{"id":"{}/m{at}","downloads":1000,"likes":1}}"#, ["a", "b"][at % 2]));
        let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).chain(quiet).collect();
        format!("[{}]", rows.join(","))
    }

    #[test]
    fn suspect_is_who_has_many_downloads_and_few_likes() {
        // 198 of 200 ratios are at most 99,999: the third largest of them is the quantile 0.99.
        let rows = shelf(&[
            r#"{"id":"c/loud","downloads":400000,"likes":0}"#,
            r#"{"id":"c/small","downloads":99999,"likes":0}"#,
            r#"{"id":"c/liked","downloads":500000,"likes":500}"#,
        ]);
        let section = check(&rows, "", "counter-noise");
        assert_eq!(number(&section, "suspect_count"), Some(1.0));
        // 400,000 of 400,000 + 99,999 + 500,000 + 197,000 downloads.
        assert_eq!(number(&section, "suspect_download_share"), Some(400_000.0 / 1_196_999.0));
        assert_eq!(number(&section, "leader_share"), Some(999_999.0 / 1_196_999.0));
        assert_eq!(number(&section, "leader_share_without"), Some(599_999.0 / 796_999.0));
        assert_eq!(section.tables[1].rows.len(), 1);
    }

    #[test]
    fn a_test_fixture_is_suspect_at_any_size_and_unknown_likes_are_not_judged() {
        let rows =
            shelf(&[r#"{"id":"hf-internal-testing/x","downloads":5}"#, r#"{"id":"c/unknown","downloads":9000000}"#]);
        let section = check(&rows, "", "counter-noise");
        assert_eq!(number(&section, "suspect_count"), Some(1.0));
        assert_eq!(section.tables[1].rows[0][0].text(), Some("hf-internal-testing/x"));
        assert_eq!(section.metrics.get("suspect_count").unwrap().known, Some(198));
    }

    #[test]
    fn a_leader_that_is_gone_without_suspects_is_told() {
        let rows = shelf(&[
            r#"{"id":"c/loud","downloads":400000,"likes":0}"#,
            r#"{"id":"c/loud2","downloads":300000,"likes":0}"#,
        ]);
        let section = check(&rows, "", "counter-noise");
        assert!(
            section.findings.iter().any(|finding| finding.text == "Without them a leads the owners, and no longer c.")
        );
    }
}
