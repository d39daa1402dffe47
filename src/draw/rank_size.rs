//! Rank and size: how fast do values fall with their rank? Both axes are logarithmic, so that a power
//! law is a straight line.
//!
//! `axes[0]` names the ranks, `axes[1]` the values; a mark's `second` is its rank. The curve is accent
//! up to the subject; a bracket is a dashed line between two marks, a fit.

use super::{
    axis::{Axis, Kind},
    cumulative::{dots, points, ranks},
    field::{Field, Point},
    marks::{number, value},
    measure::Style,
    pen::Pen,
};
use crate::report::{Chart, Tone, Unit};

/// Lays out curve, axes and named points; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let (x, ranks) = ranks(pen, chart);
    let mut values: Vec<f64> = chart.curve.iter().map(|point| point.1).collect();
    values.extend(chart.marks.iter().map(value));
    values.extend(chart.thresholds.iter().map(|line| line.at));
    let y = Axis::log(Kind::Log, &values, 0.0, 0.0);
    let ticks = y.ticks(5);
    let mut field = Field::new(pen, chart, (x, y), [&ranks, &ticks], [Unit::Count, chart.unit]);
    field.grid(pen, &ticks);
    let curve = points(chart, &field);
    field.lines.push(curve.clone());
    field.thresholds(pen, chart);
    let subject = chart.marks.iter().find(|mark| mark.tone == Tone::Subject);
    let end = subject.map_or(f64::INFINITY, |mark| field.x.at(number(&mark.second)));
    let head = curve.iter().take_while(|point| point.0 <= end).count();
    pen.path(&curve[head.saturating_sub(1)..], 2.5, pen.theme.context);
    pen.path(&curve[..head], 2.5, pen.theme.accent);
    field.base(pen);
    let fits = fits(pen, chart, &mut field);
    dots(pen, chart, &mut field, -1.0, pen.theme.context);
    field.threshold_words(pen, chart);
    let style = Style::plain(12.0, pen.theme.second);
    for (middle, words) in fits {
        let words = style.fit(words, pen.width * 0.4);
        field.name(
            pen,
            middle,
            [(&words, style), ("", style)],
            &[(10.0, -10.0), (16.0, -26.0), (-10.0, 12.0), (-16.0, 26.0)],
        );
    }
    field.height()
}

/// Dashed lines between two marks; the middle of each and its words.
fn fits<'a>(pen: &mut Pen, chart: &'a Chart, field: &mut Field) -> Vec<(Point, &'a str)> {
    let mut out = Vec::new();
    for fit in &chart.brackets {
        let (Some(from), Some(to)) = (chart.marks.get(fit.from), chart.marks.get(fit.to)) else { continue };
        let [from, to] = [from, to].map(|mark| field.at((number(&mark.second), value(mark))));
        pen.dashed_line(from, to, pen.theme.second);
        field.lines.push(if from.0 < to.0 { vec![from, to] } else { vec![to, from] });
        out.push((((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0), fit.text.as_str()));
    }
    out
}
