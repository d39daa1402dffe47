//! The figures that the article of 2026-04-29 published, each with its claim in the ledger.
//!
//! Where a figure is published rounded, the digits below the published ones are invented. A3, A8
//! and A9 follow from the others; the tests recompute them too.

/// The day of the article's snapshot.
pub const CAPTURED_AT: &str = "2026-04-29";

/// The size of the article's basket: the most downloaded models of the Hub.
pub const MODELS: usize = 1_000;

/// A1: 2.16B. The shares of A3, A4, A5, A6 and A12 hold together only from 2,161,646,804 to
/// 2,164,999,999.
pub const DOWNLOADS: u64 = 2_163_412_587;

/// A2 (to the last digit), A4, A5 and, with the ratio of A8, meta-llama.
pub const OWNERS: [(&str, u64); 6] = [
    ("Qwen", 399_454_717),                  // A2, A3
    ("sentence-transformers", 317_684_912), // A4
    ("google", 104_217_346),                // A5
    ("openai", 91_583_220),                 // A5
    ("BAAI", 84_709_158),                   // A5
    ("meta-llama", 29_612_407),             // A8
];

/// A6: the shares of the five and of the ten largest owners, in thousandths.
pub const TOP_5_SHARE: u64 = 461;
pub const TOP_10_SHARE: u64 = 585;

/// A7: with this many owners half of all downloads is reached.
pub const HALF_RANK: usize = 7;

/// A12: 522M, the downloads of the eleven owners that the article counts as Eastern.
pub const EASTERN_DOWNLOADS: u64 = 522_013_264;

/// A10: models under a permissive license.
pub const PERMISSIVE: usize = 715;

/// A11: the licenses with a published count; `UNLICENSED` is what the article calls unspecified.
pub const LICENSES: [(&str, usize); 2] = [("mit", 198), ("apache-2.0", 490)];
pub const UNLICENSED: usize = 115;

/// A13: the tasks with a published count.
pub const TASKS: [(&str, usize); 6] = [
    ("text-generation", 222),
    ("image-text-to-text", 118),
    ("sentence-similarity", 76),
    ("feature-extraction", 65),
    ("automatic-speech-recognition", 55),
    ("image-classification", 49),
];

/// A14: about a quarter, image-text and image tasks together.
pub const IMAGE_TASKS: std::ops::RangeInclusive<usize> = 200..=300;

/// A15: models that declare a size in their name.
pub const SIZED: usize = 351;

/// A17: below 7B, the first of the article's two figures: 40.7 % of the 351.
pub const BELOW_7B: usize = 143;

/// A16: 13–33B, the largest band.
pub const FROM_13B_TO_33B: usize = 83;

/// A18: 70B and above.
pub const FROM_70B: usize = 19;

/// A19: models by year of creation; the article counts those with the Hub's floor date under 2022.
pub const YEARS: [(u16, usize); 5] = [(2022, 258), (2023, 128), (2024, 225), (2025, 231), (2026, 158)];
