//! What the Hub holds: a [`Snapshot`] of repositories, as typed columns behind accessors that read like rows.

mod accounts;
mod builder;
mod columns;
mod compact;
mod day;
mod decimal;
mod declared;
mod field;
mod lineage;
mod list;
mod memo;
mod names;
mod objects;
mod order;
mod repo;
mod snapshot;

pub use accounts::Accounts;
pub use builder::{Builder, RawRow};
pub use columns::NO_OWNER;
pub use compact::{Codes, Counts};
pub use day::{Day, Moment};
pub use decimal::decimal;
pub use declared::{declared_size, declares_experts};
pub use field::{Coverage, Field, FieldId, Gated, Relation};
pub use memo::Rising;
pub use names::Names;
pub use objects::ObjectParts;
pub(crate) use repo::slash;
pub use repo::{Repo, owner_of};
pub use snapshot::{Capture, Snapshot};

use serde::{Deserialize, Serialize};

/// What a repository is on the Hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RepoKind {
    /// A model repository.
    Models,
    /// A dataset repository.
    Datasets,
    /// A Space.
    Spaces,
}

impl RepoKind {
    /// All kinds, in the order of the Hub's navigation.
    pub const ALL: [RepoKind; 3] = [RepoKind::Models, RepoKind::Datasets, RepoKind::Spaces];

    /// The word used in files, on the command line and in the Hub's addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            RepoKind::Models => "models",
            RepoKind::Datasets => "datasets",
            RepoKind::Spaces => "spaces",
        }
    }

    /// The kind of that name, as [`RepoKind::as_str`] writes it.
    pub fn parse(text: &str) -> Option<RepoKind> {
        RepoKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}
