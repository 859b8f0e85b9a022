//! What was found where, and which of two findings holds.

use std::fmt;
use std::ops::Range;

use crate::recognizers::RECOGNIZERS;

/// A kind of personal data or secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A payment card's number.
    Card,
    /// An international bank account number.
    Iban,
    /// An IP address, version 4 or 6.
    Ip,
    /// User name and password, or a token, inside an address.
    Credentials,
    /// A key, token, password or private key.
    Secret,
    /// A social security number of the United States.
    Ssn,
    /// Text of the customer that looks like one of our masks.
    Placeholder,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::Phone,
        Self::Card,
        Self::Iban,
        Self::Ip,
        Self::Credentials,
        Self::Secret,
        Self::Ssn,
        Self::Placeholder,
    ];

    /// The kind as it stands in a mask, such as `EMAIL`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Phone => "PHONE",
            Self::Card => "CARD",
            Self::Iban => "IBAN",
            Self::Ip => "IP",
            Self::Credentials => "CREDENTIALS",
            Self::Secret => "SECRET",
            Self::Ssn => "SSN",
            Self::Placeholder => "PLACEHOLDER",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A finding in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What was found.
    pub kind: Kind,
    /// Where: bytes of the text, at character boundaries.
    pub range: Range<usize>,
    /// How sure the recogniser is, 0 to 1: a checksum near 1, a format 0.8 and more, a loose format
    /// that only its context gives away below that.
    pub certainty: f32,
}

/// Everything that the recognisers find in `text`: in order, without overlaps.
///
/// Of overlapping findings the more certain one names the kind, of equally certain ones the longer;
/// its span grows to cover the others, so nothing that any recogniser found stays in clear.
pub fn find(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> =
        RECOGNIZERS.iter().flat_map(|recognizer| (recognizer.find)(text)).collect();
    found.sort_by_key(|span| span.range.start);
    let mut spans: Vec<Span> = Vec::with_capacity(found.len());
    let mut strongest: (f32, usize) = (0.0, 0);
    for span in found {
        let strength = (span.certainty, span.range.len());
        match spans.last_mut() {
            Some(last) if span.range.start < last.range.end => {
                last.range.end = last.range.end.max(span.range.end);
                if strength > strongest {
                    (last.kind, last.certainty, strongest) = (span.kind, span.certainty, strength);
                }
            }
            _ => {
                strongest = strength;
                spans.push(span);
            }
        }
    }
    spans
}
