//! Rows in, snapshots out: kinds, duplicates and what is left out are settled here.
//!
//! A file may mix kinds, and a row may not say its own. Rows of an unknown kind join the kind that is
//! stated for them, else that of more than half of the file's rows, else the models; duplicates are
//! looked for within a kind.

use std::borrow::Cow;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{
    Capture, Day, Field, Gated, Moment, Names, Relation, RepoKind, Snapshot,
    columns::Columns,
    compact::put,
    names::{hash_of, insert},
    objects::{ObjectId, ObjectIds},
    snapshot::Kept,
};

/// One row as read, before it becomes a part of the columns.
#[derive(Debug, Clone, Default)]
pub struct RawRow<'a> {
    /// `id`, as recorded.
    pub id: Cow<'a, str>,
    /// `_id`, the Hub's key that survives a rename.
    pub object_id: Option<Cow<'a, str>>,
    /// The account, for ids without a slash.
    pub author: Option<Cow<'a, str>>,
    /// What the row says of its own kind.
    pub kind: Option<RepoKind>,
    /// Downloads in 30 days.
    pub downloads: Field<u64>,
    /// Downloads since creation.
    pub downloads_all: Field<u64>,
    /// Likes.
    pub likes: Field<u64>,
    /// Recorded number of parameters.
    pub parameters: Field<u64>,
    /// Moment of creation.
    pub created: Field<Moment>,
    /// Moment of the last change.
    pub modified: Field<Moment>,
    /// `pipeline_tag`; neither empty nor `unknown`.
    pub task: Field<Cow<'a, str>>,
    /// `library_name`.
    pub library: Field<Cow<'a, str>>,
    /// The first license id, lower-cased.
    pub license: Field<Cow<'a, str>>,
    /// The name declared for the license `other`.
    pub license_name: Option<Cow<'a, str>>,
    /// Whether there are several licenses.
    pub multi_licensed: bool,
    /// Whether and how it is gated.
    pub gated: Field<Gated>,
    /// The trending score.
    pub trending: Field<f64>,
    /// Whether its tags are recorded.
    pub tags: Field<()>,
    /// Whether a base would show if it named one.
    pub lineage: Field<()>,
    /// The models it names as its bases, the first named first.
    pub bases: Vec<Cow<'a, str>>,
    /// How it comes from them.
    pub relation: Option<Relation>,
    /// What its tags say of file formats, as bits of the reference table.
    pub formats: u16,
    /// One more than the row of the reference table that holds its architecture.
    pub architecture: u8,
    /// Rows of the reference table of languages; known also where it is just `multilingual`.
    pub languages: Field<Vec<u32>>,
    /// Whether it says `multilingual`.
    pub multilingual: bool,
    /// The papers it cites, as arXiv ids without a version.
    pub papers: Vec<Cow<'a, str>>,
    /// Whether its owner is a person and not an organization.
    pub author_is_user: Field<bool>,
    /// The categories of a dataset.
    pub categories: Vec<Cow<'a, str>>,
    /// The kinds of data in a dataset.
    pub modalities: Vec<Cow<'a, str>>,
    /// Whether it is tagged as robotics.
    pub robotics: bool,
    /// The SDK of a Space.
    pub sdk: Field<Cow<'a, str>>,
    /// Marked removed, private or disabled.
    pub left_out: bool,
}

/// Collects rows into columns.
#[derive(Debug, Default, Clone)]
pub struct Builder {
    /// What the input says of its own origin.
    pub source: Option<String>,
    /// The query of the Hub's listing that the rows answer, where the input says so.
    pub listing: Option<String>,
    /// The day of capture, where somebody states it.
    pub captured: Option<Day>,
    /// The kind of rows that do not say their own, where somebody states it; it may be set at any time.
    pub wrapper_kind: Option<RepoKind>,
    parts: [Part; 4],
    rejected: u64,
    hasher: DefaultHashBuilder,
}

