//! The colors of a drawing, as in `www/tokens.css` (a test compares them): light, dark and print.

use crate::report::Tone;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

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

const fn hex(code: u32) -> Rgb {
    ((code >> 16) as u8, (code >> 8) as u8, code as u8)
}

impl Theme {
    /// The theme of a white page.
    pub const LIGHT: Theme = Theme {
        page: hex(0xFFFFFF),
        ink: hex(0x151412),
        ink_2: hex(0x484541),
        ink_3: hex(0x65615A),
        rule: hex(0xDBD8D2),
        grid: hex(0xEAE8E4),
        axis: hex(0x827D75),
        accent: hex(0x2347D9),
        accent_ink: hex(0x1D3CC0),
        accent_soft: hex(0xE6ECFD),
        context: hex(0x918D86),
        context_soft: hex(0xD3D0CA),
        unknown: hex(0x918D86),
        second: hex(0xAD5800),
        second_fill: hex(0xD97B14),
        categories: [hex(0x2347D9), hex(0xD97B14), hex(0x4A98BA), hex(0xC8357E), hex(0x6B5108), hex(0x0A5D51)],
        category_other: hex(0x918D86),
        sequential: [hex(0xF5F4F1), hex(0xDCE4FA), hex(0xB6C6F5), hex(0x8AA2EE), hex(0x4766DD), hex(0x2341B8)],
        focus: hex(0x151412),
    };

    /// The theme of a dark page.
    pub const DARK: Theme = Theme {
        page: hex(0x141312),
        ink: hex(0xF0EEEA),
        ink_2: hex(0xC1BDB6),
        ink_3: hex(0x9B968F),
        rule: hex(0x393632),
        grid: hex(0x292724),
        axis: hex(0x7B766E),
        accent: hex(0x8EA8FF),
        accent_ink: hex(0xA5B9FF),
        accent_soft: hex(0x1F284A),
        context: hex(0x88837B),
        context_soft: hex(0x4B4843),
        unknown: hex(0x88837B),
        second: hex(0xF2A65A),
        second_fill: hex(0xF2A65A),
        categories: [hex(0x8EA8FF), hex(0xF2A65A), hex(0xC4E4F8), hex(0xE0529F), hex(0x94761C), hex(0x2F8471)],
        category_other: hex(0x88837B),
        sequential: [hex(0x1D1C1A), hex(0x1C2748), hex(0x28396F), hex(0x3A53A4), hex(0x6482E6), hex(0xA9BEFF)],
        focus: hex(0xFFFFFF),
    };

    /// The theme of paper: light with stronger greys. Nothing is focused on paper, so the ring,
    /// transparent in the tokens, has the color of the page.
    pub const PRINT: Theme = Theme {
        ink: hex(0x000000),
        ink_2: hex(0x262626),
        ink_3: hex(0x474747),
        rule: hex(0x9A9A9A),
        grid: hex(0xD6D6D6),
        axis: hex(0x4D4D4D),
        accent: hex(0x1B37A8),
        accent_ink: hex(0x000000),
        accent_soft: hex(0xE4E8F6),
        context: hex(0x8A8A8A),
        context_soft: hex(0xC8C8C8),
        unknown: hex(0x6B6B6B),
        second: hex(0x8F4A00),
        focus: hex(0xFFFFFF),
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
fn luminance((r, g, b): Rgb) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
