//! What is going on: the state of each file, totals, and who waits for them.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use aside_contract::{EncoderChange, FileFailure, Following, KnowledgeStatus, WatchedFolder};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use parking_lot::{Condvar, Mutex};

use crate::pace::Meter;
use crate::roots::Roots;
use crate::scan::Unread;

/// How many of the files in work a status names.
const NAMED_FILES: usize = 10;
/// How many failures a status names; a status is told at each commit.
const NAMED_FAILURES: usize = 200;

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
    /// There is a job with pictures, embedding goes on, or it is over.
    pictured: Condvar,
    /// Something was stored.
    settled: Condvar,
    /// Embedding may go on, or it is over.
    resumed: Condvar,
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
    /// Files with pictures of text that wait to be recognised. They are never in `waiting`.
    pictured: VecDeque<String>,
    /// The one of them that is running.
    recognising: Option<String>,
    /// That one changed or went meanwhile.
    outdated: bool,
    failures: BTreeMap<String, String>,
    /// Of containers, how many of their members could not be read.
    failed_parts: BTreeMap<String, u64>,
    /// Files and folders that are there and are not indexed, as the last walk found them.
    unread: BTreeMap<String, Unread>,
    /// A trouble of the whole, by what it concerns.
    troubles: BTreeMap<String, String>,
    folders: Vec<WatchedFolder>,
    /// A person holds embedding back.
    paused: bool,
    read: Meter,
    embedded: Meter,
    totals: Totals,
    /// Another encoder's vectors are on their way.
    change: Option<EncoderChange>,
}

/// What files are doing now, besides what the store says of them.
#[derive(Debug, Default)]
pub(crate) struct Doing {
    pub(crate) waiting: HashSet<String>,
    pub(crate) running: HashSet<String>,
    /// Their pictures of text wait, or are being recognised.
    pub(crate) pictured: HashSet<String>,
    pub(crate) unread: BTreeMap<String, Unread>,
    pub(crate) unembedded: u64,
}

/// What is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Files that have a record.
    pub(crate) known_files: u64,
    pub(crate) documents: u64,
    pub(crate) chunks: u64,
    pub(crate) embedded: u64,
    /// Texts that get a vector, of the encoder that answers or of the one to come.
    pub(crate) unembedded: u64,
    pub(crate) generation: u64,
    /// Whether the stored vectors are in memory.
    pub(crate) loaded: bool,
}

