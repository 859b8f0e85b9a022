//! Dates of birth: a date after the words that say so. Other dates name nobody and stay.

use std::sync::LazyLock;

use regex::Regex;

use super::{Recognizer, findings, pattern};
use crate::Kind;

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    let date = [
        r"(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}".to_owned(),
        r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)?\d{2}".to_owned(),
        format!(r"\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{month},?[ -](?:19|20)?\d{{2}}"),
        format!(r"{month} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}"),
        r"(?:19|20)\d{2}".to_owned(),
    ]
    .join("|");
    pattern(&format!(
        r"(?i)\b(?:born|birth ?da(?:y|te)|dates? of birth|d\.?o\.?b\.?|birth)\b[^\d\n]{{0,24}}?(?:\n\s*)?\b(?P<value>{date})\b"
    ))
});

pub(super) const RECOGNIZER: Recognizer =
    Recognizer { find: |text| findings(Kind::BirthDate, &BIRTH, text, |_, _| Some(0.85)) };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn dates_of_birth_are_found_and_other_dates_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("I was born on 03/04/1985.", &["03/04/1985"]),
                ("DOB: 1985-04-03", &["1985-04-03"]),
                ("date of birth is 3rd of April 1985", &["3rd of April 1985"]),
                ("Date of birth:\n3.4.85", &["3.4.85"]),
                ("my birthday is April 3, 1985", &["April 3, 1985"]),
                ("she was born in Rome in 1985", &["1985"]),
                ("ordered on 03/04/2024", &[]),
                ("a birthday present, order 123456", &[]),
            ],
        );
    }
}
