//! Reads the sample's text again and recomputes every figure of the article from its rows, claim
//! by claim.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::sample;

/// The article's eleven Eastern owners.
const EASTERN: [&str; 11] = [
    "Qwen",
    "BAAI",
    "deepseek-ai",
    "THUDM",
    "baichuan-inc",
    "Alibaba-NLP",
    "ZhipuAI",
    "internlm",
    "mlx-community",
    "01-ai",
    "yi",
];

const PERMISSIVE: [&str; 6] = ["apache-2.0", "mit", "cc-by-4.0", "bsd-3-clause", "cc0-1.0", "unlicense"];

/// The sample's tasks that the Hub groups under computer vision or multimodal.
const IMAGE_TASKS: [&str; 16] = [
    "image-text-to-text",
    "image-classification",
    "text-to-image",
    "image-feature-extraction",
    "zero-shot-image-classification",
    "object-detection",
    "image-segmentation",
    "image-to-text",
    "depth-estimation",
    "any-to-any",
    "image-to-video",
    "text-to-video",
    "mask-generation",
    "video-text-to-text",
    "visual-document-retrieval",
    "visual-question-answering",
];

fn snapshot() -> Value {
    serde_json::from_str(&sample()).unwrap()
}

fn rows() -> Vec<Value> {
    snapshot()["models"].as_array().unwrap().clone()
}

fn text<'row>(row: &'row Value, key: &str) -> &'row str {
    row[key].as_str().unwrap_or("")
}

fn downloads(row: &Value) -> u64 {
    row["downloads"].as_u64().unwrap()
}

fn total() -> u64 {
    rows().iter().map(downloads).sum()
}

fn owner(row: &Value) -> String {
    text(row, "id").split_once('/').unwrap().0.to_owned()
}

/// Downloads by owner, largest first.
fn owners() -> Vec<(String, u64)> {
    let mut sums = BTreeMap::<String, u64>::new();
    for row in rows() {
        *sums.entry(owner(&row)).or_default() += downloads(&row);
    }
    let mut owners: Vec<_> = sums.into_iter().collect();
    owners.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    owners
}

fn of(name: &str) -> u64 {
    owners().into_iter().find(|(owner, _)| owner == name).unwrap().1
}

fn of_first(count: usize) -> u64 {
    owners().iter().take(count).map(|(_, sum)| sum).sum()
}

fn license(row: &Value) -> &str {
    row["license"].as_str().unwrap_or("")
}

fn count(condition: impl Fn(&Value) -> bool) -> usize {
    rows().iter().filter(|row| condition(row)).count()
}

/// The declared size in billions, for the forms that the sample writes: `335M`, `0.6B`, `E4B`,
/// `8x7B`, `30B-A3B`.
fn size(row: &Value) -> Option<f64> {
    let (_, name) = text(row, "id").split_once('/').unwrap();
    let token = name.split('-').nth(2)?.trim_start_matches('E');
    let (factor, token) = token.split_once('x').unwrap_or(("1", token));
    let (number, unit) = token.split_at(token.len() - 1);
    let unit = match unit {
        "B" => 1.0,
        "M" => 0.001,
        other => panic!("{name}: the unit {other} is none of the sample's"),
    };
    Some(factor.parse::<f64>().unwrap() * number.parse::<f64>().unwrap() * unit)
}

fn sized(from: f64, below: f64) -> usize {
    count(|row| size(row).is_some_and(|size| from <= size && size < below))
}

#[track_caller]
fn check_millions(downloads: u64, published: &str) {
    assert_eq!(format!("{:.1}", downloads as f64 / 1e6), published);
}

#[track_caller]
fn check_percent(part: u64, whole: u64, published: &str) {
    assert_eq!(format!("{:.1}", 100.0 * part as f64 / whole as f64), published);
}

#[track_caller]
fn check_ratio(one: f64, other: f64, published: &str) {
    assert_eq!(format!("{:.1}", one / other), published);
}

#[test]
fn is_a_snapshot_file_with_one_row_a_line() {
    let text = sample();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"schema":"hubstate-snapshot/1","kind":"models","captured_at":"2026-04-29","source":"illustrative sample rebuilt from the figures published for 2026-04-29; single models are invented","query":"sort=downloads&limit=1000","complete":true,"models":["#
    );
    assert_eq!(lines.len(), 1_002);
    assert_eq!(lines[1_001], "]}");
    assert_eq!(rows().len(), 1_000);
}

#[test]
fn is_the_same_at_every_call() {
    assert_eq!(sample(), sample());
}

#[test]
fn records_only_what_the_article_gives() {
    let fields = ["id", "downloads", "createdAt", "pipeline_tag", "license"];
    for row in rows() {
        assert!(row.as_object().unwrap().keys().all(|key| fields.contains(&key.as_str())), "{row}");
        assert!(row.get("pipeline_tag").is_none_or(Value::is_string), "{row}");
    }
}

#[test]
fn names_show_that_models_and_small_owners_are_invented() {
    let real = ["sentence-transformers", "google", "openai", "meta-llama"];
    for (at, row) in rows().iter().enumerate() {
        let id = text(row, "id");
        let (owner, name) = id.split_once('/').unwrap();
        assert!(name.starts_with(&format!("sample-{:04}", at + 1)), "{id}");
        let known = EASTERN.contains(&owner) || real.contains(&owner);
        assert!(known || owner.starts_with("sample-owner-"), "{id}");
    }
}

#[test]
fn rows_fall_strictly_by_downloads() {
    let downloads: Vec<u64> = rows().iter().map(downloads).collect();
    assert!(downloads.is_sorted_by(|one, next| one > next));
    assert!(downloads[999] >= 200_000);
}

