//! Addresses in a reply.

use std::sync::LazyLock;

use aside_contract::Passage;
use regex::Regex;

use crate::text::{fold, pattern};

/// An address with its scheme, of `www`, of mail, or of a well-known ending.
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|[0-9a-z._%+-]+@)[^ \t\r\n)\]>]+|\b[0-9a-z-]+(?:\.[0-9a-z-]+)*\.(?:com|org|net|io|info|biz|co|app|dev|ai|xyz|top|site|online|shop|link|click|page|me|us|uk|de|fr|ru|cn|tk)\b",
    )
});
/// Markdown that shows or leads to something.
static MARKDOWN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\]\(([^)]*)\)|<(?:img|a)\b"));

/// The first address of a text that the original does not have.
pub(super) fn added(text: &str, original: &str) -> Option<String> {
    let (text, original) = (fold(text), fold(original));
    let targets = MARKDOWN.captures_iter(&text).filter_map(|found| found.get(1));
    let mut all = targets.chain(HOST.find_iter(&text)).map(|found| found.as_str());
    all.find(|address| !original.contains(address.trim_end_matches(['.', ',', ';', '!', '?'])))
        .map(shown)
}

/// The first address that no passage holds. An address of mail may also come from what was `said`: the
/// customer's own.
pub(super) fn foreign(reply: &str, passages: &[&Passage], said: &[&str]) -> Option<String> {
    let reply = fold(reply);
    if let Some(found) = MARKDOWN.captures(&reply) {
        let target = found.get(1).map_or("a web page", |target| target.as_str());
        if !target.trim().is_empty() && !stands(target, passages) {
            return Some(shown(target));
        }
    }
    let mut hosts = HOST.find_iter(&reply).map(|found| found.as_str());
    let own_mail = |address: &str| {
        let mail = address
            .strip_prefix("mailto:")
            .unwrap_or(address)
            .trim_end_matches(['.', ',', ';', '!']);
        mail.contains('@')
            && !mail.contains("://")
            && said.iter().any(|said| fold(said).contains(mail))
    };
    hosts.find(|host| !stands(host, passages) && !own_mail(host)).map(shown)
}

/// Whether a passage has this very host.
fn stands(address: &str, passages: &[&Passage]) -> bool {
    let host = host(address);
    let is_border = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    !host.is_empty()
        && passages.iter().any(|passage| {
            let text = fold(&passage.text);
            text.match_indices(host).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                // A host may stand below `www.`, but none below another's name.
                let below = before == Some('.') && !text[..at].ends_with("www.");
                is_border(before) && !below && is_border(text[at + host.len()..].chars().next())
            })
        })
}

/// The host of an address, without `www.`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let authority = rest[..end].trim_end_matches(['.', ',', ';', '!', '"', '\'']);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host)
}

fn shown(address: &str) -> String {
    address.chars().take(60).collect()
}
