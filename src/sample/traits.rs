//! What the models are: task, date, license and declared size, one published margin after the
//! other.
//!
//! Counts are met by construction. Tasks and licenses are dealt out evenly among the models that
//! may have them; dates and sizes are dealt out along a score (new tasks to new years, language
//! models to large sizes) cut at the counts.

use super::invented::{
    ANY, BANDS, FLOOR_DATE, FLOOR_DATED, IMAGE_TASKS_LEFT, OTHER_LICENSES, OTHER_TASKS, PERMISSIVE_LICENSES,
};
use super::owners::{Owner, downloads_of_models};
use super::profiles::Profile;
use super::published::{LICENSES, SIZED, TASKS, YEARS};
use super::spread::{self, Sequence};

#[derive(Default)]
pub struct Model {
    /// Its place in the list of owners.
    pub owner: usize,
    pub downloads: u64,
    pub task: Option<&'static str>,
    pub created_at: String,
    pub license: Option<&'static str>,
    pub size: Option<&'static str>,
}

impl Model {
    /// Text generation, with or without images: the tasks whose models come in all sizes.
    pub fn is_language_model(&self) -> bool {
        matches!(self.task, Some("text-generation" | "image-text-to-text"))
    }

    pub fn year(&self) -> u16 {
        self.created_at[..4].parse().expect("dates are written with four digits of the year")
    }
}

/// The models of all owners, owner by owner, each owner's largest first.
pub fn models(owners: &[Owner]) -> Vec<Model> {
    let downloads = owners.iter().map(downloads_of_models).enumerate();
    let mut models: Vec<Model> = downloads
        .flat_map(|(owner, parts)| {
            parts.into_iter().map(move |downloads| Model { owner, downloads, ..Model::default() })
        })
        .collect();
    let mut sequence = Sequence::new();
    give_tasks(&mut models, owners, &mut sequence);
    give_dates(&mut models, owners, &mut sequence);
    give_licenses(&mut models, owners, &mut sequence);
    give_sizes(&mut models, owners, &mut sequence);
    models
}

fn give_tasks(models: &mut [Model], owners: &[Owner], sequence: &mut Sequence) {
    for (owner, profile) in profiles(owners) {
        for &(task, count) in profile.tasks {
            let open = places(models, |model| model.owner == owner && model.task.is_none());
            for at in spread::evenly(&open, count, sequence) {
                models[at].task = Some(task);
            }
        }
    }
    for (task, count) in TASKS.into_iter().chain(IMAGE_TASKS_LEFT).chain(OTHER_TASKS) {
        let given = places(models, |model| model.task == Some(task)).len();
        let open = places(models, |model| model.task.is_none());
        for at in spread::evenly(&open, count - given, sequence) {
            models[at].task = Some(task);
        }
    }
}

/// Sorts by how new a model's task and owner are and fills the years in that order.
fn give_dates(models: &mut [Model], owners: &[Owner], sequence: &mut Sequence) {
    let all = (0..models.len()).collect();
    let oldest_first = ranked(models, all, |model| {
        let owner = owners[model.owner].profile.map_or(0, |profile| profile.newness);
        newness(model.task) + owner + sequence.below(80)
    });
    let (floor, mut dated) = oldest_first.split_at(FLOOR_DATED);
    for &at in floor {
        models[at].created_at = FLOOR_DATE.to_owned();
    }
    for (year, count) in YEARS {
        let count = if year == 2022 { count - FLOOR_DATED } else { count };
        let (now, later) = dated.split_at(count);
        let (first, last) = days(year);
        for (place, &at) in now.iter().enumerate() {
            let day = first + place * (last + 1 - first) / now.len();
            models[at].created_at = instant(year, day, sequence.below(86_400));
        }
        dated = later;
    }
}

/// The years to which a task's models belong, as a number: 0 for the first, 100 for the latest.
fn newness(task: Option<&str>) -> i32 {
    match task {
        Some("image-text-to-text" | "any-to-any" | "robotics") => 90,
        Some("text-generation" | "text-to-video" | "image-to-video" | "video-text-to-text") => 75,
        Some("text-to-speech" | "time-series-forecasting" | "visual-document-retrieval") => 70,
        Some("text-ranking" | "text-to-image" | "image-feature-extraction") => 50,
        Some("feature-extraction" | "automatic-speech-recognition" | "object-detection") => 40,
        None => 45,
        Some(_) => 20,
    }
}