#[derive(Debug, Default, Clone)]
struct Part {
    columns: Columns,
    object_ids: ObjectIds,
    by_object: HashTable<u32>,
    /// The first row of each id: of those without an `_id`, and of all of them once such a row came.
    by_id: HashTable<u32>,
    all_by_id: bool,
    /// How many rows will come, where somebody knows.
    expected: usize,
    /// Ids that take the place of another one under the same `_id`: for each row one more than the place of its own.
    renamed: Vec<u32>,
    new_ids: Names,
    rows: u64,
    duplicates: u64,
    left_out: u64,
}

const UNSAID: usize = 3;

fn slot(kind: Option<RepoKind>) -> usize {
    kind.map_or(UNSAID, |kind| kind as usize)
}

impl Builder {
    /// Takes a row: it is added, takes the place of a smaller duplicate, or is counted away.
    pub fn push(&mut self, row: &RawRow<'_>) {
        let part = &mut self.parts[slot(row.kind)];
        part.rows += 1;
        if row.left_out {
            part.left_out += 1;
            return;
        }
        let object = row.object_id.as_deref().map(ObjectId::of);
        if object.is_none() {
            part.index_ids(&self.hasher);
        }
        let hash = if part.all_by_id || !part.by_id.is_empty() { hash_of(&self.hasher, &*row.id) } else { 0 };
        match part.find(&self.hasher, hash, object, &row.id) {
            None => part.add(&self.hasher, hash, object, row),
            Some(at) => part.join(&self.hasher, at, object, row),
        }
    }

    /// Makes room for so many rows that do not say their kind, with ids of so many bytes, where somebody knows.
    pub fn reserve(&mut self, rows: usize, id_bytes: usize) {
        self.parts[UNSAID].expected = rows;
        self.parts[UNSAID].columns.reserve(rows, id_bytes);
    }

    /// Counts a row that could not be understood.
    pub fn reject(&mut self) {
        self.rejected += 1;
    }

    /// How many rows were taken or rejected so far.
    pub fn rows(&self) -> u64 {
        self.rejected + self.parts.iter().map(|part| part.rows).sum::<u64>()
    }

    /// How many rows could be used, whatever became of them.
    pub fn understood(&self) -> u64 {
        self.rows() - self.rejected
    }

    /// The snapshots, the one with most rows first; there is always at least one.
    pub fn finish(mut self) -> Vec<Snapshot> {
        self.settle();
        let most = RepoKind::ALL
            .into_iter()
            .max_by_key(|&kind| (self.parts[kind as usize].rows, std::cmp::Reverse(kind)))
            .filter(|&kind| self.parts[kind as usize].rows > 0)
            .or(self.wrapper_kind)
            .unwrap_or(RepoKind::Models);
        let rows_of = |kind: RepoKind| self.parts[kind as usize].rows;
        let mut kinds: Vec<RepoKind> =
            RepoKind::ALL.into_iter().filter(|&kind| kind == most || rows_of(kind) > 0).collect();
        kinds.sort_unstable_by_key(|&kind| (std::cmp::Reverse(rows_of(kind)), kind));
        let counts: Vec<(RepoKind, u64)> = kinds.iter().map(|&kind| (kind, rows_of(kind))).collect();
        kinds.into_iter().map(|kind| self.snapshot(kind, most, &counts)).collect()
    }

    /// Takes the rows of another file, whose rows of no stated kind join those of that file. Where the
    /// files state different days of capture, the latest counts, and the answer is false.
    pub fn join(&mut self, mut other: Builder) -> bool {
        self.settle();
        other.settle();
        for kind in RepoKind::ALL {
            let part = std::mem::take(&mut other.parts[kind as usize]);
            if part.rows > 0 {
                self.merge(kind, part);
            }
        }
        self.rejected += other.rejected;
        // What was read from several sources names none of them; the empty text keeps a third from taking the place.
        self.source = match (self.source.take(), other.source) {
            (Some(ours), Some(theirs)) if ours != theirs => Some(String::new()),
            (ours, theirs) => ours.or(theirs),
        };
        // Two listings together are neither of them.
        self.listing = self.listing.take().filter(|listing| other.listing.as_ref() == Some(listing));
        self.wrapper_kind = self.wrapper_kind.or(other.wrapper_kind);
        let agreed = self.captured.is_none() || other.captured.is_none() || self.captured == other.captured;
        self.captured = self.captured.max(other.captured);
        agreed
    }

