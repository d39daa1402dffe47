//! What a file says of itself under the key `hubstate` of its footer: the kind of its rows, the day of capture, the
//! source, the query. These are the keys beside the rows of a snapshot in JSON, and are read by the same rules.

use parquet::file::metadata::KeyValue;

use super::fault::{Result, bad};
use crate::{
    input::json::{Stated, alone},
    model::{Builder, Day, Field, RepoKind},
};

const KEY: &str = "hubstate";

/// The version of the layout that is understood.
const READS: u64 = 3;

/// What a file says of its rows.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    kind: Option<RepoKind>,
    source: Option<String>,
    listing: Option<String>,
    pub captured: Option<Day>,
    /// What of it is not understood, as sentences.
    pub complaints: Vec<String>,
}

impl Metadata {
    /// Reads the key-value pairs of a footer. What a later version wrote is an error only where it says that it needs
    /// a later reader; what is damaged is as good as absent, and told.
    pub fn of(footer: Option<&Vec<KeyValue>>) -> Result<Metadata> {
        let value = footer.into_iter().flatten().find(|pair| pair.key == KEY).and_then(|pair| pair.value.as_deref());
        let Some(value) = value else { return Ok(Metadata::default()) };
        let Some((mut beside, needs)) = alone(value.as_bytes()) else {
            return Ok(Metadata {
                complaints: vec![format!(
                    "the file's metadata `{KEY}` is passed over: found something else, expected an object as JSON; its kind, day of capture and source are not known"
                )],
                ..Metadata::default()
            });
        };
        if let Some((_, version)) = beside.newer.take() {
            return bad(
                format!("a snapshot of the schema hubstate-snapshot/{version}"),
                "hubstate-snapshot/1, which is what this hubstate reads; use a newer hubstate",
            );
        }
        if let Field::Known(needs) = needs
            && needs > READS
        {
            return bad(
                format!("a snapshot that needs a reader of version {needs}"),
                "one for version 3 or before, which is what this hubstate reads; use a newer hubstate",
            );
        }
        let stated = beside.captured();
        let captured = if let Some(Stated::On(day)) = stated { Some(day) } else { None };
        let mut complaints: Vec<String> =
            stated.and_then(|stated| stated.complaint("in the file's metadata")).into_iter().collect();
        if needs == Field::Wrong {
            complaints.push(format!(
                "`needs` in the file's metadata is no version: found something else, expected a whole number; the file is read as version {READS}"
            ));
        }
        Ok(Metadata { kind: beside.kind, source: beside.source, listing: beside.listing, captured, complaints })
    }

    /// Tells it to what gathers the rows.
    pub fn tell(&self, builder: &mut Builder) {
        builder.wrapper_kind = self.kind;
        builder.source.clone_from(&self.source);
        builder.listing.clone_from(&self.listing);
    }
}
