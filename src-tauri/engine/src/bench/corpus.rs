//! Synthetic articles and questions of any number, modelled on real ones.
//!
//! Words are drawn as often as they stand in the real texts. A vector is a real passage's embedding,
//! moved in the direction from one real passage to another, and a little everywhere: clusters around
//! what a support team writes about. Every article is made from its number alone, so that nothing has to be kept
//! to know what is truly nearest.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use aside_inference::{Embedder, Embedding, InferenceError, InferenceQueue};
use serde::Deserialize;

use super::{Progress, step};
use crate::EngineError;

/// How far a vector stands from its passage towards another, and anywhere; a passage has length 1.
const TOWARDS_OTHERS: f32 = 0.5;
const ANYWHERE: f32 = 0.5;
/// Words of an article: with its title about as many tokens as a passage of real documents, and seldom more
/// than one passage.
const WORDS: Range<u64> = 40..100;
/// Words of a question, from a short one to a long complaint.
const QUESTION_WORDS: Range<u64> = 5..35;
/// The name of what gives articles their vectors.
const SYNTHETIC: &str = "synthetic";
/// What an article's title starts with, before its number.
const TITLE: &str = "Article";
/// Real texts that are embedded and drawn from.
const MOST_TEXTS: usize = 4_000;
/// Questions at most.
const MOST_QUESTIONS: usize = 100;

/// A row of a file of questions; the other fields are for `aside eval`.
#[derive(Deserialize)]
pub(super) struct Question {
    pub(super) question: String,
}

/// A question with its embedding.
pub(super) struct Asked {
    pub(super) words: String,
    pub(super) embedding: Embedding,
}

/// What articles are made of.
pub(super) struct Corpus {
    /// The embeddings of real passages.
    centres: Vec<Vec<f32>>,
    /// Every word of the real texts, as often as it stands there.
    words: Vec<String>,
    /// Questions with their real embeddings.
    outside: Vec<Asked>,
}

impl Corpus {
    /// From real texts, and questions or else sentences of the texts.
    pub(super) fn of(
        texts: &[String],
        questions: Vec<String>,
        queue: &InferenceQueue,
        progress: &mut Progress<'_>,
    ) -> Result<Self, EngineError> {
        let every = texts.len().div_ceil(MOST_TEXTS);
        let texts: Vec<String> = texts.iter().step_by(every).cloned().collect();
        let words: Vec<String> =
            texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
        let questions = if questions.is_empty() { sentences(&texts) } else { questions };
        let every = questions.len().div_ceil(MOST_QUESTIONS).max(1);
        let questions: Vec<String> = questions.into_iter().step_by(every).collect();
        let mut centres = Vec::with_capacity(texts.len());
        for batch in texts.chunks(256) {
            step(progress, "modelling the corpus", centres.len() as u64, texts.len() as u64)?;
            centres.extend(queue.embed_background(batch)?);
        }
        let embeddings = queue.embed_background(&questions)?;
        let outside = questions.into_iter().zip(embeddings);
        let asked = |(words, vector)| Asked { words, embedding: Embedding::new(SYNTHETIC, vector) };
        let outside = outside.map(asked).collect();
        Ok(Self { centres, words, outside })
    }

    /// Questions from outside: real words, real embeddings.
    pub(super) fn outside(&self) -> &[Asked] {
        &self.outside
    }

    /// Questions from inside: they lie as close to articles as articles to each other. Never one
    /// of the articles themselves.
    pub(super) fn inside(&self) -> Vec<Asked> {
        let asked = |number| {
            let number = u64::MAX - number;
            let mut lot = Lot(number);
            let count = lot.between(QUESTION_WORDS);
            let embedding = Embedding::new(SYNTHETIC, self.vector(number));
            Asked { words: self.draw(&mut lot, count), embedding }
        };
        (0..MOST_QUESTIONS as u64).map(asked).collect()
    }

    /// How many numbers a vector has.
    pub(super) fn dimensions(&self) -> usize {
        self.centres.first().map_or(0, Vec::len)
    }

