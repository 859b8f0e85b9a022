//! IP addresses, version 4 and 6. Loopback, unspecified and net masks name nobody and stay.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, before, findings, pattern, stands_free};
use crate::Kind;

static V4: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"));
static V6: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?"));
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:version|firmware|release|build|update|driver|v)\W{0,3}(?:is\W)?$")
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Ip, &V4, text, |address, range| {
            let address: Ipv4Addr = address.parse().ok()?;
            let somebody =
                !address.is_loopback() && !address.is_unspecified() && address.octets()[0] != 255;
            let free = stands_free(text, &range) || text[range.end..].starts_with([':', '/']);
            (somebody && free && !VERSION.is_match(&before(text, range.start))).then_some(0.9)
        });
        found.extend(findings(Kind::Ip, &V6, text, |address, range| {
            let parsed: Ipv6Addr = address.parse().ok()?;
            let long = address.chars().filter(char::is_ascii_hexdigit).count() >= 4;
            let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let free = !touches(text[..range.start].chars().next_back())
                && !touches(text[range.end..].chars().next());
            (long && free && !parsed.is_loopback()).then_some(0.95)
        }));
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn addresses_are_found_and_versions_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("from 106.31.73.20.", &["106.31.73.20"]),
                ("http://10.0.0.7:8080/x", &["10.0.0.7"]),
                ("2001:db8::8a2e:370:7334", &["2001:db8::8a2e:370:7334"]),
                ("fe80:0:0:0:202:b3ff:fe1e:8329", &["fe80:0:0:0:202:b3ff:fe1e:8329"]),
                ("localhost is 127.0.0.1 or ::1", &[]),
                ("mask 255.255.255.0", &[]),
                ("version 10.2.3.4", &[]),
                ("1.2.3.4.5", &[]),
                ("300.1.2.3", &[]),
                ("at 10:30:45", &[]),
                ("std::vec::Vec", &[]),
            ],
        );
    }
}
