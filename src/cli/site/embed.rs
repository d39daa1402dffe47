//! A chart alone, to stand in another page: one file that loads nothing.
//!
//! In a sandboxed frame fonts and modules fail, from `file://` everything does; so the font, the style, the
//! script and the marks stand in the file, and the policy names them by their digests. Without the script the
//! picture, the table and the links are the same. Only an embed that is asked to follow what is published frames the
//! page, and shows its own picture until that has drawn.

use hubstate::{
    draw::{
        Hit, Theme,
        measure::{Style, wrap},
    },
    model::{Day, RepoKind},
    output::svg,
    report::Unit,
    text::{escape::html, short_day},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Site, figure::Figure};
use crate::report::FONT;

const TOKENS: &str = include_str!("../../../www/tokens.css");
const STYLE: &str = include_str!("../../../www/static/embed.css");
const SCRIPT: &str =
    concat!(include_str!("../../../www/static/numbers.js"), include_str!("../../../www/static/embed.js"));

/// The style of every embed.
pub fn style(palette: &str) -> String {
    format!("{}\n{TOKENS}\n{palette}\n{STYLE}", svg::font_face(FONT))
}

/// The page of an embed, two folders below the site.
pub fn page(site: &Site<'_>, figure: &Figure<'_>, style: &str) -> String {
    let Figure { slug, name, chart, section, .. } = figure;
    let plots: String = figure.plots.iter().map(|plot| plot.svg.as_str()).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; font-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n<script>{SCRIPT}</script></head>\n\
         <body><main><figure class=\"embed\" data-id=\"{slug}\">\n<figcaption><h1>{title}</h1><p>{}</p></figcaption>\n\
         <div class=\"plots\" id=\"plots\">{plots}</div>\n\
         <div class=\"under\"><p class=\"aside\"><span id=\"age\" role=\"status\"></span><button type=\"button\" id=\"full\" hidden>Full screen</button></p>\n\
         <details><summary>Table</summary><div class=\"scroller\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">{}</div></details></div>\n\
         <p class=\"foot\"><span>{}</span><span class=\"links\"><a href=\"../../index.html#{}\" target=\"_blank\" rel=\"noopener\">Open live</a> \
         <a href=\"../../picture/{name}.light.png\" download>Save</a> \
         <a href=\"../../chart/{slug}/index.html\" target=\"_blank\" rel=\"noopener\">hubstate</a></span></p></figure></main>\n\
         <script type=\"application/json\" id=\"marks\">{}</script></body></html>\n",
        digest(style),
        digest(SCRIPT),
        html(&chart.subtitle),
        table(site, figure),
        source(site),
        section.id,
        marks(site, figure),
        title = html(&chart.title),
    )
}

/// The source, in which a script finds the day.
fn source(site: &Site<'_>) -> String {
    let source = html(&site.source);
    let Some(day) = site.report.snapshot.captured_at.as_deref().and_then(Day::parse) else { return source };
    let (year, month, date) = day.civil();
    let time = format!("as of <time datetime=\"{year:04}-{month:02}-{date:02}\">{}</time>", short_day(day));
    source.replacen(&short_day(day), &time, 1)
}

/// The marks as the tooltips say them.
fn table(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let hits = &figure.plots[figure.plots.len() - 1].hits;
    let has = |of: fn(&Hit) -> &String| hits.iter().any(|hit| !of(hit).is_empty());
    let (shares, notes) = (has(|hit| &hit.share), has(|hit| &hit.note));
    let column = |shown: bool, tag: &str, text: &str| {
        if shown { format!("<{tag}>{}</{tag}>", html(text)) } else { String::new() }
    };
    let rows: String = hits
        .iter()
        .map(|hit| {
            let cells =
                [column(true, "td", &hit.value), column(shares, "td", &hit.share), column(notes, "td", &hit.note)];
            format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", html(&hit.label), cells.concat())
        })
        .collect();
    format!(
        "<table><thead><tr><th>Name</th><th>{}</th>{}{}</tr></thead><tbody>{rows}</tbody></table>",
        measure(site, figure),
        column(shares, "th", "Share"),
        column(notes, "th", "Remark"),
    )
}

