//! Who is credited with the basket's downloads: the uploader, the body that runs the account, or the
//! owner of the base.

use std::{borrow::Cow, cmp::Ordering};

use super::{
    Context,
    context::{UNREVIEWED, Walk},
};
use crate::{
    basket::{Attribution, Basket},
    model::{FieldId, Names, Repo, Snapshot},
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
    /// [`OwnerSum::reviewed`]; apart, since hardly any of many owners has a row.
    row: Option<Box<Owner<'a>>>,
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

    /// Its account's row by the registry of the query; the reviewed table's where that is the seed list.
    pub fn reviewed(&self) -> Option<Owner<'a>> {
        self.row.as_deref().copied()
    }

    /// Its type by the registry; where that is unknown, what its rows say of it.
    pub fn kind(&self) -> &'a str {
        let open = if self.user { "individual" } else { UNREVIEWED };
        self.reviewed().map(|row| row.kind).filter(|kind| *kind != "unknown").unwrap_or(open)
    }

    /// Whether it is the one large owner of whom sources disagree where it is at home and what it is.
    pub fn is_sentence_transformers(&self) -> bool {
        self.reviewed().is_some_and(|row| row.entity == "Sentence Transformers")
    }
}

/// The owners of a basket under one attribution.
#[derive(Debug)]
pub struct Credit<'a> {
    /// By downloads, descending, ties by name.
    pub owners: Vec<OwnerSum<'a>>,
    /// For each repository, in the order of the walk, the number of the account it counts for.
    pub codes: Cow<'a, [u32]>,
    /// For each account of the snapshot the place in `owners` of whom it stands for; 0 where that is nobody.
    places: Vec<u32>,
}

impl<'a> Credit<'a> {
    /// Credits the basket's downloads.
    pub fn of(context: &Context<'a>, attribution: Attribution) -> Credit<'a> {
        let basket = context.basket;
        let (accounts, codes) = accounts(context, attribution);
        // In the order of the accounts, which is that of their names in memory.
        let names: Vec<&'a str> = accounts.iter().map(|account| basket.snapshot.account(account.code)).collect();
        let mut owners: Vec<OwnerSum<'a>> = ranked(basket, &accounts)
            .into_iter()
            .map(|place| {
                let Account { code, repos, downloads, known, user } = accounts[place as usize];
                let name = names[place as usize];
                let reviewed = basket.owner_by(basket.registry, code);
                let region = basket.registry.region(name, reviewed);
                let (repos, known) = (u64::from(repos), u64::from(known));
                OwnerSum {
                    name,
                    account: name,
                    repos,
                    downloads,
                    known,
                    row: reviewed.map(Box::new),
                    region,
                    user,
                    code,
                }
            })
            .collect();
        // Whose place an account takes that has none of its own: that of its body's largest.
        let mut stands: Vec<[u32; 2]> = Vec::new();
        if attribution == Attribution::Entity {
            owners = bodies(owners, &mut stands);
            owners = stats::sorted(owners, |a, b| b.downloads.cmp(&a.downloads).then_with(|| a.name.cmp(b.name)));
        }
        let mut places = vec![0; accounts_of(basket.snapshot, attribution)];
        for (place, sum) in (0..).zip(&owners) {
            places[sum.code as usize] = place;
        }
        for [account, largest] in stands {
            places[account as usize] = places[largest as usize];
        }
        Credit { owners, codes, places }
    }

    /// The place in `owners` of whom an account stands for, where anything counts for it.
    pub fn place(&self, account: u32) -> u32 {
        self.places[account as usize]
    }

    /// The owner that an account is itself.
    pub fn owner(&self, account: u32) -> Option<&OwnerSum<'a>> {
        let place = *self.places.get(account as usize)?;
        self.owners.get(place as usize).filter(|owner| owner.code == account)
    }

    /// Something of each owner, by the numbers of the accounts that stand for it.
    pub fn by_account<T: Copy + Default>(&self, of: &[T]) -> Vec<T> {
        self.places.iter().map(|&place| of.get(place as usize).copied().unwrap_or_default()).collect()
    }
}

/// What counts for an account.
#[derive(Debug, Clone, Copy)]
struct Account {
    /// Its number in the snapshot.
    code: u32,
    repos: u32,
    known: u32,
    downloads: u64,
    user: bool,
}

/// The downloads of each account where they are credited to the owners of bases.
#[derive(Debug)]
pub struct BaseSums<'a> {
    snapshot: &'a Snapshot,
    /// The accounts for which anything counts.
    codes: Vec<u32>,
    /// By account.
    sums: Vec<BaseSum>,
}

/// What counts for an account.
#[derive(Debug, Clone, Copy, Default)]
struct BaseSum {
    downloads: u64,
    repos: u32,
    known: u32,
}

