//! What agents' corrections teach: the nearest corrected message, and a head that learns from all.
//!
//! A message that says nearly the same as a corrected one, at [`NEAR`] or above, takes its label. For
//! messages that are only like corrected ones, a [`CorrectionHead`] adds to the probabilities of a
//! built-in head: a kernel ridge regression (Saunders et al. 1998) of what that head got wrong, solved
//! exactly. It adds nothing at all to a message that is less than [`LIKE`] to every corrected one, so
//! corrections never make those worse.

use crate::matrix::{Onto, View, multiply};
use crate::taxonomy::Cholesky;

/// The cosine from which on two messages say nearly the same. Measured with 200 corrections: from here
/// on, the label of the nearest corrected message was right for .95 of the others on Banking77 (77 labels
/// that are hard to tell apart), .97 for the built-in intents and .99 for the categories; at .80 it was
/// .90, .94 and .98. docs/quality.md has the table.
pub const NEAR: f32 = 0.85;
/// The cosine below which a corrected message says nothing about another.
pub const LIKE: f32 = 0.6;
/// How fast the influence of a correction falls off, `exp(-GAMMA (1 - cosine))`. At 3, two hundred
/// corrections also changed labels that were right; at 10, they hardly taught anything.
const GAMMA: f32 = 5.0;
/// The pull towards zero, for how much a single correction may be wrong.
const RIDGE: f32 = 0.2;
/// The newest corrections that are learnt from: the time grows with their third power, and stays below
/// a second at this number.
pub const MOST_LEARNT: usize = 2_000;

/// A corrected message to learn from.
#[derive(Clone, Copy, Debug)]
pub struct CorrectedExample<'a> {
    /// The message's embedding, of length 1.
    pub embedding: &'a [f32],
    /// What the built-in head said of it, per label.
    pub probabilities: &'a [f32],
    /// The label that it should have.
    pub label: usize,
}

/// What corrections of one kind of label teach.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionHead {
    /// Numbers of an embedding.
    width: usize,
    /// Labels of the built-in head.
    labels: usize,
    /// The corrected messages' embeddings.
    examples: Vec<f32>,
    /// Per corrected message, one weight per label.
    weights: Vec<f32>,
}

impl CorrectionHead {
    /// Learns what the built-in head got wrong. `None` without examples, or where their numbers are none
    /// or do not fit together.
    pub fn learn(examples: &[CorrectedExample<'_>]) -> Option<Self> {
        let first = examples.first()?;
        let (width, labels, count) =
            (first.embedding.len(), first.probabilities.len(), examples.len());
        let fits = |one: &CorrectedExample<'_>| {
            one.embedding.len() == width && one.probabilities.len() == labels && one.label < labels
        };
        if !examples.iter().all(fits) {
            return None;
        }
        let vectors: Vec<f32> =
            examples.iter().flat_map(|one| one.embedding.iter().copied()).collect();
        let factors = Cholesky::factor(count, |first, columns, part| {
            let (left, right) =
                (&vectors[first * width..], &vectors[first * width..][..columns * width]);
            let (left, right) = (View::rows(left, width), View::columns(right, width));
            multiply(left, right, part, columns, [count - first, width, columns], Onto::Nothing);
            part.iter_mut().for_each(|cosine| *cosine = influence(*cosine));
            for index in 0..columns {
                part[index * columns + index] += RIDGE;
            }
        })?;
        let mut weights: Vec<f32> = Vec::with_capacity(count * labels);
        for one in examples {
            weights.extend(
                one.probabilities.iter().enumerate().map(|(label, probability)| {
                    f32::from(u8::from(label == one.label)) - probability
                }),
            );
        }
        factors.forward(&mut weights, labels);
        factors.backward(&mut weights, labels);
        let finite = weights.iter().all(|weight| weight.is_finite());
        finite.then_some(Self { width, labels, examples: vectors, weights })
    }

