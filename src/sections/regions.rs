//! How much comes from the East?
//!
//! Downloads by the region of the owner, by the registry of the query; bounds count all unreviewed
//! owners as outside, or all as inside.
//!
//! The catch: where an owner is at home is not where its models are used, and the Hub publishes
//! neither.

use super::{Context, Draft, Need, Spec, Subject};
use crate::{
    model::RepoKind,
    reference::{self, Region, Registry},
    report::{BarPart, Chart, Column, Form, Group, Headline, Mark, Prose, Tone, Unit, Value},
    stats,
    text::{capital, counted, percent, prose, share},
};

pub(super) const SPEC: Spec = Spec {
    id: "regions",
    title: "How much comes from the East?",
    short: "Regions",
    method: "Downloads summed by the region of the owner's home. `reviewed`: a table with evidence per owner; `seed`: eleven owners published as Eastern, all others Western; `custom`: a table of your own.",
    group: Group::Owners,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

/// Downloads by region under one registry.
#[derive(Clone, Copy, Default)]
struct Split {
    by_region: [u64; 4],
}

impl Split {
    fn of(context: &Context<'_>, registry: Registry) -> Split {
        let mut split = Split::default();
        for owner in context.owners() {
            let region = if registry == context.basket.registry {
                owner.region
            } else {
                registry.region(owner.account, context.basket.owner_by(registry, owner.code))
            };
            let sum = &mut split.by_region[region as usize];
            *sum = sum.saturating_add(owner.downloads);
        }
        split
    }

    fn get(&self, region: Region) -> u64 {
        self.by_region[region as usize]
    }
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let registry = context.basket.registry;
    let of = context.coverage(context.downloads_field());
    let total = context.total();
    let split = Split::of(context, registry);
    let (eastern, unreviewed) = (split.get(Region::Eastern), split.get(Region::Unreviewed));
    draft.sum("eastern_downloads", Unit::Downloads, eastern, of);
    draft.share("eastern_share", eastern, total, of);
    draft.share("western_share", split.get(Region::Western), total, of);
    draft.share("other_share", split.get(Region::Other), total, of);
    draft.share("unreviewed_share", unreviewed, total, of);
    draft.share("eastern_share_min", eastern, total, of);
    draft.share("eastern_share_max", eastern.saturating_add(unreviewed), total, of);
    draft.open(&["eastern_share", "western_share", "other_share"], unreviewed, total);
    if context.brief {
        return;
    }
    table(context, draft);

    let reviewed = stats::share(total - unreviewed, total);
    draft.coverage(
        of,
        match (registry, reviewed) {
            (Registry::Seed, _) => {
                "The seed list leaves nobody open: whoever it does not name counts as Western.".to_owned()
            }
            (Registry::Custom, _) if context.basket.custom.is_empty() => {
                "No table of your own is loaded, so every owner's home is open.".to_owned()
            }
            (_, Some(known)) => {
                format!(
                    "{} knows the home of owners with {} of downloads.",
                    capital(registry_words(registry)),
                    share(known)
                )
            }
            (_, None) => "No downloads are recorded for this basket.".to_owned(),
        },
    );
    draft.coverage_share(reviewed);
    draft.caveat("The region is that of the owner's head office or home, not of the people who download: the Hub does not publish that.");
    match registry {
        Registry::Seed => draft.caveat("The seed list counts mlx-community, which converts formats, as Eastern, and every owner it leaves out as Western."),
        Registry::Reviewed => draft.caveat(format!(
            "{} rows of the reviewed table rest on common knowledge alone; the evidence stands beside each owner.",
            reference::common_knowledge(),
        )),
        Registry::Custom => draft.caveat(format!(
            "Your table names {}; whom it leaves out is unreviewed. What it has no column for is by the reviewed table.",
            counted(context.basket.custom.len() as u64, "owner", "owners"),
        )),
    }
    draft.caveats(context.attribution_caveat());
    let (Some(low), Some(high)) =
        (stats::share(eastern, total), stats::share(eastern.saturating_add(unreviewed), total))
    else {
        return;
    };
    findings(context, draft, (low, high), eastern, unreviewed);
    draft.chart(chart(context, (low, high)));
}

fn registry_words(registry: Registry) -> &'static str {
    match registry {
        Registry::Seed => "the seed list of eleven owners",
        Registry::Reviewed => "the reviewed owner table",
        Registry::Custom => "your table of owners",
    }
}

