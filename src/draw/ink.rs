//! Puts a recorded sheet onto a plotters backend: CSS pixels become device pixels.
//!
//! Backends take whole numbers only, so they are handed tenths of a device pixel ([`GRAIN`]):
//! curves and base lines keep their places, and an SVG says `1445` for 144.5. Rectangles and
//! straight lines are put on whole device pixels, so that their edges are crisp.

use plotters_backend::{BackendColor, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::{
    measure::{BASELINE, Lettering},
    pen::{Rect, Stroke},
    theme::Rgb,
};

/// Backend units in one device pixel.
pub const GRAIN: f64 = 10.0;

type Outcome<DB> = Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

struct Line {
    color: Rgb,
    width: u32,
}

impl BackendStyle for Line {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.color }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// A backend and the number of device pixels in a CSS pixel.
pub(super) struct Ink<DB> {
    pub backend: DB,
    pub scale: f64,
}

impl<DB: DrawingBackend> Ink<DB> {
    /// Draws all strokes in order.
    pub fn draw(&mut self, strokes: &[Stroke]) -> Outcome<DB> {
        strokes.iter().try_for_each(|stroke| self.stroke(stroke))
    }

    fn stroke(&mut self, stroke: &Stroke) -> Outcome<DB> {
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
                self.fill(device, *color)
            }
            Stroke::Outline(rect, color) => self.outline(self.snapped(*rect), *color),
            Stroke::Hatch(rect, step, color) => self.hatch(self.snapped(*rect), *step, *color),
            Stroke::Path(points, width, color) => self.path(points, *width, *color),
            Stroke::Area(points, color) => {
                let points: Vec<_> = points.iter().map(|point| self.fine(*point)).collect();
                self.backend.fill_polygon(points, &self.line(1.0, *color))
            }
            Stroke::Disc(x, y, radius, width, color) => {
                let radius = libm::round(radius * self.scale * GRAIN).max(0.0) as u32;
                self.backend.draw_circle(self.fine((*x, *y)), radius, &self.line(*width, *color), *width == 0.0)
            }
            Stroke::Text { text, x, baseline, anchor, style } => {
                let size = style.size * self.scale * GRAIN;
                let lettering = Lettering { size, weight: style.weight, color: style.color, anchor: *anchor };
                self.backend.draw_text(text, &lettering, self.fine((*x, baseline - BASELINE * style.size)))
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

    fn fill(&mut self, device: Rect, color: Rgb) -> Outcome<DB> {
        let unit = |v: f64| (v * GRAIN) as i32;
        let (from, to) = ((unit(device.x), unit(device.y)), (unit(device.right()), unit(device.bottom())));
        self.backend.draw_rect(from, to, &self.line(1.0, color), true)
    }

    fn outline(&mut self, device: Rect, color: Rgb) -> Outcome<DB> {
        let Rect { x, y, width, height } = device;
        let one = self.thickness(1.0);
        self.fill(Rect::new(x, y, width, one), color)?;
        self.fill(Rect::new(x, device.bottom() - one, width, one), color)?;
        self.fill(Rect::new(x, y, one, height), color)?;
        self.fill(Rect::new(device.right() - one, y, one, height), color)
    }

    /// Lines on x + y = k·step, counted from the upper left corner and clipped to the rectangle.
    fn hatch(&mut self, device: Rect, step: f64, color: Rgb) -> Outcome<DB> {
        let Rect { x, y, width, height } = device;
        let step = step * self.scale;
        let style = Line { color, width: (self.thickness(1.0) * GRAIN) as u32 };
        let mut sum = step;
        while sum < width + height {
            let (from_x, to_y) = (sum.min(width), sum.min(height));
            let unit = |v: f64| libm::round(v * GRAIN) as i32;
            let from = (unit(x + from_x), unit(y + sum - from_x));
            let to = (unit(x + sum - to_y), unit(y + to_y));
            self.backend.draw_path([from, to], &style)?;
            sum += step;
        }
        Ok(())
    }

    fn path(&mut self, points: &[(f64, f64)], width: f64, color: Rgb) -> Outcome<DB> {
        let points: Vec<_> = points.iter().map(|point| self.fine(*point)).collect();
        self.backend.draw_path(points, &self.line(width, color))
    }
}
