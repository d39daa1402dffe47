//! Who released how much, year by year?
//!
//! Models of the ten owners with most of them in the basket, by year of creation.
//!
//! The catch: a basket of the most downloaded shows what survived. An owner whose models of 2023 are
//! forgotten looks as if it had begun in 2024.

use std::num::NonZeroU32;

use super::{
    Context, Credit, Draft, Need, Spec, Subject,
    figures::{mark, say},
};
use crate::{
    basket::Attribution,
    model::{Coverage, FieldId, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{counted, ratio, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "releases",
    title: "Who released how much, year by year?",
    short: "Releases",
    method: "The ten owners with most models in the basket, ties by name, by year of creation. Growth = models of the year ÷ those of the year before; none after a year without models or while the year is not over.",
    group: Group::Time,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Created)),
    min_n: 1,
    run,
    place: Some(place),
};

const OWNERS: usize = 10;

/// An owner's models by year.
struct Releases<'a> {
    owner: &'a str,
    repos: u64,
    /// From the first year of the table on.
    years: Vec<u64>,
}

/// The table: its first year, and how many of its years are over.
struct Table<'a> {
    first: i64,
    over: usize,
    owners: Vec<Releases<'a>>,
}

/// The places of the first owners in the credit, most models first.
fn ranked(credit: &Credit<'_>, most: usize) -> Vec<usize> {
    let owners = &credit.owners;
    let by_name = |a: u32, b: u32| owners[a as usize].name.cmp(owners[b as usize].name);
    let first = stats::first(owners.len() as u32, most, &|at| Some(owners[at as usize].repos), &by_name);
    first.into_iter().map(|at| at as usize).collect()
}

fn table<'a>(context: &Context<'a>, credit: &Credit<'a>, largest: &[usize]) -> Table<'a> {
    // One more than the line of an owner that has one: few bytes, since they are met at random.
    let mut lines = vec![None; credit.owners.len()];
    for (line, &owner) in (1..).zip(largest) {
        lines[owner] = NonZeroU32::new(line);
    }
    let lines = credit.by_account(&lines);
    let cohorts = context.cohorts();
    let dated: Vec<(usize, i64)> = credit
        .codes
        .iter()
        .zip(&cohorts.places)
        .filter_map(|(&code, &cohort)| {
            Some((lines[code as usize]?.get() as usize - 1, cohorts.all[cohort as usize].year()?))
        })
        .collect();
    let owners = largest.iter().map(|&owner| &credit.owners[owner]);
    let years = || dated.iter().map(|(_, year)| *year);
    let (first, last) = (years().min().unwrap_or(0), years().max().unwrap_or(-1));
    let length = (last - first + 1) as usize;
    let captured = context.basket.snapshot.captured.day().map_or(i64::MAX, |day| day.year());
    let mut owners: Vec<Releases<'a>> =
        owners.map(|owner| Releases { owner: owner.name, repos: owner.repos, years: vec![0; length] }).collect();
    for (at, year) in dated {
        owners[at].years[(year - first) as usize] += 1;
    }
    Table { first, over: (captured - first).clamp(0, length as i64) as usize, owners }
}

impl Table<'_> {
    /// How a year compares with the one before, where both can be compared.
    fn growth(&self, years: &[u64], at: usize) -> Option<f64> {
        let before = at.checked_sub(1).and_then(|before| years.get(before)).copied().filter(|&before| before > 0)?;
        (at < self.over).then(|| years[at] as f64 / before as f64)
    }

    /// Who grew most in the last year that is over.
    fn fastest(&self) -> Option<(&Releases<'_>, f64)> {
        let last = self.over.checked_sub(1)?;
        let grown = self.owners.iter().filter_map(|one| Some((one, self.growth(&one.years, last)?)));
        // Ties go to the first, which has more models.
        grown.reduce(|best, one| if one.1 > best.1 { one } else { best })
    }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Created);
    let n = context.n();
    let credit = context.makers();
    let ranked = ranked(credit, OWNERS);
    let table = table(context, credit, &ranked);
    let all = Coverage { n, known: n, wrong: 0 };
    let most = ranked.first().map(|&owner| &credit.owners[owner]);
    draft.metric("most_released_owner", Unit::Owner, most.map(|owner| owner.name), all, "the basket has no owner");
    draft.metric("most_released_count", Unit::Count, most.map(|owner| owner.repos), all, "the basket has no owner");
    let fastest = table.fastest();
    let none = "none of the owners has models of the last two years that are over";
    draft.metric("fastest_owner", Unit::Owner, fastest.map(|(one, _)| one.owner), of, none);
    draft.metric("fastest_growth", Unit::Ratio, fastest.map(|(_, growth)| growth), of, none);
    list(draft, &table);
    draft.coverage(of, format!("{} of {} models have a day of creation.", whole(of.known), whole(n)));
    draft.caveat("A basket of the most downloaded shows what survived, not what was released: older years look emptier than they were.");
    draft.caveat("Days are recorded from March 2022 on: what was there before stands in no year, and 2022 lacks its first two months.");
    draft.caveats(context.attribution_caveat().filter(|_| context.basket.attribution == Attribution::Entity));
    let Some(first) = table.owners.first() else { return };
    draft.finding(
        &format!(
            "**{}** has **{}** in the basket; no owner has more.",
            first.owner,
            counted(first.repos, "model", "models")
        ),
        &["most_released_owner", "most_released_count"],
    );
    if let Some((one, growth)) = fastest.filter(|(_, growth)| *growth > 1.0) {
        let (before, after) = (one.years[table.over - 2], one.years[table.over - 1]);
        draft.finding(
            &format!(
                "Of these owners **{}** grew most, from {} of {} to {} of {}: **{}**.",
                one.owner,
                counted(before, "model", "models"),
                table.first + table.over as i64 - 2,
                whole(after),
                table.first + table.over as i64 - 1,
                ratio(growth)
            ),
            &["fastest_owner", "fastest_growth"],
        );
    }
    if !first.years.is_empty() {
        draft.chart(chart(context, &table));
    }
}

