//! Cumulative share: how many owners hold half? Share over rank, the rank on a logarithmic axis.
//!
//! `axes[0]` names the ranks, `axes[1]` the share; a mark's `second` is its rank. The subject is the
//! solid dot, up to which the ground under the curve is soft.

use super::{
    HIT,
    axis::{Axis, Kind, extent},
    field::{Field, Point},
    marks::{number, subjects_first, value, value_text},
    measure::Style,
    pen::{Pen, Rect},
    theme::Rgb,
    ticks::powers,
};
use crate::report::{Chart, Mark, Tone, Unit};

/// Lays out curve, axes and named points; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let (x, ranks) = ranks(pen, chart);
    let shares = [0.0, 0.25, 0.5, 0.75, 1.0];
    let y = Axis::new(Kind::Linear, (0.0, 1.0), 0.0, 0.0);
    let mut field = Field::new(pen, chart, (x, y), [&ranks, &shares], [Unit::Count, Unit::Share]);
    let curve = points(chart, &field);
    ground(pen, chart, &field, &curve);
    // Half has its own line.
    field.grid(pen, &[0.25, 0.75, 1.0]);
    field.lines.push(curve.clone());
    field.thresholds(pen, chart);
    pen.path(&curve, 2.5, pen.theme.accent);
    field.base(pen);
    dots(pen, chart, &mut field, 1.0, pen.theme.accent);
    field.threshold_words(pen, chart);
    field.height()
}

/// The logarithmic axis of ranks and its ticks, of which the last rank is one.
pub fn ranks(pen: &Pen, chart: &Chart) -> (Axis, Vec<f64>) {
    let all: Vec<f64> = chart.curve.iter().map(|point| point.0).collect();
    let last = extent(&all, false).map_or(1.0, |ends| ends.1.max(1.0));
    let mut ticks = powers(1.0, last * 0.999, if pen.narrow() { &[1.0, 3.0] } else { &[1.0, 2.0, 5.0] });
    ticks.push(last);
    (Axis::new(Kind::Log, (1.0, last), 0.0, 0.0), ticks)
}

/// The curve in pixels.
pub fn points(chart: &Chart, field: &Field) -> Vec<Point> {
    let finite = chart.curve.iter().filter(|(rank, value)| rank.is_finite() && value.is_finite());
    thinned(finite.map(|point| field.at(*point)).collect())
}

/// Points without those that lie within a pixel and a half of the one before; the last one stays.
pub fn thinned(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (k, (x, y)) in points.iter().enumerate() {
        let near = out.last().is_some_and(|(px, py)| (x - px).abs() + (y - py).abs() < 1.5);
        if !near || k + 1 == points.len() {
            out.push((*x, *y));
        }
    }
    out
}

/// The soft ground under the curve up to the subject.
fn ground(pen: &mut Pen, chart: &Chart, field: &Field, curve: &[Point]) {
    let Some(subject) = chart.marks.iter().find(|mark| mark.tone == Tone::Subject) else { return };
    let (x, y) = field.at((number(&subject.second), value(subject)));
    let mut area: Vec<Point> = curve.iter().copied().filter(|point| point.0 < x).collect();
    if let Some(first) = area.first().copied() {
        area.extend([(x, y), (x, field.plot.bottom()), (first.0, field.plot.bottom())]);
        pen.area(&area, pen.theme.accent_soft);
    }
}

/// The named points of a curve that rises (1) or falls (−1), beyond the subject in the color `tail`.
pub fn dots(pen: &mut Pen, chart: &Chart, field: &mut Field, slope: f64, tail: Rgb) {
    let place = |mark: &Mark| field.at((number(&mark.second), value(mark)));
    let all: Vec<Point> = chart.marks.iter().map(place).collect();
    field.dots = all;
    let subject = chart.marks.iter().position(|mark| mark.tone == Tone::Subject).map(|s| field.dots[s].0);
    // A dot just before the subject's leaves no place for its own name on a narrow plot.
    let kept = |i: &usize| {
        let before = subject.map_or(0.0, |x| x - field.dots[*i].0);
        field.y.holds(value(&chart.marks[*i])) && !(pen.narrow() && (0.5..24.0).contains(&before))
    };
    let shown: Vec<usize> = subjects_first(chart).into_iter().filter(kept).collect();
    for i in &shown {
        name(pen, chart, *i, field, slope);
    }
    for (i, (x, y)) in field.dots.iter().enumerate() {
        let seen = Rect::new(x - 5.0, y - 5.0, 10.0, 10.0);
        pen.mark(i, seen, seen.at_least(HIT, HIT));
        if !shown.contains(&i) {
            continue;
        }
        if chart.marks[i].tone == Tone::Subject {
            pen.disc(*x, *y, 6.0, pen.theme.page);
            pen.disc(*x, *y, 4.5, pen.theme.accent);
        } else {
            let color = match chart.marks[i].tone {
                // A fit is no datum.
                Tone::Hollow if slope < 0.0 => pen.theme.second,
                _ if subject.is_some_and(|subject| *x > subject) => tail,
                _ => pen.theme.accent,
            };
            pen.hollow(*x, *y, 4.0, color);
        }
    }
}

/// Name and value beside a dot.
fn name(pen: &mut Pen, chart: &Chart, i: usize, field: &Field, slope: f64) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let (plain, bold) = (Style::plain(13.0, theme.ink_2), Style::bold(13.0, theme.ink));
    let (below, right) = ((12.0, 12.0 * slope), (12.0, 5.0 * slope));
    let (above, level) = ((-12.0, -12.0 * slope), (-12.0, -4.0 * slope));
    let mut places = match mark.tone {
        Tone::Subject => vec![above, level, below, right],
        _ => vec![below, right, above, level],
    };
    if !pen.narrow() || mark.tone == Tone::Subject {
        places.extend([42.0, 58.0, 74.0, 90.0, -42.0, -58.0, -74.0, -90.0].map(|down| (0.0, down * slope)));
    }
    let label = plain.fit(&mark.label, pen.width * 0.4);
    field.name(pen, field.dots[i], [(&label, plain), (&value_text(mark, chart.unit), bold)], &places);
}
