//! What the encoder cannot see of a text, because it reads in lower case: how the text is written.

/// Characters of a text that are looked at. A message says how it is meant within them.
const MAX_CHARS: usize = 4_000;
/// Numbers that [`of`] gives.
pub(crate) const STYLE: usize = 8;

/// Which habits of writing `text` shows, each 0 or 1.
pub(crate) fn of(text: &str) -> [f32; STYLE] {
    let (mut upper, mut lower, mut exclamations, mut questions, mut shouted, mut run) =
        (0, 0, 0, 0, 0, 0);
    let (mut repeated, mut stretched, mut before) = (0, 0, ' ');
    for char in text.chars().take(MAX_CHARS) {
        upper += u32::from(char.is_uppercase());
        lower += u32::from(char.is_lowercase());
        exclamations += u32::from(char == '!');
        questions += u32::from(char == '?');
        run = if char.is_uppercase() { run + 1 } else { 0 };
        shouted += u32::from(run == 4);
        repeated = if char == before && char.is_alphabetic() { repeated + 1 } else { 0 };
        stretched += u32::from(repeated == 2);
        before = char;
    }
    [
        upper + lower > 8 && upper > lower,
        shouted > 0,
        exclamations == 1,
        exclamations > 1,
        questions == 1,
        questions > 1,
        exclamations > 0 && questions > 0,
        stretched > 0,
    ]
    .map(|holds| f32::from(u8::from(holds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_marks_and_stretched_words_are_seen() {
        assert_eq!(of("where is my order?"), [0., 0., 0., 0., 1., 0., 0., 0.]);
        assert_eq!(of("WHERE IS MY ORDER?!"), [1., 1., 1., 0., 1., 0., 1., 0.]);
        assert_eq!(of("it is sooo slow!!"), [0., 0., 0., 1., 0., 0., 0., 1.]);
        assert_eq!(of(""), [0.; STYLE]);
    }
}
