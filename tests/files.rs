//! `hubstate report` on several files, which are read as one snapshot.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

mod at_hand;

fn scratch(name: &str, text: &str) -> PathBuf {
    at_hand::scratch("files", name, text)
}

/// The exit code, the report and what was said beside it.
fn report(files: &[&PathBuf]) -> (i32, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_hubstate")).arg("report").args(files).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap_or_default(), said)
}

#[test]
fn parts_of_one_snapshot_are_joined_and_say_which_file_a_fault_stands_in() {
    let first = scratch("part-1.json", r#"[{"id":"a/x","downloads":5},{"id":"a/y","downloads":3},{"downloads":1}]"#);
    let second =
        scratch("part-2.jsonl", "{\"id\":\"a/x\",\"downloads\":9}\n{\"id\":\"b/z\",\"downloads\":1}\n{\"id\":");
    let (code, report, said) = report(&[&first, &second]);
    assert_eq!(code, 0, "{said}");
    let facts = &report["snapshot"];
    assert_eq!((&facts["rows"], &facts["rejected"], &facts["duplicates"]), (&5.into(), &1.into(), &1.into()));
    assert_eq!((&report["basket"]["repos"], &report["basket"]["downloads"]), (&3.into(), &13.into()));
    assert!(said.contains("part-1.json: line 1, column 56"), "{said}");
    assert!(said.contains("part-2.jsonl: the input ends too early"), "{said}");
}

#[test]
fn files_of_different_kinds_keep_theirs() {
    let models = scratch("models.json", r#"[{"id":"a/x","downloads":5},{"id":"a/y","downloads":3}]"#);
    let data = scratch(
        "datasets.json",
        r#"[{"id":"a/x","tags":["modality:text"]},{"id":"a/d"},{"id":"a/e","tags":["format:csv"]}]"#,
    );
    let (code, report, said) = report(&[&models, &data]);
    assert_eq!((code, &report["snapshot"]["rows"]), (0, &3.into()), "{said}");
    assert_eq!(
        (&report["snapshot"]["kind"], &report["snapshot"]["other_kinds"][0]["rows"]),
        (&"datasets".into(), &2.into())
    );
}

#[test]
fn a_file_that_is_no_dump_is_named() {
    let good = scratch("good.json", r#"[{"id":"a/x"}]"#);
    let bad = scratch("page.html", "<!doctype html><p>no</p>");
    let (code, _, said) = report(&[&good, &bad]);
    assert_eq!(code, 1);
    assert!(said.contains("page.html: line 1") && said.contains("HTML"), "{said}");
}

#[test]
fn a_part_that_a_section_lacks_is_told() {
    let dump = scratch("one.json", r#"[{"id":"a/x","downloads":5},{"id":"b/y","downloads":3}]"#);
    let only = |parts: &str| report(&[&dump, &PathBuf::from(format!("--only={parts}"))]);
    let (code, whole, said) = only("organizations.owners,organizations.nope");
    assert_eq!((code, whole["sections"][0]["id"].as_str()), (0, Some("organizations")));
    let expected = "note: organizations has no table or chart `nope` on this data; expected one of: owners, pair";
    assert_eq!(said.trim_end(), expected);
    assert_eq!(only("organizations.owners").2, "");
}
