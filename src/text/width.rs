//! How wide a text will be in the report's font, the same on every machine.
//!
//! The width is the sum of the advances of its characters in Inter at 400 and 700. Kerning is left
//! out: of 47,712 names of models and owners the middle one is set 0.4 % narrower than measured
//! here, one in a hundred more than half a percent wider, and none beyond −7 or +2 %.
//! `tests/font.rs` generates the table from `www/font/*.ttf` and checks it.

/// The two weights that drawings use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

/// Neighboring characters that are all in the font, with their advances in font units.
struct Run {
    first: u32,
    regular: &'static [u16],
    bold: &'static [u16],
}

/// The width of `text` set at `size`, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    units(text, weight) as f64 / f64::from(UNITS_PER_EM) * size
}

/// `text` itself where it fits into `max_width`, else its beginning and its end around "…".
///
/// The end keeps three characters for every two at the beginning: in the names of repositories it
/// is the end that tells relatives apart. Where nothing fits, "…" alone is left.
pub fn shorten_middle(text: &str, size: f64, weight: Weight, max_width: f64) -> String {
    if text.is_empty() || width(text, size, weight) <= max_width {
        return text.to_string();
    }
    let letters: Vec<char> = text.chars().collect();
    let fits = |kept: &usize| width(&around_ellipsis(&letters, *kept), size, weight) <= max_width;
    let kept = (1..letters.len()).take_while(fits).last().unwrap_or(0);
    around_ellipsis(&letters, kept)
}

fn around_ellipsis(letters: &[char], kept: usize) -> String {
    let head = (2 * kept + 2) / 5;
    let tail = letters.len() - (kept - head);
    let (head, tail) = (&letters[..head], &letters[tail..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

/// Whole units, summed before anything is divided: the same everywhere, to the last bit.
fn units(text: &str, weight: Weight) -> u64 {
    text.chars().map(|c| u64::from(advance(c, weight))).sum()
}

fn advance(c: char, weight: Weight) -> u16 {
    in_font(c, weight).unwrap_or_else(|| match c {
        c if is_zero_width(c) => 0,
        c if is_wide(c) => UNITS_PER_EM,
        _ => in_font('n', weight).expect("the font has the basic Latin letters"),
    })
}

fn in_font(c: char, weight: Weight) -> Option<u16> {
    let code = u32::from(c);
    let run = RUNS.iter().find_map(|run| {
        let at = code.checked_sub(run.first)? as usize;
        Some(*run.of(weight).get(at)?)
    });
    run.or_else(|| {
        let at = SINGLES.binary_search_by_key(&c, |single| single.0).ok()?;
        let (_, regular, bold) = SINGLES[at];
        Some(match weight {
            Weight::Regular => regular,
            Weight::Bold => bold,
        })
    })
}

impl Run {
    fn of(&self, weight: Weight) -> &'static [u16] {
        match weight {
            Weight::Regular => self.regular,
            Weight::Bold => self.bold,
        }
    }
}

/// Soft hyphen, combining marks, zero-width spaces and joiners, variation selectors.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// East Asian wide characters and emoji, by block (Unicode Standard Annex 11).
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2600..=0x27BF | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x1F000..=0x1FAFF | 0x20000..=0x3FFFD)
}

// generated from www/font: UPDATE=1 cargo test --test font
const UNITS_PER_EM: u16 = 2048;
/// The height of capitals and figures, in em.
pub const CAP_HEIGHT: f64 = 0.7275390625;
/// The height of lower-case letters without ascenders, in em.
pub const X_HEIGHT: f64 = 0.5458984375;
/// From the baseline up to the top of the line, in em.
pub const ASCENT: f64 = 0.96875;
/// From the baseline down to the foot of the line, in em.
pub const DESCENT: f64 = 0.2412109375;

