//! Which words carry the sentiment: each is left out in turn and the message is read again without it
//! (occlusion; Li, Monroe and Jurafsky 2016, "Understanding Neural Networks through Representation
//! Erasure"). What the score loses is what the word gave.

use super::{Heads, network};
use crate::{InferenceError, Pass};

/// The most pieces of a message, and so the most passes, besides one over the whole. The words of a
/// longer message are taken several at a time.
const MOST_PIECES: usize = 60;
/// Words that are looked at: the encoder reads some 254 tokens.
const MOST_WORDS: usize = 180;
/// A message of which no piece moves the score by so much has no word that carries its sentiment. In
/// natural logarithms of odds.
const LEAST_MOVE: f32 = 0.4;
/// Of the strongest piece; what gives less is not worth naming.
const LEAST_SHARE: f32 = 0.25;

/// A piece of a text and its share in the sentiment: from -1 (unhappy) to 1 (pleased), as a part of
/// the strongest.
pub type Carrier = (String, f32);

impl Heads {
    /// The pieces of `text`, which one after another are the text, with what each adds to the sentiment.
    /// `read` gives a pass over a text; it is asked up to 61 times. `None` where its passes come from a
    /// model whose layers do not show.
    ///
    /// # Errors
    /// The first error of `read`.
    pub fn carriers(
        &self,
        text: &str,
        mut read: impl FnMut(&str) -> Result<Pass, InferenceError>,
    ) -> Result<Option<Vec<Carrier>>, InferenceError> {
        let (pieces, looked_at) = pieces(text);
        let Some(whole) = self.valence(text, &read(text)?) else { return Ok(None) };
        let mut moves = vec![0.0; pieces.len()];
        if looked_at > 1 {
            for (index, moved) in moves[..looked_at].iter_mut().enumerate() {
                let without = [&pieces[..index], &pieces[index + 1..]].concat().concat();
                *moved = whole - self.valence(&without, &read(&without)?).unwrap_or(whole);
            }
        }
        let strongest = moves.iter().fold(0.0_f32, |most, moved| most.max(moved.abs()));
        let share = |moved: f32| {
            let share = moved / strongest.max(f32::MIN_POSITIVE);
            if strongest < LEAST_MOVE || share.abs() < LEAST_SHARE { 0.0 } else { share }
        };
        Ok(Some(pieces.into_iter().map(str::to_owned).zip(moves.into_iter().map(share)).collect()))
    }

    /// How pleased a text sounds: the logarithm of the odds of pleased against unhappy or angry.
    fn valence(&self, text: &str, pass: &Pass) -> Option<f32> {
        let probabilities = self.sentiment.probabilities(&network::inputs(text, &pass.views)?);
        // In the order of `Sentiment::ALL`.
        let [positive, _, negative, angry] = probabilities.try_into().ok()?;
        let log = |share: f32| share.max(1e-6).ln();
        Some(log(positive) - log(negative + angry))
    }
}

/// A text in pieces of a word or a few, each with the blanks behind it, and how many of them are
/// looked at; what is left of a long text is the last piece.
fn pieces(text: &str) -> (Vec<&str>, usize) {
    let mut words: Vec<usize> = Vec::new();
    let mut in_word = false;
    for (place, char) in text.char_indices() {
        if !char.is_whitespace() && !in_word {
            words.push(place);
        }
        in_word = !char.is_whitespace();
    }
    let looked_at = words.len().min(MOST_WORDS);
    let at_a_time = looked_at.div_ceil(MOST_PIECES).max(1);
    let mut starts: Vec<usize> = words[..looked_at].iter().step_by(at_a_time).copied().collect();
    let count = starts.len();
    starts.extend(words.get(looked_at));
    starts.push(text.len());
    if let Some(first) = starts.first_mut().filter(|_| count > 0) {
        *first = 0;
    }
    (starts.windows(2).map(|ends| &text[ends[0]..ends[1]]).collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_any_text_are_the_text() {
        let long = "word ".repeat(1_000);
        for (text, looked_at) in
            [("", 0), ("  ", 0), ("one", 1), (" a  b\nc ", 3), ("schön — ja 😡", 4), (&long, 60)]
        {
            let (pieces, count) = pieces(text);
            assert_eq!(count, looked_at, "{text}");
            if looked_at > 0 {
                assert_eq!(pieces.concat(), text);
            }
        }
    }
}
