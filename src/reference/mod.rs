//! Curated tables, compiled in with their provenance (`tables/README.md`): owners, countries, families,
//! licenses, tasks, architectures, file formats, languages.

mod architectures;
mod countries;
mod custom;
mod families;
mod formats;
mod languages;
mod owners;
mod words;

pub use architectures::{
    Architecture, Class, Experts, architecture, architecture_tag, architectures, has_experts, is_diffusion,
};
pub use countries::{country_name, in_eu};
pub use custom::{Custom, CustomError};
pub use families::{Family, NO_FAMILY, families, family, family_of, knows_family};
pub use formats::{FORMATS, Formats, format_tags, formats};
pub use languages::{language, language_count};
pub use owners::{
    OWNER_TYPES, Owner, Region, Registry, SEED_EASTERN, common_knowledge, knows_body, owner, owner_at, owner_row,
};
pub use words::{Word, architecture_code, language_code, word};

use std::{cmp::Ordering, sync::LazyLock};

/// Which table sorts tasks into modalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mapping {
    /// The Hub's own grouping.
    #[default]
    Hub,
    /// Image-text, speech-text and image-making tasks as multimodal (lbourdois 2025).
    Wide,
}

impl Mapping {
    /// As written in a query.
    pub fn as_str(self) -> &'static str {
        match self {
            Mapping::Hub => "hub",
            Mapping::Wide => "wide",
        }
    }

    /// The mapping of that name.
    pub fn parse(text: &str) -> Option<Mapping> {
        [Mapping::Hub, Mapping::Wide].into_iter().find(|mapping| mapping.as_str() == text)
    }
}

/// The kinds of data a task works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Modality {
    Nlp,
    Cv,
    Audio,
    Multimodal,
    Tabular,
    Rl,
    Other,
    /// The repository states no task.
    Unspecified,
}

impl Modality {
    /// Every modality, in the order of the contract.
    pub const ALL: [Modality; 8] = [
        Modality::Nlp,
        Modality::Cv,
        Modality::Audio,
        Modality::Multimodal,
        Modality::Tabular,
        Modality::Rl,
        Modality::Other,
        Modality::Unspecified,
    ];

    /// Its id.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Nlp => "nlp",
            Modality::Cv => "cv",
            Modality::Audio => "audio",
            Modality::Multimodal => "multimodal",
            Modality::Tabular => "tabular",
            Modality::Rl => "rl",
            Modality::Other => "other",
            Modality::Unspecified => "unspecified",
        }
    }

    /// Its name in charts.
    pub fn title(self) -> &'static str {
        match self {
            Modality::Nlp => "text",
            Modality::Cv => "vision",
            Modality::Audio => "audio",
            Modality::Multimodal => "multimodal",
            Modality::Tabular => "tabular",
            Modality::Rl => "robotics, RL",
            Modality::Other => "other",
            Modality::Unspecified => "not stated",
        }
    }
}

static TASKS: LazyLock<Table<[Modality; 2]>> = LazyLock::new(|| {
    let modality = |name| Modality::ALL.into_iter().find(|m| m.as_str() == name).unwrap_or(Modality::Other);
    rows(include_str!("tables/tasks.csv")).map(|[task, hub, wide]| (task, [modality(hub), modality(wide)])).collect()
});

/// The modality of a task; a task that the table lacks is `other`, none is `unspecified`.
pub fn modality(task: Option<&str>, mapping: Mapping) -> Modality {
    let Some(task) = task else { return Modality::Unspecified };
    look_up_exact(&TASKS, task).map_or(Modality::Other, |pair| pair[mapping as usize])
}

/// Whether the table knows a task.
pub fn knows_task(task: &str) -> bool {
    look_up_exact(&TASKS, task).is_some()
}

/// How a license is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenseRow {
    /// The fine class, such as `copyleft-weak`.
    pub class: &'static str,
    /// The bucket, such as `copyleft`.
    pub bucket: &'static str,
}

static LICENSES: LazyLock<Table<LicenseRow>> = LazyLock::new(|| {
    rows(include_str!("tables/licenses.csv"))
        .map(|[id, class, bucket, _name]| (id, LicenseRow { class, bucket }))
        .collect()
});

/// How the table reads a license id (lower case); none where it lacks it.
pub fn license(id: &str) -> Option<LicenseRow> {
    look_up_exact(&LICENSES, id)
}

/// The class of a license: `unreviewed` where the table lacks the id, `unspecified` without one.
pub fn license_class(id: Option<&str>) -> &'static str {
    id.map_or("unspecified", |id| license(id).map_or("unreviewed", |row| row.class))
}

/// Every class and bucket that a license can have, sorted.
pub fn license_classes() -> Vec<&'static str> {
    let mut names: Vec<&str> = LICENSES.iter().flat_map(|(_, row)| [row.class, row.bucket]).collect();
    names.extend(["none declared", "unspecified", "unreviewed"]);
    names.sort_unstable();
    names.dedup();
    names
}

/// The bucket of a license: `unreviewed` where the table lacks the id, `none declared` without one.
pub fn license_bucket(id: Option<&str>) -> &'static str {
    id.map_or("none declared", |id| license(id).map_or("unreviewed", |row| row.bucket))
}

/// Rows by name, sorted without case; a test holds the order.
type Table<T> = Vec<(&'static str, T)>;

/// The row of a name; a test holds that ids differ where their case does.
fn look_up_exact<T: Copy>(table: &Table<T>, name: &str) -> Option<T> {
    table.binary_search_by(|(other, _)| (*other).cmp(name)).ok().map(|at| table[at].1)
}

fn without_case(a: &str, b: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.bytes().map(lower).cmp(b.bytes().map(lower))
}

/// The rows of a table whose cells hold neither commas nor quotes but, quoted, in the last column.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(N, ',');
        let row = [(); N].map(|()| cells.next().unwrap_or(""));
        (!row[0].is_empty()).then_some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_name_each_id_once() {
        for table in [include_str!("tables/tasks.csv"), include_str!("tables/licenses.csv")] {
            let ids: Vec<&str> = rows::<3>(table).map(|[id, ..]| id).collect();
            assert!(ids.len() > 50 && ids.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn every_cell_is_a_word_of_its_column() {
        let modalities: Vec<&str> = Modality::ALL.iter().map(|m| m.as_str()).collect();
        for [task, hub, wide] in rows(include_str!("tables/tasks.csv")) {
            assert!(modalities.contains(&hub) && modalities.contains(&wide), "{task}");
        }
        let buckets = [
            "permissive",
            "copyleft",
            "non-commercial",
            "restricted",
            "use-restricted (RAIL)",
            "custom vendor",
            "unspecified",
        ];
        for [id, _, bucket, _] in rows(include_str!("tables/licenses.csv")) {
            assert!(buckets.contains(&bucket), "{id}");
        }
    }

    #[test]
    fn what_a_table_lacks_is_a_visible_class() {
        assert_eq!(modality(None, Mapping::Hub), Modality::Unspecified);
        assert_eq!(modality(Some("brand-new"), Mapping::Hub), Modality::Other);
        assert_eq!(modality(Some("text-to-image"), Mapping::Hub), Modality::Cv);
        assert_eq!(modality(Some("text-to-image"), Mapping::Wide), Modality::Multimodal);
        assert_eq!(modality(Some("robotics"), Mapping::Wide), Modality::Rl);
        assert_eq!(license_bucket(Some("apache-2.0")), "permissive");
        assert_eq!(license_class(Some("my-own")), "unreviewed");
        assert_eq!((license_class(None), license_bucket(None)), ("unspecified", "none declared"));
    }
}
