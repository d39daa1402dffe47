//! The page of one chart, and the index of all: read without a script, found by search engines, unfolded by links.

use hubstate::{
    output::html::{prose, table},
    text::escape::html,
};

use super::{Site, doctor, figure::Figure};

const LOGO: &str = "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><path class=\"logo-a\" d=\"M0 0h7v20H0z\"/><path class=\"logo-i\" d=\"M9 0h5v20H9z\"/><path class=\"logo-c\" d=\"M16 0h4v20h-4z\"/></svg>";

/// The page of a chart, two folders below the site.
pub fn chart(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let Figure { slug, name, section, chart, plots } = figure;
    let drawings: String = plots.iter().map(|plot| plot.svg.as_str()).collect();
    let findings: String = section
        .findings
        .iter()
        .map(|finding| format!("<p class=\"finding\">{}</p>\n", prose(&finding.parts)))
        .collect();
    let tables: String = section
        .tables
        .iter()
        .map(|each| {
            format!(
                "<div class=\"scroller\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{}</div>\n",
                html(each.title),
                table(each)
            )
        })
        .collect();
    let notes: String =
        section.caveats.iter().map(|caveat| format!("<p class=\"note\">{}</p>\n", html(caveat))).collect();
    let live = format!("../../index.html#{}", section.id);
    head(site, &chart.title, &chart.alt, &format!("chart/{slug}/"), Some(name), "../../")
        + &bar("../../", &live)
        + &format!(
            "<main>\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n\
             <figure><div class=\"plots\">{drawings}</div>\n<p class=\"foot\">{}</p></figure>\n{findings}\
             <h2>The figures</h2>\n{tables}<h2>Method and caveats</h2>\n<p class=\"note\">{}</p>\n{notes}{}</main>\n</body></html>\n",
            html(section.title),
            html(&chart.title),
            html(&chart.subtitle),
            html(&site.source),
            html(section.method),
            usage(site, figure),
        )
}

/// How to take the chart elsewhere.
fn usage(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let (slug, name) = (&figure.slug, &figure.name);
    let file = |what: &str, ending: &str| format!("<a href=\"../../picture/{name}.{ending}\" download>{what}</a>\n");
    let files = [
        file("SVG", "light.svg"),
        file("SVG, dark", "dark.svg"),
        file("PNG", "light.png"),
        file("PNG, dark", "dark.png"),
        file("1200 × 630", "card.png"),
        format!("<a href=\"../../embed/{slug}/index.html\">The chart alone</a>\n"),
    ];
    let note = match site.base {
        Some(_) => String::new(),
        None => format!(
            "<p class=\"note\">This site was built without its address: put it in the place of {} in these lines.</p>\n",
            html(super::NO_ADDRESS)
        ),
    };
    format!(
        "<section class=\"use\" id=\"embed\"><h2>Use this chart</h2>\n<p class=\"files\">{}</p>\n{}{note}\
         <p class=\"note\">CC BY 4.0: name the source as it stands under the chart.</p></section>\n",
        files.concat(),
        doctor::panel(site, figure),
    )
}

/// The index of all charts, one folder below the site.
pub fn index(site: &Site<'_>, figures: &[Figure<'_>]) -> String {
    let entry = |figure: &Figure<'_>| {
        format!(
            "<li><a href=\"{}/index.html\"><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"../picture/{name}.card.dark.png\">\
             <img src=\"../picture/{name}.card.png\" alt=\"\" width=\"1200\" height=\"630\" loading=\"lazy\"></picture>\
             <span class=\"small\">{}</span> {}</a></li>\n",
            figure.slug,
            html(figure.section.title),
            html(&figure.chart.title),
            name = figure.name,
        )
    };
    let entries: String = figures.iter().map(entry).collect();
    let title = "Every chart of the report";
    head(
        site,
        title,
        "Charts on the Hugging Face Hub, each with its table, its method and the files to reuse it.",
        "chart/",
        None,
        "../",
    ) + &bar("../", "../index.html")
        + &format!(
            "<main>\n<p class=\"kicker\">State of the Hugging Face Hub</p>\n<h1>{title}</h1>\n<p class=\"subtitle\">{}</p>\n<ul class=\"charts\">\n{entries}</ul>\n</main>\n</body></html>\n",
            html(&site.source)
        )
}

fn bar(up: &str, live: &str) -> String {
    format!(
        "<body>\n<header class=\"bar\"><a class=\"logo\" href=\"{up}index.html\">{LOGO}<span>hubstate</span></a>\
         <nav aria-label=\"Site\"><a href=\"{up}chart/index.html\">All charts</a> <a href=\"{live}\">Live report</a></nav></header>\n"
    )
}

/// What a page tells of itself; addresses only where the site has one.
fn head(site: &Site<'_>, title: &str, text: &str, path: &str, picture: Option<&str>, up: &str) -> String {
    let (title, text) = (html(title), html(text));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · hubstate</title>\n<meta name=\"description\" content=\"{text}\">\n\
         <link rel=\"icon\" href=\"{up}icon.svg\" type=\"image/svg+xml\">\n<link rel=\"preload\" href=\"{up}font/inter-latin.woff2\" as=\"font\" type=\"font/woff2\" crossorigin>\n<link rel=\"stylesheet\" href=\"{up}chart/{}\">\n\
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:site_name\" content=\"hubstate\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n<meta property=\"og:description\" content=\"{text}\">\n",
        site.style
    );
    if let Some(base) = &site.base {
        out += &format!(
            "<link rel=\"canonical\" href=\"{base}{path}\">\n<meta property=\"og:url\" content=\"{base}{path}\">\n"
        );
        if let Some(name) = picture {
            let image = format!("{base}picture/{name}.card.png");
            out += &format!(
                "<meta property=\"og:image\" content=\"{image}\"><meta property=\"og:image:width\" content=\"1200\"><meta property=\"og:image:height\" content=\"630\">\n\
                 <meta property=\"og:image:alt\" content=\"{text}\">\n<meta name=\"twitter:card\" content=\"summary_large_image\"><meta name=\"twitter:image\" content=\"{image}\">\n\
                 <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{base}{path}oembed.json\" title=\"{title}\">\n"
            );
        }
    }
    out + "</head>\n"
}
