//! `hubstate site`: what of the report needs neither script nor core, beside the page that `build.sh` has made.
//!
//! Each chart gets a page (`chart/`), a version to embed (`embed/`) and its pictures (`picture/`); the page itself comes
//! once more as one file (`hubstate.html`). The first chart
//! of a section stands under the section's name. Absolute addresses, which previews of links ask for, are written
//! only where the site's own is given.

mod doctor;
mod embed;
mod figure;
mod page;
mod single;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use hubstate::{
    basket::{Basket, Query},
    draw::{Frame, Theme},
    input::PARQUET_MAGIC,
    lenses,
    output::{self, Kit, View, svg},
    report::Report,
    sample::sample,
};
use sha2::{Digest as _, Sha256};

use self::figure::{Figure, Palette};
use super::{
    png::Painter,
    report::{FONT, choose, read},
};

/// Options of `hubstate site`.
#[derive(clap::Args)]
pub struct Args {
    /// The dump to report on; the bundled sample without one
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The folder that holds the built page
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    dist: PathBuf,
    /// The address that the folder will have, such as https://example.org/hub/
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,
}

/// An address to put paths behind.
fn address(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\?#".contains(&byte));
    if !plain || !(text.starts_with("https://") || text.starts_with("http://")) {
        return Err("expected an address such as https://example.org/hub/, without ? and #".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// What stands for an address that is not known.
pub const NO_ADDRESS: &str = "https://your.site/";

/// What all pages share.
pub struct Site<'a> {
    /// The report.
    pub report: &'a Report,
    /// The address of the site, with a slash at its end.
    pub base: Option<String>,
    /// Where the data is from and as of when.
    pub source: String,
    /// The file of the style sheet in `chart/`.
    pub style: String,
}

impl Site<'_> {
    /// The address of the site, or what stands for it.
    pub fn address(&self) -> &str {
        self.base.as_deref().unwrap_or(NO_ADDRESS)
    }
}

const TOKENS: &str = include_str!("../../../www/tokens.css");
const STYLE: &str = include_str!("../../../www/static/chart.css");
const HOST: &str = include_str!("../../../www/static/host.js");

/// Runs `hubstate site`.
pub fn run(args: Args) -> ExitCode {
    match write_site(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn write_site(args: Args) -> Result<(), String> {
    let files: Vec<PathBuf> = args.file.into_iter().collect();
    let snapshot_bytes = snapshot_bytes(&files)?;
    let read = read(&files, None)?;
    let snapshot = choose(None, &read)?;
    let report = lenses::report(&Basket::select(snapshot, &Query::default_for(snapshot.kind)), &[], &[]);
    let mut palette = Palette::default();
    let mut figures = Vec::new();
    for section in &report.sections {
        for at in 0..section.charts.len() {
            figures.push(palette.figure(section, at)?);
        }
    }
    let css = format!("{TOKENS}\n{STYLE}\n{}", palette.css());
    let digest: String = Sha256::digest(&css).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let style = format!("chart-{digest}.css");
    let site = Site { source: output::source_line(&report), report: &report, base: args.base_url, style };
    let out = Folder(args.dist);
    out.write(&format!("chart/{}", site.style), css.as_bytes())?;
    out.write("chart/index.html", page::index(&site, &figures).as_bytes())?;
    out.write("embed.js", HOST.as_bytes())?;
    let embeds = embed::style(&palette.css());
    let painter = Painter::new();
    for figure in &figures {
        write_figure(&site, figure, &embeds, &painter, &out)?;
    }
    eprintln!("{} charts as pages, embeds and pictures", figures.len());
    if snapshot_bytes.starts_with(PARQUET_MAGIC) {
        eprintln!("note: hubstate.html is left out: the core of the page as one file reads no Parquet");
    } else if out.0.join("index.html").exists() {
        out.write("hubstate.html", single::page(&out.0, &snapshot_bytes)?.as_bytes())?;
    }
    if site.base.is_none() {
        eprintln!(
            "note: without the site's address links unfold without a picture, and there is no oEmbed; give --base-url"
        );
    }
    Ok(())
}

/// What the one-file page shows: the file as it is, or the sample.
fn snapshot_bytes(files: &[PathBuf]) -> Result<Vec<u8>, String> {
    let failed = |path: &Path, error| format!("{}: {error}; expected a file that can be read", path.display());
    files.first().map_or_else(|| Ok(sample().into_bytes()), |path| fs::read(path).map_err(|error| failed(path, error)))
}

fn write_figure(
    site: &Site<'_>,
    figure: &Figure<'_>,
    embeds: &str,
    painter: &Painter,
    out: &Folder,
) -> Result<(), String> {
    let Figure { slug, name, section, chart, .. } = figure;
    out.write(&format!("chart/{slug}/index.html"), page::chart(site, figure).as_bytes())?;
    out.write(&format!("embed/{slug}/index.html"), embed::page(site, figure, embeds).as_bytes())?;
    if site.base.is_some() {
        out.write(&format!("chart/{slug}/oembed.json"), embed::oembed(site, figure).as_bytes())?;
    }
    let view = View::of(site.report, section.id, &chart.id).text();
    let frame = output::file_frame(&site.source);
    let shared = output::card_frame(&site.source);
    let double = Frame { scale: 2.0, ..frame.clone() };
    for (theme, word) in [(&Theme::LIGHT, "light"), (&Theme::DARK, "dark")] {
        let kit = Kit { theme, font: Some(FONT) };
        out.write(&format!("picture/{name}.{word}.svg"), svg::file(chart, &frame, &view, &kit).as_bytes())?;
        out.write(&format!("picture/{name}.{word}.png"), &painter.png(chart, &double, &view, &kit)?)?;
        let card = if word == "dark" { "card.dark.png" } else { "card.png" };
        out.write(&format!("picture/{name}.{card}"), &painter.png(chart, &shared, &view, &kit)?)?;
    }
    Ok(())
}

/// A folder to write into; what is missing on the way is made.
struct Folder(PathBuf);

impl Folder {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.0.join(name);
        let failed = |error| format!("{}: {error}; expected a path that can be written", path.display());
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
        fs::write(&path, bytes).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_with_one_slash_and_holds_no_markup() {
        assert_eq!(address("https://a.org/hub"), Ok("https://a.org/hub/".to_owned()));
        assert_eq!(address("http://a.org//"), Ok("http://a.org/".to_owned()));
        for wrong in ["a.org", "https://a.org/\"><script>", "https://a.org/?x", "javascript:alert(1)", "https://a b/"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
