//! Training of the tagger, by `cargo xtask train --only names`: an averaged perceptron over whole sequences
//! (M. Collins, Discriminative Training Methods for Hidden Markov Models, 2002).

use std::ops::Range;

use super::model::Model;
use super::{KINDS, LABELS, features, gazetteer, label, tagged, tokens};
use crate::{Kind, Span};

/// Rounds over all texts.
const ROUNDS: usize = 12;
/// Perceptrons whose weights are added up, each with made-up variants and an order of its own: what one of them
/// learnt by chance weighs less.
const READERS: usize = 5;
/// Made-up variants of each text that holds names: with other names, and once in small letters.
const VARIANTS: usize = 3;

/// A text with what is to be found in it, in order and apart; other kinds than the tagger's are left out.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text.
    pub text: String,
    /// The findings: kind and bytes.
    pub spans: Vec<(Kind, Range<usize>)>,
}

impl Example {
    /// Reads `I live in {location:Lisbon}.`, with kinds by their [names](Kind::name) in small letters.
    ///
    /// # Errors
    /// What is wrong: a brace without its other one, or a kind that the tagger does not know.
    pub fn marked(text: &str) -> Result<Self, String> {
        let mut example = Self { text: String::new(), spans: Vec::new() };
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let named = after.split_once('}').and_then(|(named, after)| {
                let (kind, value) = named.split_once(':')?;
                let kind = Kind::from_name(&kind.to_uppercase())?;
                KINDS.contains(&kind).then_some((kind, value, after))
            });
            let (kind, value, after) = named.ok_or_else(|| format!("not marked well: {text}"))?;
            example.text.push_str(before);
            let start = example.text.len();
            example.text.push_str(value);
            example.spans.push((kind, start..example.text.len()));
            rest = after;
        }
        example.text.push_str(rest);
        Ok(example)
    }
}

/// A tagger in the making.
pub struct Trained(Model);

impl Trained {
    /// The weights as the crate includes them.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.bytes()
    }

    /// The names that the weights find, as they are stored.
    pub fn find(&self, text: &str) -> Vec<Span> {
        tagged(&Model::load(&self.0.bytes()), text)
    }
}

/// Fits the weights. The same examples and seed give the same weights.
pub fn fit(examples: &[Example], seed: u64) -> Trained {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut all = Model::new();
    for _ in 0..READERS {
        let made_up = variants(examples, &mut random);
        let rows: Vec<Row> = examples.iter().chain(&made_up).map(Row::of).collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut perceptron = Perceptron::new();
        for _ in 0..ROUNDS {
            random.shuffle(&mut order);
            for row in &order {
                perceptron.learn(&rows[*row]);
            }
        }
        all.add(&perceptron.averaged());
    }
    Trained(all)
}

struct Row {
    features: Vec<Vec<u32>>,
    labels: Vec<u8>,
}

impl Row {
    fn of(example: &Example) -> Self {
        let tokens = tokens::of(&example.text);
        let labels = tokens.iter().map(|token| {
            let end = token.start + token.text.len();
            let within = example
                .spans
                .iter()
                .find(|(_, range)| token.start < range.end && end > range.start);
            within.and_then(|(kind, range)| label(*kind, token.start <= range.start)).unwrap_or(0)
        });
        Self { labels: labels.collect(), features: features::of(&tokens) }
    }
}

/// The weights, and their sum over all steps, kept lazily: what a weight gained at step `t` counts
/// in the average for the steps after it.
struct Perceptron {
    model: Model,
    late: Model,
    step: f32,
}

impl Perceptron {
    fn new() -> Self {
        Self { model: Model::new(), late: Model::new(), step: 1.0 }
    }

    fn learn(&mut self, row: &Row) {
        let guessed = self.model.labels(&row.features);
        if guessed != row.labels {
            self.move_weights(&row.features, &row.labels, 1.0);
            self.move_weights(&row.features, &guessed, -1.0);
        }
        self.step += 1.0;
    }

