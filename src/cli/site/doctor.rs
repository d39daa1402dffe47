//! The embed doctor: what does one paste where, so that the chart stands there?
//!
//! Places differ in what they strip. Where a frame is kept, the chart comes as a frame; elsewhere as a picture with a
//! link.

use hubstate::text::escape::{html, markdown};

use super::{Site, embed, figure::Figure};

/// A place where charts are pasted.
struct Place {
    name: &'static str,
    note: &'static str,
    form: Form,
}

/// What a place keeps.
#[derive(Clone, Copy)]
enum Form {
    /// A frame, as HTML.
    Frame,
    /// A frame in a text that a template engine reads.
    Template,
    /// A raw block of Quarto.
    Quarto,
    /// A cell of Observable.
    Cell,
    /// A bare address, which the place frames or unfolds itself.
    Address,
    /// A picture that is uploaded by hand, with what to write beside it.
    Upload,
    /// A picture in both themes, as HTML.
    Picture,
    /// A picture in Markdown.
    Markdown,
}

const fn place(name: &'static str, form: Form, note: &'static str) -> Place {
    Place { name, note, form }
}

const PLACES: [Place; 13] = [
    place("HTML", Form::Frame, "Any page of your own. The line holds frame and source; it is one line on purpose."),
    place(
        "WordPress",
        Form::Frame,
        "A Custom HTML block on a site of your own. The address of this page alone also unfolds, in a sandboxed frame in which the chart works. WordPress.com strips frames: take the picture as for Medium.",
    ),
    place(
        "Ghost",
        Form::Frame,
        "An HTML card. A pasted address becomes a bookmark card that shows the chart as a picture.",
    ),
    place(
        "Hugo",
        Form::Template,
        "Markdown drops HTML unless goldmark is told otherwise. Save the line as layouts/shortcodes/hubstate.html and write {{< hubstate >}} where the chart belongs.",
    ),
    place("Jekyll", Form::Template, "Straight into the Markdown; kramdown keeps it as long as it stays on one line."),
    place("Quarto", Form::Quarto, "A raw block, so that only HTML output takes it."),
    place(
        "Observable",
        Form::Cell,
        "A JavaScript cell of a notebook. Observable Framework takes the line for HTML in its Markdown.",
    ),
    place("Notion", Form::Address, "Type /embed and paste the address."),
    place("Medium", Form::Upload, "Medium frames only sites that it knows. Upload the picture and link it."),
    place("Substack", Form::Upload, "Substack frames only sites that it knows. Upload the picture and link it."),
    place(
        "README",
        Form::Picture,
        "GitHub keeps pictures alone. For one that never changes, copy both files into the repository.",
    ),
    place("Hugging Face blog", Form::Markdown, "Posts and model cards keep pictures; frames are dropped."),
    place("Hugging Face Space", Form::Frame, "The index.html of a static Space."),
];

/// The panel of a chart: one fold a place, the first one open.
pub fn panel(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let fold = |(at, each): (usize, &Place)| {
        // Escaping makes blanks of the ends of lines.
        let lines: Vec<String> = snippet(each.form, site, figure).lines().map(html).collect();
        format!(
            "<details name=\"place\"{}><summary>{}</summary><p class=\"note\">{}</p>\n<pre tabindex=\"0\" data-place=\"{}\">{}</pre></details>\n",
            if at == 0 { " open" } else { "" },
            each.name,
            html(each.note),
            each.name,
            lines.join("\n"),
        )
    };
    let folds: String = PLACES.iter().enumerate().map(fold).collect();
    format!(
        "<h3>Where will it stand?</h3>\n<div class=\"places\">\n{folds}</div>\n\
         <p class=\"note\">The figures of a frame stay as they are on this page, and say when they grow old. Put <code>?follow</code> behind its address and it \
         shows what is published at the time of reading; <code>?q=top%3D100</code> another basket, <code>?theme=dark</code> one theme, <code>?lang=de</code> the numbers of \
         a language. <code>&lt;script src=\"{}embed.js\" async&gt;&lt;/script&gt;</code> once on the page gives every frame its exact height.</p>\n",
        site.address()
    )
}

/// What is pasted in a place.
fn snippet(form: Form, site: &Site<'_>, figure: &Figure<'_>) -> String {
    let frame = || embed::snippet(site, figure);
    let (base, slug, name, chart) = (site.address(), &figure.slug, &figure.name, figure.chart);
    match form {
        Form::Frame => frame(),
        Form::Template => inert(&frame()),
        Form::Quarto => format!("```{{=html}}\n{}\n```", inert(&frame())),
        Form::Cell => format!("html`{}`", inert(&frame())),
        Form::Address => format!("{base}embed/{slug}/"),
        Form::Upload => format!(
            "Picture: {base}picture/{name}.light.png\nAlternative text: {}\nCaption: {} · {}\nLink: {base}chart/{slug}/",
            chart.alt, chart.title, site.source
        ),
        Form::Picture => picture(site, figure),
        Form::Markdown => format!(
            "[![{}]({base}picture/{name}.light.png)]({base}chart/{slug}/)\n\n{}",
            markdown(&chart.alt),
            markdown(&site.source)
        ),
    }
}

/// The picture in both themes, leading to its page.
fn picture(site: &Site<'_>, figure: &Figure<'_>) -> String {
    let (base, slug, name) = (site.address(), &figure.slug, &figure.name);
    format!(
        "<a href=\"{base}chart/{slug}/\"><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"{base}picture/{name}.dark.svg\">\
         <img alt=\"{}\" src=\"{base}picture/{name}.light.svg\" width=\"680\"></picture></a>",
        html(&figure.chart.alt)
    )
}

/// HTML in which no template engine, Markdown reader or template literal finds a word of its own: a name from the data
/// must not become code of the site that shows it.
fn inert(html: &str) -> String {
    html.chars().fold(String::with_capacity(html.len()), |mut out, sign| {
        match sign {
            '{' => out += "&#123;",
            '`' => out += "&#96;",
            '\\' => out += "&#92;",
            '\n' | '\r' => out.push(' '),
            _ => out.push(sign),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_start_code_of_the_site_that_shows_them() {
        let hostile = "{{ .Site }} {% include x %} ${alert(1)} `+x+` \\u0060\nnext";
        let safe = inert(hostile);
        assert_eq!(safe, "&#123;&#123; .Site }} &#123;% include x %} $&#123;alert(1)} &#96;+x+&#96; &#92;u0060 next");
    }
}