#[rustfmt::skip]
const RUNS: &[Run] = &[
    Run {
        first: 0x0020,
        regular: &[
            576, 589, 954, 1297, 1314, 2011, 1319, 614, 747, 747, 1026, 1355, 590, 942, 590, 738,
            1292, 833, 1249, 1265, 1323, 1215, 1270, 1159, 1267, 1270, 590, 618, 1355, 1355, 1355,
            1047, 1978, 1413, 1340, 1496, 1478, 1231, 1209, 1528, 1522, 550, 1169, 1376, 1158, 1850,
            1543, 1566, 1308, 1566, 1318, 1314, 1322, 1524, 1413, 2018, 1397, 1390, 1288, 747, 738,
            747, 965, 934, 661, 1150, 1254, 1170, 1254, 1194, 758, 1256, 1211, 496, 496, 1124, 496,
            1794, 1210, 1228, 1254, 1254, 771, 1081, 670, 1211, 1151, 1676, 1118, 1151, 1131, 873,
            681, 873, 1355,
        ],
        bold: &[
            485, 692, 1129, 1329, 1341, 2080, 1376, 694, 772, 772, 1145, 1390, 684, 958, 684, 795,
            1381, 883, 1289, 1322, 1385, 1274, 1330, 1191, 1333, 1330, 684, 702, 1390, 1390, 1390,
            1146, 2081, 1529, 1355, 1515, 1479, 1244, 1202, 1537, 1530, 575, 1197, 1473, 1158, 1908,
            1561, 1578, 1327, 1591, 1345, 1341, 1367, 1499, 1529, 2125, 1512, 1497, 1360, 772, 795,
            772, 997, 975, 748, 1189, 1291, 1205, 1291, 1220, 815, 1294, 1275, 555, 555, 1188, 555,
            1869, 1275, 1256, 1291, 1291, 834, 1147, 750, 1275, 1228, 1741, 1188, 1233, 1173, 960,
            761, 960, 1390,
        ],
    },
    Run {
        first: 0x00AE,
        regular: &[
            1364, 978, 933, 1355, 905, 913, 661, 1200, 1234, 590, 549, 623, 988, 1193, 1643, 1735,
            1806, 1047, 1413, 1413, 1413, 1413, 1413, 1413, 2035, 1496, 1231, 1231, 1231, 1231, 550,
            550, 550, 550, 1505, 1543, 1566, 1566, 1566, 1566, 1566, 1355, 1566, 1524, 1524, 1524,
            1524, 1390, 1302, 1262, 1150, 1150, 1150, 1150, 1150, 1150, 1879, 1170, 1194, 1194,
            1194, 1194, 496, 496, 496, 496, 1193, 1210, 1228, 1228, 1228, 1228, 1228, 1355, 1228,
            1211, 1211, 1211, 1211, 1151, 1254, 1151,
        ],
        bold: &[
            1356, 899, 941, 1390, 942, 966, 748, 1286, 1226, 684, 746, 682, 1003, 1352, 1732, 1805,
            1884, 1146, 1529, 1529, 1529, 1529, 1529, 1529, 2094, 1515, 1244, 1244, 1244, 1244, 575,
            575, 575, 575, 1556, 1561, 1578, 1578, 1578, 1578, 1578, 1390, 1578, 1499, 1499, 1499,
            1499, 1497, 1370, 1346, 1189, 1189, 1189, 1189, 1189, 1189, 1864, 1205, 1220, 1220,
            1220, 1220, 555, 555, 555, 555, 1227, 1275, 1256, 1256, 1256, 1256, 1256, 1390, 1256,
            1275, 1275, 1275, 1275, 1233, 1291, 1233,
        ],
    },
];

