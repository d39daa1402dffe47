//! The rules of `src/reference/tables/families.csv` against the regular expressions they were written
//! from (`tests/oracle/families.csv`): the same family for every id of the real dumps, for the ids of
//! `tests/oracle/family-ids.csv`, and for names put together from the words of the expressions.

use std::{collections::BTreeSet, fs, path::Path};

use at_hand::{DUMPS, at_hand};
use hubstate::{
    input::{self, Options},
    reference::family,
};
use regex::Regex;

mod at_hand;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `family,entity,kind,pattern,evidence`; the one pattern that holds a comma is quoted.
fn patterns() -> Vec<(String, String)> {
    let table = fs::read_to_string(root().join("tests/oracle/families.csv")).unwrap();
    let row = |line: &str| {
        let (family, rest) = line.split_once(',').unwrap();
        let (_evidence, rest) = rest.rsplit_once(',').map(|(rest, evidence)| (evidence, rest)).unwrap();
        let pattern = rest.splitn(3, ',').nth(2).unwrap();
        (family.to_owned(), pattern.trim_matches('"').to_owned())
    };
    table.lines().skip(1).map(row).collect()
}

struct Expressions(Vec<(String, bool, Regex)>);

impl Expressions {
    fn new() -> Expressions {
        let compiled = |(family, pattern): (String, String)| {
            let whole = pattern.contains('/');
            (family, whole, Regex::new(&pattern).unwrap())
        };
        Expressions(patterns().into_iter().map(compiled).collect())
    }

    fn family(&self, id: &str) -> Option<&str> {
        let id = id.to_ascii_lowercase();
        let name = id.split_once('/').map_or(id.as_str(), |(_, name)| name);
        let first = self.0.iter().find(|(_, whole, pattern)| pattern.is_match(if *whole { &id } else { name }));
        first.map(|(family, ..)| family.as_str())
    }

    fn compare<'a>(&self, ids: impl IntoIterator<Item = &'a str>) {
        let differ = |id: &&str| family(id).map(|family| family.name) != self.family(id);
        let faults: Vec<String> = ids
            .into_iter()
            .filter(differ)
            .take(40)
            .map(|id| format!("{id}: {:?} against {:?}", family(id).map(|family| family.name), self.family(id)))
            .collect();
        assert!(faults.is_empty(), "the rules against the expressions:\n{}", faults.join("\n"));
    }
}

#[test]
fn on_every_id_of_the_real_dumps() {
    let mut ids = BTreeSet::new();
    for dump in DUMPS.into_iter().filter_map(at_hand) {
        let read = input::read(&fs::read(dump).unwrap(), Options::default()).unwrap();
        for snapshot in &read.snapshots {
            ids.extend((0..snapshot.len() as u32).map(|row| snapshot.repo(row).id().to_owned()));
        }
    }
    println!("{} ids", ids.len());
    Expressions::new().compare(ids.iter().map(String::as_str));
}

#[test]
fn on_the_ids_kept_with_the_tests() {
    let table = fs::read_to_string(root().join("tests/oracle/family-ids.csv")).unwrap();
    let rows: Vec<(&str, &str)> = table.lines().skip(1).map(|line| line.split_once(',').unwrap()).collect();
    assert!(rows.len() > 300);
    for (id, expected) in &rows {
        assert_eq!(family(id).map_or("", |family| family.name), *expected, "{id}");
    }
    Expressions::new().compare(rows.iter().map(|(id, _)| *id));
}

/// A multiplicative generator (Knuth's MMIX constants); any will do.
struct Random(u64);

impl Random {
    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list[(self.0 >> 33) as usize % list.len()]
    }
}

#[test]
fn on_names_put_together_from_their_words() {
    let mut words = BTreeSet::new();
    for (_, pattern) in patterns() {
        let word = |c: char| !c.is_ascii_alphanumeric();
        words.extend(pattern.split(word).filter(|word| !word.is_empty()).map(str::to_owned));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let owners = ["", "someone/", "nvidia/", "microsoft/", "pyannote/", "bigscience/", "hf-internal-testing/"];
    let before = ["", "", "", "my-", "huihui-", "mlx-", "a.b_", "p", "x", "9", "a_", "_", "wide-", "abcd", "abcde"];
    let between = ["", "-", "_", ".", "2", "-3b", "-1.5b-", "_x_", "-7", "v2-", "a"];
    let mut random = Random(7);
    let ids: Vec<String> = (0..40_000)
        .map(|at| {
            let mut id = format!("{}{}", random.pick(&owners), random.pick(&before));
            for _ in 0..=at % 3 {
                id.push_str(random.pick(&words));
                id.push_str(random.pick(&between));
            }
            id
        })
        .collect();
    Expressions::new().compare(ids.iter().map(String::as_str));
}
