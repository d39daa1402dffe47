//! Strings from data are hostile: how they are written into HTML, Markdown and CSV.

/// For the text and the attributes of HTML and SVG; characters that XML forbids are dropped.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if (c as u32) < 0x20 || matches!(c as u32, 0x7f..=0x9f | 0xfffe | 0xffff) => {}
            c => out.push(c),
        }
    }
    out
}

/// For one line of Markdown, also within a table.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// For one cell of CSV (RFC 4180); a text that a spreadsheet would run as a formula gets an apostrophe.
pub fn csv(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_data_becomes_markup() {
        assert_eq!(html("<script>\"&'\u{1}"), "&lt;script&gt;&quot;&amp;&#39;");
        assert_eq!(markdown("a|b\n*[x](y)*"), "a\\|b \\*\\[x\\](y)\\*");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(csv("=1+1"), "'=1+1");
        assert_eq!(csv("-a,\"b\""), "\"'-a,\"\"b\"\"\"");
        assert_eq!(csv("Qwen/Qwen3-8B"), "Qwen/Qwen3-8B");
    }
}