    /// Gives every row its kind and its id.
    fn settle(&mut self) {
        self.parts.iter_mut().for_each(Part::settle_ids);
        let unsaid = std::mem::take(&mut self.parts[UNSAID]);
        if unsaid.rows == 0 {
            return;
        }
        let kind = self.kind_of_unsaid(unsaid.rows);
        if self.parts[kind as usize].rows == 0 {
            self.parts[kind as usize] = unsaid;
        } else {
            self.merge(kind, unsaid);
        }
    }

    fn kind_of_unsaid(&self, unsaid: u64) -> RepoKind {
        let said = |kind: RepoKind| self.parts[kind as usize].rows;
        let all: u64 = unsaid + RepoKind::ALL.into_iter().map(said).sum::<u64>();
        let most = RepoKind::ALL.into_iter().find(|&kind| said(kind) * 2 > all);
        self.wrapper_kind.or(most).unwrap_or(RepoKind::Models)
    }

    /// Further rows join `kind`: the columns are appended and duplicates settled again.
    fn merge(&mut self, kind: RepoKind, further: Part) {
        for at in 0..further.columns.owner.len() {
            let mut row = further.columns.row(at);
            row.kind = Some(kind);
            row.object_id = further.object_ids.text(at as u32);
            self.push(&row);
        }
        let part = &mut self.parts[kind as usize];
        part.rows += further.duplicates + further.left_out;
        part.duplicates += further.duplicates;
        part.left_out += further.left_out;
        part.settle_ids();
    }

    fn snapshot(&mut self, kind: RepoKind, main: RepoKind, counts: &[(RepoKind, u64)]) -> Snapshot {
        let part = std::mem::take(&mut self.parts[kind as usize]);
        let rejected = if kind == main { self.rejected } else { 0 };
        let mut columns = part.columns;
        if cfg!(feature = "formats") {
            columns.shrink();
        }
        let captured = match self.captured {
            Some(day) => {
                columns.void_times_after(day);
                Capture::Stated(day)
            }
            None => columns.latest().map_or(Capture::Unknown, Capture::LatestDate),
        };
        Snapshot {
            kind,
            captured,
            source: self.source.clone().filter(|source| !source.is_empty()),
            listing: self.listing.clone(),
            rows: part.rows + rejected,
            rejected,
            duplicates: part.duplicates,
            left_out: part.left_out,
            other_kinds: counts.iter().copied().filter(|&(other, _)| other != kind).collect(),
            sha256: None,
            columns,
            object_ids: part.object_ids,
            kept: Kept::default(),
        }
    }
}

impl Part {
    /// The row that another one repeats: that of the same `_id` where both have one, else the first of the same id.
    fn find(&self, hasher: &DefaultHashBuilder, hash: u64, object: Option<ObjectId<'_>>, id: &str) -> Option<u32> {
        let Some(object) = object else { return self.of_id(hash, id) };
        let same = |&at: &u32| self.object_ids.get(at).is_some_and(|other| other.same(object));
        let found = self.by_object.find(object.hash(hasher), same).copied();
        found.or_else(|| self.of_id(hash, id).filter(|&at| self.object_ids.get(at).is_none()))
    }

    fn of_id(&self, hash: u64, id: &str) -> Option<u32> {
        self.by_id.find(hash, |&at| self.id(at) == id).copied()
    }

    fn id(&self, at: u32) -> &str {
        match self.renamed.get(at as usize) {
            Some(&place) if place > 0 => self.new_ids.get(place - 1),
            _ => self.columns.ids.get(at),
        }
    }

    /// Makes all rows be found by id, not only those without an `_id`.
    fn index_ids(&mut self, hasher: &DefaultHashBuilder) {
        if !self.all_by_id {
            self.all_by_id = true;
            (0..self.columns.ids.len() as u32).for_each(|at| self.index_id(hasher, at));
        }
    }

    /// Makes a row be found by its id, unless another one is.
    fn index_id(&mut self, hasher: &DefaultHashBuilder, at: u32) {
        let hash = hash_of(hasher, self.id(at));
        if self.of_id(hash, self.id(at)).is_none() {
            self.insert_id(hasher, hash, at);
        }
    }

