//! Whether the passages carry what a reply says, sentence by sentence.
//!
//! Works on any reply: a built-in draft, a macro, what a language model or an agent wrote. Each sentence
//! is laid beside every sentence, list item and table row of the passages, alone and with the one or
//! two that follow it. It is carried where enough of its words stand there, and its numbers, names
//! and negations agree. Precision comes first: a sentence that is marked though it is true costs a
//! look; one that passes though it is false costs trust.
//!
//! `claims` cuts the reply into sentences and knows those that state no fact; `evidence` prepares the
//! passages; `terms`, `values`, `names` and `polarity` each compare one thing; `contradiction` looks
//! for passages that disagree with each other.

mod claims;
mod contradiction;
mod evidence;
mod names;
mod polarity;
mod terms;
mod values;

use std::ops::Range;

use aside_contract::{Citation, Passage, SuggestionSentence, Support};

pub use contradiction::{contradictions, disagreements};

use claims::Claim;
use evidence::{Evidence, Window};

/// The share of a sentence's weight of words that has to stand in one place of a passage.
///
/// Of `tests/fixtures/grounding.jsonl`, the part for tuning: below it invented sentences pass, above it
/// paraphrases are marked.
const CARRIED: f32 = 0.6;
/// How much less than the best place another one may hold and still carry the sentence: what the best
/// one denies, a worse one does not make true.
const AS_GOOD: f32 = 0.1;
/// From here on a place is near enough to say what it says instead.
const NEARLY: f32 = 0.45;

/// What became of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// A passage carries it.
    Carried {
        /// Which of the passages, from 0.
        passage: usize,
        /// The bytes of the passage that carry it.
        quote: Range<usize>,
        /// The share of its words that stand there, 0 to 1.
        coverage: f32,
    },
    /// No passage carries it; what speaks against it, as a sentence.
    Unsupported(String),
    /// It states no fact: a greeting, an apology, a question.
    NoFact,
}

/// One sentence of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundedSentence {
    /// Where it stands: bytes of the reply.
    pub range: Range<usize>,
    /// What became of it.
    pub verdict: Verdict,
}

/// A reply, judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grounding {
    /// Its sentences in order. White space, list marks and marks of citations stand between them.
    pub sentences: Vec<GroundedSentence>,
}

impl Grounding {
    /// The share of the sentences that state a fact which a passage carries, 0 to 1; `None` where none
    /// states a fact.
    pub fn groundedness(&self) -> Option<f32> {
        let carried = |one: &&GroundedSentence| matches!(one.verdict, Verdict::Carried { .. });
        let facts = self.sentences.iter().filter(|one| one.verdict != Verdict::NoFact).count();
        let carried = self.sentences.iter().filter(carried).count();
        (facts > 0).then(|| carried as f32 / facts as f32)
    }
}

/// The sentences of a reply, as [`ground`] judges them: ranges of its bytes.
pub fn sentences_of(reply: &str) -> Vec<Range<usize>> {
    claims::ranges(reply)
}

/// Ties each sentence of `reply` to the passage that carries it, or marks it. `phrases` state no fact:
/// the team's openings, closings and signature.
pub fn ground(reply: &str, passages: &[&Passage], phrases: &[String]) -> Grounding {
    let evidence = Evidence::new(passages);
    let judge = |range: Range<usize>| {
        let verdict = judge(&reply[range.clone()], &evidence, phrases);
        GroundedSentence { range, verdict }
    };
    Grounding { sentences: claims::ranges(reply).into_iter().map(judge).collect() }
}