impl Board {
    /// Asks for a file to be read; once more after it is stored if it is being read now. It goes
    /// `ahead` of those that wait if somebody is likely to look for it now.
    pub(crate) fn queue(&self, path: &str, ahead: bool) {
        let mut state = self.state.lock();
        state.failures.remove(path);
        state.pictured.retain(|pictured| pictured != path);
        if state.running.contains(path) {
            state.outdate(path);
            state.again.insert(path.to_owned());
            return;
        }
        let job = Job { path: path.to_owned(), delays: 0 };
        if ahead && state.waiting_paths.insert(job.path.clone()) {
            state.waiting.push_front((Instant::now(), job));
        } else {
            state.put(job, Instant::now());
        }
        self.jobs.notify_one();
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
                state.read.begin(now);
                state.running.insert(job.path.clone());
                return Some(job);
            }
            match state.waiting.iter().map(|(due, _)| *due).min() {
                Some(due) => drop(self.jobs.wait_until(&mut state, due)),
                None => self.jobs.wait(&mut state),
            }
        }
    }

    /// Asks for the pictures of text of a file whose text is stored.
    pub(crate) fn queue_pictured(&self, path: &str) {
        self.state.lock().pictured.push_back(path.to_owned());
        self.pictured.notify_one();
    }

    /// The text of a running job is stored; its pictures of text are still to be recognised.
    pub(crate) fn finish_text(&self, path: &str) {
        let mut state = self.state.lock();
        state.end(path);
        state.failures.remove(path);
        if state.again.remove(path) {
            state.put(Job { path: path.to_owned(), delays: 0 }, Instant::now());
            self.jobs.notify_one();
        } else {
            state.pictured.push_back(path.to_owned());
            self.pictured.notify_one();
        }
    }

    /// The next file whose pictures of text are to be recognised; waits for one, and while embedding is
    /// held back. `None` when it is over. Only one thread asks for them.
    pub(crate) fn next_pictured(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            if !state.paused
                && let Some(path) = state.pictured.pop_front()
            {
                state.running.insert(path.clone());
                state.recognising = Some(path.clone());
                state.outdated = false;
                return Some(Job { path, delays: 0 });
            }
            self.pictured.wait(&mut state);
        }
    }

    /// Whether the file that is being recognised need not be, for now: it is over, somebody holds it
    /// back, or the file changed or went.
    pub(crate) fn is_unwanted(&self, path: &str) -> bool {
        let state = self.state.lock();
        let outdated = state.outdated && state.recognising.as_deref() == Some(path);
        state.closed || state.paused || outdated
    }

    /// Puts a file back whose pictures were not recognised: first of them, or among those to be read
    /// where it changed.
    pub(crate) fn put_back(&self, job: Job) {
        let mut state = self.state.lock();
        state.running.remove(&job.path);
        state.recognising = None;
        if state.again.remove(&job.path) || state.outdated {
            state.put(Job { delays: 0, ..job }, Instant::now());
            self.jobs.notify_one();
        } else {
            state.pictured.push_front(job.path);
            // It may be wanted again by now.
            self.pictured.notify_one();
        }
        self.settled.notify_all();
    }

    /// Puts a running job off.
    pub(crate) fn delay(&self, job: Job, pause: Duration) {
        let mut state = self.state.lock();
        state.end(&job.path);
        state.again.remove(&job.path);
        state.put(Job { delays: job.delays + 1, ..job }, Instant::now() + pause);
        self.jobs.notify_one();
    }

    /// A running job is stored, with this failure or none.
    pub(crate) fn finish(&self, path: &str, failure: Option<String>) {
        let mut state = self.state.lock();
        state.end(path);
        state.read.note(Instant::now(), 1);
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
        state.failed_parts.remove(path);
        state.pictured.retain(|pictured| pictured != path);
        state.outdate(path);
        if state.waiting_paths.remove(path) {
            state.waiting.retain(|(_, job)| job.path != path);
        }
    }

    /// Notes a failure that is not from a job.
    pub(crate) fn fail(&self, path: &str, reason: String) {
        self.state.lock().failures.insert(path.to_owned(), reason);
    }

    /// Notes how many members of a container could not be read.
    pub(crate) fn fail_parts(&self, path: &str, count: u64) {
        let mut state = self.state.lock();
        match count {
            0 => state.failed_parts.remove(path),
            _ => state.failed_parts.insert(path.to_owned(), count),
        };
    }

    /// Notes what is not indexed below `scopes`, and forgets what was noted there before.
    pub(crate) fn unread(&self, roots: &Roots, scopes: &[String], unread: Vec<(String, Unread)>) {
        let mut state = self.state.lock();
        state.unread.retain(|name, _| !scopes.iter().any(|scope| roots.is_within(name, scope)));
        state.unread.extend(unread);
    }

    /// Notes how a folder is followed. True if that is news.
    pub(crate) fn follow(&self, folder: WatchedFolder) -> bool {
        let mut state = self.state.lock();
        match state.folders.iter_mut().find(|known| known.name == folder.name) {
            Some(known) if *known == folder => return false,
            Some(known) => *known = folder,
            None => state.folders.push(folder),
        }
        true
    }

    /// Notes or clears a trouble of the whole. True if that is news.
    pub(crate) fn trouble(&self, about: &str, reason: Option<&str>) -> bool {
        let mut state = self.state.lock();
        let before = match reason {
            Some(text) => state.troubles.insert(about.to_owned(), text.to_owned()),
            None => state.troubles.remove(about),
        };
        before.as_deref() != reason
    }

    /// Holds embedding back, or lets it go on.
    pub(crate) fn pause(&self, paused: bool) {
        let mut state = self.state.lock();
        state.paused = paused;
        state.embedded.clear();
        drop(state);
        self.resumed.notify_all();
        self.pictured.notify_all();
        self.settled.notify_all();
    }

    /// Waits while embedding is held back.
    pub(crate) fn wait_while_paused(&self) {
        let mut state = self.state.lock();
        while state.paused && !state.closed {
            self.resumed.wait(&mut state);
        }
    }

    /// Waits this long, or until it is over.
    pub(crate) fn rest(&self, pause: Duration) {
        let deadline = Instant::now() + pause;
        let mut state = self.state.lock();
        while !state.closed && !self.resumed.wait_until(&mut state, deadline).timed_out() {}
    }

    /// The writer's answer to an order; `None` if it was over before it took the order. A bounded channel
    /// keeps what nobody takes, and with it the sender of the answer, so that waiting for the answer alone
    /// could last for ever.
    pub(crate) fn answer<T>(&self, answer: &Receiver<T>) -> Option<T> {
        const LOOK: Duration = Duration::from_millis(200);
        loop {
            match answer.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Timeout) if !self.is_closed() => {}
                answered => return answered.ok(),
            }
        }
    }

    /// Notes that texts are about to get their vectors.
    pub(crate) fn embedding(&self) {
        self.state.lock().embedded.begin(Instant::now());
    }

    /// Notes that so many texts got their vectors.
    pub(crate) fn embedded(&self, count: usize) {
        self.state.lock().embedded.note(Instant::now(), count as u64);
    }

    /// What files are doing now.
    pub(crate) fn doing(&self) -> Doing {
        let state = self.state.lock();
        Doing {
            waiting: state.waiting_paths.clone(),
            running: state.running.clone(),
            pictured: state.pictured.iter().chain(&state.recognising).cloned().collect(),
            unread: state.unread.clone(),
            unembedded: state.totals.unembedded,
        }
    }

    /// Notes what is stored now and wakes those who wait for it.
    pub(crate) fn settle(&self, totals: Totals, change: Option<EncoderChange>) {
        let mut state = self.state.lock();
        state.change = change;
        state.totals = Totals { loaded: state.totals.loaded, ..totals };
        self.settled.notify_all();
    }

    /// The stored vectors are in memory, or cannot be read.
    pub(crate) fn loaded(&self) {
        self.state.lock().totals.loaded = true;
        self.settled.notify_all();
    }

    /// How many files wait or run, those with pictures of text aside.
    pub(crate) fn pending(&self) -> usize {
        self.state.lock().pending()
    }

    /// Waits until nothing is pending, pictures of text are recognised or held back, and, if it matters and is not held back, every text has its
    /// vector; false if `timeout` was too short.
    pub(crate) fn wait(&self, timeout: Duration, vectors: bool, done: impl Fn() -> bool) -> bool {
        self.wait_for(timeout, |state| {
            let embedded = !vectors || state.paused || state.totals.unembedded == 0;
            let recognised = state.paused || state.pictured.is_empty();
            let read = state.waiting.is_empty() && state.running.is_empty() && recognised;
            state.totals.loaded && read && embedded && done()
        })
    }

    /// Waits until the stored vectors are in memory; false if `timeout` was too short.
    pub(crate) fn wait_until_loaded(&self, timeout: Duration) -> bool {
        self.wait_for(timeout, |state| state.totals.loaded)
    }

    fn wait_for(&self, timeout: Duration, holds: impl Fn(&State) -> bool) -> bool {
        let deadline = Instant::now() + timeout;
        let mut state = self.state.lock();
        loop {
            if holds(&state) {
                return true;
            }
            if state.closed || self.settled.wait_until(&mut state, deadline).timed_out() {
                return holds(&state);
            }
        }
    }

    /// Everything at a glance.
    pub(crate) fn status(&self, folder: &str) -> KnowledgeStatus {
        let state = self.state.lock();
        let now = Instant::now();
        let recognising = state.pictured.len() + usize::from(state.recognising.is_some());
        let (reading, recognising) = (state.pending() as u64, recognising as u64);
        let pending = reading + recognising;
        let mut indexing: Vec<String> = state.running.iter().take(NAMED_FILES).cloned().collect();
        indexing.sort();
        let missing = state.folders.iter().filter(|folder| folder.following == Following::Missing);
        let missing = missing.filter_map(|folder| folder.reason.as_ref());
        let troubles = state.troubles.values().chain(missing).map(|reason| ("", reason));
        let unread = state.unread.iter().filter_map(|(path, unread)| match unread {
            Unread::Failed(reason) => Some((path.as_str(), reason)),
            Unread::Skipped(_) => None,
        });
        let failed = state.failures.iter().map(|(path, reason)| (path.as_str(), reason));
        let failures = troubles.chain(unread).chain(failed);
        KnowledgeStatus {
            folder: folder.to_owned(),
            folders: state.folders.clone(),
            files: state.totals.known_files.saturating_sub(pending + state.failures.len() as u64),
            documents: state.totals.documents,
            chunks: state.totals.chunks,
            embedded: state.totals.embedded,
            pending,
            recognising,
            indexing,
            failed: failures.clone().count() as u64,
            failed_parts: state.failed_parts.values().sum(),
            failures: failures
                .take(NAMED_FAILURES)
                .map(|(path, reason)| FileFailure { path: path.to_owned(), reason: reason.clone() })
                .collect(),
            skipped: state.unread.values().filter(|file| matches!(file, Unread::Skipped(_))).count()
                as u64,
            paused: state.paused,
            reading: state.read.pace(now, reading),
            embedding: if state.paused {
                None
            } else {
                state.embedded.pace(now, state.totals.unembedded)
            },
            change: state.change.clone(),
            generation: state.totals.generation,
        }
    }

    /// Ends all waiting.
    pub(crate) fn close(&self) {
        self.state.lock().closed = true;
        self.jobs.notify_all();
        self.settled.notify_all();
        self.resumed.notify_all();
        self.pictured.notify_all();
    }

    /// Whether it is over.
    pub(crate) fn is_closed(&self) -> bool {
        self.state.lock().closed
    }
}

