//! Follows the folders: events, gathered until they are quiet, become sightings; folders whose changes
//! the system does not tell are walked again and again.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_contract::{Following, WatchedFolder};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::board::Board;
use crate::error::KnowledgeError;
use crate::events::{Listener, Pending};
use crate::mounts::network_kind;
use crate::path::{file_part, is_supported};
use crate::roots::{Root, Roots};
use crate::rules::{RULES_FILE, Rules, SETTINGS_FOLDER};
use crate::scan::{Sighting, Unread, Walk, walk};
use crate::writer::Order;

/// How often the folders themselves are looked at.
const TICK: Duration = Duration::from_millis(250);
/// How often a folder without events is walked.
pub(crate) const POLL: Duration = Duration::from_secs(10);
/// How often a folder with events is walked all the same: some systems lose events without a word.
const SURE: Duration = Duration::from_secs(600);
/// A folder is walked for at most one part in this many of the time.
const WALK_SHARE: u32 = 10;

/// What the watching thread needs.
pub(crate) struct Watch {
    pub(crate) roots: Arc<Roots>,
    pub(crate) board: Arc<Board>,
    pub(crate) orders: Sender<Order>,
    /// Poll all folders this often instead of waiting for events.
    pub(crate) poll: Option<Duration>,
}

/// How one folder is followed.
struct Followed {
    root: Root,
    /// The system's watcher; without one, the folder is polled or missing.
    listener: Option<Listener>,
    missing: bool,
    every: Duration,
    next_walk: Instant,
}

/// All that the watching thread keeps.
pub(crate) struct Watching {
    followed: Vec<Followed>,
    events: Receiver<notify::Result<notify::Event>>,
    sender: Sender<notify::Result<notify::Event>>,
    /// A file is found by a link only, so hidden places matter too.
    has_links: bool,
}

impl Watch {
    /// Starts to follow all folders. Events gather from now on, even before [`Watch::run`].
    ///
    /// # Errors
    /// The first folder is missing.
    pub(crate) fn start(&self) -> Result<Watching, KnowledgeError> {
        let first = &self.roots.first().place;
        if !first.is_dir() {
            return Err(KnowledgeError::FolderMissing(first.clone()));
        }
        let (sender, events) = crossbeam_channel::unbounded();
        let mut followed: Vec<Followed> = self
            .roots
            .iter()
            .map(|root| Followed {
                root: root.clone(),
                listener: None,
                missing: false,
                every: SURE,
                next_walk: Instant::now() + SURE,
            })
            .collect();
        for one in &mut followed {
            self.follow(one, &sender);
        }
        let mut watching = Watching { followed, events, sender, has_links: false };
        // Each folder gets its watch, so that no change after this goes unnoticed.
        for place in 0..watching.followed.len() {
            if watching.followed[place].listener.is_some() {
                let walked = self.walk(&mut watching, place, "");
                watching.has_links |= walked.is_some_and(|walk| walk.has_links);
            }
        }
        Ok(watching)
    }

