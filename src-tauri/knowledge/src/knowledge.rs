//! The knowledge base as others see it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use aside_contract::{
    DocumentSection, DocumentView, FileList, Following, KnowledgeStatus, Passage, Timestamp,
    WatchedFolder,
};
use aside_inference::{Embedding as QuestionEmbedding, InferenceQueue};
use crossbeam_channel::{Sender, bounded};
use parking_lot::{Mutex, RwLock};

use crate::board::Board;
use crate::convert::{Pool, WorkerCommand};
use crate::duplicates::{Comparing, Duplicates};
use crate::embedding::{Embedding, Share};
use crate::encoders::{Encoders, FormerEncoder};
use crate::error::KnowledgeError;
use crate::files::{FilesRequest, list};
use crate::index::Matrix;
use crate::memory::Ahead;
use crate::pipeline::Reader;
use crate::record::Mark;
use crate::roots::Roots;
use crate::scan::{ScanSummary, walk_all};
use crate::search::{Candidate, SearchRequest, explain, search};
use crate::store::Store;
use crate::watch::Watch;
use crate::words::Words;
use crate::writer::{Derived, Order, Writer};

/// Threads that read and convert files. Converting is a hundredth of the work that embedding is.
const READERS: usize = 2;
/// How many files may be read ahead of the writer.
const READ_AHEAD: usize = 128;

/// How long opening waits for the vectors, so that a small knowledge base is whole at once.
const LOADING: Duration = Duration::from_secs(1);
/// How often somebody who waits for the comparing of documents looks.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What a knowledge base is made of.
pub struct KnowledgeOptions {
    /// The folders with the documents; nothing is written there from here. Documents of the first are named
    /// by their path in it, those of a further one by its name and their path.
    pub folders: Vec<PathBuf>,
    /// Walk the folders this often instead of waiting for the system to tell of changes.
    pub poll: Option<Duration>,
    /// A folder of our own for the store and the word index; created if it is missing.
    pub data: PathBuf,
    /// The encoder that passages are to be found with; without it, words alone are searched.
    pub queue: Option<InferenceQueue>,
    /// Finds the encoder of vectors that were stored before another one was wanted. They answer until
    /// its own are made, if that encoder can still be had.
    pub former: Option<FormerEncoder>,
    /// How a process that converts files is started.
    pub worker: WorkerCommand,
    /// Called after each commit, from the writing thread: it must be quick.
    pub on_change: Option<Box<dyn Fn(KnowledgeStatus) + Send + Sync>>,
}

/// An open knowledge base. Clones are the same one; it closes when [`Knowledge::close`] is called or
/// the last clone is dropped.
#[derive(Clone)]
pub struct Knowledge(Arc<Inner>);

