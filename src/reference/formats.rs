//! In which file formats a model comes, and whether its weights are quantised.
//!
//! By its tags (read with the row), its library and words in its name. A word in a name begins after
//! a separator (`-`, `_`, `.`) and ends before one. The catch: a name is what the uploader wrote.

use std::sync::LazyLock;

use super::rows;
use crate::model::Repo;

/// The formats that a report tells apart, by their ids; a format's place is its bit.
pub const FORMATS: [&str; 12] = [
    "safetensors",
    "gguf",
    "awq",
    "gptq",
    "exl2",
    "exl3",
    "mlx",
    "bitsandbytes",
    "fp8",
    "nvfp4",
    "onnx",
    "pytorch_only",
];

const SAFETENSORS: u16 = 1;
const GGUF: u16 = 1 << 1;
const MLX: u16 = 1 << 6;
/// Files of PyTorch; alone, where there are none of the formats above.
const PYTORCH: u16 = 1 << 11;
const QUANTIZED: u16 = 1 << 12;

/// A set of file formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats(u16);

impl Formats {
    /// Whether the format of that place in [`FORMATS`] is among them.
    pub fn has(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }

    /// Whether the weights are quantised: any row of kind quantization or precision, or GGUF.
    pub fn quantized(self) -> bool {
        self.0 & QUANTIZED != 0
    }

    /// Whether nothing is known of its formats.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A word of the table: where it is looked for, and the bits it stands for.
struct Row {
    place: &'static str,
    word: &'static str,
    bits: u16,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut table = Vec::new();
    for [format, kind, place, words] in rows(include_str!("tables/formats.csv")) {
        let bits = bits(format) | if kind == "container" { 0 } else { QUANTIZED };
        table.extend(words.split(' ').map(|word| Row { place, word, bits }));
    }
    table
});

fn bits(format: &str) -> u16 {
    match format {
        "gguf" => GGUF | QUANTIZED,
        "pytorch" => PYTORCH,
        _ => FORMATS.iter().position(|id| *id == format).map_or(0, |at| 1 << at),
    }
}

/// Every tag of the table with its bits.
pub(super) fn tags(mut take: impl FnMut(&'static str, u16)) {
    ROWS.iter().filter(|row| row.place == "tag").for_each(|row| take(row.word, row.bits));
}

/// The formats of a model.
pub fn formats(repo: Repo<'_>) -> Formats {
    let (name, library) = (repo.name().as_bytes(), repo.library().unwrap_or(""));
    let mut bits = repo.tagged_formats();
    for row in ROWS.iter() {
        let holds = match row.place {
            "id" => names(name, row.word.as_bytes()),
            "library" => row.word.eq_ignore_ascii_case(library),
            _ => false,
        };
        bits |= if holds { row.bits } else { 0 };
    }
    Formats(if bits & (SAFETENSORS | GGUF | MLX) == 0 { bits } else { bits & !PYTORCH })
}

/// Whether a word stands in a name; one that ends in `*` may go on.
fn names(name: &[u8], word: &[u8]) -> bool {
    let (word, open) = word.strip_suffix(b"*").map_or((word, false), |word| (word, true));
    let parts = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'-' | b'_' | b'.'));
    let Some(last) = name.len().checked_sub(word.len()) else { return false };
    (0..=last).any(|at| {
        let end = at + word.len();
        name[at].eq_ignore_ascii_case(&word[0])
            && parts(at.checked_sub(1).and_then(|before| name.get(before)))
            && name[at..end].eq_ignore_ascii_case(word)
            && (open || parts(name.get(end)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Builder, Field, RawRow},
        reference::word,
    };

    fn of(id: &str, tags: &[&str], library: &str) -> Vec<&'static str> {
        let mut builder = Builder::default();
        builder.push(&RawRow {
            id: id.into(),
            formats: tags.iter().fold(0, |bits, tag| bits | word(tag.as_bytes()).formats),
            library: Field::Known(library.into()),
            ..RawRow::default()
        });
        let snapshot = &builder.finish()[0];
        let formats = formats(snapshot.repo(0));
        let mut found: Vec<&str> = (0..12).filter(|&at| formats.has(at)).map(|at| FORMATS[at]).collect();
        found.extend(formats.quantized().then_some("quantized"));
        found
    }

    #[test]
    fn formats_come_from_tags_library_and_name() {
        assert_eq!(of("o/bert", &["PyTorch", "safetensors"], ""), ["safetensors"]);
        assert_eq!(of("o/bert", &["pytorch", "onnx"], ""), ["onnx", "pytorch_only"]);
        assert_eq!(of("o/bert.GGUF", &["pytorch"], ""), ["gguf", "quantized"]);
        assert_eq!(of("o/x", &[], "Transformers.js"), ["onnx"]);
        assert_eq!(of("o/x", &[], "llama.cpp"), ["gguf", "quantized"]);
        assert_eq!(of("awq/x-AWQ", &[], ""), ["awq", "quantized"]);
        assert_eq!(of("o/x_1.58-bit", &[], ""), ["quantized"]);
        assert_eq!(of("o/x-w4a16g128", &[], ""), ["quantized"]);
        assert_eq!(of("o/x-quark-w-int8", &[], ""), ["quantized"]);
        assert_eq!(of("o/x", &["8-bit", "fp8"], ""), ["fp8", "quantized"]);
    }

    #[test]
    fn a_word_in_a_name_stands_between_separators() {
        for id in ["gguf/x", "o/ggufs", "o/xgguf", "o/mlxx", "o/hawq", "o/w4a17", "o/58-bits", "o/g"] {
            assert_eq!(of(id, &[], ""), [""; 0], "{id}");
        }
    }
}
