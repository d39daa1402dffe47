//! Who is credited with the basket's downloads: the uploader, the body that runs the account, or the
//! owner of the base.

use super::{Context, context::UNREVIEWED};
use crate::{
    basket::{self, Attribution, Basket},
    model::{FieldId, Names, Snapshot},
    reference::{Owner, Region},
    stats,
};

/// An owner's part of the basket.
#[derive(Debug, Clone)]
pub struct OwnerSum<'a> {
    /// The owner, by the attribution.
    pub name: &'a str,
    /// The account that stands for it in tables of owners: its own, or the largest of a body's.
    pub account: &'a str,
    /// Its repositories in the basket.
    pub repos: u64,
    /// Their downloads in the window.
    pub downloads: u64,
    /// Those of its repositories whose downloads are known.
    pub known: u64,
    /// Its account's row by the registry of the query; the reviewed table's where that is the seed list.
    pub reviewed: Option<Owner<'a>>,
    /// Its account's region by the registry of the query.
    pub region: Region,
    /// Whether a row says that its account is a person.
    pub user: bool,
    /// The number of its account in the snapshot.
    pub code: u32,
}

impl<'a> OwnerSum<'a> {
    fn merge(&mut self, other: &OwnerSum<'a>) {
        self.repos += other.repos;
        self.known += other.known;
        self.downloads = self.downloads.saturating_add(other.downloads);
    }

    /// Its type by the registry; where that is unknown, what its rows say of it.
    pub fn kind(&self) -> &'a str {
        let open = if self.user { "individual" } else { UNREVIEWED };
        self.reviewed.map(|row| row.kind).filter(|kind| *kind != "unknown").unwrap_or(open)
    }

    /// Whether it is the one large owner of whom sources disagree where it is at home and what it is.
    pub fn is_sentence_transformers(&self) -> bool {
        self.reviewed.is_some_and(|row| row.entity == "Sentence Transformers")
    }
}

/// The owners of a basket under one attribution.
#[derive(Debug)]
pub struct Credit<'a> {
    /// By downloads, descending, ties by name.
    pub owners: Vec<OwnerSum<'a>>,
    /// For each repository, in the order of the walk, the place in `owners` of whom it counts for.
    pub places: Vec<u32>,
}

impl<'a> Credit<'a> {
    /// Credits the basket's downloads.
    pub fn of(context: &Context<'a>, attribution: Attribution) -> Credit<'a> {
        let basket = context.basket;
        let (accounts, mut places) = accounts(context, attribution);
        // Whose place an account takes: its own, or that of its body's largest.
        let mut stands: Vec<u32> = (0..accounts_of(basket.snapshot, attribution) as u32).collect();
        let mut owners: Vec<OwnerSum<'a>> = ranked(basket, &accounts)
            .into_iter()
            .map(|place| {
                let Account { code, repos, downloads, known, user } = accounts[place as usize];
                let name = basket.snapshot.account(code);
                let reviewed = basket.owner_by(basket.registry, code);
                let region = basket.registry.region(name, reviewed);
                let (repos, known) = (u64::from(repos), u64::from(known));
                OwnerSum { name, account: name, repos, downloads, known, reviewed, region, user, code }
            })
            .collect();
        if attribution == Attribution::Entity {
            owners = bodies(owners, &mut stands);
            owners = stats::sorted(owners, |a, b| b.downloads.cmp(&a.downloads).then_with(|| a.name.cmp(b.name)));
        }
        let mut place_of = vec![0; stands.len()];
        for (place, sum) in owners.iter().enumerate() {
            place_of[sum.code as usize] = place as u32;
        }
        for place in &mut places {
            *place = place_of[stands[*place as usize] as usize];
        }
        Credit { owners, places }
    }
}

/// What counts for an account.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// Its number in the snapshot.
    pub code: u32,
    repos: u32,
    known: u32,
    /// The downloads of what counts for it.
    pub downloads: u64,
    user: bool,
}

impl Account {
    /// Whether any of its models has a count.
    pub fn is_counted(&self) -> bool {
        self.known > 0
    }
}

/// The downloads of each account under one attribution, in no order.
#[derive(Debug)]
pub struct AccountSums<'a> {
    snapshot: &'a Snapshot,
    sums: Vec<Account>,
}

