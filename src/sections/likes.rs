//! Are the most liked the most downloaded?
//!
//! The rank correlation of likes and downloads, and how many models stand in the top 25 of both.
//!
//! The catch: a like is a person's, given once and kept; a download may be a machine's, and counts
//! again and again.

use super::{
    Context, Draft, Need, Spec, Subject,
    figures::{mark, say},
};
use crate::{
    basket::By,
    model::{Coverage, FieldId, Repo, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit},
    stats,
    text::{capital, counted, number_word, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "likes",
    title: "Are the most liked the most downloaded?",
    short: "Likes",
    method: "Spearman's rank correlation with average ranks, over models with both recorded; the 25 first by likes and by downloads, ties by id.",
    group: Group::Attention,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Likes)),
    min_n: 1,
    run,
    place: Some(place),
};

const TOP: usize = 25;
/// The fewest pairs that carry a correlation.
const PAIRS: u64 = 10;
/// Models of each list that the chart names.
const NAMED: usize = 4;
/// Rings of the chart, about.
const RINGS: usize = 250;

/// The first models with recorded likes, the most liked first, ties by id.
fn by_likes<'a>(context: &Context<'a>, most: usize) -> Vec<Repo<'a>> {
    let first = context.first(By::Likes, most);
    let repos = first.iter().map(|&row| context.basket.snapshot.repo(row));
    repos.take_while(|repo| repo.likes().is_some()).collect()
}

/// The place of a model in the order of downloads, where these are known.
fn rank(context: &Context<'_>, drawn: &[u32], repo: Repo<'_>) -> Option<usize> {
    let basket = context.basket;
    let downloads = basket.downloads(repo)?;
    let compare = |&row: &u32| {
        let other = basket.snapshot.repo(row);
        downloads.cmp(&basket.downloads(other).unwrap_or(0)).then_with(|| other.id().cmp(repo.id()))
    };
    drawn.binary_search_by(compare).ok()
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Likes);
    // One more than are told of says whether there are more.
    let (liked, drawn) = (by_likes(context, TOP + 1), context.by_downloads());
    let room = || Vec::with_capacity(context.basket.len());
    let (mut likes, mut downloads) = (room(), room());
    for (one, other) in context.repos().filter_map(|repo| repo.likes().zip(context.basket.downloads(repo))) {
        likes.push(one);
        downloads.push(other);
    }
    let pairs = Coverage { n: of.n, known: likes.len() as u64, wrong: 0 };
    let correlation = stats::spearman(&likes, &downloads).filter(|_| pairs.known >= PAIRS);
    let ranks: Vec<Option<usize>> = liked.iter().map(|repo| rank(context, &drawn, *repo)).collect();
    let overlap = ranks.iter().take(TOP).flatten().filter(|&&rank| rank < TOP).count() as u64;
    let most = liked.first();
    draft.metric("most_liked", Unit::Repo, most.map(|repo| repo.id()), of, "no model of the basket records its likes");
    let reason = if pairs.known < PAIRS {
        format!("{} models with likes and downloads are needed, there are {}", PAIRS, pairs.known)
    } else {
        "likes or downloads are the same for all".to_owned()
    };
    draft.metric("spearman_likes_downloads", Unit::Index, correlation, pairs, &reason);
    let known = pairs.known > 0;
    draft.metric("overlap_top25", Unit::Count, known.then_some(overlap), pairs, "no model records likes and downloads");
    table(context, draft, &liked, &ranks);
    draft.coverage(of, format!("{} of {} models record their likes.", whole(of.known), whole(of.n)));
    draft.caveat(
        "A like is given once by a person and kept; downloads are counted again and again, of machines as well.",
    );
    let Some(most) = most else { return };
    let likes = most.likes().unwrap_or(0);
    draft.finding(&format!("**{}** is liked most, by **{}**.", most.id(), whole(likes)), &["most_liked"]);
    if !known {
        return;
    }
    // Of lists that are not longer everything is among the first.
    let told = Some(overlap).filter(|_| liked.len().min(drawn.len()) > TOP);
    if let Some(overlap) = told {
        let who = if overlap == 1 { "model stands" } else { "models stand" };
        draft.finding(
            &format!("**{} {who}** among the first {TOP} of both lists.", capital(&number_word(overlap))),
            &["overlap_top25"],
        );
    }
    if let Some(rank) = correlation {
        draft.finding(
            &format!("Likes and downloads {} (rank correlation **{}**).", together(rank), signed(rank)),
            &["spearman_likes_downloads"],
        );
    }
    draft.chart(chart(context, (&liked, &ranks), &drawn, told));
}

fn together(rank: f64) -> &'static str {
    match rank {
        r if r < -0.2 => "run against each other",
        r if r < 0.2 => "hardly go together",
        r if r < 0.5 => "go together loosely",
        r if r < 0.8 => "go together in good part",
        _ => "go together closely",
    }
}

fn signed(rank: f64) -> String {
    format!("{rank:.2}").replace('-', "\u{2212}")
}

