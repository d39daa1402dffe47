//! Chart → `<canvas>`: plotters-canvas draws the shapes; text is put on its base line here, since
//! browsers differ in what they call the top of a text.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, text_anchor::HPos,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::{
    draw::{self, Frame, GRAIN, Hit, Theme, measure::BASELINE},
    report::Chart,
};

/// Draws a chart; the boxes of its marks. The canvas gets the size of the picture in device pixels.
pub fn draw(canvas: HtmlCanvasElement, chart: &Chart, theme: &Theme, frame: &Frame) -> Result<Vec<Hit>, String> {
    let canvas = prepared(canvas, frame, draw::height(chart, frame))?;
    draw::draw(chart, theme, frame, canvas).map_err(|error| error.to_string())
}

/// Draws what a highlight and a ring change, onto a canvas that is clear everywhere else.
pub fn over(canvas: HtmlCanvasElement, over: &draw::Over, frame: &Frame) -> Result<(), String> {
    let canvas = prepared(canvas, frame, over.height)?;
    let context = &canvas.context;
    context.begin_path();
    let fine = frame.scale * GRAIN;
    for rect in &over.boxes {
        context.rect(rect.x * fine, rect.y * fine, rect.width * fine, rect.height * fine);
    }
    context.clip();
    over.draw(canvas).map_err(|error| error.to_string())
}

/// A canvas of the size of a picture.
fn prepared(canvas: HtmlCanvasElement, frame: &Frame, height: f64) -> Result<Canvas, String> {
    let device = |css: f64| libm::round(css * frame.scale).max(1.0) as u32;
    canvas.set_width(device(frame.width));
    canvas.set_height(device(height));
    let none = || "the canvas gives no 2d context; expected one that nothing else draws on".to_owned();
    let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
    let context: CanvasRenderingContext2d = context.ok_or_else(none)?;
    // Setting the size has reset the context; the drawing comes in fine units.
    context.scale(1.0 / GRAIN, 1.0 / GRAIN).map_err(|_| none())?;
    context.set_line_join("round");
    let shapes = CanvasBackend::with_canvas_object(canvas).ok_or_else(none)?;
    Ok(Canvas { shapes, context })
}

struct Canvas {
    shapes: CanvasBackend,
    context: CanvasRenderingContext2d,
}

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Canvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.shapes.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.shapes.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.shapes.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.shapes.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.shapes.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        self.shapes.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.shapes.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.shapes.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        self.shapes.draw_circle(center, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let context = &self.context;
        context.set_text_baseline("alphabetic");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        let (r, g, b) = style.color().rgb;
        context.set_fill_style_str(&format!("rgb({r},{g},{b})"));
        context.set_font(&format!("{} {}px {}", style.style().as_str(), style.size(), style.family().as_str()));
        let baseline = f64::from(at.1) + BASELINE * style.size();
        // The only error is a context that is gone; what is lost then is this picture's text.
        let _ = context.fill_text(text, f64::from(at.0), baseline);
        Ok(())
    }
}
