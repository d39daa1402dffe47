//! Charts as PNG without a browser: the core's SVG, rasterised with the two font files of `www/font`.
//!
//! No font of the machine is asked for, so that every machine makes the same picture.

use std::sync::Arc;

use hubstate::{
    draw::Frame,
    output::{self, File, Kit, View, picture, svg},
    report::{Chart, Report},
};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Indent, Options, Tree, WriteOptions, fontdb::Database},
};

const REGULAR: &[u8] = include_bytes!("../../www/font/inter-latin-400.ttf");
const BOLD: &[u8] = include_bytes!("../../www/font/inter-latin-700.ttf");

/// Draws charts as PNG.
pub struct Painter {
    options: Options<'static>,
}

impl Painter {
    /// A painter with the fonts of the page.
    pub fn new() -> Painter {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        fonts.set_sans_serif_family("Inter");
        Painter { options: Options { fontdb: Arc::new(fonts), ..Options::default() } }
    }

    /// A chart at `frame.scale` pixels in one of CSS, with its view.
    pub fn png(&self, chart: &Chart, frame: &Frame, view: &str, kit: &Kit<'_>) -> Result<Vec<u8>, String> {
        let drawing = svg::svg(chart, kit.theme, frame);
        let tree = Tree::from_str(&drawing, &self.options).map_err(|error| error.to_string())?;
        let size = tree.size();
        let pixels = |side: f32| (f64::from(side) * frame.scale).round() as u32;
        let mut pixmap = Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or("it has no size")?;
        let scale = frame.scale as f32;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let png = pixmap.encode_png().map_err(|error| error.to_string())?;
        picture::signed_png(&png, view, frame.scale).map_err(|error| error.to_string())
    }
}

impl Painter {
    /// An SVG file with its words as outlines, for programs that know no fonts within files; title, description and view stay.
    pub fn outlined(&self, file: &str) -> Result<String, String> {
        let tree = Tree::from_str(file, &self.options).map_err(|error| error.to_string())?;
        let drawing =
            tree.to_string(&WriteOptions { coordinates_precision: 1, indent: Indent::None, ..WriteOptions::default() });
        let words = file.find("<title>").zip(file.find("</metadata>")).and_then(|(from, to)| file.get(from..to));
        let (open, strokes) = drawing.split_once('>').ok_or("it is empty")?;
        Ok(format!("{open}>\n{}</metadata>\n{}", words.ok_or("it has no view")?, strokes.trim_start()))
    }
}

/// Every chart of a report as `<section>.<chart>.png`.
pub fn files(report: &Report, kit: &Kit<'_>, scale: f64, card: bool) -> Result<Vec<File>, String> {
    let painter = Painter::new();
    let source = output::source_line(report);
    let frame = if card { output::card_frame(&source) } else { output::file_frame(&source) };
    let frame = Frame { scale, ..frame };
    let charts = report.sections.iter().flat_map(|section| section.charts.iter().map(move |chart| (section.id, chart)));
    charts
        .map(|(section, chart)| {
            let view = View::of(report, section, &chart.id).text();
            let bytes =
                painter.png(chart, &frame, &view, kit).map_err(|error| format!("{section}.{}: {error}", chart.id))?;
            Ok(File { name: format!("{section}.{}.png", chart.id), bytes })
        })
        .collect()
}

/// SVG files with their words as outlines.
pub fn outlined(files: Vec<File>) -> Result<Vec<File>, String> {
    let painter = Painter::new();
    let outline = |File { name, bytes }: File| {
        let drawing = painter.outlined(&String::from_utf8_lossy(&bytes)).map_err(|error| format!("{name}: {error}"))?;
        Ok(File { name, bytes: drawing.into_bytes() })
    };
    files.into_iter().map(outline).collect()
}
