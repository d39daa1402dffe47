//! How text is measured, cleaned and broken before it is drawn, without a font at hand.

use std::convert::Infallible;

use plotters_backend::{
    BackendColor, BackendTextStyle, FontFamily, FontStyle, FontTransform,
    text_anchor::{HPos, Pos, VPos},
};

use super::theme::Rgb;
use crate::text::width::{CAP_HEIGHT, Weight, shorten_middle, width};

/// The families of a drawing, as CSS writes them.
pub const FAMILY: &str = "Inter, system-ui, sans-serif";

/// How far below a text's place its base line lies, in em: what plotters-svg makes of `VPos::Top`.
/// It depends on no font's metrics, so every backend can follow it.
pub const BASELINE: f64 = 0.76;

/// Size, weight and color of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Pixels per em.
    pub size: f64,
    /// The color, above it a bit for 700: two fields travel as two values, three by way of memory.
    pub(super) look: u32,
}

const BOLD: u32 = 1 << 24;

impl Style {
    /// Regular text.
    pub const fn plain(size: f64, color: Rgb) -> Style {
        Style { size, look: color.0 }
    }

    /// Bold text.
    pub const fn bold(size: f64, color: Rgb) -> Style {
        Style { size, look: color.0 | BOLD }
    }

    /// 400 or 700.
    pub fn weight(&self) -> Weight {
        if self.look & BOLD == 0 { Weight::Regular } else { Weight::Bold }
    }

    /// Its color.
    pub fn color(&self) -> Rgb {
        Rgb(self.look & !BOLD)
    }

    /// The width of `text` as it is drawn.
    pub fn width(&self, text: &str) -> f64 {
        width(&clean(text), self.size, self.weight())
    }

    /// `text` shortened in its middle to `room`; empty where not even three letters are left of it.
    pub fn fit(&self, text: &str, room: f64) -> String {
        let text = clean(text);
        let short = shorten_middle(&text, self.size, self.weight(), room);
        if short != text && (short.chars().count() < 4 || self.width(&short) > room) { String::new() } else { short }
    }

    /// From the middle of the capitals down to the base line.
    pub fn drop(&self) -> f64 {
        CAP_HEIGHT / 2.0 * self.size
    }
}

/// `text` as it is drawn: the narrow space of figures becomes the thin space that the font has, a
/// line break a space; control characters, also those that turn the direction, are left out.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{202f}' => Some('\u{2009}'),
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {
                None
            }
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// `text` in at most `lines` lines of `room`; what is left over is shortened in the last one.
pub fn wrap(text: &str, style: &Style, room: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && out.len() < lines {
        let cut = if out.len() + 1 == lines { rest.len() } else { break_at(rest, style, room) };
        out.push(style.fit(rest[..cut].trim_end(), room));
        rest = rest[cut..].trim_start();
    }
    out
}

/// Where the last word ends that still fits; a first word that is too long stands alone.
fn break_at(text: &str, style: &Style, room: f64) -> usize {
    let ends = text.match_indices(' ').map(|(at, _)| at).filter(|at| *at > 0).chain([text.len()]);
    let mut best = None;
    for end in ends {
        if best.is_some() && style.width(&text[..end]) > room {
            break;
        }
        best = Some(end);
    }
    best.unwrap_or(text.len())
}

/// A text's style as backends read it; it answers for its own measures, so no font is loaded.
pub struct Lettering {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) color: Rgb,
    pub(super) anchor: Anchor,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl BackendTextStyle for Lettering {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.color.parts() }
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        match self.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let h_pos = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(h_pos, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let (wide, high) = (width(text, self.size, self.weight), self.size);
        Ok(((0, 0), (wide.ceil() as i32, high.ceil() as i32)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: (i32, i32),
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        // Glyphs belong to the backend: without a font there are no pixels to hand over.
        Ok(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::plain(14.0, Rgb(0));

    #[test]
    fn text_breaks_between_words_and_the_last_line_is_shortened() {
        assert_eq!(wrap("one two three", &STYLE, 60.0, 3), ["one two", "three"]);
        assert_eq!(wrap("one two three four five six", &STYLE, 60.0, 2).len(), 2);
        assert_eq!(wrap("", &STYLE, 60.0, 2), Vec::<String>::new());
        assert!(wrap(&"x".repeat(500), &STYLE, 60.0, 2).iter().all(|line| STYLE.width(line) <= 60.0));
    }

    #[test]
    fn what_would_break_a_line_or_turn_its_direction_is_not_drawn() {
        assert_eq!(clean("18.5\u{202f}%\n\u{202e}a\u{0}b"), "18.5\u{2009}% ab");
    }
}
