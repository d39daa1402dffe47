//! How much do a few owners hold?
//!
//! Shares of the k largest, Lorenz curve, Gini and Herfindahl–Hirschman index over owners and over
//! models; formulas and sources in `stats`.
//!
//! The catch: concentration of downloads, not of users.

use super::{Context, Draft, Need, Spec, Subject};
use crate::{
    model::RepoKind,
    report::{BarPart, Bracket, Chart, Column, Form, Group, Headline, Mark, Prose, Rest, Threshold, Tone, Unit, Value},
    stats,
    text::{capital, counted, number_word, share, short, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "concentration",
    title: "How much do a few owners hold?",
    short: "Concentration",
    method: "Owners ranked by downloads. Gini = Σ(2i − n − 1)x / (n·Σx) over x ascending; HHI = 10,000·Σs²; effective owners = 10,000 ÷ HHI.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

/// Cuts of the opening bar; what lies behind them is one block, far below a pixel each.
const CUTS: usize = 120;

struct Sums {
    total: u64,
    cumulative: Vec<u64>,
    half: Option<usize>,
}

impl Sums {
    fn of(descending: &[u64]) -> Sums {
        let cumulative = stats::cumulative(descending);
        Sums { total: cumulative.last().copied().unwrap_or(0), half: stats::half_rank(descending), cumulative }
    }

    fn held(&self, k: usize) -> u64 {
        k.min(self.cumulative.len()).checked_sub(1).map_or(0, |at| self.cumulative[at])
    }

    fn share(&self, k: usize) -> f64 {
        stats::share(self.held(k), self.total).unwrap_or(0.0)
    }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    // Only what is known enters a Gini: an owner none of whose models has a count is left out.
    let owners: Vec<u64> = context.owners().iter().filter(|o| o.known > 0).map(|o| o.downloads).collect();
    let models = context.descending();
    let (by_owner, by_model) = (Sums::of(&owners), Sums::of(models));
    let nothing = if of.known == 0 { "no download count is recorded" } else { "nothing was downloaded" };

    for (id, k) in [("top1_share", 1), ("top5_share", 5), ("top10_share", 10), ("top50_share", 50)] {
        draft.share(id, by_owner.held(k), by_owner.total, of);
    }
    draft.metric("half_rank", Unit::Count, by_owner.half.map(|k| k as u64), of, nothing);
    let (gini, hhi) = (stats::gini(&owners), stats::hhi(&owners));
    draft.metric("gini", Unit::Index, gini, of, nothing);
    draft.metric("hhi", Unit::Index, hhi, of, nothing);
    draft.metric("effective_owners", Unit::Index, hhi.map(|hhi| 10_000.0 / hhi), of, nothing);
    draft.share("top10_models_share", by_model.held(10), by_model.total, of);
    draft.share("top200_models_share", by_model.held(200), by_model.total, of);
    draft.share("top1pct_models_share", by_model.held(context.basket.len().div_ceil(100)), by_model.total, of);
    draft.metric("gini_models", Unit::Index, stats::gini(models), of, nothing);
    if context.brief {
        return;
    }
    draft.coverage(
        of,
        format!(
            "{}, of whose models {} of {} have a download count.",
            counted(owners.len() as u64, "owner", "owners"),
            whole(of.known),
            whole(of.n)
        ),
    );
    draft.caveat("Concentration of downloads, not of users: one busy build server can outweigh a thousand people.");
    draft.caveats(context.attribution_caveat());
    if of.known < of.n {
        draft.caveat("A model without a download count adds nothing to its owner; recorded zeros stay in the Gini.");
    }

    table(draft, &by_owner, &by_model);
    let (Some(half), Some(gini)) = (by_owner.half, gini) else { return };
    if let Some(sentence) = largest(owners.len(), &by_owner) {
        draft.finding(&sentence, &["top5_share", "top10_share"]);
    }
    if owners.len() > 1 {
        let effective = 10_000.0 / hhi.unwrap_or(10_000.0);
        draft.finding(
            &format!(
                "**{}** of {} {} half of all downloads; the basket is as concentrated as if **{}** of equal size shared it.",
                capital(&number_word(half as u64)), counted(owners.len() as u64, "owner", "owners"), if half == 1 { "holds" } else { "hold" }, counted(effective.round() as u64, "owner", "owners")
            ),
            &["half_rank", "effective_owners"],
        );
    }
    headline(draft, owners.len(), &by_owner, gini, hhi.unwrap_or(0.0));
    draft.chart(cumulative_chart(context, &by_owner, half));
    draft.chart(lorenz_chart(context, &owners, gini));
    draft.chart(share_bar(context, &by_owner, half));
}

/// What the k largest hold, so that the curves can be read as figures.
fn table(draft: &mut Draft, owners: &Sums, models: &Sums) {
    let steps = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000];
    let rows = steps.into_iter().filter(|&k| k <= models.cumulative.len()).map(|k| {
        let of_owners = (k <= owners.cumulative.len()).then(|| stats::share(owners.held(k), owners.total)).flatten();
        vec![Value::from(k as u64), of_owners.into(), stats::share(models.held(k), models.total).into()]
    });
    let columns = [
        Column::new("k", "The k largest", Unit::Count),
        Column::new("owners_share", "Share of k owners", Unit::Share),
        Column::new("models_share", "Share of k models", Unit::Share),
    ];
    draft.table("largest", "What the largest hold", &columns, rows.collect());
}

/// What the five and the ten largest hold, where there are more than so many.
fn largest(owners: usize, sums: &Sums) -> Option<String> {
    match owners {
        0..=5 => None,
        6..=10 => Some(format!("The five largest owners draw **{}**.", share(sums.share(5)))),
        _ => Some(format!(
            "The five largest owners draw **{}**, the ten largest **{}**.",
            share(sums.share(5)),
            share(sums.share(10))
        )),
    }
}

fn headline(draft: &mut Draft, owners: usize, sums: &Sums, gini: f64, hhi: f64) {
    if owners <= 10 {
        return;
    }
    let (five, ten) = (sums.share(5), sums.share(10));
    draft.headline(Headline {
        figure: crate::text::percent(five),
        unit: "%",
        parts: Prose::parse(&format!("of downloads go to **five owners**, {} to ten.", share(ten))),
        bar: vec![
            BarPart { share: five.into(), tone: Tone::Subject },
            BarPart { share: (ten - five).max(0.0).into(), tone: Tone::Context },
            BarPart { share: (1.0 - ten).max(0.0).into(), tone: Tone::Soft },
        ],
        coverage: format!("n = {} · Gini {gini:.2} · HHI {hhi:.0}", counted(owners as u64, "owner", "owners")),
    });
}

fn half_title(sums: &Sums, half: usize) -> String {
    match half {
        1 if sums.cumulative.len() == 1 => "One owner holds all downloads".to_owned(),
        1 => "One owner holds half of all downloads".to_owned(),
        _ => format!("{} owners hold half of all downloads", capital(&number_word(half as u64))),
    }
}

fn share_bar(context: &Context<'_>, sums: &Sums, half: usize) -> Chart {
    let owners = context.owners();
    let shown = owners.len().min(CUTS);
    let of = context.coverage(context.downloads_field());
    let mut chart = Chart::new("share-bar", Form::ShareBar, Unit::Downloads);
    chart.title = half_title(sums, half);
    chart.subtitle = format!(
        "Share of {} {} {}, by owner · {} · {}",
        short(sums.total as f64),
        context.words().weight_of(sums.total),
        context.window_words(),
        context.owner_words(),
        context.n_words(of),
    );
    chart.marks = owners[..shown]
        .iter()
        .enumerate()
        .map(|(at, owner)| Mark {
            label: owner.name.to_owned(),
            value: owner.downloads.into(),
            share: stats::share(owner.downloads, sums.total).into(),
            tone: match at {
                0 => Tone::Subject,
                at if at < half => Tone::Context,
                _ => Tone::Soft,
            },
            note: Some(counted(owner.repos, "model", "models")),
            ..Mark::default()
        })
        .collect();
    let further = (owners.len() - half) as u64;
    chart.rest = (further > 0).then(|| Rest {
        count: further,
        share: (1.0 - sums.share(half)).into(),
        text: format!("{} {}", counted(further, "further owner", "further owners"), share(1.0 - sums.share(half))),
    });
    chart.brackets = vec![Bracket {
        from: 0,
        to: half - 1,
        text: format!(
            "{} {} {}",
            capital(&number_word(half as u64)),
            if half == 1 { "owner" } else { "owners" },
            share(sums.share(half))
        ),
    }];
    chart.thresholds = vec![Threshold { at: 0.5, text: share(0.5).replace(".0", "") }];
    let named: Vec<String> = chart
        .marks
        .iter()
        .take(half.min(5))
        .map(|mark| format!("{} {}", mark.label, share(mark.share.number().unwrap_or(0.0))))
        .collect();
    chart.alt =
        format!("One bar of all downloads cut by owner: {}; {} together.", named.join(", "), share(sums.share(half)));
    chart
}

fn cumulative_chart(context: &Context<'_>, sums: &Sums, half: usize) -> Chart {
    let owners = context.owners();
    let n = owners.len();
    let mut chart = Chart::new("cumulative", Form::Cumulative, Unit::Share);
    chart.title = match half {
        1 => format!("{} alone holds half of all downloads", owners[0].name),
        _ => format!("Half of all downloads is reached at owner number {half}"),
    };
    chart.subtitle = format!(
        "Cumulative share of downloads by owner rank · {} · n = {} of {}",
        capital(context.window_words()).replace("In 30", "30"),
        counted(n as u64, "owner", "owners"),
        context.counted(context.n()),
    );
    chart.curve = ranks(n).into_iter().map(|k| (k as f64, sums.share(k))).collect();
    let mut named: Vec<usize> = [1, 5, half, 10, 50].into_iter().filter(|&k| k <= n).collect();
    named.sort_unstable();
    named.dedup();
    chart.marks = named
        .into_iter()
        .map(|k| Mark {
            label: if k == 1 { owners[0].name.to_owned() } else { format!("top {k}") },
            value: sums.share(k).into(),
            second: (k as u64).into(),
            tone: if k == half { Tone::Subject } else { Tone::Hollow },
            ..Mark::default()
        })
        .collect();
    chart.thresholds = vec![Threshold { at: 0.5, text: format!("{} of downloads", share(0.5).replace(".0", "")) }];
    chart.axes = vec!["owners, largest first (log scale)".into(), "share of downloads".into()];
    let points: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| format!("{} {}", mark.label, share(mark.value.number().unwrap_or(0.0))))
        .collect();
    chart.alt = format!(
        "Curve of the cumulative share of downloads over {}: {}.",
        counted(n as u64, "owner", "owners"),
        points.join(", ")
    );
    chart
}

