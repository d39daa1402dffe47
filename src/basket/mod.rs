//! The selection being looked at: filters first, then the ranking, then `top`.

mod filter;
mod pattern;
mod query;
mod term;

pub use query::{By, Query, QueryError, Top};
pub use term::{Key, Op, Term};

use crate::{
    model::{Repo, RepoKind, Snapshot},
    reference::{self, Custom, Family, Mapping, Owner, Region, Registry},
    stats,
};

/// Of more rows than this their order is kept once it was found.
const MANY: usize = 1 << 16;

/// Which downloads count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// The 30 days before the capture.
    #[default]
    Days30,
    /// Since each repository was created.
    All,
}

impl Window {
    /// As written in queries and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Window::Days30 => "30d",
            Window::All => "all",
        }
    }

    /// As written in sentences: "downloads …".
    pub fn words(self) -> &'static str {
        match self {
            Window::Days30 => "in 30 days",
            Window::All => "over all time",
        }
    }
}

/// Who is credited with a repository's downloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attribution {
    /// The account that uploaded it.
    #[default]
    Owner,
    /// The body that runs the account, with all its accounts.
    Entity,
    /// The owner of the model it is built on, one step up.
    Base,
}

impl Attribution {
    /// Every attribution.
    pub const ALL: [Attribution; 3] = [Attribution::Owner, Attribution::Entity, Attribution::Base];

    /// As written in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Attribution::Owner => "owner",
            Attribution::Entity => "entity",
            Attribution::Base => "base",
        }
    }
}

/// A snapshot seen through a query: rows in the order of the ranking.
pub struct Basket<'a> {
    /// What the rows come from.
    pub snapshot: &'a Snapshot,
    /// What selected them.
    pub query: &'a Query,
    /// Rows of the snapshot, ranked.
    pub rows: Vec<u32>,
    /// The classification of owners.
    pub registry: Registry,
    /// The classification of tasks.
    pub mapping: Mapping,
    /// Which downloads count.
    pub window: Window,
    /// Who is credited with them.
    pub attribution: Attribution,
    /// The reader's own table of owners.
    pub custom: &'a Custom,
    /// How many rows a table has at most: all of them on the command line, no more than a page can show there.
    pub table_rows: usize,
}

