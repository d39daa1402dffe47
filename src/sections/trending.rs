//! Who makes what trends?
//!
//! The Hub's trending score summed by owner; all individuals taken as one among the others.
//!
//! The catch: the Hub does not publish how the score is formed. Owners that nobody has reviewed are
//! mostly individuals, so what individuals hold is a lower bound.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::UNREVIEWED,
    figures::{mark, ranked_bars, say},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    report::{Chart, Column, Group, Tone, Unit, Value},
    stats,
    text::{counted, prose, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "trending",
    title: "Who makes what trends?",
    short: "Trending",
    method: "The Hub's trending score (`trendingScore`, recency-weighted by a formula it does not publish) summed by owner; owners of type individual are also taken as one and ranked among all others.",
    group: Group::Attention,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Trending)),
    min_n: 1,
    run,
    place: Some(place),
};

const INDIVIDUAL: &str = "individual";
/// Models in the table.
const LISTED: usize = 25;

/// An owner's part of the score.
#[derive(Clone)]
struct Part<'a> {
    name: &'a str,
    kind: &'a str,
    repos: u64,
    score: f64,
}

fn larger(a: f64, b: f64) -> std::cmp::Ordering {
    b.total_cmp(&a)
}

/// Models with a recorded score and the places of their makers.
type Scored<'a> = Vec<(Repo<'a>, u32)>;

fn scored<'a>(context: &Context<'a>) -> Scored<'a> {
    let made = context.repos().zip(context.makers().codes.iter()).filter(|(repo, _)| repo.trending().is_some());
    made.map(|(repo, &code)| (repo, context.makers().place(code))).collect()
}

/// Owners with a recorded score, the largest sum first, ties by name. Scores are added up from the highest on, since
/// the order of the rows must not tell.
fn owners<'a>(context: &Context<'a>, scored: &Scored<'a>) -> Vec<Part<'a>> {
    let makers = context.makers();
    let mut sums = vec![(0u64, 0.0f64); makers.owners.len()];
    let falling = |(repo, _): &(Repo<'_>, u32)| !repo.trending().map_or(0, in_order);
    for at in stats::order_by(&scored.iter().map(falling).collect::<Vec<_>>()) {
        let (repo, place) = &scored[at as usize];
        let sum = &mut sums[*place as usize];
        *sum = (sum.0 + 1, sum.1 + repo.trending().unwrap_or(0.0));
    }
    let parts = makers.owners.iter().zip(sums).map(|(owner, (repos, score))| Part {
        name: owner.name,
        kind: owner.kind(),
        repos,
        score,
    });
    ranked(parts.filter(|part| part.repos > 0).collect())
}

fn ranked(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    stats::sorted(parts, |a, b| larger(a.score, b.score).then_with(|| a.name.cmp(b.name)))
}

/// The first of the models, the highest score first, ties by id.
fn leaders<'a>(scored: &Scored<'a>, most: usize) -> Vec<Repo<'a>> {
    let score = |at: u32| scored[at as usize].0.trending().map(in_order);
    let by_id = |a: u32, b: u32| scored[a as usize].0.id().cmp(scored[b as usize].0.id());
    let order = stats::first(scored.len() as u32, most, &score, &by_id);
    order.into_iter().map(|at| scored[at as usize].0).collect()
}

