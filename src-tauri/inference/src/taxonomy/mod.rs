//! A team's own labels: trained in the app, from a few examples each, in a second or two.
//!
//! A [`TaxonomyHead`] is a kernel ridge regression (Saunders et al. 1998) over the encoder's vectors
//! with a Gaussian kernel: one score per label, near 1 where a message is like the label's examples
//! and near 0 far from all of them. It is solved exactly and in one step, so that there is nothing to
//! tune and the same examples give the same head. It says how sure it is by a temperature, and what is
//! out of scope by a threshold; both come from leaving each example out (Rifkin and Lippert 2007),
//! so that no example is spent on them.
//!
//! Reading a message is mostly reading the head from memory, so the examples are rounded to 8 bits, before they
//! are learnt from, and the weights to 16 afterwards.
//!
//! A label's name and description count as one more example, so that a label without any works by
//! its description.

mod cholesky;
mod file;
mod half;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::encoder::dot_products::{self, DotProducts};
use crate::encoder::exp;
use crate::heads::softmax;
use crate::matrix::{Onto, View, multiply};
pub(crate) use cholesky::Cholesky;
use half::Half;

/// Names the way of learning. A head that was learnt in another way is to be learnt again.
pub const METHOD: &str = "gaussian ridge, examples in 8 bits";

/// How fast likeness falls off with distance, `exp(-GAMMA (1 - cosine))`. Chosen on the training
/// data of Banking77 by leaving examples out; 1 to 3 are about as good.
const GAMMA: f32 = 1.5;
/// The pull towards zero, for how much a single example may be wrong. Chosen as [`GAMMA`] was.
const RIDGE: f32 = 0.05;
/// The share of the sum of all scores that counts, beside the best one, for being in scope. Chosen on
/// the validation data of CLINC150.
const SUM_SHARE: f32 = 0.3;
/// The share of the team's own examples that the threshold may refuse. On the validation data of
/// CLINC150, 0.0075 refused .72 of the questions out of scope, 0.0095 .78 for .003 of accuracy, and
/// 0.015 more than the gain was worth.
const REFUSED: f32 = 0.0095;
/// Examples that are left out for the temperature and the threshold: enough for both, and few
/// enough that they cost less than the solution.
const LEFT_OUT: usize = 2_000;
/// The cosine to the nearest text that a head knows, below which a message has nothing to do with any of
/// them. docs/quality.md has what was measured.
pub const RELATED: f32 = 0.25;
/// Numbers of an embedding.
const HIDDEN: usize = 384;
/// The most examples. The time grows with their third power, the memory with the second: a quarter
/// of a gigabyte and some ten seconds at this number.
pub const MOST_EXAMPLES: usize = 16_000;

/// One label to learn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelSpec {
    /// How the label is shown and stored.
    pub name: String,
    /// What it means, in a sentence; may be empty.
    pub description: String,
    /// Messages that have it; may be none.
    pub examples: Vec<String>,
}

impl LabelSpec {
    /// The text that stands for the label itself.
    fn text(&self) -> String {
        let name = self.name.replace(['_', '-'], " ");
        if self.description.is_empty() { name } else { format!("{name}. {}", self.description) }
    }
}

/// What to learn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxonomySpec {
    /// The labels, in the order of the outputs.
    pub labels: Vec<LabelSpec>,
    /// Messages that have none of the labels; may be none.
    pub out_of_scope: Vec<String>,
}

