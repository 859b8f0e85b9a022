//! National identity and tax numbers, by their shape and their check digits. Where a shape is common
//! or the check weak, a word before it must say what the number is.

use std::sync::LazyLock;

use regex::Regex;

use super::checksum::{iso7064_mod_11_10, luhn, number, verhoeff, weighed};
use super::{Recognizer, before, digits, pattern, stands_free};
use crate::{Kind, Span};

/// One country's number.
struct Scheme {
    /// How it is written.
    shape: &'static str,
    /// Words before it, one of which must be there; empty where the shape and the check suffice.
    words: &'static str,
    /// The check.
    check: fn(&str) -> bool,
}

const SCHEMES: &[Scheme] = &[
    // Australia, tax file number: weighed sum, multiple of 11.
    Scheme {
        shape: r"\d{3} ?\d{3} ?\d{3}",
        words: r"tfn|tax file",
        check: |id| weighed(&digits(id), &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11),
    },
    // Belgium, national register number: 97 less the rest modulo 97, with a 2 in front since 2000.
    Scheme {
        shape: r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}",
        words: "",
        check: |id| {
            let digits = digits(id);
            let (body, check) = (number(&digits[..9]), number(&digits[9..]));
            [body, 2_000_000_000 + body].iter().any(|body| 97 - body % 97 == check)
        },
    },
    // Brazil, CPF: two digits modulo 11.
    Scheme {
        shape: r"\d{3}\.\d{3}\.\d{3}-\d{2}",
        words: "",
        check: |id| {
            let digits = digits(id);
            let check = |length: usize| {
                let weights: Vec<u32> = (0..length).map(|i| (length + 1 - i) as u32).collect();
                weighed(&digits, &weights) * 10 % 11 % 10 == digits[length]
            };
            check(9) && check(10) && digits.iter().any(|d| *d != digits[0])
        },
    },
    // Canada, social insurance number: Luhn.
    Scheme {
        shape: r"\d{3}[ -]?\d{3}[ -]?\d{3}",
        words: r"sin|social insurance",
        check: |id| luhn(&digits(id)),
    },
    // China, resident identity card: ISO/IEC 7064 MOD 11-2.
    Scheme {
        shape: r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]",
        words: "",
        check: |id| {
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum = weighed(&digits(&id[..17]), &weights) % 11;
            id[17..].to_uppercase()
                == ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize]
        },
    },
    // Denmark, CPR: no check since 2007.
    Scheme { shape: r"[0-3]\d[01]\d{3}-?\d{4}", words: r"cpr", check: |_| true },
    // Finland, personal identity code: the rest modulo 31 as a sign.
    Scheme {
        shape: r"[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]",
        words: "",
        check: |id| {
            let body = number(&digits(&id[..6])) * 1000 + number(&digits(&id[7..10]));
            id[10..]
                .starts_with(char::from(b"0123456789ABCDEFHJKLMNPRSTUVWXY"[(body % 31) as usize]))
        },
    },
    // France, NIR: 97 less the rest modulo 97.
    Scheme {
        shape: r"[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d{2} ?\d{3} ?\d{3} ?\d{2}",
        words: "",
        check: |id| {
            let digits = digits(id);
            97 - number(&digits[..13]) % 97 == number(&digits[13..])
        },
    },
    // Germany, tax identification number: ISO/IEC 7064 MOD 11,10.
    Scheme {
        shape: r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}",
        words: r"steuer\S*|tax (?:id\w*|number)|idnr|tin",
        check: |id| iso7064_mod_11_10(&digits(id)),
    },
    // India, Aadhaar: Verhoeff.
    Scheme {
        shape: r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}",
        words: r"aadh?aa?r|uidai?|uid",
        check: |id| verhoeff(&digits(id)),
    },
    // India, permanent account number: the fourth letter says whose it is.
    Scheme { shape: r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]", words: "", check: |_| true },
    // Italy, codice fiscale: a letter modulo 26.
    Scheme {
        shape: r"(?i)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]",
        words: "",
        check: codice_fiscale,
    },
    // Netherlands, BSN: weighed sum with the last digit subtracted, multiple of 11.
    Scheme {
        shape: r"\d{4}[. ]?\d{2}[. ]?\d{3}",
        words: r"bsn|burgerservicenummer|sofi\S*",
        check: |id| {
            let digits = digits(id);
            (weighed(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * digits[8]).is_multiple_of(11)
        },
    },
    // Poland, PESEL: weighed sum, multiple of ten.
    Scheme {
        shape: r"\d{11}",
        words: r"pesel",
        check: |id| weighed(&digits(id), &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10),
    },
    // Spain, DNI and NIE: a letter modulo 23.
    Scheme {
        shape: r"(?i)(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]",
        words: "",
        check: |id| {
            let id = id.to_uppercase();
            let lead =
                ["X", "Y", "Z"].iter().position(|letter| id.starts_with(letter)).unwrap_or(0);
            let body = lead as u64 * 10_000_000 + number(&digits(&id));
            let letter = b"TRWAGMYFPDXBNJZSQVHLCKE"[(body % 23) as usize];
            id.ends_with(char::from(letter))
        },
    },
    // Sweden, personal identity number: Luhn over the last ten digits.
    Scheme {
        shape: r"(?:19|20)?\d{2}(?:0[1-9]|1[0-2])[0-3]\d[-+]\d{4}",
        words: "",
        check: |id| {
            let digits = digits(id);
            luhn(&digits[digits.len() - 10..])
        },
    },
    // Switzerland, AHV: EAN-13.
    Scheme {
        shape: r"756\.?\d{4}\.?\d{4}\.?\d{2}",
        words: "",
        check: |id| {
            weighed(&digits(id), &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
        },
    },
    // United Kingdom, National Insurance number: prefixes that are not given out.
    Scheme {
        shape: r"(?i)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
        words: "",
        check: |id| {
            !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&id[..2].to_uppercase().as_str())
        },
    },
    // United States, individual taxpayer identification number.
    Scheme {
        shape: r"9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}",
        words: "",
        check: |_| true,
    },
];

