//! All repositories of one kind as captured at one instant, kept as typed columns.
//!
//! Each column reserves two values: one for a field that a row does not record, one for a field of
//! a wrong type. Both read as unknown; coverage tells them apart.

use std::sync::OnceLock;

use super::{
    Accounts, Coverage, Day, Field, FieldId, Gated, Moment, Names, Relation, Repo, RepoKind, Rising,
    columns::{Columns, flag},
    compact::{Codes, Counts},
    declared::declared_size,
    lineage,
    memo::Memo,
    objects::ObjectIds,
    order,
};

pub(super) const UNKNOWN_CODE: u32 = 0;
pub(super) const WRONG_CODE: u32 = 1;

/// How many rankings of all rows a snapshot keeps.
const RANKINGS: usize = 5;

/// Where the day of capture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// The snapshot or its reader says so.
    Stated(Day),
    /// Nobody says; the latest date in the snapshot stands in.
    LatestDate(Day),
    /// There is no date at all.
    Unknown,
}

impl Capture {
    /// The day, however it is known.
    pub fn day(self) -> Option<Day> {
        match self {
            Capture::Stated(day) | Capture::LatestDate(day) => Some(day),
            Capture::Unknown => None,
        }
    }
}

/// All repositories of one kind as captured at one instant.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The kind of all its rows.
    pub kind: RepoKind,
    /// The day of capture.
    pub captured: Capture,
    /// What the snapshot says of itself, if it does.
    pub source: Option<String>,
    /// The query of the Hub's listing that its rows answer, `sort=downloads&limit=1000`, where it says so.
    pub listing: Option<String>,
    /// Rows found in the input that are of this kind, or that could not be understood.
    pub rows: u64,
    /// Rows that could not be understood.
    pub rejected: u64,
    /// Rows that repeat another one.
    pub duplicates: u64,
    /// Rows marked removed, private or disabled.
    pub left_out: u64,
    /// Rows of other kinds in the same input.
    pub other_kinds: Vec<(RepoKind, u64)>,
    /// SHA-256 of the bytes as handed over, in hex; none for a live fetch.
    pub sha256: Option<String>,
    pub(super) columns: Columns,
    pub(super) object_ids: ObjectIds,
    /// What was found of the rows, kept for the next basket.
    pub(super) kept: Kept,
}

/// What costs something to find of the rows, kept once it was asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    /// The root of each row's lineage, found when first asked for.
    roots: OnceLock<Vec<u32>>,
    /// The rule by which each row belongs to a family, and the formats it comes in, as far as they were asked for.
    families: Memo,
    formats: Memo,
    /// The row of each owner in the reviewed table of owners, and the declared size of each row, likewise.
    owner_rows: Memo,
    sizes: Memo,
    /// Whom the bases belong to, and the order of all names of accounts, found when first asked for.
    accounts: OnceLock<Accounts>,
    ranks: OnceLock<Vec<u32>>,
    /// The rows by id, and by each measure that a basket ranks by, found when first asked for.
    by_id: OnceLock<Vec<u32>>,
    rankings: [OnceLock<Vec<u32>>; RANKINGS],
    by_parameters: OnceLock<Rising>,
    misnamed: OnceLock<Vec<u32>>,
    /// The downloads of these rows in that order, in 30 days and of all time.
    by_parameters_of: [OnceLock<Counts>; 2],
    /// What is recorded of all rows, counted when first asked for: every basket asks.
    whole: OnceLock<Whole>,
}

/// What is recorded of all rows of a snapshot.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    coverages: [Coverage; FieldId::ALL.len()],
    /// How many rows are gated each way, in the order of [`Gated`].
    gated: [u64; Gated::ALL.len()],
    floor: u64,
    /// Which licenses and tasks a row has.
    licenses: Vec<bool>,
    tasks: Vec<bool>,
}

impl Snapshot {
    /// How many repositories it holds.
    pub fn len(&self) -> usize {
        self.columns.owner.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The repository of a row; rows run from 0 to one less than [`Snapshot::len`].
    pub fn repo(&self, row: u32) -> Repo<'_> {
        Repo::new(self, row)
    }

