//! Telephone numbers, as redaction recognises them.

use aside_contract::SlotKind;
use aside_redact::Kind;

use super::{Finding, Recognizer, Scope};

pub(super) const RECOGNIZER: Recognizer = Recognizer { kind: SlotKind::Phone, find };

fn find(scope: &Scope<'_>) -> Vec<Finding> {
    let spans = scope.personal.iter().filter(|span| span.kind == Kind::Phone);
    spans
        .map(|span| Finding {
            range: span.range.clone(),
            value: value(&scope.text[span.range.clone()]),
        })
        .collect()
}

/// Digits, after a `+` where it is written internationally; an extension follows `;ext=` (RFC 3966).
pub(super) fn value(text: &str) -> String {
    let lower = text.to_lowercase();
    let (number, extension) =
        lower.find(['x', 'e']).map_or((&*lower, ""), |place| lower.split_at(place));
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let international = number.starts_with('+') || number.starts_with("00");
    let mut value = if international {
        // The zero in brackets is dialled only within the country.
        let number = digits(&number.replace("(0)", ""));
        format!("+{}", number.trim_start_matches('0'))
    } else {
        digits(number)
    };
    let extension = digits(extension);
    if !extension.is_empty() {
        value.push_str(&format!(";ext={extension}"));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::tests::check_table;

    #[test]
    fn numbers_are_digits() {
        check_table(
            &RECOGNIZER,
            &[
                ("+41 (0)44 668 18 00", &[("+41 (0)44 668 18 00", "+41446681800")]),
                ("0041 44 668 18 00", &[("0041 44 668 18 00", "+41446681800")]),
                ("212.555.0142 ext. 7", &[("212.555.0142 ext. 7", "2125550142;ext=7")]),
                ("order 2125550142", &[]),
            ],
        );
    }
}
