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
    /// value. `highlight` is the label that turns accent, `focus` the mark with the ring.
    pub fn draw(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        scale: f64,
        theme: &str,
        highlight: Option<String>,
        focus: Option<usize>,
    ) -> Result<JsValue> {
        let theme = match theme {
            "dark" => &Theme::DARK,
            "print" => &Theme::PRINT,
            _ => &Theme::LIGHT,
        };
        let frame = Frame { highlight, focus, ..frame(width, scale) };
        to_js(&canvas::draw(canvas, &self.chart, theme, &frame).map_err(failed)?)
    }
}

fn frame(width: f64, scale: f64) -> Frame {
    Frame { width, scale, furniture: Furniture::None, footer: String::new(), highlight: None, focus: None }
}
