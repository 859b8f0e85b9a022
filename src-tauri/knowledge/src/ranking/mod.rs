//! What was found, by how likely it answers.
//!
//! A linear model weighs what is known of a candidate: cosines, BM25, and how much of the question
//! and of the conversation its title, section and text cover. Its weights stand in `weights.json`:
//! trained to put the right passage first among the candidates of a question (softmax over them), on
//! six collections at once, and then scaled so that the score of the best passage is the probability
//! that it answers. `docs/quality.md` tells how, and how it does on collections that it was not trained on.

mod weights;

use weights::{Weights, weights};

use crate::words::WordEvidence;

/// Passages under this score should not be taken for answers. Above it stand nine of ten first
/// passages that answer the sample's questions, and about half of those that only seem to.
pub const RELEVANCE_FLOOR: f32 = 0.25;

/// A category that fits speaks for a passage, but outweighs no more than 0.04 of cosine.
const CATEGORY: f32 = 0.25;
/// A passage with every identifier of the question comes before others that answer as well, and
/// those that are about something like it.
const IDENTIFIERS: f32 = 3.0;
/// A question by itself vouches for a passage that has at least this share of its words: of others it only
/// says that they may be worth a look. Without this bound mtrag's unanswerable questions were told from the
/// others with an AUROC of .791, with it .804; hits stay as they are.
const VOUCHED_FOR: f32 = 0.5;
/// How likely such another passage can become by it, as a logit: just above [`RELEVANCE_FLOOR`].
const WORTH_A_LOOK: f32 = -1.0;
/// How sure a passage is shows in its distance to the one at this place.
const MARGIN_RANK: usize = 10;

/// By what candidates are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RankBy {
    /// By all that is known; scores are probabilities.
    #[default]
    Everything,
    /// By BM25 alone, to compare with. Scores are shares of the best possible.
    Words,
    /// By cosine alone, to compare with.
    Meaning,
}

/// As what a question is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// By itself: nothing was said before.
    Question,
    /// As the last words of a conversation.
    Conversation,
    /// As the last words of a conversation, which may have been about another matter: where the passage that
    /// comes first comes first for the question by itself, too, it is as likely as the surer of both says, if it
    /// speaks of what the question names.
    /// Ranked by the surer one throughout, mtrag's hit@1 fell from .901 to .888 and doc2dial's from .45 to .43.
    Either,
}

/// What is known of one candidate and one question. Pairs are for the question and for the
/// conversation.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    /// Cosines of its embedding; `None` without a model, or before it is embedded.
    pub(crate) cosines: [Option<f32>; 2],
    /// What words say.
    pub(crate) words: WordEvidence,
}

/// The names of what ranks a candidate, in the order of its features.
pub const FEATURES: [&str; 12] = [
    "cosine of question",
    "cosine of conversation",
    "bm25 of question",
    "bm25 of conversation",
    "covered of question",
    "headed of question",
    "title named in question",
    "covered of conversation",
    "headed of conversation",
    "title named in conversation",
    "another subject",
    "length",
];

impl Evidence {
    /// What the model weighs. An unknown cosine is 0, and is weighed by a model that has no cosines.
    pub(crate) fn features(&self) -> [f32; FEATURES.len()] {
        let [question, conversation] = &self.words.matches;
        [
            self.cosines[0].unwrap_or_default(),
            self.cosines[1].unwrap_or_default(),
            // The root, because the first shared words say more than the last.
            question.bm25.max(0.0).sqrt(),
            conversation.bm25.max(0.0).sqrt(),
            question.covered,
            question.headed,
            question.title_named,
            conversation.covered,
            conversation.headed,
            conversation.title_named,
            self.words.other_subject,
            (1.0 + self.words.length as f32).ln(),
        ]
    }
}

/// A candidate with its score.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    /// The chunk.
    pub(crate) chunk: u32,
    /// The logit of its probability for [`RankBy::Everything`], else the score itself.
    score: f32,
    by: RankBy,
}

impl Ranked {
    /// How likely it answers, 0 to 1; for other ways of ranking, what they rank by.
    pub(crate) fn score(&self, category: bool) -> f32 {
        match self.by {
            RankBy::Everything => {
                let sum = self.score + if category { CATEGORY } else { 0.0 };
                1.0 / (1.0 + (-sum).exp())
            }
            RankBy::Words | RankBy::Meaning => self.score,
        }
    }
}

/// Candidates, best first.
pub(crate) fn rank(candidates: &[(u32, Evidence)], reading: Reading, by: RankBy) -> Vec<Ranked> {
    let mut ranked = ranked(candidates, reading != Reading::Question, by);
    if reading == Reading::Either
        && by == RankBy::Everything
        && let Some(best) = ranked.first_mut()
        && let Some(alone) = best_of(candidates)
        && alone.chunk == best.chunk
    {
        let speaks = candidates.iter().any(|(chunk, evidence)| {
            *chunk == best.chunk && evidence.words.matches[0].covered >= VOUCHED_FOR
        });
        let alone = if speaks { alone.score } else { alone.score.min(WORTH_A_LOOK) };
        best.score = best.score.max(alone);
    }
    ranked
}

/// The likeliest candidate for the question by itself.
fn best_of(candidates: &[(u32, Evidence)]) -> Option<Ranked> {
    ranked(candidates, false, RankBy::Everything).into_iter().next()
}

