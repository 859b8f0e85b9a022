//! Numbers in 16 bits.

/// The upper half of an `f32` (bfloat16): its range with 8 binary digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Half(u16);

impl Half {
    /// The nearest to `number`, which is finite.
    pub(super) fn of(number: f32) -> Self {
        let bits = number.to_bits();
        // Half a step up, and a hair less where the last digit kept is even.
        Self((bits.wrapping_add(0x7fff + (bits >> 16 & 1)) >> 16) as u16)
    }

    pub(super) fn value(self) -> f32 {
        f32::from_bits(u32::from(self.0) << 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_with_eight_binary_digits() {
        for number in [0.0, 1.0, -1.0, 0.3, -2.7, 1e-6, 3.4e4] {
            let back = Half::of(number).value();
            assert!((back - number).abs() <= number.abs() / 256.0, "{back} for {number}");
            assert_eq!(Half::of(back).value(), back);
        }
    }
}
