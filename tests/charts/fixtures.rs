//! One chart of each form, built by hand with the figures of the visual language's drafts.

use super::catalogue;
use hubstate::report::{Bracket, Chart, Form, Mark, Rest, Threshold, Tone, Unit, Value};

const OWNERS: [(&str, f64, f64); 12] = [
    ("Qwen", 399_454_717.0, 0.185),
    ("sentence-transformers", 317_700_000.0, 0.147),
    ("google", 104_300_000.0, 0.048),
    ("openai", 91_600_000.0, 0.042),
    ("BAAI", 84_700_000.0, 0.039),
    ("cross-encoder", 64_800_000.0, 0.030),
    ("FacebookAI", 58_300_000.0, 0.027),
    ("microsoft", 51_800_000.0, 0.024),
    ("google-bert", 47_500_000.0, 0.022),
    ("nvidia", 45_400_000.0, 0.021),
    ("openai-community", 38_900_000.0, 0.018),
    ("meta-llama", 29_600_000.0, 0.014),
];

pub fn all() -> Vec<Chart> {
    let mut charts = vec![
        share_bar(),
        ranked_bars(),
        stacked_share(),
        stacked_rows(),
        cumulative(),
        lorenz(),
        columns(),
        size_bands(),
        dumbbell(),
        bounds(),
    ];
    charts.extend(catalogue::all());
    charts
}

pub fn chart(form: Form, id: &str, title: &str, subtitle: &str, unit: Unit) -> Chart {
    Chart {
        id: id.to_owned(),
        form,
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        alt: format!("{title}: {subtitle}"),
        unit,
        marks: Vec::new(),
        rest: None,
        brackets: Vec::new(),
        thresholds: Vec::new(),
        curve: Vec::new(),
        axes: Vec::new(),
    }
}

pub fn mark(label: &str, value: f64, tone: Tone) -> Mark {
    Mark { label: label.to_owned(), value: Value::from(value), tone, ..Mark::default() }
}

fn sum(from: usize, to: usize, text: &str) -> Bracket {
    Bracket { from, to, text: text.to_owned() }
}

fn first_in_accent(at: usize) -> Tone {
    if at == 0 { Tone::Subject } else { Tone::Context }
}

fn share_bar() -> Chart {
    let tail = (12..60).map(|k| (format!("owner-{k}"), 0.014 * 12.0 / f64::from(k)));
    let owners = OWNERS.iter().map(|(name, _, share)| ((*name).to_owned(), *share)).chain(tail);
    let marks: Vec<Mark> = owners
        .enumerate()
        .map(|(at, (name, share))| Mark {
            share: Value::from(share),
            ..mark(&name, (share * 2.16e9).round(), if at > 6 { Tone::Soft } else { first_in_accent(at) })
        })
        .collect();
    Chart {
        marks,
        rest: Some(Rest { count: 305, share: Value::from(0.482), text: "305 further owners 48.2\u{202f}%".to_owned() }),
        brackets: vec![sum(0, 6, "Seven owners 51.8\u{202f}%")],
        thresholds: vec![Threshold { at: 0.5, text: "50\u{202f}%".to_owned() }],
        ..chart(
            Form::ShareBar,
            "share-bar",
            "Seven owners hold half of all downloads",
            "Share of 2.16B downloads in 30 days, by owner · top 1,000 models · n = 1,000, download count known for all",
            Unit::Downloads,
        )
    }
}

fn ranked_bars() -> Chart {
    let owner = |(at, (name, downloads, share)): (usize, &(&str, f64, f64))| Mark {
        share: Value::from(*share),
        ..mark(name, *downloads, first_in_accent(at))
    };
    Chart {
        marks: OWNERS.iter().enumerate().map(owner).collect(),
        rest: Some(Rest {
            count: 300,
            share: Value::from(0.383),
            text: "300 further owners share 38.3\u{202f}%".to_owned(),
        }),
        brackets: vec![sum(0, 4, "five owners 46.1\u{202f}%"), sum(0, 9, "ten owners 58.5\u{202f}%")],
        ..chart(
            Form::RankedBars,
            "ranked-bars",
            "Two owners draw a third of all downloads",
            "Downloads in 30 days and share of the basket · top 1,000 models · n = 1,000, all counted",
            Unit::Downloads,
        )
    }
}