    /// Follows the folders until it is over.
    pub(crate) fn run(&self, mut watching: Watching) {
        let mut pending = Pending::default();
        let mut next_tick = Instant::now() + TICK;
        while !self.board.is_closed() {
            let until = pending.next_look().unwrap_or(next_tick).min(next_tick);
            match watching.events.recv_deadline(until) {
                Ok(event) => {
                    pending.note(event, &self.roots);
                    // A checkout brings thousands of events: they are taken together.
                    watching.events.try_iter().for_each(|event| pending.note(event, &self.roots));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if next_tick <= Instant::now() {
                self.look_at_folders(&mut watching);
                next_tick = Instant::now() + TICK;
            }
            if pending.all {
                // Events were lost, and with them perhaps new folders: watch and look anew.
                pending = Pending::default();
                for place in 0..watching.followed.len() {
                    self.begin_anew(&mut watching, place);
                }
            } else {
                let due = pending.take_due();
                self.look(&mut watching, &due);
            }
        }
    }

    /// Decides how a folder is followed, and says so.
    fn follow(&self, one: &mut Followed, sender: &Sender<notify::Result<notify::Event>>) {
        let name = one.root.place.display();
        one.missing = !one.root.place.is_dir();
        let (following, reason) = if one.missing {
            one.listener = None;
            (
                Following::Missing,
                Some(KnowledgeError::FolderMissing(one.root.place.clone()).to_string()),
            )
        } else if let Some(every) = self.poll {
            one.listener = None;
            one.every = every;
            (
                Following::Polling,
                Some(format!(
                    "{name} is walked every {} s, as it was asked for",
                    every.as_secs_f32()
                )),
            )
        } else if let Some(kind) = network_kind(&one.root.place) {
            one.listener = None;
            one.every = POLL;
            let reason = format!(
                "{name} is on a network ({kind}), where changes by others are not told: it is walked every {} s",
                POLL.as_secs()
            );
            (Following::Polling, Some(reason))
        } else {
            match Listener::start(sender.clone()) {
                Ok(listener) => {
                    one.listener = Some(listener);
                    one.every = SURE;
                    (Following::Events, None)
                }
                Err(reason) => return self.poll_instead(one, &reason),
            }
        };
        one.next_walk = Instant::now() + one.every;
        self.say(one, following, reason);
    }

    /// The system has no more watches: the folder is polled.
    fn poll_instead(&self, one: &mut Followed, reason: &str) {
        one.listener = None;
        one.every = POLL;
        one.next_walk = Instant::now();
        let reason = format!(
            "{} is walked every {} s, because {reason}",
            one.root.place.display(),
            POLL.as_secs()
        );
        tracing::warn!(%reason, "changes are not told by the system");
        self.say(one, Following::Polling, Some(reason));
    }

    fn say(&self, one: &Followed, following: Following, reason: Option<String>) {
        let folder = WatchedFolder {
            path: one.root.place.display().to_string(),
            name: one.root.name.clone(),
            following,
            reason,
        };
        if self.board.follow(folder) {
            self.report(Walk::default());
        }
    }

    /// Notices folders that went away, came back, or are due to be walked.
    fn look_at_folders(&self, watching: &mut Watching) {
        for place in 0..watching.followed.len() {
            let one = &watching.followed[place];
            let there = one.root.place.is_dir();
            if there == one.missing {
                self.begin_anew(watching, place);
            } else if there && one.next_walk <= Instant::now() {
                self.walk_and_report(watching, place, "");
            }
        }
    }

    /// The folder may be another one of the same name, so it is watched anew, and walked.
    fn begin_anew(&self, watching: &mut Watching, place: usize) {
        self.follow(&mut watching.followed[place], &watching.sender);
        if !watching.followed[place].missing {
            self.walk_and_report(watching, place, "");
        }
    }

    /// Walks what is called `below` in a folder and puts watches on it. An empty name is all of the folder.
    fn walk(&self, watching: &mut Watching, place: usize, below: &str) -> Option<Walk> {
        let one = &mut watching.followed[place];
        let name = if below.is_empty() { one.root.name.clone() } else { below.to_owned() };
        let start = Instant::now();
        let mut refused = None;
        let listener = &mut one.listener;
        let walked = walk(&self.roots, &name, &mut |folder| {
            if let (Some(listener), None) = (listener.as_mut(), &refused) {
                refused = listener.watch(folder).err();
            }
        });
        if let Some(reason) = refused {
            self.poll_instead(one, &reason);
        }
        if below.is_empty() {
            one.next_walk = Instant::now() + one.every.max(start.elapsed() * WALK_SHARE);
        }
        // A folder that went meanwhile is noticed at the next tick.
        walked.ok()
    }

    fn walk_and_report(&self, watching: &mut Watching, place: usize, below: &str) {
        if let Some(walk) = self.walk(watching, place, below) {
            watching.has_links |= walk.has_links;
            self.report(walk);
        }
    }

    /// Turns paths into sightings and into scopes below which the rest is gone.
    fn look(&self, watching: &mut Watching, paths: &[PathBuf]) {
        let mut rules = Rules::new(&self.roots);
        let mut found = Walk::default();
        let mut walk_whole: HashSet<String> = HashSet::new();
        for path in paths {
            let Some(name) = self.roots.name_of(path) else { continue };
            let root = self.roots.root_of(&name).name.clone();
            if self.roots.place_of(&name) != *path {
                // It has a name that another folder was mounted under.
                walk_whole.insert(String::new());
                continue;
            }
            if name == root {
                continue;
            }
            let metadata = std::fs::symlink_metadata(path);
            let is_folder = metadata.as_ref().is_ok_and(std::fs::Metadata::is_dir);
            if file_part(&name) == RULES_FILE {
                walk_whole.insert(root);
            } else if let Some(reason) = rules.leaves_out(&name, is_folder) {
                if watching.has_links {
                    walk_whole.insert(root);
                } else if metadata.is_ok()
                    && file_part(&name) != SETTINGS_FOLDER
                    && rules.leaves_out_itself(&name, is_folder).is_some()
                {
                    found.unread.push((name.clone(), Unread::Skipped(reason)));
                    found.scopes.push(name);
                } else {
                    found.scopes.push(name);
                }
            } else {
                match metadata {
                    // What a link means depends on what else there is.
                    Ok(metadata) if metadata.is_symlink() => {
                        walk_whole.insert(root);
                    }
                    Ok(metadata) if metadata.is_file() && is_supported(file_part(&name)) => {
                        found.scopes.push(name.clone());
                        found.sightings.push(Sighting::new(name, &metadata, true));
                    }
                    Ok(metadata) if metadata.is_dir() => {
                        let walked = self.walk(watching, self.place_of(&root), &name);
                        match walked {
                            Some(walk) if walk.has_links => {
                                walk_whole.insert(root);
                            }
                            Some(walk) => found.extend(walk),
                            None => found.scopes.push(name),
                        }
                    }
                    Ok(_) => {
                        let reason = crate::convert::ConvertError::Unsupported.to_string();
                        found.unread.push((name.clone(), Unread::Skipped(reason)));
                        found.scopes.push(name);
                    }
                    Err(_) => found.scopes.push(name),
                }
            }
        }
        if !found.scopes.is_empty() {
            self.report(found);
        }
        for root in walk_whole {
            let place = self.place_of(&root);
            watching.has_links = false;
            self.walk_and_report(watching, place, "");
        }
    }

    fn place_of(&self, root: &str) -> usize {
        self.roots.iter().position(|one| one.name == root).unwrap_or_default()
    }

    fn report(&self, walk: Walk) {
        // A closed channel means that it is over.
        let _ = self.orders.send(Order::Sighted { walk, reply: None });
    }
}

impl Walk {
    /// Adds what another part of a walk found.
    fn extend(&mut self, other: Self) {
        self.sightings.extend(other.sightings);
        self.unread.extend(other.unread);
        self.scopes.extend(other.scopes);
    }
}

/// Whether `path` is one of the watched folders itself.
pub(crate) fn is_root(roots: &Roots, path: &Path) -> bool {
    roots.iter().any(|root| root.place == path)
}
