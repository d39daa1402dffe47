//! What the lenses show against the sections they ask: the dial's values are those of the queries that
//! it names, the headlines beside counter noise those of their sections, and a finding that is not
//! marked holds in every basket that was tried.

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options, Read},
    lenses, output,
    report::{Finding, Outcome, Report, Section, Table, Value},
    sections::{self, Context},
};
use proptest::prelude::*;

/// The section and the name in the dial of each headline.
const HEADLINES: [(&str, &str, &str); 6] = [
    ("leader_share", "organizations", "The leader's share"),
    ("top5_share", "concentration", "The share of the five largest owners"),
    ("eastern_share", "regions", "The Eastern share"),
    ("permissive_share", "licenses", "The permissive share"),
    ("multimodal_share", "modalities", "The multimodal share"),
    ("under_1b_share", "parameters", "The share below 1B parameters"),
];

const QUERIES: [&str; 6] = [
    "",
    "top=7 registry=seed",
    "top=all mapping=wide -owner:Qwen",
    "window=all by=likes top=20",
    "region:eastern modality:multimodal",
    "attribution=entity by=downloads-all",
];

#[derive(Debug, Clone)]
struct Row {
    owner: u8,
    downloads: Option<u32>,
    likes: Option<u8>,
    task: u8,
    license: u8,
    base: bool,
}

fn row() -> impl Strategy<Value = Row> {
    let maybe = proptest::option::weighted::<std::ops::Range<u32>>;
    (0..6u8, maybe(0.9, 0..3_000_000), proptest::option::weighted(0.8, any::<u8>()), 0..5u8, 0..4u8, any::<bool>())
        .prop_map(|(owner, downloads, likes, task, license, base)| Row { owner, downloads, likes, task, license, base })
}

fn read(rows: &[Row]) -> Read {
    let owners = ["Qwen", "google", "google-bert", "mlx-community", "who-knows", "hf-internal-testing"];
    let tasks = [r#""text-generation""#, r#""text-to-image""#, r#""image-text-to-text""#, r#""brand-new""#, "null"];
    let licenses = [r#""license:mit""#, r#""license:llama3""#, r#""license:my-own""#, r#""x""#];
    let number = |value: Option<u64>| value.map_or("null".to_owned(), |value| value.to_string());
    let row = |(at, row): (usize, &Row)| {
        format!(
            r#"{{"id":"{}/m{at}-{}b","downloads":{},"downloadsAllTime":{},"likes":{},"pipeline_tag":{},"tags":[{}{}],"safetensors":{{"total":{}}}}}"#,
            owners[row.owner as usize],
            at % 9 + 1,
            number(row.downloads.map(u64::from)),
            number(row.downloads.map(|n| u64::from(n) * (1 + at as u64 % 4))),
            number(row.likes.map(u64::from)),
            tasks[row.task as usize],
            licenses[row.license as usize],
            if row.base { r#","base_model:google/x""# } else { "" },
            (at as u64 % 9 + 1) * 300_000_000,
        )
    };
    let rows: Vec<String> = rows.iter().enumerate().map(row).collect();
    input::read(format!("[{}]", rows.join(",")).as_bytes(), Options::default()).unwrap()
}

fn section<'a>(report: &'a Report, id: &str) -> Option<&'a Section> {
    report.sections.iter().find(|section| section.id == id)
}

fn value(report: &Report, id: &str, metric: &str) -> Value {
    let found = section(report, id).and_then(|section| section.metrics.get(metric));
    found.map_or(Value::Null, |metric| metric.value.clone())
}

fn table<'a>(section: &'a Section, id: &str) -> &'a Table {
    section.tables.iter().find(|table| table.id == id).unwrap()
}

fn cell<'a>(table: &Table, row: &'a [Value], column: &str) -> &'a Value {
    &row[table.columns.iter().position(|other| other.id == column).unwrap()]
}

/// The dial on screen, and each of its rows that a query can state.
fn check_dial(read: &Read, report: &Report) {
    let Some(dial) = section(report, "dial").filter(|dial| dial.outcome == Outcome::Ready) else { return };
    for (id, from, _) in HEADLINES {
        assert_eq!(dial.metrics.get(id).unwrap().value, value(report, from, id), "{id}");
    }
    let combinations = table(dial, "combinations");
    for row in &combinations.rows {
        let Some(query) = cell(combinations, row, "query").text() else { continue };
        let name = cell(combinations, row, "headline").text().unwrap();
        let (id, from, _) = HEADLINES.into_iter().find(|(.., words)| *words == name).unwrap();
        let query = Query::parse(query).unwrap();
        let there = sections::run(&Basket::select(read.snapshot(None).unwrap(), &query), &[from.to_owned()]);
        assert_eq!(cell(combinations, row, "value"), &value(&there, from, id), "{id} under {query}");
        if cell(combinations, row, "shown").text() == Some("on screen") {
            assert_eq!(cell(combinations, row, "value"), &value(report, from, id), "{id} on screen");
        }
    }
    for (id, _, name) in HEADLINES {
        let values =
            combinations.rows.iter().filter(|row| row[0].text() == Some(name)).filter_map(|row| row[1].number());
        let shown = |bound: &str| dial.metrics.get(&format!("{id}_{bound}")).unwrap().value.number();
        assert_eq!(
            (values.clone().reduce(f64::min), values.clone().reduce(f64::max)),
            (shown("lowest"), shown("highest"))
        );
        assert_eq!(shown("combinations"), Some(values.count() as f64));
    }
}

