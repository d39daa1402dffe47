//! Puts a recorded sheet onto a plotters backend: CSS pixels become device pixels.
//!
//! Backends take whole numbers only, so they are handed tenths of a device pixel ([`GRAIN`]):
//! curves and base lines keep their places, and an SVG says `1445` for 144.5. Rectangles and
//! straight lines are put on whole device pixels, so that their edges are crisp.

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::{
    measure::{BASELINE, Lettering},
    pen::{Rect, Stroke},
    theme::Rgb,
};

/// Backend units in one device pixel.
pub const GRAIN: f64 = 10.0;

type Outcome<DB> = Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

#[derive(Clone, Copy)]
struct Line {
    color: Rgb,
    width: u32,
}

impl BackendStyle for Line {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.color.parts() }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// A backend without its types, so that all of them share one compiled drawing.
trait Surface {
    fn rect(&mut self, from: BackendCoord, to: BackendCoord, line: Line);
    fn path(&mut self, points: Vec<BackendCoord>, line: Line, filled: bool);
    fn circle(&mut self, center: BackendCoord, radius: u32, line: Line, filled: bool);
    fn text(&mut self, text: &str, lettering: &Lettering, place: BackendCoord);
}

/// A backend that draws until something fails.
struct Backed<DB: DrawingBackend> {
    backend: DB,
    outcome: Outcome<DB>,
}

impl<DB: DrawingBackend> Surface for Backed<DB> {
    fn rect(&mut self, from: BackendCoord, to: BackendCoord, line: Line) {
        if self.outcome.is_ok() {
            self.outcome = self.backend.draw_rect(from, to, &line, true);
        }
    }

    fn path(&mut self, points: Vec<BackendCoord>, line: Line, filled: bool) {
        if self.outcome.is_ok() && filled {
            self.outcome = self.backend.fill_polygon(points, &line);
        } else if self.outcome.is_ok() {
            self.outcome = self.backend.draw_path(points, &line);
        }
    }

    fn circle(&mut self, center: BackendCoord, radius: u32, line: Line, filled: bool) {
        if self.outcome.is_ok() {
            self.outcome = self.backend.draw_circle(center, radius, &line, filled);
        }
    }

    fn text(&mut self, text: &str, lettering: &Lettering, place: BackendCoord) {
        if self.outcome.is_ok() {
            self.outcome = self.backend.draw_text(text, lettering, place);
        }
    }
}

/// Draws all strokes in order at `scale` device pixels in a CSS pixel.
pub(super) fn draw<DB: DrawingBackend>(mut backend: DB, scale: f64, strokes: &[&[Stroke]]) -> Outcome<DB> {
    backend.ensure_prepared()?;
    let mut backed = Backed { backend, outcome: Ok(()) };
    Ink { surface: &mut backed, scale }.draw(strokes);
    backed.outcome?;
    backed.backend.present()
}

struct Ink<'a> {
    surface: &'a mut dyn Surface,
    scale: f64,
}

impl Ink<'_> {
    fn draw(&mut self, strokes: &[&[Stroke]]) {
        strokes.iter().flat_map(|strokes| strokes.iter()).for_each(|stroke| self.stroke(stroke));
    }

    fn stroke(&mut self, stroke: &Stroke) {
        match stroke {
            Stroke::Fill(rect, color) => self.fill(self.snapped(*rect), *color),
            Stroke::Rule { x, y, length, thickness, upright, color } => {
                let (width, height) = if *upright { (0.0, *length) } else { (*length, 0.0) };
                let mut device = self.snapped(Rect::new(*x, *y, width, height));
                let thick = self.thickness(*thickness);
                if *upright {
                    device.width = thick;
                } else {
                    device.height = thick;
                }
                self.fill(device, *color);
            }
            Stroke::Outline(rect, thickness, color) => {
                self.outline(self.snapped(*rect), self.thickness(*thickness), *color)
            }
            Stroke::Hatch(rect, step, color) => self.hatch(self.snapped(*rect), *step, *color),
            Stroke::Path(points, width, color) => self.path(points, self.line(*width, *color), false),
            Stroke::Area(points, color) => self.path(points, self.line(1.0, *color), true),
            Stroke::Disc(x, y, radius, width, color) => {
                let radius = libm::round(radius * self.scale * GRAIN).max(0.0) as u32;
                self.surface.circle(self.fine((*x, *y)), radius, self.line(*width, *color), *width == 0.0);
            }
            Stroke::Text { text, x, baseline, anchor, style } => {
                let size = style.size * self.scale * GRAIN;
                let lettering = Lettering { size, weight: style.weight(), color: style.color(), anchor: *anchor };
                self.surface.text(text, &lettering, self.fine((*x, baseline - BASELINE * style.size)));
            }
        }
    }

    /// A rectangle in whole device pixels, at least one each way.
    fn snapped(&self, rect: Rect) -> Rect {
        let (x, y) = (libm::round(rect.x * self.scale), libm::round(rect.y * self.scale));
        let width = libm::round(rect.right() * self.scale) - x;
        let height = libm::round(rect.bottom() * self.scale) - y;
        Rect::new(x, y, width.max(1.0), height.max(1.0))
    }

    fn thickness(&self, css: f64) -> f64 {
        libm::round(css * self.scale).max(1.0)
    }

    fn fine(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let unit = |v: f64| libm::round(v * self.scale * GRAIN) as i32;
        (unit(x), unit(y))
    }

    fn line(&self, width: f64, color: Rgb) -> Line {
        Line { color, width: libm::round(width * self.scale * GRAIN) as u32 }
    }

    fn fill(&mut self, device: Rect, color: Rgb) {
        let unit = |v: f64| (v * GRAIN) as i32;
        let (from, to) = ((unit(device.x), unit(device.y)), (unit(device.right()), unit(device.bottom())));
        self.surface.rect(from, to, self.line(1.0, color));
    }

    fn outline(&mut self, device: Rect, thick: f64, color: Rgb) {
        let Rect { x, y, width, height } = device;
        self.fill(Rect::new(x, y, width, thick), color);
        self.fill(Rect::new(x, device.bottom() - thick, width, thick), color);
        self.fill(Rect::new(x, y, thick, height), color);
        self.fill(Rect::new(device.right() - thick, y, thick, height), color);
    }

    /// Lines on x + y = k·step, counted from the upper left corner and clipped to the rectangle.
    fn hatch(&mut self, device: Rect, step: f64, color: Rgb) {
        let Rect { x, y, width, height } = device;
        let step = step * self.scale;
        let line = Line { color, width: (self.thickness(1.0) * GRAIN) as u32 };
        let mut sum = step;
        while sum < width + height {
            let (from_x, to_y) = (sum.min(width), sum.min(height));
            let unit = |v: f64| libm::round(v * GRAIN) as i32;
            let from = (unit(x + from_x), unit(y + sum - from_x));
            let to = (unit(x + sum - to_y), unit(y + to_y));
            self.surface.path(vec![from, to], line, false);
            sum += step;
        }
    }

    fn path(&mut self, points: &[(f64, f64)], line: Line, filled: bool) {
        let points = points.iter().map(|point| self.fine(*point)).collect();
        self.surface.path(points, line, filled);
    }
}