struct Inner {
    roots: Arc<Roots>,
    folder: String,
    poll: Option<Duration>,
    store: Arc<Store>,
    words: Arc<Words>,
    matrix: Arc<RwLock<Matrix>>,
    board: Arc<Board>,
    duplicates: Arc<RwLock<Duplicates>>,
    /// How much waits to be compared.
    uncompared: Arc<AtomicU64>,
    workers: Arc<Pool>,
    orders: Sender<Order>,
    encoders: Arc<Encoders>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Knowledge {
    /// Opens the knowledge base and goes on with files that were queued when it was last closed.
    ///
    /// # Errors
    /// The folder is missing, the data folder cannot be used or is in use, or the store is broken.
    pub fn open(options: KnowledgeOptions) -> Result<Self, KnowledgeError> {
        let KnowledgeOptions { folders, poll, data, queue, former, worker, on_change } = options;
        let roots = Arc::new(Roots::open(&folders)?);
        std::fs::create_dir_all(&data)
            .map_err(|source| KnowledgeError::io("make the folder", &data, source))?;
        // The word index has a lock on the data folder, so it is opened first.
        let words = Arc::new(Words::open(&data.join("words"))?);
        let store = Arc::new(Store::open(&data.join("store"))?);
        let stored = store.read(|snapshot| Ok(snapshot.editions()?.answering))?;
        let stored = stored.map(|edition| edition.encoder);
        let encoders = Arc::new(Encoders::new(queue.clone(), stored.as_deref(), former.as_ref()));
        let (orders, taken) = bounded(READ_AHEAD);
        let (wakes, woken): (Vec<_>, Vec<_>) = (0..2).map(|_| bounded(1)).unzip();
        let board = Arc::new(Board::default());
        let duplicates = Arc::new(RwLock::new(Duplicates::default()));
        let (comparing, changed, uncompared) =
            Comparing::new(store.clone(), board.clone(), duplicates.clone(), queue.clone());
        let inner = Arc::new(Inner {
            folder: roots.first().place.display().to_string(),
            roots: roots.clone(),
            poll,
            store: store.clone(),
            words: words.clone(),
            matrix: Arc::default(),
            board: board.clone(),
            duplicates,
            uncompared,
            workers: Arc::new(Pool::new(worker)),
            orders: orders.clone(),
            encoders: encoders.clone(),
            threads: Mutex::new(Vec::new()),
        });
        for root in roots.iter() {
            board.follow(WatchedFolder {
                path: root.place.display().to_string(),
                name: root.name.clone(),
                following: Following::Off,
                reason: None,
            });
        }
        let writer = Writer {
            roots: roots.clone(),
            folder: inner.folder.clone(),
            derived: Derived {
                store: store.clone(),
                words,
                matrix: inner.matrix.clone(),
                words_behind: AtomicBool::new(false),
            },
            board: board.clone(),
            encoders: encoders.clone(),
            arranged: AtomicBool::new(false),
            queue: queue.clone(),
            on_change,
            wakes,
            changed,
        };
        writer.prepare()?;
        inner.spawn("knowledge-writer", move || {
            writer.load();
            writer.run(&taken);
        })?;
        inner.spawn("knowledge-comparing", move || comparing.run())?;
        let ahead = Arc::new(Ahead::default());
        for _ in 0..READERS {
            let (roots, store, board) = (roots.clone(), store.clone(), board.clone());
            let (workers, orders) = (inner.workers.clone(), orders.clone());
            let (ahead, queue) = (ahead.clone(), queue.clone());
            let reader = Reader { roots, store, board, workers, orders, ahead, queue };
            inner.spawn("knowledge-reader", move || reader.run())?;
        }
        let pictures = Reader {
            roots,
            store: store.clone(),
            board: board.clone(),
            workers: inner.workers.clone(),
            orders: orders.clone(),
            // It is one thread alone, and slow: nothing waits for it.
            ahead: Arc::default(),
            queue,
        };
        inner.spawn("knowledge-ocr", move || pictures.recognise())?;
        if encoders.is_any() {
            for (share, wake) in [Share::Answering, Share::Coming].into_iter().zip(woken) {
                let (store, board) = (store.clone(), board.clone());
                let (encoders, orders) = (encoders.clone(), orders.clone());
                let embedding = Embedding { share, store, board, encoders, orders, wake };
                inner.spawn("knowledge-embedder", move || embedding.run())?;
            }
        }
        let knowledge = Self(inner);
        knowledge.wait_until_loaded(LOADING);
        Ok(knowledge)
    }

    /// Walks the folder now, queues what is new or changed, and forgets what is gone.
    ///
    /// # Errors
    /// The folder is missing or unreadable (then nothing is forgotten), or the store cannot be written.
    pub fn scan(&self) -> Result<ScanSummary, KnowledgeError> {
        let (walk, missing) = walk_all(&self.0.roots, &mut |_| {})?;
        for (root, error) in missing {
            self.0.board.follow(WatchedFolder {
                path: root.place.display().to_string(),
                name: root.name,
                following: Following::Missing,
                reason: Some(error.to_string()),
            });
        }
        let (reply, answer) = bounded(1);
        let order = Order::Sighted { walk, reply: Some(reply) };
        self.0.orders.send(order).map_err(|_| KnowledgeError::Closed)?;
        self.0.board.answer(&answer).ok_or(KnowledgeError::Closed)?
    }

    /// Follows the folder from now on until the knowledge base is closed. What changed before is
    /// found by [`Knowledge::scan`]: call it after this, so that nothing falls between.
    ///
    /// # Errors
    /// The first folder is missing. Where the system has no more watches, folders are polled.
    pub fn watch(&self) -> Result<(), KnowledgeError> {
        let Inner { roots, board, orders, poll, .. } = &*self.0;
        let (roots, board, orders) = (roots.clone(), board.clone(), orders.clone());
        let watch = Watch { roots, board, orders, poll: *poll };
        let watching = watch.start()?;
        self.0.spawn("knowledge-watch", move || watch.run(watching))
    }

    /// Reads a file again, or all that could not be read, whatever was found out about them before.
    /// Gives how many these are.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn retry(&self, path: Option<&str>) -> Result<u64, KnowledgeError> {
        let (reply, answer) = bounded(1);
        let order = Order::Retry(path.map(str::to_owned), reply);
        self.0.orders.send(order).map_err(|_| KnowledgeError::Closed)?;
        self.0.board.answer(&answer).ok_or(KnowledgeError::Closed)?
    }