/// What the values are called.
fn measure(site: &Site<'_>, figure: &Figure<'_>) -> &'static str {
    match figure.chart.unit {
        Unit::Downloads => "Downloads",
        Unit::Likes => "Likes",
        Unit::Share => "Share",
        Unit::Parameters => "Parameters",
        Unit::Index => "Index",
        Unit::Ratio => "Ratio",
        Unit::Count => match site.report.snapshot.kind {
            RepoKind::Models => "Models",
            RepoKind::Datasets => "Datasets",
            RepoKind::Spaces => "Spaces",
        },
        _ => "Value",
    }
}

/// The marks and their boxes at every width, for the script.
fn marks(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let tenth = |side: f64| (side * 10.0).round() / 10.0;
    let boxes: serde_json::Map<String, Value> = figure
        .plots
        .iter()
        .map(|plot| {
            let boxes =
                plot.hits.iter().map(|hit| json!([tenth(hit.x), tenth(hit.y), tenth(hit.width), tenth(hit.height)]));
            (plot.width.to_string(), boxes.collect())
        })
        .collect();
    let hits = &figure.plots[0].hits;
    let marks: Value = hits.iter().map(|hit| json!([hit.label, hit.value, hit.share, hit.note])).collect();
    let data = json!({ "alt": figure.chart.alt, "measure": measure(site, figure), "marks": marks, "boxes": boxes });
    data.to_string().replace('<', "\\u003c")
}

/// How a policy names a text within the page.
fn digest(text: &str) -> String {
    format!("sha256-{}", svg::base64(&Sha256::digest(text)))
}

/// The line that brings a chart into another page; below it its source, which a frame that fails does not take away.
pub fn snippet(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let (base, slug) = (site.address(), &figure.slug);
    format!(
        "<iframe src=\"{base}embed/{slug}/\" title=\"{}\" loading=\"lazy\" width=\"100%\" height=\"{}\" style=\"border:0;color-scheme:light dark\" \
         allow=\"fullscreen; clipboard-write\" referrerpolicy=\"strict-origin-when-cross-origin\"></iframe>\
         <p><a href=\"{base}chart/{slug}/\">{}</a> · {}</p>",
        html(&figure.chart.alt),
        height(figure),
        html(&figure.chart.title),
        html(&site.source),
    )
}

/// How tall an embed is in a column of text, as near as can be told without a browser: what its script says corrects it.
pub fn height(figure: &Figure<'_>) -> u32 {
    const COLUMN: f64 = 636.0;
    let ink = Theme::LIGHT.ink;
    // A title is set closer than it is measured.
    let lines = |text: &str, style: Style, room: f64| wrap(text, &style, room, 9).len() as f64;
    let words = lines(&figure.chart.title, Style::bold(20.0, ink), COLUMN * 1.04) * 26.0
        + lines(&figure.chart.subtitle, Style::plain(14.0, ink), COLUMN) * 22.0;
    let shown = figure.plots.iter().rfind(|plot| f64::from(plot.width) <= COLUMN).unwrap_or(&figure.plots[0]);
    // Between them 4, 20 and 16; the line of the table 32, the foot 33.
    (words + shown.height * COLUMN / f64::from(shown.width) + 105.0).ceil() as u32
}

/// What sites ask for that unfold an address (oEmbed 1.0).
pub fn oembed(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let base = site.address();
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": figure.chart.title,
        "provider_name": "hubstate",
        "provider_url": base,
        "html": snippet(site, figure),
        "width": 640,
        "height": height(figure),
        "thumbnail_url": format!("{base}picture/{}.card.png", figure.name),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    });
    format!("{answer}\n")
}