    /// Lets go of what no section asks for: the `_id` of each row.
    pub fn forget_object_ids(&mut self) {
        self.object_ids = ObjectIds::default();
    }

    /// The distinct owners; a repository's [`Repo::owner_code`] points here.
    pub fn owners(&self) -> &Names {
        &self.columns.owners
    }

    /// The place of each row's owner in [`Snapshot::owners`].
    pub fn owner_codes(&self) -> &[u32] {
        &self.columns.owner
    }

    /// The distinct license ids, lower-cased.
    pub fn licenses(&self) -> &Names {
        &self.columns.licenses
    }

    /// The distinct tasks.
    pub fn tasks(&self) -> &Names {
        &self.columns.tasks
    }

    /// The distinct libraries.
    pub fn libraries(&self) -> &Names {
        &self.columns.libraries
    }

    /// The code of each row's task in [`Snapshot::tasks`].
    pub fn task_codes(&self) -> &Codes {
        &self.columns.task
    }

    /// The code of each row's library in [`Snapshot::libraries`].
    pub fn library_codes(&self) -> &Codes {
        &self.columns.library
    }

    /// The code of each row's license in [`Snapshot::licenses`].
    pub fn license_codes(&self) -> &Codes {
        &self.columns.license
    }

    /// The code of what each row declares beside it in [`Snapshot::license_names`].
    pub fn license_name_codes(&self) -> &Codes {
        &self.columns.license_name
    }

    /// The distinct names declared beside the license `other`.
    pub fn license_names(&self) -> &Names {
        &self.columns.license_names
    }

    /// The distinct base models that rows name.
    pub fn bases(&self) -> &Names {
        &self.columns.bases
    }

    /// The distinct papers that rows cite, as arXiv ids without a version.
    pub fn papers(&self) -> &Names {
        &self.columns.papers
    }

    /// The distinct categories of datasets (`task_categories:`).
    pub fn categories(&self) -> &Names {
        &self.columns.categories
    }

    /// The distinct kinds of data in datasets (`modality:`).
    pub fn modalities(&self) -> &Names {
        &self.columns.modalities
    }

    /// The distinct SDKs of Spaces.
    pub fn sdks(&self) -> &Names {
        &self.columns.sdks
    }

    /// The id of the model that a row comes from in the end; its own where it names no base.
    pub fn root(&self, row: u32) -> &str {
        lineage::id(&self.columns, self.root_code(row))
    }

    /// The row of [`Snapshot::root`], where that model is in the snapshot.
    pub fn root_row(&self, row: u32) -> Option<u32> {
        lineage::row(self.root_code(row))
    }

    fn root_code(&self, row: u32) -> u32 {
        self.kept.roots.get_or_init(|| lineage::roots(&self.columns)).get(row as usize).copied().unwrap_or(row)
    }

    /// For how many rows at all a field is recorded, column by column.
    fn count(&self, field: FieldId) -> Coverage {
        let (n, c) = (self.len(), &self.columns);
        let [known, wrong] = match field {
            FieldId::Downloads => c.downloads.count(),
            FieldId::DownloadsAll => c.downloads_all.count(),
            FieldId::Likes => c.likes.count(),
            FieldId::Parameters => c.parameters.count(),
            FieldId::Created => c.created.count(),
            FieldId::Modified => c.modified.count(),
            _ => return self.coverage(field, 0..n as u32),
        };
        Coverage { n: n as u64, known, wrong }
    }

    /// For how many of `rows` a field is recorded.
    pub fn coverage(&self, field: FieldId, rows: impl Iterator<Item = u32>) -> Coverage {
        let mut coverage = Coverage::default();
        for row in rows {
            coverage.n += 1;
            match self.state(field, row as usize) {
                Field::Known(()) => coverage.known += 1,
                Field::Wrong => coverage.wrong += 1,
                Field::Unknown => {}
            }
        }
        coverage
    }

    /// The rule of a row's family, by what `find` says at first; it must say the same each time.
    pub fn family_rule(&self, row: u32, find: impl FnOnce() -> Option<u16>) -> Option<u16> {
        self.kept.families.option(self.len(), row, find)
    }

