//! `--registry` of the command line: a table of one's own, what is wrong with it, and what is no registry.

use std::process::{Command, Output};

const TABLE: &str = "tests/oracle/own-table.csv";

fn report(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    let command = command.args(["report", "tests/data/shelf.json", "--only", "regions"]).args(args);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn fails(args: &[&str], code: i32, says: &str) {
    let output = report(args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(said.contains(says), "{args:?}: {said}");
}

#[test]
fn a_table_of_one_s_own_classifies_owners_and_its_faults_are_listed() {
    let output = report(&["--registry", TABLE]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let lines: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix(TABLE)?.get(..9)).collect();
    assert_eq!(lines, [": line 3:", ": line 7:", ": line 8:", ": line 9:", ": line 15"]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains(r#""query":"top=1000 by=downloads registry=custom""#), "{report}");
    assert!(report.contains("Your table names 9 owners"), "{report}");
}

#[test]
fn what_cannot_be_used_says_so() {
    fails(&["--registry", "no-such.csv"], 1, "no-such.csv: cannot be read");
    fails(&["--registry", "tests/data/shelf.json"], 1, "expected the columns owner and region");
    fails(&["--registry", "sead"], 2, "expected reviewed, seed or a CSV file");
    fails(&["--where", "registry=custom"], 2, "expected --registry FILE.csv");
}
