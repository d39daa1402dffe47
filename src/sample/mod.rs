//! The bundled sample: a snapshot of 1,000 invented models that gives the figures published for
//! 2026-04-29.
//!
//! An article of that day (table A of the claims) published margins of its basket: totals of
//! owners, counts of licenses, tasks, sizes and years. `published` holds those figures, `invented`
//! and `profiles` what the article leaves open, `margins` checks the two against each other.
//! [`sample`] builds rows that meet all of them at once, one margin after the other: `owners`
//! shares the downloads out, `traits` then gives every model its task, date, license and size.
//!
//! The catch: only the margins are known. Which model carries which license, and what it is
//! called, is made up.

mod invented;
mod margins;
mod owners;
mod profiles;
mod published;
mod spread;
mod traits;

#[cfg(test)]
mod tests;

use published::{CAPTURED_AT, MODELS};
use traits::Model;

/// What the snapshot says of itself, and every page that shows it.
const SOURCE: &str = "illustrative sample rebuilt from the figures published for 2026-04-29; \
                      single models are invented";

/// The text of the sample's snapshot file: one row a line, most downloads first, the same at every
/// call.
pub fn sample() -> String {
    let owners = owners::owners();
    let mut models = traits::models(&owners);
    models.sort_by_key(|model| std::cmp::Reverse(model.downloads));
    let rows: Vec<String> =
        models.iter().enumerate().map(|(at, model)| row(at + 1, &owners[model.owner].name, model)).collect();
    format!(
        concat!(
            r#"{{"schema":"hubstate-snapshot/1","kind":"models","captured_at":"{}","source":"{}","#,
            r#""query":"sort=downloads&limit={}","complete":true,"models":["#,
            "\n{}\n]}}\n"
        ),
        CAPTURED_AT,
        SOURCE,
        MODELS,
        rows.join(",\n")
    )
}

/// One API-shaped row. No text in the tables needs escaping: names, tasks and licenses are plain
/// ASCII.
fn row(rank: usize, owner: &str, model: &Model) -> String {
    let size = model.size.map(|size| format!("-{size}")).unwrap_or_default();
    let task = model.task.map(|task| format!(r#","pipeline_tag":"{task}""#)).unwrap_or_default();
    // Not as a tag: the article gives no other tags, and a row with tags says that it has no base.
    let license = model.license.map(|license| format!(r#","license":"{license}""#)).unwrap_or_default();
    format!(
        r#"{{"id":"{owner}/sample-{rank:04}{size}","downloads":{},"createdAt":"{}"{task}{license}}}"#,
        model.downloads, model.created_at
    )
}