/// Ranks that a curve on a log axis needs: all small ones, then evenly spaced in the logarithm.
fn ranks(n: usize) -> Vec<usize> {
    let mut ranks: Vec<usize> = (1..=n.min(50)).collect();
    let mut rank = 50usize;
    while rank < n {
        rank = (rank + (rank / 40).max(1)).min(n);
        ranks.push(rank);
    }
    ranks
}

fn lorenz_chart(context: &Context<'_>, owners: &[u64], gini: f64) -> Chart {
    let mut chart = Chart::new("lorenz", Form::Lorenz, Unit::Index);
    chart.title = format!("Gini of owners: {gini:.3}");
    chart.subtitle = format!(
        "Lorenz curve of downloads over owners · {} · n = {}",
        capital(context.window_words()).replace("In 30", "30"),
        counted(owners.len() as u64, "owner", "owners")
    );
    chart.curve = stats::lorenz(owners, 200);
    chart.marks = vec![Mark { label: "Gini".into(), value: gini.into(), tone: Tone::Subject, ..Mark::default() }];
    chart.axes = vec!["owners, smallest first".into(), "share of downloads".into()];
    chart.alt = format!(
        "Lorenz curve of downloads over owners, from equality (0) to one owner holding all (1): Gini {gini:.3}."
    );
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Owner(name) = subject else { return None };
    let owners = context.owners();
    let rank = owners.iter().position(|owner| owner.name == name)?;
    let held: u64 = owners[..=rank].iter().map(|owner| owner.downloads).sum();
    let held = stats::share(held, context.total())?;
    Some(match rank {
        0 => format!("The largest owner: {} of all downloads.", share(held)),
        _ => format!("The {} owners down to {name} hold {} together.", whole(rank as u64 + 1), share(held)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_by_hand() {
        let sums = Sums::of(&[4, 3, 2, 1]);
        assert_eq!((sums.held(0), sums.held(2), sums.held(99)), (0, 7, 10));
        assert_eq!(sums.half, Some(2));
        assert_eq!(sums.share(2), 0.7);
    }

    #[test]
    fn a_long_curve_keeps_its_ends_and_few_points() {
        assert_eq!(ranks(3), [1, 2, 3]);
        let many = ranks(300_000);
        assert_eq!((many[0], many.last()), (1, Some(&300_000)));
        assert!(many.len() < 600 && many.is_sorted());
    }
}