/// The shares that were tried are those of the first so many, and the mark stands where one failed.
fn check_firmness(basket: &Basket<'_>, section: &Section, finding: &Finding) {
    let Some(firmness) = &finding.firmness else { return };
    let trials: Vec<_> =
        firmness.baskets.iter().chain(&firmness.without_model).chain(&firmness.without_owner).collect();
    let failed = trials.iter().any(|trial| trial.holds == Some(false));
    assert!(!failed || firmness.fragile, "{}", finding.text);
    assert_eq!(firmness.fragile, finding.text.contains(" — fragile: "), "{}", finding.text);
    assert_eq!(finding.parts.plain(), finding.text);
    let whole = firmness.baskets.last().unwrap();
    assert_eq!(whole.size, basket.len() as u64);
    assert_ne!(whole.holds, Some(false), "it holds where it was said: {}", finding.text);
    for trial in &firmness.baskets {
        let first = basket.with_rows(basket.rows[..trial.size as usize].to_vec());
        let there = sections::answers(&Context::new(&first), &|id| id == section.id);
        for (id, value) in firmness.shares.iter().zip(&trial.values) {
            let metric = there[0].metrics.get(id);
            assert_eq!(value, &metric.map_or(Value::Null, |metric| metric.value.clone()), "{id} of {}", trial.size);
        }
    }
    for (at, bounds) in firmness.bounds.iter().enumerate() {
        let here = whole.values[at].number().unwrap();
        let Some([low, high]) = bounds.as_ref().map(|bounds| bounds.each_ref().map(|bound| bound.number().unwrap()))
        else {
            continue;
        };
        assert!(low <= here + 1e-12 && here <= high + 1e-12 && high <= 1.0, "{low} {here} {high}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn lenses_show_what_sections_say(rows in proptest::collection::vec(row(), 1..130), query in 0..QUERIES.len()) {
        let read = read(&rows);
        let query = Query::parse(QUERIES[query]).unwrap();
        let basket = Basket::select(read.snapshot(None).unwrap(), &query);
        let report = lenses::report(&basket, &[], &[]);
        check_dial(&read, &report);
        for section in &report.sections {
            section.findings.iter().for_each(|finding| check_firmness(&basket, section, finding));
        }
        if let Some(noise) = section(&report, "counter-noise").filter(|noise| noise.outcome == Outcome::Ready) {
            for (id, from, _) in HEADLINES {
                prop_assert_eq!(&noise.metrics.get(id).unwrap().value, &value(&report, from, id));
            }
        }
    }

    #[test]
    fn metrics_alone_are_those_of_the_whole_answer(rows in proptest::collection::vec(row(), 0..60), query in 0..QUERIES.len()) {
        let read = read(&rows);
        let query = Query::parse(QUERIES[query]).unwrap();
        let basket = Basket::select(read.snapshot(None).unwrap(), &query);
        let brief = sections::answers(&Context::brief(&basket), &|_| true);
        for (brief, whole) in brief.iter().zip(sections::answers(&Context::new(&basket), &|_| true)) {
            prop_assert_eq!(format!("{:?}", brief.metrics), format!("{:?}", whole.metrics), "{}", whole.id);
        }
    }
}

#[test]
fn lenses_can_be_left_after_each_section_and_come_to_the_same() {
    let read = input::read(include_bytes!("data/shelf.json"), Options::default()).unwrap();
    let query = Query::default();
    let basket = Basket::select(read.snapshot(None).unwrap(), &query);
    let mut work = Some(lenses::slices(lenses::add(&basket, &[], &[], sections::run(&basket, &[]))));
    let mut slices = 1;
    let report = loop {
        match lenses::step(&mut work) {
            Some(report) => break report,
            None => slices += 1,
        }
    };
    assert!(slices > 100, "{slices}");
    assert_eq!(output::json(&report), output::json(&lenses::report(&basket, &[], &[])));
}

#[test]
fn lenses_stand_where_the_contract_has_them() {
    let read = input::read(include_bytes!("data/shelf.json"), Options::default()).unwrap();
    let query = Query::default();
    let basket = Basket::select(read.snapshot(None).unwrap(), &query);
    let report = lenses::report(&basket, &[], &[]);
    let ids: Vec<&str> = report.sections.iter().map(|section| section.id).collect();
    let at = |id: &str| ids.iter().position(|other| *other == id).unwrap();
    assert_eq!(at("counter-noise"), at("gating") + 1);
    assert_eq!(at("dial"), at("data-quality") + 1);
    assert_eq!((at("claims"), ids.len()), (at("dial") + 1, at("claims") + 1));
    let only = lenses::report(&basket, &["dial".to_owned(), "gating".to_owned()], &[]);
    assert_eq!(only.sections.iter().map(|section| section.id).collect::<Vec<_>>(), ["gating", "dial"]);
}

#[test]
fn one_of_a_thing_is_said_as_one() {
    for rows in [
        r#"[{"id":"a/b","downloads":1,"likes":1,"createdAt":"2025-01-01","license":"mit","tags":["gguf"]}]"#,
        r#"[{"id":"a/b","downloads":1,"repoType":"dataset"}]"#,
        r#"[{"id":"a/b","likes":1,"sdk":"gradio"}]"#,
    ] {
        let read = input::read(rows.as_bytes(), Options::default()).unwrap();
        let snapshot = read.snapshot(None).unwrap();
        let query = Query::parse_for(snapshot.kind, "").unwrap();
        let report = lenses::report(&Basket::select(snapshot, &query), &[], &[]);
        // Of how many a coverage counts is beside the point here.
        let said =
            output::json(&report).replace("**", "").replace('"', " ").replace("1 of 1 ", "").replace("0 of 1 ", "");
        for several in ["downloads", "likes", "models", "datasets", "Spaces", "owners"] {
            let at = said.find(&format!(" 1 {several}")).map(|at| &said[at.saturating_sub(60)..at + 30]);
            assert_eq!(at, None, "{rows}");
        }
    }
}
