//! What corrections change: the same rows read before and after an agent corrected others.

use serde::{Deserialize, Serialize};

/// Rows, and the share of them that was right before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// How many rows.
    pub rows: usize,
    /// Share that was right without the corrections; 0 without rows.
    pub before: f64,
    /// Share that is right with them; 0 without rows.
    pub after: f64,
}

/// How corrections fare. The corrected messages themselves are not measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CorrectionsReport {
    /// Messages that were corrected.
    pub corrections: usize,
    /// All rows.
    pub all: Change,
    /// Rows that say nearly the same as a corrected message.
    pub near: Change,
    /// Rows that are like a corrected message, without saying the same.
    pub like: Change,
    /// Rows that are unlike every corrected message.
    pub unlike: Change,
}

/// One row as it was read before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twice {
    /// The cosine to the nearest corrected message.
    pub(super) similarity: f32,
    /// Right without the corrections.
    pub(super) before: bool,
    /// Right with them.
    pub(super) after: bool,
}

impl CorrectionsReport {
    /// `near` and `like` are the cosines from which on rows count as such.
    pub(super) fn of(corrections: usize, rows: &[Twice], near: f32, like: f32) -> Self {
        let change = |from: f32, to: f32| {
            let within = |row: &&Twice| row.similarity >= from && row.similarity < to;
            let count = |right: &dyn Fn(&Twice) -> bool| {
                rows.iter().filter(within).filter(|row| right(row)).count()
            };
            let all = count(&|_| true);
            let share = |part: usize| part as f64 / all.max(1) as f64;
            Change {
                rows: all,
                before: share(count(&|row| row.before)),
                after: share(count(&|row| row.after)),
            }
        };
        Self {
            corrections,
            all: change(f32::NEG_INFINITY, f32::INFINITY),
            near: change(near, f32::INFINITY),
            like: change(like, near),
            unlike: change(f32::NEG_INFINITY, like),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_count_by_how_near_they_are() {
        let row = |similarity, before, after| Twice { similarity, before, after };
        let rows = [row(0.9, false, true), row(0.7, true, true), row(0.1, true, false)];
        let report = CorrectionsReport::of(5, &rows, 0.85, 0.6);
        assert_eq!(report.near, Change { rows: 1, before: 0.0, after: 1.0 });
        assert_eq!(report.like, Change { rows: 1, before: 1.0, after: 1.0 });
        assert_eq!(report.unlike, Change { rows: 1, before: 1.0, after: 0.0 });
        assert_eq!((report.corrections, report.all.rows), (5, 3));
    }
}