fn findings(context: &Context<'_>, draft: &mut Draft, (low, high): (f64, f64), eastern: u64, unreviewed: u64) {
    let registry = context.basket.registry;
    let n = context.owners().len() as u64;
    draft.finding(
        &format!(
            "By {}, **{}** of downloads ({}) are drawn by Eastern owners.",
            registry_words(registry),
            share(low),
            prose(eastern as f64)
        ),
        &["eastern_share", "eastern_downloads"],
    );
    if unreviewed > 0 {
        draft.finding(
            &format!("Owners nobody has reviewed could raise that to at most **{}**.", share(high)),
            &["eastern_share_max", "unreviewed_share"],
        );
    }
    draft.headline(Headline {
        figure: if unreviewed > 0 && percent(low) != percent(high) {
            format!("{}–{}", percent(low), percent(high))
        } else {
            percent(low)
        },
        unit: "%",
        parts: Prose::parse(&format!("of downloads go to **Eastern** owners, by {}.", registry_words(registry))),
        bar: vec![
            BarPart { share: low.into(), tone: Tone::Subject },
            BarPart { share: (high - low).max(0.0).into(), tone: Tone::Unknown },
            BarPart { share: (1.0 - high).max(0.0).into(), tone: Tone::Soft },
        ],
        coverage: format!("n = {} · hatched: owners without review", counted(n, "owner", "owners")),
    });
}

/// The registries under each other: how much of the figure is definition.
fn chart(context: &Context<'_>, (low, high): (f64, f64)) -> Chart {
    let total = context.total();
    let of = context.coverage(context.downloads_field());
    let mut chart = Chart::new("registries", Form::Bounds, Unit::Share);
    let own = Registry::Custom;
    let rows = [("Seed list", Registry::Seed), ("Reviewed", Registry::Reviewed), ("Your table", own)];
    let shown = |registry| registry != own || context.basket.registry == own || !context.basket.custom.is_empty();
    for (name, registry) in rows.into_iter().filter(|(_, registry)| shown(*registry)) {
        let split = Split::of(context, registry);
        let part = |sum| stats::share(sum, total).unwrap_or(0.0);
        let eastern = part(split.get(Region::Eastern));
        let open = part(split.get(Region::Unreviewed));
        let rest = (1.0 - eastern - open).max(0.0);
        let chosen = registry == context.basket.registry;
        let mut push = |label: &str, value: f64, tone: Tone, note: String| {
            chart.marks.push(Mark {
                label: label.into(),
                value: value.into(),
                tone,
                group: Some(name.into()),
                note: Some(note),
                ..Mark::default()
            });
        };
        push("Eastern", eastern, if chosen { Tone::Subject } else { Tone::Context }, String::new());
        if open > 0.0 {
            push("unreviewed", open, Tone::Unknown, String::new());
        }
        let sentence = if open > 0.0 {
            format!("up to {} if all unreviewed owners were Eastern", share(eastern + open))
        } else {
            "all others count as Western, so no bounds".to_owned()
        };
        push("Western and other", rest, Tone::Soft, sentence);
    }
    let open = high - low;
    chart.title = match context.basket.registry {
        Registry::Reviewed | Registry::Custom if open > 0.0005 => {
            format!("Eastern owners draw {}, and {} stays open", share(low), share(open))
        }
        _ => format!("Eastern owners draw {} of downloads", share(low)),
    };
    chart.subtitle = format!(
        "Eastern, unreviewed (hatched) and all other shares of downloads · {} · {} · {}",
        context.window_words(),
        context.owner_words(),
        context.n_words(of),
    );
    let rows: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| {
            format!(
                "{}, {} {}",
                mark.group.as_deref().unwrap_or_default(),
                mark.label,
                share(mark.value.number().unwrap_or(0.0))
            )
        })
        .collect();
    chart.alt = format!("Bars of downloads by region, one per registry: {}.", rows.join("; "));
    chart
}