impl<'a> Basket<'a> {
    /// Selects from a snapshot.
    pub fn select(snapshot: &'a Snapshot, query: &'a Query) -> Basket<'a> {
        Basket::with_owners(snapshot, query, Custom::none())
    }

    /// Selects from a snapshot; `custom` is what `registry=custom` classifies owners by.
    pub fn with_owners(snapshot: &'a Snapshot, query: &'a Query, custom: &'a Custom) -> Basket<'a> {
        let mut basket = Basket {
            snapshot,
            query,
            rows: Vec::new(),
            registry: query.registry,
            mapping: query.mapping,
            window: query.window,
            attribution: query.attribution,
            custom,
            table_rows: usize::MAX,
        };
        let filter = filter::Filter::new(query);
        let all = 0..snapshot.len() as u32;
        let admits = |row: u32| filter.admits(&basket, snapshot.repo(row));
        basket.rows = if !is_many(basket.asked().min(snapshot.len())) {
            basket.first_by(&mut all.filter(|&row| admits(row)), basket.asked(), query.by)
        } else if query.terms.is_empty() {
            basket.ranking(query.by).iter().copied().take(basket.asked()).collect()
        } else {
            let admitted: Vec<bool> = all.map(admits).collect();
            let ranked = basket.ranking(query.by).iter().copied();
            ranked.filter(|&row| admitted[row as usize]).take(basket.asked()).collect()
        };
        basket
    }

    /// How many rows the query asks for at most.
    fn asked(&self) -> usize {
        match self.query.top {
            Top::First(n) => n as usize,
            Top::All => usize::MAX,
        }
    }

    /// All rows of the snapshot by a measure, as [`Basket::first_by`] has them; kept, since no ids are compared again.
    pub fn ranking(&self, by: By) -> &'a [u32] {
        let snapshot = self.snapshot;
        snapshot.ranking(by as usize, || {
            let by_id = snapshot.by_id();
            let keys: Vec<u64> = by_id.iter().map(|&row| stats::falling(measure_of(by, snapshot.repo(row)))).collect();
            stats::order_by(&keys).into_iter().map(|at| by_id[at as usize]).collect()
        })
    }

    /// The first rows by a measure, the largest first, unknown last, ties by id in bytes.
    pub fn first_by(&self, rows: &mut dyn Iterator<Item = u32>, most: usize, by: By) -> Vec<u32> {
        let by_id = |a: u32, b: u32| self.snapshot.repo(a).id().cmp(self.snapshot.repo(b).id());
        stats::first_of(rows, most, &|row| measure_of(by, self.snapshot.repo(row)), &by_id)
    }

    /// Whether its rows are so many that they are met in the order of the snapshot.
    pub fn is_large(&self) -> bool {
        is_many(self.len())
    }

    /// The same selection with other rows, in the order of the ranking.
    pub fn with_rows(&self, rows: Vec<u32>) -> Basket<'a> {
        Basket { rows, ..*self }
    }

    /// The repositories, ranked.
    pub fn repos(&self) -> impl Iterator<Item = Repo<'a>> {
        let snapshot = self.snapshot;
        self.rows.iter().map(move |&row| snapshot.repo(row))
    }

    /// How many repositories there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// An owner's row by the registry of the query.
    pub fn owner(&self, name: &str) -> Option<Owner<'a>> {
        self.registry.owner(name, self.custom)
    }

    /// The row of an account by a registry; what the reviewed table says of owners of rows is looked up once.
    pub fn owner_by(&self, registry: Registry, account: u32) -> Option<Owner<'a>> {
        let name = || self.snapshot.account(account);
        if registry == Registry::Custom || account as usize >= self.snapshot.owners().len() {
            return registry.owner(name(), self.custom);
        }
        self.snapshot.owner_row(account, || reference::owner_row(name())).and_then(reference::owner_at)
    }

    /// An owner's region by the registry of the query.
    pub fn region(&self, name: &str) -> Region {
        self.registry.region(name, self.owner(name))
    }

    /// The account that a repository counts for: its uploader, or the owner of its base.
    pub fn account(&self, repo: Repo<'a>) -> &'a str {
        let base = if self.attribution == Attribution::Base { repo.base_owner() } else { None };
        base.unwrap_or_else(|| repo.owner())
    }

    /// The family of a repository: by the name of the root of its lineage, else by its own.
    pub fn family(&self, repo: Repo<'_>) -> Option<&'static Family> {
        reference::family_of(self.family_rule(repo)?.0)
    }

    /// The number of the rule by which it belongs to its family, and whether the family's first publisher uploaded it.
    pub fn family_rule(&self, repo: Repo<'_>) -> Option<(u16, bool)> {
        const OWN: u16 = 1 << 15;
        let by_name = |id: &str| reference::family(id).map(|family| family.rule);
        let find = || {
            let of_root = match self.snapshot.root_row(repo.row()) {
                Some(root) if root == repo.row() => None,
                // A root is its own: what is found of it is kept for all that come from it.
                Some(root) => self.family_rule(self.snapshot.repo(root)).map(|(rule, _)| rule),
                None => by_name(self.snapshot.root(repo.row())),
            };
            let rule = of_root.or_else(|| by_name(repo.id()))?;
            let publisher = reference::family_of(rule).map(|family| family.entity).filter(|entity| !entity.is_empty());
            let owner = || self.owner_by(Registry::Reviewed, repo.owner_code());
            let is_own = publisher.is_some_and(|entity| owner().and_then(|row| row.body()) == Some(entity));
            Some(rule | if is_own { OWN } else { 0 })
        };
        let found = self.snapshot.family_rule(repo.row(), find)?;
        Some((found & !OWN, found & OWN != 0))
    }

    /// Whether the family of a repository is that of test fixtures.
    pub fn is_fixture(&self, repo: Repo<'_>) -> bool {
        self.family(repo).is_some_and(Family::is_fixture)
    }

    /// Who is credited with a repository's downloads, by the attribution of the query.
    pub fn credited(&self, repo: Repo<'a>) -> &'a str {
        let account = self.account(repo);
        match self.attribution {
            Attribution::Entity => self.owner(account).and_then(|row| row.body()).unwrap_or(account),
            Attribution::Owner | Attribution::Base => account,
        }
    }

    /// What a repository weighs: its downloads in the window; its likes where it is a Space, which has no
    /// downloads. An unknown one adds 0 to sums.
    #[inline]
    pub fn downloads(&self, repo: Repo<'_>) -> Option<u64> {
        match self.window {
            _ if self.snapshot.kind == RepoKind::Spaces => repo.likes(),
            Window::Days30 => repo.downloads_30d(),
            Window::All => repo.downloads_all(),
        }
    }

    /// The measure that repositories weigh by.
    pub fn measure(&self) -> By {
        match self.window {
            _ if self.snapshot.kind == RepoKind::Spaces => By::Likes,
            Window::Days30 => By::Downloads,
            Window::All => By::DownloadsAll,
        }
    }

    /// Whether its order is that of what repositories weigh.
    pub fn is_by_downloads(&self) -> bool {
        self.query.by == self.measure()
    }

    /// What all of them weigh.
    pub fn total_downloads(&self) -> u64 {
        self.repos().filter_map(|repo| self.downloads(repo)).fold(0, u64::saturating_add)
    }
}

/// Whether so many rows are taken in the order of the snapshot, and their rankings kept.
fn is_many(rows: usize) -> bool {
    cfg!(feature = "formats") && rows > MANY
}

fn measure_of(by: By, repo: Repo<'_>) -> Option<u64> {
    match by {
        By::Downloads => repo.downloads_30d(),
        By::DownloadsAll => repo.downloads_all(),
        By::Likes => repo.likes(),
        By::Trending => repo.trending().map(ordered),
        // Moments before 1970 rank below all others and keep their order.
        By::Created => repo.created().map(|moment| (moment.0 as u64) ^ (1 << 63)),
    }
}

/// An integer in the order of the floats, negative ones included.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}