/// The days of a year on which models may be created, counted from 1 January as 1: the Hub records
/// dates since 3 March 2022, and the day of capture ends 2026.
fn days(year: u16) -> (usize, usize) {
    match year {
        2022 => (62, 365),
        2026 => (1, 118),
        _ => (1, 365),
    }
}

/// As the Hub writes it: `2025-07-21T09:12:44.000Z`.
fn instant(year: u16, day_of_year: usize, second: i32) -> String {
    let february = if year.is_multiple_of(4) { 29 } else { 28 };
    let (mut month, mut day) = (1, day_of_year);
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day <= length {
            break;
        }
        (month, day) = (month + 1, day - length);
    }
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}.000Z", second % 60)
}

fn give_licenses(models: &mut [Model], owners: &[Owner], sequence: &mut Sequence) {
    for (owner, profile) in profiles(owners) {
        let mut newest_first = places(models, |model| model.owner == owner);
        newest_first.sort_by(|&one, &other| models[other].created_at.cmp(&models[one].created_at));
        let licenses = profile.licenses.iter().flat_map(|&(license, count)| std::iter::repeat_n(license, count));
        for (at, license) in newest_first.into_iter().zip(licenses) {
            models[at].license = Some(license);
        }
    }
    let published = LICENSES.map(|(license, count)| (license, count, ANY));
    for (license, count, fits) in OTHER_LICENSES.into_iter().chain(PERMISSIVE_LICENSES).chain(published) {
        let given = places(models, |model| model.license == Some(license)).len();
        let open =
            places(models, |model| owners[model.owner].profile.is_none() && model.license.is_none() && fits(model));
        for at in spread::evenly(&open, count - given, sequence) {
            models[at].license = Some(license);
        }
    }
}

/// Sorts the models that declare a size by how large they are and cuts at the bands. Other models
/// than language models are small, the older the smaller.
fn give_sizes(models: &mut [Model], owners: &[Owner], sequence: &mut Sequence) {
    let declaring = declaring(models, owners, sequence);
    let mut smallest_first = ranked(models, declaring, |model| {
        if model.is_language_model() {
            let owner = owners[model.owner].profile.map_or(0, |profile| profile.magnitude);
            20 + owner + sequence.below(120)
        } else {
            9 * i32::from(model.year() - 2022) + sequence.below(14)
        }
    })
    .into_iter();
    for (count, tokens) in BANDS {
        let band = smallest_first.by_ref().take(count);
        for (at, token) in band.zip(tokens.iter().cycle()) {
            models[at].size = Some(token);
        }
    }
}

/// The models whose names state a size: those likeliest to, by task, year and owner.
fn declaring(models: &[Model], owners: &[Owner], sequence: &mut Sequence) -> Vec<usize> {
    let all = (0..models.len()).collect();
    let mut likeliest_last = ranked(models, all, |model| {
        let readiness = owners[model.owner].profile.map_or(100, |profile| profile.names_size);
        let recency = 5 * i32::from(model.year() - 2022);
        (names_size(model.task) + recency + sequence.below(70)) * readiness
    });
    likeliest_last.split_off(models.len() - SIZED)
}

/// How readily names of a task's models state a size.
fn names_size(task: Option<&str>) -> i32 {
    match task {
        Some("text-generation" | "image-text-to-text") => 60,
        Some("any-to-any") => 45,
        Some("feature-extraction" | "sentence-similarity" | "text-ranking" | "fill-mask") => 35,
        Some("automatic-speech-recognition" | "text-to-speech" | "time-series-forecasting") => 35,
        _ => 0,
    }
}

/// The owners that are not invented, with their places in the list.
fn profiles(owners: &[Owner]) -> impl Iterator<Item = (usize, &'static Profile)> {
    owners.iter().enumerate().filter_map(|(at, owner)| Some((at, owner.profile?)))
}

/// The places of the models that meet a condition.
fn places(models: &[Model], condition: impl Fn(&Model) -> bool) -> Vec<usize> {
    (0..models.len()).filter(|&at| condition(&models[at])).collect()
}

/// The places sorted by score, lowest first; each model's score is taken once, in the order given.
fn ranked(models: &[Model], places: Vec<usize>, mut score: impl FnMut(&Model) -> i32) -> Vec<usize> {
    let mut scored: Vec<(i32, usize)> = places.into_iter().map(|at| (score(&models[at]), at)).collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, at)| at).collect()
}
