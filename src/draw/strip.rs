//! Strip: how are values spread? A heap of all of them on a logarithmic axis, a cell each while there
//! is room; under the base line hangs what they weigh, where weights differ.
//!
//! `axes` names the values, the heap and the weights. Named values are flags in the color of their
//! tone, thresholds dashed ones.

use super::{
    axis::{self, Axis, Kind},
    flags,
    marks::{part_of, value},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::Chart;

/// Lays out flags, heap, weights and axis; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let narrow = pen.narrow();
    let pitch = if narrow { 4.0 } else { 5.0 };
    let axis = axis_of(pen, chart);
    let [counts, weights] = bins(chart, &axis, pitch);
    let mut flags = flags::of(pen, chart, &axis, &[]);
    let style = Style::plain(12.0, pen.theme.ink_3);
    let over = chart.axes.get(1).map_or(0.0, |words| style.width(words).min(pen.width / 2.0) + 12.0);
    // What the heap counts stands beside the lowest tier of flags, where they leave it room.
    let tiers = flags::tiers(pen, &mut flags);
    let beside = tiers > 0.0 && flags::left(&flags) > over;
    let top = tiers + if over > 0.0 && !beside { 24.0 } else { 4.0 };
    let tall = if narrow { 140.0 } else { 176.0 };
    let base = top + tall + 14.0;
    let ticks = axis.ticks(0);
    let hang = if weights.is_empty() { 0.0 } else { 64.0 };
    let peak = heap(pen, &counts, pitch, (base, tall));
    let heaviest = weights.iter().copied().fold(0.0, f64::max);
    for (k, weight) in weights.iter().enumerate() {
        let deep = libm::round(part_of(*weight, heaviest) * (hang - 6.0));
        pen.rect(Rect::new(k as f64 * pitch, base + 1.0, pitch - 1.0, deep), pen.theme.accent);
    }
    pen.across(0.0, pen.width, base, 1.0, pen.theme.axis);
    flags::draw(pen, &flags, top, base + hang);
    most(pen, &counts, pitch, peak);
    axis::below(pen, &axis, &ticks, base + hang, chart.unit);
    captions(pen, chart, if beside { top - 12.0 } else { 6.0 }, base + hang + 32.0);
    base + hang + 40.0
}

fn axis_of(pen: &Pen, chart: &Chart) -> Axis {
    let mut values: Vec<f64> = chart.curve.iter().map(|point| point.0).collect();
    values.extend(chart.marks.iter().map(value));
    values.extend(chart.thresholds.iter().map(|line| line.at));
    Axis::log(Kind::Log, &values, 1.0, pen.width - 2.0)
}

/// How many values fall into each column, and what they weigh; no weights where all are equal.
fn bins(chart: &Chart, axis: &Axis, pitch: f64) -> [Vec<f64>; 2] {
    let columns = (libm::floor((axis.to + 2.0) / pitch) as usize).max(1);
    let mut bins = [vec![0.0; columns], vec![0.0; columns]];
    for (value, weight) in
        chart.curve.iter().filter(|(value, weight)| *value > 0.0 && (0.0..=f64::MAX).contains(weight))
    {
        let column = ((axis.at(*value) / pitch) as usize).min(columns - 1);
        bins[0][column] += 1.0;
        bins[1][column] += weight;
    }
    if chart.curve.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        bins[1].clear();
    }
    bins
}

/// The heap over `base`, in cells of whole pixels while these fit; how high it is.
fn heap(pen: &mut Pen, counts: &[f64], pitch: f64, (base, tall): (f64, f64)) -> f64 {
    let most = counts.iter().copied().fold(0.0, f64::max);
    let cell = libm::floor(part_of(tall, most)).min(pitch);
    let step = if cell < 3.0 { part_of(tall, most) } else { cell };
    for (k, count) in counts.iter().enumerate() {
        let high = libm::round(count * step).max(f64::from(u8::from(*count > 0.0)));
        pen.rect(Rect::new(k as f64 * pitch, base - high, pitch - 1.0, high), pen.theme.context);
    }
    // Lines of page cut the columns into cells.
    let cuts = if cell < 3.0 { 0 } else { most as usize };
    for k in 0..cuts {
        pen.across(0.0, pen.width, base - (k + 1) as f64 * cell, 1.0, pen.theme.page);
    }
    base - most * step
}

/// How many values the highest column holds.
fn most(pen: &mut Pen, counts: &[f64], pitch: f64, peak: f64) {
    let most = counts.iter().copied().fold(0.0, f64::max);
    let Some(k) = counts.iter().position(|count| *count == most && most > 1.0) else { return };
    let (style, words) = (Style::bold(12.0, pen.theme.ink_2), crate::text::prose(most));
    let half = style.width(&words) / 2.0;
    let x = ((k as f64 + 0.5) * pitch).min(pen.width - half).max(half);
    pen.halo(pen.text_box(&words, x, peak - 9.0, Anchor::Middle, &style).grown(1.0));
    pen.text(&words, x, peak - 9.0, Anchor::Middle, style);
}

/// What stands over the base line, what under it, and what the axis measures.
fn captions(pen: &mut Pen, chart: &Chart, over: f64, under: f64) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    let places = [(pen.width, under, Anchor::End), (0.0, over, Anchor::Start), (0.0, under, Anchor::Start)];
    for (words, (x, y, anchor)) in chart.axes.iter().zip(places) {
        pen.fitted(words, pen.width / 2.0 - 8.0, (x, y), anchor, style);
    }
}