/// A taxonomy that cannot be learnt.
#[derive(Debug, thiserror::Error)]
pub enum TaxonomyError {
    /// Fewer than two labels.
    #[error("a taxonomy needs at least two labels: add one")]
    TooFewLabels,
    /// Two labels of one name.
    #[error("the label `{0}` is there twice: rename or remove one")]
    Twice(String),
    /// More examples than fit.
    #[error("{found} examples are more than the {MOST_EXAMPLES} that can be learnt: remove some")]
    TooMany {
        /// How many there are.
        found: usize,
    },
    /// An embedding was not what it should be.
    #[error(
        "the examples could not be learnt ({0}): check the model files with `cargo xtask setup`"
    )]
    Unsolvable(&'static str),
    /// The encoder refused a text.
    #[error(transparent)]
    Inference(#[from] crate::InferenceError),
}

/// What a head says of one message.
#[derive(Clone, Debug, PartialEq)]
pub struct TaxonomyReading {
    /// The index of the best label, whether the message is in scope or not.
    pub label: usize,
    /// The label's calibrated probability, 0 to 1, given that the message is in scope.
    pub confidence: f32,
    /// How much the message is like what the head knows: about 1 for its examples, 0 far from all.
    pub scope: f32,
    /// The cosine to the nearest example or label's own text.
    pub nearest: f32,
    /// Whether `scope` reaches the head's threshold; without examples to learn one from, whether `nearest`
    /// reaches [`RELATED`].
    pub in_scope: bool,
}

/// How well a label is told from the others: what the head would have said of its examples, had it not
/// seen them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelFigures {
    /// Examples that were left out.
    pub measured: usize,
    /// How many of them were given the label.
    pub right: usize,
    /// The mean probability of the label for them.
    pub confidence: f32,
    /// The other labels that they were given, by index, with how often; the most frequent first.
    pub confused: Vec<(usize, usize)>,
}

/// A trained taxonomy.
#[derive(Debug)]
pub struct TaxonomyHead {
    labels: Vec<String>,
    /// Per label.
    figures: Vec<LabelFigures>,
    /// The examples' embeddings, each of [`HIDDEN`] numbers and nearly length 1.
    examples: Vec<f32>,
    /// The same, to compare a message with.
    compared: DotProducts,
    /// Per example, one weight per label.
    weights: Vec<Half>,
    /// Divides the scores before softmax.
    temperature: f32,
    /// The least `scope` of a message in scope.
    threshold: f32,
}

impl PartialEq for TaxonomyHead {
    fn eq(&self, other: &Self) -> bool {
        // What is compared with is made of the examples.
        let Self { labels, figures, examples, compared: _, weights, temperature, threshold } = self;
        (labels, figures, examples, weights)
            == (&other.labels, &other.figures, &other.examples, &other.weights)
            && (temperature, threshold) == (&other.temperature, &other.threshold)
    }
}

impl TaxonomyHead {
    /// Learns `spec`. `embed` gives the vectors of texts, in order, as the encoder does.
    ///
    /// The same text twice counts once per label. 2,000 examples of 100 labels take about half a
    /// second beside their embedding.
    ///
    /// # Errors
    /// [`TaxonomyError`] where there is too little or too much to learn, or the encoder fails.
    pub fn train(
        spec: &TaxonomySpec,
        embed: impl FnOnce(&[String]) -> Result<Vec<Vec<f32>>, crate::InferenceError>,
    ) -> Result<Self, TaxonomyError> {
        let (texts, targets) = rows(spec)?;
        let embedded = embed(&texts)?;
        if embedded.len() != texts.len() || embedded.iter().any(|one| one.len() != HIDDEN) {
            return Err(TaxonomyError::Unsolvable("an example has no vector of its own"));
        }
        let labels = spec.labels.len();
        let count = texts.len();
        let mut examples = embedded.concat();
        // What is learnt from is what messages are compared with.
        dot_products::round(&mut examples, HIDDEN);
        let factors = Cholesky::factor(count, |first, width, part| {
            kernel(
                &examples[first * HIDDEN..],
                &examples[first * HIDDEN..][..width * HIDDEN],
                part,
            );
            for index in 0..width {
                part[index * width + index] += RIDGE;
            }
        })
        .ok_or(TaxonomyError::Unsolvable("the examples' vectors are no numbers"))?;
        let mut weights = vec![0.0; count * labels];
        for (row, target) in targets.iter().enumerate() {
            if let Some(label) = target {
                weights[row * labels + label] = 1.0;
            }
        }
        factors.forward(&mut weights, labels);
        factors.backward(&mut weights, labels);

        let left_out = left_out(&factors, &weights, &targets, labels);
        let temperature = temperature(&left_out);
        let mut scopes: Vec<f32> = left_out
            .iter()
            .filter(|(_, target)| target.is_some())
            .map(|(scores, _)| scope(scores))
            .collect();
        scopes.sort_by(f32::total_cmp);
        let threshold = scopes.get((scopes.len() as f32 * REFUSED) as usize);
        Ok(Self {
            labels: spec.labels.iter().map(|label| label.name.clone()).collect(),
            figures: figures(&left_out, labels, temperature),
            compared: DotProducts::with(&examples, HIDDEN),
            examples,
            weights: weights.into_iter().map(Half::of).collect(),
            temperature,
            threshold: threshold.copied().unwrap_or(f32::NEG_INFINITY),
        })
    }

