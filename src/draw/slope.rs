//! Slope: what rose and what fell between two readings? A line a mark from its first value, `second`,
//! to its value; `axes` names the two readings.
//!
//! Labels that would touch are pushed apart on either side, and dropped where they would be too far from
//! their dots. A mark that only one reading has is a dot.

use super::{
    HIT,
    axis::{Axis, Kind, extent},
    marks::{figure, rising, value_text},
    measure::{Anchor, Style},
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

/// Where the rules end, and the first and the last label may stand.
const BOTTOM: f64 = 336.0;
const FIRST: f64 = 40.0;
const LAST: f64 = BOTTOM - 12.0;
/// The farthest that a label may stand from its dot.
const FAR: f64 = 44.0;

/// Where things stand on the two sides.
struct Sides {
    rules: [f64; 2],
    figures: [f64; 2],
    y: Axis,
}

impl Sides {
    /// The height of a mark's dot on one side, where it has that reading.
    fn dot(&self, mark: &Mark, side: usize) -> Option<f64> {
        readings(mark)[side].map(|v| self.y.at(v))
    }
}

/// Lays out rules, lines and labels; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let values: Vec<f64> = chart.marks.iter().flat_map(readings).flatten().collect();
    let bounds = extent(&values, true).unwrap_or((0.0, 1.0));
    let y = Axis::new(Kind::Linear, bounds, BOTTOM - 24.0, 52.0);
    let wide = |pen: &Pen, side, part: usize| {
        let all = chart.marks.iter().enumerate().map(|(i, _)| {
            let (words, style) = &words(pen, chart, i, side)[part];
            style.width(words)
        });
        all.fold(0.0, f64::max)
    };
    let figures = [0, 1].map(|side| wide(pen, side, 0));
    let [left, right] = [0, 1].map(|side| OFF + figures[side] + GAP + wide(pen, side, 1));
    let sides = Sides { rules: [left.ceil(), (pen.width - right).min(left + SPAN).floor()], figures, y };
    frame(pen, chart, &sides);
    for subject in [false, true] {
        for mark in chart.marks.iter().filter(|mark| (mark.tone == Tone::Subject) == subject) {
            line(pen, mark, &sides);
        }
    }
    let places = places(chart, &sides);
    for i in 0..chart.marks.len() {
        let places = places.each_ref().map(|side| side[i]);
        for (side, place) in places.into_iter().enumerate() {
            if let Some(y) = place {
                label(pen, chart, i, &sides, (side, y));
            }
        }
        target(pen, &chart.marks[i], i, &sides, places);
    }
    BOTTOM
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
    let end = left.max(style.width(names[0])).min(right - 12.0);
    pen.fitted(names[0], end, (end, 8.0), Anchor::End, style);
    pen.fitted(names[1], pen.width - right, (right, 8.0), Anchor::Start, style);
    for x in sides.rules {
        pen.down(x, 28.0, BOTTOM, 1.0, pen.theme.axis);
    }
}

