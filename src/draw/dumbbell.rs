//! Dumbbell: by which of two measures is each larger? Hollow is the first, solid the second.
//!
//! `axes` names the two measures, which stand as a key above in the same dots.

use super::{
    axis::{self, Axis, Kind},
    marks::{figure, largest, number, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    ranked_bars::{longest_name, name_style},
    theme::Rgb,
    ticks::linear,
};
use crate::report::{Chart, Mark, Tone};

const ROW: f64 = 36.0;
const NARROW_ROW: f64 = 50.0;
/// The part of the width that names may take.
const NAMES: f64 = 0.38;
const SOLID: f64 = 6.0;
const HOLLOW: f64 = 5.0;

/// Lays out key, rows and axis; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    if pen.narrow() { narrow(pen, chart) } else { rows(pen, chart) }
}

/// Ticks from 0 to beyond the largest of both measures.
fn ticks(chart: &Chart) -> Vec<f64> {
    linear(0.0, chart.marks.iter().map(|mark| number(&mark.second)).fold(largest(chart), f64::max), 5)
}

fn of(ticks: &[f64], from: f64, to: f64) -> Axis {
    Axis::new(Kind::Linear, (0.0, ticks.last().copied().unwrap_or(1.0)), from, to)
}

fn color(pen: &Pen, mark: &Mark) -> Rgb {
    if mark.tone == Tone::Soft { pen.theme.context } else { pen.theme.fill(mark.tone) }
}

/// The key above the plot, in the marks it explains.
fn key(pen: &mut Pen, chart: &Chart, from: f64) {
    let (theme, style) = (pen.theme, Style::plain(12.0, pen.theme.ink_2));
    let room = pen.width - from - 58.0;
    let widths: Vec<f64> = chart.axes.iter().take(2).map(|words| style.width(words)).collect();
    let mut x = from;
    for (k, words) in chart.axes.iter().take(2).enumerate() {
        // What one does not need the other may take.
        let other = widths.get(1 - k).copied().unwrap_or(0.0);
        let words = style.fit(words, (room - other).max(room / 2.0 - 7.0));
        if k == 0 {
            pen.hollow(x + 6.0, 8.0, HOLLOW, theme.accent);
        } else {
            pen.disc(x + 6.0, 8.0, SOLID, theme.accent);
        }
        pen.text(&words, x + 18.0, 8.0, Anchor::Start, style);
        x += 18.0 + style.width(&words) + 22.0;
    }
}

/// The two dots of a mark and the line between.
fn dots(pen: &mut Pen, mark: &Mark, axis: &Axis, middle: f64) -> (Option<f64>, f64) {
    let color = color(pen, mark);
    let solid = axis.at(value(mark));
    let hollow = mark.second.number().map(|_| axis.at(number(&mark.second)));
    if let Some(hollow) = hollow {
        pen.across(hollow.min(solid), hollow.max(solid), middle - 1.0, 2.0, color);
        pen.hollow(hollow, middle, HOLLOW, color);
    }
    if mark.value.number().is_some() {
        pen.disc(solid, middle, SOLID, color);
    }
    (hollow, solid)
}

fn rows(pen: &mut Pen, chart: &Chart) -> f64 {
    let (axis, ticks) = axis(pen, chart);
    let (bold, plain) = (Style::bold(13.0, pen.theme.ink), Style::plain(13.0, pen.theme.ink_3));
    key(pen, chart, axis.from - 6.0);
    let foot = 34.0 + ROW * chart.marks.len() as f64;
    for tick in &ticks {
        pen.down(axis.at(*tick).floor(), 34.0, foot, 1.0, pen.theme.grid);
    }
    for (i, mark) in chart.marks.iter().enumerate() {
        let middle = 52.0 + ROW * i as f64;
        let name = name_style(pen, mark);
        pen.fitted(&mark.label, pen.width * NAMES, (0.0, middle), Anchor::Start, name);
        let (hollow, solid) = dots(pen, mark, &axis, middle);
        let left = hollow.is_some_and(|hollow| solid < hollow);
        let end = beside(pen, &figure(&mark.value, chart.unit), solid, middle, left, bold);
        let other = hollow.map_or(solid, |x| beside(pen, &figure(&mark.second, chart.unit), x, middle, !left, plain));
        pen.mark(i, seen(end, other, middle), Rect::new(0.0, middle - ROW / 2.0, pen.width, ROW));
    }
    axis::below(pen, &axis, &ticks, foot, chart.unit);
    foot + 28.0
}