impl<'a> AccountSums<'a> {
    /// Credits the basket's downloads.
    pub fn of(context: &Context<'a>, attribution: Attribution) -> AccountSums<'a> {
        AccountSums { snapshot: context.basket.snapshot, sums: accounts(context, attribution).0 }
    }

    /// The largest, ties by name; those none of whose models has a count come last.
    pub fn first(&self, most: usize) -> Vec<Account> {
        let sum = |at: u32| &self.sums[at as usize];
        let by_name = |a: u32, b: u32| self.snapshot.account(sum(a).code).cmp(self.snapshot.account(sum(b).code));
        let downloads = |at: u32| Some(sum(at).downloads).filter(|_| sum(at).is_counted());
        let first = stats::first(self.sums.len() as u32, most, &downloads, &by_name);
        first.into_iter().map(|at| *sum(at)).collect()
    }

    /// The downloads that count for an account.
    pub fn downloads(&self, code: u32) -> u64 {
        self.sums.iter().find(|sum| sum.code == code).map_or(0, |sum| sum.downloads)
    }
}

/// Beyond so many accounts their names are put in order once for all baskets.
const MANY: usize = 1 << 13;

/// The places of accounts, the largest first, ties by name.
fn ranked(basket: &Basket<'_>, accounts: &[Account]) -> Vec<u32> {
    let snapshot = basket.snapshot;
    if cfg!(feature = "formats") && accounts.len() > MANY {
        let ranks = snapshot.account_ranks();
        let by_name =
            stats::order_by(&accounts.iter().map(|sum| u64::from(ranks[sum.code as usize])).collect::<Vec<_>>());
        let keys: Vec<u64> = by_name.iter().map(|&place| !accounts[place as usize].downloads).collect();
        return stats::order_by(&keys).into_iter().map(|at| by_name[at as usize]).collect();
    }
    let name = |sum: &Account| snapshot.account(sum.code);
    stats::order(accounts.len() as u32, &|a, b| {
        let (a, b) = (&accounts[a as usize], &accounts[b as usize]);
        b.downloads.cmp(&a.downloads).then_with(|| name(a).cmp(name(b)))
    })
}

/// One more than the largest number of an account that may be credited.
fn accounts_of(snapshot: &Snapshot, attribution: Attribution) -> usize {
    let abroad = if attribution == Attribution::Base { snapshot.accounts().abroad() } else { 0 };
    snapshot.owners().len() + abroad
}

/// Sums by account, and for each repository in the order of the walk the account it counts for.
fn accounts(context: &Context<'_>, attribution: Attribution) -> (Vec<Account>, Vec<u32>) {
    const NONE: u32 = u32::MAX;
    let basket = context.basket;
    let snapshot = basket.snapshot;
    let all = accounts_of(snapshot, attribution);
    let mut users = vec![false; if snapshot.records(FieldId::OwnerType) { all } else { 0 }];
    let mut codes = Vec::with_capacity(basket.len());
    for repo in context.repos() {
        let base = if attribution == Attribution::Base { repo.base_account() } else { None };
        codes.push(base.unwrap_or(repo.owner_code()));
        if let Some(user) = users.get_mut(repo.owner_code() as usize) {
            *user |= repo.author_is_user() == Some(true);
        }
    }
    let mut sums: Vec<Account> = Vec::new();
    if cfg!(feature = "formats") && codes.len() > basket::MANY {
        sums = sums_of_many(context, &codes, all);
    } else {
        // An account is given its place when it is first met.
        let mut places = vec![NONE; all];
        for (repo, &code) in context.repos().zip(&codes) {
            let place = &mut places[code as usize];
            if *place == NONE {
                *place = sums.len() as u32;
                sums.push(Account { code, repos: 0, downloads: 0, known: 0, user: false });
            }
            let (sum, downloads) = (&mut sums[*place as usize], basket.downloads(repo));
            sum.repos += 1;
            sum.known += u32::from(downloads.is_some());
            sum.downloads = sum.downloads.saturating_add(downloads.unwrap_or(0));
        }
    }
    for sum in &mut sums {
        sum.user = users.get(sum.code as usize) == Some(&true);
    }
    (sums, codes)
}

/// Sums of accounts below `all`, in the order of their codes. What is summed up lies close together: millions of rows
/// meet their accounts in no order, and memory is read fastest where little of it is.
fn sums_of_many(context: &Context<'_>, codes: &[u32], all: usize) -> Vec<Account> {
    let (mut repos, mut unknown, mut downloads) = (vec![0u32; all], vec![0u32; all], vec![0u64; all]);
    for ((repo, &code), &weight) in context.repos().zip(codes).zip(context.weights()) {
        let sum = &mut downloads[code as usize];
        *sum = sum.saturating_add(weight);
        repos[code as usize] += 1;
        if weight == 0 && context.basket.downloads(repo).is_none() {
            unknown[code as usize] += 1;
        }
    }
    let sum = |code: u32| {
        let (at, repos) = (code as usize, repos[code as usize]);
        Account { code, repos, downloads: downloads[at], known: repos - unknown[at], user: false }
    };
    (0..all as u32).filter(|&code| repos[code as usize] > 0).map(sum).collect()
}

/// Accounts, the largest first, taken together by the body that runs them. An account that no table
/// lists stays apart, even from a body of its name.
fn bodies<'a>(accounts: Vec<OwnerSum<'a>>, stands: &mut [u32]) -> Vec<OwnerSum<'a>> {
    let mut names = Names::default();
    let mut places: Vec<usize> = Vec::new();
    let mut owners: Vec<OwnerSum<'a>> = Vec::new();
    for mut account in accounts {
        let body = account.reviewed.and_then(|row| row.body());
        account.name = body.unwrap_or(account.name);
        let code = body.map(|body| names.intern(body) as usize);
        match code.and_then(|code| places.get(code)) {
            Some(&place) => {
                stands[account.code as usize] = owners[place].code;
                owners[place].merge(&account);
            }
            None => {
                places.extend(code.map(|_| owners.len()));
                owners.push(account);
            }
        }
    }
    owners
}