fn stacked_share() -> Chart {
    let class = |label: &str, count: f64, tone| Mark { share: Value::from(count / 1000.0), ..mark(label, count, tone) };
    Chart {
        marks: vec![
            class("apache-2.0", 490.0, Tone::Subject),
            class("mit", 198.0, Tone::Subject),
            class("other permissive", 27.0, Tone::Subject),
            class("custom", 170.0, Tone::Context),
            class("not stated", 115.0, Tone::Unknown),
        ],
        brackets: vec![
            sum(0, 2, "permissive 71.5\u{202f}%"),
            sum(3, 3, "custom 17.0\u{202f}%"),
            sum(4, 4, "not stated 11.5\u{202f}%"),
        ],
        ..chart(
            Form::StackedShare,
            "stacked-share",
            "Apache 2.0 and MIT cover two thirds of the models",
            "Models by license · top 1,000 by downloads · n = 1,000, license stated for 885",
            Unit::Count,
        )
    }
}

fn stacked_rows() -> Chart {
    let rows = [("models", [0.62, 0.14, 0.11, 0.06, 0.03, 0.04]), ("downloads", [0.48, 0.09, 0.08, 0.31, 0.03, 0.01])];
    let parts = [
        ("text", Tone::Cat1),
        ("vision", Tone::Cat2),
        ("audio", Tone::Cat3),
        ("multimodal", Tone::Cat4),
        ("other", Tone::CatOther),
        ("not stated", Tone::Unknown),
    ];
    let row = |(name, shares): (&str, [f64; 6])| {
        let part = |((label, tone), share): (&(&str, Tone), f64)| Mark {
            group: Some(format!("of {name}")),
            ..mark(label, share, *tone)
        };
        parts.iter().zip(shares).map(part).collect::<Vec<_>>()
    };
    Chart {
        marks: rows.into_iter().flat_map(row).collect(),
        ..chart(
            Form::StackedShare,
            "stacked-rows",
            "Multimodal models draw five times their share of models",
            "Share of models and of downloads by modality · 30 days · n = 1,000",
            Unit::Share,
        )
    }
}

fn cumulative() -> Chart {
    let named =
        |label: &str, rank: f64, share: f64, tone| Mark { second: Value::from(rank), ..mark(label, share, tone) };
    let curve = owner_curve();
    let at = |rank: usize| curve[rank - 1].1;
    Chart {
        marks: vec![
            named("Qwen", 1.0, 0.185, Tone::Context),
            named("top 5", 5.0, 0.461, Tone::Context),
            named("top 7", 7.0, 0.518, Tone::Subject),
            named("top 10", 10.0, at(10), Tone::Context),
            named("top 50", 50.0, at(50), Tone::Context),
        ],
        thresholds: vec![Threshold { at: 0.5, text: "50\u{202f}% of downloads".to_owned() }],
        curve: curve.clone(),
        axes: vec!["owners, largest first (log scale)".to_owned(), "share of downloads".to_owned()],
        ..chart(
            Form::Cumulative,
            "cumulative",
            "Half of all downloads is reached at the seventh owner",
            "Cumulative share of downloads by owner rank · 30 days · n = 312 owners of 1,000 models",
            Unit::Share,
        )
    }
}

/// 312 owners: the twelve named ones, then a tail that falls like a power of the rank.
fn owner_curve() -> Vec<(f64, f64)> {
    let head: f64 = OWNERS.iter().map(|owner| owner.2).sum();
    let weight = |rank: usize| 1.0 / libm::pow(rank as f64, 1.3);
    let tail: f64 = (13..=312).map(weight).sum();
    let mut sum = 0.0;
    (1..=312)
        .map(|rank| {
            sum += if rank <= 12 { OWNERS[rank - 1].2 } else { weight(rank) / tail * (1.0 - head) };
            (rank as f64, sum.min(1.0))
        })
        .collect()
}

fn lorenz() -> Chart {
    let curve = owner_curve();
    let mut points = vec![(0.0, 0.0)];
    points.extend(
        curve
            .iter()
            .rev()
            .map(|(rank, share)| (1.0 - (rank - 1.0) / 312.0, 1.0 - share))
            .map(|(x, y)| (x - 1.0 / 312.0, y)),
    );
    points.push((1.0, 1.0));
    Chart {
        marks: vec![mark("Gini", 0.795, Tone::Subject)],
        curve: points,
        axes: vec!["owners, smallest first".to_owned(), "share of downloads".to_owned()],
        ..chart(
            Form::Lorenz,
            "lorenz",
            "The smaller half of the owners holds 4.3\u{202f}% of the downloads",
            "Lorenz curve of downloads over owners · 30 days · n = 312 owners",
            Unit::Index,
        )
    }
}