/// The schemes with their patterns compiled.
static COMPILED: LazyLock<Vec<(Regex, Option<Regex>, &'static Scheme)>> = LazyLock::new(|| {
    let compile = |scheme: &'static Scheme| {
        let words =
            (!scheme.words.is_empty()).then(|| pattern(&format!(r"\b(?:{})\b", scheme.words)));
        (pattern(&format!(r"\b(?:{})\b", scheme.shape)), words, scheme)
    };
    SCHEMES.iter().map(compile).collect()
});

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    find: |text| {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let mut found: Vec<Span> = Vec::new();
        for (shape, words, scheme) in COMPILED.iter() {
            for id in shape.find_iter(text) {
                let named = |words: &Regex| words.is_match(&before(text, id.start()));
                if stands_free(text, &id.range())
                    && words.as_ref().is_none_or(named)
                    && (scheme.check)(id.as_str())
                {
                    found.push(Span { kind: Kind::NationalId, range: id.range(), certainty: 0.92 });
                }
            }
        }
        found.sort_by_key(|span| (span.range.start, span.range.end));
        found.dedup_by(|a, b| a.range == b.range);
        found
    },
};

/// The check letter of an Italian codice fiscale (decree of 23 December 1976).
fn codice_fiscale(code: &str) -> bool {
    /// What the letters A to Z are worth at odd places; a digit is worth its letter.
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let value =
        |c: char| c.to_digit(36).map_or(0, |digit| if digit > 9 { digit - 10 } else { digit });
    let sum: u32 = code
        .chars()
        .take(15)
        .enumerate()
        .map(|(place, c)| if place % 2 == 0 { ODD[value(c) as usize] } else { value(c) })
        .sum();
    code.chars().nth(15).is_some_and(|c| value(c) == sum % 26)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizers::check_table;

    #[test]
    fn numbers_of_many_countries_are_found_by_shape_and_check() {
        check_table(
            &RECOGNIZER,
            &[
                ("TFN 123 456 782", &["123 456 782"]),
                ("rijksregister 85.07.30-033.28", &["85.07.30-033.28"]),
                ("CPF 111.444.777-35", &["111.444.777-35"]),
                ("my SIN is 046 454 286", &["046 454 286"]),
                ("11010519491231002X", &["11010519491231002X"]),
                ("cpr 070761-4285", &["070761-4285"]),
                ("131052-308T", &["131052-308T"]),
                ("2 55 08 14 168 025 38", &["2 55 08 14 168 025 38"]),
                ("Steuer-ID 86095742719", &["86095742719"]),
                ("aadhaar 2341 2341 2346", &["2341 2341 2346"]),
                ("PAN AFZPK7190K", &["AFZPK7190K"]),
                ("RSSMRA85T10A562S", &["RSSMRA85T10A562S"]),
                ("BSN 111222333", &["111222333"]),
                ("PESEL 44051401359", &["44051401359"]),
                ("DNI 12345678Z, NIE X1234567L", &["12345678Z", "X1234567L"]),
                ("811228-9874", &["811228-9874"]),
                ("AHV 756.9217.0769.85", &["756.9217.0769.85"]),
                ("NI number AB 12 34 56 C", &["AB 12 34 56 C"]),
                ("ITIN 912-70-1234", &["912-70-1234"]),
            ],
        );
    }

    #[test]
    fn wrong_checks_and_numbers_without_a_name_are_not() {
        check_table(
            &RECOGNIZER,
            &[
                ("12345678A", &[]),
                ("123 456 782", &[]),
                ("111.444.777-36", &[]),
                ("811228-9875", &[]),
                ("756.9217.0769.86", &[]),
                ("RSSMRA85T10A562T", &[]),
                ("order 44051401359", &[]),
            ],
        );
    }
}
