//! Does what is drawn above a picture make it look as if it had been drawn anew? Every form, painted onto a grid.

use std::{cell::RefCell, convert::Infallible};

use hubstate::{
    draw::{self, Frame, GRAIN, Theme, pen::Rect},
    report::{Chart, Form, Mark, Value},
};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, text_anchor::HPos,
};

use crate::{fixtures, frame};

/// A raster of device pixels; it paints only within its boxes, where it has some.
struct Raster<'a> {
    pixels: &'a RefCell<Vec<u32>>,
    size: (u32, u32),
    boxes: Option<Vec<Rect>>,
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Raster<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        let (width, height) = (self.size.0 as i32, self.size.1 as i32);
        let within = |rect: &Rect| {
            let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            x > rect.x && x < rect.right() && y > rect.y && y < rect.bottom()
        };
        let open = self.boxes.as_ref().is_none_or(|boxes| boxes.iter().any(within));
        if (0..width).contains(&x) && (0..height).contains(&y) && open {
            let (r, g, b) = color.rgb;
            self.pixels.borrow_mut()[(y * width + x) as usize] = u32::from_be_bytes([0, r, g, b]);
        }
        Ok(())
    }
}

/// The raster behind the fine units in which drawings come.
struct Grid<'a>(Raster<'a>);

fn device(fine: i32) -> i32 {
    libm::floor(f64::from(fine) / GRAIN) as i32
}

fn pixel((x, y): BackendCoord) -> BackendCoord {
    (device(x), device(y))
}

struct Thin<'a, S>(&'a S);

impl<S: BackendStyle> BackendStyle for Thin<'_, S> {
    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn stroke_width(&self) -> u32 {
        device(self.0.stroke_width() as i32).max(1) as u32
    }
}

impl DrawingBackend for Grid<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.0.draw_pixel(pixel(point), color)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        let ((x, y), (right, bottom)) = (pixel(from), pixel(to));
        self.0.draw_rect((x, y), (right - 1, bottom - 1), &Thin(style), fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.0.draw_path(path.into_iter().map(pixel), &Thin(style))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.0.fill_polygon(path.into_iter().map(pixel), &Thin(style))
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        self.0.draw_circle(pixel(center), device(radius as i32) as u32, &Thin(style), fill)
    }

    /// A text is a block of its color, about as large as its letters.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = style.size() / GRAIN;
        let width = text.chars().count() as f64 * size * 0.3;
        let before = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => width / 2.0,
            HPos::Right => width,
        };
        let (left, top) = (f64::from(at.0) / GRAIN - before, f64::from(at.1) / GRAIN);
        for y in 0..size as i32 {
            for x in 0..width as i32 {
                self.0.draw_pixel((left as i32 + x, top as i32 + y), style.color())?;
            }
        }
        Ok(())
    }
}

fn above(chart: &Chart, frame: &Frame) -> draw::Over {
    draw::over(&draw::plain(chart, &Theme::LIGHT, frame), chart, &Theme::LIGHT, frame)
}

/// The picture with a highlight and a ring, drawn whole, and put together from the plain one and what lies above.
fn both(chart: &Chart, frame: &Frame) -> (Vec<u32>, Vec<u32>, f64) {
    let plain = Frame { highlight: None, focus: None, ..frame.clone() };
    let size = (frame.width as u32, draw::height(chart, &plain) as u32);
    let sheet = || RefCell::new(vec![0; (size.0 * size.1) as usize]);
    let (whole, composed) = (sheet(), sheet());
    draw::draw(chart, &Theme::LIGHT, frame, Grid(Raster { pixels: &whole, size, boxes: None })).unwrap();
    draw::draw(chart, &Theme::LIGHT, &plain, Grid(Raster { pixels: &composed, size, boxes: None })).unwrap();
    let over = above(chart, frame);
    let area: f64 = over.boxes.iter().map(|rect| rect.width * rect.height).sum();
    over.draw(Grid(Raster { pixels: &composed, size, boxes: Some(over.boxes.clone()) })).unwrap();
    (whole.into_inner(), composed.into_inner(), area / f64::from(size.0 * size.1))
}

#[test]
fn what_lies_above_makes_the_picture_anew() {
    for chart in fixtures::all() {
        for width in [340.0, 680.0] {
            for at in [0, chart.marks.len() / 2, chart.marks.len() - 1] {
                let name = chart.marks[at].label.clone();
                let frame = Frame { highlight: Some(name.clone()), focus: Some(at), ..frame(width) };
                let (whole, composed, _) = both(&chart, &frame);
                let differing = whole.iter().zip(&composed).filter(|(a, b)| a != b).count();
                assert_eq!(differing, 0, "{} at {width}, {name}: pixels that differ", chart.id);
            }
        }
    }
}

#[test]
fn nothing_pointed_at_changes_nothing() {
    for chart in fixtures::all() {
        assert!(above(&chart, &frame(680.0)).boxes.is_empty(), "{}", chart.id);
        let nobody = Frame { highlight: Some("nobody".to_owned()), ..frame(680.0) };
        assert!(above(&chart, &nobody).boxes.is_empty(), "{}", chart.id);
    }
}

#[test]
fn a_mark_among_a_thousand_changes_a_small_part() {
    let mut chart = fixtures::all().into_iter().find(|chart| chart.form == Form::Scatter).unwrap();
    let (named, point) = (chart.marks.len(), chart.marks[chart.marks.len() - 1].clone());
    chart.marks.extend((named..1000).map(|at| Mark {
        label: format!("owner/model-{at}"),
        value: Value::from((at * 7919 % 5000) as f64),
        second: Value::from((at * 104_729 % 9_000_000) as f64),
        ..point.clone()
    }));
    for at in [400, 700, 999] {
        let frame = Frame { highlight: Some(chart.marks[at].label.clone()), focus: Some(at), ..frame(680.0) };
        let (whole, composed, part) = both(&chart, &frame);
        assert!(whole == composed, "{at}: pixels that differ");
        assert!(part > 0.0 && part < 0.3, "{at}: {part} of the picture");
    }
}
