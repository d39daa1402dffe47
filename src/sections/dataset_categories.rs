//! What are datasets for, and what is in them?
//!
//! Tags `task_categories:` and `modality:`; a dataset counts in each that it names.
//!
//! The catch: about half of the datasets name no category.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::{Sum, Tally, by_count_or},
    figures::{classes, overlapping_bars, say},
};
use crate::{
    model::{Coverage, FieldId, Names, Repo, RepoKind},
    report::{Chart, Column, Group, Tone, Unit, Value},
    stats,
    text::{share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "dataset-categories",
    title: "What are they for, and what is in them?",
    short: "Categories",
    method: "Tags `task_categories:…` and, for the kinds of data, `modality:…`; a dataset counts in each that it names, so the shares do not add up.",
    group: Group::Models,
    kind: RepoKind::Datasets,
    needs: Some(Need::Field(FieldId::Tags)),
    min_n: 1,
    run,
    place: Some(place),
};

/// What stands for no category.
pub const UNCATEGORIZED: &str = "uncategorized";
/// What stands for no kind of data.
const UNSPECIFIED: &str = "unspecified";

/// Sums by name, the largest first; what names none is summed under `none`.
fn ranked<'a>(
    context: &Context<'a>,
    names: &'a Names,
    each: fn(Repo<'a>, &mut dyn FnMut(u32)),
    none: &'static str,
) -> Vec<(&'a str, Sum)> {
    let sums = context.tally_each(names.len(), each);
    let mut without = Sum::default();
    for (repo, weight) in context.weighed() {
        let mut any = false;
        each(repo, &mut |_| any = true);
        if !any {
            without.add(weight);
        }
    }
    let named = names.iter().zip(sums).map(|(name, sum)| (Some(name), sum));
    let tally: Tally<'a> = named.chain([(None, without)]).filter(|(_, sum)| sum.count > 0).collect();
    by_count_or(tally, none).into_iter().map(|(name, sum)| (name.unwrap_or(none), sum)).collect()
}

/// The categories of the basket, the largest first, [`UNCATEGORIZED`] among them.
pub fn categories<'a>(context: &Context<'a>) -> Vec<(&'a str, Sum)> {
    let names = context.basket.snapshot.categories();
    ranked(context, names, |repo, take| repo.category_codes().for_each(take), UNCATEGORIZED)
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let n = context.n();
    let rows = categories(context);
    let without = rows.iter().find(|(name, _)| *name == UNCATEGORIZED).map_or(0, |(_, sum)| sum.count);
    let of = Coverage { n, known: n - without, wrong: 0 };
    let leader = rows.iter().find(|(name, _)| *name != UNCATEGORIZED);
    let none = "no dataset of the basket names a category";
    draft.metric("leader", Unit::Task, leader.map(|(name, _)| *name), of, none);
    draft.metric("leader_count", Unit::Count, leader.map(|(_, sum)| sum.count), of, none);
    draft.metric("leader_share", Unit::Share, leader.and_then(|(_, sum)| stats::share(sum.count, n)), of, none);
    draft.metric("uncategorized_count", Unit::Count, without, of, "");

    let table = |rows: &[(&str, Sum)]| rows.iter().map(|(name, sum)| (Value::from(*name), *sum)).collect();
    let names = ("categories", "Categories by number of datasets");
    classes(context, draft, names, Column::new("category", "Category", Unit::Task), table(&rows));
    let kinds = context.basket.snapshot.modalities();
    let kinds = ranked(context, kinds, |repo, take| repo.modality_codes().for_each(take), UNSPECIFIED);
    let names = ("modalities", "Kinds of data by number of datasets");
    classes(context, draft, names, Column::new("modality", "Kind of data", Unit::Text), table(&kinds));

    draft.coverage(of, format!("{} of {} datasets name a category.", whole(of.known), whole(n)));
    draft.caveat("A dataset counts in each category that it names; what it is used for, nobody records.");
    let Some((name, sum)) = leader else { return };
    let part = share(stats::share(sum.count, n).unwrap_or(0.0));
    let left = share(stats::share(without, n).unwrap_or(0.0));
    let verb = if without == 1 { "names" } else { "name" };
    draft.finding(
        &format!(
            "**{name}** leads with **{}** of {}, {part}; **{}** {verb} no category, {left}.",
            whole(sum.count),
            context.counted(n),
            whole(without)
        ),
        &["leader", "leader_count", "leader_share", "uncategorized_count"],
    );
    draft.chart(chart(context, &rows, of, format!("{name} is a category of {part} of datasets")));
}

fn chart(context: &Context<'_>, rows: &[(&str, Sum)], of: Coverage, title: String) -> Chart {
    let further = ("further category", "further categories");
    let mut chart = overlapping_bars(context, "categories", rows.iter().copied(), rows.len(), further);
    // What names no category is seen, but is not what the title speaks of.
    let mut tones = [Tone::Subject].into_iter().chain(std::iter::repeat(Tone::Context));
    for mark in &mut chart.marks {
        mark.tone = if mark.label == UNCATEGORIZED { Tone::Unknown } else { tones.next().unwrap_or_default() };
    }
    let subtitle = format!("Datasets by category · {} · {}", context.basket_words(), context.n_words(of));
    say(&mut chart, title, subtitle, "Bar chart of categories by number of datasets");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let names = context.basket.snapshot.categories();
    let own: Vec<&str> =
        context.basket.snapshot.repo(row).category_codes().take(4).map(|code| names.get(code)).collect();
    Some(if own.is_empty() { "Names no category.".to_owned() } else { format!("Categories: {}.", own.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn a_dataset_counts_in_each_of_its_categories() {
        let rows = r#"{"datasets":[
            {"id":"a/1","downloads":5,"tags":["task_categories:x","task_categories:y","modality:text"]},
            {"id":"a/2","downloads":3,"tags":["task_categories:y"]},
            {"id":"a/3","downloads":1,"tags":["region:us"]},
            {"id":"a/4","downloads":1,"tags":[]},
            {"id":"a/5","downloads":1}
        ]}"#;
        let section = check(rows, "", "dataset-categories");
        assert_eq!(section.metrics.get("leader").unwrap().value.text(), Some("y"));
        assert_eq!((metric(&section, "leader_count"), metric(&section, "uncategorized_count")), (Some(2.0), Some(3.0)));
        assert_eq!(
            (cell(&section, "categories", 0, 0), cell(&section, "categories", 0, 2)),
            ("uncategorized".into(), "3".into())
        );
        assert_eq!(cell(&section, "modalities", 1, 0), "text");
    }
}
