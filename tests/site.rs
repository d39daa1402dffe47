//! `hubstate site`: does every chart get its page, its embed and its pictures, and stay what is from data text?

#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use hubstate::output::{View, picture};
use serde_json::Value;

/// Owners whose names try to end what they stand in.
const HOSTILE: [&str; 3] =
    ["<script>alert(1){{ .Site }}", "\"><img src=x onerror=alert(1)>${`\\", "<!--<script>&lt;{% x %}"];

/// A dump of sixty models by owners of hostile names.
fn dump() -> String {
    let row = |at: usize| {
        let owner = serde_json::to_string(&format!("{}/m-{at}B", HOSTILE[at % 3])).unwrap();
        format!(
            "{{\"id\":{owner},\"downloads\":{},\"createdAt\":\"20{}-01-01T00:00:00Z\",\"tags\":[\"license:mit\"]}}",
            (at + 1) * 1000,
            22 + at % 4
        )
    };
    format!("[{}]", (0..60).map(row).collect::<Vec<String>>().join(","))
}

fn site(name: &str, options: &[&str]) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("dump.json"), dump()).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_hubstate"))
        .arg("site")
        .arg(folder.join("dump.json"))
        .arg("--dist")
        .arg(&folder)
        .args(options)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{said}");
    (folder, said)
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn folders(folder: &Path) -> BTreeSet<String> {
    names(folder).into_iter().filter(|name| folder.join(name).is_dir()).collect()
}

#[test]
fn every_chart_has_its_page_embed_and_pictures() {
    let (folder, said) = site("plain", &[]);
    let (charts, embeds) = (folders(&folder.join("chart")), folders(&folder.join("embed")));
    assert!(charts.contains("organizations") && charts.contains("concentration.lorenz"), "{charts:?}");
    assert_eq!(charts, embeds);
    let pictures = names(&folder.join("picture"));
    assert_eq!(pictures.len(), 6 * charts.len());
    for name in &pictures {
        let bytes = fs::read(folder.join("picture").join(name)).unwrap();
        let view = View::parse(&picture::view_in(&bytes).unwrap()).unwrap();
        assert!(name.starts_with(&format!("{}.{}.", view.section, view.chart)), "{name}");
        assert!(
            charts.contains(&view.section) || charts.contains(&format!("{}.{}", view.section, view.chart)),
            "{name}"
        );
    }
    assert!(said.contains(&format!("{} charts", charts.len())) && said.contains("give --base-url"), "{said}");
}

#[test]
fn addresses_are_written_only_where_they_are_known() {
    let (folder, _) = site("nowhere", &[]);
    for slug in folders(&folder.join("chart")) {
        let page = fs::read_to_string(folder.join("chart").join(&slug).join("index.html")).unwrap();
        assert!(page.contains("og:title") && !page.contains("og:image") && !page.contains("oembed"), "{slug}");
        assert!(page.contains("built without its address"), "{slug}");
        assert!(!folder.join("chart").join(&slug).join("oembed.json").exists());
    }
    let (folder, said) = site("somewhere", &["--base-url", "https://example.org/hub"]);
    assert!(!said.contains("give --base-url"), "{said}");
    let page = fs::read_to_string(folder.join("chart/organizations/index.html")).unwrap();
    for tag in [
        "<meta property=\"og:image\" content=\"https://example.org/hub/picture/organizations.owners.card.png\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<link rel=\"canonical\" href=\"https://example.org/hub/chart/organizations/\">",
        "type=\"application/json+oembed\" href=\"https://example.org/hub/chart/organizations/oembed.json\"",
        "srcset=&quot;https://example.org/hub/picture/organizations.owners.dark.svg&quot;",
    ] {
        assert!(page.contains(tag), "{tag}");
    }
    assert!(!page.contains("your.site"));
    let answer: Value =
        serde_json::from_slice(&fs::read(folder.join("chart/organizations/oembed.json")).unwrap()).unwrap();
    assert_eq!((answer["version"].as_str(), answer["type"].as_str()), (Some("1.0"), Some("rich")));
    let snippet = answer["html"].as_str().unwrap();
    assert!(snippet.starts_with("<iframe src=\"https://example.org/hub/embed/organizations/\" title=\""), "{snippet}");
    assert!(snippet.contains(&format!("height=\"{}\"", answer["height"])) && !snippet.contains('\n'), "{snippet}");
}

#[test]
fn names_from_data_stay_text_in_every_page() {
    let (folder, _) = site("hostile", &["--base-url", "https://example.org/"]);
    for part in ["chart", "embed"] {
        for slug in folders(&folder.join(part)) {
            let page = fs::read_to_string(folder.join(part).join(&slug).join("index.html")).unwrap();
            assert!(
                !page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("<!--"),
                "{part}/{slug}"
            );
            // The embed has its own script and its marks; the page of a chart has none.
            assert_eq!(page.matches("<script").count(), if part == "embed" { 2 } else { 0 }, "{part}/{slug}");
            assert_eq!(page.matches("<style").count(), usize::from(part == "embed"), "{part}/{slug}");
        }
    }
    // What is pasted into a template is read by its engine: no name may open an expression.
    let page = fs::read_to_string(folder.join("chart/organizations/index.html")).unwrap();
    for place in ["Hugo", "Jekyll", "Observable"] {
        let (_, text) = page.split_once(&format!("data-place=\"{place}\">")).unwrap();
        let text = text.split_once("</pre>").unwrap().0;
        assert!(text.contains("&#123;") || text.contains("&amp;#123;"), "{place}: {text}");
        assert!(!text.contains('{') && !text.contains('\\') && text.matches('`').count() <= 2, "{place}: {text}");
    }
    let embed = fs::read_to_string(folder.join("embed/organizations/index.html")).unwrap();
    let (_, marks) = embed.split_once("id=\"marks\">").unwrap();
    let marks: Value = serde_json::from_str(marks.split_once("</script>").unwrap().0).unwrap();
    let labels: BTreeSet<&str> =
        marks["marks"].as_array().unwrap().iter().map(|mark| mark[0].as_str().unwrap()).collect();
    assert_eq!(labels, BTreeSet::from(HOSTILE));
}
