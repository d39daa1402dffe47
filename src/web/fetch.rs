//! The Hub from the page: one page of a listing a call. Who waits, counts down or cancels is the worker.

use gloo_net::http::{Request, Response};
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};

use super::{Result, failed, to_js};
use crate::{
    input::hub::{self, ENDPOINT, Listed, Sort},
    model::{Day, RepoKind},
    output::snapshot::{self, Distinct, SnapshotMeta},
};

/// An answer of the Hub.
#[wasm_bindgen]
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    body: Vec<u8>,
    next: Option<String>,
}

#[wasm_bindgen]
impl Page {
    /// The body as sent.
    #[wasm_bindgen(getter)]
    pub fn body(&self) -> Uint8Array {
        Uint8Array::from(self.body.as_slice())
    }

    /// The address of the next page, where there is one on the same origin.
    #[wasm_bindgen(getter)]
    pub fn next(&self) -> Option<String> {
        self.next.clone()
    }

    /// Why this is no page, with what the Hub said, as a sentence.
    #[wasm_bindgen(getter)]
    pub fn refusal(&self) -> String {
        hub::Refusal::new(self.status, &self.body).to_string()
    }
}

/// The address of the first page of a listing of the Hub.
#[wasm_bindgen]
pub fn first_page(by: &str, limit: f64) -> Result<String> {
    let by = Sort::parse(by).ok_or_else(|| failed(format!("`{by}` is no order of a listing")))?;
    Ok(hub::first_page(ENDPOINT, RepoKind::Models, by, limit as u64))
}

/// How long to wait after an answer that is no page: `{seconds, reason}`, or null where it is of no use.
/// A status of 0 is no answer at all.
#[wasm_bindgen]
pub fn wait_seconds(status: u16, attempt: u32) -> Result<JsValue> {
    #[derive(Serialize)]
    struct Wait {
        seconds: u64,
        reason: String,
    }
    let status = (status > 0).then_some(status);
    // A browser may not read Retry-After or RateLimit from the Hub: they are not among the exposed headers.
    let wait = hub::wait(status, attempt, None, None);
    to_js(&wait.map(|wait| Wait { seconds: wait.seconds, reason: wait.reason.to_string() }))
}

/// Fetches one page without cookies or referrer.
#[wasm_bindgen]
pub async fn fetch_page(url: String, signal: AbortSignal) -> Result<Page> {
    let response: Response = Request::get(&url)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&signal))
        .send()
        .await
        .map_err(failed)?;
    let next = response.headers().get("link").and_then(|header| hub::next_link(&header));
    let next = next.map(|next| hub::follow(ENDPOINT, &url, &next)).transpose().map_err(failed)?;
    Ok(Page { status: response.status(), body: response.binary().await.map_err(failed)?, next })
}

/// The pages of a listing as they arrive; what arrived is a snapshot at any time.
#[derive(Default)]
pub(super) struct Crawl {
    pages: Vec<Vec<u8>>,
    seen: Distinct,
}

impl Crawl {
    /// A crawl that keeps the first `most` repositories.
    pub(super) fn new(most: u64) -> Crawl {
        Crawl { pages: Vec::new(), seen: Distinct::at_most(Some(most)) }
    }

    /// Takes a page; returns how many repositories are kept so far.
    pub(super) fn add(&mut self, body: Vec<u8>) -> Result<u64> {
        for row in public(&hub::page(&body).map_err(failed)?) {
            self.seen.see(row.key.as_deref(), row.downloads);
        }
        self.pages.push(body);
        Ok(self.seen.kept())
    }

    /// Whether there is nothing more to ask for.
    pub(super) fn is_full(&self) -> bool {
        self.seen.is_full()
    }

    /// What arrived, as a snapshot file.
    pub(super) fn file(&self, captured_at: Day, query: String, complete: bool) -> Vec<u8> {
        let pages: Vec<Vec<Listed<'_>>> = self.pages.iter().filter_map(|body| hub::page(body).ok()).collect();
        let rows = pages.iter().flat_map(|page| public(page)).enumerate();
        let kept = rows.filter(|(place, _)| self.seen.keeps(*place)).map(|(_, row)| row.raw);
        let source = "Hugging Face Hub API, read by the browser that shows it".to_owned();
        snapshot::write(kept, &SnapshotMeta { kind: RepoKind::Models, captured_at, source, query, complete })
    }
}

/// A private row, which only a token can see, never ends up in a file.
fn public<'a, 'b>(page: &'b [Listed<'a>]) -> impl Iterator<Item = &'b Listed<'a>> {
    page.iter().filter(|row| !row.private)
}