fn columns() -> Chart {
    let year = |label: &str, count: f64, tone, note: Option<&str>| Mark {
        note: note.map(str::to_owned),
        ..mark(label, count, tone)
    };
    Chart {
        marks: vec![
            year("before March 2022", 142.0, Tone::Hollow, None),
            year("2022", 116.0, Tone::Context, Some("March–December")),
            year("2023", 128.0, Tone::Context, None),
            year("2024", 225.0, Tone::Context, None),
            year("2025", 231.0, Tone::Subject, None),
            year("2026", 158.0, Tone::Partial, Some("to 29 April")),
        ],
        ..chart(
            Form::Columns,
            "columns",
            "Nearly a quarter of today’s thousand came in 2025",
            "Models by year of creation · top 1,000 · n = 1,000; hollow: created before dates were recorded",
            Unit::Count,
        )
    }
}

fn size_bands() -> Chart {
    let bands = [
        ("under 1B", 52.0),
        ("1–3B", 49.0),
        ("3–7B", 42.0),
        ("7–13B", 78.0),
        ("13–33B", 83.0),
        ("33–70B", 28.0),
        ("70B and up", 19.0),
    ];
    let tone = |count: f64| if count == 83.0 { Tone::Subject } else { Tone::Context };
    Chart {
        marks: bands.iter().map(|(label, count)| mark(label, *count, tone(*count))).collect(),
        rest: Some(Rest {
            count: 649,
            share: Value::from(0.649),
            text: "649 do not: their size is unknown here".to_owned(),
        }),
        brackets: vec![sum(0, 2, "below 7B: 143 models, 40.7\u{202f}% of those declared")],
        axes: vec!["351 models declare a size".to_owned()],
        ..chart(
            Form::SizeBands,
            "size-bands",
            "The 13–33B band is the largest, among the third that say",
            "Models by parameter count declared in the name · top 1,000 · n = 1,000, declared by 351",
            Unit::Count,
        )
    }
}

fn dumbbell() -> Chart {
    let tasks = [
        ("text-generation", 0.222, 0.204),
        ("sentence-similarity", 0.076, 0.183),
        ("feature-extraction", 0.065, 0.112),
        ("fill-mask", 0.058, 0.097),
        ("image-text-to-text", 0.118, 0.071),
        ("image-classification", 0.049, 0.062),
        ("text-classification", 0.043, 0.051),
        ("automatic-speech-recognition", 0.055, 0.048),
        ("text-to-image", 0.039, 0.012),
    ];
    let row = |(at, (label, models, downloads)): (usize, &(&str, f64, f64))| Mark {
        second: Value::from(*models),
        ..mark(label, *downloads, if at == 1 { Tone::Subject } else { Tone::Context })
    };
    Chart {
        marks: tasks.iter().enumerate().map(row).collect(),
        axes: vec!["of models".to_owned(), "of downloads".to_owned()],
        ..chart(
            Form::Dumbbell,
            "dumbbell",
            "Sentence similarity draws more than twice its share of models",
            "Share of models and share of downloads, in %, by task · top 1,000, 30 days · n = 1,000, task stated for 959",
            Unit::Share,
        )
    }
}

fn bounds() -> Chart {
    let part = |row: &str, label: &str, share: f64, tone, note: Option<&str>| Mark {
        group: Some(row.to_owned()),
        note: note.map(str::to_owned),
        ..mark(label, share, tone)
    };
    Chart {
        marks: vec![
            part("Seed list", "Eastern", 0.241, Tone::Subject, None),
            part(
                "Seed list",
                "Western and other",
                0.759,
                Tone::Soft,
                Some("all others count as Western, so no bounds"),
            ),
            part("Reviewed", "Eastern", 0.229, Tone::Subject, None),
            part("Reviewed", "unreviewed", 0.089, Tone::Unknown, None),
            part(
                "Reviewed",
                "Western and other",
                0.682,
                Tone::Soft,
                Some("up to 31.8\u{202f}% if all unreviewed owners were Eastern"),
            ),
        ],
        ..chart(
            Form::Bounds,
            "bounds",
            "Reviewed owners narrow it down, 8.9\u{202f}% stays open",
            "Eastern, unreviewed (hatched) and Western share of downloads · 30 days · n = 1,000",
            Unit::Share,
        )
    }
}
