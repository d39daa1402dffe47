//! Which keys of a row are read, and which of two names for one field comes first.

use crate::model::RepoKind;

/// A field of a row, as its keys name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Key {
    Id,
    /// `name`, an id only where it holds a slash.
    Name,
    ObjectId,
    /// A part of it that the compact snapshot keeps apart.
    #[cfg(feature = "formats")]
    ObjectPart(ObjectPart),
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

/// A part of an `_id` whose day is that of its row.
#[cfg(feature = "formats")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum ObjectPart {
    Second,
    Process,
    Counter,
}

#[cfg(feature = "formats")]
impl Key {
    /// Whether it names the row.
    pub fn names_a_row(self) -> bool {
        matches!(self, Key::Id | Key::Name)
    }
}

/// Every key that is read, the shortest first: its field, and the place of that name among the field's names.
const KEYS: [(&str, Key, u8); if cfg!(feature = "formats") { 73 } else { 70 }] = [
    ("id", Key::Id, 0),
    ("_id", Key::ObjectId, 0),
    ("url", Key::Url, 0),
    ("sdk", Key::Sdk, 0),
    ("name", Key::Name, 5),
    ("task", Key::Task, 2),
    ("tags", Key::Tags, 0),
    ("gguf", Key::Nested(b"gguf."), 0),
    ("likes", Key::Likes, 0),
    ("gated", Key::Gated, 0),
    ("repoId", Key::Id, 4),
    ("author", Key::Author, 0),
    ("config", Key::Nested(b"config."), 0),
    ("modelId", Key::Id, 1),
    ("repo_id", Key::Id, 3),
    ("created", Key::Created, 2),
    ("library", Key::Library, 2),
    ("license", Key::License, 0),
    ("removed", Key::LeftOut, 0),
    ("private", Key::LeftOut, 0),
    ("model_id", Key::Id, 2),
    ("fullName", Key::Id, 6),
    ("hf_likes", Key::Likes, 1),
    ("disabled", Key::LeftOut, 0),
    ("repoType", Key::RepoType, 0),
    ("language", Key::Languages, 1),
    ("cardData", Key::Nested(b"cardData."), 0),
    ("downloads", Key::Downloads, 0),
    ("createdAt", Key::Created, 0),
    ("languages", Key::Languages, 0),
    ("created_at", Key::Created, 1),
    #[cfg(feature = "formats")]
    ("_id.second", Key::ObjectPart(ObjectPart::Second), 0),
    ("updated_at", Key::Modified, 2),
    ("gguf.total", Key::Parameters, 2),
    ("parameters", Key::ParametersIfNumber, 4),
    ("base_model", Key::Bases, 0),
    ("baseModels", Key::Nested(b"baseModels."), 0),
    ("authorData", Key::Nested(b"authorData."), 0),
    ("pipelineTag", Key::Task, 1),
    #[cfg(feature = "formats")]
    ("_id.process", Key::ObjectPart(ObjectPart::Process), 0),
    #[cfg(feature = "formats")]
    ("_id.counter", Key::ObjectPart(ObjectPart::Counter), 0),
    ("libraryName", Key::Library, 1),
    ("format_tags", Key::FormatTags, 0),
    ("safetensors", Key::Nested(b"safetensors."), 0),
    ("downloads30d", Key::Downloads, 2),
    ("hf_downloads", Key::Downloads, 3),
    ("release_date", Key::Created, 3),
    ("lastModified", Key::Modified, 0),
    ("pipeline_tag", Key::Task, 0),
    ("library_name", Key::Library, 0),
    ("license_name", Key::LicenseName, 0),
    ("architecture", Key::ModelType, 2),
    ("downloads_30d", Key::Downloads, 1),
    ("downloads_all", Key::DownloadsAll, 2),
    ("last_modified", Key::Modified, 1),
    ("numParameters", Key::Parameters, 3),
    ("trendingScore", Key::Trending, 0),
    ("parameters_raw", Key::Parameters, 5),
    ("multi_licensed", Key::MultiLicensed, 0),
    ("trending_score", Key::Trending, 1),
    ("authorData.type", Key::OwnerType, 0),
    ("downloadsAllTime", Key::DownloadsAll, 0),
    ("cardData.license", Key::LicenseOfCard, 0),
    ("safetensors.total", Key::Parameters, 0),
    ("baseModels.models", Key::BaseModels, 0),
    ("config.model_type", Key::ModelType, 0),
    ("gguf.architecture", Key::ModelType, 1),
    ("cardData.language", Key::Languages, 2),
    ("downloads_all_time", Key::DownloadsAll, 1),
    ("baseModels.relation", Key::BaseRelation, 0),
    ("cardData.base_model", Key::Bases, 1),
    ("cardData.license_name", Key::LicenseName, 1),
    ("safetensors.parameters", Key::ParametersByFormat, 1),
];

const LONGEST: usize = 22;

/// Where the keys of each length begin in [`KEYS`].
const STARTS: [u8; LONGEST + 2] = {
    let mut starts = [0; LONGEST + 2];
    let mut at = 0;
    while at < KEYS.len() {
        let mut longer = KEYS[at].0.len() + 1;
        while longer < starts.len() {
            starts[longer] += 1;
            longer += 1;
        }
        at += 1;
    }
    starts
};

/// The field of a key and the place of that name among the field's names: 0 is looked at first. A table and no `match`,
/// which would be eight kilobytes of code.
pub(in crate::input) fn key(name: &[u8]) -> Option<(Key, u8)> {
    let of_length = match STARTS.get(name.len()..name.len() + 2) {
        Some(&[start, end]) => &KEYS[usize::from(start)..usize::from(end)],
        _ => &[],
    };
    let found = of_length.iter().find(|(key, ..)| key.as_bytes()[0] == name[0] && key.as_bytes() == name);
    match found {
        Some(&(_, key, rank)) => Some((key, rank)),
        None => name.starts_with(b"safetensors.parameters.").then_some((Key::ParametersOfFormat, 1)),
    }
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
            #[cfg(feature = "formats")]
            Key::ObjectPart(_) => Holds::Number,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_found_and_nothing_else() {
        assert!(KEYS.is_sorted_by_key(|(name, ..)| name.len()));
        assert!(KEYS.iter().all(|&(name, field, rank)| key(name.as_bytes()) == Some((field, rank))));
        for name in ["", "i", "ID", "idx", "safetensors.parameter", "a key that is longer than all of them"] {
            assert_eq!(key(name.as_bytes()), None, "{name}");
        }
        assert_eq!(key(b"safetensors.parameters.F32"), Some((Key::ParametersOfFormat, 1)));
    }
}
