//! The definitions that a figure may rest on, and which of their choices a snapshot can carry.

use super::Setting;
use crate::{
    basket::{Attribution, Basket, Top, Window},
    model::FieldId,
    reference::{Mapping, Registry},
    sections::{Context, Need, field_words},
    text::whole,
};

/// What one may define in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Definition {
    Registry,
    Mapping,
    Window,
    Top,
    Suspects,
    Attribution,
}

impl Definition {
    /// All of them. Where all choices together are too many, the last are left out first.
    pub(super) const ALL: [Definition; 6] = [
        Definition::Registry,
        Definition::Mapping,
        Definition::Window,
        Definition::Top,
        Definition::Suspects,
        Definition::Attribution,
    ];

    /// Its column in the table.
    pub(super) fn column(self) -> (&'static str, &'static str) {
        match self {
            Definition::Registry => ("registry", "Registry"),
            Definition::Mapping => ("mapping", "Mapping"),
            Definition::Window => ("window", "Window"),
            Definition::Top => ("basket", "Basket"),
            Definition::Suspects => ("suspects", "Suspects"),
            Definition::Attribution => ("attribution", "Attribution"),
        }
    }

    /// Its name within a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Definition::Registry => "the registry of owners",
            Definition::Mapping => "the mapping of tasks",
            Definition::Window => "the window",
            Definition::Top => "the size of the basket",
            Definition::Suspects => "leaving out suspects",
            Definition::Attribution => "the attribution",
        }
    }

    /// The choice of a setting, as a mark says it; `n` is how many repositories there are in all, 0 where a
    /// filter lets that depend on the setting.
    pub(super) fn words(self, setting: &Setting, n: u64) -> String {
        let words = match self {
            Definition::Registry => match setting.registry {
                Registry::Reviewed => "reviewed registry",
                Registry::Seed => "seed registry",
                Registry::Custom => "your registry",
            },
            Definition::Mapping => match setting.mapping {
                Mapping::Hub => "Hub mapping",
                Mapping::Wide => "wide mapping",
            },
            Definition::Window => match setting.window {
                Window::Days30 => "30 days",
                Window::All => "all time",
            },
            Definition::Attribution => match setting.attribution {
                Attribution::Owner => "by uploader",
                Attribution::Entity => "by entity",
                Attribution::Base => "by base",
            },
            Definition::Suspects if setting.suspects => "with suspects",
            Definition::Suspects => "without suspects",
            Definition::Top => {
                return match setting.top {
                    Top::First(k) => format!("top {}", whole(k)),
                    Top::All if n == 0 => "all that meet the filter".to_owned(),
                    Top::All => format!("all {}", whole(n)),
                };
            }
        };
        words.to_owned()
    }

    /// The setting with each of its choices that the snapshot can carry, and why others are left out.
    /// `n` is how many repositories meet the query's filter.
    pub(super) fn choices(self, screen: &Setting, basket: &Basket<'_>, n: u64) -> (Vec<Setting>, Vec<String>) {
        let context = Context::new(basket);
        let records = |field| context.missing(Need::Field(field)).is_none();
        let lacks = |field| format!("no row records {}", field_words(field));
        let mut left_out = Vec::new();
        let mut choices = Vec::new();
        // What stands on screen stays, whatever it can carry.
        let mut choice = |setting: Setting, obstacle: Option<String>| match obstacle {
            Some(obstacle) if setting != *screen => {
                left_out.push(format!("{} ({obstacle})", self.words(&setting, n)));
            }
            _ => choices.push(setting),
        };
        match self {
            Definition::Registry => {
                for registry in Registry::ALL {
                    let none = registry == Registry::Custom && basket.custom.is_empty();
                    choice(Setting { registry, ..*screen }, none.then(|| "none is loaded".to_owned()));
                }
            }
            Definition::Mapping => {
                [Mapping::Hub, Mapping::Wide]
                    .into_iter()
                    .for_each(|mapping| choice(Setting { mapping, ..*screen }, None));
            }
            Definition::Window => {
                for (window, field) in [(Window::Days30, FieldId::Downloads), (Window::All, FieldId::DownloadsAll)] {
                    choice(Setting { window, ..*screen }, (!records(field)).then(|| lacks(field)));
                }
            }
            Definition::Top => {
                for k in tops(screen.top) {
                    let few = (n <= k).then(|| format!("there are {}", whole(n)));
                    choice(Setting { top: Top::First(k), ..*screen }, few);
                }
                choice(Setting { top: Top::All, ..*screen }, None);
            }
            Definition::Suspects => {
                choice(Setting { suspects: true, ..*screen }, None);
                let obstacle = (!records(FieldId::Likes)).then(|| lacks(FieldId::Likes));
                choice(Setting { suspects: false, ..*screen }, obstacle);
            }
            Definition::Attribution => {
                for attribution in Attribution::ALL {
                    let none = attribution == Attribution::Base && !names_bases(basket);
                    choice(Setting { attribution, ..*screen }, none.then(|| "no row names a base".to_owned()));
                }
            }
        }
        (choices, left_out)
    }
}

/// The sizes of baskets: two that reports use, and that on screen.
fn tops(screen: Top) -> Vec<u64> {
    let mut tops = vec![100, 1000];
    if let Top::First(k) = screen {
        tops.push(k);
    }
    tops.sort_unstable();
    tops.dedup();
    tops
}

fn names_bases(basket: &Basket<'_>) -> bool {
    // The names alone may be left from a row whose place a larger one took.
    let snapshot = basket.snapshot;
    (0..snapshot.len() as u32).any(|row| snapshot.repo(row).base_codes().next().is_some())
}