/// The axis between the names and the figure of the last dot. A figure left of its dot may reach
/// beyond 0, but not into its own name.
fn axis(pen: &Pen, chart: &Chart) -> (Axis, Vec<f64>) {
    let named = |mark: &Mark| name_style(pen, mark).width(&mark.label).min(pen.width * NAMES);
    let longest = longest_name(pen, chart).min(pen.width * NAMES);
    let bold = Style::bold(13.0, pen.theme.ink);
    let figures = chart.marks.iter().flat_map(|mark| [&mark.value, &mark.second]);
    let label = figures.map(|v| bold.width(&figure(v, chart.unit))).fold(26.0, f64::max) + 14.0;
    let (from, to) = (libm::round(longest + 20.0), libm::floor(pen.width - label));
    let ticks = ticks(chart);
    let mut axis = of(&ticks, from, to);
    let least = |mark: &Mark| mark.second.number().map_or(value(mark), |_| value(mark).min(number(&mark.second)));
    while axis.from < pen.width * 0.6 && chart.marks.iter().any(|m| axis.at(least(m)) - label < named(m) + 8.0) {
        axis.from += 4.0;
    }
    (axis, ticks)
}

/// A figure at the outer side of its dot, on a halo; how far out it reaches.
fn beside(pen: &mut Pen, text: &str, x: f64, middle: f64, left: bool, style: Style) -> f64 {
    let (at, anchor) = if left { (x - 12.0, Anchor::End) } else { (x + 12.0, Anchor::Start) };
    let rect = pen.text_box(text, at, middle, anchor, &style);
    if text.is_empty() || !pen.clear(&rect, 2.0) {
        return x;
    }
    pen.halo(rect.grown(2.0));
    pen.text(text, at, middle, anchor, style);
    if left { rect.x } else { rect.right() }
}

/// The box that holds both dots and what is from `a` to `b`.
fn seen(a: f64, b: f64, middle: f64) -> Rect {
    Rect::new(a.min(b) - SOLID, middle - SOLID, (a - b).abs() + 2.0 * SOLID, 2.0 * SOLID)
}

fn narrow(pen: &mut Pen, chart: &Chart) -> f64 {
    let theme = pen.theme;
    let (bold, plain) = (Style::bold(13.0, theme.ink), Style::plain(13.0, theme.ink_3));
    let ticks = ticks(chart);
    let axis = of(&ticks, 8.0, pen.width - 16.0);
    let ticks: Vec<f64> = ticks.into_iter().step_by(2).collect();
    key(pen, chart, 0.0);
    for (i, mark) in chart.marks.iter().enumerate() {
        let top = 36.0 + NARROW_ROW * i as f64;
        let written = value_text(mark, chart.unit);
        pen.text(&written, pen.width, top + 13.0, Anchor::End, bold);
        let mut end = pen.width - bold.width(&written);
        let first = figure(&mark.second, chart.unit);
        if !first.is_empty() {
            let first = format!("{first} to");
            pen.text(&first, end - 6.0, top + 13.0, Anchor::End, plain);
            end -= 6.0 + plain.width(&first);
        }
        let name = name_style(pen, mark);
        pen.fitted(&mark.label, end - 12.0, (0.0, top + 13.0), Anchor::Start, name);
        for tick in &ticks {
            pen.down(axis.at(*tick).floor(), top + 24.0, top + 40.0, 1.0, theme.grid);
        }
        let (hollow, solid) = dots(pen, mark, &axis, top + 32.0);
        let hit = Rect::new(0.0, top, pen.width, NARROW_ROW);
        pen.mark(i, seen(hollow.unwrap_or(solid), solid, top + 32.0), hit);
    }
    let foot = 36.0 + NARROW_ROW * chart.marks.len() as f64;
    axis::below(pen, &axis, &ticks, foot - 4.0, chart.unit);
    foot + 26.0
}
