//! Which countries are their owners from?
//!
//! Downloads by the home of the owner in the reviewed table. China is CN alone; the European Union
//! has 27 members.
//!
//! The catch: sentence-transformers, of the largest owners, comes from a German university and is run
//! by Hugging Face; the figures stand under both readings.

use super::{
    Context, Draft, Need, OwnerSum, Spec, Subject,
    context::UNREVIEWED,
    figures::{mark, ranked_bars, say},
};
use crate::{
    model::RepoKind,
    reference,
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{capital, share},
};

pub(super) const SPEC: Spec = Spec {
    id: "countries",
    title: "Which countries are their owners from?",
    short: "Countries",
    method: "Downloads summed by the country of the owner's head office or home in the reviewed table, or in a table of your own where that has countries. China is CN; HK, MO and TW stand apart. EU: 27 members. `…_alternative`: Sentence Transformers read as US.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

const NO_SEAT: &str = "no single seat";

/// What the owners of a country hold.
#[derive(Default)]
struct Country<'a> {
    code: &'a str,
    owners: u64,
    repos: u64,
    downloads: u64,
    known: u64,
}

impl<'a> Country<'a> {
    fn name(&self) -> &'a str {
        reference::country_name(self.code)
    }

    /// Whether it is one: owners without a single seat or not reviewed are listed, but do not lead.
    fn is_country(&self) -> bool {
        self.code.len() == 2
    }
}

/// The country of an owner, by the table and by the other reading of one owner.
fn home<'a>(owner: &OwnerSum<'a>, alternative: bool) -> &'a str {
    match owner.reviewed() {
        Some(_) if alternative && owner.is_sentence_transformers() => "US",
        Some(row) if !row.country.is_empty() => row.country,
        Some(row) if row.no_seat => NO_SEAT,
        _ => UNREVIEWED,
    }
}

/// Every country of the basket, by downloads, ties by code.
fn countries<'a>(context: &Context<'a>, alternative: bool) -> Vec<Country<'a>> {
    let mut countries: Vec<Country<'a>> = Vec::new();
    for owner in context.owners() {
        let code = home(owner, alternative);
        let at = countries.iter().position(|country| country.code == code).unwrap_or_else(|| {
            countries.push(Country { code, ..Country::default() });
            countries.len() - 1
        });
        let country = &mut countries[at];
        country.owners += 1;
        country.repos += owner.repos;
        country.downloads = country.downloads.saturating_add(owner.downloads);
        country.known += owner.known;
    }
    stats::sorted(countries, |a, b| b.downloads.cmp(&a.downloads).then_with(|| a.code.cmp(b.code)))
}

/// What the world is cut into.
const PARTS: [(&str, Tone); 5] = [
    ("China", Tone::Context),
    ("United States", Tone::Subject),
    ("European Union", Tone::Context),
    ("other", Tone::Soft),
    (UNREVIEWED, Tone::Unknown),
];

/// Downloads of each of [`PARTS`].
fn parts(countries: &[Country<'_>]) -> [u64; 5] {
    let mut parts = [0u64; 5];
    for country in countries {
        let at = match country.code {
            "CN" => 0,
            "US" => 1,
            UNREVIEWED => 4,
            code if reference::in_eu(code) => 2,
            _ => 3,
        };
        parts[at] = parts[at].saturating_add(country.downloads);
    }
    parts
}

fn leader<'a, 'b>(countries: &'b [Country<'a>]) -> Option<&'b Country<'a>> {
    countries.iter().find(|country| country.is_country() && country.known > 0)
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let total = context.total();
    let (table, other) = (countries(context, false), countries(context, true));
    let (here, there) = (parts(&table), parts(&other));
    let none = "no owner of the basket has a known country";
    draft.share("china_share", here[0], total, of);
    draft.share("us_share", here[1], total, of);
    draft.share("eu_share", here[2], total, of);
    draft.metric("leader", Unit::Text, leader(&table).map(|country| country.code), of, none);
    draft.share("other_share", here[3], total, of);
    draft.share("unreviewed_share", here[4], total, of);
    draft.open(&["china_share", "us_share", "eu_share", "other_share"], here[4], total);
    draft.share("us_share_alternative", there[1], total, of);
    draft.share("eu_share_alternative", there[2], total, of);
    draft.metric("leader_alternative", Unit::Text, leader(&other).map(|country| country.code), of, none);
    list(draft, &table, total);

    let known = stats::share(total - here[4], total);
    draft.coverage(
        of,
        match known {
            Some(known) => {
                format!("The country is known of owners with {} of downloads.", share(known))
            }
            None => "No downloads are recorded for this basket.".to_owned(),
        },
    );
    draft.coverage_share(known);
    draft.caveat("A country is that of the owner's head office or home, not of the people who download or of the model a derivative is built on.");
    if here != there {
        draft.caveat("Sentence Transformers stands as German, where it was made; since October 2025 Hugging Face, which counts as US, has run it. The alternative figures follow that reading.");
    }
    draft.caveats(context.attribution_caveat());
    if let (Some(leaders), true) = (leader(&table).zip(leader(&other)), total > 0) {
        findings(draft, leaders, here, there, total);
        draft.chart(bars(context, &table, leaders.0));
        draft.chart(readings(context, here, there));
    }
}

