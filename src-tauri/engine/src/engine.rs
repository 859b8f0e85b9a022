//! The engine itself: opening, events, closing.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Instant;

use aside_contract::{Actor, ConversationId, Event, LedgerState, ModelState};
use aside_desk::Desk;
use aside_knowledge::{Knowledge, KnowledgeOptions, WorkerCommand};
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::access::owner::OwnerToken;
use crate::access::tokens::Tokens;
use crate::answers::Answers;
use crate::articles::Articles;
use crate::attachments::AttachmentReading;
use crate::commands::knowledge::Disagreements;
use crate::commands::ledger::ledger_state;
use crate::commands::reach::Answering;
use crate::corrections::Corrections;
use crate::escalation::OwnEscalation;
use crate::golden::Golden;
use crate::language_model::LanguageModels;
use crate::ledger_key;
use crate::listeners::{ChatListener, Listeners};
use crate::lock::DataLock;
use crate::model::Model;
use crate::owners::Owners;
use crate::query::{self, Recall};
use crate::redaction::OwnRedaction;
use crate::reviews::Reviews;
use crate::service::Service;
use crate::settings::ChatSettings;
use crate::speech::Speech;
use crate::taxonomy::OwnTaxonomy;
use crate::team_words::{Macros, SentBefore};
use crate::turns::Turns;
use crate::voice::OwnVoice;
use crate::webhooks::{KnowledgeEar, Webhooks};
use crate::{EngineError, Places};

/// Everything that Aside does, behind plain functions. Share it in an [`Arc`].
///
/// Each engine acts as somebody: what is done through it, the ledger says of that one. All that come from
/// one [`Engine::open`] are the same but for that.
pub struct Engine {
    // First, so that the store is closed with everything else.
    pub(crate) desk: Desk,
    shared: Arc<Shared>,
}

/// What every engine of a process has in common.
pub struct Shared {
    pub(crate) places: Places,
    pub(crate) model: Arc<Model>,
    pub(crate) taxonomy: Arc<OwnTaxonomy>,
    pub(crate) redaction: Arc<OwnRedaction>,
    pub(crate) voice: OwnVoice,
    pub(crate) owners: Owners,
    pub(crate) escalation: OwnEscalation,
    pub(crate) macros: Arc<Macros>,
    pub(crate) sent_before: SentBefore,
    pub(crate) corrections: Arc<Corrections>,
    pub(crate) knowledge: Knowledge,
    // Before the desk, whose store is closed with its last clone.
    pub(crate) webhooks: Webhooks,
    /// On which Aside itself acts.
    own_desk: Desk,
    pub(crate) queries: Turns,
    /// What questions in SQL know of the ledger.
    pub(crate) recall: Arc<Recall>,
    pub(crate) service: Service,
    pub(crate) answers: Answers,
    /// Held by the look at what a customer is about to ask: there is one at a time.
    pub(crate) previewing: Mutex<()>,
    pub(crate) speech: Speech,
    pub(crate) tokens: Tokens,
    pub(crate) articles: Articles,
    pub(crate) answering: Answering,
    pub(crate) golden: Golden,
    pub(crate) reviews: Reviews,
    pub(crate) disagreements: Disagreements,
    pub(crate) attachments: Arc<AttachmentReading>,
    /// When it was opened.
    pub(crate) opened: Instant,
    pub(crate) language: LanguageModels,
    /// For threads that outlive the call that started them.
    pub(crate) me: WeakEngine,
    /// What was found of the ledger when watching began.
    pub(crate) ledger_at_start: Arc<OnceLock<LedgerState>>,
    listeners: Listeners,
    // Declared last: fields are dropped in order, and the folder is let go only after the stores.
    lock: DataLock,
}

/// An engine on which Aside itself acts, for as long as another one holds it open.
#[derive(Clone)]
pub(crate) struct WeakEngine(Weak<Shared>);

impl WeakEngine {
    /// None once it is closed.
    pub(crate) fn upgrade(&self) -> Option<Engine> {
        let shared = self.0.upgrade()?;
        Some(Engine { desk: shared.own_desk.clone(), shared })
    }
}

impl Deref for Engine {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl Engine {
    /// The same engine, through which everything is done by `actor`. One that was just opened is Aside's own.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Arc<Self> {
        let shared = Arc::clone(&self.shared);
        Arc::new(Self { desk: shared.own_desk.acting_as(actor), shared })
    }

