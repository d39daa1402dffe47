//! Dial: how much of a figure is its definition? A dot for each set of definitions, in rows that share
//! one axis; published figures are pinned where they claim to be.
//!
//! The subject is a flag in accent through all rows, a hollow mark a pin, a threshold dashed. At the
//! ends of a row stand its least and its greatest value.

use super::{
    HIT,
    axis::{self, Axis, Kind, extent},
    flags,
    marks::{figure, longest, rising, rows, value},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    ticks::linear,
};
use crate::report::{Chart, Tone};

/// The radius of a dot, and how far dots that would touch stand apart.
const DOT: f64 = 4.5;
const APART: f64 = 10.0;
/// Room for a figure at either end of a row.
const END: f64 = 42.0;

/// A row: its name, its marks in the order of their values, and how far down each stands.
struct Row<'a> {
    name: &'a str,
    marks: Vec<usize>,
    down: Vec<f64>,
    height: f64,
}

/// Lays out flags, rows and axis; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let bold = Style::bold(13.0, pen.theme.ink);
    let longest = longest(&rows(chart), &bold);
    let start = if pen.narrow() || longest == 0.0 { 0.0 } else { (longest + 12.0).min(pen.width * 0.34).ceil() };
    let above = if pen.narrow() && longest > 0.0 { 18.0 } else { 0.0 };
    let (axis, ticks) = axis_of(chart, start + END, pen.width - END - 6.0);
    let rows = swarms(chart, &axis, above);
    let mut flags = flags::of(pen, chart, &axis, &[Tone::Subject, Tone::Hollow]);
    let top = flags::tiers(pen, &mut flags) + 8.0;
    let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
    for tick in &ticks {
        pen.down(axis.at(*tick).floor(), top, bottom, 1.0, pen.theme.grid);
    }
    flags::draw(pen, &flags, top, bottom);
    let mut y = top;
    for row in &rows {
        let middle = y + above + (row.height - above) / 2.0;
        let (at, room) = if start > 0.0 { (middle, start - 12.0) } else { (y + 13.0, pen.width) };
        let name = bold.fit(row.name, room);
        pen.halo(pen.text_box(&name, 0.0, at, Anchor::Start, &bold).grown(2.0));
        pen.text(&name, 0.0, at, Anchor::Start, bold);
        dots(pen, chart, row, &axis, middle);
        y += row.height;
    }
    pen.across(start, pen.width, bottom, 1.0, pen.theme.axis);
    axis::below(pen, &axis, &ticks, bottom, chart.unit);
    bottom + 26.0
}

/// The common axis: from 0 where the values reach near to it, to round values.
fn axis_of(chart: &Chart, from: f64, to: f64) -> (Axis, Vec<f64>) {
    let mut values: Vec<f64> = chart.marks.iter().filter_map(|mark| mark.value.number()).collect();
    values.extend(chart.thresholds.iter().map(|line| line.at));
    let (low, high) = extent(&values, true).unwrap_or((0.0, 1.0));
    let near = low < (high - low) / 4.0;
    let ticks = linear(if near { low.min(0.0) } else { low }, high, 5);
    let bounds = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    (Axis::new(Kind::Linear, bounds, from, to), ticks)
}

/// The rows of what is not published: dots that would touch stand below and above each other.
fn swarms<'a>(chart: &'a Chart, axis: &Axis, above: f64) -> Vec<Row<'a>> {
    let row = |(name, mut marks): (&'a str, Vec<usize>)| {
        marks.retain(|i| chart.marks[*i].tone != Tone::Hollow);
        let order = rising(&marks.iter().map(|i| value(&chart.marks[*i])).collect::<Vec<f64>>());
        let marks: Vec<usize> = order.into_iter().map(|k| marks[k]).collect();
        let mut ends: Vec<f64> = Vec::new();
        let mut down = Vec::new();
        for i in &marks {
            let x = axis.at(value(&chart.marks[*i]));
            let level = ends.iter().position(|end| x - end >= APART).unwrap_or(ends.len());
            ends.resize(ends.len().max(level + 1), x);
            ends[level] = x;
            down.push(level.div_ceil(2) as f64 * if level % 2 == 0 { APART } else { -APART });
        }
        let height = above + 28.0 + ends.len().saturating_sub(1) as f64 * APART;
        Row { name, marks, down, height }
    };
    rows(chart).into_iter().map(row).filter(|row| !row.marks.is_empty()).collect()
}

/// The dots of a row and its ends; what has no value can be reached and is not drawn.
fn dots(pen: &mut Pen, chart: &Chart, row: &Row, axis: &Axis, middle: f64) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    let known: Vec<usize> = row.marks.iter().copied().filter(|i| chart.marks[*i].value.number().is_some()).collect();
    let ends = [(known.first(), -10.0, Anchor::End), (known.last(), 10.0, Anchor::Start)];
    for (i, off, anchor) in ends.into_iter().skip(usize::from(known.len() < 2)) {
        let Some(mark) = i.map(|i| &chart.marks[*i]) else { continue };
        let (words, x) = (figure(&mark.value, chart.unit), axis.at(value(mark)) + off);
        pen.halo(pen.text_box(&words, x, middle, anchor, &style).grown(2.0));
        pen.try_text(&words, x, middle, anchor, style);
    }
    for (i, down) in row.marks.iter().zip(&row.down) {
        let mark = &chart.marks[*i];
        let (x, y) = (axis.at(value(mark)), middle + down);
        let radius = if mark.tone == Tone::Subject { DOT + 1.5 } else { DOT };
        if mark.value.number().is_some() {
            pen.disc(x, y, radius + 1.0, pen.theme.page);
            pen.dot(x, y, radius, mark.tone);
        }
        let seen = Rect::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
        pen.mark(*i, seen, seen.at_least(HIT, HIT));
    }
}
