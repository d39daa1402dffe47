//! What a section sees of a basket.

mod walk;

pub use walk::Walk;

use std::cell::OnceCell;

use super::{
    Credit, Draft, Need, OwnerSum, Spec, Subject,
    cohort::Cohorts,
    words::{Words, words},
};
use crate::{
    basket::{Attribution, Basket, By, Top, Window},
    model::{Codes, Coverage, FieldId, Names, Repo, RepoKind},
    report::{Column, Value},
    stats, text,
};

/// What nobody has reviewed.
pub const UNREVIEWED: &str = "unreviewed";

/// How many repositories share something, and their downloads in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Repositories.
    pub count: u64,
    /// Their downloads.
    pub downloads: u64,
}

impl Sum {
    /// Adds a repository.
    pub fn add(&mut self, downloads: u64) {
        self.count += 1;
        self.downloads = self.downloads.saturating_add(downloads);
    }

    /// Adds others.
    pub fn merge(&mut self, other: Sum) {
        self.count += other.count;
        self.downloads = self.downloads.saturating_add(other.downloads);
    }
}

/// Sums by name, as tables list them.
pub type Tally<'a> = Vec<(Option<&'a str>, Sum)>;

/// A basket with what several sections need of it, computed once.
pub struct Context<'a> {
    /// The selection.
    pub basket: &'a Basket<'a>,
    /// Whether only metrics are asked for.
    pub brief: bool,
    walk: OnceCell<Vec<u32>>,
    chosen: OnceCell<Option<Vec<bool>>>,
    credit: OnceCell<Credit<'a>>,
    uploaders: OnceCell<Credit<'a>>,
    total: OnceCell<u64>,
    weights: OnceCell<Vec<u64>>,
    tasks: OnceCell<Tally<'a>>,
    cohorts: OnceCell<Cohorts>,
    descending: OnceCell<Vec<u64>>,
    coverages: [OnceCell<Coverage>; FieldId::ALL.len()],
}

