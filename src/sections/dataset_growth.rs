//! Which kinds of datasets grow?
//!
//! Datasets by category and year of creation; robotics stands out by a tag of its own or LeRobot.
//!
//! The catch: the basket holds what is looked at today, so that older years look emptier than they were.

use super::{
    Context, Draft, Need, Spec,
    cohort::Cohort,
    context::Sum,
    dataset_categories::{UNCATEGORIZED, categories},
    figures::{mark, say},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{ratio, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "dataset-growth",
    title: "Which kinds of datasets grow?",
    short: "Growth",
    method: "Datasets by category (`task_categories:…`) and year of creation. Robotics: the category robotics, or a tag LeRobot in any case. Growth = datasets created in the last year that is over ÷ those of the year before.",
    group: Group::Time,
    kind: RepoKind::Datasets,
    needs: Some(Need::Field(FieldId::Created)),
    min_n: 1,
    run,
    place: None,
};

/// Categories drawn beside robotics.
const PANELS: usize = 8;
const ROBOTICS: &str = "robotics or LeRobot";

/// Datasets by year.
#[derive(Debug, Clone, Default)]
struct Years(Vec<(i64, u64)>);

impl Years {
    fn of<'a>(repos: impl Iterator<Item = Repo<'a>>) -> Years {
        let mut years: Vec<(i64, u64)> = Vec::new();
        for year in repos.filter_map(|repo| Cohort::of(repo).year()) {
            match years.iter_mut().find(|(other, _)| *other == year) {
                Some((_, count)) => *count += 1,
                None => years.push((year, 1)),
            }
        }
        Years(stats::sorted(years, |a, b| a.0.cmp(&b.0)))
    }

    fn count(&self, year: i64) -> u64 {
        self.0.iter().find(|(other, _)| *other == year).map_or(0, |(_, count)| *count)
    }

    /// Against the year before, where that has any.
    fn growth(&self, year: i64) -> Option<f64> {
        let before = self.count(year - 1);
        (before > 0).then(|| self.count(year) as f64 / before as f64)
    }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Created);
    let repos = || context.repos();
    let robotics = Years::of(repos().filter(|repo| repo.tagged_robotics()));
    let all = Years::of(repos());
    let count = repos().filter(|repo| repo.tagged_robotics()).count() as u64;
    let captured = context.basket.snapshot.captured.day().map(|day| day.year());
    let last = captured.map(|year| year - 1);
    let growth = |years: &Years| last.and_then(|year| years.growth(year));

    draft.metric("robotics_count", Unit::Count, count, context.coverage(FieldId::Tags), "");
    let none = "no such dataset of the basket was created in the year before the last one that is over";
    draft.metric("robotics_growth", Unit::Ratio, growth(&robotics), of, none);
    draft.metric("growth", Unit::Ratio, growth(&all), of, none);

    let by_category = by_category(context);
    table(draft, &by_category, captured);
    draft.coverage(of, format!("{} of {} datasets have a day of creation.", whole(of.known), whole(of.n)));
    draft.caveat("The basket holds what is downloaded or looked at today, not all that was created: older years look emptier than they were.");
    let Some(last) = last else { return };
    let verb = if count == 1 { "dataset is" } else { "datasets are" };
    let mut sentence = format!("**{}** {verb} for robotics", whole(count));
    if let Some(times) = growth(&robotics) {
        sentence += &format!(
            "; {} of them were created in {last} against {} in {}: **{}**",
            whole(robotics.count(last)),
            whole(robotics.count(last - 1)),
            last - 1,
            ratio(times)
        );
    }
    draft.finding(&(sentence + "."), &["robotics_count", "robotics_growth"]);
    if let Some(times) = growth(&all) {
        draft.finding(
            &format!(
                "Of all datasets in the basket {} times as many were created in {last} as in {}.",
                ratio(times).trim_end_matches('×'),
                last - 1
            ),
            &["growth"],
        );
    }
    if !all.0.is_empty() {
        draft.chart(chart(context, (&all, &robotics), &by_category, last));
    }
}

