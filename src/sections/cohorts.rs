//! How old are they?
//!
//! Models by year of creation; age in whole days from the day of creation to that of capture, UTC.
//!
//! The catch: the Hub began to record dates on 2022-03-02. Whatever was there before carries that
//! day, so it stands apart and enters no age: counted as 2022 it would make a dip in 2023 that
//! never was.

use super::{
    Context, Draft, Need, Spec, Subject,
    cohort::{Cohort, age},
    context::Sum,
};
use crate::{
    model::{Coverage, Day, FieldId, RepoKind},
    report::{BarPart, Chart, Column, Form, Group, Headline, Mark, Prose, Tone, Unit, Value},
    stats,
    text::{self, counted, share, short_month, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "cohorts",
    title: "How old are they?",
    short: "Age",
    method: "Year of creation (`createdAt`); models on the Hub before it recorded dates form their own cohort. Age = whole days from creation to capture.",
    group: Group::Time,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Created)),
    min_n: 1,
    run,
    place: Some(place),
};

/// More days than this are older than two years.
const TWO_YEARS: i64 = 730;

/// Sums by cohort, the oldest first.
type Cohorts = Vec<(Cohort, Sum)>;

fn sum_of(sums: &Cohorts, cohort: Cohort) -> Sum {
    sums.iter().find(|(other, _)| *other == cohort).map_or_else(Sum::default, |(_, sum)| *sum)
}

/// Ages in days, counted.
#[derive(Default)]
struct Ages {
    known: u64,
    /// How many are of each age, as far as any is.
    counts: Vec<u32>,
    /// Those of more than a century, which dates of no sense have.
    others: Vec<u64>,
}

impl Ages {
    fn add(&mut self, age: u64) {
        const CENTURY: u64 = 36_525;
        self.known += 1;
        if age > CENTURY {
            return self.others.push(age);
        }
        if age as usize >= self.counts.len() {
            self.counts.resize(age as usize + 1, 0);
        }
        self.counts[age as usize] += 1;
    }

    /// The median, and how many are older than two years.
    fn median_and_older(mut self) -> (Option<f64>, u64) {
        self.others.sort_unstable();
        let counted = (0..).zip(self.counts.iter().map(|&count| u64::from(count)));
        let each = counted.chain(self.others.iter().map(|&age| (age, 1)));
        let older = each.clone().filter(|(age, _)| *age > TWO_YEARS as u64).map(|(_, count)| count).sum();
        (stats::median_counted(each, self.known), older)
    }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Created);
    let n = context.n();
    let mut sums: Cohorts = context.cohorts().all.iter().map(|&cohort| (cohort, Sum::default())).collect();
    let mut ages = Ages::default();
    let captured = context.basket.snapshot.captured.day();
    for ((repo, weight), &at) in context.weighed().zip(&context.cohorts().places) {
        sums[at as usize].1.add(weight);
        if let Some(age) = age(repo, captured) {
            ages.add(age);
        }
    }
    let floor = sum_of(&sums, Cohort::BeforeRecords);
    let dated = Coverage { n, known: ages.known, wrong: of.wrong };
    let (median, older) = ages.median_and_older();
    let none = "no model of the basket has a recorded day of creation";
    draft.metric("floor_count", Unit::Count, floor.count, of, "");
    draft.metric("median_age_days", Unit::Days, median, dated, none);
    draft.metric("older_than_2y_share", Unit::Share, stats::share(older, dated.known), dated, none);

    let over = |cohort: Cohort| captured.is_none_or(|day| cohort != Cohort::Year(day.year()));
    let rows = sums.iter().map(|&(cohort, sum)| {
        vec![
            Value::from(cohort.name()),
            sum.count.into(),
            stats::share(sum.count, n).into(),
            sum.downloads.into(),
            if over(cohort) { "" } else { "the year is not over" }.into(),
        ]
    });
    let columns = [
        Column::new("cohort", "Created", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("share", "Share", Unit::Share),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("note", "Note", Unit::Text),
    ];
    draft.table("years", "Models by year of creation", &columns, rows.collect());
    draft.coverage(
        dated,
        format!(
            "{} have a recorded day; {} carry the Hub's first day instead, {} none.",
            whole(dated.known),
            whole(floor.count),
            whole(n - of.known)
        ),
    );
    draft.caveat("The Hub began to record dates in March 2022. Counting what was there before as 2022 would make a dip in 2023 that never was.");
    draft.caveat("A basket of the most downloaded shows which models survived, not how many were made.");
    let years: Vec<(i64, Sum)> = sums.iter().filter_map(|(cohort, sum)| Some((cohort.year()?, *sum))).collect();
    let Some(busiest) = years.iter().min_by_key(|(year, sum)| (std::cmp::Reverse(sum.count), *year)).copied() else {
        return;
    };
    draft.metric("busiest_year", Unit::Year, busiest.0 as f64, dated, "");
    draft.metric("busiest_count", Unit::Count, busiest.1.count, dated, "");
    let alone = years.iter().filter(|(_, sum)| sum.count == busiest.1.count).count() == 1 && years.len() > 1;
    findings(context, draft, floor, (busiest, alone), median);
    draft.chart(chart(context, &sums, busiest.0, captured));
}

