//! Whom the models belong to that others name as their bases.

use super::{Names, Snapshot, order::places, owner_of};

/// Owners of bases: an account is an owner of rows by its code, or, behind all of them, one who has no row.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// The account of each base; [`Accounts::NOBODY`] where its id names none.
    of_base: Vec<u32>,
    abroad: Names,
}

impl Accounts {
    const NOBODY: u32 = u32::MAX;

    pub(super) fn of(snapshot: &Snapshot) -> Accounts {
        let (owners, mut abroad) = (snapshot.owners(), Names::default());
        let mut account = |base: &str| {
            let Some(name) = owner_of(base) else { return Accounts::NOBODY };
            owners.code(name).unwrap_or_else(|| owners.len() as u32 + abroad.intern(name))
        };
        let of_base = snapshot.bases().iter().map(&mut account).collect();
        Accounts { of_base, abroad }
    }

    /// The place of each account in the order of all names.
    pub(super) fn ranks(&self, snapshot: &Snapshot) -> Vec<u32> {
        let names: Vec<&str> = snapshot.owners().iter().chain(self.abroad.iter()).collect();
        places(&names)
    }

    /// The account that a base belongs to; none where its id names none.
    pub fn of_base(&self, base: u32) -> Option<u32> {
        self.of_base.get(base as usize).copied().filter(|&account| account != Accounts::NOBODY)
    }

    /// How many of them are no owners of rows.
    pub fn abroad(&self) -> usize {
        self.abroad.len()
    }

    /// The name of an account that is none.
    pub(super) fn name(&self, abroad: u32) -> &str {
        self.abroad.get(abroad)
    }
}
