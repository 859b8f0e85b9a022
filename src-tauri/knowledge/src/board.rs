//! What is going on: the state of each file, totals, and who waits for them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use aside_contract::{FileFailure, KnowledgeStatus};
use parking_lot::{Condvar, Mutex};

/// How many of the files in work a status names.
const NAMED_FILES: usize = 10;

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// Its relative name.
    pub(crate) path: String,
    /// How often it was put off because it was still being written.
    pub(crate) delays: u32,
}

/// Jobs, states and totals, shared by all threads. The truth about states is the store; the writer
/// notes here what it has stored.
#[derive(Default)]
pub(crate) struct Board {
    state: Mutex<State>,
    /// There is a job, or it is over.
    jobs: Condvar,
    /// Something was stored.
    settled: Condvar,
}

#[derive(Default)]
struct State {
    closed: bool,
    waiting: VecDeque<(Instant, Job)>,
    waiting_paths: HashSet<String>,
    /// Being read, or read and not yet stored.
    running: HashSet<String>,
    /// Sighted again while running.
    again: HashSet<String>,
    failures: BTreeMap<String, String>,
    /// Files and folders that the last walk could not take.
    problems: Vec<(String, String)>,
    /// A trouble of the whole folder, by what it concerns.
    troubles: HashMap<&'static str, String>,
    totals: Totals,
}

/// What is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Files that have a record.
    pub(crate) known_files: u64,
    pub(crate) documents: u64,
    pub(crate) chunks: u64,
    pub(crate) embedded: u64,
    /// Texts without a vector.
    pub(crate) unembedded: u64,
    pub(crate) generation: u64,
}

impl Board {
    /// Asks for a file to be read; once more after it is stored if it is being read now.
    pub(crate) fn queue(&self, path: &str) {
        let mut state = self.state.lock();
        state.failures.remove(path);
        if state.running.contains(path) {
            state.again.insert(path.to_owned());
        } else {
            state.put(Job { path: path.to_owned(), delays: 0 }, Instant::now());
            self.jobs.notify_one();
        }
    }

    /// The next file to read; waits for one. `None` when it is over.
    pub(crate) fn next(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            let now = Instant::now();
            if let Some(place) = state.waiting.iter().position(|(due, _)| *due <= now) {
                let (_, job) = state.waiting.remove(place)?;
                state.waiting_paths.remove(&job.path);
                state.running.insert(job.path.clone());
                return Some(job);
            }
            match state.waiting.iter().map(|(due, _)| *due).min() {
                Some(due) => drop(self.jobs.wait_until(&mut state, due)),
                None => self.jobs.wait(&mut state),
            }
        }
    }

    /// Puts a running job off.
    pub(crate) fn delay(&self, job: Job, pause: Duration) {
        let mut state = self.state.lock();
        state.running.remove(&job.path);
        state.again.remove(&job.path);
        state.put(Job { delays: job.delays + 1, ..job }, Instant::now() + pause);
        self.jobs.notify_one();
    }

    /// A running job is stored, with this failure or none.
    pub(crate) fn finish(&self, path: &str, failure: Option<String>) {
        let mut state = self.state.lock();
        state.running.remove(path);
        match failure {
            Some(reason) => state.failures.insert(path.to_owned(), reason),
            None => state.failures.remove(path),
        };
        if state.again.remove(path) {
            state.put(Job { path: path.to_owned(), delays: 0 }, Instant::now());
            self.jobs.notify_one();
        }
    }

    /// A file is gone: neither queued nor failed.
    pub(crate) fn forget(&self, path: &str) {
        let mut state = self.state.lock();
        state.failures.remove(path);
        if state.waiting_paths.remove(path) {
            state.waiting.retain(|(_, job)| job.path != path);
        }
    }

    /// Notes a failure that is not from a job.
    pub(crate) fn fail(&self, path: &str, reason: String) {
        self.state.lock().failures.insert(path.to_owned(), reason);
    }

    /// Notes what the last walk through the folder could not take.
    pub(crate) fn problems(&self, problems: Vec<(String, String)>) {
        self.state.lock().problems = problems;
    }

    /// Notes or clears a trouble of the whole folder. True if that is news.
    pub(crate) fn trouble(&self, about: &'static str, reason: Option<&str>) -> bool {
        let mut state = self.state.lock();
        let before = match reason {
            Some(text) => state.troubles.insert(about, text.to_owned()),
            None => state.troubles.remove(about),
        };
        before.as_deref() != reason
    }

    /// Notes what is stored now and wakes those who wait for it.
    pub(crate) fn settle(&self, totals: Totals) {
        self.state.lock().totals = totals;
        self.settled.notify_all();
    }

    /// How many files wait or run.
    pub(crate) fn pending(&self) -> usize {
        let state = self.state.lock();
        state.waiting.len() + state.running.len()
    }

    /// Waits until `done` holds for what is pending and stored; false if `timeout` was too short.
    pub(crate) fn wait(&self, timeout: Duration, done: impl Fn(usize, Totals) -> bool) -> bool {
        let deadline = Instant::now() + timeout;
        let mut state = self.state.lock();
        loop {
            if done(state.waiting.len() + state.running.len(), state.totals) {
                return true;
            }
            if state.closed || self.settled.wait_until(&mut state, deadline).timed_out() {
                return done(state.waiting.len() + state.running.len(), state.totals);
            }
        }
    }

    /// Everything at a glance.
    pub(crate) fn status(&self, folder: &str) -> KnowledgeStatus {
        let state = self.state.lock();
        let pending = (state.waiting.len() + state.running.len()) as u64;
        let mut indexing: Vec<String> = state.running.iter().take(NAMED_FILES).cloned().collect();
        indexing.sort();
        let troubles = state.troubles.values().map(|reason| (String::new(), reason.clone()));
        let failures = state.failures.iter().map(|(path, reason)| (path.clone(), reason.clone()));
        let problems = state.problems.iter().cloned();
        KnowledgeStatus {
            folder: folder.to_owned(),
            files: state.totals.known_files.saturating_sub(pending + state.failures.len() as u64),
            documents: state.totals.documents,
            chunks: state.totals.chunks,
            embedded: state.totals.embedded,
            pending,
            indexing,
            failures: troubles
                .chain(problems)
                .chain(failures)
                .map(|(path, reason)| FileFailure { path, reason })
                .collect(),
            generation: state.totals.generation,
        }
    }

    /// Ends all waiting.
    pub(crate) fn close(&self) {
        self.state.lock().closed = true;
        self.jobs.notify_all();
        self.settled.notify_all();
    }

    /// Whether it is over.
    pub(crate) fn is_closed(&self) -> bool {
        self.state.lock().closed
    }
}

impl State {
    fn put(&mut self, job: Job, due: Instant) {
        if self.waiting_paths.insert(job.path.clone()) {
            self.waiting.push_back((due, job));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_read_once_more() {
        let board = Board::default();
        board.queue("a");
        board.queue("a");
        let job = board.next().unwrap();
        assert_eq!(board.pending(), 1);
        board.queue("a");
        board.finish(&job.path, None);
        assert_eq!(board.next().unwrap().path, "a");
        board.finish("a", Some("broken".into()));
        assert_eq!(board.pending(), 0);
        assert_eq!(board.status("f").failures[0].reason, "broken");
    }
}
