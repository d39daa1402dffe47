//! In which file formats a model comes, and whether its weights are quantized.
//!
//! By its tags (read with the row), its library and words in its name. A word in a name begins after
//! a separator (`-`, `_`, `.`) and ends before one, and may hold some of these itself. The catch: a name is what the uploader wrote.

use super::{
    rows,
    words::{formats_of_name_word, word},
};
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
    /// How many sets there are.
    pub const SETS: usize = 2 * QUANTIZED as usize;

    /// The number of the set, below [`Formats::SETS`].
    pub fn code(self) -> usize {
        usize::from(self.0)
    }

    /// The set of a number.
    pub fn of_code(code: u16) -> Formats {
        Formats(code)
    }

    /// Whether the format of that place in [`FORMATS`] is among them.
    pub fn has(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }

    /// Whether the weights are quantized: any row of kind quantization or precision, or GGUF.
    pub fn quantized(self) -> bool {
        self.0 & QUANTIZED != 0
    }

    /// Whether nothing is known of its formats.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Where a word of the table is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Tag,
    Library,
    Name,
}

/// Every word of the table with its place and its bits.
pub(super) fn each(mut take: impl FnMut(&'static str, Place, u16)) {
    for [format, kind, place, words] in rows(include_str!("tables/formats.csv")) {
        let bits = bits(format) | if kind == "container" { 0 } else { QUANTIZED };
        let place = match place {
            "tag" => Place::Tag,
            "library" => Place::Library,
            _ => Place::Name,
        };
        words.split(' ').for_each(|word| take(word, place, bits));
    }
    take(SOMEHOW_QUANTIZED, Place::Tag, QUANTIZED);
}

/// What a packed snapshot writes for a tag that says of the weights that they are quantized, and no format.
const SOMEHOW_QUANTIZED: &str = "hubstate:quantized";

/// Tags that say what the bits of a row's own tags say.
pub fn format_tags(bits: u16) -> impl Iterator<Item = &'static str> {
    let tag = |at: usize| if 1 << at == PYTORCH { "pytorch" } else { FORMATS[at] };
    let tags = (0..FORMATS.len()).filter(move |at| bits & 1 << at != 0).map(tag);
    let said = tags.clone().fold(0, |said, tag| said | word(tag.as_bytes()).unwrap_or_default().formats);
    tags.chain((bits & !said & QUANTIZED != 0).then_some(SOMEHOW_QUANTIZED))
}

fn bits(format: &str) -> u16 {
    match format {
        "gguf" => GGUF | QUANTIZED,
        "pytorch" => PYTORCH,
        _ => FORMATS.iter().position(|id| *id == format).map_or(0, |at| 1 << at),
    }
}

/// The formats of a model.
pub fn formats(repo: Repo<'_>) -> Formats {
    Formats(repo.format_bits(|| {
        let library = repo.library().and_then(|library| word(library.as_bytes()));
        let bits = repo.tagged_formats() | library.unwrap_or_default().library_formats | named(repo.name().as_bytes());
        if bits & (SAFETENSORS | GGUF | MLX) == 0 { bits } else { bits & !PYTORCH }
    }))
}

/// How many parts of a name a word may have: `1.58-bit`.
const PARTS: usize = 3;

/// The bits of the words in a name.
fn named(name: &[u8]) -> u16 {
    let mut bits = 0;
    // Where the last parts begin, the latest first.
    let mut starts = [0; PARTS];
    let mut known = 1;
    for end in 0..=name.len() {
        if !name.get(end).is_none_or(|byte| matches!(byte, b'-' | b'_' | b'.')) {
            continue;
        }
        for &start in &starts[..known] {
            bits |= formats_of_name_word(&name[start..end]);
        }
        starts.rotate_right(1);
        starts[0] = end + 1;
        known = (known + 1).min(PARTS);
    }
    bits
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
            formats: tags.iter().fold(0, |bits, tag| bits | word(tag.as_bytes()).unwrap_or_default().formats),
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
        assert_eq!(of("o/x-quark-w_x", &[], ""), ["quantized"]);
        assert_eq!(of("o/x", &["8-bit", "fp8"], ""), ["fp8", "quantized"]);
    }

    #[test]
    fn tags_are_written_that_say_the_same() {
        let bits =
            |tags: &[&str]| tags.iter().fold(0, |bits, tag| bits | word(tag.as_bytes()).unwrap_or_default().formats);
        let mut all = Vec::new();
        each(|word, place, _| all.extend((place == Place::Tag).then_some(word)));
        for (at, first) in all.iter().enumerate() {
            for second in &all[at..] {
                let wanted = bits(&[first, second]);
                assert_eq!(bits(&format_tags(wanted).collect::<Vec<_>>()), wanted, "{first} {second}");
            }
        }
        assert_eq!(format_tags(bits(&["int4", "exllamav2"])).collect::<Vec<_>>(), ["exl2"]);
        assert_eq!(format_tags(bits(&["int4", "pytorch"])).collect::<Vec<_>>(), ["pytorch", "hubstate:quantized"]);
        assert_eq!(format_tags(0).count(), 0);
    }

    #[test]
    fn a_word_in_a_name_stands_between_separators() {
        for id in ["gguf/x", "o/ggufs", "o/xgguf", "o/mlxx", "o/hawq", "o/w4a17", "o/58-bits", "o/g"] {
            assert_eq!(of(id, &[], ""), [""; 0], "{id}");
        }
    }
}