    /// Opens the stores and loads the model. Nothing is scanned yet: see [`Engine::watch`] and
    /// [`Engine::index`].
    ///
    /// A missing model is no error: words still find documents, and [`Engine::model_state`] says
    /// what to do.
    ///
    /// # Errors
    /// Where the data folder is in use or a store cannot be opened.
    pub fn open(places: Places, worker: WorkerCommand) -> Result<Arc<Self>, EngineError> {
        // A folder that is away keeps nobody from asking the Aside that has the data folder.
        let lock = match places.data.is_dir() {
            true => DataLock::take(&places.data)?,
            false => {
                places.expect_knowledge()?;
                std::fs::create_dir_all(&places.data).map_err(|source| {
                    EngineError::DataFolder { path: places.data.clone(), source }
                })?;
                DataLock::take(&places.data)?
            }
        };
        places.expect_knowledge()?;
        let listeners = Listeners::default();
        let redaction = Arc::new(OwnRedaction::new(&places));
        let voice = OwnVoice::new(&places);
        let owners = Owners::new(&places);
        let escalation = OwnEscalation::new(&places);
        let macros = Arc::new(Macros::new(&places));
        let model = Arc::new(Model::load(&places, &redaction));
        let taxonomy = OwnTaxonomy::new(&places, model.reader.clone());
        let desk = match ledger_key::find()? {
            Some(key) => Desk::open_signed(&places.desk(), key)?,
            None => Desk::open(&places.desk())?,
        };
        let corrected = desk.corrections()?;
        taxonomy.follow(&corrected);
        let (golden, index_changed) = Golden::new(&places);
        let publish = listeners.all();
        let ear = KnowledgeEar::new();
        let attachments = AttachmentReading::new(worker.clone());
        let webhooks = Webhooks::new(&desk, &redaction, ear.clone());
        let knowledge = Knowledge::open(KnowledgeOptions {
            folders: places.knowledge.clone(),
            poll: crate::places::poll(),
            data: places.index(),
            queue: model.wanted.clone(),
            former: Some(model.former(&places, &redaction)),
            worker,
            on_change: Some(Box::new(move |status| {
                ear.hear(&status);
                // Nobody listening is fine.
                let _ = index_changed.send(());
                let _ = publish.send(Event::KnowledgeChanged { status });
            })),
        })?;
        places.remember()?;
        let corrections = Arc::new(Corrections::new(corrected));
        corrections.read_behind(&model);
        let service = Service::new(&places);
        let tokens = Tokens::new()?;
        let language = LanguageModels::new(&places);
        let articles = Articles::new(&places);
        let reviews = Reviews::new(&places);
        let shared = Arc::new_cyclic(|me| Shared {
            places,
            model,
            taxonomy,
            redaction,
            voice,
            owners,
            escalation,
            macros,
            sent_before: SentBefore::default(),
            corrections,
            knowledge,
            webhooks,
            own_desk: desk.clone(),
            queries: Turns::new(query::AT_ONCE),
            recall: Arc::default(),
            service,
            answers: Answers::start(&WeakEngine(me.clone())),
            previewing: Mutex::default(),
            speech: Speech::default(),
            tokens,
            articles,
            answering: Answering::default(),
            golden,
            reviews,
            disagreements: Disagreements::default(),
            attachments,
            opened: Instant::now(),
            language,
            me: WeakEngine(me.clone()),
            ledger_at_start: Arc::default(),
            listeners,
            lock,
        });
        Ok(Arc::new(Self { desk, shared }))
    }

    /// Follows the knowledge folder, what changed while Aside was off included, and the team's own labels
    /// from now on, tells webhooks what waits for them, and walks the ledger once for [`Engine::health`]. Returns at once; all of it goes on
    /// behind.
    ///
    /// # Errors
    /// Where the folder cannot be watched.
    pub fn watch(&self) -> Result<(), EngineError> {
        // Watching begins before the walk, so that no change falls between the two.
        let generation = self.knowledge.status().generation;
        self.knowledge.watch()?;
        self.webhooks.start(generation);
        let publish = self.listeners.all();
        self.taxonomy.watch(move |trouble| {
            // Nobody listening is fine.
            let _ = publish.send(Event::LabelsChanged { trouble });
        });
        self.answer_what_was_left();
        self.recall_replies();
        self.read_attachments_left();
        self.embed_facts_behind();
        self.ask_golden_behind();
        let (desk, ledger) = (self.desk.clone(), Arc::clone(&self.ledger_at_start));
        let knowledge = self.knowledge.clone();
        thread::spawn(move || {
            if let Err(error) = knowledge.scan() {
                tracing::error!(%error, "the knowledge folder could not be walked");
            }
            match desk.verify_ledger() {
                Ok(report) => {
                    if let Some(fault) = &report.fault {
                        tracing::error!(sequence = fault.sequence, reason = %fault.reason, "the ledger was altered");
                    }
                    // Watching begins once.
                    let _ = ledger.set(ledger_state(report));
                }
                Err(error) => tracing::error!(%error, "the ledger could not be checked"),
            }
        });
        Ok(())
    }

    /// Hears of everything that changes from now on. A listener that falls too far behind gets
    /// [`broadcast::error::RecvError::Lagged`] and reads everything anew.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.listeners.subscribe()
    }

    /// Hears of what happens in one conversation of the chat from now on, as its customer may know it.
    pub fn listen(&self, conversation: ConversationId) -> ChatListener {
        self.listeners.listen(conversation)
    }

    /// Whether the embedded model is loaded, and what to do where it is not.
    pub fn model_state(&self) -> ModelState {
        self.model.state(self.knowledge.encoder().as_ref())
    }

    /// Waits until the team's own taxonomy, as it stands in its file, is learnt.
    pub fn await_taxonomy(&self) {
        self.taxonomy.settle();
    }

    /// The folders in use.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Where the customer chat is reached from, as the settings stand now.
    pub fn chat_settings(&self) -> ChatSettings {
        self.language.settings.get().chat
    }

    /// Writes down where this process answers, or that it no longer does, so that a command that
    /// finds the data folder in use can ask there: see [`EngineError::InUse`].
    pub fn announce(&self, address: Option<SocketAddr>) {
        *self.answering.loopback.lock() = address;
        self.lock.note(address);
    }

    /// What the owner of this process shows who it is with.
    pub(crate) fn owner_token(&self) -> &OwnerToken {
        self.lock.token()
    }

    /// Stops answering, watching, indexing and telling webhooks. What is under way is finished; what waits is
    /// done at the next start.
    pub fn close(&self) {
        self.answers.close();
        self.language.close();
        self.knowledge.close();
        self.webhooks.stop();
    }

    /// Tells every listener. Called only after the change is stored.
    pub(crate) fn publish(&self, mut event: Event) {
        self.as_of_now(&mut event);
        self.listeners.tell(event);
    }
}
