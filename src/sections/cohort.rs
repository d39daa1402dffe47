//! When a repository was created, as tables of years put it.

use crate::{
    basket::Basket,
    model::{Day, Moment, Repo},
    stats,
};

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

/// For how many days the cohort is found once.
const DAYS: usize = 1 << 13;

/// The cohorts of many repositories.
#[derive(Debug)]
pub struct Cohorts {
    /// The oldest first.
    pub all: Vec<Cohort>,
    /// For each repository the place of its own.
    pub places: Vec<u16>,
}

impl Cohorts {
    /// The cohorts of the repositories, in their order.
    pub fn of(basket: &Basket<'_>) -> Cohorts {
        let mut found: Vec<Cohort> = Vec::new();
        // By day, for the years in which the Hub records them: one more than the place.
        let mut known: Vec<u16> = Vec::new();
        if cfg!(feature = "formats") {
            known.resize(DAYS, 0);
        }
        let mut place = |repo: Repo<'_>| {
            let mut none = 0;
            let mut place = &mut none;
            if cfg!(feature = "formats") {
                let day = repo.created().map(|moment| moment.day().0 - Moment::RECORDS_BEGIN.day().0);
                // The first of the days is not one of records throughout.
                let known = day.filter(|&day| day > 0).and_then(|day| known.get_mut(usize::try_from(day).ok()?));
                place = known.unwrap_or(place);
            }
            if *place == 0 {
                let cohort = Cohort::of(repo);
                let at = found.iter().position(|other| *other == cohort).unwrap_or(found.len());
                if at == found.len() {
                    found.push(cohort);
                }
                *place = at as u16 + 1;
            }
            *place - 1
        };
        let mut places: Vec<u16> = basket.repos().map(&mut place).collect();
        let all = stats::sorted(found.clone(), Cohort::cmp);
        let sorted = |cohort| all.iter().position(|other| other == cohort).unwrap_or_default() as u16;
        let moved: Vec<u16> = found.iter().map(sorted).collect();
        places.iter_mut().for_each(|place| *place = moved[usize::from(*place)]);
        Cohorts { all, places }
    }
}

/// Whole days from the day of creation to that of capture; none for the cohort without dates.
pub fn age(repo: Repo<'_>, captured: Option<Day>) -> Option<u64> {
    let created = repo.created().filter(|moment: &Moment| !moment.before_records())?;
    u64::try_from(captured?.0 - created.day().0).ok()
}
