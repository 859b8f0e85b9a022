//! How good a head is on rows that it was not trained on.

use serde::Serialize;

use super::fit::Example;
use crate::heads::Head;

/// How a head fares on rows that it was not trained on.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// How many rows.
    pub rows: usize,
    /// Share of the rows that are right.
    pub accuracy: f64,
    /// Share of the rows with the most frequent label: what a constant answer reaches.
    pub most_frequent: f64,
    /// Mean over the labels that occur of the harmonic mean of precision and recall.
    pub macro_f1: f64,
    /// Mean over the labels that occur of the recall.
    pub macro_recall: f64,
    /// Mean distance of confidence and accuracy over ten bins of confidence.
    pub calibration_error: f64,
}

/// The confidence below which a label is unsure, and what that means on messages held out.
#[derive(Clone, Debug, Serialize)]
pub struct Floor {
    /// The floor.
    pub confidence: f64,
    /// Share of the messages that are below it.
    pub unsure: f64,
    /// Share of those that are right all the same; 0 where there are none.
    pub accuracy_unsure: f64,
    /// Share of the others that are right.
    pub accuracy_sure: f64,
}

/// The highest step of 0.05 below which at most a tenth of the messages lie: a mark that stands on
/// more of them is soon overlooked.
pub(super) fn floor(head: &Head, rows: &[Example<'_>]) -> Floor {
    const MOST_UNSURE: f64 = 0.1;
    let readings: Vec<(f32, bool)> = rows
        .iter()
        .map(|row| {
            let probabilities = head.probabilities(row.inputs);
            let best = probabilities.iter().copied().fold(0.0, f32::max);
            (best, probabilities[row.label] >= best)
        })
        .collect();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let at = |confidence: f64| {
        let (below, above): (Vec<_>, Vec<_>) =
            readings.iter().partition(|reading| reading.0 < confidence as f32);
        let right = |some: &[&(f32, bool)]| some.iter().filter(|reading| reading.1).count();
        Floor {
            confidence,
            unsure: share(below.len(), rows.len()),
            accuracy_unsure: share(right(&below), below.len()),
            accuracy_sure: share(right(&above), above.len()),
        }
    };
    (0..=19_u8)
        .rev()
        .map(|step| at(f64::from(step) / 20.0))
        .find(|floor| floor.unsure <= MOST_UNSURE)
        .unwrap_or_else(|| at(0.0))
}

/// A row's label, and the probability that a head gave to each.
pub(super) type Read = (usize, Vec<f32>);

/// Runs the head as it is served over `rows`.
pub(super) fn read(head: &Head, rows: &[Example<'_>]) -> Vec<Read> {
    rows.iter().map(|row| (row.label, head.probabilities(row.inputs))).collect()
}

/// How good the readings are of a head with so many labels.
pub(super) fn measure(rows: &[Read], labels: usize) -> Figures {
    const BINS: usize = 10;
    let mut confusion = vec![vec![0_u32; labels]; labels];
    let mut bins = [(0.0_f64, 0.0_f64); BINS];
    for (wanted, probabilities) in rows {
        let (guess, confidence) =
            probabilities.iter().enumerate().fold((0, 0.0), |best, (index, found)| {
                if *found > best.1 { (index, *found) } else { best }
            });
        confusion[*wanted][guess] += 1;
        let bin = &mut bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.0 += f64::from(confidence);
        bin.1 += f64::from(u8::from(guess == *wanted));
    }
    let count = rows.len().max(1) as f64;
    let occurs = |label: &usize| rows.iter().any(|row| row.0 == *label);
    let wanted = |label: usize| confusion[label].iter().sum::<u32>();
    let most = (0..labels).map(wanted).max().unwrap_or_default();
    let per_label: Vec<(f64, f64)> = (0..labels)
        .filter(occurs)
        .map(|label| {
            let right = f64::from(confusion[label][label]);
            let wanted = f64::from(wanted(label));
            let guessed: f64 = confusion.iter().map(|row| f64::from(row[label])).sum();
            (2.0 * right / (wanted + guessed).max(1.0), right / wanted.max(1.0))
        })
        .collect();
    let right: u32 = (0..labels).map(|label| confusion[label][label]).sum();
    let mean = |value: fn(&(f64, f64)) -> f64| {
        per_label.iter().map(value).sum::<f64>() / per_label.len().max(1) as f64
    };
    Figures {
        rows: rows.len(),
        most_frequent: f64::from(most) / count,
        accuracy: f64::from(right) / count,
        macro_f1: mean(|figures| figures.0),
        macro_recall: mean(|figures| figures.1),
        calibration_error: bins
            .iter()
            .map(|(confidence, right)| (confidence - right).abs())
            .sum::<f64>()
            / count,
    }
}
