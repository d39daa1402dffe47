//! One chart of each form for many values. The figures are those of the catalogue in llmfit-core 1.1.18 (MIT), its
//! 1,000 most downloaded models, thinned where a chart needs no more; the dial and the sizes that are
//! not recorded are illustrative.

use hubstate::report::{Bracket, Chart, Form, Mark, Threshold, Tone, Unit, Value};

use super::fixtures::{chart, mark};

pub fn all() -> Vec<Chart> {
    vec![strip(), scatter(), rank_size(), multiples(), matrix(), dial()]
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn line(at: f64, text: &str) -> Threshold {
    Threshold { at, text: text.to_owned() }
}

/// Parameters, models and their downloads in units of 100,000.
const SIZES: [(f64, u32, f64); 79] = [
    (771e3, 1, 1.0),
    (4.42e6, 1, 1.0),
    (4.62e6, 1, 1.0),
    (9.65e6, 1, 9.0),
    (14.1e6, 2, 8.0),
    (17e6, 1, 2.0),
    (22e6, 1, 1.0),
    (23.3e6, 5, 74.0),
    (28.2e6, 1, 2.0),
    (33.4e6, 6, 618.0),
    (36.4e6, 6, 6.0),
    (47.7e6, 3, 55.0),
    (66.4e6, 3, 7.0),
    (85e6, 6, 169.0),
    (101e6, 6, 35.0),
    (110e6, 28, 258.0),
    (135e6, 13, 342.0),
    (152e6, 8, 15.0),
    (177e6, 1, 4.0),
    (204e6, 10, 59.0),
    (232e6, 9, 38.0),
    (268e6, 9, 16.0),
    (324e6, 10, 219.0),
    (362e6, 5, 13.0),
    (427e6, 5, 7.0),
    (494e6, 11, 113.0),
    (568e6, 17, 266.0),
    (620e6, 3, 30.0),
    (756e6, 12, 348.0),
    (873e6, 14, 156.0),
    (947e6, 11, 50.0),
    (1.17e9, 24, 136.0),
    (1.33e9, 8, 24.0),
    (1.54e9, 20, 233.0),
    (1.78e9, 13, 65.0),
    (2.03e9, 15, 127.0),
    (2.27e9, 17, 148.0),
    (2.82e9, 12, 31.0),
    (3.21e9, 26, 175.0),
    (3.75e9, 17, 73.0),
    (4.17e9, 30, 310.0),
    (4.74e9, 27, 171.0),
    (5.6e9, 8, 28.0),
    (6.74e9, 18, 48.0),
    (7.72e9, 80, 479.0),
    (8.46e9, 67, 479.0),
    (9.65e9, 17, 122.0),
    (12.2e9, 8, 29.0),
    (13e9, 8, 17.0),
    (14.8e9, 33, 198.0),
    (18.2e9, 10, 86.0),
    (20.9e9, 15, 122.0),
    (24e9, 19, 46.0),
    (27.4e9, 59, 626.0),
    (31.3e9, 71, 422.0),
    (35.1e9, 31, 265.0),
    (41.9e9, 1, 1.0),
    (49.1e9, 5, 7.0),
    (64.6e9, 2, 10.0),
    (72.7e9, 24, 65.0),
    (83.8e9, 4, 5.0),
    (98.8e9, 1, 2.0),
    (119e9, 15, 78.0),
    (125e9, 4, 15.0),
    (165e9, 2, 6.0),
    (180e9, 4, 23.0),
    (203e9, 3, 9.0),
    (235e9, 11, 37.0),
    (291e9, 3, 17.0),
    (310e9, 9, 128.0),
    (358e9, 4, 5.0),
    (403e9, 12, 38.0),
    (480e9, 1, 6.0),
    (553e9, 3, 11.0),
    (685e9, 6, 92.0),
    (754e9, 10, 57.0),
    (1.03e12, 10, 28.0),
    (1.65e12, 2, 5.0),
    (2.78e12, 1, 11.0),
];

fn strip() -> Chart {
    // The models of a class lie around its middle one, as far apart as classes do.
    let models = |(size, models, weight): &(f64, u32, f64)| {
        let place = |k: u32| (f64::from(k) + 0.5) / f64::from(*models) - 0.5;
        let at = |k: u32| (size * libm::pow(10.0, place(k) / 16.0), weight * 1e5 / f64::from(*models));
        (0..*models).map(at).collect::<Vec<(f64, f64)>>()
    };
    Chart {
        marks: vec![mark("weighted by downloads", 4_022_468_096.0, Tone::Subject)],
        thresholds: vec![line(8_017_694_720.0, "median 8B"), line(57_976_899_830.0, "mean 58B")],
        curve: SIZES.iter().flat_map(models).collect(),
        axes: words(&["parameters (log)", "models", "their downloads"]),
        ..chart(
            Form::Strip,
            "strip",
            "Half of what is downloaded has about 4B parameters or fewer",
            "Models by recorded parameters, and their downloads in 30 days · top 1,000 · n = 1,000, recorded for all",
            Unit::Parameters,
        )
    }
}

/// Downloads and likes of every sixth model.
const LIKED: [(f64, f64); 167] = [
    (60146924.0, 606.0),
    (12000000.0, 2800.0),
    (8752198.0, 1177.0),
    (6958158.0, 667.0),
    (5947610.0, 324.0),
    (5163002.0, 86.0),
    (4442840.0, 4024.0),
    (3942051.0, 34.0),
    (3548400.0, 1000.0),
    (3029224.0, 404.0),
    (2538456.0, 3.0),
    (2274810.0, 55.0),
    (2038311.0, 3393.0),
    (1870465.0, 6113.0),
    (1752220.0, 362.0),
    (1657866.0, 108.0),
    (1585600.0, 246.0),
    (1522936.0, 16.0),
    (1435437.0, 1867.0),
    (1382367.0, 4364.0),
    (1295778.0, 236.0),
    (1222995.0, 4435.0),
    (1163243.0, 22.0),
    (1118003.0, 56.0),
    (1044316.0, 199.0),
    (1011211.0, 1.0),
    (968178.0, 219.0),
    (936304.0, 18.0),
    (899523.0, 42.0),
    (856924.0, 61.0),
    (819920.0, 106.0),
    (793117.0, 0.0),
    (767970.0, 1.0),
    (751548.0, 122.0),
    (712254.0, 441.0),
    (685230.0, 7.0),
    (670078.0, 2494.0),
    (644094.0, 229.0),
    (626663.0, 2123.0),
    (608419.0, 6.0),
    (594205.0, 629.0),
    (576322.0, 84.0),
    (569432.0, 95.0),
    (548353.0, 78.0),
    (512771.0, 3.0),
    (498900.0, 1562.0),
    (494756.0, 119.0),
    (483585.0, 41.0),
    (477323.0, 154.0),
    (462320.0, 1564.0),
    (441614.0, 17.0),
    (424897.0, 0.0),
    (417247.0, 1614.0),
    (408953.0, 1636.0),
    (399776.0, 379.0),
    (386263.0, 5650.0),
    (377192.0, 4186.0),
    (370784.0, 1468.0),
    (359057.0, 738.0),
    (353806.0, 853.0),
    (348043.0, 1384.0),
    (341370.0, 315.0),
    (336061.0, 53.0),
    (323908.0, 587.0),
    (321220.0, 46.0),
    (312030.0, 3124.0),
    (305212.0, 0.0),
    (298182.0, 421.0),
    (291274.0, 23.0),
    (288433.0, 3.0),
    (285422.0, 1275.0),
    (280655.0, 0.0),
    (272831.0, 267.0),
    (265045.0, 112.0),
    (260431.0, 360.0),
    (255601.0, 23.0),
    (249281.0, 1046.0),
    (245415.0, 485.0),
    (239550.0, 22.0),
    (237755.0, 0.0),
    (231626.0, 1503.0),
    (222967.0, 40.0),
    (221749.0, 10.0),
    (217925.0, 24.0),
    (212532.0, 102.0),
    (207828.0, 33.0),
    (204045.0, 431.0),
    (201795.0, 2.0),
    (195992.0, 1130.0),
    (192701.0, 82.0),
    (185815.0, 284.0),
    (182804.0, 203.0),
    (179672.0, 0.0),
    (177298.0, 118.0),
    (172007.0, 10.0),
    (168774.0, 138.0),
    (164294.0, 998.0),
    (162178.0, 1371.0),
    (159827.0, 2.0),
    (157878.0, 135.0),
    (155013.0, 356.0),
    (151389.0, 2.0),
    (148720.0, 1.0),
    (147916.0, 90.0),
    (144302.0, 29.0),
    (141480.0, 0.0),
    (139748.0, 3.0),
    (137146.0, 6.0),
    (134979.0, 0.0),
    (132998.0, 89.0),
    (130442.0, 4.0),
    (128163.0, 580.0),
    (126148.0, 10.0),
    (124024.0, 1258.0),
    (122881.0, 1.0),
    (120225.0, 55.0),
    (117781.0, 1.0),
    (115321.0, 24.0),
    (113740.0, 197.0),
    (111335.0, 85.0),
    (109653.0, 226.0),
    (107431.0, 3.0),
    (106488.0, 38.0),
    (105142.0, 19.0),
    (104206.0, 5.0),
    (103017.0, 1.0),
    (101774.0, 155.0),
    (98960.0, 2.0),
    (97609.0, 62.0),
    (95269.0, 7.0),
    (94783.0, 7.0),
    (92948.0, 3.0),
    (91599.0, 85.0),
    (90999.0, 135.0),
    (89085.0, 1852.0),
    (87745.0, 34.0),
    (87241.0, 1125.0),
    (86146.0, 595.0),
    (85533.0, 4.0),
    (84623.0, 3.0),
    (84304.0, 70.0),
    (82933.0, 1.0),
    (81930.0, 14.0),
    (80391.0, 181.0),
    (79778.0, 3.0),
    (78859.0, 2.0),
    (78283.0, 441.0),
    (76793.0, 16.0),
    (75614.0, 1.0),
    (74814.0, 8.0),
    (73748.0, 11.0),
    (72830.0, 14.0),
    (71795.0, 796.0),
    (70684.0, 47.0),
    (69432.0, 12.0),
    (68166.0, 5.0),
    (67400.0, 73.0),
    (66554.0, 8.0),
    (65313.0, 27.0),
    (64309.0, 3.0),
    (63534.0, 16.0),
    (62882.0, 284.0),
    (62185.0, 970.0),
    (61810.0, 29.0),
    (61023.0, 790.0),
    (60622.0, 368.0),
    (59558.0, 2.0),
];

fn scatter() -> Chart {
    let point = |(downloads, likes): &(f64, f64)| Mark {
        second: Value::from(*downloads),
        ..mark("a model", *likes, Tone::Context)
    };
    let named = [
        ("deepseek-ai/DeepSeek-R1", 1_119_761.0, 14_350.0, Tone::Subject),
        ("BAAI/bge-small-en-v1.5", 60_146_924.0, 606.0, Tone::Subject),
        ("Qwen/Qwen3.8-27B", 6_843_108.0, 17_511.0, Tone::Second),
        ("Qwen/Qwen3-0.6B", 30_575_964.0, 1770.0, Tone::Second),
        ("hexgrad/Kokoro-82M", 13_685_663.0, 6440.0, Tone::Second),
        ("meta-llama/Llama-3.1-8B-Instruct", 5_926_413.0, 8344.0, Tone::Second),
        ("openai-community/gpt2", 15_559_744.0, 4223.0, Tone::Second),
        ("openai/gpt-oss-120b", 3_736_207.0, 5379.0, Tone::Second),
        ("Xenova/all-MiniLM-L6-v2", 2_996_956.0, 0.0, Tone::Second),
    ];
    let named =
        named.map(|(name, downloads, likes, tone)| Mark { second: Value::from(downloads), ..mark(name, likes, tone) });
    Chart {
        marks: named.into_iter().chain(LIKED.iter().skip(1).map(point)).collect(),
        axes: words(&["downloads, 30 days (log)", "likes (log)"]),
        ..chart(
            Form::Scatter,
            "scatter",
            "Liked and downloaded are two different lists",
            "Likes and downloads in 30 days per model, both logarithmic · every sixth of the top 1,000 · n = 1,000",
            Unit::Count,
        )
    }
}

/// Ranks and downloads.
const RANKED: [(f64, f64); 41] = [
    (1.0, 60146924.0),
    (2.0, 30575964.0),
    (3.0, 15559744.0),
    (4.0, 13685663.0),
    (5.0, 12870656.0),
    (6.0, 12177404.0),
    (7.0, 12000000.0),
    (9.0, 10012263.0),
    (10.0, 9650573.0),
    (12.0, 9279382.0),
    (13.0, 8752198.0),
    (15.0, 8290657.0),
    (18.0, 7753092.0),
    (21.0, 6843108.0),
    (24.0, 6307871.0),
    (27.0, 5898135.0),
    (32.0, 5000000.0),
    (37.0, 4442840.0),
    (42.0, 4112485.0),
    (49.0, 3548400.0),
    (56.0, 2996956.0),
    (65.0, 2307506.0),
    (75.0, 1983470.0),
    (87.0, 1716810.0),
    (100.0, 1565039.0),
    (115.0, 1382367.0),
    (133.0, 1163243.0),
    (154.0, 996282.0),
    (178.0, 829165.0),
    (205.0, 712254.0),
    (237.0, 601059.0),
    (274.0, 495951.0),
    (316.0, 414337.0),
    (365.0, 342798.0),
    (422.0, 285385.0),
    (487.0, 222967.0),
    (562.0, 175648.0),
    (649.0, 134979.0),
    (750.0, 103067.0),
    (866.0, 79394.0),
    (1000.0, 59251.0),
];

fn rank_size() -> Chart {
    let point =
        |label: &str, rank: f64, value: f64, tone| Mark { second: Value::from(rank), ..mark(label, value, tone) };
    Chart {
        marks: vec![
            point("bge-small-en-v1.5", 1.0, 60_146_924.0, Tone::Context),
            point("rank 10", 10.0, 9_650_573.0, Tone::Context),
            point("rank 100", 100.0, 1_565_039.0, Tone::Subject),
            point("rank 1,000", 1000.0, 59_251.0, Tone::Context),
        ],
        thresholds: vec![line(803_931.5, "mean 804k"), line(217_307.0, "median 217k")],
        brackets: vec![Bracket { from: 0, to: 3, text: "exponent 1.0".to_owned() }],
        curve: RANKED.to_vec(),
        axes: words(&["rank (log)", "downloads, 30 days (log)"]),
        ..chart(
            Form::RankSize,
            "rank-size",
            "A tenth of the models draws two thirds of downloads",
            "Downloads in 30 days by rank, both axes logarithmic · top 1,000 · n = 1,000, all counted",
            Unit::Downloads,
        )
    }
}

fn multiples() -> Chart {
    let owners: [(&str, [f64; 5]); 10] = [
        ("mlx-community", [0.0, 0.0, 46.0, 85.0, 308.0]),
        ("unsloth", [0.0, 3.0, 109.0, 147.0, 80.0]),
        ("Qwen", [0.0, 9.0, 106.0, 98.0, 42.0]),
        ("nvidia", [0.0, 0.0, 14.0, 77.0, 86.0]),
        ("lmstudio-community", [0.0, 0.0, 14.0, 76.0, 43.0]),
        ("google", [3.0, 0.0, 30.0, 32.0, 20.0]),
        ("ibm-granite", [0.0, 0.0, 18.0, 25.0, 28.0]),
        ("LiquidAI", [0.0, 0.0, 0.0, 19.0, 49.0]),
        ("allenai", [0.0, 1.0, 19.0, 34.0, 14.0]),
        ("microsoft", [7.0, 5.0, 20.0, 18.0, 14.0]),
    ];
    let years = [2022, 2023, 2024, 2025, 2026];
    let panel = |(owner, counts): &(&str, [f64; 5])| {
        let full = counts[..4].iter().copied().fold(0.0, f64::max);
        let tone = |year: i32, count: f64| match year {
            2026 => Tone::Partial,
            _ if count == full => Tone::Subject,
            _ => Tone::Context,
        };
        let year = |(year, count): (&i32, &f64)| Mark {
            group: Some((*owner).to_owned()),
            ..mark(&year.to_string(), *count, tone(*year, *count))
        };
        years.iter().zip(counts).map(year).collect::<Vec<Mark>>()
    };
    Chart {
        marks: owners.iter().flat_map(panel).collect(),
        ..chart(
            Form::Multiples,
            "multiples",
            "Of the full years, eight of ten owners released most in 2025",
            "Models created per year, one scale for all · hollow: 2026 to 12 October · n = 1,699 of ten owners",
            Unit::Count,
        )
    }
}

fn matrix() -> Chart {
    let bands = ["under 1B", "1–3B", "3–7B", "7–13B", "13–33B", "33–70B", "70B and up", "not recorded"];
    let regions = [
        ("Eastern Asia", [43.0, 36.0, 36.0, 50.0, 47.0, 12.0, 65.0, 11.0]),
        ("Western", [111.0, 59.0, 67.0, 79.0, 93.0, 16.0, 44.0, 31.0]),
        ("Other", [17.0, 3.0, 3.0, 4.0, 7.0, 0.0, 2.0, 1.0]),
        ("Unreviewed", [36.0, 14.0, 21.0, 41.0, 55.0, 21.0, 18.0, 44.0]),
    ];
    let row = |(region, counts): &(&str, [f64; 8])| {
        let sum: f64 = counts.iter().sum();
        let cell = |(band, count): (&&str, &f64)| {
            let tone = match (*region, *band) {
                (_, "not recorded") => Tone::Unknown,
                ("Eastern Asia", "70B and up") => Tone::Subject,
                _ => Tone::Context,
            };
            Mark { group: Some((*region).to_owned()), ..mark(band, count / sum, tone) }
        };
        bands.iter().zip(counts).map(cell).collect::<Vec<Mark>>()
    };
    Chart {
        marks: regions.iter().flat_map(row).collect(),
        ..chart(
            Form::Matrix,
            "matrix",
            "A fifth of Eastern models has 70B parameters or more",
            "Share of models by size, in %, rows add up to 100 · top 1,000 · hatched: size not recorded",
            Unit::Share,
        )
    }
}

fn dial() -> Chart {
    let rows = [
        ("reviewed, 30 days", [0.229, 0.241, 0.236, 0.252, 0.261, 0.233, 0.248, 0.219]),
        ("reviewed, all time", [0.171, 0.168, 0.182, 0.177, 0.190, 0.174, 0.186, 0.162]),
        ("seed, 30 days", [0.241, 0.2415, 0.247, 0.262, 0.268, 0.243, 0.255, 0.231]),
        ("seed, all time", [0.181, 0.179, 0.193, 0.187, 0.201, 0.184, 0.197, 0.171]),
        ("base owner, 30 days", [0.319, 0.327, 0.322, 0.341, 0.352, 0.321, 0.337, 0.309]),
    ];
    let variants = [
        "top 1,000",
        "top 100",
        "all",
        "top 1,000, suspects left out",
        "top 100, suspects left out",
        "all, suspects left out",
        "entities merged",
        "entities merged, suspects left out",
    ];
    let row = |(name, values): &(&str, [f64; 8])| {
        let dot = |(k, value): (usize, &f64)| {
            let subject = *name == "reviewed, 30 days" && k == 0;
            Mark {
                group: Some((*name).to_owned()),
                note: Some(format!("{name}, {}", variants[k])),
                ..mark(
                    if subject { "on this page" } else { variants[k] },
                    *value,
                    if subject { Tone::Subject } else { Tone::Context },
                )
            }
        };
        values.iter().enumerate().map(dot).collect::<Vec<Mark>>()
    };
    let pinned =
        |label: &str, value: f64, note: &str| Mark { note: Some(note.to_owned()), ..mark(label, value, Tone::Hollow) };
    let mut marks: Vec<Mark> = rows.iter().flat_map(row).collect();
    marks.push(pinned("Hub State 2026", 0.241, "registry seed, top 1,000, 30 days, April 2026"));
    marks.push(pinned("Spring 2026", 0.41, "China’s share of the past year’s downloads"));
    Chart {
        marks,
        axes: words(&["Eastern share of downloads"]),
        ..chart(
            Form::Dial,
            "dial",
            "Two reports of the Eastern share differ by words, one by more",
            "Eastern share of downloads under 40 sets of definitions · each dot one set · n = 1,000",
            Unit::Share,
        )
    }
}
