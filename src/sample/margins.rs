//! Proof at compile time that the invented figures complete the published ones.

use super::invented::{
    BANDS, EASTERN_OWNERS, Fits, IMAGE_TASKS_LEFT, OTHER_LICENSES, PERMISSIVE_LICENSES, RANK_6_TO_9,
};
use super::published::{
    BELOW_7B, DOWNLOADS, EASTERN_DOWNLOADS, HALF_RANK, IMAGE_TASKS, LICENSES, MODELS, OWNERS, PERMISSIVE, SIZED, TASKS,
    TOP_5_SHARE, TOP_10_SHARE, UNLICENSED, YEARS,
};

const _: () = {
    let (qwen, baai, meta_llama) = (OWNERS[0].1, OWNERS[4].1, OWNERS[5].1);
    let top_5 = downloads(&OWNERS) - meta_llama;
    let [sixth, seventh, eighth, ninth] = RANK_6_TO_9;
    let top_10 = top_5 + sixth + seventh + eighth + ninth + meta_llama;
    assert!(in_thousandths(top_5) == TOP_5_SHARE, "A6");
    assert!(in_thousandths(top_10) == TOP_10_SHARE, "A6");
    assert!(2 * (top_5 + sixth) < DOWNLOADS && HALF_RANK == 7, "A7");
    assert!(2 * (top_5 + sixth + seventh) >= DOWNLOADS, "A7");
    assert!(qwen + baai + downloads(&EASTERN_OWNERS) == EASTERN_DOWNLOADS, "A12");
};

const _: () = {
    let permissive = count(&LICENSES) + count_of_licenses(&PERMISSIVE_LICENSES);
    let others = count_of_licenses(&OTHER_LICENSES);
    assert!(permissive == PERMISSIVE, "A10");
    assert!(permissive + others + UNLICENSED == MODELS, "A11");
    let image_tasks = TASKS[1].1 + TASKS[5].1 + count(&IMAGE_TASKS_LEFT);
    assert!(*IMAGE_TASKS.start() <= image_tasks && image_tasks <= *IMAGE_TASKS.end(), "A14");
};

const _: () = {
    let [below_1b, from_1b, from_3b, from_7b, from_13b, from_33b, from_70b] = BANDS;
    let below_7b = below_1b.0 + from_1b.0 + from_3b.0;
    assert!(below_7b == BELOW_7B, "A17");
    assert!(below_7b + from_7b.0 + from_13b.0 + from_33b.0 + from_70b.0 == SIZED, "A15");
    let [y2022, y2023, y2024, y2025, y2026] = YEARS;
    assert!(y2022.1 + y2023.1 + y2024.1 + y2025.1 + y2026.1 == MODELS, "A19");
};

const fn in_thousandths(downloads: u64) -> u64 {
    (1_000 * downloads + DOWNLOADS / 2) / DOWNLOADS
}

const fn downloads(owners: &[(&str, u64)]) -> u64 {
    match owners {
        [] => 0,
        [(_, first), rest @ ..] => *first + downloads(rest),
    }
}

const fn count(table: &[(&str, usize)]) -> usize {
    match table {
        [] => 0,
        [(_, first), rest @ ..] => *first + count(rest),
    }
}

const fn count_of_licenses(table: &[(&str, usize, Fits)]) -> usize {
    match table {
        [] => 0,
        [(_, first, _), rest @ ..] => *first + count_of_licenses(rest),
    }
}
