//! Lorenz curve: how far are the owners from equal? A square; the area between is the inequality.
//!
//! `axes[0]` names the owners, `axes[1]` the share; mark 0 is the index written into the area.

use super::{
    axis,
    cumulative::thinned,
    marks::value_text,
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::Chart;

/// How much higher than wide the whole is.
pub(super) const TALLER: f64 = 24.0;

/// Lays out the square; the height with its axis.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    // Beside its neighbour the square is 308 px, so that both base lines are level.
    let most = if !pen.narrow() { 420.0 } else { 308.0 };
    let side = (pen.width - 40.0).min(most).floor();
    let square = Rect::new(32.0, 24.0, side, side);
    let place = |(x, y): (f64, f64)| (square.x + x.clamp(0.0, 1.0) * side, square.bottom() - y.clamp(0.0, 1.0) * side);
    let finite = chart.curve.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
    let curve = thinned(finite.map(|point| place(*point)).collect());
    let theme = pen.theme;
    let mut area = curve.clone();
    area.push((square.right(), square.y));
    area.push((square.x, square.bottom()));
    pen.area(&area, theme.accent_soft);
    for k in 0..4 {
        pen.across(square.x, square.right(), square.y + side * f64::from(k) / 4.0, 1.0, theme.grid);
    }
    pen.dashed_line((square.x, square.bottom()), (square.right(), square.y), theme.axis);
    pen.path(&curve, 2.5, theme.accent);
    pen.across(square.x, square.right() + 1.0, square.bottom(), 1.0, theme.axis);
    words(pen, chart, square, &curve);
    square.bottom() + 40.0
}

fn words(pen: &mut Pen, chart: &Chart, square: Rect, curve: &[(f64, f64)]) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    axis::names(pen, chart, square.right(), square.bottom() + 32.0);
    for (k, text) in ["0", "50", "100"].into_iter().enumerate() {
        let along = square.height * k as f64 / 2.0;
        pen.text(text, 24.0, square.bottom() - along, Anchor::End, style);
        let (anchor, text) = if k == 2 { (Anchor::End, "100\u{202f}%") } else { (Anchor::Middle, text) };
        pen.text(text, square.x + along, square.bottom() + 15.0, anchor, style);
    }
    // Left of the diagonal and above the middle gridline.
    let half = (square.x + square.width / 2.0, square.y + square.height / 2.0);
    pen.text("if all were equal", half.0 - 2.0, half.1 - 12.0, Anchor::End, style);
    index(pen, chart, square, curve);
}

/// Name and value of the index within the area, at the height where most room is left; under the
/// curve where the area is too thin.
fn index(pen: &mut Pen, chart: &Chart, square: Rect, curve: &[(f64, f64)]) {
    let Some(mark) = chart.marks.first() else { return };
    let (plain, bold) = (Style::plain(13.0, pen.theme.ink_2), Style::bold(13.0, pen.theme.ink));
    let (name, value) = (plain.fit(&mark.label, square.width * 0.4), value_text(mark, chart.unit));
    let wide = plain.width(&name) + 4.0 + bold.width(&value);
    let free = |up: f64| {
        let middle = square.bottom() - up * square.height;
        let left = square.x + up * square.width + 10.0;
        let right = curve.iter().find(|point| point.1 < middle + 10.0).map_or(square.right(), |point| point.0) - 8.0;
        (middle, left, right)
    };
    let best = [0.2, 0.25, 0.3, 0.35].map(free).into_iter().find(|(_, left, right)| right - left > wide + 24.0);
    let (middle, left) = match best {
        Some((middle, left, right)) => (middle, (left + right - wide) / 2.0),
        None => (square.bottom() - 14.0, square.right() - wide - 8.0),
    };
    pen.text(&name, left, middle, Anchor::Start, plain);
    pen.text(&value, left + plain.width(&name) + 4.0, middle, Anchor::Start, bold);
    pen.mark(0, square, square);
}
