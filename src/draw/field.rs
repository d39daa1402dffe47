//! A plot between two axes: its grid, its dashed lines, and names beside points that stand on none of it.

use super::{
    axis::{self, Axis},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Unit};

/// A point in pixels.
pub type Point = (f64, f64);

/// A plot and what its words keep clear of.
pub struct Field {
    /// The plot's own box.
    pub plot: Rect,
    /// The axis below.
    pub x: Axis,
    /// The axis at the left.
    pub y: Axis,
    /// Lines on which no name may stand, read along x.
    pub lines: Vec<Vec<Point>>,
    /// Dots on which no name may stand.
    pub dots: Vec<Point>,
    /// Dots that names cover only where no other place is left.
    pub cloud: Vec<Point>,
}

impl Field {
    /// A plot with room for its ticks; the ends of `x` and `y` say how far off its edges they are put.
    pub fn new(pen: &mut Pen, chart: &Chart, (x, y): (Axis, Axis), ticks: [&[f64]; 2], units: [Unit; 2]) -> Field {
        let bottom = if pen.narrow() { 280.0 } else { 332.0 };
        let left = axis::room(pen, ticks[1], units[1]);
        let plot = Rect::new(left, 22.0, pen.width - left - 8.0, bottom - 22.0);
        let x = x.moved(plot.x + x.from, plot.right() + x.to);
        let y = y.moved(bottom + y.from, plot.y + y.to);
        axis::beside(pen, &y, ticks[1], plot.x, units[1]);
        axis::names(pen, chart, plot.right(), bottom + 32.0);
        axis::below(pen, &x, ticks[0], bottom, units[0]);
        Field { plot, x, y, lines: vec![], dots: vec![], cloud: vec![] }
    }

    /// The height of the plot with its ticks and the name of its axis.
    pub fn height(&self) -> f64 {
        self.plot.bottom() + 40.0
    }

    /// Where a datum lies.
    pub fn at(&self, (x, y): Point) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Gridlines across the plot.
    pub fn grid(&self, pen: &mut Pen, ticks: &[f64]) {
        for tick in ticks {
            pen.across(self.plot.x, self.plot.right(), self.y.at(*tick), 1.0, pen.theme.grid);
        }
    }

    /// The base line.
    pub fn base(&self, pen: &mut Pen) {
        pen.across(self.plot.x, self.plot.right() + 1.0, self.plot.bottom(), 1.0, pen.theme.axis);
    }

    /// The thresholds as dashed lines.
    pub fn thresholds(&mut self, pen: &mut Pen, chart: &Chart) {
        let (plot, color) = (self.plot, pen.theme.second);
        for line in &chart.thresholds {
            if self.y.holds(line.at) {
                let y = self.y.at(line.at);
                pen.dashes_across(plot.x, plot.right(), y, (4.0, 4.0), color);
                self.lines.push(vec![(plot.x, y), (plot.right(), y)]);
            }
        }
    }

    /// The words of the thresholds at one end, where they stand on nothing else.
    pub fn threshold_words(&self, pen: &mut Pen, chart: &Chart) {
        let (plot, style) = (self.plot, Style::plain(12.0, pen.theme.second));
        for line in chart.thresholds.iter().filter(|line| self.y.holds(line.at)) {
            let words = style.fit(&line.text, plot.width * 0.6);
            let (y, wide) = (self.y.at(line.at), style.width(&words));
            let ends = [
                (plot.right() - wide, 12.0),
                (plot.right() - wide, -10.0),
                (plot.x + 6.0, 12.0),
                (plot.x + 6.0, -10.0),
            ];
            let place = |(left, down): &Point| Rect::new(*left, y + down - 6.0, wide, 12.0);
            if let Some(rect) = ends.iter().map(place).find(|rect| self.free(pen, rect)) {
                pen.text(&words, rect.x, rect.y + 6.0, Anchor::Start, style);
            }
        }
    }

