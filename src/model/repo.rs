//! One row of a snapshot, read like a record.

use std::borrow::Cow;

use super::{
    Gated, Moment, ObjectParts, Relation, RepoKind, Snapshot,
    columns::{Columns, flag, moment},
    snapshot::relation,
};

/// One repository of a snapshot; every accessor is `None` where the value is not known.
#[derive(Clone, Copy)]
pub struct Repo<'a> {
    snapshot: &'a Snapshot,
    row: usize,
}

impl<'a> Repo<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, row: u32) -> Repo<'a> {
        Repo { snapshot, row: row as usize }
    }

    fn columns(self) -> &'a Columns {
        &self.snapshot.columns
    }

    /// Its row in the snapshot.
    pub fn row(self) -> u32 {
        self.row as u32
    }

    /// The kind of its snapshot.
    pub fn kind(self) -> RepoKind {
        self.snapshot.kind
    }

    /// The id, `owner/name`.
    pub fn id(self) -> &'a str {
        self.columns().ids.get(self.row as u32)
    }

    /// `_id`, the Hub's key that survives a rename; with dots for its process where a file kept it in short.
    pub fn object_id(self) -> Option<Cow<'a, str>> {
        self.snapshot.object_ids.text(self.row as u32)
    }

    /// The parts of its `_id`, where it was made on the day when the repository was.
    pub fn object_parts(self) -> Option<ObjectParts> {
        self.snapshot.object_ids.parts(self.row as u32, self.created()?.day())
    }

    /// Its `_id` without the process, as a number: second and count.
    pub fn object_id_in_short(self) -> Option<u64> {
        self.snapshot.object_ids.in_short(self.row as u32)
    }

    /// The part of the id after the first slash; all of it where there is none.
    pub fn name(self) -> &'a str {
        owner_and_name(self.id()).map_or(self.id(), |(_, name)| name)
    }

    /// The parameters that its name declares.
    pub fn declared_size(self) -> Option<u64> {
        self.snapshot.declared_size(self)
    }

    /// The bits of the formats it comes in, by what `find` says at first.
    pub fn format_bits(self, find: impl FnOnce() -> u16) -> u16 {
        self.snapshot.format_bits(self.row(), find)
    }

    /// The owner, the text before the first slash.
    pub fn owner(self) -> &'a str {
        self.columns().owners.get(self.owner_code())
    }

    /// The owner's place in [`Snapshot::owners`].
    pub fn owner_code(self) -> u32 {
        self.columns().owner[self.row]
    }

    /// Downloads in the 30 days before the capture.
    pub fn downloads_30d(self) -> Option<u64> {
        self.columns().downloads.get(self.row)
    }

    /// Downloads since the repository was created.
    pub fn downloads_all(self) -> Option<u64> {
        self.columns().downloads_all.get(self.row)
    }

    /// Likes.
    pub fn likes(self) -> Option<u64> {
        self.columns().likes.get(self.row)
    }

    /// The recorded number of parameters.
    pub fn parameters(self) -> Option<u64> {
        self.columns().parameters.get(self.row)
    }

    /// When it was created; before [`Moment::RECORDS_BEGIN`] the value is a floor.
    pub fn created(self) -> Option<Moment> {
        self.columns().created.get(self.row).map(moment)
    }

    /// When it last changed.
    pub fn modified(self) -> Option<Moment> {
        self.columns().modified.get(self.row).map(moment)
    }

    /// Its task (`pipeline_tag`).
    pub fn task(self) -> Option<&'a str> {
        self.task_code().map(|code| self.columns().tasks.get(code))
    }

    /// The place of its task in [`Snapshot::tasks`].
    pub fn task_code(self) -> Option<u32> {
        self.columns().task.known(self.row())
    }

    /// The place of [`Repo::license_name`] in [`Snapshot::license_names`].
    pub fn license_name_code(self) -> Option<u32> {
        self.columns().license_name.known(self.row())
    }

    /// Its library.
    pub fn library(self) -> Option<&'a str> {
        self.columns().library.known(self.row()).map(|code| self.columns().libraries.get(code))
    }

    /// Its first license id, lower-cased.
    pub fn license(self) -> Option<&'a str> {
        self.columns().license.known(self.row()).map(|code| self.columns().licenses.get(code))
    }

    /// The name declared beside the license `other`.
    pub fn license_name(self) -> Option<&'a str> {
        self.license_name_code().map(|code| self.columns().license_names.get(code))
    }

    /// Whether it declares several licenses.
    pub fn multi_licensed(self) -> bool {
        self.columns().multi_licensed[self.row]
    }

    /// Whether and how it is gated.
    pub fn gated(self) -> Option<Gated> {
        self.columns().gated[self.row].known()
    }

    /// The Hub's trending score.
    pub fn trending(self) -> Option<f64> {
        self.columns().trending(self.row).known()
    }

    fn flag(self, flag: u16) -> bool {
        self.columns().flags[self.row] & flag != 0
    }

    /// Whether its tags are recorded.
    pub fn tags_recorded(self) -> bool {
        self.flag(flag::TAGS)
    }

    /// Whether it would show if it named a base: its tags or `baseModels` are recorded.
    pub fn lineage_recorded(self) -> bool {
        self.flag(flag::LINEAGE)
    }

    /// The places of the models it names as its bases in [`Snapshot::bases`], the first named first.
    pub fn base_codes(self) -> impl Iterator<Item = u32> + 'a {
        self.columns().base.get(self.row)
    }

    /// The ids of the models it names as its bases, the first named first.
    pub fn bases(self) -> impl Iterator<Item = &'a str> {
        self.base_codes().map(move |code| self.columns().bases.get(code))
    }

    /// The account that the first base it names belongs to; none where that is not `owner/name`.
    pub fn base_account(self) -> Option<u32> {
        self.base_codes().next().and_then(|base| self.snapshot.accounts().of_base(base))
    }

    /// The owner of the first base it names; none where that is not `owner/name`.
    pub fn base_owner(self) -> Option<&'a str> {
        self.bases().next().and_then(owner_of)
    }

    /// How it comes from its bases; none where it names none.
    pub fn relation(self) -> Option<Relation> {
        relation(self.columns().flags[self.row])
    }

    /// What its tags say of file formats, as bits of the reference table.
    pub fn tagged_formats(self) -> u16 {
        self.columns().formats[self.row]
    }

    /// What its model type or tags say of its architecture, as a row of the reference table.
    pub fn architecture_code(self) -> Option<u8> {
        self.columns().architecture[self.row].checked_sub(1)
    }

    /// Its languages, as rows of the reference table.
    pub fn language_codes(self) -> impl Iterator<Item = u32> + 'a {
        self.columns().language.get(self.row)
    }

    /// Whether it is tagged `multilingual`, whatever languages it names.
    pub fn tagged_multilingual(self) -> bool {
        self.flag(flag::MULTILINGUAL)
    }

    /// The places of the papers it cites in [`Snapshot::papers`].
    pub fn paper_codes(self) -> impl Iterator<Item = u32> + 'a {
        self.columns().paper.get(self.row)
    }

    /// Whether its owner is a person and not an organization.
    pub fn author_is_user(self) -> Option<bool> {
        self.flag(flag::OWNER_TYPE).then(|| self.flag(flag::USER))
    }

    /// The places of its categories (`task_categories:`) in [`Snapshot::categories`].
    pub fn category_codes(self) -> impl Iterator<Item = u32> + 'a {
        self.columns().category.get(self.row)
    }

    /// The places of its kinds of data (`modality:`) in [`Snapshot::modalities`].
    pub fn modality_codes(self) -> impl Iterator<Item = u32> + 'a {
        self.columns().modality.get(self.row)
    }

    /// Whether it is tagged as robotics (`task_categories:robotics`, or LeRobot in any case).
    pub fn tagged_robotics(self) -> bool {
        self.flag(flag::ROBOTICS)
    }

    /// The place of its SDK in [`Snapshot::sdks`].
    pub fn sdk_code(self) -> Option<u32> {
        self.columns().sdk.get(self.row).next()
    }

    /// The SDK of a Space.
    pub fn sdk(self) -> Option<&'a str> {
        self.sdk_code().map(|code| self.columns().sdks.get(code))
    }
}

/// Where the first slash of an id stands. The standard library's search is made for long texts: on ids it takes several
/// times as long.
pub(crate) fn slash(id: &str) -> Option<usize> {
    id.bytes().position(|byte| byte == b'/')
}

/// What stands before and behind the first slash of an id.
pub(super) fn owner_and_name(id: &str) -> Option<(&str, &str)> {
    slash(id).map(|at| (&id[..at], &id[at + 1..]))
}

/// The owner in an id `owner/name`; none in a path or a bare name.
pub fn owner_of(id: &str) -> Option<&str> {
    let (owner, name) = owner_and_name(id)?;
    (!owner.is_empty() && !owner.starts_with('.') && !name.is_empty() && !name.contains('/')).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::owner_of;

    #[test]
    fn a_path_has_no_owner() {
        assert_eq!(owner_of("Qwen/Qwen3-8B"), Some("Qwen"));
        for id in ["gpt2", "/cache/model", "./model", "a/b/c", "a/", "C:\\x", ""] {
            assert_eq!(owner_of(id), None, "{id}");
        }
    }
}