fn line(pen: &mut Pen, mark: &Mark, sides: &Sides) {
    let subject = mark.tone == Tone::Subject;
    let (width, radius) = if subject { (3.0, 5.0) } else { (2.0, 4.0) };
    let tone = if mark.tone == Tone::Soft { Tone::Context } else { mark.tone };
    let ends = [0, 1].map(|k| sides.dot(mark, k).map(|y| (sides.rules[k] + 0.5, y)));
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

/// The label of one side, with a line to its dot.
fn label(pen: &mut Pen, chart: &Chart, i: usize, sides: &Sides, (side, y): (usize, f64)) {
    let (rule, out) = (sides.rules[side], if side == 0 { -1.0 } else { 1.0 });
    let anchor = if side == 0 { Anchor::End } else { Anchor::Start };
    let dot = sides.dot(&chart.marks[i], side).unwrap_or(y);
    let [near, beyond] = words(pen, chart, i, side);
    pen.path(&[(rule + out * 7.0, dot), (rule + out * 17.0, y)], 1.0, pen.theme.axis);
    pen.text(&near.0, rule + out * OFF, y, anchor, near.1);
    pen.text(&beyond.0, rule + out * (OFF + sides.figures[side] + GAP), y, anchor, beyond.1);
}

/// Where the labels of each side stand. While one is too far from its dot, the last mark whose label was
/// moved loses it on both sides, subjects after all others.
fn places(chart: &Chart, sides: &Sides) -> [Vec<Option<f64>>; 2] {
    let dots = [0, 1].map(|side| chart.marks.iter().map(|mark| sides.dot(mark, side)).collect::<Vec<_>>());
    let mut kept: Vec<usize> = (0..chart.marks.len()).collect();
    loop {
        let places = dots.each_ref().map(|dots| spread(dots, &kept));
        let moved = |i: usize, by: f64| {
            let off = |side: usize| Some((places[side][i]? - dots[side][i]?).abs());
            (0..2).any(|side| off(side) > Some(by) || places[side][i] > Some(LAST))
        };
        if !kept.iter().any(|i| moved(*i, FAR)) {
            return places;
        }
        let last = |subjects: bool| {
            let drop = |i: &usize| moved(*i, 1.0) && (subjects || chart.marks[*i].tone != Tone::Subject);
            kept.iter().rposition(drop)
        };
        let Some(last) = last(false).or_else(|| last(true)) else { return places };
        kept.remove(last);
    }
}

/// Places for the dots of `kept`, at least a row apart and each as near to its own as the others let it.
fn spread(dots: &[Option<f64>], kept: &[usize]) -> Vec<Option<f64>> {
    let known: Vec<usize> = kept.iter().copied().filter(|i| dots[*i].is_some()).collect();
    let wanted: Vec<f64> = known.iter().filter_map(|i| dots[*i]).collect();
    let order = rising(&wanted);
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
    let most = (LAST - wanted.len().saturating_sub(1) as f64 * ROW).max(FIRST);
    let firsts = blocks.iter().flat_map(|(first, count)| vec![first.clamp(FIRST, most); *count]);
    let mut places = vec![None; dots.len()];
    for ((k, i), first) in order.iter().enumerate().zip(firsts) {
        places[known[*i]] = Some(first + k as f64 * ROW);
    }
    places
}

/// The ring goes around the last label or dot, a hit anywhere between the two.
fn target(pen: &mut Pen, mark: &Mark, i: usize, sides: &Sides, places: [Option<f64>; 2]) {
    let [left, right] = sides.rules;
    let [first, last] = [0, 1].map(|side| places[side].or(sides.dot(mark, side)));
    let (from, to) = match (last, places[0].or(places[1])) {
        (Some(_), Some(_)) => (right - 6.0, pen.width),
        (None, Some(_)) => (0.0, left + 6.0),
        (Some(_), None) => (right - 6.0, right + 6.0),
        (None, None) => (left - 6.0, left + 6.0),
    };
    let (first, last) = (first.or(last).unwrap_or(FIRST), last.or(first).unwrap_or(FIRST));
    let seen = Rect::new(from, last - 9.0, to - from, 18.0);
    let hit = Rect::new(0.0, first.min(last), pen.width, (first - last).abs());
    pen.mark(i, seen, hit.at_least(HIT, HIT));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_touch_share_the_way_and_others_stay() {
        let dots = [Some(100.0), Some(200.0), None, Some(204.0), Some(320.0)];
        let places = spread(&dots, &[0, 1, 2, 3, 4]);
        assert_eq!(places, [Some(100.0), Some(192.0), None, Some(212.0), Some(320.0)]);
        assert_eq!(spread(&dots, &[1]), [None, Some(200.0), None, None, None]);
        // Two at the end are both moved up, the last one onto the last place.
        assert_eq!(spread(&[Some(330.0), Some(330.0)], &[0, 1]), [Some(LAST - ROW), Some(LAST)]);
    }

    #[test]
    fn a_share_changes_by_points_and_a_count_by_a_part_of_itself() {
        assert_eq!(change(0.096, 0.185, Unit::Share), "+8.9 points");
        assert_eq!(change(200.0, 150.0, Unit::Downloads), "\u{2212}25.0\u{202f}%");
        assert_eq!(change(0.0, 150.0, Unit::Downloads), "");
    }
}
