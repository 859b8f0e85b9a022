//! What a mouth does while somebody speaks.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::phonemes::{Clause, Phone};

/// The shape of a mouth, as the widget's face has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mouth {
    /// Nothing is said.
    Rest,
    /// Lips on each other, as for m, b and p.
    Closed,
    /// A little open, as for most consonants.
    Small,
    /// Teeth on the lip, as for f and v.
    Teeth,
    /// As for o and u.
    Round,
    /// As for e and i.
    Wide,
    /// As for a.
    Open,
}

/// A shape that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Viseme {
    /// Milliseconds from the beginning of the sound.
    pub at_ms: u32,
    /// The shape from then on.
    pub shape: Mouth,
}

/// What the mouth does: each clause within its stretch of time (milliseconds), each sound for its share of
/// it, and rest between.
pub(super) fn move_along(stretches: &[Range<f32>], clauses: &[Clause]) -> Vec<Viseme> {
    let mut visemes: Vec<Viseme> = Vec::new();
    let mut begin = |at: f32, shape: Mouth| {
        if visemes.last().is_none_or(|last| last.shape != shape) {
            // Times of some minutes.
            visemes.push(Viseme { at_ms: at.round() as u32, shape });
        }
    };
    for (stretch, phones) in stretches.iter().zip(joined(stretches, clauses)) {
        let whole = total(&phones);
        let mut at = stretch.start;
        for Phone { shape, share } in phones {
            begin(at, shape);
            at += share / whole * (stretch.end - stretch.start);
        }
        begin(stretch.end, Mouth::Rest);
    }
    visemes
}

fn total(phones: &[Phone]) -> f32 {
    phones.iter().map(|phone| phone.share).sum()
}

/// As many clauses as there are stretches: where a pause was too short to be heard, those around it are one.
/// Which ones is told by how long each would take.
fn joined(stretches: &[Range<f32>], clauses: &[Clause]) -> Vec<Clause> {
    let length = |stretch: &Range<f32>| stretch.end - stretch.start;
    let time: f32 = stretches.iter().map(length).sum();
    let share: f32 = clauses.iter().map(|clause| total(clause)).sum();
    let (mut heard, mut said) = (0.0, 0.0);
    let mut left = clauses.iter();
    let mut all = Vec::new();
    for (place, stretch) in stretches.iter().enumerate() {
        heard += length(stretch) / time;
        let after = stretches.len() - place - 1;
        let mut clause = Clause::new();
        while left.len() > after {
            let next = left.as_slice().first().map_or(0.0, |next| total(next) / share);
            let is_nearer = (said + next - heard).abs() <= (said - heard).abs();
            if after > 0 && !clause.is_empty() && !is_nearer {
                break;
            }
            clause.extend(left.next().into_iter().flatten());
            said += next;
        }
        all.push(clause);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(shapes: &[Mouth]) -> Clause {
        shapes.iter().map(|shape| Phone { shape: *shape, share: 1.0 }).collect()
    }

    #[test]
    fn a_clause_fills_its_stretch_and_the_mouth_rests_in_between() {
        let clauses = [
            clause(&[Mouth::Closed, Mouth::Open, Mouth::Open, Mouth::Wide]),
            clause(&[Mouth::Round]),
        ];
        let told: Vec<(u32, Mouth)> = move_along(&[100.0..500.0, 700.0..800.0], &clauses)
            .into_iter()
            .map(|viseme| (viseme.at_ms, viseme.shape))
            .collect();
        let expected = [
            (100, Mouth::Closed),
            (200, Mouth::Open),
            (400, Mouth::Wide),
            (500, Mouth::Rest),
            (700, Mouth::Round),
            (800, Mouth::Rest),
        ];
        assert_eq!(told, expected);
        assert_eq!(move_along(&[], &clauses), []);
        assert_eq!(move_along(&[0.0..9.0], &[]), [Viseme { at_ms: 9, shape: Mouth::Rest }]);
    }

    #[test]
    fn clauses_without_a_pause_are_joined_where_their_lengths_fit() {
        let long = clause(&[Mouth::Open; 6]);
        let short = clause(&[Mouth::Wide; 2]);
        let clauses = [long.clone(), short.clone(), short.clone()];
        // The second pause was not heard.
        let groups = joined(&[0.0..600.0, 700.0..1_100.0], &clauses);
        assert_eq!(groups, [long.clone(), [short.clone(), short.clone()].concat()]);
        // The first one was not.
        let groups = joined(&[0.0..800.0, 900.0..1_100.0], &clauses);
        assert_eq!(groups, [[long, short.clone()].concat(), short]);
    }
}
