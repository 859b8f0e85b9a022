//! Whether a reply is the one that was asked for, and not one that is merely near it.
//!
//! Nobody reads what the chat sends, so a reply has to speak of all that the question names, hold the
//! kind of value and the action that it asks for, stand without a rival that says another value, and stand out
//! from what other documents say. docs/chat.md has the figures.

use std::collections::BTreeSet;

use aside_contract::{Passage, Suggestion};

use crate::MessageContext;
use crate::asked::{Actions, Asked, plain};
use crate::query::{questions, retrieval_query};
use crate::text::{codes, content_set, flatten, fold, sentences};

/// What speaks for a reply, in logits: fitted on what the chat would have sent to labelled questions of four
/// collections (docs/chat.md).
const BIAS: f32 = -2.6;
/// For the logit of its passage's likelihood.
const PASSAGE: f32 = 0.7;
/// For the share of what the question names that the reply speaks of.
const COVERED: f32 = 2.3;
/// For the distance to the best passage of another document, in logits, up to [`FARTHEST`].
const AHEAD: f32 = 0.75;
const FARTHEST: f32 = 3.0;
/// A reply that speaks of less than this share of what is asked about is another matter, however far behind
/// all others are.
const LEAST_COVERED: f32 = 0.5;

/// A question that names less than this could be meant by any sentence with a value.
const RIVAL_NAMES: usize = 2;

/// Words of a question that name no matter, as stems.
const LIGHT: [&str; 27] = [
    "able", "another", "anyth", "find", "happen", "item", "look", "mean", "off", "over", "per",
    "possibl", "say", "see", "someth", "tak", "thing", "think", "try", "until", "use", "wait",
    "way", "while", "within", "wonder", "work",
];

/// What a customer asks, as far as words tell.
struct Question {
    /// The stems of what it names.
    names: BTreeSet<String>,
    /// Codes that have to be answered exactly.
    codes: BTreeSet<String>,
    asked: Asked,
    /// It is several questions.
    several: bool,
}

/// How likely `reply` is the one that was asked for, 0 to 1; 0 where something is asked for that it does not
/// say, or where one of `passages` says another value for the same.
pub(super) fn likelihood(
    ctx: &MessageContext<'_>,
    passages: &[Passage],
    reply: &Suggestion,
) -> f32 {
    let question = Question::of(ctx);
    let told = Told::by(reply);
    let covered = question.covered_by(&told);
    if covered < LEAST_COVERED
        || !question.is_met_by(&told)
        || question.has_rival(passages, reply, &told)
    {
        return 0.0;
    }
    let cited = |passage: &&Passage| {
        reply.citations.iter().any(|citation| citation.document == passage.document)
    };
    // Who says the same stands not against it.
    let agrees = |passage: &&Passage| question.agrees(&passage.text, &told);
    let others = passages.iter().filter(|passage| !cited(passage) && !agrees(passage));
    let others = others.map(|passage| passage.score);
    let next = others.fold(0.0, f32::max);
    let (own, next) = (logit(reply.confidence), logit(next));
    let sum = BIAS + PASSAGE * own + COVERED * covered + AHEAD * (own - next).min(FARTHEST);
    1.0 / (1.0 + (-sum).exp())
}

/// Of a probability, which is kept off certainty.
fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(0.01, 0.99);
    (probability / (1.0 - probability)).ln()
}

/// What a reply says from the documents.
struct Told {
    text: String,
    /// The headings that its sentences stand under.
    headings: String,
    /// The same without titles.
    sections: String,
    /// The stems of both, and of the documents' titles.
    words: BTreeSet<String>,
}

impl Told {
    fn by(reply: &Suggestion) -> Self {
        let carried = reply.sentences.iter().filter(|sentence| sentence.citation.is_some());
        let carried = carried.map(|sentence| {
            let length = sentence.end.saturating_sub(sentence.start) as usize;
            reply.text.chars().skip(sentence.start as usize).take(length).collect::<String>()
        });
        let text = carried.collect::<Vec<_>>().join("\n");
        let sections: Vec<&str> =
            reply.citations.iter().map(|citation| last_heading(&citation.section)).collect();
        let sections = sections.join("\n");
        let titles = reply.citations.iter().filter(|citation| citation.section.is_empty());
        let headings = titles.fold(sections.clone(), |all, citation| all + "\n" + &citation.title);
        let mut words = content_set(&text);
        words.extend(content_set(&headings));
        words.extend(reply.citations.iter().flat_map(|citation| content_set(&citation.title)));
        Self { text, headings, sections, words }
    }
}

impl Question {
    fn of(ctx: &MessageContext<'_>) -> Self {
        let several = questions(ctx);
        let text = match &several[..] {
            [] => retrieval_query(ctx).question,
            several => several.join(" "),
        };
        let mut names = content_set(&text);
        names.retain(|word| !LIGHT.contains(&word.as_str()));
        let asked = Asked::of(&text);
        if let Some(value) = asked.value {
            names.retain(|word| !value.asking_words().contains(&word.as_str()));
        }
        Self { names, codes: codes(&text), asked, several: several.len() > 1 }
    }

    /// Whether the reply holds what is asked for, by its kind.
    fn is_met_by(&self, told: &Told) -> bool {
        let about = format!("{}\n{}", told.headings, told.text);
        // What the title of a document names need not be what its first lines are about.
        let spoken = format!("{}\n{}", told.sections, told.text);
        let named = fold(&about);
        !self.names.is_empty()
            && (self.asked.value.is_none() || self.asked.is_valued_in(&told.text))
            && self.asked.actions.are_in(Actions::named_in(&plain(&spoken)))
            && self.codes.iter().all(|code| named.contains(code.as_str()))
    }

    /// The share of what it names that the reply, its heading or the title of its document names.
    fn covered_by(&self, told: &Told) -> f32 {
        let covered = self.names.intersection(&told.words).count();
        covered as f32 / self.names.len().max(1) as f32
    }

    /// Whether a text has every value that the reply tells.
    fn agrees(&self, text: &str, told: &Told) -> bool {
        let Some(value) = self.asked.value else { return false };
        let own = value.figures(&plain(&told.text));
        !own.is_empty() && own.is_subset(&value.figures(&plain(text)))
    }

    /// Whether another passage has a sentence that names all that is asked about, with another value.
    fn has_rival(&self, passages: &[Passage], reply: &Suggestion, told: &Told) -> bool {
        let Some(value) = self.asked.value.filter(|_| !self.several) else { return false };
        if self.names.len() < RIVAL_NAMES {
            return false;
        }
        let own = value.figures(&plain(&told.text));
        let cited = |passage: &&Passage| {
            reply.citations.iter().any(|citation| citation.chunk == passage.chunk)
        };
        passages.iter().filter(|passage| !cited(passage)).any(|passage| {
            let heading = content_set(last_heading(&passage.section));
            let plain_text = flatten(&passage.text);
            let mut said = plain_text
                .lines()
                .flat_map(|line| sentences(line).into_iter().map(move |range| &line[range]));
            said.any(|sentence| {
                let words = content_set(sentence);
                let named = |name: &String| words.contains(name) || heading.contains(name);
                let figures = value.figures(&plain(sentence));
                self.names.iter().all(named) && !figures.is_empty() && figures.is_disjoint(&own)
            })
        })
    }
}

fn last_heading(section: &str) -> &str {
    section.rsplit(" > ").next().unwrap_or_default()
}
