//! Hardware addresses of network devices (EUI-48). All zeros and the broadcast address name nobody.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern, stands_free};
use crate::Kind;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})\b",
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        findings(Kind::Mac, &ADDRESS, text, |address, range| {
            let same = |digit: char| {
                address
                    .chars()
                    .filter(char::is_ascii_hexdigit)
                    .all(|c| c.eq_ignore_ascii_case(&digit))
            };
            (stands_free(text, &range) && !same('0') && !same('f')).then_some(0.95)
        })
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn hardware_addresses_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("my router is 00:1A:2b:3C:4D:5E.", &["00:1A:2b:3C:4D:5E"]),
                ("00-1A-2B-3C-4D-5E or 001a.2b3c.4d5e", &["00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"]),
                ("ff:ff:ff:ff:ff:ff and 00:00:00:00:00:00", &[]),
                ("00:1A:2B:3C:4D:5E:6F:70", &[]),
                ("10:30:45", &[]),
            ],
        );
    }
}
