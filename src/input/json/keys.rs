//! Which keys of a row are read, and which of two names for one field comes first.

use crate::model::RepoKind;

/// A field of a row, as its keys name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Key {
    Id,
    /// `name`, an id only where it holds a slash.
    Name,
    ObjectId,
    Author,
    Downloads,
    DownloadsAll,
    Likes,
    Created,
    Modified,
    Task,
    Library,
    Parameters,
    /// The number of parameters of each number format, to be added.
    ParametersByFormat,
    /// One of these numbers under a name of its own.
    ParametersOfFormat,
    /// `parameters`, which is passed over where it is no number.
    ParametersIfNumber,
    License,
    LicenseOfCard,
    LicenseName,
    /// Whether there are further licenses than the one that is named.
    MultiLicensed,
    Tags,
    Gated,
    Trending,
    /// Removed, private or disabled.
    LeftOut,
    RepoType,
    Url,
    Sdk,
    /// The models that a row names as its bases.
    Bases,
    /// The same as the Hub resolved them, with their relation beside them.
    BaseModels,
    BaseRelation,
    /// The type of the model, as its configuration names it.
    ModelType,
    Languages,
    /// The tags that say something of formats, with a space between them.
    FormatTags,
    OwnerType,
    /// An object whose keys continue this one with a dot.
    Nested(&'static [u8]),
}

#[cfg(feature = "formats")]
impl Key {
    /// Whether it names the row.
    pub fn names_a_row(self) -> bool {
        matches!(self, Key::Id | Key::Name)
    }
}

/// The field of a key and the place of that name among the field's names: 0 is looked at first.
pub(in crate::input) fn key(name: &[u8]) -> Option<(Key, u8)> {
    Some(match name {
        b"id" => (Key::Id, 0),
        b"modelId" => (Key::Id, 1),
        b"model_id" => (Key::Id, 2),
        b"repo_id" => (Key::Id, 3),
        b"repoId" => (Key::Id, 4),
        b"name" => (Key::Name, 5),
        b"fullName" => (Key::Id, 6),
        b"_id" => (Key::ObjectId, 0),
        b"author" => (Key::Author, 0),
        b"downloads" => (Key::Downloads, 0),
        b"downloads_30d" => (Key::Downloads, 1),
        b"downloads30d" => (Key::Downloads, 2),
        b"hf_downloads" => (Key::Downloads, 3),
        b"downloadsAllTime" => (Key::DownloadsAll, 0),
        b"downloads_all_time" => (Key::DownloadsAll, 1),
        b"downloads_all" => (Key::DownloadsAll, 2),
        b"likes" => (Key::Likes, 0),
        b"hf_likes" => (Key::Likes, 1),
        b"createdAt" => (Key::Created, 0),
        b"created_at" => (Key::Created, 1),
        b"created" => (Key::Created, 2),
        b"release_date" => (Key::Created, 3),
        b"lastModified" => (Key::Modified, 0),
        b"last_modified" => (Key::Modified, 1),
        b"updated_at" => (Key::Modified, 2),
        b"pipeline_tag" => (Key::Task, 0),
        b"pipelineTag" => (Key::Task, 1),
        b"task" => (Key::Task, 2),
        b"library_name" => (Key::Library, 0),
        b"libraryName" => (Key::Library, 1),
        b"library" => (Key::Library, 2),
        b"safetensors.total" => (Key::Parameters, 0),
        b"safetensors.parameters" => (Key::ParametersByFormat, 1),
        b"gguf.total" => (Key::Parameters, 2),
        b"numParameters" => (Key::Parameters, 3),
        b"parameters" => (Key::ParametersIfNumber, 4),
        b"parameters_raw" => (Key::Parameters, 5),
        b"license" => (Key::License, 0),
        b"cardData.license" => (Key::LicenseOfCard, 0),
        b"license_name" => (Key::LicenseName, 0),
        b"cardData.license_name" => (Key::LicenseName, 1),
        b"multi_licensed" => (Key::MultiLicensed, 0),
        b"tags" => (Key::Tags, 0),
        b"gated" => (Key::Gated, 0),
        b"trendingScore" => (Key::Trending, 0),
        b"trending_score" => (Key::Trending, 1),
        b"removed" | b"private" | b"disabled" => (Key::LeftOut, 0),
        b"repoType" => (Key::RepoType, 0),
        b"url" => (Key::Url, 0),
        b"sdk" => (Key::Sdk, 0),
        b"baseModels.models" => (Key::BaseModels, 0),
        b"baseModels.relation" => (Key::BaseRelation, 0),
        b"base_model" => (Key::Bases, 0),
        b"cardData.base_model" => (Key::Bases, 1),
        b"config.model_type" => (Key::ModelType, 0),
        b"gguf.architecture" => (Key::ModelType, 1),
        b"architecture" => (Key::ModelType, 2),
        b"languages" => (Key::Languages, 0),
        b"language" => (Key::Languages, 1),
        b"cardData.language" => (Key::Languages, 2),
        b"format_tags" => (Key::FormatTags, 0),
        b"authorData.type" => (Key::OwnerType, 0),
        b"safetensors" => (Key::Nested(b"safetensors."), 0),
        b"gguf" => (Key::Nested(b"gguf."), 0),
        b"cardData" => (Key::Nested(b"cardData."), 0),
        b"baseModels" => (Key::Nested(b"baseModels."), 0),
        b"config" => (Key::Nested(b"config."), 0),
        b"authorData" => (Key::Nested(b"authorData."), 0),
        _ if name.starts_with(b"safetensors.parameters.") => (Key::ParametersOfFormat, 1),
        _ => return None,
    })
}

