//! Does a picture of the report tell which view it shows, and look the same on another machine?

#![allow(clippy::unwrap_used)]

use std::{fs, process::Command};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options as SvgOptions, Tree},
};

use hubstate::{
    basket::{Basket, Query},
    input::{self, Options},
    output::{self, File, Kit, View, picture::view_in},
    report::Report,
    sample::sample,
    sections,
};

const FONT: &[u8] = include_bytes!("../www/font/inter-latin.woff2");

fn report() -> Report {
    let read = input::read(sample().as_bytes(), Options { checksum: true, ..Options::default() }).unwrap();
    let query = Query::parse("top=200 license:apache-2.0").unwrap();
    sections::run(&Basket::select(read.snapshot(None).unwrap(), &query), &["organizations".to_owned()])
}

fn svg_files(report: &Report, font: Option<&[u8]>) -> Vec<File> {
    (output::output("svg").unwrap().write)(report, &Kit { font, ..Kit::default() })
}

#[test]
fn every_svg_file_names_its_view() {
    let report = report();
    let files = svg_files(&report, Some(FONT));
    assert_eq!(files.len(), report.sections[0].charts.len());
    for (file, chart) in files.iter().zip(&report.sections[0].charts) {
        let view = View::parse(&view_in(&file.bytes).unwrap()).unwrap();
        assert_eq!(view, View::of(&report, "organizations", &chart.id));
        assert_eq!(file.name, format!("{}.{}.svg", view.section, view.chart));
        assert_eq!(view.query, "top=200 by=downloads license:apache-2.0");
        assert_eq!(Some(&view.sha256), report.snapshot.sha256.as_ref());
    }
}

#[test]
fn an_svg_file_carries_its_font_once_and_loads_nothing() {
    let report = report();
    for (with, without) in svg_files(&report, Some(FONT)).iter().zip(&svg_files(&report, None)) {
        let (with, without) = (std::str::from_utf8(&with.bytes).unwrap(), std::str::from_utf8(&without.bytes).unwrap());
        assert_eq!(with.matches("@font-face").count(), 1);
        // 28,988 bytes of woff2 begin with `wOF2` and are four signs for three bytes.
        assert!(with.contains("base64,d09GMg"), "{}", &with[..600]);
        assert_eq!(with.len() - without.len(), FONT.len().div_ceil(3) * 4 + "<style>@font-face{font-family:Inter;font-weight:400 700;src:url(data:font/woff2;base64,) format(\"woff2\")}</style>\n".len());
        let addresses = |text: &str| text.matches("http").count();
        assert_eq!(addresses(with), 1, "the name of the language alone");
        assert!(!without.contains("url("));
    }
}

/// What `hubstate report` writes of the chart `organizations.owners` of the sample.
fn png(name: &str, options: &[&str]) -> Vec<u8> {
    picture("png", name, options)
}

fn picture(form: &str, name: &str, options: &[&str]) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let run = Command::new(env!("CARGO_BIN_EXE_hubstate"))
        .args(["report", "--as", form, "--only", "organizations.owners", "--out"])
        .arg(&folder)
        .args(options)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    fs::read(folder.join(format!("organizations.owners.{form}"))).unwrap()
}

/// How many pixels have a color.
fn count(pixmap: &Pixmap, (red, green, blue): (u8, u8, u8)) -> usize {
    let same = |pixel: &&_| {
        let pixel: &resvg::tiny_skia::PremultipliedColorU8 = pixel;
        (pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()) == (red, green, blue, 255)
    };
    pixmap.pixels().iter().filter(same).count()
}

#[test]
fn a_png_is_drawn_without_a_browser_in_any_size_and_theme() {
    let plain = png("plain", &[]);
    let once = Pixmap::decode_png(&plain).unwrap();
    let thrice = Pixmap::decode_png(&png("large", &["--scale", "3", "--theme", "dark"])).unwrap();
    assert_eq!((once.width(), once.height()), (680, 588));
    assert_eq!((thrice.width(), thrice.height()), (680 * 3, 588 * 3));
    // The bar of the leader is the accent of each theme, and nine times as many pixels at three times the size.
    let (light, dark) = (count(&once, (0x23, 0x47, 0xd9)), count(&thrice, (0x8e, 0xa8, 0xff)));
    assert!(light > 5_000 && dark.abs_diff(9 * light) < light / 10, "{light} {dark}");
    assert_eq!(count(&once, (0x14, 0x13, 0x12)), 0);
    let view = View::parse(&view_in(&plain).unwrap()).unwrap();
    assert_eq!(
        (view.section.as_str(), view.chart.as_str(), view.query.as_str()),
        ("organizations", "owners", "top=1000 by=downloads")
    );
    assert_eq!(plain, png("again", &[]));
}

#[test]
fn a_card_is_1200_by_630_and_has_words() {
    let card = Pixmap::decode_png(&png("card", &["--card"])).unwrap();
    assert_eq!((card.width(), card.height()), (1200, 630));
    // Ink is the words alone: without a font there would be the mark's 196 pixels.
    assert!(count(&card, (0x15, 0x14, 0x12)) > 3_000);
}

#[test]
fn outlines_look_the_same_where_there_is_no_font() {
    let file = String::from_utf8(picture("svg", "outline", &["--font", "outline"])).unwrap();
    assert!(!file.contains("<text") && !file.contains("font"), "{}", &file[..900]);
    let view = View::parse(&view_in(file.as_bytes()).unwrap()).unwrap();
    assert_eq!((view.section.as_str(), view.chart.as_str()), ("organizations", "owners"));
    assert!(file.contains("<title>Qwen and sentence-transformers") && file.contains("<desc>"));
    let with_font = Pixmap::decode_png(&png("outlined", &[])).unwrap();
    let mut bare = Pixmap::new(with_font.width(), with_font.height()).unwrap();
    let tree = Tree::from_str(&file, &SvgOptions::default()).unwrap();
    resvg::render(&tree, Transform::identity(), &mut bare.as_mut());
    let far = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 24;
    let different = with_font.data().iter().zip(bare.data()).filter(|pair| far(*pair)).count();
    assert!(different * 1000 < bare.data().len(), "{different} of {} values differ", bare.data().len());
}