fn table(context: &Context<'_>, draft: &mut Draft) {
    let total = context.total();
    let rows = context.owners().iter().map(|owner| {
        let row = owner.reviewed();
        vec![
            Value::from(owner.name),
            owner.region.as_str().into(),
            row.map(|row| row.country).filter(|country| !country.is_empty()).into(),
            owner.downloads.into(),
            stats::share(owner.downloads, total).into(),
            row.map_or("not in the table", |row| row.evidence).into(),
        ]
    });
    let columns = [
        Column::new("owner", "Owner", Unit::Owner),
        Column::new("region", "Region", Unit::Region),
        Column::new("country", "Country", Unit::Text),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share", Unit::Share),
        Column::new("evidence", "Evidence", Unit::Text),
    ];
    let title = "Owners with their region and the evidence for it";
    context.table(draft, "owners", title, &columns, rows, context.owners().len());
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let name = match subject {
        Subject::Owner(name) => name,
        Subject::Repo(row) => context.basket.credited(context.basket.snapshot.repo(row)),
    };
    let owner = context.owners().iter().find(|owner| owner.name == name)?;
    let region = owner.region.as_str();
    Some(match owner.reviewed().filter(|_| context.basket.registry != Registry::Seed) {
        Some(row) if !row.country.is_empty() => {
            format!("{name} is {region} ({}; evidence: {}).", row.country, row.evidence)
        }
        Some(row) => format!("{name} is {region} (evidence: {}).", row.evidence),
        None => format!("{name} is {region} by {}.", registry_words(context.basket.registry)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{
        run,
        testing::{check, metric},
    };
    use crate::{
        basket::{Basket, Query},
        input,
        reference::Custom,
    };

    const ROWS: &str =
        r#"[{"id":"Qwen/a","downloads":30},{"id":"google/b","downloads":50},{"id":"who-knows/c","downloads":20}]"#;

    #[test]
    fn bounds_count_the_unreviewed_as_all_out_and_all_in() {
        let section = check(ROWS, "", "regions");
        assert_eq!(metric(&section, "eastern_downloads"), Some(30.0));
        assert_eq!(metric(&section, "eastern_share_min"), Some(0.3));
        assert_eq!(metric(&section, "eastern_share_max"), Some(0.5));
        assert_eq!(metric(&section, "unreviewed_share"), Some(0.2));
    }

    #[test]
    fn the_seed_list_leaves_nobody_open() {
        let section = check(ROWS, "registry=seed", "regions");
        assert_eq!(metric(&section, "western_share"), Some(0.7));
        assert_eq!(metric(&section, "eastern_share_max"), metric(&section, "eastern_share_min"));
    }

    #[test]
    fn a_table_of_one_s_own_leaves_open_whom_it_does_not_name() {
        let read = input::read(ROWS.as_bytes(), input::Options::default()).unwrap();
        let query = Query::parse("registry=custom").unwrap();
        let custom = Custom::parse(b"owner,region\nGOOGLE,eastern\nwho-knows,other").unwrap();
        let basket = Basket::with_owners(read.snapshot(None).unwrap(), &query, &custom);
        let section = run(&basket, &["regions".to_owned()]).sections.remove(0);
        assert_eq!(metric(&section, "eastern_share_min"), Some(0.5));
        assert_eq!(metric(&section, "eastern_share_max"), Some(0.8));
        assert_eq!(section.charts[0].marks.iter().filter(|mark| mark.label == "Eastern").count(), 3);
        let open = check(ROWS, "registry=custom", "regions");
        assert_eq!(metric(&open, "unreviewed_share"), Some(1.0));
    }

    #[test]
    fn a_body_has_the_home_of_its_largest_account() {
        let rows = r#"[{"id":"Qwen/a","downloads":30},{"id":"alibaba-pai/b","downloads":20},{"id":"google/c","downloads":50}]"#;
        let by = |query| metric(&check(rows, query, "regions"), "eastern_share");
        assert_eq!(by("registry=seed"), Some(0.3));
        assert_eq!(by("registry=seed attribution=entity"), Some(0.5));
    }
}
