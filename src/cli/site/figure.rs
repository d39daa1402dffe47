//! How does one drawing serve every width and both themes without a script?
//!
//! A chart is drawn at a few widths, and CSS shows the widest that fits: it may grow by a quarter, but its type
//! never shrinks. Each drawing is made twice, light and dark; the two differ in colors alone, so that every pair of
//! colors becomes a class and the theme decides. They have no ground: what is behind a figure shows through.

use hubstate::{
    draw::{self, Frame, Furniture, Hit, Theme},
    output::svg,
    report::{Chart, Section},
};

/// The widths that are drawn. The narrowest is also shown below its own width.
pub const WIDTHS: [u16; 6] = [312, 400, 500, 600, 720, 840];

/// A chart of a section, drawn.
pub struct Figure<'a> {
    /// `organizations` for the first chart of a section, `organizations.pair` for the others.
    pub slug: String,
    /// `organizations.owners`, as files are named.
    pub name: String,
    /// The section.
    pub section: &'a Section,
    /// The chart.
    pub chart: &'a Chart,
    /// Its drawings, one for each of [`WIDTHS`].
    pub plots: Vec<Plot>,
}

/// A drawing at one width.
pub struct Plot {
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: f64,
    /// Its SVG element, with classes in place of colors.
    pub svg: String,
    /// Where its marks can be hit.
    pub hits: Vec<Hit>,
}

/// The pairs of colors met so far, light and dark.
#[derive(Default)]
pub struct Palette(Vec<(String, String)>);

impl Palette {
    /// Draws a chart at every width.
    pub fn figure<'a>(&mut self, section: &'a Section, at: usize) -> Result<Figure<'a>, String> {
        let chart = &section.charts[at];
        let name = format!("{}.{}", section.id, chart.id);
        let plot =
            |width| self.plot(chart, width).ok_or_else(|| format!("{name}: its themes differ in more than colors"));
        let plots = WIDTHS.into_iter().map(plot).collect::<Result<_, _>>()?;
        let slug = if at == 0 { section.id.to_owned() } else { name.clone() };
        Ok(Figure { slug, name, section, chart, plots })
    }

    fn plot(&mut self, chart: &Chart, width: u16) -> Option<Plot> {
        let frame = Frame {
            width: f64::from(width),
            scale: 1.0,
            furniture: Furniture::None,
            ground: false,
            footer: String::new(),
            highlight: None,
            focus: None,
        };
        let (light, hits) = svg::with_hits(chart, &Theme::LIGHT, &frame);
        let (dark, _) = svg::with_hits(chart, &Theme::DARK, &frame);
        let both = self.merged(&light, &dark)?;
        // The document's own size would hold it at one width.
        let (open, rest) = both.split_once(" viewBox=")?;
        let (namespace, _) = open.split_once(" width=")?;
        Some(Plot {
            width,
            height: draw::height(chart, &frame),
            svg: format!("{namespace} class=\"plot w{width}\" viewBox={rest}"),
            hits,
        })
    }

    /// One drawing of two that differ in colors alone.
    fn merged(&mut self, light: &str, dark: &str) -> Option<String> {
        let (mut out, mut light, mut dark) = (String::with_capacity(light.len()), light, dark);
        loop {
            let (Some((before, attribute, color, rest)), Some((same, _, other, dark_rest))) = (next(light), next(dark))
            else {
                return (light == dark).then(|| out + light);
            };
            if before != same {
                return None;
            }
            let class = self.class(color, other);
            out += &format!("{before} class=\"{}{class}\"", if attribute == "fill" { 'f' } else { 's' });
            (light, dark) = (rest, dark_rest);
        }
    }

    fn class(&mut self, light: &str, dark: &str) -> usize {
        let known = self.0.iter().position(|pair| pair.0 == light && pair.1 == dark);
        known.unwrap_or_else(|| {
            self.0.push((light.to_owned(), dark.to_owned()));
            self.0.len() - 1
        })
    }

    /// The rules of the classes given out, for the themes of `www/tokens.css`.
    pub fn css(&self) -> String {
        let colors = |of: fn(&(String, String)) -> &String| -> String {
            self.0.iter().enumerate().map(|(at, pair)| format!("--p{at}:{};", of(pair))).collect()
        };
        let (light, dark) = (colors(|pair| &pair.0), colors(|pair| &pair.1));
        let classes: String =
            (0..self.0.len()).map(|at| format!(".f{at}{{fill:var(--p{at})}}.s{at}{{stroke:var(--p{at})}}")).collect();
        format!(
            ":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=\"light\"]){{{dark}}}}}\n\
             @media screen{{:root[data-theme=\"dark\"]{{{dark}}}}}\n{classes}\n{}",
            arrangements()
        )
    }
}

/// What stands before the next color of a drawing, the attribute it is in, the color and the rest. Quotes within
/// texts are escaped, so that no text can hold one.
fn next(drawing: &str) -> Option<(&str, &str, &str, &str)> {
    let fill = drawing.find(" fill=\"#").map(|at| (at, "fill"));
    let stroke = drawing.find(" stroke=\"#").map(|at| (at, "stroke"));
    let (at, attribute) = [fill, stroke].into_iter().flatten().min()?;
    let value = at + attribute.len() + 3;
    let end = value + drawing[value..].find('"')?;
    Some((&drawing[..at], attribute, &drawing[value..end], &drawing[end + 1..]))
}

/// Which drawing is shown in how wide a place.
fn arrangements() -> String {
    let shown = WIDTHS.windows(2).map(|two| {
        let (less, width) = (two[0], two[1]);
        format!("@container (min-width:{width}px){{.w{less}{{display:none}}.w{width}{{display:block}}}}")
    });
    format!(
        ".plots{{container-type:inline-size;position:relative}}.plot{{display:none;width:100%;height:auto}}.w{}{{display:block}}{}\n",
        WIDTHS[0],
        shown.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_themes_become_one_drawing() {
        let mut palette = Palette::default();
        let text = "<text fill=\"#111111\">&quot; fill=#111111</text>";
        let light = format!("<rect fill=\"#FFFFFF\"/><polyline fill=\"none\" stroke=\"#111111\"/>{text}");
        let dark = light.replace("#FFFFFF", "#000000").replace("\"#111111", "\"#EEEEEE");
        let both = palette.merged(&light, &dark).unwrap();
        assert_eq!(
            both,
            "<rect class=\"f0\"/><polyline fill=\"none\" class=\"s1\"/><text class=\"f1\">&quot; fill=#111111</text>"
        );
        assert!(palette.css().contains(":root{--p0:#FFFFFF;--p1:#111111;}"));
        assert!(palette.css().contains("{--p0:#000000;--p1:#EEEEEE;}"));
        assert_eq!(palette.merged("<rect x=\"1\" fill=\"#FFFFFF\"/>", "<rect x=\"2\" fill=\"#FFFFFF\"/>"), None);
        assert_eq!(palette.merged("<a/>", "<b/>"), None);
    }
}
