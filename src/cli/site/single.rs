//! The page as one file that needs no host: core, script, style, font and snapshot inside of it.
//!
//! The core and the snapshot are gzipped and coded in base64, in blocks that no browser runs. The security policy
//! names the digests of the one script and the one style sheet instead of a host; the page can put another snapshot
//! into its block without touching them ("Save this report as one file").

use std::{fs, io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};
use hubstate::output::svg::base64;
use sha2::{Digest as _, Sha256};

/// The block of the core; `www/loader.js` looks for it.
const CORE: &str = "inline-core";
/// The block of the snapshot; `www/single.js` looks for it.
const SNAPSHOT: &str = "inline-snapshot";

/// The page of the folder `dist` with all that it asks for inside, and `snapshot` as what it shows.
pub fn page(dist: &Path, snapshot: &[u8]) -> Result<String, String> {
    let html = text(dist, "index.html")?;
    let script_tag = tag(&html, "<script defer src=")?;
    let style_tag = tag(&html, "<link rel=\"stylesheet\"")?;
    let style = style(dist, &text(dist, attribute(style_tag, "href")?)?)?;
    let script = script(&text(dist, attribute(script_tag, "src")?)?);
    let core = bytes(dist, attribute(script_tag, "data-wasm")?)?;
    let icon_tag = tag(&html, "<link rel=\"icon\"")?;
    let icon = format!(
        "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">",
        base64(&bytes(dist, attribute(icon_tag, "href")?)?)
    );
    let policy_tag = tag(&html, "<meta http-equiv=\"Content-Security-Policy\"")?;
    let blocks = format!("{}{}<script>{script}</script>\n</body>", block(CORE, &core)?, block(SNAPSHOT, snapshot)?);
    let mut page = html
        .replacen(&format!("{script_tag}</script>"), "", 1)
        .replacen(style_tag, &format!("<style>{style}</style>"), 1)
        .replacen(icon_tag, &icon, 1)
        .replacen(policy_tag, &policy(&script, &style), 1)
        .replacen("<html ", "<html class=\"single\" ", 1);
    // What cuts the page down to a figure before it is painted: here that would need a digest of its own.
    if let Some((before, after)) = page.split_once("<script>if(")
        && let Some((_, after)) = after.split_once("</script>")
    {
        page = format!("{before}{after}");
    }
    while let Ok(preload) = tag(&page, "<link rel=\"preload\"") {
        page = page.replacen(&preload.to_owned(), "", 1);
    }
    Ok(page.replacen("</body>", &blocks, 1))
}

fn policy(script: &str, style: &str) -> String {
    let digest = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text)));
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {} 'wasm-unsafe-eval'; \
         style-src {}; font-src data:; img-src data: blob:; worker-src blob:; connect-src https:; base-uri 'none'; \
         form-action 'none'; object-src 'none'\">",
        digest(script),
        digest(style)
    )
}

fn block(id: &str, bytes: &[u8]) -> Result<String, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let packed = packed.map_err(|error| format!("packing {id}: {error}"))?;
    Ok(format!("<script type=\"application/octet-stream\" id=\"{id}\">{}</script>\n", base64(&packed)))
}

/// The style sheet with its font inside.
fn style(dist: &Path, css: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let (name, after) = after.split_once(')').ok_or("the style sheet: an url( without its end")?;
        let name = name.trim_matches(['"', '\'']);
        let address = if name.starts_with("data:") {
            name.to_owned()
        } else {
            format!("data:font/woff2;base64,{}", base64(&bytes(dist, name)?))
        };
        out += &format!("{before}url({address})");
        rest = after;
    }
    Ok(out + rest)
}

/// The script as it may stand within a page: what would end the element or begin a comment only occurs in its texts.
fn script(text: &str) -> String {
    text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

/// The first tag that begins so, up to its end.
fn tag<'a>(html: &'a str, start: &str) -> Result<&'a str, String> {
    let missing = || format!("index.html: found no `{start}`, expected the page as build.sh makes it");
    let from = html.find(start).ok_or_else(missing)?;
    let end = html[from..].find('>').ok_or_else(missing)?;
    Ok(&html[from..=from + end])
}

fn attribute<'a>(tag: &'a str, name: &str) -> Result<&'a str, String> {
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value).ok_or_else(|| format!("index.html: found no {name} in `{tag}`"))
}

fn bytes(dist: &Path, name: &str) -> Result<Vec<u8>, String> {
    let path = dist.join(name);
    fs::read(&path).map_err(|error| format!("{}: {error}; expected the page as build.sh makes it", path.display()))
}

fn text(dist: &Path, name: &str) -> Result<String, String> {
    String::from_utf8(bytes(dist, name)?).map_err(|_| format!("{name}: expected text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempdir::Folder {
        tempdir::Folder::with(files)
    }

    /// A folder that goes when the test does.
    mod tempdir {
        use std::{
            fs,
            path::PathBuf,
            process,
            sync::atomic::{AtomicU32, Ordering},
        };

        static COUNT: AtomicU32 = AtomicU32::new(0);

        pub struct Folder(pub PathBuf);

        impl Folder {
            pub fn with(files: &[(&str, &str)]) -> Folder {
                let name = format!("hubstate-single-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
                let folder = Folder(std::env::temp_dir().join(name));
                fs::create_dir_all(&folder.0).unwrap();
                files.iter().for_each(|(name, text)| fs::write(folder.0.join(name), text).unwrap());
                folder
            }
        }

        impl Drop for Folder {
            fn drop(&mut self) {
                let _ = fs::remove_dir_all(&self.0);
            }
        }
    }

    const INDEX: &str = "<html lang=\"en\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"x\">\
        <link rel=\"icon\" href=\"i.svg\" type=\"image/svg+xml\"><link rel=\"preload\" href=\"f.woff2\"><link rel=\"preload\" href=\"c.wasm\">\
        <link rel=\"stylesheet\" href=\"s.css\"><script defer src=\"a.js\" data-wasm=\"c.wasm\" data-snapshot=\"s\"></script></head><body>hello</body></html>";

    #[test]
    fn everything_is_inside_and_nothing_is_asked_for() {
        let files = [
            ("index.html", INDEX),
            ("i.svg", "<svg/>"),
            ("s.css", "@font-face{src:url(\"f.woff2\")}b{}"),
            ("f.woff2", "font"),
            ("a.js", "run('</script>')"),
            ("c.wasm", "core"),
        ];
        let dist = folder(&files);
        let page = page(&dist.0, b"[]").unwrap();
        for name in ["href=\"s.css\"", "a.js", "c.wasm", "f.woff2", "i.svg", "preload"] {
            assert!(!page.contains(name), "{name} in {page}");
        }
        assert!(page.contains("<style>@font-face{src:url(data:font/woff2;base64,Zm9udA==)}b{}</style>"), "{page}");
        assert!(page.contains("<script>run('<\\/script>')</script>\n</body>"), "{page}");
        assert!(page.contains("id=\"inline-snapshot\">H4sI"), "{page}");
        // The digest of the script as it stands there, by sha256sum and base64.
        assert!(
            page.contains("script-src 'sha256-Z+m3IpWzJPbWvKGRFMDak9qLePpuI2108uschrTZ35w=' 'wasm-unsafe-eval'"),
            "{page}"
        );
    }

    #[test]
    fn a_folder_that_is_no_page_is_named() {
        let dist = folder(&[("index.html", "<html>")]);
        assert!(page(&dist.0, b"").unwrap_err().starts_with("index.html: found no `<script defer src=`"));
    }
}
