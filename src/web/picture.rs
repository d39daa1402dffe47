//! One chart as the page holds it: read once, drawn as often as its room, the theme or the pointer ask for it.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Result, canvas, failed, to_js};
use crate::{
    draw::{self, Frame, Furniture, Theme},
    input,
    output::{self, View, picture::NoView},
    report::Chart,
};

/// A chart of the report.
#[wasm_bindgen]
pub struct Picture {
    chart: Chart,
    /// The layout below what stands out, and for which width and theme it is.
    below: Option<(f64, &'static Theme, draw::Plain)>,
}

#[wasm_bindgen]
impl Picture {
    /// Reads a chart as the report's JSON writes it.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Picture> {
        Ok(Picture { chart: input::chart(json).map_err(failed)?, below: None })
    }

    /// The height that it takes at a width, in CSS pixels.
    pub fn height(&self, width: f64) -> f64 {
        draw::height(&self.chart, &frame(width, 1.0))
    }

    /// Draws it at `scale` device pixels a CSS pixel, on no ground, and returns its marks' boxes, in CSS pixels,
    /// with label and value. `highlight` and `focus` as in [`Picture::over`], for a picture that nothing lies on.
    pub fn draw(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        scale: f64,
        theme: &str,
        highlight: Option<String>,
        focus: Option<usize>,
    ) -> Result<JsValue> {
        let frame = Frame { highlight, focus, ..frame(width, scale) };
        to_js(&canvas::draw(canvas, &self.chart, parsed(theme), &frame).map_err(failed)?)
    }

    /// Draws onto a canvas above what changes where `highlight` is pointed at and `focus` is the mark with the ring.
    pub fn over(
        &mut self,
        canvas: HtmlCanvasElement,
        width: f64,
        scale: f64,
        theme: &str,
        highlight: Option<String>,
        focus: Option<usize>,
    ) -> Result<()> {
        let frame = Frame { highlight, focus, ..frame(width, scale) };
        let theme = parsed(theme);
        let kept = self.below.take().filter(|(at, of, _)| *at == width && *of == theme);
        let below = kept.map_or_else(|| draw::plain(&self.chart, theme, &frame), |(.., below)| below);
        let over = draw::over(&below, &self.chart, theme, &frame);
        self.below = Some((width, theme, below));
        canvas::over(canvas, &over, &frame).map_err(failed)
    }

    /// Draws it as a file holds it, with its words; as a picture to share where `card` is set.
    pub fn file(&self, canvas: HtmlCanvasElement, card: bool, scale: f64, theme: &str, footer: &str) -> Result<()> {
        let frame = if card { output::card_frame(footer) } else { output::file_frame(footer) };
        canvas::draw(canvas, &self.chart, parsed(theme), &Frame { scale, ..frame }).map_err(failed)?;
        Ok(())
    }

    /// Whether something of it stands out where a name is pointed at.
    pub fn lights(&self, name: &str) -> bool {
        self.chart.marks.iter().any(|mark| draw::marks::belongs(mark, name))
    }
}

/// A PNG that carries a view, a line of JSON, and says that `scale` of its pixels make one of CSS.
#[wasm_bindgen]
pub fn signed_png(png: &[u8], view: &str, scale: f64) -> Result<Vec<u8>> {
    output::picture::signed_png(png, view, scale).map_err(failed)
}

/// The view in the bytes of a picture that somebody hands over; none where they are no picture.
#[wasm_bindgen]
pub fn view_in(bytes: &[u8]) -> Result<JsValue> {
    match output::picture::view_in(bytes) {
        Err(NoView::NotAPicture) => Ok(JsValue::UNDEFINED),
        Err(reason) => Err(failed(reason)),
        Ok(text) => to_js(&View::parse(&text).ok_or_else(|| failed("the view in this picture cannot be read"))?),
    }
}

/// The version of hubstate, as pictures carry it.
#[wasm_bindgen]
pub fn version() -> String {
    output::VERSION.to_owned()
}

fn parsed(theme: &str) -> &'static Theme {
    match theme {
        "dark" => &Theme::DARK,
        "print" => &Theme::PRINT,
        _ => &Theme::LIGHT,
    }
}

fn frame(width: f64, scale: f64) -> Frame {
    Frame {
        width,
        scale,
        furniture: Furniture::None,
        ground: false,
        footer: String::new(),
        highlight: None,
        focus: None,
    }
}