    /// The row of an owner in the reviewed table, likewise.
    pub fn owner_row(&self, owner: u32, find: impl FnOnce() -> Option<u16>) -> Option<u16> {
        self.kept.owner_rows.option(self.owners().len(), owner, find)
    }

    /// What the name of a row declares, kept as three decimal digits and a half and a power of ten, which nearly all fit in.
    pub(super) fn declared_size(&self, repo: Repo<'_>) -> Option<u64> {
        const OTHER: u16 = Memo::UNSET - 2;
        const POWERS: [u64; 16] = {
            let (mut powers, mut at) = ([1; 16], 1);
            while at < powers.len() {
                powers[at] = powers[at - 1] * 10;
                at += 1;
            }
            powers
        };
        let pack = |size| {
            let (mut digits, mut power) = (size, 0);
            while digits % 10 == 0 && power < 14 {
                (digits, power) = (digits / 10, power + 1);
            }
            if digits < 4096 { (power << 12) as u16 | digits as u16 } else { OTHER }
        };
        match self.kept.sizes.option(self.len(), repo.row(), || declared_size(repo.name()).map(pack))? {
            OTHER => declared_size(repo.name()),
            packed => Some(u64::from(packed & 4095) * POWERS[usize::from(packed >> 12)]),
        }
    }

    /// Whom bases belong to: owners of rows, and others.
    pub fn accounts(&self) -> &Accounts {
        self.kept.accounts.get_or_init(|| Accounts::of(self))
    }

    /// All rows in the order of their ids in bytes.
    pub fn by_id(&self) -> &[u32] {
        self.kept.by_id.get_or_init(|| order::by_id(&self.columns))
    }

    /// All rows in an order of a number below [`RANKINGS`], by what `find` says at first.
    pub fn ranking(&self, number: usize, find: impl FnOnce() -> Vec<u32>) -> &[u32] {
        self.kept.rankings[number].get_or_init(find)
    }

    /// The rows that record their parameters, the smallest first.
    pub fn by_parameters(&self) -> &Rising {
        self.kept.by_parameters.get_or_init(|| {
            let known = |row: u32| Some((self.columns.parameters.get(row as usize)?, row));
            let mut sizes: Vec<(u64, u32)> = (0..self.len() as u32).filter_map(known).collect();
            sizes.sort_unstable();
            let distinct = sizes.chunk_by(|a, b| a.0 == b.0).count();
            let (numbers, rows) = sizes.into_iter().unzip();
            Rising { numbers, rows, distinct }
        })
    }

    /// The rows whose name declares another size than they record, by what `find` says at first.
    pub fn misnamed(&self, find: impl FnOnce() -> Vec<u32>) -> &[u32] {
        self.kept.misnamed.get_or_init(find)
    }

    /// What the rows of [`Snapshot::by_parameters`] record of their downloads, in that order: millions of them would
    /// be met at random.
    pub fn by_parameters_of(&self, downloads: FieldId) -> &Counts {
        let (kept, column) = match downloads {
            FieldId::DownloadsAll => (&self.kept.by_parameters_of[1], &self.columns.downloads_all),
            _ => (&self.kept.by_parameters_of[0], &self.columns.downloads),
        };
        kept.get_or_init(|| {
            let mut ordered = Counts::default();
            let rows = &self.by_parameters().rows;
            ordered.expect(rows.len());
            rows.iter().enumerate().for_each(|(at, &row)| ordered.set(at, column.field(row as usize)));
            ordered
        })
    }

    /// The name of an account.
    pub fn account(&self, account: u32) -> &str {
        match account.checked_sub(self.owners().len() as u32) {
            Some(abroad) => self.accounts().name(abroad),
            None => self.owners().get(account),
        }
    }

    /// The place of each account in the order of all names.
    pub fn account_ranks(&self) -> &[u32] {
        self.kept.ranks.get_or_init(|| self.accounts().ranks(self))
    }

    /// The bits of the formats that a row comes in, likewise.
    pub fn format_bits(&self, row: u32, find: impl FnOnce() -> u16) -> u16 {
        self.kept.formats.of(self.len(), row, find)
    }

