//! Small multiples: who grew when? A panel of columns for each group, all on one scale and with the same
//! periods. The highest column carries its value; it, the first and the last period are ticked.

use super::{
    HIT,
    marks::{labels, largest, part_of, rising, rows, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Mark, Tone};

/// The width of a panel with the gap after it that is aimed at, and the least without it.
const PITCH: f64 = 200.0;
const LEAST: f64 = 108.0;
const GAP: f64 = 20.0;
/// From the top of a panel to its base line, and to the next panel.
const BASE: f64 = 122.0;
const ROW: f64 = 170.0;

/// Lays out the panels; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let panels = rows(chart);
    let periods = labels(chart);
    let least = LEAST.max(periods.len() as f64 * HIT);
    let across = across(pen.width, panels.len() as f64, least);
    let wide = ((pen.width + GAP) / across - GAP).min(360.0);
    for (k, (name, marks)) in panels.iter().enumerate() {
        let (row, column) = ((k / across as usize) as f64, (k % across as usize) as f64);
        let panel = Rect::new(libm::round(column * (wide + GAP)), row * ROW, wide, BASE);
        let bold = Style::bold(13.0, pen.theme.ink);
        pen.fitted(name, (wide + GAP - 8.0).min(pen.width - panel.x), (panel.x, panel.y + 8.0), Anchor::Start, bold);
        let columns = columns(pen, chart, marks, &periods, panel);
        words(pen, chart, marks, &columns, panel);
    }
    let rows = libm::ceil(panels.len() as f64 / across);
    (rows * ROW - (ROW - BASE - 26.0)).max(0.0)
}

/// How many panels stand in a row: as many as leave the fewest places of the last row empty.
fn across(width: f64, panels: f64, least: f64) -> f64 {
    let fit = |pitch: f64| libm::floor((width + GAP) / pitch).max(2.0).min(panels).max(1.0);
    let empty = |across: f64| libm::ceil(panels / across) * across - panels;
    let (mut best, most) = (fit(PITCH), fit(least + GAP));
    let mut next = best + 1.0;
    while next <= most {
        if empty(next) < empty(best) {
            best = next;
        }
        next += 1.0;
    }
    best
}

fn columns(pen: &mut Pen, chart: &Chart, marks: &[usize], periods: &[&str], panel: Rect) -> Vec<Rect> {
    let pitch = panel.width / periods.len() as f64;
    let (base, most) = (panel.bottom(), largest(chart));
    let mut columns = Vec::new();
    for i in marks {
        let mark = &chart.marks[*i];
        let at = periods.iter().position(|period| *period == mark.label).unwrap_or(0) as f64 * pitch;
        let gap = (pitch * 0.16).min(8.0);
        let (from, to) = (libm::round(panel.x + at), libm::round(panel.x + at + pitch - gap));
        let tall = libm::round(part_of(value(mark), most) * (BASE - 38.0));
        let column = Rect::new(from, base - tall, (to - from).max(1.0), tall);
        // A period that is not over has no room for its words here.
        pen.column(column, if mark.tone == Tone::Partial { Tone::Hollow } else { mark.tone });
        let hit = Rect::new(panel.x + at, panel.y + 18.0, pitch, BASE);
        pen.mark(*i, column.at_least(0.0, 3.0), hit.at_least(HIT.min(pitch), HIT));
        columns.push(column);
    }
    pen.across(panel.x, panel.x + panel.width, base, 1.0, pen.theme.axis);
    columns
}

/// The words of the subject, of the highest column and of the ends, as far as there is room.
fn words(pen: &mut Pen, chart: &Chart, marks: &[usize], columns: &[Rect], panel: Rect) {
    let highest = |rank: fn(&Mark) -> f64| {
        let keys: Vec<f64> = marks.iter().map(|i| rank(&chart.marks[*i])).collect();
        rising(&keys).first().copied().unwrap_or(0)
    };
    let ends = [highest(rank), highest(|mark| -value(mark)), 0, marks.len().saturating_sub(1)];
    let (bold, small) = (Style::bold(12.0, pen.theme.ink), Style::plain(12.0, pen.theme.ink_2));
    let place = |pen: &mut Pen, k: usize, words: &str, y: f64, style: Style| {
        let half = style.width(words) / 2.0;
        let middle = columns[k].x + columns[k].width / 2.0;
        let x = middle.min(panel.right() - half).max(panel.x + half);
        pen.try_text(words, x, y, Anchor::Middle, style);
    };
    for (at, k) in ends.into_iter().enumerate() {
        let mark = &chart.marks[marks[k]];
        if at != 1 {
            place(pen, k, &small.fit(&short(&mark.label), panel.width / 2.0), panel.bottom() + 14.0, small);
        }
        if value(mark) > 0.0 {
            let style = if at == 0 { bold } else { small };
            place(pen, k, &value_text(mark, chart.unit), columns[k].y - 10.0, style);
        }
    }
}

/// Whose words come first: those of the highest subject, then of the highest column.
fn rank(mark: &Mark) -> f64 {
    if mark.tone == Tone::Subject { -1e30 - value(mark) } else { -value(mark) }
}

/// A year in two digits.
fn short(period: &str) -> String {
    match period.strip_prefix("20") {
        Some(year) if year.len() == 2 => format!("’{year}"),
        _ => period.to_owned(),
    }
}
