//! When a repository was created, as tables of years put it.

use crate::model::{Day, Moment, Repo};

/// The year before the first one of which the Hub records dates.
const BEFORE: i64 = 2021;

/// A year of creation, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cohort {
    /// On the Hub before it began to record dates.
    BeforeRecords,
    /// Created in that year.
    Year(i64),
    /// Not recorded.
    Unknown,
}

impl Cohort {
    /// The cohort of a repository.
    pub fn of(repo: Repo<'_>) -> Cohort {
        match repo.created() {
            None => Cohort::Unknown,
            Some(moment) if moment.before_records() => Cohort::BeforeRecords,
            Some(moment) => Cohort::Year(moment.day().year()),
        }
    }

    /// A small number of its own.
    fn number(self) -> u32 {
        match self {
            Cohort::Unknown => 0,
            Cohort::BeforeRecords => 1,
            Cohort::Year(year) => u32::try_from(year - BEFORE).unwrap_or_default() + 1,
        }
    }

    fn of_number(number: u32) -> Cohort {
        match number {
            0 => Cohort::Unknown,
            1 => Cohort::BeforeRecords,
            number => Cohort::Year(BEFORE + i64::from(number) - 1),
        }
    }

    /// Its name in tables.
    pub fn name(self) -> String {
        match self {
            Cohort::BeforeRecords => "before 2022-03".to_owned(),
            Cohort::Year(year) => year.to_string(),
            Cohort::Unknown => "unknown".to_owned(),
        }
    }

    /// The year, where it is known.
    pub fn year(self) -> Option<i64> {
        match self {
            Cohort::Year(year) => Some(year),
            Cohort::BeforeRecords | Cohort::Unknown => None,
        }
    }
}

/// The cohorts of many repositories.
#[derive(Debug)]
pub struct Cohorts {
    /// The oldest first.
    pub all: Vec<Cohort>,
    /// For each repository the place of its own.
    pub places: Vec<u32>,
}

impl Cohorts {
    /// The cohorts of the repositories, in their order.
    pub fn of<'a>(repos: impl Iterator<Item = Repo<'a>>) -> Cohorts {
        let mut places: Vec<u32> = repos.map(|repo| Cohort::of(repo).number()).collect();
        let mut place_of = vec![None; places.iter().max().map_or(0, |&most| most as usize + 1)];
        places.iter().for_each(|&number| place_of[number as usize] = Some(0));
        let mut all = Vec::new();
        // The unknown ones have the first number and the last place.
        for number in (1..place_of.len()).chain([0]) {
            if let Some(Some(place)) = place_of.get_mut(number) {
                *place = all.len() as u32;
                all.push(Cohort::of_number(number as u32));
            }
        }
        places.iter_mut().for_each(|place| *place = place_of[*place as usize].unwrap_or_default());
        Cohorts { all, places }
    }
}

/// Whole days from the day of creation to that of capture; none for the cohort without dates.
pub fn age(repo: Repo<'_>, captured: Option<Day>) -> Option<u64> {
    let created = repo.created().filter(|moment: &Moment| !moment.before_records())?;
    u64::try_from(captured?.0 - created.day().0).ok()
}
