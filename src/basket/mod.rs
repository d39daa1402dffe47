//! The selection being looked at: filters first, then the ranking, then `top`.

mod filter;
mod pattern;
mod query;
mod term;

pub use query::{By, Query, QueryError, Top};
pub use term::{Key, Op, Term};

use std::borrow::Cow;

use crate::{
    model::{Repo, RepoKind, Snapshot},
    reference::{self, Custom, Family, Mapping, Owner, Region, Registry},
    stats,
};

/// Of more rows than this their order is kept once it was found.
pub const MANY: usize = 1 << 16;

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
        let admits = |&row: &u32| filter.admits(&basket, snapshot.repo(row));
        basket.rows = match basket.whole_ranking() {
            Some(ranked) => {
                let all = basket.with_rows(ranked.to_vec());
                let mut rows =
                    if query.terms.is_empty() { all.rows } else { all.kept(&|repo| filter.admits(&all, repo)) };
                rows.truncate(basket.asked());
                rows
            }
            None => {
                let rank = |repo: Repo<'a>| rank_value(query.by, repo);
                basket.first_by(&mut (0..snapshot.len() as u32).filter(admits), basket.asked(), &rank)
            }
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

    /// All rows as the query ranks them, where they are many and most of them are asked for.
    fn whole_ranking(&self) -> Option<&'a [u32]> {
        let rank = || {
            let all: Vec<u32> = (0..self.snapshot.len() as u32).collect();
            self.by_value(&all, &|repo| rank_value(self.query.by, repo))
        };
        (cfg!(feature = "formats") && self.asked().min(self.snapshot.len()) > MANY)
            .then(|| self.snapshot.ranking(self.query.by as usize, rank))
    }

    /// The first rows by a value, the largest first, unknown last, ties by id in bytes.
    pub fn first_by(
        &self,
        rows: &mut dyn Iterator<Item = u32>,
        most: usize,
        value: &dyn Fn(Repo<'a>) -> Option<u64>,
    ) -> Vec<u32> {
        let by_id = |a: u32, b: u32| self.snapshot.repo(a).id().cmp(self.snapshot.repo(b).id());
        stats::first_of(rows, most, &|row| value(self.snapshot.repo(row)), &by_id)
    }

    /// Rows in the same order; of many no ids are compared.
    fn by_value(&self, rows: &[u32], value: &dyn Fn(Repo<'a>) -> Option<u64>) -> Vec<u32> {
        if !cfg!(feature = "formats") || rows.len() <= MANY {
            return self.first_by(&mut rows.iter().copied(), usize::MAX, value);
        }
        let chosen = self.chosen(rows);
        let by_id: Vec<u32> = self.snapshot.by_id().iter().copied().filter(|&row| chosen[row as usize]).collect();
        let keys: Vec<u64> = by_id.iter().map(|&row| stats::falling(value(self.snapshot.repo(row)))).collect();
        let order = stats::order_by(&keys);
        order.into_iter().map(|at| by_id[at as usize]).collect()
    }

    /// For each row of the snapshot whether it is among some.
    pub fn chosen(&self, rows: &[u32]) -> Vec<bool> {
        let mut chosen = vec![false; self.snapshot.len()];
        rows.iter().for_each(|&row| chosen[row as usize] = true);
        chosen
    }

    /// The rows in the order in which they are best walked over: of many that of the snapshot, so that memory is
    /// read from one end to the other.
    pub fn walk(&self) -> Cow<'_, [u32]> {
        if !cfg!(feature = "formats") || self.len() <= MANY {
            return Cow::Borrowed(&self.rows);
        }
        let all = 0..self.snapshot.len() as u32;
        if self.len() == self.snapshot.len() {
            return Cow::Owned(all.collect());
        }
        let chosen = self.chosen(&self.rows);
        Cow::Owned(all.filter(|&row| chosen[row as usize]).collect())
    }

    /// The rows that `keep` admits, as ranked.
    pub fn kept(&self, keep: &dyn Fn(Repo<'a>) -> bool) -> Vec<u32> {
        let keep = |&row: &u32| keep(self.snapshot.repo(row));
        match self.walk() {
            Cow::Borrowed(rows) => rows.iter().copied().filter(keep).collect(),
            Cow::Owned(rows) => {
                let kept = self.chosen(&rows.into_iter().filter(keep).collect::<Vec<u32>>());
                self.rows.iter().copied().filter(|&row| kept[row as usize]).collect()
            }
        }
    }

    /// The rows whose weight is known, the heaviest first, ties by id in bytes.
    pub fn by_downloads(&self) -> Cow<'_, [u32]> {
        let known = |&row: &u32| self.downloads(self.snapshot.repo(row)).is_some();
        if self.is_by_downloads() {
            // What is not known stands last.
            return Cow::Borrowed(&self.rows[..self.rows.partition_point(known)]);
        }
        let rows: Vec<u32> = self.rows.iter().copied().filter(known).collect();
        Cow::Owned(self.by_value(&rows, &|repo| self.downloads(repo)))
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
        reference::family_of(self.family_rule(repo)?)
    }

    /// The number of the rule by which it belongs to its family.
    pub fn family_rule(&self, repo: Repo<'_>) -> Option<u16> {
        let by_name = |id: &str| reference::family(id).map(|family| family.rule);
        let find = || {
            let of_root = match self.snapshot.root_row(repo.row()) {
                Some(root) if root == repo.row() => None,
                // A root is its own: what is found of it is kept for all that come from it.
                Some(root) => self.family_rule(self.snapshot.repo(root)),
                None => by_name(self.snapshot.root(repo.row())),
            };
            of_root.or_else(|| by_name(repo.id()))
        };
        self.snapshot.family_rule(repo.row(), find)
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

    /// Whether its order is that of what repositories weigh.
    pub fn is_by_downloads(&self) -> bool {
        match self.query.by {
            _ if self.snapshot.kind == RepoKind::Spaces => self.query.by == By::Likes,
            By::Downloads => self.window == Window::Days30,
            By::DownloadsAll => self.window == Window::All,
            _ => false,
        }
    }

    /// What all of them weigh.
    pub fn total_downloads(&self) -> u64 {
        self.repos().filter_map(|repo| self.downloads(repo)).fold(0, u64::saturating_add)
    }
}

fn rank_value(by: By, repo: Repo<'_>) -> Option<u64> {
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