    fn whole(&self) -> &Whole {
        self.kept.whole.get_or_init(|| {
            let count =
                |wanted| self.columns.gated.iter().filter(|gated| **gated == Field::Known(wanted)).count() as u64;
            let early = |row: &u32| self.repo(*row).created().is_some_and(Moment::before_records);
            Whole {
                coverages: FieldId::ALL.map(|field| self.count(field)),
                gated: Gated::ALL.map(count),
                floor: (0..self.len() as u32).filter(early).count() as u64,
                licenses: self.used(self.licenses(), &self.columns.license),
                tasks: self.used(self.tasks(), &self.columns.task),
            }
        })
    }

    fn used(&self, names: &Names, codes: &Codes) -> Vec<bool> {
        let mut used = vec![false; names.len()];
        for code in (0..self.len() as u32).filter_map(|row| codes.known(row)) {
            used[code as usize] = true;
        }
        used
    }

    /// The licenses that rows have.
    pub fn licenses_of_all(&self) -> impl Iterator<Item = &str> {
        self.licenses().iter().zip(&self.whole().licenses).filter(|(_, used)| **used).map(|(name, _)| name)
    }

    /// The tasks that rows have.
    pub fn tasks_of_all(&self) -> impl Iterator<Item = &str> {
        self.tasks().iter().zip(&self.whole().tasks).filter(|(_, used)| **used).map(|(name, _)| name)
    }

    /// For how many of all rows a field is recorded.
    pub fn coverage_of_all(&self, field: FieldId) -> Coverage {
        self.whole().coverages[field as usize]
    }

    /// How many rows are dated before the Hub recorded dates.
    pub fn floor_dated(&self) -> u64 {
        self.whole().floor
    }

    /// Whether any row records the field.
    pub fn records(&self, field: FieldId) -> bool {
        self.coverage_of_all(field).known > 0
    }

    /// Whether it says how gated repositories open: false where a row only says `true` and none how.
    pub fn tells_gating_apart(&self) -> bool {
        let has = |wanted: Gated| self.whole().gated[wanted as usize] > 0;
        has(Gated::Auto) || has(Gated::Manual) || !has(Gated::Yes)
    }

    fn state(&self, field: FieldId, row: usize) -> Field<()> {
        let c = &self.columns;
        match field {
            FieldId::Downloads => forget(c.downloads.field(row)),
            FieldId::DownloadsAll => forget(c.downloads_all.field(row)),
            FieldId::Likes => forget(c.likes.field(row)),
            FieldId::Parameters => forget(c.parameters.field(row)),
            FieldId::Created => forget(c.created.field(row)),
            FieldId::Modified => forget(c.modified.field(row)),
            FieldId::Task => forget(c.task.field(row)),
            FieldId::Library => forget(c.library.field(row)),
            FieldId::License => forget(c.license.field(row)),
            FieldId::Gated => forget(c.gated[row]),
            FieldId::Trending => forget(c.trending(row)),
            FieldId::Tags => flag_state(c.flags[row], flag::TAGS),
            FieldId::Lineage => flag_state(c.flags[row], flag::LINEAGE),
            FieldId::Languages => flag_state(c.flags[row], flag::LANGUAGES),
            FieldId::OwnerType => flag_state(c.flags[row], flag::OWNER_TYPE),
            FieldId::Sdk => flag_state(c.flags[row], flag::SDK),
        }
    }
}

/// The bit says known, the one above it wrong.
pub(super) fn flag_state(flags: u16, bit: u16) -> Field<()> {
    match (flags & bit != 0, flags & bit << 1 != 0) {
        (true, _) => Field::Known(()),
        (false, true) => Field::Wrong,
        (false, false) => Field::Unknown,
    }
}

/// How a row comes from its bases, by its flags.
pub(super) fn relation(flags: u16) -> Option<Relation> {
    Relation::ALL.get(usize::from(flags >> flag::RELATION).checked_sub(1)?).copied()
}

fn forget<T>(field: Field<T>) -> Field<()> {
    match field {
        Field::Unknown => Field::Unknown,
        Field::Wrong => Field::Wrong,
        Field::Known(_) => Field::Known(()),
    }
}
