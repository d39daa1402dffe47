//! Who an owner is and where it is at home, by three registries: the reviewed table, the list of eleven
//! owners that a published report counts as Eastern, and a table of the reader's own.

use std::sync::LazyLock;

use super::{Custom, Table, rows, without_case};

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

/// A row of a table of owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The body that runs the account; empty where the table does not say.
    pub entity: &'a str,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: &'a str,
    /// Its region.
    pub region: Region,
    /// Whether it has no single seat, and hence no country.
    pub no_seat: bool,
    /// One of [`OWNER_TYPES`].
    pub kind: &'a str,
    /// Where that is known from.
    pub evidence: &'a str,
}

impl<'a> Owner<'a> {
    /// The body that runs the account, where the table says.
    pub fn body(&self) -> Option<&'a str> {
        (!self.entity.is_empty()).then_some(self.entity)
    }
}

/// What an owner may be.
pub const OWNER_TYPES: [&str; 7] =
    ["company", "university", "nonprofit", "government", "community", "individual", "unknown"];

static OWNERS: LazyLock<Table<Owner<'static>>> = LazyLock::new(|| {
    rows(include_str!("tables/owners.csv"))
        .map(|[owner, entity, country, region, kind, evidence, _reviewed]| {
            let region = Region::ALL.into_iter().find(|r| r.as_str() == region).unwrap_or(Region::Unreviewed);
            let no_seat = country.is_empty() && region != Region::Unreviewed;
            (owner, Owner { entity, country, region, no_seat, kind, evidence })
        })
        .collect()
});

/// The row of an owner in the reviewed table, compared without case.
pub fn owner(name: &str) -> Option<Owner<'static>> {
    owner_at(owner_row(name)?)
}

/// The place of an owner in the reviewed table, compared without case.
pub fn owner_row(name: &str) -> Option<u16> {
    OWNERS.binary_search_by(|(other, _)| without_case(other, name)).ok().map(|row| row as u16)
}

/// The row at a place of the reviewed table.
pub fn owner_at(row: u16) -> Option<Owner<'static>> {
    OWNERS.get(usize::from(row)).map(|(_, owner)| *owner)
}

/// Whether the reviewed table lists an account of a body.
pub fn knows_body(entity: &str) -> bool {
    OWNERS.iter().any(|(_, row)| row.entity == entity)
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
    /// The reader's own table.
    Custom,
}

impl Registry {
    /// Every registry.
    pub const ALL: [Registry; 3] = [Registry::Reviewed, Registry::Seed, Registry::Custom];

    /// As written in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Registry::Reviewed => "reviewed",
            Registry::Seed => "seed",
            Registry::Custom => "custom",
        }
    }

    /// The registry of that name.
    pub fn parse(text: &str) -> Option<Registry> {
        Registry::ALL.into_iter().find(|registry| registry.as_str() == text)
    }

    /// The row of an owner; `custom` is the reader's own table. The seed list knows regions alone: all
    /// else is by the reviewed table.
    pub fn owner<'a>(self, name: &str, custom: &'a Custom) -> Option<Owner<'a>> {
        match self {
            Registry::Reviewed | Registry::Seed => owner(name),
            Registry::Custom => custom.owner(name),
        }
    }

    /// The region of an owner, `row` being its row by this registry.
    pub fn region(self, name: &str, row: Option<Owner<'_>>) -> Region {
        match self {
            Registry::Seed if SEED_EASTERN.iter().any(|eastern| eastern.eq_ignore_ascii_case(name)) => Region::Eastern,
            Registry::Seed => Region::Western,
            Registry::Reviewed | Registry::Custom => row.map_or(Region::Unreviewed, |row| row.region),
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
            assert!(OWNER_TYPES.contains(&kind), "{owner}");
        }
    }

    #[test]
    fn registries_disagree_where_they_should() {
        let custom = Custom::parse(b"owner,region\nqwen,other").unwrap();
        let region = |registry: Registry, name| registry.region(name, registry.owner(name, &custom));
        assert_eq!(region(Registry::Seed, "mlx-community"), Region::Eastern);
        assert_eq!(region(Registry::Reviewed, "MLX-Community"), Region::Other);
        assert_eq!(region(Registry::Reviewed, "qwen"), Region::Eastern);
        assert_eq!(region(Registry::Custom, "Qwen"), Region::Other);
        assert_eq!(region(Registry::Reviewed, "nobody-knows"), Region::Unreviewed);
        assert_eq!(region(Registry::Seed, "nobody-knows"), Region::Western);
    }
}