/// The categories, the largest first, with their years.
fn by_category<'a>(context: &Context<'a>) -> Vec<(&'a str, Years)> {
    let names = context.basket.snapshot.categories();
    let mut years = vec![Vec::new(); names.len() + 1];
    for repo in context.repos() {
        let mut any = false;
        for code in repo.category_codes() {
            any = true;
            years[code as usize].push(repo);
        }
        if !any {
            years[names.len()].push(repo);
        }
    }
    let code = |name: &str| names.code(name).map_or(names.len(), |code| code as usize);
    let of = |(name, _): (&'a str, Sum)| (name, Years::of(years[code(name)].iter().copied()));
    categories(context).into_iter().map(of).collect()
}

fn table(draft: &mut Draft, categories: &[(&str, Years)], captured: Option<i64>) {
    let columns = [
        Column::new("category", "Category", Unit::Task),
        Column::new("year", "Created", Unit::Year),
        Column::new("count", "Datasets", Unit::Count),
        Column::new("growth", "Against the year before", Unit::Ratio),
    ];
    let rows = categories.iter().flat_map(|(name, years)| {
        years.0.iter().map(move |&(year, count)| {
            let growth = years.growth(year).filter(|_| captured.is_some_and(|captured| year < captured));
            vec![Value::from(*name), (year as f64).into(), count.into(), growth.into()]
        })
    });
    draft.table("years", "Datasets by category and year of creation", &columns, rows.collect());
}

fn chart(context: &Context<'_>, (all, robotics): (&Years, &Years), categories: &[(&str, Years)], last: i64) -> Chart {
    let mut chart = Chart::new("years", Form::Multiples, Unit::Count);
    let named = categories.iter().filter(|(name, _)| *name != UNCATEGORIZED && *name != "robotics").take(PANELS);
    let named = named.map(|(name, years)| (*name, years));
    for (name, years) in [(ROBOTICS, robotics)].into_iter().filter(|(_, years)| !years.0.is_empty()).chain(named) {
        for &(year, _) in &all.0 {
            let tone = match name {
                _ if year > last => Tone::Partial,
                ROBOTICS => Tone::Subject,
                _ => Tone::Context,
            };
            let count = years.count(year);
            chart
                .marks
                .push(Mark { group: Some(name.to_owned()), ..mark(&year.to_string(), count.into(), None, tone) });
        }
    }
    let title = match robotics.growth(last) {
        Some(times) => format!("Datasets for robotics of {last} are {} those of {}", ratio(times), last - 1),
        None => "Datasets by category and year of creation".to_owned(),
    };
    let of = context.coverage(FieldId::Created);
    let subtitle = format!("Datasets by year of creation · {} · {}", context.basket_words(), context.n_words(of));
    say(&mut chart, title, subtitle, "Small columns of datasets by year, a panel a category");
    chart
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn growth_compares_the_last_two_years_that_are_over() {
        let mut rows = Vec::new();
        for (year, count, tag) in [
            (2024, 2, "LeRobot"),
            (2025, 5, "task_categories:robotics"),
            (2026, 9, "lerobot"),
            (2024, 1, "x"),
            (2025, 1, "x"),
        ] {
            rows.extend(
                (0..count)
                    .map(|at| format!(r#"{{"id":"a/{year}-{tag}-{at}","createdAt":"{year}-06-01","tags":["{tag}"]}}"#)),
            );
        }
        let rows = format!(r#"{{"captured_at":"2026-08-01","datasets":[{}]}}"#, rows.join(","));
        let section = check(&rows, "", "dataset-growth");
        assert_eq!((metric(&section, "robotics_count"), metric(&section, "robotics_growth")), (Some(16.0), Some(2.5)));
        assert_eq!(metric(&section, "growth"), Some(2.0));
        assert_eq!(
            (cell(&section, "years", 0, 0), cell(&section, "years", 0, 2)),
            ("uncategorized".into(), "3".into())
        );
        assert_eq!((cell(&section, "years", 2, 3), cell(&section, "years", 3, 0)), (String::new(), "robotics".into()));
    }
}
