//! `hubstate pack`: what was packed reads as the same report, in few bytes, for as long as the version is known.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use at_hand::{DUMPS, at_hand};
use hubstate::{
    basket::{Basket, Query},
    input::{self, Error, Options, Read},
    lenses,
    model::{Capture, Day, RepoKind, Snapshot},
    output::{
        Kit, output,
        pack::{Ids, KEY, NEEDS, NEEDS_FOR_IDS, NEEDS_FOR_SHORT, Packed, VERSION, pack},
    },
    sample::sample,
};
use parquet::{
    basic::{Encoding, Repetition, Type as Physical},
    column::writer::ColumnWriter,
    data_type::{ByteArray, ByteArrayType},
    file::{
        metadata::{KeyValue, ParquetMetaData, ParquetMetaDataReader},
        properties::WriterProperties,
        writer::SerializedFileWriter,
    },
    schema::{
        parser::parse_message_type,
        types::{ColumnPath, Type},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use shown::rows_text;

mod at_hand;
mod shown;

fn read(bytes: &[u8]) -> Read {
    input::read(bytes, Options::default()).unwrap()
}

fn packed(snapshot: &Snapshot, ids: Option<Ids>) -> (Vec<u8>, Packed) {
    let mut bytes = Vec::new();
    let packed = pack(snapshot, ids, &mut bytes).unwrap();
    (bytes, packed)
}

/// The whole report, without what the bytes themselves were and how many rows were left behind.
fn report(snapshot: &Snapshot, query: &str) -> Value {
    let query = Query::parse_for(snapshot.kind, query).unwrap();
    let report = lenses::report(&Basket::select(snapshot, &query), &[], &[]);
    let bytes = &(output("json").unwrap().write)(&report, &Kit::default())[0].bytes;
    let mut report: Value = serde_json::from_slice(bytes).unwrap();
    for key in ["sha256", "rows", "rejected", "duplicates", "left_out", "other_kinds"] {
        report["snapshot"].as_object_mut().unwrap().remove(key);
    }
    // This section counts the rows that are left behind.
    let sections = report["sections"].as_array_mut().unwrap();
    sections.retain(|section| section["id"] != "data-quality");
    // As the overview does in one column, of values that are unknown afterwards.
    let tables = sections.iter_mut().filter_map(|section| section["tables"].as_array_mut()).flatten();
    for table in tables.filter(|table| table["id"] == "coverage") {
        table["rows"].as_array_mut().unwrap().iter_mut().for_each(|row| row[2] = Value::Null);
    }
    report
}

/// The rows in the order of their ids, which is no part of what a snapshot says.
fn rows(snapshot: &Snapshot) -> Vec<String> {
    let wrong = |row: &str| row.split(" · wrong: ").next().unwrap().trim_end().to_owned();
    let mut rows: Vec<String> = rows_text(snapshot).lines().map(wrong).collect();
    rows.sort();
    rows
}

fn same(name: &str, snapshot: &Snapshot, queries: &[&str]) {
    let (bytes, told) = packed(snapshot, None);
    let again = read(&bytes);
    assert!(again.complaints.is_empty() && again.rejected.is_empty(), "{name}: {:?}", again.complaints);
    let twin = &again.snapshots[0];
    assert_eq!((again.snapshots.len(), twin.len() as u64), (1, told.rows), "{name}");
    assert_eq!((twin.kind, twin.captured), (snapshot.kind, snapshot.captured), "{name}");
    assert_eq!((&twin.source, &twin.listing), (&snapshot.source, &snapshot.listing), "{name}");
    assert_eq!(rows(twin), rows(snapshot), "{name}");
    for query in queries {
        let (ours, theirs) = (report(twin, query), report(snapshot, query));
        let sections = |report: &Value| report["sections"].as_array().unwrap().clone();
        for (ours, theirs) in sections(&ours).iter().zip(&sections(&theirs)) {
            for key in theirs.as_object().unwrap().keys() {
                assert_eq!(ours[key], theirs[key], "{name}, {query}, {}: {key}", theirs["id"]);
            }
        }
        for key in theirs.as_object().unwrap().keys() {
            assert_eq!(ours[key], theirs[key], "{name}, {query}: {key}");
        }
    }
}

const QUERIES: [&str; 4] = ["", "top=all", "window=all top=200", "by=likes license:mit"];

fn generated(rows: &str, shape: &str) -> Read {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/generate.mjs");
    let run = Command::new("node").args([script, rows, "--shape", shape]).output().expect("Node 20 is needed");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    read(&run.stdout)
}

#[test]
fn the_sample_and_generated_rows_are_the_same_report() {
    same("the sample", &read(sample().as_bytes()).snapshots[0], &QUERIES);
    for shape in ["full", "expand", "datasets", "spaces"] {
        for snapshot in &generated("1500", shape).snapshots {
            let queries: &[&str] = if snapshot.kind == RepoKind::Spaces { &["", "top=all"] } else { &QUERIES };
            same(shape, snapshot, queries);
        }
    }
}

#[test]
fn real_dumps_are_the_same_report() {
    for path in DUMPS.into_iter().filter_map(at_hand) {
        read(&fs::read(&path).unwrap()).snapshots.iter().for_each(|snapshot| {
            same(&path.display().to_string(), snapshot, &["", "top=all"]);
        });
    }
}

#[test]
fn the_ten_thousand_largest_fit_into_half_a_megabyte() {
    let read = generated("10000", "full");
    let (bytes, told) = packed(&read.snapshots[0], None);
    assert_eq!(told.rows, 10_000);
    assert!(bytes.len() <= 500_000, "{} bytes", bytes.len());
}

#[test]
fn what_is_hard_to_say_in_columns_comes_back() {
    let rows = json!([
        {"id": "gpt2", "author": "openai", "downloads": 5, "tags": []},
        {"id": "bert", "downloads": 5},
        {"id": "/x", "downloads": 0, "license": ["MIT", "apache-2.0"]},
        {"id": "a/cased", "tags": ["license:other", "license:mit"], "license_name": "own"},
        {"id": "a/two", "tags": ["base_model:merge:x/1", "base_model:merge:x/2", "arxiv:2307.1v2v3", "arxiv:v2"]},
        {"id": "a/odd", "baseModels": {"models": [{"id": "quantized:x/y"}, {"id": "[x"}], "relation": "adapter"}},
        {"id": "a/list", "baseModels": {"models": [{"id": "[x"}]}},
        {"id": "a/none", "baseModels": {"models": []}},
        {"id": "a/card", "cardData": {"base_model": "x/1", "language": ["EN", "multilingual", "zz"], "license": "MIT"}},
        {"id": "a/q", "tags": ["8-bit", "pytorch", "en", "en", "diffusers:X"], "gated": true, "trendingScore": 0.5},
        {"id": "a/model", "repoType": "model", "sdk": "gradio", "gated": "auto", "gguf": {"architecture": "mixtral"}},
        {"id": "a/model2", "repoType": "model", "tags": ["modality:text", "LeRobot"], "gated": "manual"},
        {"id": "a/day", "createdAt": "2022-03-02T23:29:04.000Z", "lastModified": "2026-01-01T23:59:59Z", "gated": false},
        {"id": "a/big", "likes": 9_007_199_254_740_991_u64, "numParameters": 1, "authorData": {"type": "org"}},
    ]);
    let read = read(rows.to_string().as_bytes());
    same("by hand", &read.snapshots[0], &["top=all"]);
}

#[test]
fn what_cannot_be_kept_is_counted() {
    let rows = json!([
        {"_id": "1", "id": "a/x", "downloads": 5}, {"_id": "2", "id": "a/x", "downloads": 9},
        {"_id": "3", "id": "a/y", "downloads": "many", "likes": -1}, {"_id": "4", "id": "a/z", "likes": "few"},
    ]);
    let snapshot = &read(rows.to_string().as_bytes()).snapshots[0];
    let (bytes, told) = packed(snapshot, None);
    assert_eq!((told.rows, told.same_id), (3, 1));
    let wrong: Vec<(&str, u64)> = told.wrong.iter().map(|(field, count)| (field.as_str(), *count)).collect();
    assert_eq!(wrong, [("downloads", 1), ("likes", 2)]);
    let twin = &read(&bytes).snapshots[0];
    assert_eq!((twin.repo(0).id(), twin.repo(0).downloads_30d(), twin.repo(0).object_id()), ("a/x", Some(9), None));
    let (bytes, told) = packed(snapshot, Some(Ids::Whole));
    let twin = &read(&bytes).snapshots[0];
    assert_eq!((told.rows, told.same_id), (4, 0));
    let ids: Vec<_> = (0..4).map(|row| twin.repo(row).object_id().unwrap().into_owned()).collect();
    assert_eq!(ids, ["2", "1", "3", "4"]);
}

/// The `_id` of every row, by the id of the row.
fn object_ids(snapshot: &Snapshot) -> Vec<(&str, Option<String>)> {
    let rows = (0..snapshot.len() as u32).map(|row| snapshot.repo(row));
    let mut ids: Vec<_> = rows.map(|repo| (repo.id(), repo.object_id().map(Into::into))).collect();
    ids.sort();
    ids
}

fn footer(bytes: &[u8]) -> ParquetMetaData {
    let (rest, tail) = bytes.split_at(bytes.len() - 8);
    let length = u32::from_le_bytes(tail[..4].try_into().unwrap()) as usize;
    ParquetMetaDataReader::decode_metadata(&rest[rest.len() - length..]).unwrap()
}

/// The columns of `_id`, and the version that a reader has to know.
fn layout_of_ids(bytes: &[u8]) -> (Vec<String>, u64) {
    let footer = footer(bytes);
    let names = footer.file_metadata().schema().get_fields().iter().map(|field| field.name().to_owned());
    let said = footer.file_metadata().key_value_metadata().unwrap().iter().find(|pair| pair.key == KEY).unwrap();
    let said: Value = serde_json::from_str(said.value.as_deref().unwrap()).unwrap();
    (names.filter(|name| name.starts_with("_id")).collect(), said["needs"].as_u64().unwrap())
}

const PARTS: [&str; 3] = ["_id.second", "_id.process", "_id.counter"];

#[test]
fn an_id_is_kept_in_parts_where_the_day_of_its_row_says_the_rest() {
    let kept = |rows: Value| {
        let snapshot = read(rows.to_string().as_bytes()).snapshots.remove(0);
        let (bytes, _) = packed(&snapshot, Some(Ids::Whole));
        let twin = read(&bytes).snapshots.remove(0);
        assert_eq!(object_ids(&twin), object_ids(&snapshot));
        // What was read packs again, to the same bytes.
        assert_eq!(packed(&twin, Some(Ids::Whole)).0, bytes);
        layout_of_ids(&bytes)
    };
    let day = "2022-03-02T23:29:04.000Z";
    let hub = |id: &str| json!({"_id": "621ffdc036468d709f174338", "id": id, "createdAt": day});
    let text = ["_id"].map(str::to_owned).to_vec();
    let parts = PARTS.map(str::to_owned).to_vec();
    let both = [text.clone(), parts.clone()].concat();
    assert_eq!(kept(json!([hub("a/x")])), (parts.clone(), 2));
    assert_eq!(kept(json!([hub("a/x"), {"id": "a/y", "createdAt": day}])), (parts, 2));
    // Ids of another day, of rows without one, of other forms.
    for odd in [
        json!({"_id": "621ffdc036468d709f174339", "createdAt": "2022-03-03T00:00:00Z"}),
        json!({"_id": "621ffdc036468d709f174339"}),
        json!({"_id": "621FFDC036468D709F174339", "createdAt": day}),
        json!({"_id": "000000000000000000000000", "createdAt": "1970-01-01"}),
        json!({"_id": "621ffdc036468d709f17433", "createdAt": day}),
        json!({"_id": "é/1", "createdAt": day}),
        json!({"_id": "ffffffff36468d709f174339", "createdAt": day}),
    ] {
        let mut row = odd.clone();
        row["id"] = json!("b/odd");
        assert_eq!(kept(json!([row.clone()])), (text.clone(), 1), "{odd}");
        assert_eq!(kept(json!([hub("a/x"), row])), (both.clone(), 2), "{odd}");
    }
    assert_eq!(kept(json!([{"id": "a/x"}])), (vec![], 1));
    let snapshot = &read(json!([hub("a/x")]).to_string().as_bytes()).snapshots[0];
    assert_eq!(layout_of_ids(&packed(snapshot, None).0), (vec![], 1));
}

#[test]
fn an_id_in_short_lacks_its_process_unless_that_alone_tells_two_rows_apart() {
    let day = "2022-03-02T23:29:04.000Z";
    let row = |id: &str, key: &str| json!({"_id": key, "id": id, "createdAt": day});
    let kept = |rows: Value| {
        let (bytes, told) = packed(&read(rows.to_string().as_bytes()).snapshots[0], Some(Ids::Short));
        let twin = read(&bytes).snapshots.remove(0);
        assert_eq!(told.rows, twin.len() as u64);
        // What was read packs again to the same bytes, in short and whole.
        assert_eq!(packed(&twin, Some(Ids::Short)).0, bytes);
        assert_eq!(packed(&twin, Some(Ids::Whole)).0, bytes);
        let (columns, needs) = layout_of_ids(&bytes);
        let ids = object_ids(&twin).into_iter().map(|(_, id)| id.unwrap_or_default());
        (ids.collect::<Vec<_>>().join(" "), columns.join(" "), needs)
    };
    let told = |ids: &str, columns: &str, needs| (ids.to_owned(), columns.to_owned(), needs);
    let (bert, gpt) = (row("a/bert", "621ffdc036468d709f174338"), row("a/gpt", "621ffdc036468d709f17434d"));
    let short = "621ffdc0..........174338 621ffdc0..........17434d";
    assert_eq!(kept(json!([bert, gpt])), told(short, "_id.second _id.counter", 3));
    // A process that made the same count in the same second: both are whole, a third row is not.
    let twins = "621ffdc036468d709f174338 621ffdc0..........17434d 621ffdc0734dd24dd1174338";
    let twin = row("b/twin", "621ffdc0734dd24dd1174338");
    assert_eq!(kept(json!([bert, gpt, twin])), told(twins, "_id.second _id.process _id.counter", 3));
    // The same where the other row is of another day, so that its key stands as it is.
    let mut moved = twin;
    moved["createdAt"] = json!("2024-01-01");
    assert_eq!(kept(json!([bert, gpt, moved])), told(twins, "_id _id.second _id.process _id.counter", 3));
    assert_eq!(
        kept(json!([bert, moved])),
        told("621ffdc036468d709f174338 621ffdc0734dd24dd1174338", "_id _id.second _id.process _id.counter", 2)
    );
    // What is no key of the Hub, or only looks like one in short.
    for odd in ["7", "621ffdc00000000000174338", "621ffdc0....8d709f174338"] {
        assert_eq!(kept(json!([row("a/x", odd)])), told(odd, "_id", 1));
    }
    assert_eq!(kept(json!([{"id": "a/x", "createdAt": day}])), told("", "", 1));
}

#[test]
fn a_key_in_short_and_the_whole_one_are_one_repository() {
    let row = |id: &str, key: &str| {
        let row = json!({"_id": key, "id": id, "createdAt": "2022-03-02T23:29:04Z", "downloads": 1});
        let bytes = json!([row]).to_string().into_bytes();
        read(&bytes).snapshots.remove(0)
    };
    let whole = packed(&row("a/old", "621ffdc036468d709f174338"), Some(Ids::Whole)).0;
    let short = packed(&row("a/new", "621ffdc036468d709f174338"), Some(Ids::Short)).0;
    let other = packed(&row("a/other", "621ffdc036468d709f174339"), Some(Ids::Short)).0;
    let file = |name: &str, bytes: Vec<u8>| {
        let path = scratch(name, "");
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let [whole, short, other] = [("whole.parquet", whole), ("short.parquet", short), ("other.parquet", other)]
        .map(|(name, bytes)| file(name, bytes));
    let out = file("met.parquet", Vec::new());
    for files in [[&whole, &short, &other], [&short, &whole, &other], [&other, &short, &whole]] {
        let told = said(&hubstate(&[files.map(String::as_str).as_slice(), &["--out", &out]].concat()), 0);
        assert!(told.contains("met.parquet: 2 models, "), "{told}");
        assert!(told.contains("left behind: 1 row for a repository that is there already"), "{told}");
    }
}

#[test]
fn processes_that_made_many_ids_are_written_once() {
    let rows = |each: u64| {
        let row = |at: u64| json!({"_id": format!("6909b87b{:010x}{at:06x}", 0x73_4dd2_4dd1 * (at / each + 1) % (1 << 40)), "id": format!("a/{at}"), "createdAt": "2025-11-04"});
        let rows: Value = (0..600).map(row).collect();
        let (bytes, _) = packed(&read(rows.to_string().as_bytes()).snapshots[0], Some(Ids::Whole));
        assert_eq!(object_ids(&read(&bytes).snapshots[0]), object_ids(&read(rows.to_string().as_bytes()).snapshots[0]));
        let footer = footer(&bytes);
        let mut columns = footer.row_group(0).columns().iter();
        let process = columns.find(|column| column.column_path().parts() == ["_id.process"]).unwrap();
        process.dictionary_page_offset().is_some()
    };
    assert_eq!((rows(1), rows(2), rows(3), rows(600)), (false, false, true, true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn any_ids_come_back(
        rows in proptest::collection::vec((
            proptest::option::of("[0-9a-f]{22}|621ffdc[0-9a-f]{15}|[0-9a-f]{21}|[0-9A-F]{22}|[ -~é]{1,30}"),
            proptest::option::of(0..4_294_967_296_i64),
            any::<bool>(),
        ), 1..20)
    ) {
        let rows: Value = rows.iter().enumerate().map(|(at, (id, created, same))| {
            let mut row = json!({"id": format!("a/{at}")});
            let time = id.as_deref().and_then(|id| id.get(..8)).and_then(|time| i64::from_str_radix(time, 16).ok());
            // No key twice, or the rows would be one.
            if let Some(id) = id {
                row["_id"] = json!(format!("{id}{at:02x}"));
            }
            if let Some(created) = if *same { time } else { *created } {
                row["createdAt"] = json!(created);
            }
            row
        }).collect();
        let snapshot = &read(rows.to_string().as_bytes()).snapshots[0];
        let (bytes, _) = packed(snapshot, Some(Ids::Whole));
        let twin = read(&bytes).snapshots.remove(0);
        prop_assert_eq!(object_ids(&twin), object_ids(snapshot));
        // In short no two become one, and each is the whole one but for its process.
        let (bytes, _) = packed(snapshot, Some(Ids::Short));
        let twin = read(&bytes).snapshots.remove(0);
        prop_assert_eq!(twin.len(), snapshot.len());
        for ((_, short), (_, whole)) in object_ids(&twin).into_iter().zip(object_ids(snapshot)) {
            let hidden = |whole: String| format!("{}..........{}", &whole[..8], &whole[18..]);
            prop_assert!(short == whole || short == whole.map(hidden));
        }
    }
}

/// One row as another program may write the parts of its `_id`.
fn written_anew(process: &str, counter: &str, encoding: Encoding, dictionary: bool) -> Vec<u8> {
    let schema = format!(
        "message m {{ required binary id (UTF8); required int32 createdAt (DATE); required int32 _id.second;
         required {process} _id.process; required {counter} _id.counter; }}"
    );
    let mut properties = WriterProperties::builder().set_dictionary_enabled(dictionary);
    for name in ["_id.process", "_id.counter"] {
        properties = properties.set_column_encoding(ColumnPath::new(vec![name.to_owned()]), encoding);
    }
    let schema = parse_message_type(&schema).unwrap();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema.into(), properties.build().into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    while let Some(mut column) = group.next_column().unwrap() {
        let bytes = |bytes: &[u8]| ByteArray::from(bytes.to_vec());
        let (process, counter) = (bytes(&[0x73, 0x4d, 0xd2, 0x4d, 0xd1]), bytes(&[0x9d, 0xa3, 0xef]));
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let all = [bytes(b"a/x"), process, counter];
                let name = writer.get_descriptor().name().to_owned();
                let at = ["id", "_id.process", "_id.counter"].iter().position(|known| *known == name).unwrap();
                writer.write_batch(&all[at..=at], None, None).unwrap();
            }
            ColumnWriter::FixedLenByteArrayColumnWriter(writer) => {
                let part = if writer.get_descriptor().name() == "_id.process" { process } else { counter };
                writer.write_batch(&[part.into()], None, None).unwrap();
            }
            ColumnWriter::Int32ColumnWriter(writer) => {
                let number = if writer.get_descriptor().name() == "createdAt" { 20_396 } else { 30_331 };
                writer.write_batch(&[number], None, None).unwrap();
            }
            _ => panic!("a column of another type"),
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn parts_are_read_as_other_programs_write_them() {
    let fixed = |length: usize| format!("fixed_len_byte_array({length})");
    let any = "binary".to_owned();
    for (process, counter, encoding, dictionary) in [
        (fixed(5), fixed(3), Encoding::PLAIN, false),
        (fixed(5), fixed(3), Encoding::PLAIN, true),
        (fixed(5), fixed(3), Encoding::BYTE_STREAM_SPLIT, false),
        (any.clone(), any.clone(), Encoding::PLAIN, false),
        (any.clone(), any, Encoding::PLAIN, true),
    ] {
        let bytes = written_anew(&process, &counter, encoding, dictionary);
        let read = read(&bytes);
        assert!(read.complaints.is_empty(), "{process}: {:?}", read.complaints);
        let id = read.snapshots[0].repo(0).object_id();
        assert_eq!(id.as_deref(), Some("6909b87b734dd24dd19da3ef"), "{process}, {encoding}, {dictionary}");
    }
}

#[test]
fn damaged_parts_lose_no_more_than_their_row_group() {
    let rows: Value = (0..40_u64)
        .map(|at| json!({"_id": format!("6909b87b734dd24dd1{at:06x}"), "id": format!("a/{at}"), "createdAt": "2025-11-04T08:25:31Z"}))
        .collect();
    let (bytes, _) = packed(&read(rows.to_string().as_bytes()).snapshots[0], Some(Ids::Whole));
    let footer = footer(&bytes);
    for column in
        footer.row_group(0).columns().iter().filter(|column| column.column_path().string().starts_with("_id."))
    {
        let (start, length) = column.byte_range();
        for at in start..start + length {
            let mut changed = bytes.clone();
            changed[at as usize] ^= 0x55;
            if let Ok(read) = input::read(&changed, Options::default()) {
                let snapshot = &read.snapshots[0];
                assert_eq!(snapshot.rows, snapshot.duplicates + snapshot.len() as u64);
            }
        }
    }
}

#[test]
fn rows_stand_by_downloads_and_then_by_id() {
    let rows = json!([{"id": "b"}, {"id": "c", "downloads": 1}, {"id": "a"}, {"id": "B", "downloads": 1}, {"id": "z", "downloads": 7}]);
    let (bytes, _) = packed(&read(rows.to_string().as_bytes()).snapshots[0], None);
    let twin = &read(&bytes).snapshots[0];
    assert_eq!((0..5).map(|row| twin.repo(row).id()).collect::<Vec<_>>(), ["z", "B", "c", "a", "b"]);
}

fn field<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + 'static,
    into: impl Fn(T) -> Value + 'static,
) -> BoxedStrategy<Option<Value>> {
    proptest::option::of(value.prop_map(into)).boxed()
}

fn texts(words: &'static [&'static str]) -> BoxedStrategy<Option<Value>> {
    field(proptest::collection::vec(proptest::sample::select(words), 0..5), |words| json!(words))
}

/// A row with every field known or not.
fn row() -> impl Strategy<Value = Value> {
    const TAGS: &[&str] = &[
        "license:mit",
        "license:other",
        "license:Apache-2.0",
        "base_model:a/x",
        "base_model:finetune:a/x",
        "base_model:merge:b/y",
        "arxiv:2101.00001v3",
        "arxiv:2101.00002",
        "en",
        "zh",
        "multilingual",
        "gguf",
        "pytorch",
        "8-bit",
        "mlx",
        "llama",
        "t5",
        "flux",
        "region:us",
        "task_categories:robotics",
        "modality:text",
        "lerobot",
        "",
    ];
    let word = |words: &'static [&'static str]| field(proptest::sample::select(words), |word| json!(word));
    let count = |most: u64| field(0..most, |count| json!(count));
    let day = || field(1_500_000_000..1_800_000_000_i64, |at| json!(at));
    let parts = vec![
        ("author", word(&["a", "someone"])),
        ("downloads", count(9)),
        ("downloadsAllTime", count(1 << 50)),
        ("likes", count(99)),
        ("trendingScore", field(0..1000u32, |score| json!(f64::from(score) / 8.0))),
        ("createdAt", day()),
        ("lastModified", day()),
        ("pipeline_tag", word(&["text-generation", "unknown", "fill-mask"])),
        ("library_name", word(&["transformers", "gguf", "é ü"])),
        ("license", word(&["mit", "other", "my own"])),
        ("license_name", word(&["gemma"])),
        (
            "gated",
            field(0..4u8, |way| [json!(false), json!(true), json!("auto"), json!("manual")][way as usize].clone()),
        ),
        ("numParameters", count(1 << 53)),
        ("architecture", word(&["bert", "mixtral", "gemma4", "nobody"])),
        ("authorData", field(any::<bool>(), |user| json!({"type": if user { "user" } else { "org" }}))),
        ("base_model", texts(&["a/x", "c/z", "[odd", "quantized:a/x"])),
        ("language", texts(&["en", "de", "multilingual", "none"])),
        ("tags", texts(TAGS)),
    ];
    let (names, values): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    ("[a-c]/[xyz]{1,3}|[xyz]{1,2}", values).prop_map(move |(id, values)| {
        let known = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        Value::Object(known.chain([("id".to_owned(), json!(id))]).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn any_rows_come_back(mut rows in proptest::collection::vec(row(), 1..12), kind in proptest::sample::select(&RepoKind::ALL[..])) {
        // No id twice: what a row leaves in the tables of names when a larger one takes its place is no part of it.
        for (at, row) in rows.iter_mut().enumerate() {
            let id = format!("{}{at}", row["id"].as_str().unwrap());
            row["id"] = json!(id);
        }
        let dump = json!({"kind": kind.as_str(), "captured_at": "2027-02-01", "source": "p", "query": "q", "items": rows});
        for snapshot in &read(dump.to_string().as_bytes()).snapshots {
            same("any rows", snapshot, &["top=all"]);
        }
    }
}

/// A file of one id with these pairs in its footer.
fn file_saying(pairs: &[(&str, Option<&str>)]) -> Vec<u8> {
    let id = Type::primitive_type_builder("id", Physical::BYTE_ARRAY).with_repetition(Repetition::REQUIRED).build();
    let schema = Type::group_type_builder("m").with_fields(vec![id.unwrap().into()]).build().unwrap();
    let pairs = pairs.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.map(str::to_owned))).collect();
    let properties = WriterProperties::builder().set_key_value_metadata(Some(pairs)).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("a/x")], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn a_file_that_needs_a_later_version_is_refused_and_a_later_one_that_does_not_is_read() {
    const { assert!(NEEDS <= NEEDS_FOR_IDS && NEEDS_FOR_IDS <= NEEDS_FOR_SHORT && NEEDS_FOR_SHORT <= VERSION) };
    let saying = |text: &str| input::read(&file_saying(&[(KEY, Some(text))]), Options::default());
    for (text, found, reads) in [
        (r#"{"needs":4,"version":5}"#, "needs a reader of version 4", "version 3"),
        (r#"{"schema":"hubstate-snapshot/2"}"#, "the schema hubstate-snapshot/2", "hubstate-snapshot/1"),
    ] {
        let Err(error @ Error::Parquet { .. }) = saying(text) else { panic!("{text}") };
        let said = error.to_string();
        assert!(said.contains(found) && said.contains(reads) && said.contains("use a newer hubstate"), "{said}");
    }
    assert!(saying(r#"{"needs":3,"version":3}"#).is_ok());
    let read = saying(r#"{"schema":"hubstate-snapshot/1","version":9,"needs":1,"kind":"datasets","later":[{"x":1}]}"#)
        .unwrap();
    assert_eq!((read.snapshots[0].kind, read.complaints.len()), (RepoKind::Datasets, 0));
}

#[test]
fn damaged_metadata_is_told_and_the_rows_stay() {
    let long = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    for (text, complaints) in [
        (Some("{"), 1),
        (Some(""), 1),
        (Some("[]"), 1),
        (Some("{} x"), 1),
        (Some(r#"{"needs":"2"}"#), 1),
        (None, 0),
        (Some(r#"{"kind":5,"captured_at":"soon","source":[],"query":{}}"#), 1),
        (Some(r#"{"kind":"rockets"}"#), 0),
        (Some(&format!("{{\"x\":{long}}}")), 1),
    ] {
        let read = read(&file_saying(&[("pandas", Some("{}")), (KEY, text)]));
        assert_eq!(
            (read.snapshots[0].len(), read.complaints.len()),
            (1, complaints),
            "{text:?}: {:?}",
            read.complaints
        );
        assert_eq!(read.snapshots[0].captured, Capture::Unknown);
    }
}

#[test]
fn what_the_user_states_counts_before_what_the_file_states() {
    let bytes = file_saying(&[(KEY, Some(r#"{"captured_at":"2026-04-29","source":"s"}"#))]);
    let day = |text: &str| Capture::Stated(Day::parse(text).unwrap());
    assert_eq!(read(&bytes).snapshots[0].captured, day("2026-04-29"));
    let stated = Options { captured_at: Day::parse("2026-05-01"), ..Options::default() };
    let read = input::read(&bytes, stated).unwrap();
    assert_eq!((read.snapshots[0].captured, read.snapshots[0].source.as_deref()), (day("2026-05-01"), Some("s")));
}

/// They are never written again: what a version wrote has to open as long as there is a hubstate.
#[test]
fn what_earlier_versions_wrote_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    for (name, ids) in
        [("version-1", false), ("version-1-ids", true), ("version-2-ids", true), ("version-3-ids-short", true)]
    {
        let bytes = fs::read(folder.join(name).with_extension("parquet")).unwrap();
        let wanted = fs::read_to_string(folder.join(name).with_extension("txt")).unwrap();
        let read = read(&bytes);
        let mut found = String::new();
        for row in 0..read.snapshots[0].len() as u32 {
            found.extend(read.snapshots[0].repo(row).object_id().map(|id| format!("{id}\n")));
        }
        found.push_str(&shown::text(&Ok(read)));
        assert_eq!(found, wanted, "{name}");
        assert_eq!(wanted.starts_with("621ffdc0"), ids, "{name}");
    }
}

fn scratch(name: &str, text: &str) -> PathBuf {
    at_hand::scratch("pack", name, text)
}

fn hubstate(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hubstate")).arg("pack").args(args).output().unwrap()
}

fn said(output: &Output, code: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

#[test]
fn the_command_says_what_it_wrote_and_what_it_left_behind() {
    let models = scratch(
        "models.json",
        r#"[{"id":"a/x","downloads":5},{"id":"a/x","downloads":3},{"id":"a/y","private":true},{"id":7},{"id":"a/z","likes":"x"}]"#,
    );
    let data = scratch("data.jsonl", "{\"id\":\"a/d\",\"tags\":[\"modality:text\"]}\n");
    let out = models.with_file_name("out.parquet");
    let [models, data, out] = [&models, &data, &out].map(|path| path.to_str().unwrap());
    let told = said(&hubstate(&[models, data, "--out", out, "--captured-at", "2026-04-29"]), 0);
    for line in [
        "out.parquet: 2 models, ",
        "left behind: 1 row that could not be understood",
        "left behind: 1 row for a repository that is there already",
        "left behind: 1 row marked removed, private or disabled",
        "left behind: 1 row of datasets",
        "unknown now: 1 value of likes, of a wrong type",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let read_again = read(&fs::read(out).unwrap());
    assert_eq!(read_again.snapshots[0].captured, Capture::Stated(Day::parse("2026-04-29").unwrap()));
    said(&hubstate(&[models, data, "--kind", "datasets", "--out", out]), 0);
    assert_eq!(read(&fs::read(out).unwrap()).snapshots[0].kind, RepoKind::Datasets);
    // A packed file packs again, to the same bytes.
    let twice = Path::new(out).with_file_name("twice.parquet");
    said(&hubstate(&[out, "--out", twice.to_str().unwrap()]), 0);
    assert_eq!(fs::read(&twice).unwrap(), fs::read(out).unwrap());
    assert!(!Path::new(&format!("{out}.tmp")).exists());
}

#[test]
fn wrong_usage_is_told_before_anything_is_read() {
    let models = scratch("good.json", r#"[{"id":"a/x"}]"#);
    let models = models.to_str().unwrap();
    let told = said(&hubstate(&["no-such-file.json", "--out", "no/such/folder/out.parquet"]), 1);
    assert!(told.contains("found no folder no/such/folder") && !told.contains("no-such-file"), "{told}");
    let folder = env!("CARGO_TARGET_TMPDIR");
    assert!(said(&hubstate(&[models, "--out", folder]), 1).contains("expected the name of a file"));
    assert!(
        said(&hubstate(&[models, "--out", "x.parquet", "--kind", "spaces"]), 1)
            .contains("found models, expected spaces")
    );
    assert!(said(&hubstate(&["--out", "x.parquet"]), 2).contains("FILE"));
    assert!(said(&hubstate(&[models]), 2).contains("--out"));
    assert!(
        said(&hubstate(&["no-such-file.json", "--out", "x.parquet"]), 1).contains("no-such-file.json: cannot be read")
    );
    assert!(!Path::new("x.parquet").exists());
}
