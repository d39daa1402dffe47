//! One chart as the page holds it: read once, drawn as often as its room, the theme or the pointer ask for it.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Result, canvas, failed, to_js};
use crate::{
    draw::{self, Frame, Furniture, Theme},
    input,
    report::Chart,
};

/// A chart of the report.
#[wasm_bindgen]
pub struct Picture {
    chart: Chart,
}

#[wasm_bindgen]
impl Picture {
    /// Reads a chart as the report's JSON writes it.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Picture> {
        Ok(Picture { chart: input::chart(json).map_err(failed)? })
    }

    /// The height that it takes at a width, in CSS pixels.
    pub fn height(&self, width: f64) -> f64 {
        draw::height(&self.chart, &frame(width, 1.0))
    }

    /// Draws it at `scale` device pixels a CSS pixel and returns its marks' boxes, in CSS pixels, with label and
    /// value.
    pub fn draw(&self, canvas: HtmlCanvasElement, width: f64, scale: f64, theme: &str) -> Result<JsValue> {
        to_js(&canvas::draw(canvas, &self.chart, parsed(theme), &frame(width, scale)).map_err(failed)?)
    }

    /// Draws onto a canvas above what changes where `highlight` is pointed at and `focus` is the mark with the ring.
    pub fn over(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        scale: f64,
        theme: &str,
        highlight: Option<String>,
        focus: Option<usize>,
    ) -> Result<()> {
        let frame = Frame { highlight, focus, ..frame(width, scale) };
        canvas::over(canvas, &self.chart, parsed(theme), &frame).map_err(failed)
    }

    /// Whether something of it stands out where a name is pointed at.
    pub fn lights(&self, name: &str) -> bool {
        self.chart.marks.iter().any(|mark| draw::marks::belongs(mark, name))
    }
}

fn parsed(theme: &str) -> &'static Theme {
    match theme {
        "dark" => &Theme::DARK,
        "print" => &Theme::PRINT,
        _ => &Theme::LIGHT,
    }
}

fn frame(width: f64, scale: f64) -> Frame {
    Frame { width, scale, furniture: Furniture::None, footer: String::new(), highlight: None, focus: None }
}
