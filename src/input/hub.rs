//! How the Hub's listing is asked for, page by page: the query, the next link, and when to wait.
//!
//! Only addresses, headers and bytes go in and out; who fetches is left to the edges. The catch: the
//! list endpoints are not in the Hub's OpenAPI description, so nothing here relies on a field or a
//! header being there.

mod backoff;
mod page;

pub use backoff::{Reason, Refusal, Wait, wait};
pub use page::{Listed, PageError, page};

use crate::model::RepoKind;

/// Where the Hub answers, unless another endpoint is named.
pub const ENDPOINT: &str = "https://huggingface.co";

/// The most rows that the Hub puts on a page.
pub const PAGE_ROWS: u64 = 1000;

/// The order of a listing, always descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Most downloads in 30 days first.
    Downloads,
    /// Most likes first.
    Likes,
    /// Highest trending score first.
    Trending,
    /// Newest first. The only key that never changes: pages of a long crawl do not shift under it.
    Created,
    /// Last changed first.
    Modified,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 5] = [Sort::Downloads, Sort::Likes, Sort::Trending, Sort::Created, Sort::Modified];

    /// The word used on the command line and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Downloads => "downloads",
            Sort::Likes => "likes",
            Sort::Trending => "trending",
            Sort::Created => "created",
            Sort::Modified => "modified",
        }
    }

    /// The order of that name, as [`Sort::as_str`] writes it.
    pub fn parse(text: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// The order in which a kind is ranked by default. Spaces have no downloads.
    pub fn default_for(kind: RepoKind) -> Sort {
        if kind == RepoKind::Spaces { Sort::Likes } else { Sort::Downloads }
    }

    /// Whether repositories of this kind record what the order needs.
    pub fn fits(self, kind: RepoKind) -> bool {
        !(self == Sort::Downloads && kind == RepoKind::Spaces)
    }

    fn key(self) -> &'static str {
        match self {
            Sort::Downloads => "downloads",
            Sort::Likes => "likes",
            Sort::Trending => "trendingScore",
            Sort::Created => "createdAt",
            Sort::Modified => "lastModified",
        }
    }
}

/// The fields asked for. `expand` and not `full`: only it returns `safetensors`, `baseModels` and
/// `downloadsAllTime`, and it leaves out the bulky `siblings`. `cardData` is not asked for, since a
/// card may weigh more than all the rest and `tags` repeat what is read of it; nor are `config` and
/// `gguf`, which carry whole chat templates: the model type stands among the tags as well, and the
/// price is the parameter count of repositories with GGUF files only. `authorData` cannot be asked
/// for. `private` and `disabled` are, because a token lists private repositories too, and those
/// must not end up in a file that is published.
fn fields(kind: RepoKind) -> &'static [&'static str] {
    match kind {
        RepoKind::Models => &[
            "downloads",
            "downloadsAllTime",
            "likes",
            "createdAt",
            "lastModified",
            "pipeline_tag",
            "library_name",
            "tags",
            "safetensors",
            "baseModels",
            "author",
            "gated",
            "trendingScore",
            "inferenceProviderMapping",
            "private",
            "disabled",
        ],
        RepoKind::Datasets => &[
            "downloads",
            "downloadsAllTime",
            "likes",
            "createdAt",
            "lastModified",
            "tags",
            "author",
            "gated",
            "trendingScore",
            "private",
            "disabled",
        ],
        RepoKind::Spaces => {
            &["likes", "createdAt", "lastModified", "sdk", "tags", "author", "trendingScore", "private", "disabled"]
        }
    }
}

/// The query of a listing. `limit` is that of one page: at least 1 and at most [`PAGE_ROWS`].
pub fn query(kind: RepoKind, by: Sort, limit: u64) -> String {
    let mut query = format!("sort={}&limit={}", by.key(), limit.clamp(1, PAGE_ROWS));
    for field in fields(kind) {
        query.push_str("&expand=");
        query.push_str(field);
    }
    query
}

/// The address of the first page of a listing.
pub fn first_page(endpoint: &str, kind: RepoKind, by: Sort, limit: u64) -> String {
    format!("{}?{}", listing(endpoint, kind), query(kind, by, limit))
}

/// The address of a listing, without a query.
pub fn listing(endpoint: &str, kind: RepoKind) -> String {
    format!("{}/api/{}", endpoint.trim_end_matches('/'), kind.as_str())
}