#[test]
fn invented_owners_fall_smoothly_below_the_published_ones() {
    let owners = owners();
    assert_eq!(owners.len(), 312);
    let invented = |(_, (name, _)): &(usize, &(String, u64))| name.starts_with("sample-owner-");
    let ranks: Vec<usize> = owners.iter().enumerate().filter(invented).map(|(at, _)| at + 1).take(5).collect();
    assert_eq!(ranks, [6, 7, 8, 9, 13], "6 to 9 stand for owners named without a figure");
    for (at, (name, _)) in owners.iter().enumerate().filter(invented) {
        assert_eq!(*name, format!("sample-owner-{:03}", at + 1));
    }
}

#[test]
fn a1_all_downloads() {
    assert!((2_161_646_804..=2_164_999_999).contains(&total()));
    assert_eq!(format!("{:.2}", total() as f64 / 1e9), "2.16");
}

#[test]
fn a2_a3_qwen_leads() {
    assert_eq!(owners()[0], ("Qwen".to_owned(), 399_454_717));
    check_percent(399_454_717, total(), "18.5");
}

#[test]
fn a4_sentence_transformers_follows() {
    assert_eq!(owners()[1].0, "sentence-transformers");
    check_millions(of("sentence-transformers"), "317.7");
    check_percent(of("sentence-transformers"), total(), "14.7");
}

#[test]
fn a5_google_openai_baai() {
    let next = [("google", "104.2", "4.8"), ("openai", "91.6", "4.2"), ("BAAI", "84.7", "3.9")];
    for (rank, (name, millions, percent)) in (2..).zip(next) {
        assert_eq!(owners()[rank].0, name);
        check_millions(of(name), millions);
        check_percent(of(name), total(), percent);
    }
}

#[test]
fn a6_concentration() {
    check_percent(of_first(5), total(), "46.1");
    check_percent(of_first(10), total(), "58.5");
}

#[test]
fn a7_half_lies_between_rank_6_and_7() {
    assert!(2 * of_first(6) < total());
    assert!(2 * of_first(7) >= total());
}

#[test]
fn a8_contradicts_itself() {
    check_millions(of("meta-llama"), "29.6");
    check_ratio(399.4, 29.6, "13.5");
    check_ratio(of("Qwen") as f64, of("meta-llama") as f64, "13.5");
}

#[test]
fn a9_contradicts_itself() {
    check_ratio(399.4, 104.2, "3.8");
    check_ratio(of("Qwen") as f64, of("google") as f64, "3.8");
}

#[test]
fn a10_permissive_licenses() {
    assert_eq!(count(|row| PERMISSIVE.contains(&license(row))), 715);
}

#[test]
fn a11_licenses() {
    for (id, published) in [("apache-2.0", 490), ("mit", 198), ("", 115)] {
        assert_eq!(count(|row| license(row) == id), published, "{id}");
    }
    let ids: BTreeSet<String> = rows().iter().map(|row| license(row).to_owned()).collect();
    for id in ids.iter().filter(|id| !["apache-2.0", "mit", ""].contains(&id.as_str())) {
        assert!(count(|row| license(row) == id) < 115, "{id} is not among the published three");
    }
}

#[test]
fn a12_eastern_owners() {
    let eastern: u64 = EASTERN.into_iter().map(of).sum();
    assert_eq!(format!("{:.0}", eastern as f64 / 1e6), "522");
    check_percent(eastern, total(), "24.1");
}

#[test]
fn a13_tasks() {
    let published = [
        ("text-generation", 222),
        ("image-text-to-text", 118),
        ("sentence-similarity", 76),
        ("feature-extraction", 65),
        ("automatic-speech-recognition", 55),
        ("image-classification", 49),
    ];
    for (task, published) in published {
        assert_eq!(count(|row| text(row, "pipeline_tag") == task), published, "{task}");
    }
}

#[test]
fn a14_image_tasks_are_a_quarter() {
    let models = count(|row| IMAGE_TASKS.contains(&text(row, "pipeline_tag")));
    assert!((200..=300).contains(&models), "{models}");
}

#[test]
fn a15_a16_a18_declared_sizes() {
    assert_eq!(count(|row| size(row).is_some()), 351);
    assert_eq!(sized(13.0, 33.0), 83);
    check_percent(83, 351, "23.6");
    assert_eq!(sized(70.0, f64::INFINITY), 19);
    for (from, below) in [(0.0, 1.0), (1.0, 3.0), (3.0, 7.0), (7.0, 13.0), (33.0, 70.0)] {
        assert!(sized(from, below) < 83, "13–33B is the largest band, not {from}–{below}B");
    }
}

#[test]
fn a17_contradicts_itself() {
    assert_eq!(sized(0.0, 7.0), 143);
    check_percent(143, 351, "40.7");
    check_percent(179, 351, "51.0");
}

#[test]
fn a19_cohorts() {
    let published = [("2022", 258), ("2023", 128), ("2024", 225), ("2025", 231), ("2026", 158)];
    for (year, published) in published {
        assert_eq!(count(|row| text(row, "createdAt").starts_with(year)), published, "{year}");
    }
    assert_eq!(count(|row| text(row, "createdAt") == "2022-03-02T23:29:04.000Z"), 142);
    let dated = |row: &Value| {
        let at = text(row, "createdAt").to_owned();
        "2022-03-03" <= at.as_str() && at.as_str() < "2026-04-29"
    };
    assert_eq!(count(dated), 858);
}

#[test]
fn large_sizes_belong_to_language_models() {
    let language_models = ["text-generation", "image-text-to-text"];
    for row in rows().iter().filter(|row| size(row).is_some_and(|size| size >= 33.0)) {
        assert!(language_models.contains(&text(row, "pipeline_tag")), "{row}");
    }
}
