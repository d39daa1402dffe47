//! What the models of the real owners look like: their tasks, licenses, age and sizes, plausible
//! and invented.

pub struct Profile {
    pub owner: &'static str,
    /// All of the owner's models, by task.
    pub tasks: &'static [(&'static str, usize)],
    /// From the newest model to the oldest; models that are left state none.
    pub licenses: &'static [(&'static str, usize)],
    /// How evenly downloads lie over the models: the larger, the flatter.
    pub flatness: u64,
    /// How much newer than usual for their tasks the models are.
    pub newness: i32,
    /// How readily names state a size, against 100 for an invented owner; 0 = never.
    pub names_size: i32,
    /// How much larger than usual for their tasks the models are.
    pub magnitude: i32,
}

/// A laboratory with a few language models, all of which state their sizes.
const SMALL_LABORATORY: Profile = Profile {
    owner: "",
    tasks: &[("text-generation", 1)],
    licenses: &[("apache-2.0", 1)],
    flatness: 3,
    newness: 20,
    names_size: 140,
    magnitude: 0,
};

pub static PROFILES: [Profile; 15] = [
    Profile {
        owner: "Qwen",
        tasks: &[
            ("text-generation", 58),
            ("image-text-to-text", 30),
            ("feature-extraction", 3),
            ("text-ranking", 3),
            ("automatic-speech-recognition", 3),
            ("text-to-speech", 3),
            ("any-to-any", 2),
            ("text-to-image", 2),
        ],
        licenses: &[("apache-2.0", 96), ("other", 5)],
        flatness: 14,
        newness: 30,
        names_size: 150,
        magnitude: 18,
    },
    Profile {
        owner: "sentence-transformers",
        tasks: &[("sentence-similarity", 25), ("feature-extraction", 2)],
        licenses: &[("apache-2.0", 27)],
        flatness: 1,
        newness: -50,
        names_size: 0,
        magnitude: 0,
    },
    Profile {
        owner: "google",
        tasks: &[
            ("image-text-to-text", 12),
            ("text-generation", 8),
            ("fill-mask", 5),
            ("image-classification", 4),
            ("translation", 4),
            ("feature-extraction", 3),
            ("summarization", 3),
            ("zero-shot-image-classification", 3),
            ("sentence-similarity", 2),
            ("time-series-forecasting", 2),
        ],
        licenses: &[("gemma", 14), ("apache-2.0", 30)],
        flatness: 4,
        newness: 10,
        names_size: 100,
        magnitude: 0,
    },
    Profile {
        owner: "openai",
        tasks: &[("automatic-speech-recognition", 8), ("text-generation", 4), ("zero-shot-image-classification", 4)],
        licenses: &[("apache-2.0", 10), ("mit", 3)],
        flatness: 3,
        newness: 0,
        names_size: 90,
        magnitude: 0,
    },
    Profile {
        owner: "BAAI",
        tasks: &[("feature-extraction", 7), ("text-ranking", 5), ("sentence-similarity", 3)],
        licenses: &[("apache-2.0", 3), ("mit", 12)],
        flatness: 3,
        newness: 20,
        names_size: 0,
        magnitude: 0,
    },
    Profile {
        owner: "meta-llama",
        tasks: &[("text-generation", 14), ("image-text-to-text", 3)],
        licenses: &[("llama3.3", 2), ("llama3.2", 6), ("llama3.1", 6), ("llama3", 1), ("llama2", 2)],
        flatness: 4,
        newness: 0,
        names_size: 170,
        magnitude: 40,
    },
    Profile {
        owner: "deepseek-ai",
        tasks: &[("text-generation", 12), ("image-text-to-text", 2), ("any-to-any", 1)],
        licenses: &[("mit", 13), ("other", 2)],
        flatness: 4,
        newness: 20,
        names_size: 130,
        magnitude: 32,
    },
    Profile {
        owner: "Alibaba-NLP",
        tasks: &[("sentence-similarity", 5), ("text-ranking", 1)],
        licenses: &[("apache-2.0", 6)],
        flatness: 2,
        newness: 45,
        names_size: 110,
        magnitude: 0,
    },
    Profile {
        owner: "mlx-community",
        tasks: &[("text-generation", 5), ("image-text-to-text", 3)],
        licenses: &[("apache-2.0", 6), ("mit", 1)],
        newness: 40,
        ..SMALL_LABORATORY
    },
    Profile {
        owner: "internlm",
        tasks: &[("text-generation", 2), ("image-text-to-text", 1)],
        licenses: &[("apache-2.0", 3)],
        ..SMALL_LABORATORY
    },
    Profile {
        owner: "THUDM",
        tasks: &[("text-generation", 2)],
        licenses: &[("mit", 1), ("other", 1)],
        ..SMALL_LABORATORY
    },
    Profile { owner: "01-ai", tasks: &[("text-generation", 2)], licenses: &[("apache-2.0", 2)], ..SMALL_LABORATORY },
    Profile { owner: "baichuan-inc", licenses: &[("other", 1)], ..SMALL_LABORATORY },
    Profile { owner: "ZhipuAI", licenses: &[("mit", 1)], ..SMALL_LABORATORY },
    Profile { owner: "yi", ..SMALL_LABORATORY },
];
