//! On which papers do they rest?
//!
//! arXiv ids among the tags, without their version; the Hub takes them from links in model cards.
//!
//! The catch: a card cites what it likes, the model's own paper and the method's alike.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{overlapping_bars, say},
};
use crate::{
    model::{FieldId, RepoKind},
    report::{Chart, Column, Group, Unit},
    stats,
    text::{counted, share, short, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "papers",
    title: "On which papers do they rest?",
    short: "Papers",
    method: "Tags `arxiv:…` without a version, which the Hub takes from the links of a model's card; a model counts for each paper once.",
    group: Group::Lineage,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Tags)),
    min_n: 1,
    run,
    place: Some(place),
};

/// Rows of the table.
const LISTED: usize = 100;

type Cited<'a> = Vec<(&'a str, Sum)>;

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Tags);
    let papers = context.basket.snapshot.papers();
    let mut sums = vec![Sum::default(); papers.len()];
    let mut citing = 0;
    for (repo, weight) in context.weighed() {
        let mut any = false;
        repo.paper_codes().for_each(|code| {
            any = true;
            sums[code as usize].add(weight);
        });
        citing += u64::from(any);
    }
    let cited: Cited<'_> = papers.iter().zip(sums).filter(|(_, sum)| sum.count > 0).collect();
    let count = |at: u32| Some(cited[at as usize].1.count);
    let by_id = |a: u32, b: u32| cited[a as usize].0.cmp(cited[b as usize].0);
    let order = stats::first(cited.len() as u32, LISTED, &count, &by_id);
    let ranked: Cited<'_> = order.into_iter().map(|at| cited[at as usize]).collect();
    let first = ranked.first();
    let heavy = |(_, sum): &&(&str, Sum)| std::cmp::Reverse(sum.downloads);
    let heaviest = cited
        .iter()
        .filter(|(_, sum)| sum.downloads > 0)
        .min_by(|a, b| heavy(a).cmp(&heavy(b)).then_with(|| a.0.cmp(b.0)));

    let none = "no model of the basket cites a paper";
    let idle = if first.is_none() { none } else { "no model that cites a paper was downloaded" };
    draft.metric("papers_count", Unit::Count, cited.len() as u64, of, "");
    draft.metric("most_cited_by_models", Unit::Text, first.map(|(id, _)| *id), of, none);
    draft.metric("most_cited_by_models_count", Unit::Count, first.map(|(_, sum)| sum.count), of, none);
    draft.metric("most_cited_by_downloads", Unit::Text, heaviest.map(|(id, _)| *id), of, idle);
    draft.metric(
        "most_cited_by_downloads_share",
        Unit::Share,
        heaviest.and_then(|(_, sum)| stats::share(sum.downloads, context.total())),
        of,
        idle,
    );
    draft.share("models_with_paper_share", citing, context.n(), of);

    table(context, draft, &ranked, cited.len());
    draft.coverage(
        of,
        format!(
            "{} of {} models have tags; {} a paper.",
            whole(of.known),
            whole(of.n),
            counted(citing, "cites", "cite")
        ),
    );
    draft.caveat("A card links to what it likes: the model's own paper, a method, a data set. Cards are copied, and their links with them.");
    let (Some(first), Some(part)) = (first, stats::share(citing, context.n())) else { return };
    draft.finding(
        &format!(
            "**{}** of models cite a paper; arXiv **{}** is cited by most, {}.",
            share(part),
            first.0,
            counted(first.1.count, "model", "models")
        ),
        &["models_with_paper_share", "most_cited_by_models", "most_cited_by_models_count"],
    );
    if let Some((id, sum)) = heaviest {
        let part = stats::share(sum.downloads, context.total()).unwrap_or(0.0);
        draft.finding(
            &format!(
                "By downloads **{id}** leads: the models that cite it draw **{}**, {} of all.",
                short(sum.downloads as f64),
                share(part)
            ),
            &["most_cited_by_downloads", "most_cited_by_downloads_share"],
        );
    }
    draft.chart(chart(context, &ranked, cited.len()));
}

fn table(context: &Context<'_>, draft: &mut Draft, ranked: &[(&str, Sum)], n: usize) {
    if ranked.is_empty() {
        return;
    }
    let columns = [
        Column::new("paper", "arXiv id", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of downloads", Unit::Share),
    ];
    let rows = ranked.iter().map(|(id, sum)| {
        vec![(*id).into(), sum.count.into(), sum.downloads.into(), stats::share(sum.downloads, context.total()).into()]
    });
    draft.table("papers", "Papers by number of models that cite them", &columns, rows.collect());
    if n > LISTED {
        draft.table_note(format!("The first {LISTED} of {} papers.", whole(n as u64)));
    }
}

fn chart(context: &Context<'_>, ranked: &[(&str, Sum)], n: usize) -> Chart {
    let of = context.coverage(FieldId::Tags);
    let further = ("further paper", "further papers");
    let mut chart = overlapping_bars(context, "papers", ranked.iter().copied(), n, further);
    let first = ranked.first().map_or(("", 0), |(id, sum)| (*id, sum.count));
    let title = format!(
        "{} {} arXiv {}",
        counted(first.1, "model", "models"),
        if first.1 == 1 { "cites" } else { "cite" },
        first.0
    );
    let subtitle = format!("Models that cite a paper · {} · {}", context.basket_words(), context.n_words(of));
    say(&mut chart, title, subtitle, "Bar chart of papers by the models that cite them");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let papers = context.basket.snapshot.papers();
    let ids: Vec<&str> = context.basket.snapshot.repo(row).paper_codes().take(4).map(|code| papers.get(code)).collect();
    (!ids.is_empty()).then(|| format!("Cites arXiv {}.", ids.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn papers_by_models_and_by_downloads() {
        let rows = r#"[
            {"id":"a/1","downloads":5,"tags":["arxiv:2000.00002v3","arxiv:2000.00002","arxiv:1999.1"]},
            {"id":"a/2","downloads":5,"tags":["arxiv:2000.00002"]},
            {"id":"a/3","downloads":40,"tags":["arxiv:2000.00001"]},
            {"id":"a/4","downloads":50,"tags":[]}
        ]"#;
        let section = check(rows, "", "papers");
        assert_eq!(
            (metric(&section, "papers_count"), metric(&section, "models_with_paper_share")),
            (Some(3.0), Some(0.75))
        );
        assert_eq!((cell(&section, "papers", 0, 0), cell(&section, "papers", 0, 1)), ("2000.00002".into(), "2".into()));
        assert_eq!(cell(&section, "papers", 1, 0), "1999.1");
        assert_eq!(metric(&section, "most_cited_by_downloads_share"), Some(0.4));
    }
}