    fn insert_id(&mut self, hasher: &DefaultHashBuilder, hash: u64, at: u32) {
        let mut by_id = std::mem::take(&mut self.by_id);
        insert(&mut by_id, hash, at, self.expected, &|at| hash_of(hasher, self.id(at)));
        self.by_id = by_id;
    }

    fn index_object(&mut self, hasher: &DefaultHashBuilder, at: u32, object: ObjectId<'_>) {
        self.object_ids.set(at, object);
        let Part { by_object, object_ids, expected, .. } = self;
        // All that are in the table have one.
        let hash = |at: u32| object_ids.get(at).map_or(0, |object| object.hash(hasher));
        insert(by_object, object.hash(hasher), at, *expected, &hash);
    }

    fn add(&mut self, hasher: &DefaultHashBuilder, hash: u64, object: Option<ObjectId<'_>>, row: &RawRow<'_>) {
        let at = self.columns.push(row);
        match object {
            // Nothing of this id was found.
            None => self.insert_id(hasher, hash, at),
            Some(object) => {
                self.index_object(hasher, at, object);
                if self.all_by_id {
                    self.index_id(hasher, at);
                }
            }
        }
    }

    /// Takes a row that repeats another one, in its place where it has more downloads.
    fn join(&mut self, hasher: &DefaultHashBuilder, at: u32, object: Option<ObjectId<'_>>, row: &RawRow<'_>) {
        self.duplicates += 1;
        if let (Some(object), None) = (object, self.object_ids.get(at)) {
            self.index_object(hasher, at, object);
        }
        if row.downloads.known() <= self.columns.downloads.get(at as usize) {
            return;
        }
        self.columns.set(at as usize, row);
        if self.id(at) == row.id {
            return;
        }
        if let Ok(entry) = self.by_id.find_entry(hash_of(hasher, self.id(at)), |&other| other == at) {
            entry.remove();
        }
        let place = self.new_ids.push(&row.id) + 1;
        put(&mut self.renamed, at as usize, place, 0);
        if self.all_by_id {
            self.index_id(hasher, at);
        }
    }

