//! The colors of a drawing, as in `www/tokens.css` (a test compares them): light, dark and print.

use crate::report::Tone;

/// A color as `0xRRGGBB`: one number is cheaper to hand on than three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u32);

impl Rgb {
    /// Red, green, blue.
    pub const fn parts(self) -> (u8, u8, u8) {
        ((self.0 >> 16) as u8, (self.0 >> 8) as u8, self.0 as u8)
    }
}

/// One color for each token that charts use, named as there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Theme {
    pub page: Rgb,
    pub ink: Rgb,
    pub ink_2: Rgb,
    pub ink_3: Rgb,
    pub rule: Rgb,
    pub grid: Rgb,
    pub axis: Rgb,
    pub accent: Rgb,
    pub accent_ink: Rgb,
    pub accent_soft: Rgb,
    pub context: Rgb,
    pub context_soft: Rgb,
    pub unknown: Rgb,
    pub second: Rgb,
    pub second_fill: Rgb,
    pub categories: [Rgb; 6],
    pub category_other: Rgb,
    pub sequential: [Rgb; 6],
    pub focus: Rgb,
}

impl Theme {
    /// The theme of a white page.
    pub const LIGHT: Theme = Theme {
        page: Rgb(0xFFFFFF),
        ink: Rgb(0x151412),
        ink_2: Rgb(0x484541),
        ink_3: Rgb(0x65615A),
        rule: Rgb(0xDBD8D2),
        grid: Rgb(0xEAE8E4),
        axis: Rgb(0x827D75),
        accent: Rgb(0x2347D9),
        accent_ink: Rgb(0x1D3CC0),
        accent_soft: Rgb(0xE6ECFD),
        context: Rgb(0x918D86),
        context_soft: Rgb(0xD3D0CA),
        unknown: Rgb(0x918D86),
        second: Rgb(0xAD5800),
        second_fill: Rgb(0xD97B14),
        categories: [Rgb(0x2347D9), Rgb(0xD97B14), Rgb(0x4A98BA), Rgb(0xC8357E), Rgb(0x6B5108), Rgb(0x0A5D51)],
        category_other: Rgb(0x918D86),
        sequential: [Rgb(0xF5F4F1), Rgb(0xDCE4FA), Rgb(0xB6C6F5), Rgb(0x8AA2EE), Rgb(0x4766DD), Rgb(0x2341B8)],
        focus: Rgb(0x151412),
    };

    /// The theme of a dark page.
    pub const DARK: Theme = Theme {
        page: Rgb(0x141312),
        ink: Rgb(0xF0EEEA),
        ink_2: Rgb(0xC1BDB6),
        ink_3: Rgb(0x9B968F),
        rule: Rgb(0x393632),
        grid: Rgb(0x292724),
        axis: Rgb(0x7B766E),
        accent: Rgb(0x8EA8FF),
        accent_ink: Rgb(0xA5B9FF),
        accent_soft: Rgb(0x1F284A),
        context: Rgb(0x88837B),
        context_soft: Rgb(0x4B4843),
        unknown: Rgb(0x88837B),
        second: Rgb(0xF2A65A),
        second_fill: Rgb(0xF2A65A),
        categories: [Rgb(0x8EA8FF), Rgb(0xF2A65A), Rgb(0xC4E4F8), Rgb(0xE0529F), Rgb(0x94761C), Rgb(0x2F8471)],
        category_other: Rgb(0x88837B),
        sequential: [Rgb(0x1D1C1A), Rgb(0x1C2748), Rgb(0x28396F), Rgb(0x3A53A4), Rgb(0x6482E6), Rgb(0xA9BEFF)],
        focus: Rgb(0xFFFFFF),
    };

    /// The theme of paper: light with stronger greys. Nothing is focused on paper, so the ring,
    /// transparent in the tokens, has the color of the page.
    pub const PRINT: Theme = Theme {
        ink: Rgb(0x000000),
        ink_2: Rgb(0x262626),
        ink_3: Rgb(0x474747),
        rule: Rgb(0x9A9A9A),
        grid: Rgb(0xD6D6D6),
        axis: Rgb(0x4D4D4D),
        accent: Rgb(0x1B37A8),
        accent_ink: Rgb(0x000000),
        accent_soft: Rgb(0xE4E8F6),
        context: Rgb(0x8A8A8A),
        context_soft: Rgb(0xC8C8C8),
        unknown: Rgb(0x6B6B6B),
        second: Rgb(0x8F4A00),
        focus: Rgb(0xFFFFFF),
        ..Theme::LIGHT
    };

    /// The solid color of a tone; textured tones have the color of their lines.
    pub fn fill(&self, tone: Tone) -> Rgb {
        match tone {
            Tone::Subject => self.accent,
            Tone::Context | Tone::Hollow => self.context,
            Tone::Soft | Tone::Partial => self.context_soft,
            Tone::Unknown => self.unknown,
            Tone::Second => self.second_fill,
            Tone::Cat1 => self.categories[0],
            Tone::Cat2 => self.categories[1],
            Tone::Cat3 => self.categories[2],
            Tone::Cat4 => self.categories[3],
            Tone::Cat5 => self.categories[4],
            Tone::Cat6 => self.categories[5],
            Tone::CatOther => self.category_other,
        }
    }

    /// The color of text that stands on a tone.
    pub fn text_on(&self, tone: Tone) -> Rgb {
        match tone {
            Tone::Unknown | Tone::Hollow => self.ink,
            solid => self.text_over(self.fill(solid)),
        }
    }

    /// The color of text that stands on a solid ground: page or ink, whichever is further from it.
    pub fn text_over(&self, ground: Rgb) -> Rgb {
        if contrast(self.page, ground) >= contrast(self.ink, ground) { self.page } else { self.ink }
    }
}

/// The contrast of two colors as WCAG 2 defines it.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    if a > b { a / b } else { b / a }
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(color: Rgb) -> f64 {
    let (r, g, b) = color.parts();
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::exp(2.4 * libm::log((c + 0.055) / 1.055)) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