fn list(draft: &mut Draft, countries: &[Country<'_>], total: u64) {
    let columns = [
        Column::new("country", "Country", Unit::Text),
        Column::new("owners", "Owners", Unit::Count),
        Column::new("repos", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share", Unit::Share),
        Column::new("name", "Name", Unit::Text),
    ];
    let rows = countries.iter().map(|country| {
        vec![
            Value::from(country.code),
            country.owners.into(),
            country.repos.into(),
            country.downloads.into(),
            stats::share(country.downloads, total).into(),
            country.name().into(),
        ]
    });
    draft.table("countries", "Countries by downloads of their owners", &columns, rows.collect());
}

/// A country within a sentence.
fn in_words(name: &str) -> String {
    let article = if name.starts_with("United") || name == "Netherlands" { "the " } else { "" };
    format!("{article}{name}")
}

fn findings(
    draft: &mut Draft,
    (first, second): (&Country<'_>, &Country<'_>),
    here: [u64; 5],
    there: [u64; 5],
    total: u64,
) {
    let part = |sum| share(stats::share(sum, total).unwrap_or(0.0));
    let blocs = [("China", 0), ("the United States", 1), ("the European Union", 2)];
    let mut sentence =
        format!("Owners from **{}** draw **{}** of downloads", in_words(first.name()), part(first.downloads));
    for (name, at) in blocs.into_iter().filter(|&(name, _)| name != in_words(first.name())) {
        sentence += &format!(", those from {name} {}", part(here[at]));
    }
    if here[4] > 0 {
        sentence += &format!("; for {} no country is known", part(here[4]));
    }
    draft.finding(&(sentence + "."), &["leader", "china_share", "us_share", "eu_share", "unreviewed_share"]);
    if here != there {
        draft.finding(
            &format!(
                "With Sentence Transformers read as a US owner, the United States stand at **{}** and the European Union at **{}**{}.",
                part(there[1]),
                part(there[2]),
                if first.code == second.code {
                    String::new()
                } else {
                    format!(": then {} would lead", in_words(second.name()))
                }
            ),
            &["us_share_alternative", "eu_share_alternative", "leader_alternative"],
        );
    }
    let leading = stats::share(first.downloads, total).unwrap_or(0.0);
    let open = stats::share(here[4], total).unwrap_or(0.0);
    draft.share_headline(
        leading,
        open,
        &format!("of downloads go to owners from **{}**.", in_words(first.name())),
        format!("home of the owner · not known for {}", share(open)),
    );
}

fn bars(context: &Context<'_>, countries: &[Country<'_>], first: &Country<'_>) -> Chart {
    let total = context.total();
    let marks = countries.iter().map(|country| {
        let tone = match country.code {
            UNREVIEWED => Tone::Unknown,
            code if code == first.code => Tone::Subject,
            _ => Tone::Context,
        };
        mark(country.name(), country.downloads.into(), stats::share(country.downloads, total), tone)
    });
    let mut chart = ranked_bars(
        "countries",
        Unit::Downloads,
        marks.collect(),
        UNREVIEWED,
        ("further country", "further countries"),
    );
    let part = share(stats::share(first.downloads, total).unwrap_or(0.0));
    let subtitle =
        context.owner_subtitle("Downloads by home of the owner", context.coverage(context.downloads_field()));
    let title = format!("Owners from {} draw {part} of downloads", in_words(first.name()));
    say(&mut chart, title, subtitle, "Bar chart of countries by downloads");
    chart
}

/// Both readings of Sentence Transformers under each other.
fn readings(context: &Context<'_>, here: [u64; 5], there: [u64; 5]) -> Chart {
    let total = context.total();
    let moved = here != there;
    let mut chart = Chart::new("readings", Form::StackedShare, Unit::Share);
    let rows = [("as in the table", here), ("other reading", there)];
    for (group, sums) in &rows[..if moved { 2 } else { 1 }] {
        for ((label, tone), &sum) in PARTS.iter().zip(sums).filter(|(_, sum)| **sum > 0) {
            let part = mark(label, stats::share(sum, total).into(), None, *tone);
            chart.marks.push(Mark { group: Some((*group).to_owned()), ..part });
        }
    }
    let part = |sum| share(stats::share(sum, total).unwrap_or(0.0));
    let title = if moved {
        format!("One owner moves the United States from {} to {}", part(here[1]), part(there[1]))
    } else {
        format!("China draws {}, the United States {}", part(here[0]), part(here[1]))
    };
    let other = if moved { " (other reading: Sentence Transformers as US)" } else { "" };
    let measure = format!("Share of downloads by home of the owner{other}");
    let subtitle = context.owner_subtitle(&measure, context.coverage(context.downloads_field()));
    say(&mut chart, title, subtitle, "Stacked bars by home of the owner");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let name = context.owner_of(subject);
    let owner = context.owners().iter().find(|owner| owner.name == name)?;
    Some(match home(owner, false) {
        UNREVIEWED => format!("No country is known of {name}."),
        NO_SEAT => format!("{} has no single seat.", capital(name)),
        code => format!("{name} is from {}.", in_words(reference::country_name(code))),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn one_owner_is_read_both_ways_and_china_is_cn_alone() {
        // CN 30, HK 8, DE 20 (of sentence-transformers), US 10, FR 5, no single seat 4, unreviewed 23.
        let rows = r#"[{"id":"Qwen/a","downloads":30},{"id":"vinai/b","downloads":0},{"id":"sentence-transformers/c","downloads":20},
            {"id":"google/d","downloads":10},{"id":"mistralai/e","downloads":5},{"id":"bigcode/f","downloads":4},
            {"id":"who-knows/g","downloads":23},{"id":"LiheYoung/h","downloads":8}]"#;
        let section = check(rows, "", "countries");
        let shares = ["china_share", "us_share", "eu_share", "unreviewed_share"].map(|id| metric(&section, id));
        assert_eq!(shares, [Some(0.3), Some(0.1), Some(0.25), Some(0.23)]);
        assert_eq!(
            (metric(&section, "us_share_alternative"), metric(&section, "eu_share_alternative")),
            (Some(0.3), Some(0.05))
        );
        // What is neither: 8 of another country and 4 without a single seat.
        assert_eq!(metric(&section, "other_share"), Some(0.12));
        assert_eq!(section.metrics.get("leader").unwrap().value.text(), Some("CN"));
        // A tie goes to the first in bytes.
        assert_eq!(section.metrics.get("leader_alternative").unwrap().value.text(), Some("CN"));
        assert_eq!([0, 1, 5].map(|column| cell(&section, "countries", 0, column)), ["CN", "1", "China"]);
        assert_eq!(cell(&section, "countries", 1, 0), "unreviewed");
    }

    #[test]
    fn the_unreviewed_do_not_lead() {
        let section = check(r#"[{"id":"who-knows/a","downloads":9}]"#, "", "countries");
        assert_eq!(metric(&section, "unreviewed_share"), Some(1.0));
        assert!(section.metrics.get("leader").unwrap().reason.is_some() && section.charts.is_empty());
    }
}
