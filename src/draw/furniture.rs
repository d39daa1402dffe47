//! Title, subtitle and footer around a plot, for pictures that leave the page.

use super::{
    measure::{Anchor, Style, wrap},
    pen::Pen,
};
use crate::report::Chart;

/// Lays out the furniture and, within it, the plot; the height of the whole.
pub fn around(pen: &mut Pen, chart: &Chart, footer: &str, plot: fn(&mut Pen, &Chart) -> f64) -> f64 {
    let narrow = pen.narrow();
    let margin = if narrow { 16.0 } else { 24.0 };
    let (outer, theme) = (pen.width, pen.theme);
    pen.width = outer - 2.0 * margin;
    pen.origin = (margin, margin);
    let (size, line) = if narrow { (18.0, 24.0) } else { (20.0, 26.0) };
    let mut y = lines(pen, &chart.title, Style::bold(size, theme.ink), line, 3, 0.0);
    let grey = Style::plain(14.0, theme.ink_3);
    y = lines(pen, &unbroken(&chart.subtitle, &grey, pen.width), grey, 22.0, 4, y + 4.0) + 24.0;
    pen.origin.1 += y;
    y = plot(pen, chart) + 16.0;
    pen.across(0.0, pen.width, y, 1.0, theme.rule);
    y = lines(pen, footer, Style::plain(12.0, theme.ink_3), 18.0, 3, y + 8.0);
    let height = pen.origin.1 + y + margin - 8.0;
    pen.width = outer;
    height
}

/// A subtitle whose short items, between middle dots, do not break.
pub(super) fn unbroken(text: &str, style: &Style, room: f64) -> String {
    let item = |item: &str| {
        let short = item.chars().count() < 38 && style.width(item) < room - 20.0;
        if short { item.replace(' ', "\u{a0}") } else { item.to_owned() }
    };
    text.split(" · ").map(item).collect::<Vec<_>>().join("\u{a0}· ")
}

/// The least room in which a text takes no more lines, so that none holds a word alone.
pub(super) fn balanced(text: &str, style: &Style, room: f64, most: usize) -> f64 {
    let lines = wrap(text, style, room, most);
    let same = |room: f64| {
        let narrower = wrap(text, style, room, most);
        narrower.len() == lines.len() && narrower.join(" ") == lines.join(" ")
    };
    let mut least = room;
    while least > room * 0.5 && same(least - room * 0.02) {
        least -= room * 0.02;
    }
    least
}

/// Lays out at most `most` lines of text; where the next thing may stand.
pub(super) fn lines(pen: &mut Pen, text: &str, style: Style, line: f64, most: usize, from: f64) -> f64 {
    let mut y = from;
    for text in wrap(text, &style, pen.width, most) {
        pen.text(&text, 0.0, y + line / 2.0, Anchor::Start, style);
        y += line;
    }
    y
}
