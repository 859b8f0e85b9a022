//! Text that looks like one of our masks. Left as it is, it would be restored to a value that its
//! writer never knew.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

/// A mask: kind in capitals, number from 1.
pub(crate) static MASK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[[A-Z]{2,16}_[1-9][0-9]{0,5}\]"));

pub(super) const RECOGNIZER: Recognizer =
    Recognizer { find: |text| findings(Kind::Placeholder, &MASK, text, |_, _| Some(1.0)) };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn only_what_looks_like_a_mask_is_found() {
        check_table(
            &RECOGNIZER,
            &[("send it to [EMAIL_1]", &["[EMAIL_1]"]), ("[email_1] [EMAIL_0] [EMAIL]", &[])],
        );
    }
}
