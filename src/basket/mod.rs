//! The selection being looked at: filters first, then the ranking, then `top`.

mod filter;
mod pattern;
mod query;
mod term;

pub use query::{By, Query, QueryError, Top};
pub use term::{Key, Op, Term};

use std::cmp::{Ordering, Reverse};

use crate::{
    model::{Repo, RepoKind, Snapshot},
    reference::{self, Custom, Family, Mapping, Owner, Region, Registry},
};

/// Beyond twice the rows that are looked for, how many are kept until the others are let go.
const ROOM: usize = 1024;

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
        };
        let filter = filter::Filter::new(query);
        let admitted = (0..snapshot.len() as u32).filter(|&row| filter.admits(&basket, snapshot.repo(row)));
        basket.rows = basket.rank(admitted);
        basket
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
        let find = || {
            let family = reference::family(self.snapshot.root(repo.row())).or_else(|| reference::family(repo.id()));
            family.map(|family| family.rule)
        };
        reference::family_of(self.snapshot.family_rule(repo.row(), find)?)
    }

    /// Whether the family of a repository is that of test fixtures; quicker than asking for the family.
    pub fn is_fixture(&self, repo: Repo<'_>) -> bool {
        let root = self.snapshot.root(repo.row());
        reference::is_fixture(root)
            || root != repo.id() && reference::is_fixture(repo.id()) && reference::family(root).is_none()
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

    /// The first rows of a ranking, the largest first, unknown last, ties by id in bytes.
    fn rank(&self, rows: impl Iterator<Item = u32>) -> Vec<u32> {
        let order = |a: &Ranked, b: &Ranked| {
            a.0.cmp(&b.0).then_with(|| self.snapshot.repo(a.1).id().cmp(self.snapshot.repo(b.1).id()))
        };
        let ranked = rows.map(|row| (Reverse(rank_value(self.query.by, self.snapshot.repo(row))), row));
        let mut kept: Vec<Ranked> = match self.query.top {
            Top::First(n) => first(ranked, n as usize, &order),
            _ => ranked.collect(),
        };
        kept.sort_unstable_by(order);
        kept.into_iter().map(|(_, row)| row).collect()
    }
}

/// A row under what it is ranked by.
type Ranked = (Reverse<Option<u64>>, u32);

/// The first `n` in an order, themselves in none. Only what may be among them is kept on the way, so that the first
/// thousand of millions cost a look at each.
fn first(items: impl Iterator<Item = Ranked>, n: usize, order: &dyn Fn(&Ranked, &Ranked) -> Ordering) -> Vec<Ranked> {
    let mut kept = Vec::new();
    let mut last = None;
    let cut = |kept: &mut Vec<Ranked>| {
        if n == 0 {
            kept.clear();
        } else if n < kept.len() {
            kept.select_nth_unstable_by(n - 1, order);
            kept.truncate(n);
        }
        kept.last().copied()
    };
    for item in items {
        if last.is_none_or(|last| order(&item, &last).is_lt()) {
            kept.push(item);
            if kept.len() >= n.saturating_mul(2).saturating_add(ROOM) {
                last = cut(&mut kept);
            }
        }
    }
    cut(&mut kept);
    kept
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