/// A whole number that orders as the number does.
fn in_order(score: f64) -> u64 {
    let bits = score.to_bits();
    if score.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

fn score_of(parts: &[Part<'_>], kind: &str) -> f64 {
    // The sum of no floats is −0.
    parts.iter().filter(|part| part.kind == kind).fold(0.0, |sum, part| sum + part.score)
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Trending);
    let scored = scored(context);
    let parts = owners(context, &scored);
    let models = leaders(&scored, LISTED);
    let total: f64 = parts.iter().map(|part| part.score).sum();
    let part_of = |score: f64| Some(score / total).filter(|part| part.is_finite());
    let (individual, open) = (score_of(&parts, INDIVIDUAL), score_of(&parts, UNREVIEWED));
    let some = parts.iter().any(|part| part.kind == INDIVIDUAL);
    let above = parts.iter().filter(|part| part.kind != INDIVIDUAL && part.score > individual).count() as u64;
    let (leader, first) = (models.first(), parts.first());
    let none = "no model of the basket records its score";
    let nothing = if parts.is_empty() { none } else { "the scores add up to 0 or to no number" };
    draft.metric("leader", Unit::Repo, leader.map(|repo| repo.id()), of, none);
    draft.metric("leader_owner", Unit::Owner, first.map(|part| part.name), of, none);
    draft.metric("leader_owner_share", Unit::Share, first.and_then(|part| part_of(part.score)), of, nothing);
    draft.metric("individual_share", Unit::Share, part_of(individual), of, nothing);
    let nobody = "no owner of the basket is known to be an individual";
    draft.metric("individual_rank", Unit::Count, some.then_some(above + 1), of, nobody);
    draft.metric("unreviewed_share", Unit::Share, part_of(open), of, nothing);
    tables(draft, &models, scored.len(), &parts, total);
    draft.coverage(of, format!("{} of {} models record their trending score.", whole(of.known), whole(of.n)));
    draft.caveat("Owners that nobody has reviewed are mostly individuals: what individuals hold, and their rank, are lower bounds.");
    draft.caveat("The Hub does not publish how the score is formed; it looks at days, not at months.");
    let (Some(leader), Some(first), true) = (leader, first, total > 0.0 && total.is_finite()) else { return };
    draft.finding(
        &format!(
            "**{}** trends most; of the summed score **{}** holds most, **{}**.",
            leader.id(),
            first.name,
            share(first.score / total)
        ),
        &["leader", "leader_owner", "leader_owner_share"],
    );
    if some {
        draft.finding(
            &format!(
                "All individuals taken as one hold **{}**, rank **{}**, at least: {} is of owners that nobody has reviewed.",
                share(individual / total),
                above + 1,
                share(open / total)
            ),
            &["individual_share", "individual_rank", "unreviewed_share"],
        );
    }
    draft.chart(chart(context, parts, total, above + 1));
}

fn tables(draft: &mut Draft, models: &[Repo<'_>], of: usize, parts: &[Part<'_>], total: f64) {
    let columns = [
        Column::new("id", "Model", Unit::Repo),
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("score", "Score", Unit::Count),
        Column::new("likes", "Likes", Unit::Count),
    ];
    let rows = models
        .iter()
        .map(|repo| vec![Value::from(repo.id()), repo.owner().into(), repo.trending().into(), repo.likes().into()]);
    draft.table("models", "Models by trending score", &columns, rows.collect());
    if of > LISTED {
        draft.table_note(format!("The first {LISTED} of {}.", counted(of as u64, "model", "models")));
    }
    let columns = [
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("type", "Type", Unit::Class),
        Column::new("repos", "Models", Unit::Count),
        Column::new("score", "Score", Unit::Count),
        Column::new("share", "Share", Unit::Share),
    ];
    let rows = parts.iter().map(|part| {
        vec![
            Value::from(part.name),
            part.kind.into(),
            part.repos.into(),
            part.score.into(),
            (part.score / total).into(),
        ]
    });
    draft.table("scores", "Owners by summed score", &columns, rows.collect());
}

/// Owners by summed score, the individuals as one of them.
fn chart(context: &Context<'_>, parts: Vec<Part<'_>>, total: f64, rank: u64) -> Chart {
    let (persons, mut others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.kind == INDIVIDUAL);
    let name = format!("all {}", counted(persons.len() as u64, "individual", "individuals"));
    let together = score_of(&persons, INDIVIDUAL);
    if !persons.is_empty() {
        others.push(Part { name: &name, kind: INDIVIDUAL, repos: 0, score: together });
    }
    let others = ranked(others);
    let subject = others.iter().position(|part| part.kind == INDIVIDUAL).unwrap_or(0);
    let marks = others.iter().enumerate().map(|(at, part)| {
        let tone = match part.kind {
            _ if at == subject => Tone::Subject,
            UNREVIEWED => Tone::Unknown,
            _ => Tone::Context,
        };
        mark(part.name, part.score.into(), Some(part.score / total), tone)
    });
    let mut chart = ranked_bars("owners", Unit::Count, marks.collect(), "", ("further owner", "further owners"));
    let part = share(others[subject].score / total);
    let title = match persons.len() {
        0 => format!("{} holds {part} of the trending score", others[subject].name),
        _ => format!("Individuals together hold {part} of the trending score, rank {rank}"),
    };
    let of = context.coverage(FieldId::Trending);
    let subtitle = format!(
        "Trending score summed by owner, individuals as one, hatched: unreviewed · {} · {}",
        context.basket_words(),
        context.n_words(of)
    );
    say(&mut chart, title, subtitle, "Bar chart of owners by summed trending score");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => {
            let repo = context.basket.snapshot.repo(row);
            let models = leaders(&scored(context), usize::MAX);
            let rank = models.iter().position(|other| other.id() == repo.id())? + 1;
            Some(format!("Trending score {}, rank {rank}.", prose(repo.trending()?)))
        }
        Subject::Owner(name) => {
            let owners = owners(context, &scored(context));
            let rank = owners.iter().position(|part| part.name == name)?;
            Some(format!("Summed trending score {}, rank {} of {}.", prose(owners[rank].score), rank + 1, owners.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn individuals_are_ranked_as_one_among_the_others_one_by_one() {
        // Qwen 40, individuals 10 + 15, unreviewed 30 and 5, google 20 of 120; one has no score.
        let rows = r#"[{"id":"Qwen/a","trendingScore":39.5},{"id":"Qwen/b","trendingScore":0.5},{"id":"aaditya/c","trendingScore":10},
            {"id":"0xSero/d","trendingScore":15},{"id":"who-knows/e","trendingScore":30},{"id":"nobody/f","trendingScore":5},
            {"id":"google/g","trendingScore":20},{"id":"openai/h"}]"#;
        let section = check(rows, "", "trending");
        assert_eq!(section.metrics.get("leader").unwrap().value.text(), Some("Qwen/a"));
        assert_eq!(section.metrics.get("leader_owner").unwrap().value.text(), Some("Qwen"));
        let found = ["leader_owner_share", "individual_share", "individual_rank", "unreviewed_share"];
        let found = found.map(|id| metric(&section, id));
        assert_eq!(found, [Some(40.0 / 120.0), Some(25.0 / 120.0), Some(3.0), Some(35.0 / 120.0)]);
        assert_eq!(section.charts[0].marks[2].label, "all 2 individuals");
        assert_eq!([0, 1, 3].map(|column| cell(&section, "scores", 1, column)), ["who-knows", "unreviewed", "30"]);
    }

    #[test]
    fn scores_order_as_numbers_do() {
        let rising = [f64::NEG_INFINITY, -2.5, -1.0, -0.0, 0.0, 1e-300, 0.5, 1.0, 39.5, 1e9, f64::INFINITY];
        assert!(rising.is_sorted_by(|a, b| super::in_order(*a) < super::in_order(*b)));
    }

    #[test]
    fn a_score_of_nothing_has_no_shares() {
        let section = check(r#"[{"id":"a/1","trendingScore":0},{"id":"a/2"}]"#, "", "trending");
        assert_eq!(metric(&section, "leader_owner_share"), None);
        assert!(section.metrics.get("individual_rank").unwrap().reason.is_some() && section.charts.is_empty());
    }
}
