//! What was found where, and which of two findings holds.

use std::fmt;
use std::ops::Range;

use crate::recognizers::RECOGNIZERS;
use crate::tagger;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $name:literal),+ $(,)?) => {
        /// A kind of personal data or secret.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])+ $kind),+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The kind as it stands in a mask, such as `EMAIL`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),+ }
            }

            /// The kind with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }
    };
}

kinds! {
    /// An e-mail address.
    Email = "EMAIL",
    /// A telephone number.
    Phone = "PHONE",
    /// A payment card's number.
    Card = "CARD",
    /// An international bank account number.
    Iban = "IBAN",
    /// An IP address, version 4 or 6.
    Ip = "IP",
    /// A network device's hardware address.
    Mac = "MAC",
    /// A web address.
    Url = "URL",
    /// User name and password, or a token, inside an address.
    Credentials = "CREDENTIALS",
    /// A key, token, password or private key.
    Secret = "SECRET",
    /// A social security number of the United States.
    Ssn = "SSN",
    /// A national identity or tax number of another country.
    NationalId = "NATIONALID",
    /// A passport's number.
    Passport = "PASSPORT",
    /// A driving licence's number.
    Licence = "LICENCE",
    /// A date of birth.
    BirthDate = "BIRTHDATE",
    /// A person's age in years.
    Age = "AGE",
    /// The number of an account, a customer or a member.
    Account = "ACCOUNT",
    /// The number of an order, an invoice, a parcel and the like.
    Reference = "REFERENCE",
    /// A person's name.
    Person = "PERSON",
    /// A postal address, or the part of one below the town.
    Address = "ADDRESS",
    /// A town, region or country.
    Location = "LOCATION",
    /// A company or institution.
    Organization = "ORGANIZATION",
    /// Text of the customer that looks like one of our masks.
    Placeholder = "PLACEHOLDER",
}

impl Kind {
    /// The kinds that whoever reads them can misuse as they stand: they pay, open a door, or pass for
    /// somebody.
    pub const SECRETS: &[Self] = &[
        Self::Card,
        Self::Iban,
        Self::Credentials,
        Self::Secret,
        Self::Ssn,
        Self::NationalId,
        Self::Passport,
        Self::Licence,
    ];

    /// Whether it is one of [`Kind::SECRETS`].
    pub fn is_secret(self) -> bool {
        Self::SECRETS.contains(&self)
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

/// Everything that is found in `text`: in order, without overlaps.
///
/// Of overlapping findings of the recognisers the more certain one names the kind, of equally certain
/// ones the longer; its span grows to cover the others, so nothing that any recogniser found stays in
/// clear. What the tagger reads as names and places comes where no recogniser found anything.
pub fn find(text: &str) -> Vec<Span> {
    find_with(text, &[], &tagger::KINDS)
}

/// What the recognisers find of some kinds, in order, without overlaps: no names, and nothing that
/// another kind would cover.
pub fn find_kinds(text: &str, kinds: &[Kind]) -> Vec<Span> {
    let recognized = RECOGNIZERS.iter().flat_map(|recognizer| (recognizer.find)(text));
    merged(recognized.filter(|span| kinds.contains(&span.kind)).collect())
}

/// What the recognisers find, with further findings that count like theirs: no names.
pub(crate) fn find_by_pattern(text: &str, own: &[Span]) -> Vec<Span> {
    let recognized = RECOGNIZERS.iter().flat_map(|recognizer| (recognizer.find)(text));
    merged(recognized.chain(own.iter().cloned()).collect())
}

/// [`find`], with further findings that count like those of the recognisers, and of what the tagger reads
/// only the names of these kinds.
pub(crate) fn find_with(text: &str, own: &[Span], names: &[Kind]) -> Vec<Span> {
    let mut spans = find_by_pattern(text, own);
    let read = tagger::find(text).into_iter().filter(|name| names.contains(&name.kind));
    let read: Vec<Span> = read.flat_map(|name| outside(text, &name, &spans)).collect();
    spans.extend(read);
    spans.sort_by_key(|span| span.range.start);
    spans
}

/// Overlapping findings made one.
fn merged(mut found: Vec<Span>) -> Vec<Span> {
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

/// The parts of `name` that none of `spans` covers and that say something.
fn outside(text: &str, name: &Span, spans: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = name.range.start;
    let within = spans
        .iter()
        .map(|span| &span.range)
        .filter(|range| range.start < name.range.end && range.end > name.range.start);
    for taken in within {
        parts.push(start..taken.start.max(start));
        start = taken.end;
    }
    parts.push(start..name.range.end.max(start));
    let trimmed = parts.into_iter().filter_map(|part| {
        let words = &text[part.clone()];
        let from = words.find(char::is_alphanumeric)?;
        let until = words.rfind(char::is_alphanumeric)?;
        let last = words[until..].chars().next()?.len_utf8();
        Some(Span { range: part.start + from..part.start + until + last, ..name.clone() })
    });
    trimmed.collect()
}
