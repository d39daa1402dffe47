//! Who is credited with the basket's downloads: the uploader, the body that runs the account, or the
//! owner of the base.

use super::context::UNREVIEWED;
use crate::{
    basket::{Attribution, Basket},
    model::{Names, Repo},
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
    code: u32,
}

impl<'a> OwnerSum<'a> {
    fn none(code: u32) -> OwnerSum<'a> {
        OwnerSum {
            name: "",
            account: "",
            repos: 0,
            downloads: 0,
            known: 0,
            reviewed: None,
            region: Region::Unreviewed,
            user: false,
            code,
        }
    }

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
    /// For each repository of the basket, in its order, the place in `owners` of whom it counts for.
    pub places: Vec<u32>,
}

impl<'a> Credit<'a> {
    /// Credits the basket's downloads.
    pub fn of(basket: &Basket<'a>, attribution: Attribution) -> Credit<'a> {
        let (accounts, mut places) = accounts(basket, attribution);
        // Whose place an account takes: its own, or that of its body's largest.
        let mut stands: Vec<u32> = (0..accounts.len() as u32).collect();
        let mut owners = by_downloads(accounts.into_iter().filter(|sum| sum.repos > 0).collect());
        for sum in &mut owners {
            sum.reviewed = basket.owner(sum.name);
            sum.region = basket.registry.region(sum.name, sum.reviewed);
        }
        if attribution == Attribution::Entity {
            owners = by_downloads(bodies(owners, &mut stands));
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

/// The largest first, ties by name.
fn by_downloads(owners: Vec<OwnerSum<'_>>) -> Vec<OwnerSum<'_>> {
    stats::sorted(owners, |a, b| b.downloads.cmp(&a.downloads).then_with(|| a.name.cmp(b.name)))
}

/// Sums by account, and for each repository the account it counts for; some of them have none.
fn accounts<'a>(basket: &Basket<'a>, attribution: Attribution) -> (Vec<OwnerSum<'a>>, Vec<u32>) {
    let names = basket.snapshot.owners();
    let mut sums: Vec<OwnerSum<'a>> = (0..names.len() as u32).map(OwnerSum::none).collect();
    // Owners of bases who uploaded nothing themselves.
    let mut others = Names::default();
    let mut codes = Vec::with_capacity(basket.len());
    for repo in basket.repos() {
        let base = if attribution == Attribution::Base { repo.base_owner() } else { None };
        let code = base.map_or(repo.owner_code(), |base| {
            names.code(base).unwrap_or_else(|| names.len() as u32 + others.intern(base))
        });
        if code as usize == sums.len() {
            sums.push(OwnerSum::none(code));
        }
        codes.push(code);
        sums[repo.owner_code() as usize].user |= repo.author_is_user() == Some(true);
        let sum = &mut sums[code as usize];
        sum.name = base.unwrap_or(repo.owner());
        sum.account = sum.name;
        count(sum, basket, repo);
    }
    (sums, codes)
}

fn count(sum: &mut OwnerSum<'_>, basket: &Basket<'_>, repo: Repo<'_>) {
    let downloads = basket.downloads(repo);
    sum.repos += 1;
    sum.known += u64::from(downloads.is_some());
    sum.downloads = sum.downloads.saturating_add(downloads.unwrap_or(0));
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