    /// The vector of an article, of length 1.
    pub(super) fn vector(&self, number: u64) -> Vec<f32> {
        let mut lot = Lot(number ^ 0x5EED);
        let mut centre = || &self.centres[lot.below(self.centres.len() as u64) as usize];
        let (near, from, to) = (centre(), centre(), centre());
        let anywhere = ANYWHERE / (near.len() as f32).sqrt();
        let mut row: Vec<f32> = (near.iter().zip(from).zip(to))
            .map(|((near, from), to)| near + TOWARDS_OTHERS * (to - from) + anywhere * lot.normal())
            .collect();
        let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
        row.iter_mut().for_each(|number| *number /= length);
        row
    }

    /// Writes articles into a file, one a line.
    pub(super) fn write(&self, articles: Range<u64>, file: &Path) -> std::io::Result<()> {
        let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
        for number in articles {
            let mut lot = Lot(number);
            let title = format!("{TITLE} {number} {}", self.draw(&mut lot, 4));
            let count = lot.between(WORDS);
            let content = self.draw(&mut lot, count);
            let row = serde_json::json!({"id": number, "title": title, "content": content});
            writeln!(out, "{row}")?;
        }
        out.flush()
    }

    fn draw(&self, lot: &mut Lot, count: u64) -> String {
        let mut text = String::new();
        for _ in 0..count {
            let word = &self.words[lot.below(self.words.len() as u64) as usize];
            if !text.is_empty() {
                text.push(' ');
            }
            // Marks of headings, tables and lists would make another document of it.
            text.extend(word.chars().filter(|c| !"#|*`<>[]".contains(*c)));
        }
        text
    }
}

/// Sentences of the length of a question.
fn sentences(texts: &[String]) -> Vec<String> {
    let sentence = |text: &String| {
        let words: Vec<&str> = text.split_whitespace().take(18).collect();
        (words.len() >= 6).then(|| words.join(" "))
    };
    texts.iter().filter_map(sentence).collect()
}

/// Gives each article its vector, in the place of the model.
pub(super) struct Synthetic(pub(super) std::sync::Arc<Corpus>);

impl Embedder for Synthetic {
    fn name(&self) -> &'static str {
        SYNTHETIC
    }

    fn kernel(&self) -> &'static str {
        "none"
    }

    fn dimensions(&self) -> usize {
        self.0.dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        let number = |text: &str| {
            let mut words = text.split_whitespace().skip_while(|word| *word != TITLE);
            words.nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
        };
        Ok(texts.iter().map(|text| self.0.vector(number(text))).collect())
    }
}

/// A sequence of numbers that only depends on where it starts (SplitMix64, by Sebastiano Vigna, in the public
/// domain).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn between(&mut self, range: Range<u64>) -> u64 {
        range.start + self.below(range.end - range.start)
    }

    /// About a normal distribution, of mean 0 and deviation 1: the sum of four even ones.
    fn normal(&mut self) -> f32 {
        let drawn = self.next();
        let sum: u64 = (0..4).map(|part| (drawn >> (16 * part)) & 0xFFFF).sum();
        (sum as f32 / 65_536.0 - 2.0) * 3.0_f32.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_the_vector_of_its_number_however_it_is_read() {
        let centre = |seed: u64| {
            let mut lot = Lot(seed);
            (0..384).map(|_| lot.normal() / 384.0_f32.sqrt()).collect()
        };
        let corpus = std::sync::Arc::new(Corpus {
            centres: (0..50).map(centre).collect(),
            words: ["refund", "the", "# card", "the"].map(str::to_owned).to_vec(),
            outside: Vec::new(),
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.jsonl");
        corpus.write(7..10, &file).unwrap();
        let rows = std::fs::read_to_string(&file).unwrap();
        let embedder = Synthetic(corpus.clone());
        for (number, row) in (7..10).zip(rows.lines()) {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let input = format!("{}\n{}", row["title"].as_str().unwrap(), row["content"]);
            assert_eq!(embedder.embed(&[&input]).unwrap()[0], corpus.vector(number));
        }
        let length: f32 = corpus.vector(3).iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-5);
        assert_eq!(corpus.inside().len(), MOST_QUESTIONS);
    }
}
