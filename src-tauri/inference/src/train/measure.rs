//! How good a head is on rows that it was not trained on.

use super::fit::Example;
use crate::heads::Head;

pub(super) struct Figures {
    pub(super) accuracy: f64,
    pub(super) macro_f1: f64,
    pub(super) macro_recall: f64,
    pub(super) calibration_error: f64,
}

/// Runs the head as it is served over `rows`.
pub(super) fn measure(head: &Head, rows: &[Example<'_>], labels: usize) -> Figures {
    const BINS: usize = 10;
    let mut confusion = vec![vec![0_u32; labels]; labels];
    let mut bins = [(0.0_f64, 0.0_f64); BINS];
    for row in rows {
        let probabilities = head.probabilities(row.embedding, &row.features);
        let (guess, confidence) =
            probabilities.iter().enumerate().fold((0, 0.0), |best, (index, found)| {
                if *found > best.1 { (index, *found) } else { best }
            });
        confusion[row.label][guess] += 1;
        let bin = &mut bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.0 += f64::from(confidence);
        bin.1 += f64::from(u8::from(guess == row.label));
    }
    let count = rows.len().max(1) as f64;
    let per_label: Vec<(f64, f64)> = (0..labels)
        .map(|label| {
            let right = f64::from(confusion[label][label]);
            let wanted: f64 = confusion[label].iter().copied().map(f64::from).sum();
            let guessed: f64 = confusion.iter().map(|row| f64::from(row[label])).sum();
            (2.0 * right / (wanted + guessed).max(1.0), right / wanted.max(1.0))
        })
        .collect();
    let right: u32 = (0..labels).map(|label| confusion[label][label]).sum();
    Figures {
        accuracy: f64::from(right) / count,
        macro_f1: per_label.iter().map(|figures| figures.0).sum::<f64>() / labels as f64,
        macro_recall: per_label.iter().map(|figures| figures.1).sum::<f64>() / labels as f64,
        calibration_error: bins
            .iter()
            .map(|(confidence, right)| (confidence - right).abs())
            .sum::<f64>()
            / count,
    }
}
