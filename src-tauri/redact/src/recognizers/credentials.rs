//! Addresses that carry a login: `scheme://user:password@host`, or a token among their parameters.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b[a-z][a-z0-9+.-]{1,20}://(?P<value>[^\s/?#:@"'<>]*:[^\s/?#"'<>]*@[^\s/?#"'<>,;)\]]+)"#,
    )
});
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)[?&;](?:access_?token|auth(?:_?token)?|token|api_?key|key|secret|client_secret|password|passwd|pwd|sig|signature|session(?:_?id)?|code|x-amz-signature)=(?P<value>[^\s&#"'<>]{6,})"#,
    )
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        let mut found = findings(Kind::Credentials, &LOGIN, text, |_, _| Some(0.98));
        found.extend(findings(Kind::Credentials, &PARAMETER, text, |_, _| Some(0.9)));
        found
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn logins_in_addresses_are_found() {
        check_table(
            &RECOGNIZER,
            &[
                ("postgres://ann:s3cret@db.example:5432/shop", &["ann:s3cret@db.example:5432"]),
                ("https://:tok123@git.example/x.git", &[":tok123@git.example"]),
                ("https://x.example/cb?token=abcdef123&lang=en", &["abcdef123"]),
                ("https://x.example/a?b=c", &[]),
                ("https://x.example:8080/a@b", &[]),
            ],
        );
    }
}
