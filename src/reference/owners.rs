//! Who an owner is and where it is at home, by two registries: the reviewed table, and the list of
//! eleven owners that a published report counts as Eastern.

use std::sync::LazyLock;

use super::{Table, look_up, rows};

/// A part of the world, as the registries cut it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Eastern Asia (UN M49) and Taiwan.
    Eastern,
    /// US, CA, AU, NZ and Europe without RU and BY.
    Western,
    /// Every other country, and owners with no single seat.
    Other,
    /// No country found, or the owner is not in the table.
    Unreviewed,
}

impl Region {
    /// Every region.
    pub const ALL: [Region; 4] = [Region::Eastern, Region::Western, Region::Other, Region::Unreviewed];

    /// Its id.
    pub fn as_str(self) -> &'static str {
        match self {
            Region::Eastern => "eastern",
            Region::Western => "western",
            Region::Other => "other",
            Region::Unreviewed => "unreviewed",
        }
    }
}

/// A row of the reviewed table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The body that runs the account.
    pub entity: &'static str,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: &'static str,
    /// Its region.
    pub region: Region,
    /// company, university, nonprofit, government, community, individual or unknown.
    pub kind: &'static str,
    /// Where that is known from.
    pub evidence: &'static str,
}

static OWNERS: LazyLock<Table<Owner>> = LazyLock::new(|| {
    rows(include_str!("tables/owners.csv"))
        .map(|[owner, entity, country, region, kind, evidence, _reviewed]| {
            let region = Region::ALL.into_iter().find(|r| r.as_str() == region).unwrap_or(Region::Unreviewed);
            (owner, Owner { entity, country, region, kind, evidence })
        })
        .collect()
});

/// The row of an owner, compared without case.
pub fn owner(name: &str) -> Option<Owner> {
    look_up(&OWNERS, name)
}

/// How many rows of the reviewed table rest on common knowledge alone.
pub fn common_knowledge() -> usize {
    OWNERS.iter().filter(|(_, row)| row.evidence == "common knowledge").count()
}

/// The owners that "Hugging Face Hub State 2026" (2026-04-29) counts as Eastern; all others it
/// counts as Western.
pub const SEED_EASTERN: [&str; 11] = [
    "Qwen",
    "BAAI",
    "deepseek-ai",
    "THUDM",
    "baichuan-inc",
    "Alibaba-NLP",
    "ZhipuAI",
    "internlm",
    "mlx-community",
    "01-ai",
    "yi",
];

/// Which table classifies owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Registry {
    /// The reviewed table.
    #[default]
    Reviewed,
    /// The published list of eleven, all others Western.
    Seed,
}

impl Registry {
    /// As written in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Registry::Reviewed => "reviewed",
            Registry::Seed => "seed",
        }
    }

    /// The registry of that name.
    pub fn parse(text: &str) -> Option<Registry> {
        [Registry::Reviewed, Registry::Seed].into_iter().find(|registry| registry.as_str() == text)
    }

    /// The region of an owner.
    pub fn region(self, name: &str) -> Region {
        let reviewed = if self == Registry::Reviewed { owner(name) } else { None };
        self.region_of(name, reviewed)
    }

    /// The region of an owner whose row in the reviewed table was looked up before.
    pub fn region_of(self, name: &str, reviewed: Option<Owner>) -> Region {
        match self {
            Registry::Reviewed => reviewed.map_or(Region::Unreviewed, |row| row.region),
            Registry::Seed if SEED_EASTERN.iter().any(|eastern| eastern.eq_ignore_ascii_case(name)) => Region::Eastern,
            Registry::Seed => Region::Western,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_case_and_each_row_has_its_evidence() {
        let all: Vec<[&str; 7]> = rows(include_str!("tables/owners.csv")).collect();
        let names: Vec<String> = all.iter().map(|row| row[0].to_ascii_lowercase()).collect();
        assert!(names.len() > 700 && names.is_sorted_by(|a, b| a < b));
        for [owner, entity, country, region, kind, evidence, reviewed] in all {
            assert!(!entity.is_empty() && !evidence.is_empty() && reviewed.len() == 10, "{owner}");
            assert!(country.is_empty() || country.len() == 2, "{owner}");
            assert!(Region::ALL.iter().any(|r| r.as_str() == region), "{owner}");
            assert!(
                ["company", "university", "nonprofit", "government", "community", "individual", "unknown"]
                    .contains(&kind),
                "{owner}"
            );
        }
    }

    #[test]
    fn registries_disagree_where_they_should() {
        assert_eq!(Registry::Seed.region("mlx-community"), Region::Eastern);
        assert_eq!(Registry::Reviewed.region("MLX-Community"), Region::Other);
        assert_eq!(Registry::Reviewed.region("qwen"), Region::Eastern);
        assert_eq!(Registry::Reviewed.region("nobody-knows"), Region::Unreviewed);
        assert_eq!(Registry::Seed.region("nobody-knows"), Region::Western);
    }
}
