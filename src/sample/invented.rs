//! What the article leaves open, filled in plausibly: small owners, rarer licenses and tasks, the
//! other size bands.

use super::published::{FROM_13B_TO_33B, FROM_70B};
use super::traits::Model;

/// The Eastern owners without a published total; with Qwen and BAAI they make up A12.
pub const EASTERN_OWNERS: [(&str, u64); 9] = [
    ("deepseek-ai", 17_806_518),
    ("Alibaba-NLP", 14_903_277),
    ("mlx-community", 2_171_413),
    ("internlm", 867_230),
    ("THUDM", 690_946),
    ("01-ai", 504_183),
    ("baichuan-inc", 350_729),
    ("ZhipuAI", 291_548),
    ("yi", 263_545),
];

/// Invented owners at the ranks between BAAI and meta-llama. Half of all downloads is passed at
/// the second (A7).
pub const RANK_6_TO_9: [u64; 4] = [76_204_619, 64_613_852, 54_108_377, 43_407_756];

/// Invented owners below the twelfth rank: how many, and the ratio from one to the next.
pub const CURVE_OWNERS: usize = 293;
pub const CURVE_RATIO: (u64, u64) = (9_825, 10_000);

/// No model of the basket has fewer downloads.
pub const LEAST_DOWNLOADS: u64 = 200_000;

/// Tasks without a published count, below the published ones; the models that are left state no
/// task. The image tasks come first: with image-text-to-text and image-classification they make up
/// A14.
pub const IMAGE_TASKS_LEFT: [(&str, usize); 14] = [
    ("text-to-image", 16),
    ("image-feature-extraction", 12),
    ("zero-shot-image-classification", 11),
    ("object-detection", 10),
    ("image-segmentation", 8),
    ("image-to-text", 5),
    ("depth-estimation", 5),
    ("any-to-any", 5),
    ("image-to-video", 2),
    ("text-to-video", 2),
    ("mask-generation", 2),
    ("video-text-to-text", 2),
    ("visual-document-retrieval", 2),
    ("visual-question-answering", 1),
];
pub const OTHER_TASKS: [(&str, usize); 15] = [
    ("fill-mask", 47),
    ("text-classification", 46),
    ("text-ranking", 38),
    ("token-classification", 27),
    ("text-to-speech", 24),
    ("translation", 18),
    ("zero-shot-classification", 12),
    ("time-series-forecasting", 12),
    ("audio-classification", 10),
    ("summarization", 8),
    ("question-answering", 7),
    ("voice-activity-detection", 4),
    ("robotics", 3),
    ("text-to-audio", 2),
    ("audio-to-audio", 2),
];

pub type Fits = fn(&Model) -> bool;
pub const ANY: Fits = |_| true;

/// Licenses without a published count, and which of the invented owners' models may carry them.
/// The permissive ones come to 715 with the two published (A10).
pub const PERMISSIVE_LICENSES: [(&str, usize, Fits); 4] =
    [("cc-by-4.0", 18, ANY), ("bsd-3-clause", 6, ANY), ("cc0-1.0", 2, ANY), ("unlicense", 1, ANY)];
pub const OTHER_LICENSES: [(&str, usize, Fits); 17] = [
    ("llama3.3", 3, recent_language_model),
    ("llama3.2", 9, recent_language_model),
    ("llama3.1", 10, recent_language_model),
    ("llama3", 4, recent_language_model),
    ("llama2", 4, language_model_of_2023),
    ("gemma", 16, recent_language_model),
    ("openrail++", 6, image_generator),
    ("creativeml-openrail-m", 4, image_generator),
    ("bigcode-openrail-m", 1, language_model_of_2023),
    ("other", 78, ANY),
    ("cc-by-nc-4.0", 16, ANY),
    ("cc-by-nc-sa-4.0", 6, ANY),
    ("cc-by-sa-4.0", 6, ANY),
    ("agpl-3.0", 3, ANY),
    ("gpl-3.0", 2, ANY),
    ("cc-by-nc-nd-4.0", 1, ANY),
    ("mpl-2.0", 1, ANY),
];

fn recent_language_model(model: &Model) -> bool {
    model.is_language_model() && model.year() >= 2024
}

fn language_model_of_2023(model: &Model) -> bool {
    model.is_language_model() && model.year() == 2023
}

fn image_generator(model: &Model) -> bool {
    model.task == Some("text-to-image")
}

/// Of the models that the article counts under 2022 (A19), those with the date from which the Hub
/// recorded any.
pub const FLOOR_DATED: usize = 142;
pub const FLOOR_DATE: &str = "2022-03-02T23:29:04.000Z";

/// The bands of declared sizes, smallest first: how many models, and how their names write the
/// size.
pub const BANDS: [(usize, &[&str]); 7] = [
    (41, &["0.6B", "335M", "0.5B", "110M", "0.8B", "270M"]),
    (52, &["1.5B", "1B", "1.7B", "2B"]),
    (50, &["4B", "3B", "E4B", "6B", "3B"]),
    (78, &["7B", "8B", "9B", "8B", "12B"]),
    (FROM_13B_TO_33B, &["14B", "27B", "30B-A3B", "32B", "24B", "13B"]),
    (28, &["35B-A3B", "34B", "49B-A6B", "8x7B"]),
    (FROM_70B, &["70B", "72B", "120B-A10B", "70B", "235B-A22B"]),
];