    /// What the head says of a message, by the message's embedding.
    pub fn read(&self, embedding: &[f32]) -> TaxonomyReading {
        let (scores, nearest) = self.scores(embedding);
        let scope = scope(&scores);
        let mut probabilities: Vec<f32> =
            scores.iter().map(|score| score / self.temperature).collect();
        softmax(&mut probabilities);
        let (label, confidence) = best(&probabilities);
        let in_scope =
            if self.threshold.is_finite() { scope >= self.threshold } else { nearest >= RELATED };
        TaxonomyReading { label, confidence, scope, nearest, in_scope }
    }

    /// The names of the labels, in the order of the outputs.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How well each label is told from the others, in the order of the outputs.
    pub fn figures(&self) -> &[LabelFigures] {
        &self.figures
    }

    /// How many examples the head was learnt from, the labels' own texts included.
    pub fn examples(&self) -> usize {
        self.examples.len() / HIDDEN
    }

    /// The score of each label, and the cosine to the nearest text.
    fn scores(&self, embedding: &[f32]) -> (Vec<f32>, f32) {
        let mut nearest = f32::NEG_INFINITY;
        let mut scores = vec![0.0; self.labels.len()];
        let cosines = self.compared.of(embedding);
        for (weights, cosine) in self.weights.chunks_exact(self.labels.len()).zip(cosines) {
            nearest = nearest.max(cosine);
            let likeness = likeness(cosine);
            scores
                .iter_mut()
                .zip(weights)
                .for_each(|(score, weight)| *score += weight.value() * likeness);
        }
        (scores, nearest)
    }
}

/// What the head would have scored for examples that it had not seen: the target less the
/// example's weight over the diagonal of the inverse matrix. The texts of the labels themselves,
/// which are the last, are no messages and stay out.
fn left_out(
    factors: &Cholesky,
    weights: &[f32],
    targets: &[Option<usize>],
    labels: usize,
) -> Vec<(Vec<f32>, Option<usize>)> {
    let count = targets.len();
    let messages = count - labels;
    let step = messages.div_ceil(LEFT_OUT).max(1);
    let chosen: Vec<usize> = (0..messages).step_by(step).collect();
    let mut units = vec![0.0; count * chosen.len()];
    for (column, row) in chosen.iter().enumerate() {
        units[row * chosen.len() + column] = 1.0;
    }
    factors.forward(&mut units, chosen.len());
    let mut diagonal = vec![0.0_f32; chosen.len()];
    for row in units.chunks_exact(chosen.len().max(1)) {
        diagonal.iter_mut().zip(row).for_each(|(sum, number)| *sum += number * number);
    }
    chosen
        .iter()
        .zip(diagonal)
        .map(|(row, diagonal)| {
            let mut scores: Vec<f32> =
                weights[row * labels..][..labels].iter().map(|weight| -weight / diagonal).collect();
            if let Some(label) = targets[*row] {
                scores[label] += 1.0;
            }
            (scores, targets[*row])
        })
        .collect()
}

