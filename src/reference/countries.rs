//! Countries by their two letters (ISO 3166-1): how they are called, and which are members of the European Union.

use std::sync::LazyLock;

use super::{Table, look_up_exact, rows};

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Country {
    name: &'static str,
    eu: bool,
}

static COUNTRIES: LazyLock<Table<Country>> = LazyLock::new(|| {
    rows(include_str!("tables/countries.csv"))
        .map(|[code, name, eu]| (code, Country { name, eu: eu == "yes" }))
        .collect()
});

/// What a country is called; its code where the table lacks it.
pub fn country_name(code: &str) -> &str {
    look_up_exact(&COUNTRIES, code).map_or(code, |country| country.name)
}

/// Whether a country is one of the 27 members of the European Union.
pub fn in_eu(code: &str) -> bool {
    look_up_exact(&COUNTRIES, code).is_some_and(|country| country.eu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_union_has_27_members_and_owners_have_countries_of_the_table() {
        assert_eq!(COUNTRIES.iter().filter(|(_, country)| country.eu).count(), 27);
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(in_eu("DE") && !in_eu("GB") && !in_eu("CH") && !in_eu("") && !in_eu("XX"));
        assert_eq!((country_name("CN"), country_name("XX")), ("China", "XX"));
        for [owner, _, code] in rows(include_str!("tables/owners.csv")).map(|[a, b, c, ..]: [&str; 7]| [a, b, c]) {
            assert!(code.is_empty() || country_name(code) != code, "{owner}");
        }
    }
}