impl State {
    fn pending(&self) -> usize {
        self.waiting.len() + self.running.len() - usize::from(self.recognising.is_some())
    }

    /// A job is no longer running.
    fn end(&mut self, path: &str) {
        self.running.remove(path);
        if self.recognising.as_deref() == Some(path) {
            self.recognising = None;
        }
    }

    /// What is recognised of a file is not wanted any more.
    fn outdate(&mut self, path: &str) {
        self.outdated |= self.recognising.as_deref() == Some(path);
    }

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
        board.queue("a", false);
        board.queue("a", false);
        let job = board.next().unwrap();
        assert_eq!(board.pending(), 1);
        board.queue("a", false);
        board.finish(&job.path, None);
        assert_eq!(board.next().unwrap().path, "a");
        board.finish("a", Some("broken".into()));
        assert_eq!(board.pending(), 0);
        assert_eq!(board.status("f").failures[0].reason, "broken");
    }

    #[test]
    fn pictures_wait_beside_other_files_and_are_given_up_when_they_are_not_wanted() {
        let board = Board::default();
        board.queue("scan.pdf", false);
        board.finish_text(&board.next().unwrap().path);
        board.queue("text.md", false);
        assert_eq!((board.pending(), board.status("f").recognising), (1, 1));
        let scan = board.next_pictured().unwrap();
        assert_eq!(
            (scan.path.as_str(), board.pending(), board.status("f").pending),
            ("scan.pdf", 1, 2)
        );
        assert!(!board.is_unwanted("scan.pdf"));

        board.pause(true);
        assert!(board.is_unwanted("scan.pdf"));
        board.put_back(scan);
        board.finish(&board.next().unwrap().path, None);
        assert!(board.wait_for(Duration::ZERO, |state| state.waiting.is_empty()));
        board.pause(false);
        let scan = board.next_pictured().unwrap();
        // It is saved anew: it is read before its pictures are.
        board.queue("scan.pdf", false);
        assert!(board.is_unwanted("scan.pdf"));
        board.put_back(scan);
        assert_eq!(board.next().unwrap().path, "scan.pdf");
        board.finish_text("scan.pdf");
        let scan = board.next_pictured().unwrap();
        board.forget("scan.pdf");
        assert!(board.is_unwanted(&scan.path));
    }

    #[test]
    fn a_file_that_just_came_is_read_before_those_that_wait() {
        let board = Board::default();
        for path in ["a", "b"] {
            board.queue(path, false);
        }
        board.queue("new", true);
        assert_eq!(board.next().unwrap().path, "new");
        assert_eq!(board.next().unwrap().path, "a");
    }
}
