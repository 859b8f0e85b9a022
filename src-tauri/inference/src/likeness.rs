//! One scale for the cosines of all encoders.
//!
//! Encoders differ in how near they put texts that have nothing to do with each other: 0.1 for the
//! built-in one, 0.7 for others. The ranking was trained on the built-in one's cosines, so those of
//! another are brought onto its scale: a straight line through two points, the mean cosine of questions
//! with passages that answer them, and with passages that do not.

use crate::{Embedder, InferenceError, Role};

/// Questions, each with a passage that answers it and hardly shares a word with it.
const PAIRS: [(&str, &str); 12] = [
    (
        "How do I get my money back?",
        "Refunds are paid to the original card within five working days.",
    ),
    (
        "Where is my parcel?",
        "Follow your delivery with the tracking number from the dispatch mail.",
    ),
    ("I cannot log in", "Reset a forgotten password on the sign-in page."),
    ("Which devices are compatible?", "The app runs on Android 12 and iOS 16 or newer."),
    ("Can I speak to a person?", "Our support team answers calls on weekdays from nine to five."),
    (
        "How do I stop paying every month?",
        "Cancel a subscription in the billing settings at any time.",
    ),
    (
        "The screen stays black",
        "If the display does not turn on, hold the power button for ten seconds.",
    ),
    ("I need it in another size", "Exchange clothes free of charge within thirty days."),
    ("Do you ship abroad?", "We deliver to all countries of the European Union."),
    ("My voucher is refused", "A discount code is valid once and not for sale items."),
    ("Please delete everything you know about me", "You may ask us to erase your personal data."),
    (
        "The sound keeps dropping out",
        "Move the speaker closer to the router if audio is interrupted.",
    ),
];

/// What [`points`] gives for all-MiniLM-L6-v2; a test holds it to that.
const BUILT_IN: Points = Points { answers: ANSWERS, others: OTHERS };
const ANSWERS: f32 = 0.403;
const OTHERS: f32 = 0.068;

/// Below this distance of its two points, an encoder tells nothing apart and is left as it is.
const LEAST_DISTANCE: f32 = 0.02;

/// How an encoder's cosine becomes one of the built-in encoder's scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    slope: f32,
    offset: f32,
}

impl Default for Likeness {
    /// As it is.
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0 }
    }
}

/// Mean cosines of questions with passages that answer them, and with all others.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Points {
    answers: f32,
    others: f32,
}

impl Likeness {
    /// Measures an encoder on texts of this crate's own.
    ///
    /// # Errors
    /// What the encoder answers.
    pub(crate) fn measure(embedder: &dyn Embedder) -> Result<Self, InferenceError> {
        Self::measure_with(|role| embedder.prefix(role), |texts| embedder.embed(texts))
    }

    /// The same, by another way to the vectors than [`Embedder::embed`].
    ///
    /// # Errors
    /// What `embed` answers.
    pub(crate) fn measure_with<'a, E>(
        prefix: impl Fn(Role) -> &'a str,
        embed: impl FnOnce(&[&str]) -> Result<Vec<Vec<f32>>, E>,
    ) -> Result<Self, E> {
        let found = points(prefix, embed)?;
        let distance = found.answers - found.others;
        if distance < LEAST_DISTANCE {
            return Ok(Self::default());
        }
        let slope = (BUILT_IN.answers - BUILT_IN.others) / distance;
        Ok(Self { slope, offset: BUILT_IN.others - slope * found.others })
    }

    /// The cosine on the built-in encoder's scale.
    pub fn of(&self, cosine: f32) -> f32 {
        self.slope * cosine + self.offset
    }
}

fn points<'a, E>(
    prefix: impl Fn(Role) -> &'a str,
    embed: impl FnOnce(&[&str]) -> Result<Vec<Vec<f32>>, E>,
) -> Result<Points, E> {
    let with = |role: Role, text: &str| format!("{}{text}", prefix(role));
    let texts: Vec<String> = PAIRS
        .iter()
        .map(|(question, _)| with(Role::Query, question))
        .chain(PAIRS.iter().map(|(_, passage)| with(Role::Document, passage)))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let vectors = embed(&texts)?;
    let (questions, passages) = vectors.split_at(PAIRS.len().min(vectors.len()));
    let (mut answers, mut others) = (0.0, 0.0);
    for (place, question) in questions.iter().enumerate() {
        for (other, passage) in passages.iter().enumerate() {
            let cosine: f32 = question.iter().zip(passage).map(|(a, b)| a * b).sum();
            if place == other { answers += cosine } else { others += cosine }
        }
    }
    let count = PAIRS.len() as f32;
    Ok(Points { answers: answers / count, others: others / (count * (count - 1.0)) })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{Encoder, Precision};

    /// The built-in encoder's vectors with a constant added, so that all are near each other.
    struct Squeezed(Encoder);

    impl Embedder for Squeezed {
        fn name(&self) -> &str {
            "squeezed"
        }
        fn kernel(&self) -> &str {
            self.0.kernel()
        }
        fn dimensions(&self) -> usize {
            self.0.dimensions() + 1
        }
        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
            let mut vectors = self.0.embed(texts)?;
            for vector in &mut vectors {
                vector.iter_mut().for_each(|number| *number *= 0.6);
                vector.push(0.8);
            }
            Ok(vectors)
        }
    }

    #[test]
    fn an_encoder_that_puts_all_texts_near_each_other_is_brought_onto_the_scale() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/all-MiniLM-L6-v2");
        let encoder = Encoder::load(&models, Precision::Auto).unwrap();
        let found = points(|_| "", |texts| encoder.embed(texts)).unwrap();
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(found.answers, ANSWERS) && near(found.others, OTHERS), "{found:?}");
        let likeness = Likeness::measure(&Squeezed(encoder)).unwrap();
        // A cosine of 0.5 stands as 0.36 × 0.5 + 0.64 between the squeezed vectors.
        assert!(near(likeness.of(0.82), 0.5), "{likeness:?}");
    }
}
