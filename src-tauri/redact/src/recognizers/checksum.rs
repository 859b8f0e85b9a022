//! Check digits of the numbers that authorities give out.

/// The Luhn checksum (ISO/IEC 7812-1): every second digit from the right doubled, the digits' sum a
/// multiple of ten.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let weighed = digits.iter().rev().enumerate().map(|(place, digit)| match place % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    weighed.sum::<u32>() % 10 == 0
}

/// The digits weighed by `weights`, one by one, and summed up; digits without a weight do not count.
pub(super) fn weighed(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The digits as one number.
pub(super) fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

/// ISO/IEC 7064, MOD 11,10.
pub(super) fn iso7064_mod_11_10(digits: &[u32]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == *check
}

/// The Verhoeff checksum (J. Verhoeff, Error Detecting Decimal Codes, 1969): the dihedral group D5.
pub(super) fn verhoeff(digits: &[u32]) -> bool {
    /// The permutation that each place applies once more.
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b) % 5,
        (false, true) => 5 + (a + 10 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let permuted = |digit: u32, times: usize| {
        (0..times % 8).fold(digit, |digit, _| PERMUTATION[digit as usize])
    };
    digits
        .iter()
        .rev()
        .enumerate()
        .fold(0, |check, (place, digit)| multiply(check, permuted(*digit, place)))
        == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u32> {
        super::super::digits(text)
    }

    #[test]
    fn published_examples_hold_and_any_changed_digit_is_noticed() {
        type Check = fn(&[u32]) -> bool;
        let checks: [(Check, &str); 3] =
            [(luhn, "79927398713"), (iso7064_mod_11_10, "86095742719"), (verhoeff, "2363")];
        for (check, example) in checks {
            let good = digits(example);
            assert!(check(&good), "{example}");
            for place in 0..good.len() {
                let mut bad = good.clone();
                bad[place] = (bad[place] + 1) % 10;
                assert!(!check(&bad), "{example} changed at {place}");
            }
        }
    }
}
