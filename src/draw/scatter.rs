//! Scatter: do two measures go together? Both axes are log(1 + x), so that 0 has its place.
//!
//! `axes[0]` names x, a mark's `second`, `axes[1]` names y, its value. Rings are context; what has
//! another tone is solid and named, where a name has a place. A mark without both measures is not drawn.

use super::{
    HIT,
    axis::{Axis, Kind},
    field::{Field, Point},
    marks::{number, subjects_first, value},
    measure::Style,
    pen::{Pen, Rect},
};
use crate::report::{Chart, Mark, Tone, Unit};

/// How far the outermost dots stay from the edges.
const INSET: f64 = 8.0;

/// Where names may stand, the nearest first.
const PLACES: [(f64, f64); 16] = [
    (10.0, 0.0),
    (-10.0, 0.0),
    (0.0, -15.0),
    (0.0, 15.0),
    (9.0, -11.0),
    (9.0, 11.0),
    (-9.0, -11.0),
    (-9.0, 11.0),
    (26.0, -26.0),
    (26.0, 26.0),
    (-26.0, -26.0),
    (-26.0, 26.0),
    (0.0, -44.0),
    (0.0, 44.0),
    (44.0, -60.0),
    (-44.0, -60.0),
];

/// Lays out axes, dots and names; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let axis = |of: fn(&Mark) -> f64, from, to| {
        let values: Vec<f64> = chart.marks.iter().filter(|mark| whole(mark)).map(of).collect();
        Axis::log(Kind::Log1p, &values, from, to)
    };
    let x = axis(|mark| number(&mark.second), INSET, -INSET);
    let y = axis(value, -INSET, INSET);
    let ticks = [x.ticks(0), y.ticks(0)];
    let mut field = Field::new(pen, chart, (x, y), [&ticks[0], &ticks[1]], [Unit::Count, chart.unit]);
    field.grid(pen, &ticks[1]);
    field.base(pen);
    dots(pen, chart, &mut field);
    field.height()
}

/// The name of a model without its owner's.
fn words_after_slash(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, model)| model)
}

/// Whether both measures are recorded.
fn whole(mark: &Mark) -> bool {
    mark.value.number().is_some() && mark.second.number().is_some()
}

/// Rings first, then what is named, so that no ring covers it.
fn dots(pen: &mut Pen, chart: &Chart, field: &mut Field) {
    let context = |i: &usize| matches!(chart.marks[*i].tone, Tone::Context | Tone::Soft);
    let place = |mark: &Mark| field.at((number(&mark.second), value(mark)));
    let all: Vec<Point> = chart.marks.iter().map(place).collect();
    for (i, (x, y)) in all.iter().enumerate() {
        let seen = Rect::new(x - 4.0, y - 4.0, 8.0, 8.0);
        pen.mark(i, seen, seen.at_least(HIT, HIT));
        if whole(&chart.marks[i]) && context(&i) {
            pen.ring(*x, *y, 2.5, pen.theme.context);
            field.cloud.push((*x, *y));
        }
    }
    let order = subjects_first(chart).into_iter();
    let named: Vec<usize> = order.filter(|i| whole(&chart.marks[*i]) && !context(i)).collect();
    field.dots = named.iter().map(|i| all[*i]).collect();
    let style = Style::bold(13.0, pen.theme.ink);
    for i in named.iter().take(if pen.narrow() { 5 } else { 8 }) {
        let words = style.fit(&chart.marks[*i].label, pen.width * 0.45);
        // Where a whole name has no place, the model's may: the owner is in the tooltip.
        let model = words_after_slash(&chart.marks[*i].label);
        let _ = field.name(pen, all[*i], [(&words, style), ("", style)], &PLACES)
            || field.name(pen, all[*i], [(&style.fit(model, pen.width * 0.45), style), ("", style)], &PLACES);
    }
    for i in named.iter().rev() {
        let (x, y) = all[*i];
        pen.disc(x, y, 5.5, pen.theme.page);
        pen.dot(x, y, 4.5, chart.marks[*i].tone);
    }
}
