//! Are the drawings as a reviewer has seen them? Each form as SVG at three widths, kept under
//! `tests/golden/charts`; `layout.rs` asks what holds for every width and all data.

#![allow(clippy::unwrap_used)]

mod catalogue;
mod fixtures;
mod layout;
mod over;
mod palette;
mod tokens;

use std::{fs, path::PathBuf};

use hubstate::{
    draw::{CARD, Frame, Furniture, Theme},
    output::svg::svg,
};

fn frame(width: f64) -> Frame {
    Frame {
        width,
        scale: 1.0,
        furniture: Furniture::None,
        ground: true,
        footer: String::new(),
        highlight: None,
        focus: None,
    }
}

/// Compares a drawing with the one kept; `UPDATE=1` keeps the new one.
fn check(name: &str, found: &str) -> Result<(), String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts").join(format!("{name}.svg"));
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(&file, found).map_err(|error| format!("{name}: {error}"));
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let changed = file.with_file_name(format!("{name}-changed.svg"));
    if kept == found {
        let _ = fs::remove_file(changed);
        return Ok(());
    }
    fs::write(&changed, beside(&kept, found)).map_err(|error| format!("{}: {error}", changed.display()))?;
    let same = kept.lines().zip(found.lines()).take_while(|(kept, found)| kept == found).count();
    let show = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    Err(format!(
        "{name}.svg, line {}:\n  found    {}\n  expected {}\n  look at {name}-changed.svg beside it, kept at left and \
         found at right; if it is right: UPDATE=1 cargo test --test charts",
        same + 1,
        show(found),
        show(&kept)
    ))
}

/// Two drawings side by side, for a reviewer.
fn beside(kept: &str, found: &str) -> String {
    let size = |svg: &str, name: &str| -> f64 {
        let value = svg.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        value.and_then(|(value, _)| value.parse().ok()).unwrap_or(0.0)
    };
    let (left, right) = (size(kept, "width"), size(found, "width"));
    let height = size(kept, "height").max(size(found, "height"));
    let shift = left + 24.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{height}\">\n{kept}\n{}\n</svg>\n",
        shift + right,
        found.replacen("<svg ", &format!("<svg x=\"{shift}\" "), 1)
    )
}

#[test]
fn every_form_is_drawn_as_kept() {
    let mut wrong = Vec::new();
    for chart in fixtures::all() {
        for width in [340.0, 680.0, 976.0] {
            for (theme, mark) in [(&Theme::LIGHT, ""), (&Theme::DARK, "-dark")] {
                let drawing = svg(&chart, theme, &frame(width));
                wrong.extend(check(&format!("{}-{width}{mark}", chart.id), &drawing).err());
            }
        }
        let picture = Frame {
            furniture: Furniture::File,
            footer: "Hugging Face Hub, 29 Apr 2026 (sample) · CC BY 4.0 · example.org/hubstate".to_owned(),
            focus: Some(0),
            ..frame(728.0)
        };
        wrong.extend(check(&format!("{}-file-dark", chart.id), &svg(&chart, &Theme::DARK, &picture)).err());
        let card = Frame { width: CARD.0, furniture: Furniture::Card, focus: None, ..picture };
        wrong.extend(check(&format!("{}-card", chart.id), &svg(&chart, &Theme::LIGHT, &card)).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_label_that_is_highlighted_takes_the_accent() {
    let chart = fixtures::all().swap_remove(1);
    let plain = svg(&chart, &Theme::LIGHT, &frame(680.0));
    let other = svg(&chart, &Theme::LIGHT, &Frame { highlight: Some("google".to_owned()), ..frame(680.0) });
    let nobody = svg(&chart, &Theme::LIGHT, &Frame { highlight: Some("nobody".to_owned()), ..frame(680.0) });
    assert_eq!(plain.matches("#2347D9").count(), other.matches("#2347D9").count());
    assert_ne!(plain, other);
    assert_eq!(plain, nobody);
}

#[test]
fn names_from_data_stay_text() {
    let mut chart = fixtures::all().swap_remove(1);
    chart.title = "<script>&\u{1}".to_owned();
    chart.alt = "\"><script>".to_owned();
    chart.marks[0].label = "</text><script>alert(1)</script>\u{202e}".to_owned();
    let drawing = svg(&chart, &Theme::LIGHT, &Frame { furniture: Furniture::File, ..frame(976.0) });
    assert!(!drawing.contains("<script"), "{drawing}");
    assert!(!drawing.contains(['\u{1}', '\u{202e}']), "{drawing}");
}
