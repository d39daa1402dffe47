//! What holds for every dump and every query: the order of rows does not matter, parts add up to the
//! whole, what is unknown never leads, a query survives the round trip.

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    lenses, output,
    report::{Metrics, Outcome, Report, Value},
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Row {
    owner: u8,
    name: u16,
    downloads: Option<u32>,
    task: Option<u8>,
    license: Option<u8>,
    created: Option<u16>,
    gated: Option<u8>,
    base: Option<(u8, u16)>,
    more: More,
}

/// Fields that few dumps record.
#[derive(Debug, Clone)]
struct More {
    all_time: Option<u64>,
    likes: Option<u16>,
    trending: Option<u16>,
    parameters: Option<u64>,
    library: Option<u8>,
    person: Option<bool>,
}

fn more() -> impl Strategy<Value = More> {
    use proptest::option::weighted;
    (
        weighted(0.8, 0..1u64 << 40),
        weighted(0.8, any::<u16>()),
        weighted(0.7, any::<u16>()),
        weighted(0.8, 0..1u64 << 53),
        weighted(0.7, 0..3u8),
        weighted(0.5, any::<bool>()),
    )
        .prop_map(|(all_time, likes, trending, parameters, library, person)| More {
            all_time,
            likes,
            trending,
            parameters,
            library,
            person,
        })
}

fn row() -> impl Strategy<Value = Row> {
    let maybe = |n: u8| proptest::option::weighted(0.8, 0..n);
    (
        0..6u8,
        0..40u16,
        proptest::option::weighted(0.9, any::<u32>()),
        maybe(5),
        maybe(5),
        proptest::option::weighted(0.8, 0..1500u16),
        maybe(4),
        proptest::option::weighted(0.5, (0..6u8, 0..40u16)),
        more(),
    )
        .prop_map(|(owner, name, downloads, task, license, created, gated, base, more)| Row {
            owner,
            name,
            downloads,
            task,
            license,
            created,
            gated,
            base,
            more,
        })
}

fn json(rows: &[Row]) -> String {
    let owners = ["Qwen", "google", "mlx-community", "who-knows", "meta-llama", "google-bert"];
    let id = |owner: u8, name: u16| {
        format!("{}/{}-{name}b", owners[owner as usize], ["model", "qwen", "bert"][name as usize % 3])
    };
    let tasks = ["text-generation", "fill-mask", "text-to-image", "brand-new", "unknown"];
    let licenses = ["apache-2.0", "mit", "other", "my-own", "llama3"];
    let gates = ["false", "true", "\"auto\"", "\"manual\""];
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut out = format!("{{\"id\":\"{}\"", id(row.owner, row.name));
            let mut field = |key: &str, value: Option<String>| {
                if let Some(value) = value {
                    out += &format!(",\"{key}\":{value}");
                }
            };
            field("downloads", row.downloads.map(|n| n.to_string()));
            field("pipeline_tag", row.task.map(|at| format!("{:?}", tasks[at as usize])));
            field("tags", row.license.map(|at| format!("[\"license:{}\"]", licenses[at as usize])));
            field("base_model", row.base.map(|(owner, name)| format!("\"{}\"", id(owner, name))));
            let created = |day: u16| format!("\"20{}-{:02}-{:02}\"", 22 + day / 400, 1 + day / 40 % 10, 1 + day % 28);
            field("createdAt", row.created.map(created));
            field("gated", row.gated.map(|at| gates[at as usize].to_owned()));
            let more = &row.more;
            field("downloadsAllTime", more.all_time.map(|n| n.to_string()));
            field("likes", more.likes.map(|n| n.to_string()));
            field("trendingScore", more.trending.map(|n| format!("{}.{}", n / 10, n % 10)));
            field("numParameters", more.parameters.map(|n| n.to_string()));
            field("library_name", more.library.map(|at| format!("{:?}", ["transformers", "timm", "mlx"][at as usize])));
            let kind = |person| format!("{{\"type\":{:?}}}", if person { "user" } else { "org" });
            field("authorData", more.person.map(kind));
            out + "}"
        })
        .collect();
    format!("{{\"captured_at\":\"2026-01-01\",\"models\":[{}]}}", rows.join(","))
}

fn report(text: &str, query: &str) -> Report {
    let read = input::read(text.as_bytes(), Options::default()).unwrap();
    let query = Query::parse(query).unwrap();
    lenses::report(&Basket::select(read.snapshot(None).unwrap(), &query), &[], &[])
}

fn metrics<'a>(report: &'a Report, id: &str) -> Option<&'a Metrics> {
    let section = report.sections.iter().find(|section| section.id == id).unwrap();
    (section.outcome == Outcome::Ready).then_some(&section.metrics)
}

fn sum(metrics: &Metrics, ids: &[&str]) -> Option<f64> {
    ids.iter().map(|id| metrics.get(id).unwrap().value.number()).sum()
}

