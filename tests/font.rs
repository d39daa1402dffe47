//! Whether the width table in `src/text/width.rs` says what the fonts in `www/font` say.
//!
//! `UPDATE=1 cargo test --test font` writes the table anew from the fonts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hubstate::text::width::{self, Weight};
use ttf_parser::Face;

const BEGIN: &str = "// generated from www/font: UPDATE=1 cargo test --test font\n";
const END: &str = "// end of the generated block\n";
/// Shorter runs are cheaper as single characters.
const SHORTEST_RUN: usize = 16;
const LINE: usize = 100;

/// Advance per character in font units: regular, bold.
type Advances = BTreeMap<char, (u16, u16)>;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn bytes(weight: u16) -> Vec<u8> {
    let path = path(&format!("www/font/inter-latin-{weight}.ttf"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn face(bytes: &[u8]) -> Face<'_> {
    Face::parse(bytes, 0).expect("a font that ttf-parser reads")
}

fn characters(face: &Face) -> Vec<char> {
    let cmap = face.tables().cmap.expect("a cmap table");
    let mut found = Vec::new();
    for subtable in cmap.subtables.into_iter().filter(|s| s.is_unicode()) {
        subtable.codepoints(|code| found.extend(char::from_u32(code)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn advance(face: &Face, c: char) -> u16 {
    face.glyph_index(c)
        .and_then(|glyph| face.glyph_hor_advance(glyph))
        .unwrap_or_else(|| panic!("U+{:04X} has no advance", u32::from(c)))
}

fn advances(regular: &Face, bold: &Face) -> Advances {
    let of = |c| (c, (advance(regular, c), advance(bold, c)));
    characters(regular).into_iter().map(of).collect()
}

/// Characters without a gap between them, in order.
fn neighbors(advances: &Advances) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    for &c in advances.keys() {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|&last| u32::from(last) + 1 == u32::from(c)) => {
                run.push(c);
            }
            _ => runs.push(vec![c]),
        }
    }
    runs
}

fn numbers(name: &str, values: impl Iterator<Item = u16>) -> String {
    let mut text = format!("        {name}: &[\n");
    let mut line = String::new();
    for value in values {
        let next = format!(" {value},");
        if 11 + line.len() + next.len() > LINE {
            text += &format!("           {line}\n");
            line.clear();
        }
        line += &next;
    }
    text + &format!("           {line}\n        ],\n")
}

fn constants(face: &Face) -> String {
    let cap_height = face.capital_height().expect("a capital height");
    let x_height = face.x_height().expect("an x-height");
    let lines = [
        ("The height of capitals and figures, in em.", "CAP_HEIGHT", cap_height),
        ("The height of lower-case letters without ascenders, in em.", "X_HEIGHT", x_height),
        ("From the baseline up to the top of the line, in em.", "ASCENT", face.ascender()),
        ("From the baseline down to the foot of the line, in em.", "DESCENT", -face.descender()),
    ];
    let em = face.units_per_em();
    let mut text = format!("const UNITS_PER_EM: u16 = {em};\n");
    for (meaning, name, units) in lines {
        let value = f64::from(units) / f64::from(em);
        text += &format!("/// {meaning}\npub const {name}: f64 = {value:?};\n");
    }
    text
}

fn table(face: &Face, advances: &Advances) -> String {
    let (runs, short): (Vec<_>, Vec<_>) = neighbors(advances).into_iter().partition(|run| run.len() >= SHORTEST_RUN);
    let mut text = format!("{}\n#[rustfmt::skip]\nconst RUNS: &[Run] = &[\n", constants(face));
    for run in runs {
        text += &format!("    Run {{\n        first: 0x{:04X},\n", u32::from(run[0]));
        text += &numbers("regular", run.iter().map(|c| advances[c].0));
        text += &numbers("bold", run.iter().map(|c| advances[c].1));
        text += "    },\n";
    }
    text += "];\n\n/// Sorted by character.\n#[rustfmt::skip]\n";
    text += "const SINGLES: &[(char, u16, u16)] = &[\n";
    for c in short.into_iter().flatten() {
        let (regular, bold) = advances[&c];
        text += &format!("    ('\\u{{{:X}}}', {regular}, {bold}),\n", u32::from(c));
    }
    text + "];\n"
}

#[test]
fn the_table_is_what_the_fonts_say() {
    let (regular, bold) = (bytes(400), bytes(700));
    let (regular, bold) = (face(&regular), face(&bold));
    let expected = table(&regular, &advances(&regular, &bold));

    let path = path("src/text/width.rs");
    let source = std::fs::read_to_string(&path).expect("the source of the width table");
    let begin = source.find(BEGIN).expect("the line that begins the block") + BEGIN.len();
    let end = source.find(END).expect("the line that ends the block");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        let (before, after) = (&source[..begin], &source[end..]);
        std::fs::write(&path, format!("{before}{expected}{after}")).expect("a writable source file");
        return;
    }
    assert!(
        source[begin..end] == expected,
        "src/text/width.rs: found other advances in its block than www/font has; \
         run UPDATE=1 cargo test --test font"
    );
}

#[test]
fn both_weights_have_the_same_characters_and_measures() {
    let (regular, bold) = (bytes(400), bytes(700));
    let (regular, bold) = (face(&regular), face(&bold));
    assert_eq!(characters(&regular), characters(&bold));
    let measures = |face: &Face| {
        let heights = (face.capital_height(), face.x_height());
        (face.units_per_em(), heights, face.ascender(), face.descender())
    };
    assert_eq!(measures(&regular), measures(&bold));
}

#[test]
fn every_character_is_found_with_its_advance() {
    for (number, weight) in [(400, Weight::Regular), (700, Weight::Bold)] {
        let bytes = bytes(number);
        let face = face(&bytes);
        let em = f64::from(face.units_per_em());
        for c in characters(&face) {
            let found = width::width(&c.to_string(), em, weight);
            assert_eq!(found, f64::from(advance(&face, c)), "{c:?} in {weight:?}");
        }
    }
}

#[test]
fn the_font_has_what_the_report_writes() {
    let bytes = bytes(400);
    let face = face(&bytes);
    let signs = "×·−–—…↑↓←→‘’“”•€≥≤≈≠✓\u{A0}\u{2009}\u{202F}";
    let missing: String = signs.chars().filter(|&c| face.glyph_index(c).is_none()).collect();
    assert_eq!(missing, "");
}