/// Sorted by character.
#[rustfmt::skip]
const SINGLES: &[(char, u16, u16)] = &[
    ('\u{A0}', 576, 485),
    ('\u{A1}', 589, 692),
    ('\u{A2}', 1170, 1205),
    ('\u{A3}', 1251, 1308),
    ('\u{A4}', 1484, 1560),
    ('\u{A5}', 1126, 1168),
    ('\u{A6}', 553, 694),
    ('\u{A7}', 1164, 1164),
    ('\u{A8}', 1210, 1275),
    ('\u{A9}', 1872, 1872),
    ('\u{AA}', 929, 950),
    ('\u{AB}', 1193, 1352),
    ('\u{AC}', 1355, 1390),
    ('\u{107}', 1170, 1205),
    ('\u{10D}', 1170, 1205),
    ('\u{11E}', 1528, 1537),
    ('\u{11F}', 1256, 1294),
    ('\u{130}', 550, 575),
    ('\u{131}', 496, 555),
    ('\u{141}', 1218, 1240),
    ('\u{142}', 496, 555),
    ('\u{15E}', 1314, 1341),
    ('\u{15F}', 1081, 1147),
    ('\u{160}', 1314, 1341),
    ('\u{161}', 1081, 1147),
    ('\u{17D}', 1288, 1360),
    ('\u{17E}', 1131, 1173),
    ('\u{2C6}', 846, 942),
    ('\u{2DA}', 610, 747),
    ('\u{2DC}', 1034, 1029),
    ('\u{2009}', 372, 322),
    ('\u{2013}', 1024, 1024),
    ('\u{2014}', 2048, 2048),
    ('\u{2018}', 534, 636),
    ('\u{2019}', 534, 636),
    ('\u{201A}', 494, 591),
    ('\u{201C}', 902, 1106),
    ('\u{201D}', 902, 1089),
    ('\u{201E}', 862, 1044),
    ('\u{2022}', 1152, 971),
    ('\u{2026}', 1770, 2052),
    ('\u{202F}', 372, 322),
    ('\u{2030}', 2735, 2846),
    ('\u{2039}', 787, 883),
    ('\u{203A}', 787, 883),
    ('\u{20AC}', 1365, 1402),
    ('\u{2122}', 1251, 1311),
    ('\u{2190}', 1954, 1954),
    ('\u{2191}', 1708, 1854),
    ('\u{2192}', 1954, 1954),
    ('\u{2193}', 1708, 1854),
    ('\u{2212}', 1355, 1390),
    ('\u{2248}', 1355, 1390),
    ('\u{2260}', 1355, 1390),
    ('\u{2264}', 1355, 1390),
    ('\u{2265}', 1355, 1390),
    ('\u{2713}', 1811, 1807),
];
// end of the generated block

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, size: f64, weight: Weight, expected: f64) {
        let found = width(text, size, weight);
        assert!(
            (found - expected).abs() < 1e-9,
            "{text:?} at {size} in {weight:?}: found {found}, expected {expected}"
        );
    }

    fn check_shortened(text: &str, max_width: f64, expected: &str) {
        let found = shorten_middle(text, 13.0, Weight::Regular, max_width);
        assert_eq!(found, expected, "{text:?} within {max_width}");
    }

    #[test]
    fn a_width_is_the_sum_of_the_advances() {
        check("", 13.0, Weight::Regular, 0.0);
        check("n", 2048.0, Weight::Regular, 1210.0);
        check("10", 2048.0, Weight::Regular, 833.0 + 1292.0);
        check("10", 2048.0, Weight::Bold, 883.0 + 1381.0);
        check("70B", 13.0, Weight::Regular, (1159.0 + 1292.0 + 1340.0) / 2048.0 * 13.0);
        check("8\u{202f}%", 1024.0, Weight::Regular, (1267.0 + 372.0 + 2011.0) / 2.0);
        check("−2…", 2048.0, Weight::Bold, 1390.0 + 1289.0 + 2052.0);
    }

    #[test]
    fn the_ends_of_a_run_and_its_outside_are_told_apart() {
        check(" ", 2048.0, Weight::Regular, 576.0);
        check("~", 2048.0, Weight::Regular, 1355.0);
        check("\u{7f}", 2048.0, Weight::Regular, 1210.0);
        check("\u{ae}", 2048.0, Weight::Regular, 1364.0);
        check("\u{ff}\u{100}", 2048.0, Weight::Regular, 1151.0 + 1210.0);
        check("\u{15f}\u{160}\u{161}\u{162}", 2048.0, Weight::Regular, 1081.0 + 1314.0 + 1081.0 + 1210.0);
    }

    #[test]
    fn a_character_that_the_font_lacks_counts_by_its_kind() {
        check("e\u{301}", 2048.0, Weight::Regular, 1194.0);
        check("\u{ad}\u{200d}\u{fe0f}", 2048.0, Weight::Bold, 0.0);
        check("通义", 16.0, Weight::Regular, 32.0);
        check("🤗", 16.0, Weight::Bold, 16.0);
        check("я", 2048.0, Weight::Regular, 1210.0);
        check("я", 2048.0, Weight::Bold, 1275.0);
    }

    #[test]
    fn a_text_that_fits_is_left_alone() {
        check_shortened("sentence-transformers", 200.0, "sentence-transformers");
        let exact = width("Qwen", 13.0, Weight::Regular);
        check_shortened("Qwen", exact, "Qwen");
        check_shortened("", -1.0, "");
    }

    #[test]
    fn a_text_too_long_loses_its_middle() {
        // "sente…formers" is 14,716 units or 93.4 wide, one letter more is 100.3.
        check_shortened("sentence-transformers", 95.0, "sente…formers");
        check_shortened("sentence-transformers", 93.0, "sent…formers");
        check_shortened("通义千问通义千问", 60.0, "通…千问");
        // "Q…en" is wider than "Qwen": "…" takes more room than one letter.
        check_shortened("Qwen", width("Qwen", 13.0, Weight::Regular) - 0.1, "Q…n");
    }

    #[test]
    fn where_nothing_fits_the_ellipsis_is_left() {
        for room in [5.0, 0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            check_shortened("Qwen", room, "…");
            check_shortened("é", room, "…");
        }
    }
}