const QUERIES: [&str; 7] = [
    "",
    "top=7 registry=seed",
    "top=all mapping=wide -owner:Qwen",
    "window=all by=likes",
    "license:mit license:other task:fill-mask",
    "top=all attribution=entity -family:bert",
    "attribution=base family:qwen family:\"no family\"",
];

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(mut rows in proptest::collection::vec(row(), 1..40), query in 0..QUERIES.len(), seed in any::<u64>()) {
        // Of equal ids the larger row stays; where they are as large the first one does, so those go.
        rows.sort_by_key(|row| (row.owner, row.name));
        rows.dedup_by_key(|row| (row.owner, row.name));
        let first = output::json(&report(&json(&rows), QUERIES[query]));
        let n = rows.len();
        for at in 0..n {
            rows.swap(at, (seed.rotate_left(at as u32) % n as u64) as usize);
        }
        prop_assert_eq!(first, output::json(&report(&json(&rows), QUERIES[query])));
    }

    #[test]
    fn parts_add_up_to_the_whole(rows in proptest::collection::vec(row(), 1..60), query in 0..QUERIES.len()) {
        let report = report(&json(&rows), QUERIES[query]);
        let near = |sum: Option<f64>| sum.is_none_or(|sum| (sum - 1.0).abs() < 1e-9);
        if let Some(m) = metrics(&report, "regions") {
            prop_assert!(near(sum(m, &["eastern_share", "western_share", "other_share", "unreviewed_share"])));
            let value = |id| m.get(id).unwrap().value.number();
            prop_assert!(value("eastern_share_min") <= value("eastern_share") && value("eastern_share") <= value("eastern_share_max"));
        }
        if let Some(m) = metrics(&report, "modalities") {
            let kinds = ["nlp", "cv", "audio", "multimodal", "tabular", "rl", "other", "unspecified"];
            for suffix in ["share", "count_share"] {
                let ids: Vec<String> = kinds.iter().map(|kind| format!("{kind}_{suffix}")).collect();
                prop_assert!(near(sum(m, &ids.iter().map(String::as_str).collect::<Vec<_>>())));
            }
        }
        if let Some(m) = metrics(&report, "countries") {
            prop_assert!(near(sum(m, &["china_share", "us_share", "eu_share", "other_share", "unreviewed_share"])));
        }
        if let Some(m) = metrics(&report, "owner-types") {
            let kinds = ["company", "university", "nonprofit", "government", "community", "individual", "unreviewed"];
            for suffix in ["share", "count_share"] {
                let ids: Vec<String> = kinds.iter().map(|kind| format!("{kind}_{suffix}")).collect();
                prop_assert!(near(sum(m, &ids.iter().map(String::as_str).collect::<Vec<_>>())));
            }
        }
        if let Some(m) = metrics(&report, "momentum") {
            prop_assert!(near(sum(m, &["rising_share", "steady_share", "fading_share"])));
        }
        for section in &report.sections {
            for table in section.tables.iter().filter(|t| ["owners", "licenses", "tasks", "years", "bands", "families"].contains(&t.id) && section.id != "regions") {
                let column = table.columns.iter().position(|c| c.id == "downloads").unwrap();
                let total: f64 = table.rows.iter().filter_map(|row| row[column].number()).sum();
                prop_assert!(total <= report.basket.downloads.unwrap_or(0) as f64 && (table.id == "bands" || total == report.basket.downloads.unwrap_or(0) as f64));
            }
        }
    }

    #[test]
    fn the_unknown_never_leads_and_no_number_is_absurd(rows in proptest::collection::vec(row(), 0..40), query in 0..QUERIES.len()) {
        let report = report(&json(&rows), QUERIES[query]);
        for section in &report.sections {
            for (id, metric) in &section.metrics.0 {
                if ["leader", "second", "runner_up"].contains(id) && section.id != "organizations" {
                    prop_assert!(!["unspecified", "unreviewed", "no family"].contains(&metric.value.text().unwrap_or("")));
                }
                match &metric.value {
                    Value::Null => prop_assert!(metric.reason.as_ref().is_some_and(|reason| !reason.is_empty()), "{id}"),
                    Value::Number(value) => {
                        prop_assert!(value.is_finite(), "{id}");
                        prop_assert!(!id.ends_with("share") || (0.0..=1.0 + 1e-12).contains(value), "{id}: {value}");
                    }
                    Value::Text(_) => {}
                }
            }
        }
    }

    #[test]
    fn a_query_survives_the_round_trip(words in proptest::collection::vec("[a-z]{1,8}|top=[0-9a-z]{1,4}|by=likes|attribution=(entity|base)|registry=custom|-?family:(qwen|\"no family\")|-?(owner|license|task):[A-Za-z\"/ .:-]{1,9}|(params|size)[<>]=?[0-9]{1,3}[bm]|created>=202[0-9](-0[1-9])?|\"[a-z: <]{0,6}\"|pair:[a-z]{1,3},[a-z]{1,3}", 0..6)) {
        if let Ok(query) = Query::parse(&words.join(" ")) {
            let printed = query.to_string();
            prop_assert_eq!(&Query::parse(&printed).unwrap(), &query, "{}", printed);
            prop_assert_eq!(Query::parse(&printed).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn no_text_panics_the_query(text in "\\PC{0,40}") {
        if let Ok(query) = Query::parse(&text) {
            prop_assert_eq!(Query::parse(&query.to_string()).unwrap(), query);
        }
    }
}
