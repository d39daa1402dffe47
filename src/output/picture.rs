//! How a picture carries its view, and how it is found again in a file that somebody drops.
//!
//! An SVG holds it in `<metadata id="hubstate">`, a PNG in an `iTXt` chunk `hubstate`. A file is told by its
//! content, never by its name. Its bytes are hostile: lengths are checked before they are followed, and what
//! programs make of a picture in between (moved attributes, other entities, further chunks) does no harm.

use thiserror::Error;

/// Why a file has no view to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[allow(missing_docs)]
pub enum NoView {
    #[error("neither SVG nor PNG: expected a picture that was saved from this report")]
    NotAPicture,
    #[error("a {0} without a view of hubstate in it: it was drawn by another program, or its metadata was removed")]
    Unsigned(&'static str),
    #[error("a PNG that is damaged at byte {0}: expected a whole chunk with its checksum; save the picture again")]
    Damaged(usize),
}

/// The keyword of the chunk and the id of the element.
const NAME: &str = "hubstate";
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// CSS pixels in a metre.
const PIXELS_A_METRE: f64 = 96.0 / 0.0254;

/// The view in the bytes of a picture, as the text that [`super::View::parse`] reads.
pub fn view_in(bytes: &[u8]) -> Result<String, NoView> {
    if bytes.starts_with(SIGNATURE) {
        return in_png(bytes);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let is_svg = bytes.first().is_some_and(|first| b"<\xef \t\r\n".contains(first)) && find(head, b"<svg").is_some();
    if is_svg { in_svg(bytes).ok_or(NoView::Unsigned("SVG")) } else { Err(NoView::NotAPicture) }
}

/// A PNG that carries `view` and says that `scale` of its pixels make one of CSS.
pub fn signed_png(png: &[u8], view: &str, scale: f64) -> Result<Vec<u8>, NoView> {
    let density = (libm::round(PIXELS_A_METRE * scale) as u32).to_be_bytes();
    let mut physical = [density, density].concat();
    physical.push(1);
    // Uncompressed, without a language and without a translated keyword.
    let text = [NAME.as_bytes(), &[0; 5], view.as_bytes()].concat();
    let mut out = SIGNATURE.to_vec();
    for chunk in chunks(png)? {
        let chunk = chunk?;
        if chunk.kind != b"pHYs" && text_of(&chunk).is_none() {
            out.extend_from_slice(chunk.whole);
        }
        if chunk.kind == b"IHDR" {
            push_chunk(&mut out, b"pHYs", &physical);
            push_chunk(&mut out, b"iTXt", &text);
        }
    }
    Ok(out)
}

/// The element that carries `view` within an SVG.
pub(super) fn metadata(view: &str) -> String {
    format!("<metadata id=\"{NAME}\">{}</metadata>\n", guarded(view))
}

/// JSON in which nothing is markup nor forbidden in XML: such signs stand in its texts only, where they can be written by number.
fn guarded(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out += &format!("\\u{:04x}", sign as u32);
            }
            sign => out.push(sign),
        }
    }
    out
}

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    whole: &'a [u8],
}

/// The chunks of a PNG up to its end; a fault where one is cut off or has another checksum.
fn chunks(png: &[u8]) -> Result<impl Iterator<Item = Result<Chunk<'_>, NoView>>, NoView> {
    let body = png.strip_prefix(SIGNATURE).ok_or(NoView::NotAPicture)?;
    let mut at = 0;
    let mut over = false;
    Ok(std::iter::from_fn(move || {
        if over {
            return None;
        }
        let chunk = chunk(&body[at..]);
        over = chunk.as_ref().is_none_or(|chunk| chunk.kind == b"IEND");
        let place = SIGNATURE.len() + at;
        at += chunk.as_ref().map_or(0, |chunk| chunk.whole.len());
        Some(chunk.ok_or(NoView::Damaged(place)))
    }))
}

fn chunk(bytes: &[u8]) -> Option<Chunk<'_>> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    let whole = bytes.get(..length.checked_add(12)?)?;
    let (covered, checksum) = whole[4..].split_last_chunk()?;
    let (kind, data) = covered.split_at_checked(4)?;
    (crc32(covered) == u32::from_be_bytes(*checksum)).then_some(Chunk { kind, data, whole })
}

fn push_chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let covered = [kind, data].concat();
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    out.extend_from_slice(&covered);
    out.extend_from_slice(&crc32(&covered).to_be_bytes());
}

/// The checksum of a chunk, bit by bit: a picture has few bytes, and a table would have 1 KB.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

/// The text of our chunk: behind its keyword stand compression, language and translated keyword.
fn text_of<'a>(chunk: &Chunk<'a>) -> Option<&'a [u8]> {
    let rest = chunk.data.strip_prefix(NAME.as_bytes())?;
    match chunk.kind {
        b"tEXt" => rest.strip_prefix(&[0]),
        b"iTXt" => {
            let rest = rest.strip_prefix(&[0, 0, 0])?;
            rest.splitn(3, |byte| *byte == 0).nth(2)
        }
        _ => None,
    }
}

fn in_png(png: &[u8]) -> Result<String, NoView> {
    for chunk in chunks(png)? {
        if let Some(text) = text_of(&chunk?) {
            return Ok(String::from_utf8_lossy(text).into_owned());
        }
    }
    Err(NoView::Unsigned("PNG"))
}