/// As [`ground`], in the nouns of a suggestion: its sentences, the citations of the passages that they
/// use, in the order of their first use, and the groundedness.
pub fn cited(
    reply: &str,
    passages: &[&Passage],
    phrases: &[String],
) -> (Vec<SuggestionSentence>, Vec<Citation>, Option<f32>) {
    let grounding = ground(reply, passages, phrases);
    let groundedness = grounding.groundedness();
    let mut places: Vec<(usize, Range<usize>)> = Vec::new();
    for one in &grounding.sentences {
        let Verdict::Carried { passage, quote, .. } = &one.verdict else { continue };
        match places.iter_mut().find(|(known, _)| known == passage) {
            Some((_, range)) => {
                *range = range.start.min(quote.start)..range.end.max(quote.end);
            }
            None => places.push((*passage, quote.clone())),
        }
    }
    let citations =
        places.iter().map(|(passage, range)| citation(passages[*passage], range.clone())).collect();
    let mut characters = Characters::new(reply);
    let sentence = |one: &GroundedSentence| {
        let (support, citation, problem) = match &one.verdict {
            Verdict::Carried { passage, .. } => {
                let place = places.iter().position(|(known, _)| known == passage);
                (Support::Carried, place.and_then(|place| u32::try_from(place).ok()), None)
            }
            Verdict::Unsupported(problem) => (Support::Unsupported, None, Some(problem.clone())),
            Verdict::NoFact => (Support::NoFact, None, None),
        };
        let (start, end) = characters.of(&one.range);
        SuggestionSentence { start, end, support, citation, problem }
    };
    (grounding.sentences.iter().map(sentence).collect(), citations, groundedness)
}

/// Whether any sentence tells that something was done in one case, such as "We have refunded you".
pub(crate) fn tells_of_a_deed(reply: &str) -> bool {
    claims::ranges(reply).into_iter().any(|range| claims::tells_of_a_deed(&reply[range]))
}

/// The citation of a part of a passage.
pub(crate) fn citation(passage: &Passage, range: Range<usize>) -> Citation {
    let score = if passage.score.is_finite() { passage.score.clamp(0.0, 1.0) } else { 0.0 };
    Citation {
        document: passage.document.clone(),
        title: passage.title.clone(),
        section: passage.section.clone(),
        page: passage.page,
        quote: passage.text[range].to_owned(),
        score,
        chunk: passage.chunk.clone(),
    }
}

/// Bytes of a text as characters, for ranges in ascending order.
pub(crate) struct Characters<'a> {
    text: &'a str,
    byte: usize,
    character: u32,
}

impl<'a> Characters<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, byte: 0, character: 0 }
    }

    /// The characters of a range of bytes that begins where the last one ended, or later.
    pub(crate) fn of(&mut self, range: &Range<usize>) -> (u32, u32) {
        let start = self.to(range.start);
        (start, self.to(range.end))
    }

    fn to(&mut self, byte: usize) -> u32 {
        let between = self.text[self.byte..byte].chars().count();
        self.character += u32::try_from(between).unwrap_or(u32::MAX);
        self.byte = byte;
        self.character
    }
}

/// What becomes of one sentence.
fn judge(sentence: &str, evidence: &Evidence<'_>, phrases: &[String]) -> Verdict {
    if let Some((passage, quote)) = evidence.word_by_word(sentence) {
        return Verdict::Carried { passage, quote, coverage: 1.0 };
    }
    if claims::states_no_fact(sentence, phrases) {
        return Verdict::NoFact;
    }
    if claims::tells_of_a_deed(sentence) {
        return Verdict::Unsupported("No document can say what was done in this case.".to_owned());
    }
    let claim = Claim::new(sentence);
    let mut windows: Vec<(f32, Window<'_>)> = evidence
        .windows()
        .map(|window| (evidence.coverage(&claim, &window), window))
        .filter(|(coverage, _)| *coverage >= NEARLY)
        .collect();
    // Of equals the shorter place says it best.
    windows.sort_by(|(a, one), (b, other)| {
        b.total_cmp(a).then(one.units.len().cmp(&other.units.len()))
    });
    let best = windows.first().map_or(0.0, |(coverage, _)| *coverage);
    windows.retain(|(coverage, _)| *coverage >= best - AS_GOOD);
    let mut problem = None;
    for (coverage, window) in &windows {
        match disagreement(&claim, evidence, window) {
            None if *coverage >= CARRIED => {
                let (passage, quote) = (window.passage, window.range());
                return Verdict::Carried { passage, quote, coverage: *coverage };
            }
            Some(found) => problem = problem.or(Some(found)),
            None => {}
        }
    }
    let nothing = || "No passage that was found says this.".to_owned();
    Verdict::Unsupported(problem.unwrap_or_else(nothing))
}

/// What in a place of a passage speaks against a sentence, as a sentence.
fn disagreement(claim: &Claim, evidence: &Evidence<'_>, window: &Window<'_>) -> Option<String> {
    values::disagree(claim, window)
        .or_else(|| names::missing(claim, evidence, window))
        .or_else(|| polarity::disagree(claim, window))
}
