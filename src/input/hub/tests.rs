//! Queries, links and origins, by hand.

use super::*;

#[test]
fn the_first_page_asks_for_what_the_report_reads_and_for_no_more() {
    let models = first_page("https://huggingface.co/", RepoKind::Models, Sort::Downloads, 5000);
    assert!(models.starts_with("https://huggingface.co/api/models?sort=downloads&limit=1000&expand=downloads&"));
    for field in ["downloadsAllTime", "safetensors", "baseModels", "gated", "private"] {
        assert!(models.contains(&format!("&expand={field}")), "{field}");
    }
    for heavy in ["gguf", "cardData", "siblings", "full="] {
        assert!(!models.contains(heavy), "{heavy}");
    }
    let spaces = first_page(ENDPOINT, RepoKind::Spaces, Sort::default_for(RepoKind::Spaces), 0);
    assert!(spaces.starts_with("https://huggingface.co/api/spaces?sort=likes&limit=1&"));
    assert!(!spaces.contains("downloads"));
    assert!(query(RepoKind::Datasets, Sort::Trending, 7).starts_with("sort=trendingScore&limit=7&"));
}

#[test]
fn an_order_reads_back() {
    for by in Sort::ALL {
        assert_eq!(Sort::parse(by.as_str()), Some(by));
        assert_eq!(by.fits(RepoKind::Spaces), by != Sort::Downloads);
    }
    assert_eq!(Sort::parse("Downloads"), None);
}

#[test]
fn the_next_link_is_found_among_others() {
    let next = |header: &str| next_link(header);
    for header in [
        "<https://h/a?cursor=x>; rel=\"next\"",
        "<https://h/a?cursor=x>;rel=next",
        "<https://h/p>; rel=\"prev\", <https://h/a?cursor=x>; title=\"a, \\\"b\\\"; c\"; rel=\"last NEXT\"",
        "<https://h/a,b;c>; rel=first , <https://h/a?cursor=x> ; REL = \"next\" ; foo",
        ",, <https://h/p>, <https://h/a?cursor=x>; rel=next; rel=prev",
    ] {
        assert_eq!(next(header).as_deref(), Some("https://h/a?cursor=x"), "{header}");
    }
    for header in [
        "",
        "https://h/a; rel=next",
        "<https://h/a",
        "<https://h/a>; rel=\"next",
        "<https://h/a>; rel=\"prev\"; rel=\"next\"",
        "<https://h/a>; rel=nextpage",
        "<https://h/a> rel=next",
        "<https://h/a>; rel=\"\\",
    ] {
        assert_eq!(next(header), None, "{header}");
    }
    assert_eq!(next("</api/models?cursor=x>; rel=next").as_deref(), Some("/api/models?cursor=x"));
}

#[test]
fn a_relative_target_is_resolved_against_its_page() {
    let page = "https://hub.test/mirror/api/models?limit=1/2";
    for (target, expected) in [
        ("https://HUB.test:443/x?y", "https://HUB.test:443/x?y"),
        ("/api/models?cursor=x", "https://hub.test/api/models?cursor=x"),
        ("?cursor=a:b", "https://hub.test/mirror/api/models?cursor=a:b"),
        ("models?cursor=x", "https://hub.test/mirror/api/models?cursor=x"),
        ("//hub.test/x", "https://hub.test/x"),
    ] {
        assert_eq!(follow("https://hub.test/mirror", page, target).as_deref(), Ok(expected));
    }
    assert_eq!(follow("http://h", "http://h?a", "b").as_deref(), Ok("http://h/b"));
}

#[test]
fn no_link_leads_away_from_the_endpoint() {
    for target in [
        "https://evil.test/api/models",
        "http://hub.test/api/models",
        "https://hub.test:8443/api/models",
        "https://hub.test@evil.test/",
        "https://hub.test:x@evil.test/",
        "https://evil.test\\@hub.test/",
        "//evil.test/api",
        "\\\\evil.test/api",
        "/\\evil.test/api",
        "/\tevil",
        "ht\ntps://hub.test/",
        "https:/evil.test",
        "https:evil.test",
        "javascript:alert(1)",
        "https://hub.test.evil.test/",
        "https:///x",
    ] {
        assert!(follow("https://hub.test", "https://hub.test/api/models?a", target).is_err(), "{target}");
    }
}

#[test]
fn an_endpoint_is_a_scheme_and_a_host() {
    for endpoint in ["https://huggingface.co", "http://127.0.0.1:8080", "http://[::1]:8080/mirror/"] {
        assert!(is_endpoint(endpoint), "{endpoint}");
    }
    for wrong in ["huggingface.co", "ftp://h", "https://", "https://a b", "https://u:p@h", "https://h?x", "https://h:x"]
    {
        assert!(!is_endpoint(wrong), "{wrong}");
    }
    assert!(is_confidential("https://h") && is_confidential("http://127.0.0.1:1") && is_confidential("http://[::1]:2"));
    assert!(!is_confidential("http://h") && !is_confidential("h"));
}
