//! Companies, universities, individuals?
//!
//! Downloads and models by the type of the owner in the reviewed table, as a whole and by year of
//! creation.
//!
//! The catch: most owners are not reviewed. They draw little, so shares of downloads say more than
//! shares of models; and one large owner is a university by one reading, a company by the other.

use super::{
    Context, Draft, Need, OwnerSum, Spec, Subject,
    cohort::Cohort,
    context::{Sum, UNREVIEWED},
    figures::{mark, say},
};
use crate::{
    model::{Coverage, FieldId, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{capital, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "owner-types",
    title: "Companies, universities, individuals?",
    short: "Owner types",
    method: "Type of the owner in the reviewed table, or in a table of your own where that has types; where it knows none, `authorData.type` = user is an individual. `…_alternative`: Sentence Transformers, a university's work that Hugging Face runs, read as a company.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

struct Type {
    id: &'static str,
    many: &'static str,
    share: &'static str,
    count_share: &'static str,
    tone: Tone,
}

/// The types, in the order of the contract; the last are those of whom nothing is known.
const TYPES: [Type; 7] = [
    Type {
        id: "company",
        many: "companies",
        share: "company_share",
        count_share: "company_count_share",
        tone: Tone::Cat1,
    },
    Type {
        id: "university",
        many: "universities",
        share: "university_share",
        count_share: "university_count_share",
        tone: Tone::Cat2,
    },
    Type {
        id: "nonprofit",
        many: "nonprofits",
        share: "nonprofit_share",
        count_share: "nonprofit_count_share",
        tone: Tone::Cat3,
    },
    Type {
        id: "government",
        many: "government bodies",
        share: "government_share",
        count_share: "government_count_share",
        tone: Tone::Cat4,
    },
    Type {
        id: "community",
        many: "communities",
        share: "community_share",
        count_share: "community_count_share",
        tone: Tone::Cat5,
    },
    Type {
        id: "individual",
        many: "individuals",
        share: "individual_share",
        count_share: "individual_count_share",
        tone: Tone::Cat6,
    },
    Type {
        id: UNREVIEWED,
        many: "unreviewed owners",
        share: "unreviewed_share",
        count_share: "unreviewed_count_share",
        tone: Tone::Unknown,
    },
];
const COMPANY: usize = 0;
const UNIVERSITY: usize = 1;
const INDIVIDUAL: usize = 5;
const OPEN: usize = 6;

fn type_of(owner: &OwnerSum<'_>) -> usize {
    let kind = owner.kind();
    TYPES.iter().position(|known| known.id == kind).unwrap_or(OPEN)
}

/// Sums by type.
type Sums = [Sum; 7];

struct Split {
    all: Sums,
    /// The oldest cohort first.
    years: Vec<(Cohort, Sums)>,
    /// Downloads by type, with Sentence Transformers read as a company.
    alternative: [u64; 7],
}

fn split(context: &Context<'_>) -> Split {
    let credit = context.credit();
    let types: Vec<u8> = credit.owners.iter().map(|owner| type_of(owner) as u8).collect();
    let mut alternative = [0u64; 7];
    for (owner, &at) in credit.owners.iter().zip(&types) {
        let sum = &mut alternative[if owner.is_sentence_transformers() { COMPANY } else { usize::from(at) }];
        *sum = sum.saturating_add(owner.downloads);
    }
    let mut all = Sums::default();
    let cohorts = context.cohorts();
    let mut years: Vec<(Cohort, Sums)> = cohorts.all.iter().map(|&cohort| (cohort, Sums::default())).collect();
    let types = credit.by_account(&types);
    for ((&weight, &code), &cohort) in context.weights().iter().zip(credit.codes.iter()).zip(&cohorts.places) {
        years[cohort as usize].1[usize::from(types[code as usize])].add(weight);
    }
    for (_, sums) in &years {
        all.iter_mut().zip(sums).for_each(|(all, sum)| all.merge(*sum));
    }
    Split { all, years, alternative }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let (n, total) = (context.n(), context.total());
    let split = split(context);
    for (class, sum) in TYPES.iter().zip(split.all) {
        draft.share(class.share, sum.downloads, total, of);
    }
    for (class, sum) in TYPES.iter().zip(split.all) {
        draft.share(class.count_share, sum.count, n, Coverage { n, known: n, wrong: 0 });
    }
    let by_downloads: Vec<&str> = TYPES[..OPEN].iter().map(|class| class.share).collect();
    let by_count: Vec<&str> = TYPES[..OPEN].iter().map(|class| class.count_share).collect();
    draft.open(&by_downloads, split.all[OPEN].downloads, total);
    draft.open(&by_count, split.all[OPEN].count, n);
    draft.share("company_share_alternative", split.alternative[COMPANY], total, of);
    draft.share("university_share_alternative", split.alternative[UNIVERSITY], total, of);
    tables(draft, &split, (n, total));

    let known = stats::share(total - split.all[OPEN].downloads, total);
    let reviewed = n - split.all[OPEN].count;
    draft.coverage(
        of,
        match known {
            Some(known) => format!(
                "The type is known of the owners of {} of {} models, which draw {} of downloads.",
                whole(reviewed),
                whole(n),
                share(known)
            ),
            None => "No downloads are recorded for this basket.".to_owned(),
        },
    );
    draft.coverage_share(known);
    draft.caveat("Owners that nobody has reviewed are mostly individuals with many models and few downloads: shares of downloads say more than shares of models.");
    draft.caveats(context.attribution_caveat());
    let moved = split.alternative[COMPANY] != split.all[COMPANY].downloads;
    if moved {
        draft.caveat("Sentence Transformers stands as a university's, where it was made; since October 2025 Hugging Face, a company, has run it. The alternative figures follow that reading.");
    }
    let leading = (0..OPEN).filter(|&at| split.all[at].downloads > 0);
    let Some(first) = leading.min_by_key(|&at| (std::cmp::Reverse(split.all[at].downloads), TYPES[at].id)) else {
        return;
    };
    findings(draft, &split, first, total, moved);
    draft.chart(shares(context, &split, first, moved));
    if split.years.iter().any(|(cohort, _)| cohort.year().is_some()) {
        draft.chart(by_year(context, &split, first));
    }
}

fn tables(draft: &mut Draft, split: &Split, (n, total): (u64, u64)) {
    let columns = [
        Column::new("type", "Type of owner", Unit::Class),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("count_share", "Share of models", Unit::Share),
        Column::new("share", "Share of downloads", Unit::Share),
    ];
    let rows = TYPES.iter().zip(split.all).filter(|(_, sum)| sum.count > 0).map(|(class, sum)| {
        vec![
            Value::from(class.id),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, n).into(),
            stats::share(sum.downloads, total).into(),
        ]
    });
    draft.table("types", "Types of owners", &columns, rows.collect());
    let columns = [
        Column::new("year", "Created", Unit::Text),
        Column::new("type", "Type of owner", Unit::Class),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of the year's downloads", Unit::Share),
    ];
    let mut rows = Vec::new();
    for (cohort, sums) in &split.years {
        let year = downloads(sums);
        for (class, sum) in TYPES.iter().zip(sums).filter(|(_, sum)| sum.count > 0) {
            rows.push(vec![
                Value::from(cohort.name()),
                class.id.into(),
                sum.count.into(),
                sum.downloads.into(),
                stats::share(sum.downloads, year).into(),
            ]);
        }
    }
    draft.table("years", "Types of owners by year of creation", &columns, rows);
}

fn downloads(sums: &Sums) -> u64 {
    sums.iter().fold(0, |all, sum| all.saturating_add(sum.downloads))
}

fn findings(draft: &mut Draft, split: &Split, first: usize, total: u64, moved: bool) {
    let part = |sum| share(stats::share(sum, total).unwrap_or(0.0));
    let mut sentence =
        format!("**{}** draw **{}** of downloads", capital(TYPES[first].many), part(split.all[first].downloads));
    for at in [COMPANY, UNIVERSITY, INDIVIDUAL].into_iter().filter(|&at| at != first) {
        sentence += &format!(", {} {}", TYPES[at].many, part(split.all[at].downloads));
    }
    if split.all[OPEN].downloads > 0 {
        sentence += &format!("; for {} the type is not known", part(split.all[OPEN].downloads));
    }
    draft.finding(
        &(sentence + "."),
        &[TYPES[first].share, "company_share", "university_share", "individual_share", "unreviewed_share"],
    );
    draft.leads(TYPES[first].share, TYPES[..OPEN].iter().map(|class| class.share));
    if moved {
        draft.finding(
            &format!(
                "With Sentence Transformers read as a company, companies stand at **{}** and universities at **{}**.",
                part(split.alternative[COMPANY]),
                part(split.alternative[UNIVERSITY])
            ),
            &["company_share_alternative", "university_share_alternative"],
        );
    }
    let leading = stats::share(split.all[first].downloads, total).unwrap_or(0.0);
    let open = stats::share(split.all[OPEN].downloads, total).unwrap_or(0.0);
    draft.share_headline(
        leading,
        open,
        &format!("of downloads go to **{}**.", TYPES[first].many),
        format!("type of the owner · not known for {}", share(open)),
    );
}

/// The types of downloads under both readings, and of models.
fn shares(context: &Context<'_>, split: &Split, first: usize, moved: bool) -> Chart {
    let mut chart = Chart::new("shares", Form::StackedShare, Unit::Share);
    let rows = [
        ("of downloads", split.all.map(|sum| sum.downloads), true),
        ("other reading", split.alternative, moved),
        ("of models", split.all.map(|sum| sum.count), true),
    ];
    for (group, sums, _) in rows.iter().filter(|(_, _, shown)| *shown) {
        let whole = sums.iter().fold(0u64, |all, sum| all.saturating_add(*sum));
        for (class, &sum) in TYPES.iter().zip(sums).filter(|(_, sum)| **sum > 0) {
            let part = mark(class.id, stats::share(sum, whole).into(), None, class.tone);
            chart.marks.push(Mark { group: Some((*group).to_owned()), ..part });
        }
    }
    let part = stats::share(split.all[first].downloads, context.total()).unwrap_or(0.0);
    let title = format!("{} draw {} of downloads", capital(TYPES[first].many), share(part));
    let other = if moved { " (other reading: Sentence Transformers as a company)" } else { "" };
    let measure = format!("Share by type of the owner{other}");
    let subtitle = context.owner_subtitle(&measure, context.coverage(context.downloads_field()));
    say(&mut chart, title, subtitle, "Stacked bars by type of the owner");
    chart
}

/// Each year's downloads by type.
fn by_year(context: &Context<'_>, split: &Split, first: usize) -> Chart {
    let mut chart = Chart::new("years", Form::Matrix, Unit::Share);
    let mut ends: Vec<(i64, f64)> = Vec::new();
    for (cohort, sums) in &split.years {
        let year = downloads(sums);
        for at in (0..TYPES.len()).filter(|&at| split.all[at].downloads > 0) {
            let Some(part) = stats::share(sums[at].downloads, year) else { continue };
            let tone = if at == OPEN { Tone::Unknown } else { Tone::Context };
            let cell = mark(TYPES[at].id, part.into(), None, if at == first { Tone::Subject } else { tone });
            chart.marks.push(Mark { group: Some(cohort.name()), ..cell });
            ends.extend(cohort.year().filter(|_| at == first).map(|year| (year, part)));
        }
    }
    let many = capital(TYPES[first].many);
    let title = match (ends.first(), ends.last()) {
        (Some((from, before)), Some((to, after))) if from != to => format!(
            "{many} draw {} of downloads of models from {from}, {} of those from {to}",
            share(*before),
            share(*after)
        ),
        _ => format!("{many} by year of creation"),
    };
    let of = context.coverage(FieldId::Created);
    let subtitle = context.owner_subtitle("Share of each year's downloads by type of the owner", of);
    say(&mut chart, title, subtitle, "Matrix of year of creation by type of the owner");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let name = context.owner_of(subject);
    let owner = context.owners().iter().find(|owner| owner.name == name)?;
    let class = &TYPES[type_of(owner)];
    Some(match owner.reviewed() {
        Some(row) if row.kind == class.id => format!("{name}: {} (evidence: {}).", class.id, row.evidence),
        _ => format!("{name}: {}.", class.id),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    /// Companies 40, a university 20, an individual 10, unreviewed 30: one unknown in the table, one not in it.
    const ROWS: &str = r#"{"captured_at":"2026-01-01","models":[
        {"id":"Qwen/a","downloads":30,"createdAt":"2024-05-01"},{"id":"google/b","downloads":10,"createdAt":"2025-05-01"},
        {"id":"sentence-transformers/c","downloads":20,"createdAt":"2022-03-02T23:29:04.000Z"},
        {"id":"aaditya/d","downloads":10,"createdAt":"2025-05-01"},{"id":"Abiray/e","downloads":25},
        {"id":"who-knows/f","downloads":5,"createdAt":"2025-05-01"}]}"#;

    #[test]
    fn types_by_downloads_and_by_count_and_both_readings() {
        let section = check(ROWS, "", "owner-types");
        let ids =
            ["company_share", "university_share", "individual_share", "unreviewed_share", "unreviewed_count_share"];
        let found = ids.map(|id| metric(&section, id));
        assert_eq!(found, [Some(0.4), Some(0.2), Some(0.1), Some(0.3), Some(2.0 / 6.0)]);
        assert_eq!(metric(&section, "company_share_alternative"), Some(0.6));
        assert_eq!(metric(&section, "university_share_alternative"), Some(0.0));
    }

    #[test]
    fn a_row_tells_a_person_where_the_table_knows_no_type() {
        let rows = r#"[{"id":"google/a","downloads":1,"authorData":{"type":"user"}},{"id":"Abiray/b","downloads":2,"authorData":{"type":"user"}},
            {"id":"who-knows/c","downloads":3,"authorData":{"type":"user"}},{"id":"who-knows/d","downloads":1},
            {"id":"somebody/e","downloads":3,"authorData":{"type":"org"}}]"#;
        let section = check(rows, "", "owner-types");
        let found = ["company_share", "individual_share", "unreviewed_share"].map(|id| metric(&section, id));
        assert_eq!(found, [Some(0.1), Some(0.6), Some(0.3)]);
    }

    #[test]
    fn each_year_lists_its_types_and_the_unreviewed_apart() {
        let section = check(ROWS, "", "owner-types");
        let rows: Vec<String> =
            (0..6).map(|row| [0, 1, 2, 3].map(|c| cell(&section, "years", row, c)).join(" ")).collect();
        let expected = [
            "before 2022-03 university 1 20",
            "2024 company 1 30",
            "2025 company 1 10",
            "2025 individual 1 10",
            "2025 unreviewed 1 5",
            "unknown unreviewed 1 25",
        ];
        assert_eq!(rows, expected);
    }
}