impl<'a> Context<'a> {
    /// A context on a basket.
    pub fn new(basket: &'a Basket<'a>) -> Context<'a> {
        Context {
            basket,
            brief: false,
            walk: OnceCell::new(),
            chosen: OnceCell::new(),
            credit: OnceCell::new(),
            uploaders: OnceCell::new(),
            total: OnceCell::new(),
            weights: OnceCell::new(),
            tasks: OnceCell::new(),
            cohorts: OnceCell::new(),
            descending: OnceCell::new(),
            coverages: [const { OnceCell::new() }; _],
        }
    }

    /// A context for metrics alone: sections may leave out all else.
    pub fn brief(basket: &'a Basket<'a>) -> Context<'a> {
        Context { brief: true, ..Context::new(basket) }
    }

    /// Repositories in the basket.
    pub fn n(&self) -> u64 {
        self.basket.len() as u64
    }

    /// All downloads in the window.
    pub fn total(&self) -> u64 {
        *self.total.get_or_init(|| self.weights().iter().copied().fold(0, u64::saturating_add))
    }

    /// What each repository weighs, in the order of the walk; 0 where that is not known.
    pub fn weights(&self) -> &[u64] {
        let weight = |repo: Repo<'_>| self.basket.downloads(repo).unwrap_or(0);
        self.weights.get_or_init(|| self.repos().map(weight).collect())
    }

    /// The repositories, each with what it weighs, in the order of the walk.
    pub fn weighed(&self) -> impl Iterator<Item = (Repo<'a>, u64)> {
        self.repos().zip(self.weights().iter().copied())
    }

    /// What is known of their weights, the largest first.
    pub fn descending(&self) -> &[u64] {
        self.descending.get_or_init(|| {
            // Of many, memory in the order of a ranking is read at random, which takes longer than to count them.
            let known = || self.repos().filter_map(|repo| self.basket.downloads(repo));
            if self.basket.is_by_downloads() && !self.basket.is_large() {
                return known().collect();
            }
            let all_known = self.coverage(self.downloads_field()).known == self.n();
            let mut sorted = if all_known {
                stats::ascending(self.weights())
            } else {
                stats::ascending(&known().collect::<Vec<_>>())
            };
            sorted.reverse();
            sorted
        })
    }

    /// The owners, by downloads, descending, ties by name.
    pub fn owners(&self) -> &[OwnerSum<'a>] {
        &self.credit().owners
    }

    /// Who is credited with each repository, by the attribution of the query.
    pub fn credit(&self) -> &Credit<'a> {
        self.credit.get_or_init(|| Credit::of(self, self.basket.attribution))
    }

    /// Who made the models: accounts or, where the query asks for them, bodies. Whoever published a base
    /// did not make what is built on it.
    pub fn makers(&self) -> &Credit<'a> {
        match self.basket.attribution {
            Attribution::Base => self.uploaders(),
            Attribution::Owner | Attribution::Entity => self.credit(),
        }
    }

    /// The accounts that uploaded the models, whoever is credited.
    pub fn uploaders(&self) -> &Credit<'a> {
        match self.basket.attribution {
            Attribution::Owner => self.credit(),
            _ => self.uploaders.get_or_init(|| Credit::of(self, Attribution::Owner)),
        }
    }

    /// Sums of the repositories by the name that their code points to; those without one are summed under none.
    /// In no order.
    pub fn tally(&self, names: &'a Names, codes: &Codes) -> Tally<'a> {
        self.tally_where(names, codes, &|_| true)
    }

    /// The same of those that `keep` admits.
    pub fn tally_where<F>(&self, names: &'a Names, codes: &Codes, keep: &F) -> Tally<'a>
    where
        F: Fn(Repo<'a>) -> bool + ?Sized,
    {
        let mut none = Sum::default();
        let mut sums = vec![Sum::default(); names.len()];
        for (row, &weight) in self.walk().zip(self.weights()) {
            if keep(self.basket.snapshot.repo(row)) {
                codes.known(row).map_or(&mut none, |code| &mut sums[code as usize]).add(weight);
            }
        }
        let named = sums.into_iter().enumerate().map(|(code, sum)| (Some(names.get(code as u32)), sum));
        named.chain([(None, none)]).filter(|(_, sum)| sum.count > 0).collect()
    }

    /// When the repositories were created, by year.
    pub fn cohorts(&self) -> &Cohorts {
        self.cohorts.get_or_init(|| Cohorts::of(self.repos()))
    }

    /// The sums by task.
    pub fn tasks(&self) -> &Tally<'a> {
        let snapshot = self.basket.snapshot;
        self.tasks.get_or_init(|| self.tally(snapshot.tasks(), snapshot.task_codes()))
    }

    /// Sums by a small code, which is below `len`.
    pub fn tally_by(&self, len: usize, code: impl Fn(Repo<'a>) -> usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); len];
        self.weighed().for_each(|(repo, weight)| sums[code(repo)].add(weight));
        sums
    }

    /// The words for what the basket holds.
    pub fn words(&self) -> &'static Words {
        words(self.basket.snapshot.kind)
    }

    /// `1 model`, `2 models`, or as the kind is called.
    pub fn counted(&self, count: u64) -> String {
        text::counted(count, self.words().one, self.words().many)
    }

    /// Sums by code where a repository has several; `codes` are below `len`.
    pub fn tally_each(&self, len: usize, each: fn(Repo<'a>, &mut dyn FnMut(u32))) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); len];
        for (repo, weight) in self.weighed() {
            each(repo, &mut |code| {
                if let Some(sum) = sums.get_mut(code as usize) {
                    sum.add(weight);
                }
            });
        }
        sums
    }

    /// Adds a table to a draft, of all its rows no more than the basket's tables may have.
    pub fn table(
        &self,
        draft: &mut Draft,
        id: &'static str,
        title: &'static str,
        columns: &[Column],
        rows: impl Iterator<Item = Vec<Value>>,
        all: usize,
    ) {
        let most = self.basket.table_rows;
        draft.table(id, title, columns, rows.take(most).collect());
        if all > most {
            draft.table_note(format!("The first {} of {}.", text::whole(most as u64), text::whole(all as u64)));
        }
    }

    /// The field of a need, where no row of the snapshot records it.
    pub fn missing(&self, need: Need) -> Option<FieldId> {
        let field = match need {
            Need::Field(field) => field,
            Need::WindowDownloads => self.downloads_field(),
        };
        (!self.basket.snapshot.records(field)).then_some(field)
    }

    /// Whether a section has an answer on this basket.
    pub fn answers(&self, spec: &Spec) -> bool {
        spec.needs.is_none_or(|need| self.missing(need).is_none()) && self.n() >= spec.min_n
    }

    /// The field that the window's downloads come from; that of the likes of Spaces.
    pub fn downloads_field(&self) -> FieldId {
        match self.basket.window {
            _ if self.basket.snapshot.kind == RepoKind::Spaces => FieldId::Likes,
            Window::Days30 => FieldId::Downloads,
            Window::All => FieldId::DownloadsAll,
        }
    }

    /// For how many of the basket a field is recorded.
    pub fn coverage(&self, field: FieldId) -> Coverage {
        let snapshot = self.basket.snapshot;
        let count = || match snapshot.coverage_of_all(field) {
            all if all.n == self.n() => all,
            // What holds of each row needs no counting.
            all if all.known == all.n => Coverage { n: self.n(), known: self.n(), wrong: 0 },
            Coverage { known: 0, wrong: 0, .. } => Coverage { n: self.n(), known: 0, wrong: 0 },
            // Of nearly all, those that are left out are fewer.
            all if self.basket.is_large() && self.n() > all.n / 2 => {
                let holds = self.holds();
                let out = snapshot.coverage(field, (0..snapshot.len() as u32).filter(|&row| !holds(row)));
                Coverage { n: self.n(), known: all.known - out.known, wrong: all.wrong - out.wrong }
            }
            _ => snapshot.coverage(field, self.walk()),
        };
        *self.coverages[field as usize].get_or_init(count)
    }

    /// `top 1,000 models by downloads` or, filtered, `312 models that meet the filter`.
    pub fn basket_words(&self) -> String {
        let n = text::whole(self.n());
        let by = match self.basket.query.by {
            By::Downloads => "downloads",
            By::DownloadsAll => "all-time downloads",
            By::Likes => "likes",
            By::Trending => "trending score",
            By::Created => "day of creation",
        };
        let Words { one, many, .. } = self.words();
        match (self.basket.query.top, self.basket.query.terms.is_empty()) {
            (Top::First(top), true) if self.n() == top => format!("top {n} {many} by {by}"),
            (_, true) if self.n() == 1 => format!("the only {one}"),
            (_, true) => format!("all {n} {many}"),
            (_, false) => format!("{n} filtered {}", if self.n() == 1 { one } else { many }),
        }
    }

    /// [`Context::basket_words`], and who is credited where that is not the uploader.
    pub fn owner_words(&self) -> String {
        self.basket_words()
            + match self.basket.attribution {
                Attribution::Owner => "",
                Attribution::Entity => " · accounts of one body together",
                Attribution::Base => " · credited to the owner of the base",
            }
    }

    /// What to know where owners are not the uploaders.
    pub fn attribution_caveat(&self) -> Option<&'static str> {
        match self.basket.attribution {
            Attribution::Owner => None,
            Attribution::Entity => Some(
                "Accounts of one body, such as google and google-bert, are taken together by the table of owners; an account that it lacks stays by itself. A body has the home of its largest account.",
            ),
            Attribution::Base => Some(
                "Downloads are credited to the owner of the first base that a model names, one step up; without a base, or with one that names no owner, they stay with the uploader.",
            ),
        }
    }

    /// `in 30 days` or `over all time`, which likes always are.
    pub fn window_words(&self) -> &'static str {
        let likes = self.basket.snapshot.kind == RepoKind::Spaces;
        if likes { Window::All.words() } else { self.basket.window.words() }
    }

    /// What a chart shows of the window's downloads: the measure, the window, the basket and the coverage.
    pub fn subtitle(&self, measure: &str, of: Coverage) -> String {
        format!("{measure} {} · {} · {}", self.window_words(), self.basket_words(), self.n_words(of))
    }

    /// The same for a measure of owners, with who is credited where that is not the uploader.
    pub fn owner_subtitle(&self, measure: &str, of: Coverage) -> String {
        format!("{measure} {} · {} · {}", self.window_words(), self.owner_words(), self.n_words(of))
    }

    /// The owner looked for, or that of the repository looked for.
    pub fn owner_of<'b>(&'b self, subject: Subject<'b>) -> &'b str {
        match subject {
            Subject::Owner(name) => name,
            Subject::Repo(row) => self.basket.credited(self.basket.snapshot.repo(row)),
        }
    }

    /// `n = 1,000, all known` or `n = 1,000, known for 885`.
    pub fn n_words(&self, coverage: Coverage) -> String {
        let n = text::whole(coverage.n);
        if coverage.known == coverage.n {
            format!("n = {n}, all known")
        } else {
            format!("n = {n}, known for {}", text::whole(coverage.known))
        }
    }
}