fn list(draft: &mut Draft, table: &Table<'_>) {
    let columns = [
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("year", "Created", Unit::Year),
        Column::new("count", "Models", Unit::Count),
        Column::new("growth", "Against the year before", Unit::Ratio),
    ];
    let rows = table.owners.iter().flat_map(|one| {
        (0..one.years.len()).map(|at| {
            vec![
                Value::from(one.owner),
                ((table.first + at as i64) as f64).into(),
                one.years[at].into(),
                table.growth(&one.years, at).into(),
            ]
        })
    });
    draft.table("owner_years", "Models of the ten largest owners by year of creation", &columns, rows.collect());
}

fn chart(context: &Context<'_>, table: &Table<'_>) -> Chart {
    let mut chart = Chart::new("owner-years", Form::Multiples, Unit::Count);
    for one in &table.owners {
        let peak = one.years[..table.over].iter().max().copied().filter(|&peak| peak > 0);
        for (at, &count) in one.years.iter().enumerate() {
            let tone = match count {
                _ if at >= table.over => Tone::Partial,
                count if Some(count) == peak => Tone::Subject,
                _ => Tone::Context,
            };
            let year = (table.first + at as i64).to_string();
            chart.marks.push(Mark { group: Some(one.owner.to_owned()), ..mark(&year, count.into(), None, tone) });
        }
    }
    let first = &table.owners[0];
    let title = format!("{} leads by number of models, with {}", first.owner, whole(first.repos));
    let of = context.coverage(FieldId::Created);
    let subtitle = format!(
        "Models by year of creation, {} with most · {} · {}",
        counted(table.owners.len() as u64, "owner", "owners"),
        context.basket_words(),
        context.n_words(of)
    );
    say(&mut chart, title, subtitle, "Small columns of models by year, a panel an owner");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let name = context.owner_of(subject);
    let credit = context.makers();
    let owners = ranked(credit, usize::MAX);
    let rank = owners.iter().position(|&owner| credit.owners[owner].name == name)?;
    let table = table(context, credit, &owners[rank..=rank]);
    let one = table.owners.first()?;
    let years: Vec<String> =
        one.years.iter().zip(table.first..).map(|(count, year)| format!("{year} {}", whole(*count))).collect();
    Some(format!(
        "{name}: rank {} with {} in the basket{}{}.",
        rank + 1,
        counted(one.repos, "model", "models"),
        if years.is_empty() { "" } else { "; by year " },
        years.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn growth_needs_a_year_before_and_a_year_that_is_over() {
        let mut rows = Vec::new();
        for (owner, year, count) in
            [("a", 2023, 2), ("a", 2025, 3), ("a", 2026, 1), ("b", 2024, 2), ("b", 2025, 5), ("b", 2021, 1)]
        {
            rows.extend((0..count).map(|at| format!(r#"{{"id":"{owner}/{year}-{at}","createdAt":"{year}-06-01"}}"#)));
        }
        let section =
            check(&format!(r#"{{"captured_at":"2026-08-01","models":[{}]}}"#, rows.join(",")), "", "releases");
        assert_eq!(section.metrics.get("most_released_owner").unwrap().value.text(), Some("b"));
        assert_eq!(metric(&section, "most_released_count"), Some(8.0));
        assert_eq!(section.metrics.get("fastest_owner").unwrap().value.text(), Some("b"));
        assert_eq!(metric(&section, "fastest_growth"), Some(2.5));
        let rows: Vec<String> =
            (0..8).map(|row| [0, 1, 2, 3].map(|c| cell(&section, "owner_years", row, c)).join(" ")).collect();
        let expected = [
            "b 2023 0 ",
            "b 2024 2 ",
            "b 2025 5 2.5",
            "b 2026 0 ",
            "a 2023 2 ",
            "a 2024 0 0",
            "a 2025 3 ",
            "a 2026 1 ",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn who_has_no_dates_has_no_years() {
        let section =
            check(r#"[{"id":"a/1"},{"id":"a/2"},{"id":"b/1","createdAt":"2022-03-02T23:29:04Z"}]"#, "", "releases");
        assert_eq!(metric(&section, "most_released_count"), Some(2.0));
        assert!(section.tables[0].rows.is_empty() && section.charts.is_empty());
    }
}
