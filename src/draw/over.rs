//! What do a highlight and a ring of focus change of a picture? The boxes that look otherwise, and what is drawn in them.
//!
//! The picture below stays as it is. The strokes of both drawings are compared one by one; the bounds of those that
//! differ are the boxes, in whole device pixels, and everything that touches a box is drawn again, cut at its edges.
//! Where a highlight changes how many strokes there are, all of them count as different.

use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::{
    Frame, Sheet, ink,
    measure::Anchor,
    pen::{Rect, Stroke},
    ring, sketch,
    theme::Theme,
};
use crate::report::Chart;

/// What is drawn above a picture.
#[derive(Debug)]
pub struct Over {
    /// Where the picture looks otherwise, in CSS pixels: nothing is drawn outside.
    pub boxes: Vec<Rect>,
    /// The height of the picture.
    pub height: f64,
    strokes: Vec<Stroke>,
    scale: f64,
}

/// What `frame.highlight` and `frame.focus` change.
pub fn over(chart: &Chart, theme: &Theme, frame: &Frame) -> Over {
    let below = sketch(chart, theme, &Frame { highlight: None, ..frame.clone() }).pen;
    let Sheet { pen, height, .. } = sketch(chart, theme, frame);
    let picture = Rect::new(0.0, 0.0, frame.width, height);
    let ring = ring(&pen, frame, picture);
    let mut boxes: Vec<Rect> = ring.iter().map(|stroke| cut(bounds(stroke), picture, frame.scale)).collect();
    for (below, above) in [(&below.under, &pen.under), (&below.over, &pen.over)] {
        let same = below.len() == above.len();
        let changed = below.iter().zip(above.iter()).filter(|(below, above)| !same || below != above);
        boxes.extend(
            changed.flat_map(|(below, above)| [below, above]).map(|stroke| cut(bounds(stroke), picture, frame.scale)),
        );
        // What only one of them has.
        let rest = below.iter().skip(above.len()).chain(above.iter().skip(below.len()));
        boxes.extend(rest.map(|stroke| cut(bounds(stroke), picture, frame.scale)));
    }
    let touched = |stroke: &Stroke| {
        let bounds = bounds(stroke);
        boxes.iter().any(|one| one.overlaps(&bounds))
    };
    let ground = Stroke::Fill(picture, theme.page);
    let all = std::iter::once(ground).chain(pen.under).chain(ring).chain(pen.over);
    Over { strokes: all.filter(touched).collect(), boxes, height, scale: frame.scale }
}

impl Over {
    /// Draws what lies in the boxes; the backend cuts it at their edges.
    pub fn draw<DB: DrawingBackend>(&self, backend: DB) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        ink::draw(backend, self.scale, &[&self.strokes])
    }
}

/// The whole device pixels that a box touches, within the picture.
fn cut(bounds: Rect, picture: Rect, scale: f64) -> Rect {
    let x = libm::floor(bounds.x.max(picture.x) * scale) / scale;
    let y = libm::floor(bounds.y.max(picture.y) * scale) / scale;
    let right = libm::ceil(bounds.right().min(picture.right()) * scale) / scale;
    let bottom = libm::ceil(bounds.bottom().min(picture.bottom()) * scale) / scale;
    Rect::new(x, y, (right - x).max(0.0), (bottom - y).max(0.0))
}

/// Where a stroke leaves ink at most: lines are put on whole pixels, and edges are smoothed.
fn bounds(stroke: &Stroke) -> Rect {
    let around = |points: &[(f64, f64)]| {
        let (x, y) = points.iter().fold((f64::MAX, f64::MAX), |(x, y), point| (x.min(point.0), y.min(point.1)));
        let (right, bottom) = points.iter().fold((x, y), |(x, y), point| (x.max(point.0), y.max(point.1)));
        Rect::new(x, y, right - x, bottom - y)
    };
    let inked = match stroke {
        Stroke::Fill(rect, _) | Stroke::Outline(rect, _, _) | Stroke::Hatch(rect, _, _) => *rect,
        Stroke::Rule { x, y, length, thickness, upright, .. } => {
            let (width, height) = if *upright { (*thickness, *length) } else { (*length, *thickness) };
            Rect::new(*x, *y, width, height)
        }
        Stroke::Path(points, width, _) => around(points).grown(*width),
        Stroke::Area(points, _) => around(points),
        Stroke::Disc(x, y, radius, width, _) => {
            let reach = radius + width;
            Rect::new(x - reach, y - reach, 2.0 * reach, 2.0 * reach)
        }
        Stroke::Text { text, x, baseline, anchor, style } => {
            let width = style.width(text);
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            Rect::new(left, baseline - style.size, width, 1.4 * style.size)
        }
    };
    inked.grown(1.5)
}
