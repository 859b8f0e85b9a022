//! The one writer thread: many callers, one flush.
//!
//! Callers hand over a change and wait. The writer takes every change that waits into one
//! transaction, commits it with one flush to the disk, and then answers each. While it flushes, the
//! next group gathers, so the more callers there are, the more of them share a flush. A change that
//! is refused is undone alone, by its nested transaction. A change may run more than once (the map
//! was full, say), always from the same stored state.

use std::sync::Arc;
use std::thread::JoinHandle;

use aside_contract::Actor;
use crossbeam_channel::{Receiver, Sender, bounded};
use heed::MdbError;

use crate::change::Change;
use crate::error::{DeskError, Failure};
use crate::ledger::{HeadFile, LedgerHash, head};
use crate::list::{News, Touched};
use crate::store::Store;

/// How many changes may wait; more callers wait for a place.
const WAITING: usize = 256;
/// How many changes go into one transaction at most.
const GROUP: usize = 256;

/// A change with the caller who waits for its answer.
trait Job: Send {
    /// Who makes the change.
    fn actor(&self) -> &Arc<Actor>;
    /// Works the change out and says whether it is to be kept. A fault of the store is the group's.
    fn run(&mut self, change: &mut Change<'_, '_>) -> Result<bool, Failure>;
    /// Tells the caller, now that the group is committed or has failed.
    fn answer(self: Box<Self>, committed: &Result<(), DeskError>);
}

struct Pending<T, F> {
    actor: Arc<Actor>,
    action: F,
    outcome: Option<Result<T, DeskError>>,
    caller: Sender<Result<T, DeskError>>,
}

impl<T: Send, F: FnMut(&mut Change<'_, '_>) -> Result<T, Failure> + Send> Job for Pending<T, F> {
    fn actor(&self) -> &Arc<Actor> {
        &self.actor
    }

    fn run(&mut self, change: &mut Change<'_, '_>) -> Result<bool, Failure> {
        let outcome = match (self.action)(change) {
            Ok(value) => Ok(value),
            Err(failure) if fails_group(&failure) => return Err(failure),
            Err(failure) => Err(failure.into_error(change.path())),
        };
        let kept = outcome.is_ok();
        self.outcome = Some(outcome);
        Ok(kept)
    }

    fn answer(self: Box<Self>, committed: &Result<(), DeskError>) {
        let answer = match (committed, self.outcome) {
            // A refusal holds whatever became of the others.
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(fault), _) => Err(fault.clone()),
            (Ok(()), None) => Err(DeskError::Closed),
        };
        // A caller that has gone away wants no answer.
        drop(self.caller.send(answer));
    }
}

/// Whether the whole transaction is lost, and not just one change.
fn fails_group(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(_) => false,
        Failure::NotOpen => true,
        Failure::Store(fault) => matches!(
            fault,
            heed::Error::Io(_)
                | heed::Error::Mdb(
                    MdbError::MapFull
                        | MdbError::MapResized
                        | MdbError::Panic
                        | MdbError::TxnFull
                        | MdbError::BadTxn
                )
        ),
    }
}

/// The writer thread; it ends, with everything that waits done, when this is dropped.
pub(crate) struct Writer {
    sender: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread, which signs the ledger's head after each commit where it is given the file.
    pub fn start(store: Arc<Store>, signed: Option<HeadFile>) -> std::io::Result<Self> {
        let (sender, receiver) = bounded(WAITING);
        let thread = std::thread::Builder::new()
            .name("desk-writer".to_owned())
            .spawn(move || write_groups(&store, &receiver, signed))?;
        Ok(Self { sender: Some(sender), thread: Some(thread) })
    }

