//! Slope: what rose and what fell between two readings? A line a mark from its first value, `second`,
//! to its value; `axes` names the two readings.
//!
//! Labels that would touch are pushed apart on either side. A mark that only one reading has is a dot.

use super::{
    HIT,
    axis::{Axis, Kind, extent},
    marks::{figure, rising, value_text},
    measure::{Anchor, Style, clean},
    pen::{Pen, Rect},
    ranked_bars::name_style,
};
use crate::{
    report::{Chart, Mark, Tone, Unit, Value},
    text,
};

/// The least distance of two labels.
const ROW: f64 = 20.0;
/// How far figures stand from their rule.
const OFF: f64 = 22.0;
/// The most between the rules: lines that are longer look level.
const SPAN: f64 = 480.0;
/// Between a figure and the words beyond it.
const GAP: f64 = 10.0;

/// Where things stand on the two sides.
struct Sides {
    rules: [f64; 2],
    figures: [f64; 2],
    y: Axis,
    bottom: f64,
}

/// Lays out rules, lines and labels; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let values: Vec<f64> = chart.marks.iter().flat_map(readings).flatten().collect();
    let bottom = 24.0 + (ROW * chart.marks.len() as f64 + 28.0).max(312.0);
    let bounds = extent(&values, true).unwrap_or((0.0, 1.0));
    let y = Axis::new(Kind::Linear, bounds, bottom - 24.0, 52.0);
    let wide = |pen: &Pen, side, part: usize| {
        let all = chart.marks.iter().enumerate().map(|(i, _)| {
            let (words, style) = &words(pen, chart, i, side)[part];
            style.width(&clean(words))
        });
        all.fold(0.0, f64::max)
    };
    let figures = [0, 1].map(|side| wide(pen, side, 0));
    let [left, right] = [0, 1].map(|side| OFF + figures[side] + GAP + wide(pen, side, 1));
    let sides = Sides { rules: [left.ceil(), (pen.width - right).min(left + SPAN).floor()], figures, y, bottom };
    frame(pen, chart, &sides);
    for subject in [false, true] {
        for mark in chart.marks.iter().filter(|mark| (mark.tone == Tone::Subject) == subject) {
            line(pen, mark, &sides);
        }
    }
    let places = [0, 1].map(|side| labels(pen, chart, &sides, side));
    for i in 0..chart.marks.len() {
        targets(pen, i, &sides, places.each_ref().map(|side| side[i]));
    }
    bottom
}

/// The first and the second reading.
fn readings(mark: &Mark) -> [Option<f64>; 2] {
    [&mark.second, &mark.value].map(|value| value.number().filter(|v| v.is_finite()))
}

/// The two rules and the names of the readings over them.
fn frame(pen: &mut Pen, chart: &Chart, sides: &Sides) {
    let style = Style::bold(12.0, pen.theme.ink);
    let [left, right] = sides.rules;
    let names = [0, 1].map(|k| chart.axes.get(k).map_or("", String::as_str));
    let end = left.max(style.width(&clean(names[0]))).min(right - 12.0);
    pen.text(&style.fit(names[0], end), end, 8.0, Anchor::End, style);
    pen.text(&style.fit(names[1], pen.width - right), right, 8.0, Anchor::Start, style);
    for x in sides.rules {
        pen.down(x, 28.0, sides.bottom, 1.0, pen.theme.axis);
    }
}

fn line(pen: &mut Pen, mark: &Mark, sides: &Sides) {
    let subject = mark.tone == Tone::Subject;
    let (width, radius) = if subject { (3.0, 5.0) } else { (2.0, 4.0) };
    let tone = if mark.tone == Tone::Soft { Tone::Context } else { mark.tone };
    let ends = [0, 1].map(|k| readings(mark)[k].map(|v| (sides.rules[k] + 0.5, sides.y.at(v))));
    if let [Some(from), Some(to)] = ends {
        pen.path(&[from, to], width, pen.theme.fill(tone));
    }
    for (x, y) in ends.into_iter().flatten() {
        pen.dot(x, y, radius, tone);
    }
}