    fn move_weights(&mut self, tokens: &[Vec<u32>], labels: &[u8], by: f32) {
        let late = by * self.step;
        let mut before = LABELS;
        for (features, label) in tokens.iter().zip(labels) {
            let label = usize::from(*label);
            self.model.transitions[before * LABELS + label] += by;
            self.late.transitions[before * LABELS + label] += late;
            for feature in features {
                self.model.features[*feature as usize * LABELS + label] += by;
                self.late.features[*feature as usize * LABELS + label] += late;
            }
            before = label;
        }
    }

    fn averaged(self) -> Model {
        let Self { mut model, late, step } = self;
        let weights = model.transitions.iter_mut().chain(&mut model.features);
        for (weight, late) in weights.zip(late.transitions.iter().chain(&late.features)) {
            *weight -= late / step;
        }
        model
    }
}

/// The texts that hold names, with other names in their places, so that the words around them are
/// learnt and not the few names of the data. Names of people and places come from the lists;
/// addresses and organisations change places among the texts.
fn variants(examples: &[Example], random: &mut Random) -> Vec<Example> {
    let [given, family, places] = gazetteer::names();
    let values = |kind: Kind| -> Vec<&str> {
        let all = examples.iter().flat_map(|example| {
            example
                .spans
                .iter()
                .filter(move |span| span.0 == kind)
                .map(|span| &example.text[span.1.clone()])
        });
        all.collect()
    };
    let (addresses, organizations) = (values(Kind::Address), values(Kind::Organization));
    let mut made_up = Vec::new();
    for example in examples.iter().filter(|example| !example.spans.is_empty()) {
        for variant in 0..VARIANTS {
            let mut text = String::new();
            let mut spans = Vec::new();
            let mut end = 0;
            for (kind, range) in &example.spans {
                let old = &example.text[range.clone()];
                let new = match kind {
                    Kind::Person => renamed(old, &given, &family, random),
                    Kind::Location => capitalized(random.choose(&places)),
                    Kind::Address => random.choose(&addresses).to_owned(),
                    Kind::Organization => match random.below(3) {
                        0 => company(&family, random),
                        _ => random.choose(&organizations).to_owned(),
                    },
                    _ => old.to_owned(),
                };
                text.push_str(&example.text[end..range.start]);
                let start = text.len();
                text.push_str(&new);
                spans.push((*kind, start..text.len()));
                end = range.end;
            }
            text.push_str(&example.text[end..]);
            let mut row = Example { text, spans };
            if variant == 0 {
                row = lowered(&row);
            }
            made_up.push(row);
        }
    }
    made_up
}

/// Another name with as many words; titles and initials stay.
fn renamed(old: &str, given: &[&str], family: &[&str], random: &mut Random) -> String {
    let words: Vec<&str> = old.split_whitespace().collect();
    let new = words.iter().enumerate().map(|(place, word)| match place {
        _ if word.ends_with('.') || word.chars().count() == 1 => (*word).to_owned(),
        0 if words.len() > 1 || random.below(2) == 0 => capitalized(random.choose(given)),
        _ => capitalized(random.choose(family)),
    });
    new.collect::<Vec<_>>().join(" ")
}

fn company(family: &[&str], random: &mut Random) -> String {
    let mut name = || capitalized(random.choose(family));
    let (one, two, three) = (name(), name(), name());
    match random.below(5) {
        0 => format!("{one} Inc"),
        1 => format!("{one} and Sons"),
        2 => format!("{one}, {two} and {three}"),
        3 => format!("{one}-{two}"),
        _ => format!("{one} Group"),
    }
}

fn capitalized(name: &str) -> String {
    let mut new = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if start {
            new.extend(c.to_uppercase());
        } else {
            new.push(c);
        }
        start = matches!(c, ' ' | '-');
    }
    new
}

/// The text in small letters, its findings where they now are.
fn lowered(row: &Example) -> Example {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut end = 0;
    for (kind, range) in &row.spans {
        text.push_str(&row.text[end..range.start].to_lowercase());
        let start = text.len();
        text.push_str(&row.text[range.clone()].to_lowercase());
        spans.push((*kind, start..text.len()));
        end = range.end;
    }
    text.push_str(&row.text[end..].to_lowercase());
    Example { text, spans }
}

/// Xorshift64* (Vigna 2016): enough for an order and a choice, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        high as usize % most.max(1)
    }

    fn choose<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get(self.below(all.len())).copied().unwrap_or_default()
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }
}