/// By count, the largest first, ties by name; what is not stated is named `unspecified`.
pub fn by_count<'a>(tally: Tally<'a>) -> Tally<'a> {
    by_count_or(tally, "unspecified")
}

/// The same where what is not stated is named otherwise.
pub fn by_count_or<'a>(tally: Tally<'a>, none: &'static str) -> Tally<'a> {
    let name = |entry: &(Option<&'a str>, Sum)| entry.0.unwrap_or(none);
    stats::sorted(tally, |a, b| b.1.count.cmp(&a.1.count).then_with(|| name(a).cmp(name(b))))
}

/// A field in the words of a sentence.
pub fn field_words(field: FieldId) -> &'static str {
    match field {
        FieldId::Downloads => "downloads of the last 30 days (`downloads`)",
        FieldId::DownloadsAll => "all-time downloads (`downloadsAllTime`)",
        FieldId::Likes => "likes (`likes`)",
        FieldId::Created => "a day of creation (`createdAt`)",
        FieldId::Modified => "a day of change (`lastModified`)",
        FieldId::Task => "a task (`pipeline_tag`)",
        FieldId::Library => "a library (`library_name`)",
        FieldId::Parameters => "a parameter count (`safetensors.total`, `gguf.total`)",
        FieldId::License => "a license (a tag `license:…`)",
        FieldId::Gated => "gating (`gated`)",
        FieldId::Trending => "a trending score (`trendingScore`)",
        FieldId::Tags => "tags (`tags`)",
        FieldId::Lineage => "tags or base models (`tags`, `baseModels`)",
        FieldId::Languages => "a language (`languages`, or a tag such as `en`)",
        FieldId::OwnerType => "the type of its owner (`authorData.type`)",
        FieldId::Sdk => "an SDK (`sdk`)",
    }
}