fn findings(
    context: &Context<'_>,
    draft: &mut Draft,
    floor: Sum,
    (busiest, alone): ((i64, Sum), bool),
    median: Option<f64>,
) {
    let n = context.n();
    let part = stats::share(busiest.1.count, n).unwrap_or(0.0);
    draft.finding(
        &format!(
            "**{}** of {} came in **{}**{}.",
            whole(busiest.1.count),
            counted(n, "model", "models"),
            busiest.0,
            if alone { ", more than in any other year" } else { "" }
        ),
        &["busiest_year", "busiest_count"],
    );
    let mut sentence = match floor.count {
        0 => "None was on the Hub before it began to record dates, in March 2022".to_owned(),
        1 => "**One** was on the Hub before it began to record dates, in March 2022".to_owned(),
        n => format!("**{}** were on the Hub before it began to record dates, in March 2022", whole(n)),
    };
    if let Some(median) = median {
        sentence += &format!("; the median age of the others is **{}** days", text::cell(&median.into(), Unit::Days));
    }
    draft.finding(&(sentence + "."), &["floor_count", "median_age_days"]);
    draft.headline(Headline {
        figure: whole(busiest.1.count),
        unit: "",
        parts: Prose::parse(&format!(
            "models of the basket came in **{}**; {} were there before dates were recorded.",
            busiest.0,
            whole(floor.count)
        )),
        bar: vec![
            BarPart { share: part.into(), tone: Tone::Subject },
            BarPart { share: stats::share(n - busiest.1.count - floor.count, n).into(), tone: Tone::Context },
            BarPart { share: stats::share(floor.count, n).into(), tone: Tone::Unknown },
        ],
        coverage: format!("{} of {} · hatched: before dates were recorded", share(part), context.counted(n)),
    });
}

fn chart(context: &Context<'_>, sums: &Cohorts, busiest: i64, captured: Option<Day>) -> Chart {
    let of = context.coverage(FieldId::Created);
    let n = context.n();
    let mut chart = Chart::new("years", Form::Columns, Unit::Count);
    let count = |cohort| sum_of(sums, cohort).count;
    let part = stats::share(count(Cohort::Year(busiest)), n).unwrap_or(0.0);
    chart.title = format!("{} of these models came in {busiest}", share(part));
    chart.subtitle = format!(
        "Models by year of creation · {} · n = {}, dated {} · hollow: before dates were recorded",
        context.basket_words(),
        whole(n),
        whole(of.known)
    );
    let mut push = |cohort: Cohort, label: String, tone: Tone, note: Option<String>| {
        let value = count(cohort);
        chart.marks.push(Mark {
            label,
            value: value.into(),
            share: stats::share(value, n).into(),
            tone,
            note,
            ..Mark::default()
        });
    };
    push(Cohort::BeforeRecords, "before 2022-03".into(), Tone::Hollow, None);
    let years: Vec<i64> = sums.iter().filter_map(|(cohort, _)| cohort.year()).collect();
    if let (Some(&first), Some(&last)) = (years.first(), years.last()) {
        for year in first..=last {
            let partial = captured.filter(|day| day.year() == year);
            let note = match (year, partial) {
                (_, Some(day)) => Some(format!("to {}", short_month(day.civil().1))),
                (2022, None) => Some("Mar–Dec".to_owned()),
                _ => None,
            };
            let tone = if year == busiest {
                Tone::Subject
            } else if partial.is_some() {
                Tone::Partial
            } else {
                Tone::Context
            };
            push(Cohort::Year(year), year.to_string(), tone, note);
        }
    }
    if count(Cohort::Unknown) > 0 {
        push(Cohort::Unknown, "unknown".into(), Tone::Unknown, None);
    }
    let listed: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| format!("{} {}", mark.label, whole(mark.value.number().unwrap_or(0.0) as u64)))
        .collect();
    chart.alt = format!("Columns of models by year of creation: {}.", listed.join(", "));
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let repo = context.basket.snapshot.repo(row);
    Some(match (Cohort::of(repo), repo.created(), age(repo, context.basket.snapshot.captured.day())) {
        (Cohort::BeforeRecords, ..) => "On the Hub before it began to record dates, in March 2022.".to_owned(),
        (_, Some(moment), Some(age)) => {
            format!("Created on {}, {} days before the capture.", text::long_day(moment.day()), whole(age))
        }
        _ => "Its day of creation is not recorded.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn the_floor_stands_apart_and_has_no_age() {
        let rows = r#"{"captured_at":"2026-01-01","models":[
            {"id":"a/1","downloads":1,"createdAt":"2022-03-02T23:29:04.000Z"},
            {"id":"a/2","downloads":1,"createdAt":"2022-03-03T00:00:00.000Z"},
            {"id":"a/3","downloads":1,"createdAt":"2025-12-22T23:59:59.000Z"},
            {"id":"a/4","downloads":1}]}"#;
        let section = check(rows, "", "cohorts");
        assert_eq!(metric(&section, "floor_count"), Some(1.0));
        // 2022-03-03 is 1,400 days before 2026-01-01, 2025-12-22 is 10.
        assert_eq!(metric(&section, "median_age_days"), Some(705.0));
        assert_eq!(metric(&section, "older_than_2y_share"), Some(0.5));
        let cohorts: Vec<String> = (0..4).map(|row| cell(&section, "years", row, 0)).collect();
        assert_eq!(cohorts, ["before 2022-03", "2022", "2025", "unknown"]);
    }
}