fn table(context: &Context<'_>, draft: &mut Draft, liked: &[Repo<'_>], ranks: &[Option<usize>]) {
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("likes", "Likes", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("rank", "Rank by downloads", Unit::Count),
    ];
    let rows = liked.iter().zip(ranks).take(TOP).map(|(repo, rank)| {
        let rank = rank.map(|at| at as u64 + 1);
        vec![repo.id().into(), repo.likes().into(), context.basket.downloads(*repo).into(), rank.into()]
    });
    draft.table("liked", "The most liked models", &columns, rows.collect());
    if liked.len() > TOP {
        let all = context.coverage(FieldId::Likes).known;
        draft.table_note(format!("The first {TOP} of {}.", counted(all, "model", "models")));
    }
}

fn chart(
    context: &Context<'_>,
    (liked, ranks): (&[Repo<'_>], &[Option<usize>]),
    drawn: &[u32],
    overlap: Option<u64>,
) -> Chart {
    let mut chart = Chart::new("likes", Form::Scatter, Unit::Count);
    let step = drawn.len().div_ceil(RINGS).max(1);
    let named = || ranks.iter().take(NAMED).flatten().copied();
    let mut next = 0;
    while next < drawn.len() {
        let at = next;
        next = if at + 1 < NAMED { at + 1 } else { (at / step + 1) * step };
        next = named().filter(|&rank| rank > at).fold(next, usize::min);
        let repo = context.basket.snapshot.repo(drawn[at]);
        let Some(likes) = repo.likes() else { continue };
        let tone = match at {
            at if at == 0 || ranks[0] == Some(at) => Tone::Subject,
            at if at < NAMED || named().any(|rank| rank == at) => Tone::Second,
            _ => Tone::Context,
        };
        let downloads = context.basket.downloads(repo);
        chart.marks.push(Mark { second: downloads.into(), ..mark(repo.id(), likes.into(), None, tone) });
    }
    chart.axes = vec![format!("downloads {} (log)", context.window_words()), "likes (log)".to_owned()];
    let title = match overlap {
        None => format!("{} is liked most", liked[0].id()),
        Some(0) => format!("The {TOP} most liked and the {TOP} most downloaded are different models"),
        Some(same) => {
            format!("{} of the {TOP} most liked are among the {TOP} most downloaded", capital(&number_word(same)))
        }
    };
    let drawn_words = if step == 1 { "all".to_owned() } else { format!("one in {step}") };
    let subtitle = format!(
        "Likes and downloads {} per model, both logarithmic, {drawn_words} drawn · {} · {}",
        context.window_words(),
        context.basket_words(),
        context.n_words(context.coverage(FieldId::Likes))
    );
    say(&mut chart, title, subtitle, "Scatter of likes over downloads, the most downloaded first");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let repo = context.basket.snapshot.repo(row);
    let likes = repo.likes()?;
    let liked = format!(
        "Rank {} by likes, {}",
        by_likes(context, usize::MAX).iter().position(|other| other.row() == row)? + 1,
        counted(likes, "like", "likes")
    );
    Some(match rank(context, &context.by_downloads(), repo) {
        Some(at) => format!("{liked}; rank {} by downloads.", at + 1),
        None => format!("{liked}."),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, metric};

    fn rows(pairs: &[(u64, u64)]) -> String {
        let row = |(at, (likes, downloads)): (usize, &(u64, u64))| {
            format!(r#"{{"id":"a/{at:02}","likes":{likes},"downloads":{downloads}}}"#)
        };
        format!("[{}]", pairs.iter().enumerate().map(row).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn a_correlation_needs_ten_pairs() {
        let mut pairs: Vec<(u64, u64)> = (0..10).map(|at| (at, 100 - at)).collect();
        assert_eq!(metric(&check(&rows(&pairs), "", "likes"), "spearman_likes_downloads"), Some(-1.0));
        pairs.pop();
        let section = check(&rows(&pairs), "", "likes");
        assert_eq!(metric(&section, "spearman_likes_downloads"), None);
        assert_eq!(metric(&section, "overlap_top25"), Some(9.0));
    }

    #[test]
    fn the_first_25_of_both_lists_are_held_against_each_other() {
        // Likes rise and downloads fall with the number: of 40 the lists are 15 to 39 and 0 to 24.
        let pairs: Vec<(u64, u64)> = (0..40).map(|at| (at, 100 - at)).collect();
        let section = check(&rows(&pairs), "", "likes");
        assert_eq!(metric(&section, "overlap_top25"), Some(10.0));
        assert_eq!(section.metrics.get("most_liked").unwrap().value.text(), Some("a/39"));
        assert_eq!(section.charts[0].marks.len(), 40);
    }

    #[test]
    fn without_downloads_there_is_nothing_to_hold_likes_against() {
        let section = check(r#"[{"id":"a/1","likes":3},{"id":"a/0","likes":3}]"#, "", "likes");
        assert_eq!(section.metrics.get("most_liked").unwrap().value.text(), Some("a/0"));
        assert!(section.metrics.get("overlap_top25").unwrap().reason.is_some() && section.charts.is_empty());
    }
}
