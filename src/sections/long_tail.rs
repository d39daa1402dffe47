//! How thin is the tail?
//!
//! Models that hardly anybody downloads, what the very largest draw, and how steeply downloads fall
//! between: the exponent of a power law over the largest tenth.
//!
//! The catch: the window. Over 30 days most models are downloaded rarely; over all time fewer are. And
//! a basket of the largest has lost its tail.

use super::{
    Context, Draft, Need, Spec, Subject,
    figures::{mark, say},
};
use crate::{
    basket::Top,
    model::RepoKind,
    report::{Bracket, Chart, Column, Form, Group, Mark, Threshold, Tone, Unit, Value},
    stats,
    text::{counted, share, short, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "long-tail",
    title: "How thin is the tail?",
    short: "Long tail",
    method: "Shares of the models whose downloads are recorded. Tail: all models from the quantile 0.9 of downloads on (at least 1); exponent = 1 + n ÷ Σ ln(x ÷ (min − ½)), Clauset, Shalizi and Newman 2009, eq. 3.7.",
    group: Group::Attention,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

/// Downloaded fewer times than this is hardly downloaded.
const FEW: u64 = 200;
/// The fewest models that carry a tail.
const NEEDED: u64 = 1_000;

/// The upper end of a power law.
struct Tail {
    min: u64,
    n: u64,
    exponent: f64,
}

/// How many of the falling numbers reach a bound.
fn at_least(descending: &[u64], bound: u64) -> usize {
    descending.partition_point(|&count| count >= bound)
}

fn tail(downloads: &[u64]) -> Option<Tail> {
    // The smallest that nine tenths do not exceed, as `stats::quantile` has it.
    let rank = (9 * downloads.len()).div_ceil(10).max(1);
    let min = (*downloads.get(downloads.len().checked_sub(rank)?)?).max(1);
    let (exponent, n) = stats::tail_exponent(downloads, min)?;
    Some(Tail { min, n, exponent })
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let total = context.total();
    let downloads = context.descending();
    let below = |bound: u64| (downloads.len() - at_least(downloads, bound)) as u64;
    let (few, zero) = (below(FEW), below(1));
    let largest = context.n().div_ceil(10_000);
    let drawn = downloads.iter().take(largest as usize).fold(0u64, |sum, count| sum.saturating_add(*count));
    let enough = of.known >= NEEDED;
    let part = stats::share(drawn, total).filter(|_| enough);
    let tail = tail(downloads).filter(|_| enough);
    let reason = if enough {
        "no model of the basket was downloaded".to_owned()
    } else {
        format!("{} models with a download count are needed, there are {}", whole(NEEDED), whole(of.known))
    };
    draft.share("under_200_downloads_share", few, of.known, of);
    draft.share("zero_downloads_share", zero, of.known, of);
    draft.metric("top_001pct_share", Unit::Share, part, of, &reason);
    draft.metric("tail_exponent", Unit::Index, tail.as_ref().map(|tail| tail.exponent), of, &reason);
    draft.metric("tail_min", Unit::Downloads, tail.as_ref().map(|tail| tail.min), of, &reason);
    draft.metric("tail_n", Unit::Count, tail.as_ref().map(|tail| tail.n), of, &reason);
    table(draft, downloads, of.known);
    draft.coverage(of, format!("{} of {} models have a download count.", whole(of.known), whole(of.n)));
    draft.caveat(format!("Counted {}; another window gives another tail.", context.window_words()));
    if matches!(context.basket.query.top, Top::First(top) if top == context.n()) {
        draft.caveat(
            "The basket was cut to the first of a ranking: what lies below, most of the Hub, is not in these shares.",
        );
    }
    if tail.is_some() {
        draft.caveat(
            "The exponent is an estimate of how steeply downloads fall; that they follow a power law is not tested.",
        );
    }
    if of.known == 0 {
        return;
    }
    let window = context.window_words();
    let were = match few {
        0 => ("None".to_owned(), "was"),
        few => (share_words(few, of.known), "were"),
    };
    let mut sentence = format!("**{}** of the models {} downloaded fewer than {FEW} times {window}", were.0, were.1);
    if zero > 0 {
        sentence += &format!(", **{}** not once", share_words(zero, of.known));
    }
    draft.finding(&(sentence + "."), &["under_200_downloads_share", "zero_downloads_share"]);
    if few > 0 {
        draft.share_headline(
            few as f64 / of.known as f64,
            0.0,
            &format!("of models were downloaded **fewer than {FEW} times** {window}."),
            context.n_words(of),
        );
    }
    if let Some(part) = part {
        draft.finding(
            &format!(
                "The largest hundredth of a per cent (**{}**, rounded up) draws **{}**.",
                counted(largest, "model", "models"),
                share(part)
            ),
            &["top_001pct_share"],
        );
    }
    if let Some(tail) = &tail {
        draft.finding(
            &format!(
                "From **{}** downloads on, over {}, they fall like a power law of exponent **{:.2}**.",
                whole(tail.min),
                counted(tail.n, "model", "models"),
                tail.exponent
            ),
            &["tail_exponent", "tail_min", "tail_n"],
        );
    }
    if total > 0 {
        let title = format!("{} of these models {} downloaded fewer than {FEW} times {window}", were.0, were.1);
        draft.chart(chart(context, downloads, tail, title));
    }
}

fn share_words(part: u64, all: u64) -> String {
    share(stats::share(part, all).unwrap_or(0.0))
}

fn table(draft: &mut Draft, downloads: &[u64], known: u64) {
    let columns = [
        Column::new("from", "Downloads from", Unit::Downloads),
        Column::new("to", "to", Unit::Downloads),
        Column::new("count", "Models", Unit::Count),
        Column::new("share", "Share", Unit::Share),
    ];
    let bounds = [0, 1, FEW, 1_000, 10_000, 100_000, 1_000_000, u64::MAX];
    let rows = bounds.windows(2).map(|ends| {
        let count = (at_least(downloads, ends[0]) - at_least(downloads, ends[1])) as u64;
        let to = Some(ends[1] - 1).filter(|_| ends[1] < u64::MAX);
        vec![Value::from(ends[0]), to.into(), count.into(), stats::share(count, known).into()]
    });
    draft.table("levels", "Models by downloads", &columns, rows.collect());
}

/// Rank and downloads, each rank of the head and fewer and fewer further down.
fn curve(downloads: &[u64]) -> Vec<(f64, f64)> {
    let downloaded = downloads.partition_point(|&count| count > 0);
    let mut curve = Vec::new();
    let mut rank = 1;
    while rank <= downloaded {
        curve.push((rank as f64, downloads[rank - 1] as f64));
        let next = rank + (rank / 16).max(1);
        rank = if rank < downloaded { next.min(downloaded) } else { next };
    }
    curve
}

fn chart(context: &Context<'_>, downloads: &[u64], tail: Option<Tail>, title: String) -> Chart {
    let mut chart = Chart::new("ranks", Form::RankSize, Unit::Downloads);
    let point = |label: &str, rank: u64, value: f64, tone: Tone| Mark {
        second: rank.into(),
        ..mark(label, value.into(), None, tone)
    };
    chart.curve = curve(downloads);
    chart.axes = vec!["rank (log)".to_owned(), format!("downloads {} (log)", context.window_words())];
    chart.marks = vec![point("the largest", 1, downloads[0] as f64, Tone::Context)];
    if let Some(tail) = tail {
        chart.marks.push(point("a tenth of the models", tail.n, tail.min as f64, Tone::Subject));
        // Of n models from x on, the rank of y is n·(y ÷ x)^(1 − exponent).
        let first = tail.min as f64 * libm::exp(libm::log(tail.n as f64) / (tail.exponent - 1.0));
        if first < 1e15 {
            chart.marks.push(point("by the fit", 1, first, Tone::Hollow));
            let text = format!("exponent {:.2}, n = {}", tail.exponent, whole(tail.n));
            chart.brackets = vec![Bracket { from: 2, to: 1, text }];
        }
    }
    if downloads.last().is_some_and(|&least| least < FEW) {
        chart.thresholds = vec![Threshold { at: FEW as f64, text: format!("{FEW} downloads") }];
    }
    let of = context.coverage(context.downloads_field());
    let subtitle = context.subtitle("Downloads by rank (both logarithmic)", of);
    let told = format!("Curve of downloads by rank, from {} down", short(downloads[0] as f64));
    say(&mut chart, title, subtitle, &told);
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let own = context.basket.downloads(context.basket.snapshot.repo(row))?;
    let downloads = context.descending();
    let fewer = downloads.iter().filter(|&&count| count < own).count() as u64;
    Some(format!("Downloaded more often than {} of the models.", share_words(fewer, downloads.len() as u64)))
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{cell, check, metric},
        curve,
    };

    fn rows(downloads: impl Iterator<Item = u64>) -> String {
        let rows = downloads.enumerate().map(|(at, count)| format!(r#"{{"id":"a/{at}","downloads":{count}}}"#));
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }

    #[test]
    fn few_is_below_200_and_of_the_recorded() {
        let text = rows([0, 0, 199, 200, 5_000].into_iter()).replace("5000", "\"many\"");
        let section = check(&text, "", "long-tail");
        assert_eq!(metric(&section, "under_200_downloads_share"), Some(0.75));
        assert_eq!(metric(&section, "zero_downloads_share"), Some(0.5));
        assert!(section.metrics.get("tail_min").unwrap().reason.as_ref().unwrap().contains("there are 4"));
        assert_eq!([0, 1, 2].map(|column| cell(&section, "levels", 1, column)), ["1", "199", "1"]);
    }

    #[test]
    fn the_tail_begins_at_the_quantile() {
        // 1 to 1,000: the quantile 0.9 is 900, from which on there are 101.
        let section = check(&rows(1..=1_000), "top=all", "long-tail");
        assert_eq!((metric(&section, "tail_min"), metric(&section, "tail_n")), (Some(900.0), Some(101.0)));
        let sum: f64 = (900..=1_000).map(|x| libm::log(f64::from(x) / 899.5)).sum();
        assert_eq!(metric(&section, "tail_exponent"), Some(1.0 + 101.0 / sum));
        // ⌈1,000 ÷ 10,000⌉ = 1 of 500,500.
        assert_eq!(metric(&section, "top_001pct_share"), Some(1_000.0 / 500_500.0));
    }

    #[test]
    fn a_curve_is_short_and_ends_with_the_last_download() {
        let downloads: Vec<u64> = (0..3_000_000).rev().collect();
        let curve = curve(&downloads);
        assert!(curve.len() < 300 && curve.first() == Some(&(1.0, 2_999_999.0)));
        assert_eq!(curve.last(), Some(&(2_999_999.0, 1.0)));
    }
}
