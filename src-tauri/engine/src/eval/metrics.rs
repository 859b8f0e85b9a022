//! The figures that every task shares.

use serde::{Deserialize, Serialize};

/// How long one row takes, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
}

impl Latency {
    /// From one time per row, in milliseconds. Nearest-rank percentiles.
    pub(crate) fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { p50: percentile(&times, 0.5), p99: percentile(&times, 0.99) }
    }
}

/// The value below which `share` of the `sorted` ones lie, by nearest rank; 0 of none.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank within the list"
    )]
    let rank = (last as f64 * share).round() as usize;
    sorted.get(rank).copied().unwrap_or_default()
}

/// Area under the ROC curve of `score` telling true rows from false ones: the probability that a
/// true row scores higher, ties counting half (Mann-Whitney U). `None` without rows of both kinds.
pub(crate) fn auroc(rows: &[(f32, bool)]) -> Option<f64> {
    let mut sorted: Vec<_> = rows.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = sorted.iter().filter(|row| row.1).count();
    let negatives = sorted.len() - positives;
    if positives == 0 || negatives == 0 {
        return None;
    }
    let (mut rank_sum, mut start) = (0.0, 0);
    while start < sorted.len() {
        let ties = sorted[start..].iter().take_while(|row| row.0 == sorted[start].0).count();
        let mean_rank = start as f64 + (ties as f64 + 1.0) / 2.0;
        rank_sum +=
            mean_rank * sorted[start..start + ties].iter().filter(|row| row.1).count() as f64;
        start += ties;
    }
    let positives = positives as f64;
    Some((rank_sum - positives * (positives + 1.0) / 2.0) / (positives * negatives as f64))
}

/// Expected calibration error: the distance between the mean score and the share of true rows, weighted
/// over ten equal steps of the score (Naeini et al., 2015). 0 without rows.
pub(crate) fn calibration_error(rows: &[(f32, bool)]) -> f64 {
    const STEPS: usize = 10;
    let mut steps = [(0.0_f64, 0.0_f64); STEPS];
    for &(score, right) in rows {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a step of a score that is clamped"
        )]
        let step = (score.clamp(0.0, 0.999) * STEPS as f32) as usize;
        steps[step].0 += f64::from(score);
        steps[step].1 += f64::from(u8::from(right));
    }
    steps.iter().map(|(scores, right)| (scores - right).abs()).sum::<f64>()
        / rows.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auroc_counts_ties_as_half() {
        assert_eq!(auroc(&[(0.1, false), (0.9, true)]), Some(1.0));
        assert_eq!(auroc(&[(0.9, false), (0.1, true)]), Some(0.0));
        assert_eq!(auroc(&[(0.5, false), (0.5, true)]), Some(0.5));
        assert_eq!(auroc(&[(0.1, false), (0.4, true), (0.35, false), (0.8, true)]), Some(1.0));
        assert_eq!(auroc(&[(0.5, true)]), None);
    }

    #[test]
    fn calibration_error_is_the_distance_of_scores_from_outcomes() {
        let rows = [(0.72, true), (0.78, false), (0.1, false), (1.0, true)];
        let expected = ((1.5_f64 - 1.0) + 0.1) / 4.0;
        assert!((calibration_error(&rows) - expected).abs() < 1e-6);
        assert_eq!(calibration_error(&[]), 0.0);
    }

    #[test]
    fn latency_takes_nearest_ranks() {
        let latency = Latency::of((1..=101).map(f64::from).collect());
        assert_eq!((latency.p50, latency.p99), (51.0, 100.0));
    }
}