    /// Makes a change on behalf of `actor`; returns once it is on the disk, or refused.
    pub fn change<T: Send + 'static>(
        &self,
        actor: &Arc<Actor>,
        action: impl FnMut(&mut Change<'_, '_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, DeskError> {
        let (caller, answer) = bounded(1);
        let job = Box::new(Pending { actor: Arc::clone(actor), action, outcome: None, caller });
        let sender = self.sender.as_ref().ok_or(DeskError::Closed)?;
        sender.send(job).map_err(|_| DeskError::Closed)?;
        answer.recv().map_err(|_| DeskError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the desk's writer thread has panicked");
        }
    }
}

fn write_groups(store: &Store, receiver: &Receiver<Box<dyn Job>>, mut signed: Option<HeadFile>) {
    while let Ok(first) = receiver.recv() {
        let mut group = vec![first];
        group.extend(receiver.try_iter().take(GROUP - 1));
        let committed = commit(store, &mut group);
        match &committed {
            Ok(Committed { sequence, hash, queued, .. }) => {
                tracing::trace!(changes = group.len(), "committed");
                if *queued {
                    store.ring();
                }
                if let Some(fault) =
                    signed.as_mut().and_then(|head| head.sign(*sequence, *hash).err())
                {
                    tracing::error!(%fault, "the ledger's head is not signed");
                }
            }
            Err(fault) => tracing::error!(%fault, changes = group.len(), "changes are not stored"),
        }
        let (committed, news) = match committed {
            Ok(Committed { news, .. }) => (Ok(()), news),
            Err(fault) => (Err(fault), None),
        };
        store.list.follow(news);
        for job in group {
            job.answer(&committed);
        }
    }
}

/// What a group of changes left.
struct Committed {
    /// The ledger's head.
    sequence: u64,
    hash: LedgerHash,
    /// Something waits to be delivered to a webhook since.
    queued: bool,
    /// What the list of conversations shows of it; none where that is not known.
    news: Option<News>,
}

/// Makes the changes.
fn commit(store: &Store, group: &mut [Box<dyn Job>]) -> Result<Committed, DeskError> {
    store.write(|live| {
        let mut txn = live.env.write_txn()?;
        let (mut queued, mut touched) = (false, Touched::default());
        for job in group.iter_mut() {
            let mut nested = live.env.nested_write_txn(&mut txn)?;
            let mut change = Change::new(&live.tables, &mut nested, live.env.path(), job.actor());
            let kept = job.run(&mut change)?;
            let Change { queued: queues, touched: touches, .. } = change;
            if kept {
                nested.commit()?;
                queued |= queues;
                touched.add(touches);
            } else {
                nested.abort();
            }
        }
        let (sequence, hash) = head(&live.tables, &txn)?;
        // What cannot be read now is met again where the list is read; it keeps nobody from working.
        let news = touched.read(&live.tables, &txn).ok();
        txn.commit()?;
        Ok(Committed { sequence, hash, queued, news })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use aside_contract::{Actor, Channel, ConversationId, Timestamp};

    use super::Writer;
    use crate::Desk;
    use crate::error::{DeskError, Failure};
    use crate::ledger::LedgerFact;

    #[test]
    fn what_a_refused_change_wrote_is_undone_and_its_neighbours_stay() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open(dir.path()).unwrap();
        let writer: &Writer = desk.writer();
        let refusal = DeskError::UnknownConversation(ConversationId::new());
        thread::scope(|scope| {
            for caller in 0..8 {
                let refusal = refusal.clone();
                scope.spawn(move || {
                    for n in 0..20 {
                        let customer = format!("customer {caller} {n}");
                        let refusal = refusal.clone();
                        let refused = caller % 2 == 1;
                        let result = writer.change(&Arc::new(Actor::Owner), move |change| {
                            let fact = LedgerFact::VipSet {
                                customer: customer.clone(),
                                vip: true,
                                tier: None,
                            };
                            change.append(Timestamp(0), None, &fact)?;
                            change.put_chat(Channel::Chat, &customer, ConversationId::new())?;
                            if refused { Err(Failure::from(refusal.clone())) } else { Ok(()) }
                        });
                        assert_eq!(result.is_err(), refused);
                    }
                });
            }
        });
        let report = desk.verify_ledger().unwrap();
        assert_eq!((report.sound, report.fault), (80, None));
        for (caller, there) in [(0, true), (1, false)] {
            let found = writer
                .change(&Arc::new(Actor::Aside), move |change| {
                    change.chat(Channel::Chat, &format!("customer {caller} 0"))
                })
                .unwrap();
            assert_eq!(found.is_some(), there);
        }
    }
}
