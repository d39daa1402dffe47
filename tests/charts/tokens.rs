//! Are the colors of the drawings those of the page? Compares the themes with `www/tokens.css`.

use std::collections::HashMap;

use hubstate::{
    draw::{Theme, theme::Rgb},
    report::Tone,
};

/// Every `--name: #RRGGBB` of the first block that follows `head`.
fn block(css: &str, head: &str) -> HashMap<String, Rgb> {
    let from = css.find(head).unwrap_or_else(|| panic!("www/tokens.css: found no {head:?}")) + head.len();
    let body = css[from..].split_once('}').unwrap().0;
    let pair = |entry: &str| {
        let (name, value) = entry.rsplit_once("--")?.1.split_once(':')?;
        let code = u32::from_str_radix(value.trim().strip_prefix('#')?, 16).ok()?;
        Some((name.to_owned(), Rgb(code)))
    };
    body.split(';').filter_map(pair).collect()
}

fn check(theme: &Theme, tokens: &HashMap<String, Rgb>) {
    let [c1, c2, c3, c4, c5, c6] = theme.categories;
    let [s0, s1, s2, s3, s4, s5] = theme.sequential;
    let ours = [
        ("page", theme.page),
        ("ink", theme.ink),
        ("ink-2", theme.ink_2),
        ("ink-3", theme.ink_3),
        ("rule", theme.rule),
        ("grid", theme.grid),
        ("axis", theme.axis),
        ("accent", theme.accent),
        ("accent-ink", theme.accent_ink),
        ("accent-soft", theme.accent_soft),
        ("context", theme.context),
        ("context-soft", theme.context_soft),
        ("unknown", theme.unknown),
        ("second", theme.second),
        ("second-fill", theme.second_fill),
        ("cat-1", c1),
        ("cat-2", c2),
        ("cat-3", c3),
        ("cat-4", c4),
        ("cat-5", c5),
        ("cat-6", c6),
        ("cat-other", theme.category_other),
        ("seq-0", s0),
        ("seq-1", s1),
        ("seq-2", s2),
        ("seq-3", s3),
        ("seq-4", s4),
        ("seq-5", s5),
        ("focus", theme.focus),
        ("on-accent", theme.text_on(Tone::Subject)),
        ("on-context", theme.text_on(Tone::Context)),
    ];
    for (name, color) in ours {
        assert_eq!(Some(&color), tokens.get(name), "--{name}: the theme (left) and www/tokens.css (right)");
    }
}

#[test]
fn themes_have_the_colors_of_the_page() {
    let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/tokens.css")).unwrap();
    let light = block(&css, ":root {");
    check(&Theme::LIGHT, &light);
    check(&Theme::DARK, &with(&light, block(&css, ":root[data-theme=\"dark\"] {")));
    let mut print = with(&light, block(&css, "@media print {\n  :root {"));
    // Nothing is focused on paper, and what stands on a mark is as black as all other ink.
    print.insert("focus".to_owned(), Theme::PRINT.page);
    print.insert("on-context".to_owned(), Theme::PRINT.ink);
    check(&Theme::PRINT, &print);
}

fn with(base: &HashMap<String, Rgb>, over: HashMap<String, Rgb>) -> HashMap<String, Rgb> {
    base.clone().into_iter().chain(over).collect()
}
