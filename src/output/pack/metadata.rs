//! What a packed file says of itself: the same keys as stand beside the rows of a snapshot in JSON.

use serde::Serialize;

use super::VERSION;
use crate::{
    model::{Capture, Day, RepoKind, Snapshot},
    output::snapshot::SCHEMA,
};

#[derive(Serialize)]
struct Metadata<'a> {
    schema: &'static str,
    version: u32,
    needs: u32,
    kind: RepoKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    captured_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
}

/// The metadata as JSON. A day of capture that only stands in for an unknown one is not stated.
pub(super) fn json(snapshot: &Snapshot, needs: u32) -> String {
    let stated = if let Capture::Stated(day) = snapshot.captured { Some(day) } else { None };
    let metadata = Metadata {
        schema: SCHEMA,
        version: VERSION,
        needs,
        kind: snapshot.kind,
        captured_at: stated.as_ref().map(Day::to_string),
        source: snapshot.source.as_deref(),
        query: snapshot.listing.as_deref(),
    };
    serde_json::to_string(&metadata).expect("texts and numbers are JSON")
}
