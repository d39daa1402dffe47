//! Chart → SVG: the drawing as a document of its own, with the chart's title and description in words.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform, text_anchor::Pos,
};
use plotters_svg::SVGBackend;

use crate::{
    draw::{self, Frame, GRAIN, Hit, Theme, measure::FAMILY},
    output::{Kit, picture},
    report::Chart,
    text::escape::html,
};

/// The chart as SVG, to stand in a document that has the font. `frame.scale` does not matter: a vector has no pixels.
pub fn svg(chart: &Chart, theme: &Theme, frame: &Frame) -> String {
    document(chart, theme, frame, "").0
}

/// The same, and where its marks can be hit.
pub fn with_hits(chart: &Chart, theme: &Theme, frame: &Frame) -> (String, Vec<Hit>) {
    document(chart, theme, frame, "")
}

/// The chart as an SVG file: with its view ([`super::View::text`]), and with the font if the edge hands it over.
/// A file that is shown as an image may load nothing, so the font stands in it.
pub fn file(chart: &Chart, frame: &Frame, view: &str, kit: &Kit<'_>) -> String {
    let font = kit.font.map_or_else(String::new, |font| format!("<style>{}</style>\n", font_face(font)));
    document(chart, kit.theme, frame, &(picture::metadata(view) + &font)).0
}

/// The rule that brings the font's bytes along.
pub fn font_face(woff2: &[u8]) -> String {
    format!(
        "@font-face{{font-family:Inter;font-weight:400 700;src:url(data:font/woff2;base64,{}) format(\"woff2\")}}",
        base64(woff2)
    )
}

/// Bytes as a `data:` address writes them. A dozen lines, where a general encoder would cost the page kilobytes.
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let sign = if at <= three.len() { SIGNS[bits >> (18 - 6 * at) & 63] } else { b'=' };
            out.push(char::from(sign));
        }
    }
    out
}

fn document(chart: &Chart, theme: &Theme, frame: &Frame, head: &str) -> (String, Vec<Hit>) {
    let frame = Frame { scale: 1.0, ..frame.clone() };
    let (width, height) = (frame.width, draw::height(chart, &frame));
    let mut body = String::new();
    let size = ((width * GRAIN) as u32, (height * GRAIN) as u32);
    let hits = draw::draw(chart, theme, &frame, Sized(SVGBackend::with_string(&mut body, size)))
        .expect("writing to a string cannot fail");
    // plotters opens the document with a size in our fine units and without words, and repeats on
    // every element what is the default or the same for all. Text cannot be hit: its quotes are escaped.
    let strokes = body.split_once(">\n").map_or("", |(_, strokes)| strokes);
    let family = format!(" font-family=\"{FAMILY}\"");
    let strokes = [" opacity=\"1\"", " stroke=\"none\"", &family]
        .iter()
        .fold(strokes.to_owned(), |text, attribute| text.replace(attribute, ""));
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\"{family}>\n\
         <title>{}</title>\n<desc>{}</desc>\n{head}{strokes}",
        size.0,
        size.1,
        html(&chart.title),
        html(&chart.alt),
    );
    (text, hits)
}

/// plotters-svg divides sizes of text by this.
const DIVISOR: f64 = 1.24;

/// The SVG backend with text in the size that was asked for.
struct Sized<'a>(SVGBackend<'a>);

struct Enlarged<'a, S>(&'a S);

type Outcome<'a> = Result<(), DrawingErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Sized<'a> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome<'a> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Outcome<'a> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome<'a> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome<'a> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome<'a> {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome<'a> {
        self.0.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<'a> {
        self.0.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome<'a> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<'a> {
        self.0.draw_text(text, &Enlarged(style), at)
    }
}

impl<S: BackendTextStyle> BackendTextStyle for Enlarged<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * DIVISOR
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), S::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        at: (i32, i32),
        draw: F,
    ) -> Result<Result<(), E>, S::FontError> {
        self.0.draw(text, at, draw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_rfc_4648_has_them() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }
}