/// Candidates, best first. `conversation` tells whether there is more than the question.
fn ranked(candidates: &[(u32, Evidence)], conversation: bool, by: RankBy) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = candidates
        .iter()
        .map(|(chunk, evidence)| {
            let score = match by {
                RankBy::Everything => fused(evidence, conversation),
                RankBy::Words => evidence.words.matches[1].bm25,
                RankBy::Meaning => evidence.cosines[1].unwrap_or(-1.0),
            };
            Ranked { chunk: *chunk, score, by }
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.chunk.cmp(&b.chunk)));
    if by == RankBy::Everything {
        let embedded = candidates.iter().any(|(_, evidence)| evidence.cosines[0].is_some());
        let weights = model(embedded, conversation);
        let tenth = ranked.get(MARGIN_RANK - 1).map(|other| other.score);
        for candidate in &mut ranked {
            let margin = tenth.map_or(weights.typical_margin, |tenth| candidate.score - tenth);
            candidate.score += weights.margin * margin;
        }
    }
    ranked
}

/// The weighted sum of a candidate's features.
fn fused(evidence: &Evidence, conversation: bool) -> f32 {
    let weights = model(evidence.cosines[0].is_some(), conversation);
    let sum: f32 = weights
        .features
        .iter()
        .zip(evidence.features())
        .map(|(weight, value)| weight * value)
        .sum();
    weights.bias + sum + IDENTIFIERS * evidence.words.identifiers
}

fn model(embedded: bool, conversation: bool) -> &'static Weights {
    let models = weights();
    match (embedded, conversation) {
        (true, false) => &models.question,
        (true, true) => &models.conversation,
        (false, false) => &models.question_by_words,
        (false, true) => &models.conversation_by_words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::WordMatch;

    fn evidence(cosine: Option<f32>, share: f32) -> Evidence {
        let found = WordMatch { bm25: share, covered: share, headed: share, title_named: share };
        let matches = [found; 2];
        let words = WordEvidence { matches, identifiers: 0.0, other_subject: 0.0, length: 80 };
        Evidence { cosines: [cosine; 2], words }
    }

    fn scores(candidates: &[(u32, Evidence)]) -> Vec<(u32, f32)> {
        let ranked = rank(candidates, Reading::Question, RankBy::Everything);
        ranked.iter().map(|one| (one.chunk, one.score(false))).collect()
    }

    #[test]
    fn nothing_in_common_is_under_the_floor_and_all_in_common_is_near_certain() {
        let found = scores(&[(1, evidence(Some(0.05), 0.0)), (2, evidence(Some(0.9), 0.9))]);
        assert_eq!((found[0].0, found[1].0), (2, 1));
        assert!(found[0].1 > 0.9 && found[1].1 < RELEVANCE_FLOOR / 2.0, "{found:?}");
    }

    #[test]
    fn a_question_that_stands_alone_is_as_sure_as_it_is_by_itself() {
        // The conversation was about something else.
        let mut asked = evidence(Some(0.8), 0.8);
        (asked.cosines[1], asked.words.matches[1]) = (Some(0.3), WordMatch::default());
        let candidates = [(1, evidence(Some(0.05), 0.0)), (2, asked)];
        let best = |reading| {
            let ranked = rank(&candidates, reading, RankBy::Everything);
            (ranked[0].chunk, ranked[0].score(false))
        };
        let (alone, after) = (best(Reading::Question), best(Reading::Conversation));
        assert_eq!((alone.0, after.0), (2, 2));
        assert!(after.1 < alone.1, "{after:?} {alone:?}");
        assert_eq!(best(Reading::Either), alone);
    }

    #[test]
    fn a_question_does_not_vouch_for_a_passage_that_lacks_its_words() {
        let mut asked = evidence(Some(0.8), 0.2);
        (asked.cosines[1], asked.words.matches[1]) = (Some(0.2), WordMatch::default());
        let candidates = [(1, evidence(Some(0.05), 0.0)), (2, asked)];
        let best = |reading| rank(&candidates, reading, RankBy::Everything)[0].score(false);
        let (alone, after) = (best(Reading::Question), best(Reading::Either));
        let look = 1.0 / (1.0 + (-WORTH_A_LOOK).exp());
        assert!(look >= RELEVANCE_FLOOR, "{look}");
        assert_eq!(after, best(Reading::Conversation).max(look));
        assert!(after < alone, "{after} {alone}");
    }

    #[test]
    fn a_category_lifts_but_is_no_wall() {
        let candidates = [(1, evidence(Some(0.5), 0.3)), (2, evidence(Some(0.6), 0.4))];
        let ranked = rank(&candidates, Reading::Question, RankBy::Everything);
        let (better, other) = (&ranked[0], &ranked[1]);
        assert_eq!(better.chunk, 2);
        assert!(other.score(false) < other.score(true) && other.score(true) < better.score(false));
    }

    #[test]
    fn a_passage_with_the_identifier_comes_before_one_that_is_nearer() {
        let mut named = evidence(Some(0.35), 0.3);
        named.words.identifiers = 1.0;
        assert_eq!(scores(&[(1, evidence(Some(0.55), 0.4)), (2, named)])[0].0, 2);
    }

    #[test]
    fn a_passage_without_a_vector_yet_is_ranked_by_its_words() {
        let found = scores(&[(1, evidence(Some(0.1), 0.05)), (2, evidence(None, 0.8))]);
        assert_eq!(found[0].0, 2);
    }
}
