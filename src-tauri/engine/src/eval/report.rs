//! What every classification is measured by: right and wrong by label, and how true the confidence is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Steps of the confidence in the calibration.
const STEPS: usize = 10;

/// One row as it was classified.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome<'a> {
    /// The label that the row has.
    pub(crate) gold: &'a str,
    /// The label that it was given.
    pub(crate) given: &'a str,
    /// How sure the classifier was of it, 0 to 1.
    pub(crate) confidence: f32,
}

/// How one label fares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassReport {
    /// Rows with this label.
    pub rows: usize,
    /// Of the rows given this label, the share that has it; 0 where none is given it.
    pub precision: f64,
    /// Of the rows with this label, the share that is given it.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// The rows whose confidence lies in one tenth of its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfidenceStep {
    /// How many rows.
    pub rows: usize,
    /// Their mean confidence; 0 without rows.
    pub confidence: f64,
    /// The share of them that is right; 0 without rows.
    pub accuracy: f64,
}

/// How a classification fares on a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    /// Share of rows given their label.
    pub accuracy: f64,
    /// Mean F1 over the labels that occur.
    pub macro_f1: f64,
    /// Mean recall over the labels that occur.
    pub macro_recall: f64,
    /// Mean distance of confidence and accuracy over the steps, weighted by their rows (expected
    /// calibration error: Naeini et al. 2015).
    pub calibration_error: f64,
    /// The ten steps, from 0 up to 1.
    pub calibration: Vec<ConfidenceStep>,
    /// By label, for the labels that occur.
    pub per_class: BTreeMap<String, ClassReport>,
    /// Rows by the label that they have and the label that they were given, where there are any.
    pub confusion: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Classification {
    pub(crate) fn of(outcomes: &[Outcome<'_>]) -> Self {
        let share =
            |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let mut confusion: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut given: BTreeMap<&str, usize> = BTreeMap::new();
        let mut steps = [(0_usize, 0.0_f64, 0_usize); STEPS];
        for outcome in outcomes {
            let row = confusion.entry(outcome.gold.to_owned()).or_default();
            *row.entry(outcome.given.to_owned()).or_default() += 1;
            *given.entry(outcome.given).or_default() += 1;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a step of a confidence that is clamped"
            )]
            let step = &mut steps[(outcome.confidence.clamp(0.0, 0.999) * STEPS as f32) as usize];
            step.0 += 1;
            step.1 += f64::from(outcome.confidence);
            step.2 += usize::from(outcome.gold == outcome.given);
        }
        let per_class: BTreeMap<String, ClassReport> = confusion
            .iter()
            .map(|(label, row)| {
                let (rows, right) = (row.values().sum(), row.get(label).copied().unwrap_or(0));
                let given = given.get(label.as_str()).copied().unwrap_or(0);
                let report = ClassReport {
                    rows,
                    precision: share(right, given),
                    recall: share(right, rows),
                    f1: share(2 * right, rows + given),
                };
                (label.clone(), report)
            })
            .collect();
        let mean = |value: &dyn Fn(&ClassReport) -> f64| {
            per_class.values().map(value).sum::<f64>() / per_class.len().max(1) as f64
        };
        let right = outcomes.iter().filter(|outcome| outcome.gold == outcome.given).count();
        let error: f64 =
            steps.iter().map(|(_, confidence, right)| (confidence - *right as f64).abs()).sum();
        Self {
            accuracy: share(right, outcomes.len()),
            macro_f1: mean(&|class| class.f1),
            macro_recall: mean(&|class| class.recall),
            calibration_error: error / outcomes.len().max(1) as f64,
            calibration: steps
                .iter()
                .map(|(rows, confidence, right)| ConfidenceStep {
                    rows: *rows,
                    confidence: confidence / (*rows).max(1) as f64,
                    accuracy: share(*right, *rows),
                })
                .collect(),
            per_class,
            confusion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_agree_with_a_worked_example() {
        let outcome = |gold, given, confidence| Outcome { gold, given, confidence };
        let report = Classification::of(&[
            outcome("billing", "billing", 0.95),
            outcome("billing", "orders", 0.55),
            outcome("orders", "orders", 0.95),
            outcome("orders", "orders", 0.92),
        ]);
        assert!((report.accuracy - 0.75).abs() < 1e-9);
        assert!((report.macro_recall - 0.75).abs() < 1e-9);
        assert!((report.per_class["orders"].precision - 2.0 / 3.0).abs() < 1e-9);
        assert!((report.macro_f1 - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-9);
        assert!(!report.per_class.contains_key("general"));
        assert_eq!(report.confusion["billing"]["orders"], 1);
        // Three rows a little less sure than right, one half sure and wrong.
        assert!((report.calibration_error - (0.18 + 0.55) / 4.0).abs() < 1e-6, "{report:?}");
        assert_eq!(report.calibration[9].rows, 3);
    }
}