impl<'a> BaseSums<'a> {
    /// Credits the basket's downloads; `derived` are its models that name a base.
    pub fn of(context: &Context<'a>, derived: &[Repo<'a>]) -> BaseSums<'a> {
        let snapshot = context.basket.snapshot;
        let mut sums = vec![BaseSum::default(); accounts_of(snapshot, Attribution::Base)];
        // What names a base of others is taken from its uploader.
        let uploaders = context.uploaders();
        for owner in &uploaders.owners {
            let OwnerSum { downloads, repos, known, .. } = *owner;
            sums[owner.code as usize] = BaseSum { downloads, repos: repos as u32, known: known as u32 };
        }
        let mut codes = Vec::new();
        for repo in derived {
            let owner = repo.owner_code();
            let Some(base) = repo.base_account().filter(|&base| base != owner) else { continue };
            let downloads = context.basket.downloads(*repo);
            let (known, weight) = (u32::from(downloads.is_some()), downloads.unwrap_or(0));
            let sum = &mut sums[owner as usize];
            sum.repos -= 1;
            sum.known -= known;
            sum.downloads = sum.downloads.saturating_sub(weight);
            let sum = &mut sums[base as usize];
            if sum.repos == 0 && uploaders.owner(base).is_none() {
                codes.push(base);
            }
            sum.repos += 1;
            sum.known += known;
            sum.downloads = sum.downloads.saturating_add(weight);
        }
        let uploaders = uploaders.owners.iter().map(|owner| owner.code);
        codes.extend(uploaders.filter(|&code| sums[code as usize].repos > 0));
        BaseSums { snapshot, codes, sums }
    }

    /// The largest by number, ties by name, with their downloads; those none of whose models has a count come last.
    pub fn first(&self, most: usize) -> Vec<(u32, Option<u64>)> {
        let downloads = |code: u32| Some(self.sums[code as usize]).filter(|sum| sum.known > 0).map(|sum| sum.downloads);
        let by_name = by_name(self.snapshot, self.codes.len());
        let first = stats::first_of(&mut self.codes.iter().copied(), most, &downloads, &by_name);
        first.into_iter().map(|code| (code, downloads(code))).collect()
    }

    /// The downloads that count for an account.
    pub fn downloads(&self, code: u32) -> u64 {
        self.sums.get(code as usize).map_or(0, |sum| sum.downloads)
    }
}

/// How two accounts follow each other by name; of many, their names are put in order once for all baskets.
pub fn by_name(snapshot: &Snapshot, accounts: usize) -> impl Fn(u32, u32) -> Ordering {
    let ranks = (cfg!(feature = "formats") && accounts > MANY).then(|| snapshot.account_ranks());
    move |a, b| match ranks {
        Some(ranks) => ranks[a as usize].cmp(&ranks[b as usize]),
        None => snapshot.account(a).cmp(snapshot.account(b)),
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
fn accounts<'a>(context: &Context<'a>, attribution: Attribution) -> (Vec<Account>, Cow<'a, [u32]>) {
    const NONE: u32 = u32::MAX;
    let basket = context.basket;
    let snapshot = basket.snapshot;
    let all = accounts_of(snapshot, attribution);
    let mut users = vec![false; if snapshot.records(FieldId::OwnerType) { all } else { 0 }];
    let codes = match context.walk() {
        rows if attribution == Attribution::Base => {
            let account = |repo: Repo<'_>| repo.base_account().unwrap_or(repo.owner_code());
            rows.map(|row| account(snapshot.repo(row))).collect()
        }
        Walk::All(_) => Cow::Borrowed(snapshot.owner_codes()),
        rows => rows.map(|row| snapshot.repo(row).owner_code()).collect(),
    };
    if !users.is_empty() {
        let is_user = |repo: &Repo<'_>| repo.author_is_user() == Some(true);
        context.repos().filter(is_user).for_each(|repo| users[repo.owner_code() as usize] = true);
    }
    let mut sums: Vec<Account> = Vec::new();
    if basket.is_large() {
        sums = sums_of_many(context, &codes, all);
    } else {
        // An account is given its place when it is first met.
        let mut places = vec![NONE; all];
        for (repo, &code) in context.repos().zip(codes.iter()) {
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
    for (&code, &weight) in codes.iter().zip(context.weights()) {
        repos[code as usize] += 1;
        let sum = &mut downloads[code as usize];
        *sum = sum.saturating_add(weight);
    }
    if context.coverage(context.downloads_field()).known < context.n() {
        for (repo, &code) in context.repos().zip(codes) {
            unknown[code as usize] += u32::from(context.basket.downloads(repo).is_none());
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
fn bodies<'a>(accounts: Vec<OwnerSum<'a>>, stands: &mut Vec<[u32; 2]>) -> Vec<OwnerSum<'a>> {
    let mut names = Names::default();
    let mut places: Vec<usize> = Vec::new();
    let mut owners: Vec<OwnerSum<'a>> = Vec::new();
    for mut account in accounts {
        let body = account.reviewed().and_then(|row| row.body());
        account.name = body.unwrap_or(account.name);
        let code = body.map(|body| names.intern(body) as usize);
        match code.and_then(|code| places.get(code)) {
            Some(&place) => {
                stands.push([account.code, owners[place].code]);
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