/// Figure and words of a mark on one side: its name at the left, its change at the right; narrow
/// plots, and marks without a first reading, have the name at the right.
fn words(pen: &Pen, chart: &Chart, i: usize, side: usize) -> [(String, Style); 2] {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let [first, last] = readings(mark);
    let bold = if side == 1 { Style::bold(13.0, theme.ink) } else { Style::plain(13.0, theme.ink_2) };
    // The unit of shares is said once.
    let written = match (side, i) {
        (0, _) => figure(&mark.second, chart.unit),
        (_, 0) => value_text(mark, chart.unit),
        _ => figure(&mark.value, chart.unit),
    };
    let room = pen.width * if pen.narrow() { 0.32 } else { 0.25 };
    let name = (name_style(pen, mark).fit(&mark.label, room), name_style(pen, mark));
    let named = side == usize::from(pen.narrow() || first.is_none());
    let beyond = match (first, last) {
        _ if named => name,
        (Some(first), Some(last)) if side == 1 && !pen.narrow() => {
            (change(first, last, chart.unit), Style::plain(13.0, theme.ink_3))
        }
        _ => (String::new(), bold),
    };
    [(bold.fit(&written, pen.width * 0.14), bold), beyond]
}

/// By how much a share changed, else by which part of the first reading.
fn change(first: f64, last: f64, unit: Unit) -> String {
    let written = |part: f64| text::cell(&Value::from(part), Unit::Points);
    if unit == Unit::Share {
        format!("{} points", written(last - first))
    } else if first > 0.0 && last < 100.0 * first {
        format!("{}{}%", written((last - first) / first), text::NARROW_SPACE)
    } else {
        String::new()
    }
}

/// The labels of one side; where each stands.
fn labels(pen: &mut Pen, chart: &Chart, sides: &Sides, side: usize) -> Vec<Option<f64>> {
    let (rule, out) = (sides.rules[side], if side == 0 { -1.0 } else { 1.0 });
    let anchor = if side == 0 { Anchor::End } else { Anchor::Start };
    let known: Vec<usize> = (0..chart.marks.len()).filter(|i| readings(&chart.marks[*i])[side].is_some()).collect();
    let dots: Vec<f64> = known.iter().filter_map(|i| readings(&chart.marks[*i])[side]).map(|v| sides.y.at(v)).collect();
    let mut places = vec![None; chart.marks.len()];
    for ((i, y), dot) in known.iter().zip(spread(&dots, 40.0, sides.bottom - 12.0)).zip(&dots) {
        places[*i] = Some(y);
        let [near, beyond] = words(pen, chart, *i, side);
        pen.path(&[(rule + out * 7.0, *dot), (rule + out * 17.0, y)], 1.0, pen.theme.axis);
        pen.text(&near.0, rule + out * OFF, y, anchor, near.1);
        pen.text(&beyond.0, rule + out * (OFF + sides.figures[side] + GAP), y, anchor, beyond.1);
    }
    places
}

/// Places at least a row apart, each as near to what was wanted as its neighbors let it.
fn spread(wanted: &[f64], low: f64, high: f64) -> Vec<f64> {
    let order = rising(wanted);
    // Blocks of labels that touch: where their first would stand on average, and how many they are.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (k, i) in order.iter().enumerate() {
        let mut block = (wanted[*i] - k as f64 * ROW, 1);
        while let Some((first, count)) = blocks.pop_if(|(first, _)| *first > block.0) {
            let sum = first * count as f64 + block.0 * block.1 as f64;
            block = (sum / (count + block.1) as f64, count + block.1);
        }
        blocks.push(block);
    }
    let most = (high - wanted.len().saturating_sub(1) as f64 * ROW).max(low);
    let firsts = blocks.iter().flat_map(|(first, count)| vec![first.clamp(low, most); *count]);
    let mut places = vec![0.0; wanted.len()];
    for ((k, i), first) in order.iter().enumerate().zip(firsts) {
        places[*i] = first + k as f64 * ROW;
    }
    places
}

/// The ring goes around the last label, a hit anywhere between the two.
fn targets(pen: &mut Pen, i: usize, sides: &Sides, places: [Option<f64>; 2]) {
    let [left, right] = sides.rules;
    let (first, last) = (places[0].or(places[1]).unwrap_or(40.0), places[1].or(places[0]).unwrap_or(40.0));
    let (from, to) = if places[1].is_some() { (right - 6.0, pen.width) } else { (0.0, left + 6.0) };
    let seen = Rect::new(from, last - 9.0, to - from, 18.0);
    let hit = Rect::new(0.0, first.min(last), pen.width, (first - last).abs());
    pen.mark(i, seen, hit.at_least(HIT, HIT));
}
