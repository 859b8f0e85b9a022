//! What agents made of earlier suggestions ranks later ones.

use aside_contract::{PassageUse, Suggestion, SuggestionKind};

/// The most that it adds to a suggestion's confidence, or takes from it, for the order alone: the
/// passage of an equal score goes first, but none that answers far better goes behind.
const MOST: f32 = 0.1;
/// How many sent or dismissed suggestions make half of that.
const HALF: f32 = 4.0;

/// Orders `suggestions` by their confidence and by what became of earlier ones from the same passages,
/// which `used` tells. A question back stays last; confidences stay as they are.
///
/// `prior = 0.1 · (sent − dismissed) / (sent + dismissed + 4)`, between −0.1 and 0.1; of several
/// passages the mean.
pub fn rank(suggestions: &mut [Suggestion], used: impl Fn(&str) -> PassageUse) {
    let key = |suggestion: &Suggestion| {
        let priors = suggestion.citations.iter().map(|citation| prior(used(&citation.chunk)));
        let sum: f32 = priors.sum();
        suggestion.confidence + sum / suggestion.citations.len().max(1) as f32
    };
    let answers = suggestions
        .iter()
        .take_while(|suggestion| suggestion.kind != SuggestionKind::Clarify)
        .count();
    suggestions[..answers].sort_by(|a, b| key(b).total_cmp(&key(a)));
}

/// What became of a passage, or of the team's own words, as what it adds to a confidence: −0.1 to 0.1.
pub fn prior(PassageUse { sent, dismissed, .. }: PassageUse) -> f32 {
    let dismissed = dismissed as f32;
    MOST * (sent - dismissed) / (sent + dismissed + HALF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prior_is_bounded_and_grows_with_what_is_known() {
        let of = |sent: f32, dismissed: u32| prior(PassageUse { sent, dismissed, replies: 0 });
        assert_eq!(of(0.0, 0), 0.0);
        assert_eq!(of(4.0, 0), MOST / 2.0);
        assert!(of(1.0, 0) < of(3.0, 0) && of(3.0, 0) > of(3.0, 2));
        assert!(of(0.0, 1_000_000) >= -MOST && of(1e9, 0) <= MOST);
    }
}
