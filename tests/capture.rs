//! `hubstate capture` against a local Hub: pages, pauses, failures, going on, and what must never leak.
#![allow(clippy::unwrap_used)]
// What the fake Hub computes is computed here again, by the same formula.
#![allow(clippy::disallowed_methods)]

use std::{
    collections::HashSet,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;

const TOKEN: &str = "hf_never0written1anywhere";

/// A Hub of `tests/fake-hub` on a free port.
struct Hub {
    child: Child,
    address: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Hub {
    fn start(rows: u32, faults: &str) -> Hub {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fake-hub/server.mjs");
        let mut command = Command::new("node");
        command.args([script, "--rows", &rows.to_string()]).stdout(Stdio::piped());
        if !faults.is_empty() {
            command.args(["--fault", faults]);
        }
        let mut child = command.spawn().expect("Node 20 is needed for the tests");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                log.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Hub { child, address, asked }
    }

    /// The requests so far, forgotten afterwards. The log runs behind the answers: it is waited for.
    fn asked(&self, expected: usize) -> Vec<Value> {
        for _ in 0..200 {
            if self.asked.lock().unwrap().len() >= expected {
                break;
            }
            thread::sleep(std::time::Duration::from_millis(10));
        }
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An empty folder of the test's own.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("capture-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn capture(hub: &Hub, folder: &Path, arguments: &[&str]) -> Output {
    command(folder).args(["--endpoint", &hub.address]).args(arguments).output().unwrap()
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    for name in ["HF_TOKEN", "HF_ENDPOINT", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(["capture", "--out", "snapshot.json"]);
    command
}

fn capture_to(hub: &Hub, folder: &Path, out: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    for name in ["HF_TOKEN", "HF_ENDPOINT", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(["capture", "--endpoint", &hub.address, "--out", out]);
    command.args(arguments).output().unwrap()
}

fn snapshot(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("snapshot.json")).unwrap()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The exit code, and what the last line says.
fn check(output: &Output, code: i32, says: &[&str]) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    let last = text.trim_end().lines().last().unwrap_or_default();
    for word in says {
        assert!(last.contains(word), "expected {word:?} in: {last}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_name_that_ends_in_parquet_gets_the_compact_snapshot_of_the_same_rows() {
    let hub = Hub::start(30, "");
    let folder = folder("compact");
    check(&capture(&hub, &folder, &["--top", "20", "--captured-at", "2026-04-29"]), 0, &["20 models"]);
    check(
        &capture_to(&hub, &folder, "s.parquet", &["--top", "20", "--captured-at", "2026-04-29"]),
        0,
        &["s.parquet: 20 models"],
    );
    assert_eq!(names(&folder), ["s.parquet", "snapshot.json"]);
    let of = |name: &str| {
        let read = hubstate::input::read(&fs::read(folder.join(name)).unwrap(), Default::default()).unwrap();
        let snapshot = &read.snapshots[0];
        let mut ids: Vec<String> = (0..snapshot.len() as u32).map(|row| snapshot.repo(row).id().to_owned()).collect();
        ids.sort();
        (snapshot.captured, snapshot.source.clone(), snapshot.listing.clone(), ids)
    };
    assert_eq!(of("s.parquet"), of("snapshot.json"));
}

#[test]
fn pages_become_one_snapshot_with_each_repository_once() {
    let (hub, folder) = (Hub::start(2500, "repeat"), folder("pages"));
    check(
        &capture(&hub, &folder, &["--top", "9999", "--captured-at", "2026-04-29"]),
        0,
        &["2500 models", "2026-04-29"],
    );
    let snapshot = snapshot(&folder);
    let keys: Vec<&str> = snapshot.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(HashSet::<&str>::from_iter(keys).len(), 7);
    assert_eq!(snapshot["schema"], "hubstate-snapshot/1");
    assert_eq!(snapshot["kind"], "models");
    assert_eq!(snapshot["captured_at"], "2026-04-29");
    assert_eq!(snapshot["complete"], true);
    assert!(snapshot["query"].as_str().unwrap().starts_with("sort=downloads&limit=1000&expand="));
    let models = snapshot["models"].as_array().unwrap();
    let ids: HashSet<&str> = models.iter().map(|row| row["_id"].as_str().unwrap()).collect();
    assert_eq!((models.len(), ids.len()), (2500, 2500));
    // The rows on the borders come twice, the second time with one download more.
    let at = |n: usize| models.iter().find(|row| row["id"].as_str().unwrap().contains(&format!("-{n:04}"))).unwrap();
    let downloads = |n: usize| (90e6 / (n as f64).powf(1.1)).floor() as u64;
    assert_eq!(at(999)["downloads"].as_u64(), Some(downloads(999)));
    assert_eq!(at(1000)["downloads"].as_u64(), Some(downloads(1000) + 1));
    assert!(at(7).get("safetensors").is_some() || at(8).get("safetensors").is_some());
    let text = fs::read_to_string(folder.join("snapshot.json")).unwrap();
    assert_eq!(text.lines().count(), 2502, "a row on each line");
    assert_eq!(names(&folder), ["snapshot.json"]);
    assert_eq!(hub.asked(3).len(), 3);
}

#[test]
fn as_many_as_asked_for_and_no_more() {
    let (hub, folder) = (Hub::start(2500, ""), folder("top"));
    check(&capture(&hub, &folder, &["--top", "1200", "--sort", "created"]), 0, &["1200 models"]);
    assert_eq!(snapshot(&folder)["models"].as_array().unwrap().len(), 1200);
    assert_eq!(hub.asked(2).len(), 2);
    check(&capture(&hub, &folder, &["--top", "9"]), 0, &["9 models"]);
    assert!(hub.asked(1)[0]["url"].as_str().unwrap().contains("sort=downloads&limit=9&"));
}

#[test]
fn a_short_listing_is_complete() {
    let (hub, folder) = (Hub::start(40, "private-row"), folder("short"));
    for kind in ["datasets", "spaces", "models"] {
        check(&capture(&hub, &folder, &["--kind", kind]), 0, &[&format!("39 {kind}"), "asked for 1000"]);
        let snapshot = snapshot(&folder);
        assert_eq!(snapshot["complete"], true);
        let rows = snapshot[kind].as_array().unwrap();
        assert_eq!(rows.len(), 39, "a private row stays out");
        assert!(rows.iter().all(|row| row["private"] == false));
    }
}

#[test]
fn a_limit_is_waited_for() {
    let (hub, folder) = (Hub::start(1500, "quota=1,retry-after=1"), folder("limit"));
    let output = capture(&hub, &folder, &["--top", "all"]);
    check(&output, 0, &["1500 models"]);
    assert!(stderr(&output).contains("page 2: the Hub asks for a pause; going on in 1 s"));
    let statuses: Vec<u64> = hub.asked(3).iter().map(|asked| asked["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 429, 200]);

    let hub = Hub::start(1500, "quota=1,window-left=0");
    let output = capture(&hub, &folder, &["--top", "all"]);
    check(&output, 0, &["1500 models"]);
    assert!(stderr(&output).contains("says when it begins anew; going on in 1 s"));
}

#[test]
fn a_failure_keeps_what_arrived_and_the_next_run_goes_on() {
    let (hub, folder) = (Hub::start(2500, "fail-page=3,fail-times=6,retry-after=0"), folder("failure"));
    fs::write(folder.join("snapshot.json"), "the last good one").unwrap();
    let output = capture(&hub, &folder, &["--top", "all"]);
    check(
        &output,
        1,
        &["page 3: the Hub answered 500", "Internal Error", "2000 models of 2 pages are kept in", ".part"],
    );
    assert_eq!(fs::read_to_string(folder.join("snapshot.json")).unwrap(), "the last good one");
    assert_eq!(names(&folder), ["snapshot.json", "snapshot.json.part"]);
    assert_eq!(hub.asked(8).len(), 8, "two pages, and the third tried six times");

    // As if the program had been ended in the middle of a page.
    let part = folder.join("snapshot.json.part");
    let whole = fs::read_to_string(&part).unwrap();
    fs::write(&part, format!("{whole}[{{\"id\":\"torn")).unwrap();
    let output = capture(&hub, &folder, &["--top", "all"]);
    check(&output, 0, &["2500 models"]);
    assert!(stderr(&output).contains("going on after page 2, 2000 rows"));
    assert_eq!(hub.asked(1).len(), 1, "only the third page is asked for");
    assert_eq!(snapshot(&folder)["models"].as_array().unwrap().len(), 2500);
    assert_eq!(names(&folder), ["snapshot.json"]);
}

#[test]
fn pages_of_another_listing_or_another_day_are_not_mixed_in() {
    let (hub, folder) = (Hub::start(1500, "fail-page=2,fail-times=1,fail-status=403"), folder("stale"));
    check(&capture(&hub, &folder, &["--top", "all"]), 1, &["the Hub answered 403", "check the token"]);
    let part = folder.join("snapshot.json.part");
    let kept = fs::read_to_string(&part).unwrap();
    let started = kept.split("\"started\":").nth(1).unwrap().split('}').next().unwrap();
    let old = (started.parse::<i64>().unwrap() - 86_400).to_string();
    fs::write(&part, kept.replacen(started, &old, 1)).unwrap();
    let output = capture(&hub, &folder, &["--top", "all"]);
    check(&output, 0, &["1500 models"]);
    assert!(stderr(&output).contains("a day old or more; beginning anew"));

    fs::write(&part, &kept).unwrap();
    let output = capture(&hub, &folder, &["--top", "all", "--sort", "likes"]);
    check(&output, 0, &["1500 models"]);
    assert!(stderr(&output).contains("pages of another listing; beginning anew"));

    fs::write(&part, "somebody's notes\n").unwrap();
    check(&capture(&hub, &folder, &[]), 1, &["no capture under way", "move it away"]);
    assert_eq!(fs::read_to_string(&part).unwrap(), "somebody's notes\n");
}

#[test]
fn what_is_no_page_is_an_error_that_names_the_page() {
    let folder = folder("malformed");
    let hub = Hub::start(2500, "malformed-page=2");
    check(
        &capture(&hub, &folder, &["--top", "all"]),
        1,
        &["page 2: at byte", "the end of the body", "1000 models of 1 page are kept"],
    );
    let hub = Hub::start(10, "html-page=1");
    let output = capture(&hub, &folder, &[]);
    check(&output, 1, &["page 1: at byte 0: found an HTML or XML page", "We'll be back", "nothing was kept"]);
    assert_eq!(names(&folder), Vec::<String>::new(), "an empty start leaves nothing");
    let hub = Hub::start(2500, "circle");
    check(&capture(&hub, &folder, &["--top", "all"]), 1, &["page 2: it brings nothing new"]);
}

#[test]
fn the_token_goes_to_the_endpoint_only_and_into_no_file() {
    let (other, folder) = (Hub::start(2500, ""), folder("token"));
    let hub = Hub::start(2500, &format!("away={}", other.address));
    let run = |hub: &Hub| {
        command(&folder)
            .args(["--top", "all"])
            .env("HF_ENDPOINT", &hub.address)
            .env("HF_TOKEN", TOKEN)
            .output()
            .unwrap()
    };
    let clean = |output: &Output| {
        assert!(!stderr(output).contains(TOKEN));
        for name in names(&folder) {
            assert!(!fs::read_to_string(folder.join(&name)).unwrap().contains(TOKEN), "{name}");
        }
    };
    let output = run(&hub);
    check(&output, 1, &["page 1: the next link of the listing leads to", "nothing was sent there"]);
    clean(&output);
    assert_eq!(hub.asked(1)[0]["authorization"], format!("Bearer {TOKEN}"));
    assert!(other.asked(0).is_empty());

    let hub = Hub::start(2500, "fail-page=3,fail-times=1,fail-status=404");
    let output = run(&hub);
    check(&output, 1, &["the Hub answered 404"]);
    clean(&output);
    let output = run(&hub);
    check(&output, 0, &["2500 models"]);
    clean(&output);
    assert!(hub.asked(4).iter().all(|asked| asked["authorization"] == format!("Bearer {TOKEN}")));
}

#[test]
fn wrong_usage_is_told_from_failure() {
    let folder = folder("usage");
    for (arguments, says) in [
        (["--kind", "spaces", "--sort", "downloads"], "Spaces have no downloads"),
        (["--kind", "models", "--top", "0"], ""),
        (["--kind", "papers", "--top", "1"], ""),
        (["--kind", "models", "--endpoint", "huggingface.co"], ""),
        (["--kind", "models", "--captured-at", "2026-02-30"], ""),
    ] {
        check(&command(&folder).args(arguments).output().unwrap(), 2, &[says]);
    }
    let output = command(&folder).args(["--out", "nowhere/snapshot.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "two --out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    let output = command.current_dir(&folder).args(["capture", "--out", "nowhere/snapshot.json"]).output().unwrap();
    check(&output, 1, &["found no folder nowhere", "create it first"]);
    let output = self::command(&folder).env("HF_ENDPOINT", "hub").output().unwrap();
    check(&output, 2, &["HF_ENDPOINT: found \"hub\", expected http"]);
    let output = self::command(&folder).env("HF_TOKEN", "hf_a b").output().unwrap();
    check(&output, 1, &["HF_TOKEN: found a space"]);
    assert_eq!(names(&folder), Vec::<String>::new());
}