    /// Whether words may stand in a box.
    pub fn free(&self, pen: &Pen, rect: &Rect) -> bool {
        let (plot, near) = (self.plot, rect.grown(3.0));
        pen.clear(rect, 4.0)
            && rect.x > plot.x + 4.0
            && rect.right() < plot.right() + 0.5
            && rect.y > plot.y - 12.0
            && rect.bottom() < plot.bottom() - 2.0
            && covered(&self.dots, &near) == 0
            && !self.lines.iter().any(|line| line.windows(2).any(|pair| crosses(pair[0], pair[1], &near)))
    }

    /// Words beside a point, in the place of `places` that covers least; false where none is free.
    /// A place lies to the right of the point, to its left, or, at 0, in its middle; one that is far
    /// from it gets a leader.
    pub fn name(&self, pen: &mut Pen, (x, y): Point, words: [(&str, Style); 2], places: &[Point]) -> bool {
        let [name, figure] = words.map(|(text, style)| style.width(text));
        let gap = if name > 0.0 && figure > 0.0 { 4.0 } else { 0.0 };
        let wide = name + gap + figure;
        let mut best: Option<(f64, Rect)> = None;
        for (k, (dx, dy)) in places.iter().enumerate() {
            let mut left = x + dx - wide * (0.5 - dx.clamp(-0.5, 0.5));
            if *dx == 0.0 {
                left = left.min(self.plot.right() - wide).max(self.plot.x + 5.0);
            }
            let rect = Rect::new(left, y + dy - 6.5, wide, 13.0);
            // Names of a cloud keep farther from the dots of others, or one could not tell whose they are.
            let near = rect.grown(10.0);
            let others = covered(&self.dots, &near).saturating_sub(covered(&[(x, y)], &near));
            let cost = (covered(&self.cloud, &rect.grown(1.0)) + 4 * others) as f64 + 0.4 * k as f64;
            let better = best.is_none_or(|(least, _)| cost < least && !self.cloud.is_empty());
            if better && self.free(pen, &rect) && pen.clear(&leader((x, y), &rect), 1.0) {
                best = Some((cost, rect));
            }
        }
        let Some((_, rect)) = best else { return false };
        if !self.cloud.is_empty() {
            pen.halo(rect.grown(2.0));
        }
        let stem = leader((x, y), &rect);
        if stem.width.max(stem.height) > 14.0 {
            let end = |near: f64, from: f64, to: f64| if near - from > to - near { from } else { to };
            let tip = (end(x, stem.x, stem.right()), end(y, stem.y, stem.bottom()));
            pen.path(&[(x, y), tip], 1.0, pen.theme.axis);
            pen.reserve(stem);
        }
        let middle = rect.y + 6.5;
        pen.text(words[0].0, rect.x, middle, Anchor::Start, words[0].1);
        pen.text(words[1].0, rect.x + name + gap, middle, Anchor::Start, words[1].1);
        true
    }
}

/// The box of a straight line from a point to the nearest point of a box of words.
fn leader((x, y): Point, rect: &Rect) -> Rect {
    let near = rect.grown(2.0);
    let (tx, ty) = (x.clamp(near.x, near.right()), y.clamp(near.y, near.bottom()));
    Rect::new(x.min(tx), y.min(ty), (x - tx).abs(), (y - ty).abs())
}

/// How many dots a box touches.
fn covered(dots: &[Point], rect: &Rect) -> usize {
    let touches = |(x, y): &&Point| rect.overlaps(&Rect::new(x - 5.0, y - 5.0, 10.0, 10.0));
    dots.iter().filter(touches).count()
}

/// Whether the line from `a` to `b`, read along x, passes through a box.
fn crosses(a: Point, b: Point, rect: &Rect) -> bool {
    let (left, right) = (a.0.max(rect.x), b.0.min(rect.right()));
    if left > right {
        return false;
    }
    let at = |x: f64| if b.0 > a.0 { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) } else { b.1 };
    let (p, q) = if b.0 > a.0 { (at(left), at(right)) } else { (a.1, b.1) };
    p.min(q) < rect.bottom() && p.max(q) > rect.y
}
