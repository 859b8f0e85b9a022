//! Emoji and emoticons, which the encoder reads as one and the same unknown token.

/// What the faces of a message show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faces {
    /// Strength of anger: each angry face 1, each cursing one 2.
    pub anger: u8,
    /// One shows displeasure or sadness.
    pub sad: bool,
    /// One shows joy. A polite smile in a request shows none.
    pub glad: bool,
    /// Those that were seen, each once.
    pub signs: Vec<String>,
}

const CURSING: &[&str] = &["🤬", "🖕"];
const ANGRY: &[&str] = &["😡", "😠", "👿", "💢"];
const SAD: &[&str] = &[
    "😢", "😭", "😞", "😔", "😟", "🙁", "☹", "😩", "😫", "😖", "😣", "😤", "🙄", "😒", "👎", "💔",
    "😰", "😥",
];
const GLAD: &[&str] = &[
    "😀", "😃", "😄", "😁", "😊", "😍", "🥰", "🤩", "😻", "❤", "💕", "💖", "💯", "🎉", "🥳", "🤗",
    "👏", "🙌",
];
const SAD_TYPED: &[&str] = &[":(", ":-(", ":'(", "=(", ">:(", ":-/", "</3"];
const GLAD_TYPED: &[&str] = &[":d", ":-d", "=d", "<3", ":'d"];

/// Reads the faces of a text.
pub(crate) fn faces(text: &str) -> Faces {
    let mut faces = Faces::default();
    for (kinds, strength) in [(CURSING, 2), (ANGRY, 1)] {
        for face in kinds {
            let times = u8::try_from(text.matches(face).count()).unwrap_or(u8::MAX);
            if times > 0 {
                faces.anger = faces.anger.saturating_add(times.saturating_mul(strength));
                faces.signs.push((*face).to_owned());
            }
        }
    }
    let seen = |emoji: &[&str], typed: &[&str]| -> Vec<String> {
        let drawn = emoji.iter().filter(|face| text.contains(**face));
        // Typed ones stand alone or at the end of a word: `https://` and `a:b` are none.
        let written = typed.iter().filter(|face| {
            text.split_whitespace().any(|word| {
                word.to_lowercase().strip_suffix(**face).is_some_and(|rest| {
                    rest.is_empty() || rest.chars().all(|c| c.is_alphabetic() || "!?.,".contains(c))
                })
            })
        });
        drawn.chain(written).map(|face| (*face).to_owned()).collect()
    };
    let (sad, glad) = (seen(SAD, SAD_TYPED), seen(GLAD, GLAD_TYPED));
    faces.sad = !sad.is_empty() || faces.anger > 0;
    faces.glad = !glad.is_empty();
    faces.signs.extend(sad.into_iter().chain(glad));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_told_apart_from_other_marks() {
        for (text, anger, sad, glad) in [
            ("late again 😡", 1, true, false),
            ("🤬🤬", 4, true, false),
            ("it broke :(", 0, true, false),
            ("why?:(", 0, true, false),
            ("new sofa ❤️", 0, false, true),
            ("all sorted :D", 0, false, true),
            ("see https://help.example/:d/x and C:/temp", 0, false, false),
            ("at 10:30 (or later): which one", 0, false, false),
            ("How do I pair it? 🙂🙏", 0, false, false),
            ("my HDD: and the xd card slot", 0, false, false),
        ] {
            let faces = faces(text);
            assert_eq!((faces.anger, faces.sad, faces.glad), (anger, sad, glad), "{text}");
        }
    }
}
