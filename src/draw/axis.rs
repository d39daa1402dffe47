//! An axis: where a value lies along an edge, and the ticks under a plot or at its left.

use super::{
    marks::tick,
    measure::{Anchor, Style},
    pen::Pen,
    ticks,
};
use crate::report::{Chart, Unit};

/// How values are spaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Evenly.
    Linear,
    /// By their logarithm; what is not positive lies at the lower end.
    Log,
    /// By log(1 + x), which has a place for 0.
    Log1p,
}

/// An axis from the pixel `from` to the pixel `to`.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Where its least value lies.
    pub from: f64,
    /// Where its greatest value lies.
    pub to: f64,
    kind: Kind,
    low: f64,
    high: f64,
}

impl Axis {
    /// An axis from `low` to `high`.
    pub fn new(kind: Kind, (low, high): (f64, f64), from: f64, to: f64) -> Axis {
        Axis { from, to, kind, low, high }
    }

    /// A logarithmic axis for `values`, to round ones at its ends; 0 belongs to log(1 + x) only where
    /// something below 1 is among them.
    pub fn log(kind: Kind, values: &[f64], from: f64, to: f64) -> Axis {
        let (low, high) = extent(values, kind != Kind::Log).unwrap_or((1.0, 10.0));
        let zero = kind == Kind::Log1p && low < 1.0;
        Axis::new(kind, if zero { (0.0, high.max(10.0)) } else { ticks::log_bounds(low, high) }, from, to)
    }

    /// The same values from another pixel to another.
    pub fn moved(self, from: f64, to: f64) -> Axis {
        Axis { from, to, ..self }
    }

    /// Whether `value` lies on the axis.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Where `value` lies; the ends are not left.
    pub fn at(&self, value: f64) -> f64 {
        let spaced = |v: f64| match self.kind {
            Kind::Linear => v,
            Kind::Log => libm::log(v.max(f64::MIN_POSITIVE)),
            Kind::Log1p => libm::log(1.0 + v.max(0.0)),
        };
        let (low, high) = (spaced(self.low), spaced(self.high));
        let part = if high > low { ((spaced(value) - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        self.from + (self.to - self.from) * part
    }

    /// About `count` ticks of a linear axis; of a logarithmic one the powers of ten, and twice and five
    /// times these where they are few.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        if self.kind == Kind::Linear {
            return ticks::linear(self.low, self.high, count);
        }
        let least = if self.kind == Kind::Log1p { self.low.max(1.0) } else { self.low };
        let mut out = ticks::powers(least, self.high, &[1.0]);
        if out.len() < 3 {
            out = ticks::powers(least, self.high, &[1.0, 2.0, 5.0]);
        }
        if self.low == 0.0 {
            out.insert(0, 0.0);
        }
        out
    }
}

/// The least and the greatest of the finite values, also of those that are not positive where `all`.
pub fn extent(values: &[f64], all: bool) -> Option<(f64, f64)> {
    values.iter().filter(|v| v.is_finite() && (all || **v > 0.0)).fold(None, |ends, v| {
        let (low, high) = ends.unwrap_or((*v, *v));
        Some((low.min(*v), high.max(*v)))
    })
}

/// Ticks under an axis at `y`, the ends first; the last one carries the unit. Words that would touch
/// others are left out, with their tick.
pub fn below(pen: &mut Pen, axis: &Axis, ticks: &[f64], y: f64, unit: Unit) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    let last = ticks.len().saturating_sub(1);
    let ends = [last, 0].into_iter().take(ticks.len());
    for k in ends.chain(1..last) {
        let words = tick(ticks[k], unit, k == last);
        let half = style.width(&words) / 2.0;
        let x = axis.at(ticks[k]);
        if pen.try_text(&words, x.min(pen.width - half).max(half), y + 15.0, Anchor::Middle, style) {
            pen.down(x.floor(), y, y + 5.0, 1.0, pen.theme.axis);
        }
    }
}

/// Room for the ticks at the left of a plot.
pub fn room(pen: &Pen, ticks: &[f64], unit: Unit) -> f64 {
    let style = Style::plain(12.0, pen.theme.ink_3);
    let wide = |v: &f64| style.width(&tick(*v, unit, true));
    (ticks.iter().map(wide).fold(0.0, f64::max) + 8.0).min(pen.width / 4.0).ceil()
}

/// Ticks left of a plot that begins at `x`, from the base line up.
pub fn beside(pen: &mut Pen, axis: &Axis, ticks: &[f64], x: f64, unit: Unit) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    for (k, value) in ticks.iter().enumerate() {
        let words = tick(*value, unit, k + 1 == ticks.len());
        pen.try_text(&words, x - 8.0, axis.at(*value), Anchor::End, style);
    }
}

/// The names of the axes: of y over the plot, of x under it, at its right end.
pub fn names(pen: &mut Pen, chart: &Chart, right: f64, under: f64) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    for (k, words) in chart.axes.iter().take(2).enumerate() {
        let (x, y, anchor) = if k == 0 { (right, under, Anchor::End) } else { (0.0, 6.0, Anchor::Start) };
        pen.fitted(words, right, (x, y), anchor, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithmic_axes_end_at_round_values_and_hold_zero_where_it_occurs() {
        let sizes = Axis::log(Kind::Log, &[771e3, 0.0, 2.78e12], 0.0, 700.0);
        assert_eq!(sizes.ticks(0), [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]);
        assert_eq!((sizes.at(5e5), sizes.at(5e12), sizes.at(0.0)), (0.0, 700.0, 0.0));
        assert!(sizes.holds(1e9) && !sizes.holds(0.0));
        let likes = Axis::log(Kind::Log1p, &[0.0, 17_511.0], 100.0, 0.0);
        assert_eq!(likes.ticks(0), [0.0, 1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        assert_eq!((likes.at(0.0), likes.at(17_511.0)), (100.0, 0.0));
        assert_eq!(Axis::log(Kind::Log, &[7.0, 8.0], 0.0, 1.0).ticks(0), [5.0, 10.0, 20.0, 50.0]);
    }
}