/// What the values of a field are, where they come as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Holds {
    Text,
    Number,
    Time,
    Flag,
    /// A list, an object, or a text in place of one.
    Nested,
}

impl Key {
    /// What is held under it.
    pub fn holds(self) -> Holds {
        match self {
            Key::Downloads | Key::DownloadsAll | Key::Likes | Key::Trending => Holds::Number,
            Key::Parameters | Key::ParametersIfNumber | Key::ParametersOfFormat => Holds::Number,
            Key::Created | Key::Modified => Holds::Time,
            Key::Gated | Key::LeftOut | Key::MultiLicensed => Holds::Flag,
            Key::Tags | Key::License | Key::LicenseOfCard | Key::Languages | Key::Bases | Key::BaseModels => {
                Holds::Nested
            }
            Key::ParametersByFormat | Key::Nested(_) => Holds::Nested,
            _ => Holds::Text,
        }
    }
}

/// What is held under a key that is read.
pub(in crate::input) fn holds(name: &[u8]) -> Option<Holds> {
    Some(key(name)?.0.holds())
}

/// The keys that name a row, for a message.
#[cfg(feature = "formats")]
pub(in crate::input) const NAMES_OF_A_ROW: [&str; 7] =
    ["id", "modelId", "model_id", "repo_id", "repoId", "name", "fullName"];

/// Whether a key names the row; `name` may.
pub(in crate::input) fn names_a_row(name: &[u8]) -> bool {
    matches!(key(name), Some((Key::Id | Key::Name, _)))
}

/// What a tag says of the kind of its repository.
pub(super) fn kind_of_tag(tag: &[u8]) -> Option<RepoKind> {
    [&b"task_categories:"[..], b"size_categories:", b"modality:", b"format:"]
        .iter()
        .any(|prefix| tag.starts_with(prefix))
        .then_some(RepoKind::Datasets)
}

/// The kind that a word names, in the singular of `repoType` or in the plural of a wrapper.
pub(super) fn kind_of_word(word: &[u8]) -> Option<RepoKind> {
    match word {
        b"model" | b"models" => Some(RepoKind::Models),
        b"dataset" | b"datasets" => Some(RepoKind::Datasets),
        b"space" | b"spaces" => Some(RepoKind::Spaces),
        _ => None,
    }
}

/// The kind that an address on the Hub names; models have no word of their own there.
pub(super) fn kind_of_url(url: &[u8]) -> Option<RepoKind> {
    let holds = |word: &[u8]| (0..url.len()).any(|at| url[at] == b'/' && url[at..].starts_with(word));
    if holds(b"/datasets/") {
        Some(RepoKind::Datasets)
    } else if holds(b"/spaces/") {
        Some(RepoKind::Spaces)
    } else {
        None
    }
}
