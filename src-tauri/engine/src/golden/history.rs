//! What came of golden questions, run after run.

use std::collections::{BTreeMap, BTreeSet};

use aside_contract::{
    GoldenQuestion, GoldenReport, GoldenResult, GoldenRun, GoldenState, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Runs that are kept.
const MOST_RUNS: usize = 50;

/// The runs, and how each question stood in the last one.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct History {
    /// The newest first.
    runs: Vec<GoldenRun>,
    /// By [`key`]: a question that is changed begins anew.
    known: BTreeMap<String, Known>,
}

/// How a question stood.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Known {
    place: Option<u32>,
    before: Option<u32>,
    first: Option<String>,
    found_at: Option<Timestamp>,
    missing: Vec<String>,
}

/// What a run found for one question.
pub(super) struct Asked {
    pub(super) question: GoldenQuestion,
    /// The place of the first of its documents, from 1.
    pub(super) place: Option<u32>,
    /// The document that stood first.
    pub(super) first: Option<String>,
    /// Its documents that are not there.
    pub(super) missing: Vec<String>,
}

impl History {
    /// The generation that the newest run asked.
    pub(super) fn generation(&self) -> Option<u64> {
        self.runs.first().map(|run| run.generation)
    }

    /// Whether each of the questions was asked before.
    pub(super) fn knows(&self, questions: &[GoldenQuestion]) -> bool {
        questions.iter().all(|question| self.known.contains_key(&key(question)))
    }

    /// Takes a run in. What is known of questions that were not asked is forgotten.
    pub(super) fn take(
        &mut self,
        asked: Vec<Asked>,
        at: Timestamp,
        generation: u64,
        milliseconds: u64,
    ) -> GoldenRun {
        let mut known = BTreeMap::new();
        let (mut found, mut lost) = (0, 0);
        let questions = u32::try_from(asked.len()).unwrap_or(u32::MAX);
        for Asked { question, place, first, missing } in asked {
            let before = self.known.get(&key(&question)).cloned();
            let in_time = place.is_some_and(|place| place <= question.within);
            let found_at = match in_time {
                true => Some(at),
                false => before.as_ref().and_then(|before| before.found_at),
            };
            found += u32::from(in_time);
            lost += u32::from(!in_time && found_at.is_some());
            let before = before.and_then(|before| before.place);
            known.insert(key(&question), Known { place, before, first, found_at, missing });
        }
        self.known = known;
        let run = GoldenRun { at, generation, questions, found, lost, milliseconds };
        self.runs.insert(0, run.clone());
        self.runs.truncate(MOST_RUNS);
        run
    }

    /// How these questions stand.
    pub(super) fn report(self, questions: Vec<GoldenQuestion>) -> GoldenReport {
        let mut results: Vec<GoldenResult> =
            questions.into_iter().map(|question| self.result(question)).collect();
        results.sort_by_key(|result| match result.state {
            GoldenState::Lost => 0,
            GoldenState::Missed => 1,
            GoldenState::Lower | GoldenState::Found | GoldenState::Waiting => 2,
        });
        GoldenReport { results, runs: self.runs, ..GoldenReport::default() }
    }

    fn result(&self, question: GoldenQuestion) -> GoldenResult {
        let known = self.known.get(&key(&question));
        let state = match known {
            None => GoldenState::Waiting,
            Some(Known { place: Some(place), before, .. }) if *place <= question.within => {
                match before {
                    Some(before) if before < place => GoldenState::Lower,
                    _ => GoldenState::Found,
                }
            }
            Some(Known { found_at: Some(_), .. }) => GoldenState::Lost,
            Some(_) => GoldenState::Missed,
        };
        let Known { place, before, first, found_at, missing } = known.cloned().unwrap_or_default();
        GoldenResult { question, state, place, before, first, found_at, missing }
    }
}

/// The same for the same question with the same expectation.
fn key(question: &GoldenQuestion) -> String {
    let documents: BTreeSet<&str> = question.documents.iter().map(String::as_str).collect();
    let said = serde_json::json!([question.question, documents, question.within]);
    blake3::hash(said.to_string().as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(within: u32) -> GoldenQuestion {
        GoldenQuestion { question: "How?".to_owned(), documents: vec!["a.md".to_owned()], within }
    }

    fn asked(place: Option<u32>) -> Vec<Asked> {
        vec![Asked { question: question(3), place, first: None, missing: Vec::new() }]
    }

    fn state(history: History) -> GoldenState {
        history.report(vec![question(3)]).results[0].state
    }

    #[test]
    fn what_was_found_before_and_is_not_any_more_stays_lost_until_it_is_found() {
        let mut history = History::default();
        assert_eq!(state(History::default()), GoldenState::Waiting);
        let mut run = |place| history.take(asked(place), Timestamp(1), 1, 0);
        assert_eq!((run(None).lost, run(Some(1)).lost), (0, 0));
        assert_eq!((run(Some(4)).lost, run(None).lost, run(None).lost), (1, 1, 1));
        let found = run(Some(2));
        assert_eq!((found.found, found.lost), (1, 0));
    }

    #[test]
    fn each_state_is_told() {
        for (places, wanted) in [
            (vec![None], GoldenState::Missed),
            (vec![Some(4)], GoldenState::Missed),
            (vec![Some(2)], GoldenState::Found),
            (vec![Some(1), Some(3)], GoldenState::Lower),
            (vec![Some(3), Some(1)], GoldenState::Found),
            (vec![Some(1), None], GoldenState::Lost),
            (vec![Some(1), Some(4)], GoldenState::Lost),
        ] {
            let mut history = History::default();
            for place in &places {
                history.take(asked(*place), Timestamp(1), 1, 0);
            }
            assert_eq!(state(history), wanted, "{places:?}");
        }
    }

    #[test]
    fn a_question_that_is_changed_begins_anew_and_runs_are_bounded() {
        let mut history = History::default();
        for generation in 0..60 {
            history.take(asked(Some(1)), Timestamp(1), generation, 0);
        }
        assert_eq!((history.runs.len(), history.generation()), (MOST_RUNS, Some(59)));
        assert!(history.knows(&[question(3)]) && !history.knows(&[question(2)]));
    }
}