/// Every text with its label, each text once per label: messages first, then the labels' own texts.
fn rows(spec: &TaxonomySpec) -> Result<(Vec<String>, Vec<Option<usize>>), TaxonomyError> {
    if spec.labels.len() < 2 {
        return Err(TaxonomyError::TooFewLabels);
    }
    let mut names = HashMap::new();
    let (mut texts, mut targets) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for (index, label) in spec.labels.iter().enumerate() {
        if names.insert(label.name.as_str(), index).is_some() {
            return Err(TaxonomyError::Twice(label.name.clone()));
        }
        for text in &label.examples {
            if seen.insert((text.as_str(), Some(index))) {
                texts.push(text.clone());
                targets.push(Some(index));
            }
        }
    }
    for text in &spec.out_of_scope {
        if seen.insert((text.as_str(), None)) {
            texts.push(text.clone());
            targets.push(None);
        }
    }
    for (index, label) in spec.labels.iter().enumerate() {
        texts.push(label.text());
        targets.push(Some(index));
    }
    if texts.len() > MOST_EXAMPLES {
        return Err(TaxonomyError::TooMany { found: texts.len() });
    }
    Ok((texts, targets))
}

/// The likeness of each of `left` to each of `right`, row by row.
fn kernel(left: &[f32], right: &[f32], alike: &mut [f32]) {
    let (rows, columns) = (left.len() / HIDDEN, right.len() / HIDDEN);
    let (left, right) = (View::rows(left, HIDDEN), View::columns(right, HIDDEN));
    multiply(left, right, alike, columns, [rows, HIDDEN, columns], Onto::Nothing);
    alike.iter_mut().for_each(|cosine| *cosine = likeness(*cosine));
}

/// How alike two vectors are whose cosine this is.
fn likeness(cosine: f32) -> f32 {
    exp(GAMMA * (cosine - 1.0))
}

/// How much like the examples a message with these scores is.
fn scope(scores: &[f32]) -> f32 {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    best + SUM_SHARE * scores.iter().sum::<f32>()
}

/// What the scores of examples that were left out say of their labels.
fn figures(
    left_out: &[(Vec<f32>, Option<usize>)],
    labels: usize,
    temperature: f32,
) -> Vec<LabelFigures> {
    let mut figures = vec![LabelFigures::default(); labels];
    let mut confused = vec![HashMap::<usize, usize>::new(); labels];
    for (scores, target) in left_out {
        let Some(target) = *target else { continue };
        let mut probabilities: Vec<f32> = scores.iter().map(|score| score / temperature).collect();
        softmax(&mut probabilities);
        let (given, _) = best(&probabilities);
        figures[target].measured += 1;
        figures[target].confidence += probabilities[target];
        if given == target {
            figures[target].right += 1;
        } else {
            *confused[target].entry(given).or_default() += 1;
        }
    }
    for (one, confused) in figures.iter_mut().zip(confused) {
        one.confidence /= one.measured.max(1) as f32;
        one.confused = confused.into_iter().collect();
        one.confused.sort_by_key(|(label, times)| (std::cmp::Reverse(*times), *label));
    }
    figures
}

fn best(probabilities: &[f32]) -> (usize, f32) {
    probabilities
        .iter()
        .enumerate()
        .fold((0, 0.0), |best, (index, found)| if *found > best.1 { (index, *found) } else { best })
}

/// The temperature at which the examples that were left out are likeliest, by golden-section search
/// over its logarithm.
fn temperature(left_out: &[(Vec<f32>, Option<usize>)]) -> f32 {
    const GOLDEN: f32 = 0.618_034;
    // What larger taxonomies come to. It counts as much as a few examples, so that a handful that are
    // all right by chance do not make every answer certain.
    const USUAL: f32 = 0.15;
    const USUAL_WEIGHT: f64 = 5.0;
    let rows: Vec<(&Vec<f32>, usize)> = left_out
        .iter()
        .filter_map(|(scores, target)| target.map(|target| (scores, target)))
        .collect();
    let loss = |logarithm: f32| -> f64 {
        rows.iter()
            .map(|(scores, target)| {
                let mut scores: Vec<f32> =
                    scores.iter().map(|score| score / logarithm.exp()).collect();
                softmax(&mut scores);
                -f64::from(scores[*target].max(1e-12)).ln()
            })
            .sum::<f64>()
            + USUAL_WEIGHT * f64::from(logarithm - USUAL.ln()).powi(2)
    };
    let (mut low, mut high) = (0.01_f32.ln(), 1_f32.ln());
    for _ in 0..25 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if loss(left) < loss(right) { high = right } else { low = left }
    }
    f32::midpoint(low, high).exp()
}
