//! A picture to share: 1200 by 630, which is what links unfold to.
//!
//! It is seen small, so that the plot is drawn as large as it fits: under the title, or, where it is too
//! tall for that, beside it. Ranks and panels that do not fit are left out from below; the title speaks of the first.

use super::{
    CARD, Sheet,
    furniture::{balanced, lines, unbroken},
    lorenz,
    marks::rows,
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    plot,
    theme::Theme,
};
use crate::report::{Chart, Form};

const MARGIN: f64 = 56.0;
const INNER: f64 = CARD.0 - 2.0 * MARGIN;
/// Where the rule over mark and source lies.
const RULE: f64 = 540.0;
const GAP: f64 = 28.0;
/// The widths of the words and of the plot where they stand side by side.
const WORDS: f64 = 472.0;
const BESIDE: f64 = INNER - WORDS - 40.0;
/// The least width of a plot, in its own pixels.
const LEAST: f64 = 240.0;

/// Pixels of the picture in one of the plot, largest first, and whether the plot stands beside the title.
const ZOOMS: [(f64, bool); 13] = [
    (2.25, false),
    (2.0, false),
    (1.75, false),
    (1.6, true),
    (1.5, false),
    (1.4, true),
    (1.3, false),
    (1.24, true),
    (1.1, true),
    (1.0, true),
    (0.9, true),
    (0.8, true),
    (0.65, true),
];

/// Lays out the card; marks that do not fit are taken off the chart.
pub(super) fn layout<'a>(theme: &'a Theme, chart: &mut Chart, footer: &str) -> Sheet<'a> {
    let fits = |chart: &Chart, (zoom, beside): (f64, bool)| {
        let words = words(&mut Pen::new(theme, CARD.0 / zoom), chart, (zoom, beside));
        let (_, top, width) = place(chart, (zoom, beside), words);
        width / zoom >= LEAST && plot(&mut Pen::new(theme, width / zoom), chart) * zoom <= RULE - GAP - top
    };
    let small = ZOOMS[ZOOMS.len() - 1];
    let mut choice = ZOOMS.into_iter().find(|zoom| fits(chart, *zoom)).unwrap_or(small);
    if choice.0 < 1.6 && chart.form == Form::RankedBars {
        choice = (1.6, true);
        while chart.marks.len() > 1 && !fits(chart, choice) {
            chart.marks.pop();
            chart.rest = None;
        }
        let count = chart.marks.len();
        chart.brackets.retain(|bracket| bracket.to < count);
    }
    if choice.0 < 1.4 && chart.form == Form::Multiples {
        choice = (1.4, true);
        while !fits(chart, choice) && drop_panel(chart) {}
    }
    paint(theme, chart, footer, choice)
}

/// Takes the last panel off the chart, unless it is the only one.
fn drop_panel(chart: &mut Chart) -> bool {
    let panels = rows(chart);
    let Some((_, last)) = panels.last().filter(|_| panels.len() > 1) else { return false };
    let last = last.clone();
    let mut at = 0..;
    chart.marks.retain(|_| !at.next().is_some_and(|i| last.contains(&i)));
    true
}

/// Left end, top and width of the plot, in pixels of the picture. A square is as wide as it may be high.
fn place(chart: &Chart, (zoom, beside): (f64, bool), under: f64) -> (f64, f64, f64) {
    let (top, most) = if beside { (MARGIN, BESIDE) } else { (under, INNER) };
    let width = if chart.form == Form::Lorenz { most.min(RULE - GAP - top - lorenz::TALLER * zoom) } else { most };
    (if beside { MARGIN + INNER - width } else { MARGIN }, top, width)
}

fn paint<'a>(theme: &'a Theme, chart: &Chart, footer: &str, (zoom, beside): (f64, bool)) -> Sheet<'a> {
    let mut pen = Pen::new(theme, CARD.0 / zoom);
    let under = words(&mut pen, chart, (zoom, beside));
    let (left, top, width) = place(chart, (zoom, beside), under);
    pen.origin = (left / zoom, top / zoom);
    pen.width = width / zoom;
    plot(&mut pen, chart);
    foot(&mut pen, footer, zoom);
    pen.width = CARD.0 / zoom;
    Sheet { pen, height: CARD.1 / zoom, zoom }
}

/// Title and subtitle; where a plot under them may begin, in pixels of the picture.
fn words(pen: &mut Pen, chart: &Chart, (zoom, beside): (f64, bool)) -> f64 {
    let (size, line, most, width) = if beside { (38.0, 45.0, 6, WORDS) } else { (54.0, 62.0, 2, INNER) };
    pen.origin = (MARGIN / zoom, (MARGIN - 4.0) / zoom);
    pen.width = width / zoom;
    let bold = Style::bold(size / zoom, pen.theme.ink);
    pen.width = balanced(&chart.title, &bold, pen.width, most);
    let y = lines(pen, &chart.title, bold, line / zoom, most, 0.0);
    pen.width = width / zoom;
    let grey = Style::plain(24.0 / zoom, pen.theme.ink_3);
    let subtitle = unbroken(&chart.subtitle, &grey, pen.width);
    let most = if beside { 5 } else { 2 };
    let y = lines(pen, &subtitle, grey, 32.0 / zoom, most, y + 12.0 / zoom);
    MARGIN - 4.0 + y * zoom + GAP
}

/// The rule, the mark and the source.
fn foot(pen: &mut Pen, footer: &str, zoom: f64) {
    let theme = pen.theme;
    pen.origin = (MARGIN / zoom, RULE / zoom);
    pen.width = INNER / zoom;
    pen.across(0.0, pen.width, 0.0, 2.0 / zoom, theme.rule);
    for (x, width, color) in [(0.0, 10.0, theme.accent), (13.0, 7.0, theme.ink), (23.0, 5.0, theme.context)] {
        pen.rect(Rect::new(x / zoom, 30.0 / zoom, width / zoom, 28.0 / zoom), color);
    }
    let middle = 44.0 / zoom;
    pen.text("hubstate", 42.0 / zoom, middle, Anchor::Start, Style::bold(26.0 / zoom, theme.ink));
    let source = Style::plain(22.0 / zoom, theme.ink_3);
    pen.fitted(footer, (INNER - 220.0) / zoom, (pen.width, middle), Anchor::End, source);
}