    /// Holds finding by meaning and the recognition of pictures of text back, or lets them go on, now and
    /// after the next start. Files are read and found by their words all the same.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn pause(&self, paused: bool) -> Result<(), KnowledgeError> {
        let (reply, answer) = bounded(1);
        self.0.orders.send(Order::Pause(paused, reply)).map_err(|_| KnowledgeError::Closed)?;
        self.0.board.answer(&answer).ok_or(KnowledgeError::Closed)?
    }

    /// What keeps converters from files and network, such as `landlock, seccomp`, or `none`; nothing
    /// before the first document that needed a converter of its own.
    pub fn fence(&self) -> Option<&str> {
        self.0.workers.fence()
    }

    /// Where files stand, why, and what was made of them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn files(&self, request: &FilesRequest<'_>) -> Result<FileList, KnowledgeError> {
        let Inner { store, matrix, duplicates, board, .. } = &*self.0;
        let comparing = self.is_comparing();
        let list = list(store, &matrix.read(), &duplicates.read(), &board.doing(), request)?;
        Ok(FileList { comparing, ..list })
    }

    /// Waits until all documents that are stored are compared with each other: see
    /// [`FileList::comparing`]. False if `timeout` was too short.
    pub fn wait_until_compared(&self, timeout: Duration) -> bool {
        let deadline = Instant::now() + timeout;
        while self.is_comparing() && !self.0.board.is_closed() {
            if Instant::now() >= deadline {
                return false;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        true
    }

    fn is_comparing(&self) -> bool {
        self.0.uncompared.load(Ordering::Relaxed) > 0
    }

    /// Waits until every file that is known is read and found by words, and with a model by meaning.
    /// Meaning is not waited for while it is held back. False if `timeout` was too short.
    pub fn wait_until_indexed(&self, timeout: Duration) -> bool {
        let Inner { board, encoders, orders, .. } = &*self.0;
        board.wait(timeout, encoders.is_any(), || orders.is_empty())
    }

    /// Waits until the vectors that were stored before are in memory. Opening a large knowledge base
    /// does not wait for them: until then, words alone are searched. False if `timeout` was too short.
    pub fn wait_until_loaded(&self, timeout: Duration) -> bool {
        self.0.board.wait_until_loaded(timeout)
    }

    /// The encoder to embed questions with: that of the vectors which answer now. While another one was
    /// chosen and its vectors are on their way, it is the former one.
    pub fn encoder(&self) -> Option<InferenceQueue> {
        self.0.encoders.answering()
    }

    /// What it holds and does now.
    pub fn status(&self) -> KnowledgeStatus {
        self.0.board.status(&self.0.folder)
    }

    /// The passages that most likely answer, best first. Scores are probabilities; those below
    /// [`crate::RELEVANCE_FLOOR`] should not be taken for answers.
    ///
    /// # Errors
    /// The store or the word index cannot be read.
    pub fn search(&self, request: &SearchRequest<'_>) -> Result<Vec<Passage>, KnowledgeError> {
        search(&self.0.store, &self.0.words, &self.0.matrix, request)
    }

    /// Every candidate of a search, in no order, with what ranks it: what the ranking is trained on.
    ///
    /// # Errors
    /// The store or the word index cannot be read.
    pub fn candidates(
        &self,
        request: &SearchRequest<'_>,
    ) -> Result<Vec<Candidate>, KnowledgeError> {
        explain(&self.0.store, &self.0.words, &self.0.matrix, request)
    }

    /// Why a document is held back from language models; `None` if it is not, or is not there.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn mark(&self, document: &str) -> Result<Option<Mark>, KnowledgeError> {
        let found = self.0.store.read(|snapshot| snapshot.document(document))?;
        Ok(found.and_then(|document| document.mark))
    }

    /// A document with its passages in reading order; `None` if there is none of this id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn document(&self, id: &str) -> Result<Option<DocumentView>, KnowledgeError> {
        self.0.store.read(|snapshot| {
            let Some(document) = snapshot.document(id)? else { return Ok(None) };
            let mut sections = Vec::with_capacity(document.chunks.len());
            for number in document.chunks {
                sections.extend(snapshot.chunk(number)?.map(|chunk| DocumentSection {
                    chunk: chunk.id,
                    section: chunk.section,
                    page: chunk.page,
                    text: chunk.text,
                }));
            }
            Ok(Some(DocumentView {
                document: document.id,
                title: document.title,
                category: document.category,
                tags: document.tags,
                updated: Timestamp(document.updated),
                visibility: document.visibility,
                file: document.file,
                format: document.format,
                hidden: document.hidden,
                sections,
            }))
        })
    }

    /// The passages around one of a document: up to `before` and `after` of them, with itself, in
    /// reading order. Empty if there is no such passage.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn neighbours(
        &self,
        document: &str,
        chunk: &str,
        before: usize,
        after: usize,
    ) -> Result<Vec<DocumentSection>, KnowledgeError> {
        let mut sections = self.document(document)?.map(|view| view.sections).unwrap_or_default();
        let Some(place) = sections.iter().position(|section| section.chunk == chunk) else {
            return Ok(Vec::new());
        };
        sections.truncate(place.saturating_add(after).saturating_add(1));
        Ok(sections.split_off(place.saturating_sub(before)))
    }

    /// Builds the word index and the matrix anew from the store.
    ///
    /// # Errors
    /// One of them cannot be read or written.
    pub fn rebuild(&self) -> Result<(), KnowledgeError> {
        let (reply, answer) = bounded(1);
        self.0.orders.send(Order::Rebuild(reply)).map_err(|_| KnowledgeError::Closed)?;
        self.0.board.answer(&answer).ok_or(KnowledgeError::Closed)?
    }

    /// The documents of the passages nearest in meaning to `embedding`, with their cosines, nearest first: vectors alone, without words and probabilities.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn nearest(
        &self,
        embedding: &QuestionEmbedding,
        limit: usize,
    ) -> Result<Vec<(String, f32)>, KnowledgeError> {
        let matrix = self.0.matrix.read();
        let asked = matrix.comparable(embedding);
        let found = asked.map(|asked| matrix.nearest(&asked.vector, limit, None));
        let found = found.unwrap_or_default();
        drop(matrix);
        self.0.store.read(|snapshot| {
            let mut documents = Vec::with_capacity(found.len());
            for (number, cosine) in found {
                documents.extend(snapshot.chunk(number)?.map(|chunk| (chunk.document, cosine)));
            }
            Ok(documents)
        })
    }

    /// Calls `each` with the text of every passage.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn for_each_text(&self, mut each: impl FnMut(&str)) -> Result<(), KnowledgeError> {
        self.0.store.read(|snapshot| {
            snapshot.for_each_chunk(|_, chunk| {
                each(&chunk.text);
                Ok(())
            })
        })
    }

    /// Files, documents and chunks as text.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn dump(&self) -> Result<String, KnowledgeError> {
        crate::dump::dump(&self.0.store, &self.0.matrix.read())
    }

    /// The bytes of all documents in their folders, as they were when they were last looked at.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn document_bytes(&self) -> Result<u64, KnowledgeError> {
        self.0.store.read(|view| view.files_bytes())
    }

    /// How many chunks the word index holds; the same as the status's `chunks` when all is well.
    pub fn indexed_words(&self) -> u64 {
        self.0.words.count()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn words(&self) -> &Words {
        &self.0.words
    }

    pub(crate) fn matrix(&self) -> &RwLock<Matrix> {
        &self.0.matrix
    }

    /// Ends all work and returns when it has ended. What is not done goes on when it is opened again.
    pub fn close(&self) {
        self.0.close();
    }
}

impl Inner {
    fn spawn(
        &self,
        name: &str,
        body: impl FnOnce() + Send + 'static,
    ) -> Result<(), KnowledgeError> {
        let thread =
            std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(|source| {
                KnowledgeError::io("start a thread for", &self.roots.first().place, source)
            })?;
        self.threads.lock().push(thread);
        Ok(())
    }

    fn close(&self) {
        self.board.close();
        // Only wakes the writer, which looks at the board itself; if it has orders, it is awake.
        let _ = self.orders.try_send(Order::Close);
        for thread in self.threads.lock().drain(..) {
            // The last clone may be dropped by a callback on one of the threads themselves.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}