fn in_svg(svg: &[u8]) -> Option<String> {
    let mut rest = svg;
    while let Some(at) = find(rest, b"<metadata") {
        rest = &rest[at..];
        let (tag, inside) = rest.split_at(find(rest, b">")? + 1);
        rest = inside;
        if find(tag, NAME.as_bytes()).is_some() {
            let end = find(inside, b"</metadata")?;
            return Some(unescaped(&String::from_utf8_lossy(&inside[..end])));
        }
    }
    None
}

/// Entities as a program may have written them; `&amp;` last, or it would make new ones.
fn unescaped(text: &str) -> String {
    [("&quot;", "\""), ("&#34;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(text.trim().to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::output::{
        View,
        view::tests::{example, views},
    };

    /// One black pixel, as zlib and the reference library write it.
    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\x0aIDAT\x78\xda\x63\x60\0\0\0\x02\0\x01\xe5\x27\xde\xfc\0\0\0\0IEND\xae\x42\x60\x82";

    fn svg(view: &View) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}<rect/></svg>", metadata(&view.text()))
    }

    #[test]
    fn a_png_gets_two_chunks_behind_its_head_and_keeps_its_own() {
        let signed = signed_png(PIXEL, "{}", 2.0).unwrap();
        let head = SIGNATURE.len() + 25;
        assert_eq!(signed[..head], PIXEL[..head]);
        // 2 × 96 dots an inch are 7559 a metre; the checksum is Python's zlib.crc32.
        assert_eq!(signed[head..head + 21], *b"\0\0\0\x09pHYs\0\0\x1d\x87\0\0\x1d\x87\x01\x8f\xe5\xf1\x65");
        assert_eq!(signed[head + 21..head + 25], 15_u32.to_be_bytes());
        assert_eq!(signed[head + 25..head + 44], *b"iTXthubstate\0\0\0\0\0{}");
        assert_eq!(signed[head + 48..], PIXEL[head..]);
    }

    #[test]
    fn a_second_view_replaces_the_first() {
        let once = signed_png(PIXEL, "first", 1.0).unwrap();
        assert_eq!(signed_png(&once, "second", 3.0).unwrap(), signed_png(PIXEL, "second", 3.0).unwrap());
    }

    #[test]
    fn what_other_programs_make_of_an_svg_is_read() {
        let moved = "\u{feff}<?xml version=\"1.0\"?>\n<!-- edited -->\n<svg><metadata>own</metadata><metadata\n  class=\"x\"\n  id='hubstate'>\n  {&quot;section&quot;:&quot;a &amp;lt; b&quot;} </metadata></svg>";
        assert_eq!(view_in(moved.as_bytes()).unwrap(), "{\"section\":\"a &lt; b\"}");
    }

    #[test]
    fn what_gives_no_view_says_why() {
        assert_eq!(view_in(b""), Err(NoView::NotAPicture));
        assert_eq!(view_in(b"{\"html\":\"<svg\"}"), Err(NoView::NotAPicture));
        assert_eq!(view_in(b"<svg><metadata id=\"other\">x</metadata></svg>"), Err(NoView::Unsigned("SVG")));
        assert_eq!(view_in(b"<svg><metadata id=\"hubstate\">x"), Err(NoView::Unsigned("SVG")));
        assert_eq!(view_in(PIXEL), Err(NoView::Unsigned("PNG")));
        assert_eq!(view_in(&PIXEL[..40]), Err(NoView::Damaged(33)));
        assert_eq!(signed_png(b"GIF89a", "{}", 1.0), Err(NoView::NotAPicture));
        assert_eq!(signed_png(&PIXEL[..60], "{}", 1.0), Err(NoView::Damaged(55)));
    }

    #[test]
    fn a_changed_byte_is_told() {
        let mut signed = signed_png(PIXEL, &example().text(), 1.0).unwrap();
        let at = signed.windows(6).position(|six| six == b"owners").unwrap();
        signed[at] ^= 1;
        assert!(matches!(view_in(&signed), Err(NoView::Damaged(_))));
    }

    proptest! {
        #[test]
        fn any_view_comes_back_from_both(view in views()) {
            let png = signed_png(PIXEL, &view.text(), 2.0).unwrap();
            prop_assert_eq!(View::parse(&view_in(&png).unwrap()), Some(view.clone()));
            let svg = svg(&view);
            let forbidden = svg.contains(['\u{7f}', '\u{85}', '\u{ffff}']);
            prop_assert!(!forbidden, "{}", svg);
            prop_assert_eq!(svg.matches('<').count(), 5);
            let back = view_in(svg.as_bytes()).unwrap();
            // An entity that stands in the data is guarded, so that it is not taken for one of the file.
            prop_assert_eq!(View::parse(&back), Some(view));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200), kind in 0..3_usize, cut in 0..300_usize) {
            let starts: [&[u8]; 3] = [SIGNATURE, b"<svg><metadata hubstate", b""];
            let _ = view_in(&[starts[kind], &bytes].concat());
            let mut signed = signed_png(PIXEL, &example().text(), 1.0).unwrap();
            signed.truncate(cut);
            signed.extend(&bytes);
            let _ = view_in(&signed);
            let _ = signed_png(&signed, "{}", 1.0);
        }
    }
}