/// The target with `rel="next"` of a `Link` header (RFC 8288), as it is written: it may be relative,
/// and may lead anywhere, so it goes through [`follow`].
pub fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (target, after) = rest.strip_prefix('<')?.split_once('>')?;
        let (relation, after) = relation(after)?;
        if relation.is_some_and(|names| names.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case("next"))) {
            return Some(target.trim().to_owned());
        }
        rest = after;
    }
}

/// Reads the parameters of one link: its first `rel`, and what follows the link. `None` where the
/// header is not well-formed.
fn relation(text: &str) -> Option<(Option<String>, &str)> {
    let mut rest = text.trim_start();
    let mut found = None;
    while let Some(parameter) = rest.strip_prefix(';') {
        let parameter = parameter.trim_start();
        let end = parameter.find([';', ',', '=']).unwrap_or(parameter.len());
        let name = parameter[..end].trim_end();
        rest = &parameter[end..];
        let mut value = String::new();
        if let Some(written) = rest.strip_prefix('=') {
            (value, rest) = parameter_value(written.trim_start())?;
        }
        if found.is_none() && name.eq_ignore_ascii_case("rel") {
            found = Some(value);
        }
        rest = rest.trim_start();
    }
    (rest.is_empty() || rest.starts_with(',')).then_some((found, rest))
}

/// A token or a quoted string, and what follows it.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        return Some((text[..end].trim_end().to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

/// A link that would take the reader, and a token with it, to another host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the next link of the listing leads to \"{found}\", expected an address of {endpoint}; nothing was sent there: read the listing from the endpoint that it names"
)]
pub struct Astray {
    /// The target as written.
    pub found: String,
    /// Where it should have led.
    pub endpoint: String,
}

/// The address of the next page: `target` as found on `page`, made absolute. It has to stay on the
/// origin of the endpoint (scheme, host and port).
pub fn follow(endpoint: &str, page: &str, target: &str) -> Result<String, Astray> {
    let absolute = absolute(page, target);
    match (origin(endpoint), absolute.as_deref().and_then(origin)) {
        (Some(home), Some(there)) if home == there => Ok(absolute.expect("it has an origin")),
        _ => Err(Astray { found: backoff::excerpt(target.as_bytes()), endpoint: endpoint.to_owned() }),
    }
}

/// Whether `endpoint` is an address that can be asked: `http` or `https` and a host, and no account,
/// query or fragment.
pub fn is_endpoint(endpoint: &str) -> bool {
    origin(endpoint).is_some() && !endpoint.contains(['?', '#'])
}

/// Whether what is sent there is read by nobody on the way: `https`, or this machine.
pub fn is_confidential(endpoint: &str) -> bool {
    origin(endpoint).is_some_and(|(scheme, host, _)| {
        scheme == "https" || host == "localhost" || host == "[::1]" || host.starts_with("127.")
    })
}

fn absolute(page: &str, target: &str) -> Option<String> {
    let path = target.find(['/', '\\', '?', '#']).unwrap_or(target.len());
    if target[..path].contains(':') {
        return Some(target.to_owned());
    }
    let scheme = page.split_once("://")?.0;
    let host = scheme.len() + 3;
    let path = host + page[host..].find(['/', '?', '#']).unwrap_or(page.len() - host);
    let query = path + page[path..].find(['?', '#']).unwrap_or(page.len() - path);
    Some(match target.as_bytes() {
        [b'/' | b'\\', b'/' | b'\\', ..] => format!("{scheme}:{target}"),
        [b'/', ..] => format!("{}{target}", &page[..path]),
        [b'?', ..] => format!("{}{target}", &page[..query]),
        _ => format!("{}/{target}", &page[..page[..query].rfind('/').filter(|&at| at >= path).unwrap_or(path)]),
    })
}

/// Scheme, host and port. Stricter than a browser's parser, so that no text has one origin here and
/// another one there: an account, a space or a control character has none.
fn origin(address: &str) -> Option<(String, String, u16)> {
    if address.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
        return None;
    }
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let default = match scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    let port = if port.is_empty() { default } else { port.parse().ok()? };
    (!host.is_empty() && !host.contains('@')).then(|| (scheme, host.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests;
