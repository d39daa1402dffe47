//! What do a highlight and a ring of focus change of a picture? The boxes that look otherwise, and what is drawn in them.
//!
//! The picture below stays as it is. The strokes of both drawings are paired in order; the bounds of those without a
//! partner are the boxes, in whole device pixels, and everything that touches a box is drawn again, cut at its edges.

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
    /// The height of the picture below.
    pub height: f64,
    strokes: Vec<Stroke>,
    scale: f64,
}

/// A picture as it was laid out without a highlight: kept, so that what lies above costs one layout and not two.
#[derive(Debug)]
pub struct Plain {
    under: Vec<Stroke>,
    over: Vec<Stroke>,
    height: f64,
}

/// Lays a picture out without a highlight.
pub fn plain(chart: &Chart, theme: &Theme, frame: &Frame) -> Plain {
    let Sheet { pen, height, .. } = sketch(chart, theme, &Frame { highlight: None, ..frame.clone() });
    Plain { under: pen.under, over: pen.over, height }
}

/// What `frame.highlight` and `frame.focus` change of the picture below.
pub fn over(below: &Plain, chart: &Chart, theme: &Theme, frame: &Frame) -> Over {
    let height = below.height;
    // One that would be higher is cut: it has to lie upon the other.
    let pen = sketch(chart, theme, frame).pen;
    let picture = Rect::new(0.0, 0.0, frame.width, height);
    let ring = ring(&pen, frame, picture);
    let mut boxes: Vec<Rect> = ring.iter().map(|stroke| cut(bounds(stroke), picture, frame.scale)).collect();
    for (below, above) in [(&below.under, &pen.under), (&below.over, &pen.over)] {
        boxes.extend(differing(below, above).map(|stroke| cut(bounds(stroke), picture, frame.scale)));
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

/// How far ahead a stroke is looked for that has lost its place.
const AHEAD: usize = 64;

/// The strokes that only one of two drawings has, the others paired in order.
fn differing<'a>(below: &'a [Stroke], above: &'a [Stroke]) -> impl Iterator<Item = &'a Stroke> {
    let ahead = |strokes: &[Stroke], wanted: &Stroke| strokes.iter().take(AHEAD).position(|stroke| stroke == wanted);
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < below.len() && j < above.len() {
        let (gone, new) = match (ahead(&below[i..], &above[j]), ahead(&above[j..], &below[i])) {
            (Some(0), _) => {
                (i, j) = (i + 1, j + 1);
                continue;
            }
            (Some(gone), new) if new.is_none_or(|new| gone <= new) => (gone, 0),
            (_, Some(new)) => (0, new),
            _ => (1, 1),
        };
        out.extend(below[i..i + gone].iter().chain(&above[j..j + new]));
        (i, j) = (i + gone, j + new);
    }
    out.extend(below[i..].iter().chain(&above[j..]));
    out.into_iter()
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