    /// Adds what was learnt to the built-in head's `probabilities` of a message. Leaves them as they are
    /// where the message is less than [`LIKE`] to every corrected one.
    pub fn adjust(&self, embedding: &[f32], probabilities: &mut [f32]) {
        if embedding.len() != self.width || probabilities.len() != self.labels {
            return;
        }
        let mut adjusted = probabilities.to_vec();
        let mut nearest = f32::MIN;
        let rows = self.examples.chunks_exact(self.width);
        for (example, weights) in rows.zip(self.weights.chunks_exact(self.labels)) {
            let cosine = cosine(example, embedding);
            nearest = nearest.max(cosine);
            let influence = influence(cosine);
            adjusted.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * influence);
        }
        if nearest < LIKE {
            return;
        }
        adjusted.iter_mut().for_each(|one| *one = one.max(0.0));
        let sum: f32 = adjusted.iter().sum();
        if sum > 0.0 {
            probabilities.iter_mut().zip(adjusted).for_each(|(one, new)| *one = new / sum);
        }
    }
}

/// The nearest of `candidates` to a message, and the cosine between them. The first of equals; those of
/// another length, from another encoder, are passed over.
pub fn nearest<'a>(
    embedding: &[f32],
    candidates: impl Iterator<Item = &'a [f32]>,
) -> Option<(usize, f32)> {
    candidates
        .enumerate()
        .filter(|(_, candidate)| candidate.len() == embedding.len())
        .map(|(index, candidate)| (index, cosine(candidate, embedding)))
        .reduce(|best, found| if found.1 > best.1 { found } else { best })
}

fn influence(cosine: f32) -> f32 {
    (GAMMA * (cosine - 1.0)).exp()
}

/// Of vectors of length 1.
fn cosine(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vector of length 1 in the plane, at this angle.
    fn at(degrees: f32) -> Vec<f32> {
        let angle = degrees.to_radians();
        vec![angle.cos(), angle.sin()]
    }

    #[test]
    fn a_correction_reaches_messages_like_it_and_no_others() {
        let (corrected, read) = (at(0.0), [0.7, 0.3]);
        let example = CorrectedExample { embedding: &corrected, probabilities: &read, label: 1 };
        let head = CorrectionHead::learn(&[example]).unwrap();
        let adjusted = |degrees: f32| {
            let mut probabilities = read;
            head.adjust(&at(degrees), &mut probabilities);
            probabilities
        };
        assert!(adjusted(5.0)[1] > 0.8, "{:?}", adjusted(5.0));
        assert!(adjusted(40.0)[1] > read[1]);
        assert!((adjusted(40.0).iter().sum::<f32>() - 1.0).abs() < 1e-6);
        // The cosine of 60 degrees is .5, below the border.
        assert_eq!(adjusted(60.0), read);
        assert_eq!(adjusted(180.0), read);
    }

    #[test]
    fn corrections_that_say_the_contrary_hold_each_other_back() {
        let (one, other, read) = (at(0.0), at(2.0), [0.6, 0.4]);
        let example =
            |embedding, label| CorrectedExample { embedding, probabilities: &read, label };
        let head = CorrectionHead::learn(&[example(&one, 1), example(&other, 0)]).unwrap();
        let mut probabilities = read;
        head.adjust(&at(1.0), &mut probabilities);
        assert!((probabilities[0] - read[0]).abs() < 0.1, "{probabilities:?}");
    }

    #[test]
    fn what_does_not_fit_together_is_not_learnt() {
        assert!(CorrectionHead::learn(&[]).is_none());
        let (two, three) = (at(0.0), vec![1.0, 0.0, 0.0]);
        let example =
            |embedding| CorrectedExample { embedding, probabilities: &[0.5, 0.5], label: 0 };
        assert!(CorrectionHead::learn(&[example(&two), example(&three)]).is_none());
        let head = CorrectionHead::learn(&[example(&two)]).unwrap();
        let mut probabilities = [0.5, 0.5];
        head.adjust(&three, &mut probabilities);
        assert_eq!(probabilities, [0.5, 0.5]);
    }

    #[test]
    fn the_nearest_is_of_the_same_encoder() {
        let candidates = [vec![1.0, 0.0, 0.0], at(50.0), at(10.0), at(90.0)];
        let found = nearest(&at(12.0), candidates.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(found.0, 2);
        assert!((found.1 - 2.0_f32.to_radians().cos()).abs() < 1e-5);
        assert!(nearest(&at(0.0), std::iter::empty()).is_none());
    }
}