    /// Writes the ids that took the place of others, once for all of them.
    fn settle_ids(&mut self) {
        if self.renamed.is_empty() {
            return;
        }
        let mut ids = Names::default();
        (0..self.columns.ids.len() as u32).for_each(|at| _ = ids.push(self.id(at)));
        self.columns.ids = ids;
        self.renamed = Vec::new();
        self.new_ids = Names::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(id: &'a str, downloads: u64) -> RawRow<'a> {
        RawRow { id: id.into(), downloads: Field::Known(downloads), ..RawRow::default() }
    }

    fn keyed<'a>(id: &'a str, key: &'a str, downloads: u64) -> RawRow<'a> {
        RawRow { object_id: Some(key.into()), ..row(id, downloads) }
    }

    fn built(rows: &[RawRow<'_>]) -> Vec<Snapshot> {
        let mut builder = Builder::default();
        rows.iter().for_each(|row| builder.push(row));
        builder.finish()
    }

    fn ids(snapshot: &Snapshot) -> Vec<(&str, Option<u64>)> {
        (0..snapshot.len() as u32).map(|at| (snapshot.repo(at).id(), snapshot.repo(at).downloads_30d())).collect()
    }

    #[test]
    fn of_rows_of_one_key_the_larger_stays_else_the_first() {
        let snapshots = built(&[row("a/x", 5), row("a/x", 5), row("A/x", 1), row("a/x", 9), row("a/x", 2)]);
        assert_eq!(ids(&snapshots[0]), [("a/x", Some(9)), ("A/x", Some(1))]);
        assert_eq!((snapshots[0].rows, snapshots[0].duplicates), (5, 3));
    }

    #[test]
    fn the_key_is_the_object_id_and_the_larger_row_names_the_repository() {
        let snapshots =
            built(&[keyed("old/x", "1", 5), keyed("b/y", "2", 5), keyed("new/x", "1", 6), keyed("older/x", "1", 1)]);
        assert_eq!(ids(&snapshots[0]), [("new/x", Some(6)), ("b/y", Some(5))]);
        assert_eq!(snapshots[0].repo(0).owner(), "new");
        let unknown = RawRow { downloads: Field::Unknown, ..keyed("u/x", "1", 0) };
        assert_eq!(ids(&built(&[unknown, keyed("v/x", "1", 0)])[0]), [("v/x", Some(0))]);
    }

    #[test]
    fn a_row_without_a_key_repeats_the_first_of_its_id() {
        let all = |rows: &[RawRow<'_>]| {
            let snapshots = built(rows);
            let keys = (0..snapshots[0].len() as u32).map(|at| snapshots[0].repo(at).object_id().map(String::from));
            let found = ids(&snapshots[0]).into_iter().map(|(id, downloads)| (id.to_owned(), downloads.unwrap()));
            found.zip(keys).map(|((id, downloads), key)| (id, downloads, key.unwrap_or_default())).collect::<Vec<_>>()
        };
        let is = |id: &str, downloads, key: &str| (id.to_owned(), downloads, key.to_owned());
        assert_eq!(all(&[keyed("a/x", "1", 5), row("a/x", 9)]), [is("a/x", 9, "1")]);
        assert_eq!(
            all(&[row("a/x", 9), keyed("a/x", "1", 5), keyed("a/x", "2", 4)]),
            [is("a/x", 9, "1"), is("a/x", 4, "2")]
        );
        // Two of one id and different keys are two repositories; what has no key joins the first.
        let two = [keyed("a/x", "1", 5), keyed("a/x", "2", 6), row("a/x", 7), row("a/y", 1)];
        assert_eq!(all(&two), [is("a/x", 7, "1"), is("a/x", 6, "2"), is("a/y", 1, "")]);
        // A renamed repository is found by its new id, no longer by the one before.
        let renamed = [keyed("a/x", "1", 5), row("b/z", 1), keyed("a/w", "1", 6), row("a/w", 7), row("a/x", 2)];
        assert_eq!(all(&renamed), [is("a/w", 7, "1"), is("b/z", 1, ""), is("a/x", 2, "")]);
    }

    #[test]
    fn rows_of_no_kind_join_that_of_most_rows_else_the_models() {
        let of = |id, kind| RawRow { kind, ..row(id, 1) };
        let data = Some(RepoKind::Datasets);
        let kinds = |rows: &[RawRow<'_>]| built(rows).iter().map(|s| (s.kind, s.len())).collect::<Vec<_>>();
        assert_eq!(kinds(&[of("a", data), of("b", data), of("c", None)]), [(RepoKind::Datasets, 3)]);
        assert_eq!(
            kinds(&[of("a", data), of("b", None), of("c", None)]),
            [(RepoKind::Models, 2), (RepoKind::Datasets, 1)]
        );
        assert_eq!(kinds(&[of("a", data), of("a", None), of("b", data)]), [(RepoKind::Datasets, 2)]);
        assert_eq!(kinds(&[]), [(RepoKind::Models, 0)]);
        let mut builder = Builder { wrapper_kind: Some(RepoKind::Spaces), ..Builder::default() };
        builder.push(&row("a", 1));
        assert_eq!(builder.finish()[0].kind, RepoKind::Spaces);
    }

    #[test]
    fn files_join_row_by_row_each_with_its_own_kind() {
        let of = |id, kind| RawRow { kind, ..row(id, 1) };
        let mut models = Builder { captured: Day::parse("2026-04-29"), ..Builder::default() };
        [row("a/x", 5), row("a/y", 1), row("a/y", 1)].iter().for_each(|row| models.push(row));
        models.reject();
        let mut more = Builder::default();
        [row("a/x", 7), row("a/z", 2)].iter().for_each(|row| more.push(row));
        assert!(models.join(more));
        let mut data = Builder { captured: Day::parse("2026-05-01"), ..Builder::default() };
        [of("a/x", Some(RepoKind::Datasets)), of("d/1", Some(RepoKind::Datasets)), of("d/2", None)]
            .iter()
            .for_each(|row| data.push(row));
        assert!(!models.join(data));
        let snapshots = models.finish();
        assert_eq!(ids(&snapshots[0]), [("a/x", Some(7)), ("a/y", Some(1)), ("a/z", Some(2))]);
        assert_eq!((snapshots[0].rows, snapshots[0].duplicates, snapshots[0].rejected), (6, 2, 1));
        assert_eq!((snapshots[1].kind, snapshots[1].len()), (RepoKind::Datasets, 3));
        assert_eq!(snapshots[1].captured.day(), Day::parse("2026-05-01"));
    }

    #[test]
    fn a_row_keeps_its_lists_when_it_replaces_another_or_joins_a_kind() {
        let traits = |id, downloads, base: &'static str, languages| RawRow {
            bases: vec![base.into()],
            relation: Some(Relation::Merge),
            languages: Field::Known(languages),
            multilingual: true,
            author_is_user: Field::Known(true),
            tags: Field::Known(()),
            formats: 5,
            architecture: 2,
            papers: vec!["1".into(), "2".into()],
            sdk: Field::Wrong,
            ..row(id, downloads)
        };
        let said = RawRow { kind: Some(RepoKind::Models), ..row("b/y", 1) };
        let rows = [traits("a/x", 1, "o/old", vec![1, 2]), said.clone(), said, traits("a/x", 2, "o/new", vec![3])];
        let snapshot = &built(&rows)[0];
        let repo = snapshot.repo(1);
        assert_eq!((repo.id(), repo.bases().collect::<Vec<_>>()), ("a/x", vec!["o/new"]));
        assert_eq!((repo.relation(), repo.language_codes().collect::<Vec<_>>()), (Some(Relation::Merge), vec![3]));
        assert_eq!((repo.tagged_multilingual(), repo.author_is_user()), (true, Some(true)));
        assert_eq!((repo.tagged_formats(), repo.architecture_code(), repo.paper_codes().count()), (5, Some(1), 2));
        assert!(repo.lineage_recorded() && repo.tags_recorded() && repo.sdk().is_none());
        let coverage = snapshot.coverage(super::super::FieldId::Sdk, [1].into_iter());
        assert_eq!((coverage.known, coverage.wrong), (0, 1));
        assert_eq!((snapshot.repo(0).relation(), snapshot.repo(0).author_is_user()), (None, None));
    }

    #[test]
    fn what_is_left_out_is_counted_and_the_counts_add_up() {
        let mut builder = Builder::default();
        builder.push(&RawRow { left_out: true, ..row("a/x", 1) });
        builder.push(&row("a/x", 1));
        builder.push(&row("a/x", 1));
        builder.reject();
        let snapshot = &builder.finish()[0];
        assert_eq!(
            (snapshot.rows, snapshot.rejected, snapshot.duplicates, snapshot.left_out, snapshot.len()),
            (4, 1, 1, 1, 1)
        );
    }

    #[test]
    fn a_time_after_the_day_of_capture_is_wrong_and_without_a_day_the_latest_stands_in() {
        let dated = |text| RawRow { created: Field::Known(Moment::parse(text).unwrap()), ..row("a/x", 1) };
        let mut builder = Builder { captured: Day::parse("2026-04-29"), ..Builder::default() };
        builder.push(&dated("2026-04-30"));
        assert_eq!(builder.finish()[0].repo(0).created(), None);
        let snapshot = &built(&[dated("2026-04-30T23:00:00Z")])[0];
        assert_eq!(snapshot.captured, Capture::LatestDate(Day::parse("2026-04-30").unwrap()));
        assert_eq!(built(&[row("a", 1)])[0].captured, Capture::Unknown);
    }

    #[test]
    fn the_owner_stands_before_the_first_slash_else_it_is_the_author() {
        let author = RawRow { author: Some("openai".into()), ..row("gpt2", 1) };
        let snapshot = &built(&[row("a/b/c", 1), author, row("bert", 1), row("/x", 1)])[0];
        let owners: Vec<&str> = (0..4).map(|at| snapshot.repo(at).owner()).collect();
        assert_eq!(owners, ["a", "openai", "(none)", "(none)"]);
    }
}
