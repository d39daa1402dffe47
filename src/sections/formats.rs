//! In which files do they come?
//!
//! File formats by tags, library and words in the name; a model may come in several. Quantized: its
//! weights are packed into fewer bits, or come as GGUF.
//!
//! The catch: tags and names are what the uploader wrote, and the Hub tags of itself only some formats.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{classes, dumbbell, say},
};
use crate::{
    model::{FieldId, RepoKind},
    reference::{self, FORMATS, Formats},
    report::{Column, Group, Unit, Value},
    stats,
    text::{counted, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "formats",
    title: "In which files do they come?",
    short: "Formats",
    method: "Formats by tags, library and words in the name after the slash, from a reviewed table; a model may come in several, so the shares do not add up. PyTorch only: neither safetensors nor GGUF nor MLX. Quantized: any format of packed weights, tags such as `4-bit`, or GGUF.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Tags)),
    min_n: 1,
    run,
    place: Some(place),
};

/// Metrics and name of each format, in the order of [`FORMATS`]; the last is whether it is quantized.
const CLASSES: [[&str; 3]; 13] = [
    ["safetensors_share", "safetensors_count_share", "safetensors"],
    ["gguf_share", "gguf_count_share", "GGUF"],
    ["awq_share", "awq_count_share", "AWQ"],
    ["gptq_share", "gptq_count_share", "GPTQ"],
    ["exl2_share", "exl2_count_share", "EXL2"],
    ["exl3_share", "exl3_count_share", "EXL3"],
    ["mlx_share", "mlx_count_share", "MLX"],
    ["bitsandbytes_share", "bitsandbytes_count_share", "bitsandbytes"],
    ["fp8_share", "fp8_count_share", "FP8"],
    ["nvfp4_share", "nvfp4_count_share", "NVFP4"],
    ["onnx_share", "onnx_count_share", "ONNX"],
    ["pytorch_only_share", "pytorch_only_count_share", "PyTorch only"],
    ["quantized_share", "quantized_count_share", "quantized"],
];
const QUANTIZED: usize = FORMATS.len();

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Tags);
    let (n, total) = (context.n(), context.total());
    let mut sums = [Sum::default(); CLASSES.len()];
    let mut none = Sum::default();
    // Few of the sets occur, so that each is taken apart once and not for each model.
    let sets = context.tally_by(Formats::SETS, |repo| reference::formats(repo).code());
    for (formats, set) in (0..).map(Formats::of_code).zip(sets).filter(|(_, set)| set.count > 0) {
        for (at, sum) in sums.iter_mut().enumerate() {
            if if at == QUANTIZED { formats.quantized() } else { formats.has(at) } {
                sum.merge(set);
            }
        }
        if formats.is_empty() {
            none.merge(set);
        }
    }
    for ([id, count_id, _], sum) in CLASSES.iter().zip(sums) {
        draft.share(id, sum.downloads, total, of);
        draft.share(count_id, sum.count, n, of);
    }

    let named = |at: usize| (CLASSES[at][2], sums[at]);
    let held = (0..QUANTIZED).filter(|&at| sums[at].count > 0).map(named).collect();
    let ranked: Vec<(&str, Sum)> =
        stats::sorted(held, |a: &(&str, Sum), b| b.1.downloads.cmp(&a.1.downloads).then_with(|| a.0.cmp(b.0)));
    let others = [named(QUANTIZED), ("none of these", none)].into_iter().filter(|(_, sum)| sum.count > 0);
    let rows = ranked.iter().copied().chain(others).map(|(name, sum)| (Value::from(name), sum)).collect();
    classes(context, draft, ("formats", "Formats by downloads"), Column::new("format", "Format", Unit::Text), rows);
    draft.coverage(
        of,
        format!(
            "{} of {} models have tags; {} none of these formats.",
            whole(of.known),
            whole(n),
            counted(none.count, "shows", "show")
        ),
    );
    draft.caveat("Tags and names are what the uploader wrote, or what the Hub found in the files; a catalogue that cuts its tags short hides formats.");
    let (Some(first), true) = (ranked.first(), total > 0) else { return };
    findings(context, draft, first, sums[QUANTIZED]);
    let mut chart = dumbbell(context, &ranked);
    let (title, what) = (std::mem::take(&mut chart.title), "Share of models and share of downloads by file format");
    say(&mut chart, title, context.subtitle(what, of), "Dumbbell chart of the share of downloads of each file format");
    draft.chart(chart);
}

fn findings(context: &Context<'_>, draft: &mut Draft, first: &(&'static str, Sum), quantized: Sum) {
    let part = |part: u64, whole: u64| share(stats::share(part, whole).unwrap_or(0.0));
    let (n, total) = (context.n(), context.total());
    let ids = CLASSES.iter().find(|class| class[2] == first.0).unwrap_or(&CLASSES[0]);
    draft.finding(
        &format!(
            "**{}** of downloads go to models that come as **{}**, {} of the models.",
            part(first.1.downloads, total),
            first.0,
            part(first.1.count, n)
        ),
        &[ids[0], ids[1]],
    );
    draft.finding(
        &format!(
            "**{}** of models are quantized; they draw **{}** of downloads.",
            part(quantized.count, n),
            part(quantized.downloads, total)
        ),
        &["quantized_count_share", "quantized_share"],
    );
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => {
            let formats = reference::formats(context.basket.snapshot.repo(row));
            let has = |at: &usize| if *at == QUANTIZED { formats.quantized() } else { formats.has(*at) };
            let names: Vec<&str> = (0..CLASSES.len()).filter(has).map(|at| CLASSES[at][2]).collect();
            (!names.is_empty()).then(|| format!("Formats: {}.", names.join(", ")))
        }
        Subject::Owner(name) => {
            let own = context.basket.repos().filter(|repo| context.basket.credited(*repo) == name);
            let (n, packed) =
                own.fold((0, 0), |(n, packed), repo| (n + 1, packed + u64::from(reference::formats(repo).quantized())));
            (n > 0).then(|| format!("Quantized, of its {}: {}.", context.counted(n), whole(packed)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    const ROWS: &str = r#"[
        {"id":"a/one","downloads":60,"tags":["safetensors","pytorch"]},
        {"id":"a/two-GGUF","downloads":30,"tags":["pytorch"]},
        {"id":"a/three","downloads":10,"tags":["pytorch","safetensors","8-bit","fp8"]},
        {"id":"a/four","downloads":0,"tags":["pytorch"]},
        {"id":"a/five","downloads":0}
    ]"#;

    #[test]
    fn shares_by_hand() {
        let section = check(ROWS, "", "formats");
        for (id, value) in [
            ("safetensors_share", 0.7),
            ("safetensors_count_share", 0.4),
            ("gguf_share", 0.3),
            ("gguf_count_share", 0.2),
            ("fp8_share", 0.1),
            ("pytorch_only_share", 0.0),
            ("pytorch_only_count_share", 0.2),
            ("quantized_share", 0.4),
            ("quantized_count_share", 0.4),
            ("exl3_share", 0.0),
        ] {
            assert_eq!(metric(&section, id), Some(value), "{id}");
        }
        assert_eq!(section.metrics.get("gguf_share").unwrap().known, Some(4));
        assert_eq!(
            (cell(&section, "formats", 0, 0), cell(&section, "formats", 5, 0)),
            ("safetensors".into(), "none of these".into())
        );
    }

    #[test]
    fn names_alone_are_no_record() {
        let section = check(r#"[{"id":"a/x-GGUF","downloads":1}]"#, "", "formats");
        assert!(section.reason.unwrap().contains("tags"));
    }
}
