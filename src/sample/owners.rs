//! Who holds the downloads: the owners of the sample, largest first, with their totals and numbers
//! of models.
//!
//! Six totals are published and nine more follow from the Eastern sum. The article names further
//! owners among its twelve largest without a figure: invented ones stand at those ranks (6 to 9),
//! so that the published share of the first ten holds. All other invented owners lie below the
//! twelfth, on a curve that falls by a fixed ratio.

use super::invented::{CURVE_OWNERS, CURVE_RATIO, EASTERN_OWNERS, LEAST_DOWNLOADS, RANK_6_TO_9};
use super::profiles::{PROFILES, Profile};
use super::published::{DOWNLOADS, MODELS, OWNERS};
use super::spread;

pub struct Owner {
    pub name: String,
    pub downloads: u64,
    pub models: usize,
    /// What the models of a real owner look like; none for an invented owner.
    pub profile: Option<&'static Profile>,
}

pub fn owners() -> Vec<Owner> {
    let mut owners: Vec<Owner> = OWNERS.iter().chain(&EASTERN_OWNERS).map(real_owner).collect();
    owners.extend(invented_owners(&owners));
    owners.sort_by_key(|owner| std::cmp::Reverse(owner.downloads));
    for (at, owner) in owners.iter_mut().enumerate() {
        if owner.profile.is_none() {
            owner.name = format!("sample-owner-{:03}", at + 1);
        }
    }
    owners
}

fn real_owner(&(name, downloads): &(&str, u64)) -> Owner {
    let profile = PROFILES.iter().find(|profile| profile.owner == name).expect("every real owner has a profile");
    let models = profile.tasks.iter().map(|(_, count)| count).sum();
    Owner { name: name.to_owned(), downloads, models, profile: Some(profile) }
}

/// Owners that hold what the real ones leave, with more models the more downloads they have. Their
/// names are still empty: they follow from the ranks.
fn invented_owners(real: &[Owner]) -> Vec<Owner> {
    let totals: Vec<u64> = RANK_6_TO_9.into_iter().chain(curve(real)).collect();
    let models_left = MODELS - real.iter().map(|owner| owner.models).sum::<usize>();
    let models = spread::by_weight(models_left as u64, &totals, 1);
    let owner = |(downloads, models)| Owner { name: String::new(), downloads, models: models as usize, profile: None };
    totals.into_iter().zip(models).map(owner).collect()
}

/// What the real owners and the ranks 6 to 9 leave of the basket, as a falling curve.
fn curve(real: &[Owner]) -> Vec<u64> {
    let of_real: u64 = real.iter().map(|owner| owner.downloads).sum();
    let left = DOWNLOADS - of_real - RANK_6_TO_9.iter().sum::<u64>();
    let next = |weight: &u64| Some(weight * CURVE_RATIO.0 / CURVE_RATIO.1);
    let weights: Vec<u64> = std::iter::successors(Some(1 << 40), next).take(CURVE_OWNERS).collect();
    spread::by_weight(left, &weights, LEAST_DOWNLOADS)
}

/// The downloads of an owner's models, largest first: by 1/(2k + flatness), which is Zipf's law
/// with a blunted head.
pub fn downloads_of_models(owner: &Owner) -> Vec<u64> {
    let flatness = owner.profile.map_or(1, |profile| profile.flatness);
    let weights: Vec<u64> = (0..owner.models as u64).map(|k| (1 << 40) / (2 * k + flatness)).collect();
    spread::by_weight(owner.downloads, &weights, LEAST_DOWNLOADS)
}
