//! What a row may say of itself: the fields of the contract, how they are known, and their own words.

use super::RepoKind;

/// What a row says of one field.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Field<T> {
    /// The row does not record it.
    #[default]
    Unknown,
    /// It is there, but is not of the field's type; counted, and read as unknown.
    Wrong,
    /// The recorded value.
    Known(T),
}

impl<T> Field<T> {
    /// The recorded value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Field::Known(value) => Some(value),
            Field::Unknown | Field::Wrong => None,
        }
    }
}

/// Whether a repository asks its reader to agree or to be approved first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gated {
    /// Open to all.
    No,
    /// Gated; the snapshot does not say how.
    Yes,
    /// Open at once after agreeing.
    Auto,
    /// The owner approves each reader.
    Manual,
}

impl Gated {
    /// Every way, in order.
    pub const ALL: [Gated; 4] = [Gated::No, Gated::Yes, Gated::Auto, Gated::Manual];
}

/// How a repository comes from the models it names as its bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Trained on.
    Finetune,
    /// An adapter to be put on it, such as a LoRA.
    Adapter,
    /// The same weights in fewer bits.
    Quantized,
    /// Several models in one.
    Merge,
    /// The repository does not say.
    Unstated,
}

impl Relation {
    /// Every relation, in the order of the contract.
    pub const ALL: [Relation; 5] =
        [Relation::Finetune, Relation::Adapter, Relation::Quantized, Relation::Merge, Relation::Unstated];

    /// The Hub's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Finetune => "finetune",
            Relation::Adapter => "adapter",
            Relation::Quantized => "quantized",
            Relation::Merge => "merge",
            Relation::Unstated => "unstated",
        }
    }

    /// The relation that a word of the Hub stands for.
    pub fn parse(text: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| *relation != Relation::Unstated && relation.as_str() == text)
    }
}

/// The fields whose coverage is reported, by the names of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FieldId {
    Downloads,
    DownloadsAll,
    Likes,
    Created,
    Modified,
    Task,
    Library,
    Parameters,
    License,
    Gated,
    Trending,
    Tags,
    Lineage,
    Languages,
    OwnerType,
    Sdk,
}

impl FieldId {
    /// Every field, in the order shown.
    pub const ALL: [FieldId; 16] = [
        FieldId::Downloads,
        FieldId::DownloadsAll,
        FieldId::Likes,
        FieldId::Created,
        FieldId::Modified,
        FieldId::Task,
        FieldId::Library,
        FieldId::Parameters,
        FieldId::License,
        FieldId::Gated,
        FieldId::Trending,
        FieldId::Tags,
        FieldId::Lineage,
        FieldId::Languages,
        FieldId::OwnerType,
        FieldId::Sdk,
    ];

    /// Its id in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldId::Downloads => "downloads",
            FieldId::DownloadsAll => "downloads_all",
            FieldId::Likes => "likes",
            FieldId::Created => "created",
            FieldId::Modified => "modified",
            FieldId::Task => "task",
            FieldId::Library => "library",
            FieldId::Parameters => "parameters",
            FieldId::License => "license",
            FieldId::Gated => "gated",
            FieldId::Trending => "trending",
            FieldId::Tags => "tags",
            FieldId::Lineage => "lineage",
            FieldId::Languages => "languages",
            FieldId::OwnerType => "owner_type",
            FieldId::Sdk => "sdk",
        }
    }

    /// Whether repositories of a kind have such a field on the Hub.
    pub fn fits(self, kind: RepoKind) -> bool {
        match self {
            FieldId::Downloads | FieldId::DownloadsAll | FieldId::Gated => kind != RepoKind::Spaces,
            FieldId::Task | FieldId::Library | FieldId::Parameters | FieldId::Lineage | FieldId::Languages => {
                kind == RepoKind::Models
            }
            FieldId::Sdk => kind == RepoKind::Spaces,
            _ => true,
        }
    }
}

/// For how many of some repositories a field is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Repositories looked at.
    pub n: u64,
    /// Those with a recorded value.
    pub known: u64,
    /// Those whose value is of a wrong type.
    pub wrong: u64,
}
