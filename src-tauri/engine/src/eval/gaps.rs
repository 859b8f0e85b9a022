//! How well questions that ask the same are grouped, for gaps, by labels that people gave them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::rows;
use crate::gaps::group;
use crate::{Engine, EngineError};

/// Rows that are grouped; which ones, the seed says.
const MOST: usize = 1_000;
const SEED: u64 = 7;
/// The cosines that are tried.
const STEPS: [f32; 7] = [0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85];

/// A question with its label.
#[derive(Deserialize)]
struct Row {
    text: String,
    label: String,
}

/// How groups agree with labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GapsReport {
    /// Questions that were grouped.
    pub questions: usize,
    /// Their labels.
    pub labels: usize,
    /// By the cosine from which on a question belongs to a group.
    pub steps: Vec<GroupingStep>,
}

/// One cosine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupingStep {
    /// From which on a question belongs to a group.
    pub like: f32,
    /// Groups of two and more.
    pub groups: usize,
    /// Questions of the largest.
    pub largest: usize,
    /// Share of the pairs in one group that have one label.
    pub precision: f64,
    /// Share of the pairs with one label that are in one group.
    pub recall: f64,
}

impl Engine {
    /// Groups at most a thousand of the rows of `file` (`{"text", "label"}`) as gaps are grouped, from several
    /// cosines on.
    ///
    /// # Errors
    /// Where the file cannot be read, or there is no model.
    pub fn eval_gaps(
        &self,
        file: &Path,
        progress: impl Fn(usize, usize),
    ) -> Result<GapsReport, EngineError> {
        let mut drawn: Vec<Row> = rows(file)?;
        fastrand::Rng::with_seed(SEED).shuffle(&mut drawn);
        drawn.truncate(MOST);
        let mut vectors = Vec::with_capacity(drawn.len());
        for (place, row) in drawn.iter().enumerate() {
            let vector = self.model.embed_behind(&row.text)?;
            vectors.push(vector.as_deref().and_then(group::normed));
            progress(place + 1, drawn.len());
        }
        if vectors.iter().all(Option::is_none) {
            return Err(EngineError::Bench { reason: "there is no model".to_owned() });
        }
        let vectors: Vec<Option<&[f32]>> = vectors.iter().map(Option::as_deref).collect();
        let mut labels: Vec<&str> = drawn.iter().map(|row| row.label.as_str()).collect();
        let step = |like| step(&group::near(&vectors, like), &labels, like);
        let steps = STEPS.into_iter().map(step).collect();
        labels.sort_unstable();
        labels.dedup();
        Ok(GapsReport { questions: drawn.len(), labels: labels.len(), steps })
    }
}

fn step(groups: &[Vec<usize>], labels: &[&str], like: f32) -> GroupingStep {
    let mut group = vec![usize::MAX; labels.len()];
    for (number, members) in groups.iter().enumerate() {
        members.iter().for_each(|&member| group[member] = number);
    }
    let (mut both, mut together, mut alike) = (0_usize, 0_usize, 0_usize);
    for one in 0..labels.len() {
        for other in 0..one {
            let (is, should) = (group[one] == group[other], labels[one] == labels[other]);
            both += usize::from(is && should);
            together += usize::from(is);
            alike += usize::from(should);
        }
    }
    let share = |of: usize| both as f64 / of.max(1) as f64;
    GroupingStep {
        like,
        groups: groups.iter().filter(|members| members.len() > 1).count(),
        largest: groups.iter().map(Vec::len).max().unwrap_or_default(),
        precision: share(together),
        recall: share(alike),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_count_by_group_and_by_label() {
        let step = step(&[vec![0, 1, 2], vec![3]], &["a", "a", "b", "b"], 0.7);
        assert_eq!((step.groups, step.largest), (1, 3));
        assert_eq!((step.precision, step.recall), (1.0 / 3.0, 0.5));
    }
}
