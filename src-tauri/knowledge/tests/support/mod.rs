//! A knowledge base over temporary folders, and ways to wait for what it does.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aside_contract::Passage;
use aside_inference::{Encoder, InferenceQueue, Precision};
use aside_knowledge::{Knowledge, KnowledgeOptions, SearchRequest, WorkerCommand};

/// The longest that anything may take on a busy machine; nothing is measured against it.
pub const PATIENCE: Duration = Duration::from_secs(300);

pub struct Desk {
    pub folder: tempfile::TempDir,
    pub data: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), data: tempfile::tempdir().unwrap() }
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let place = self.place(name);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, content).unwrap();
    }

    pub fn copy(&self, fixture: &str, name: &str) {
        self.write(name, std::fs::read(fixtures().join(fixture)).unwrap());
    }

    /// Opens it for words alone.
    pub fn open(&self) -> Knowledge {
        self.open_with(None)
    }

    pub fn open_with(&self, queue: Option<InferenceQueue>) -> Knowledge {
        Knowledge::open(self.options(queue)).unwrap()
    }

    pub fn options(&self, queue: Option<InferenceQueue>) -> KnowledgeOptions {
        KnowledgeOptions {
            folders: vec![self.folder.path().into()],
            poll: None,
            data: self.data.path().into(),
            queue,
            former: None,
            worker: worker(),
            on_change: None,
        }
    }

    /// Opens it for words alone, watches the folder, and begins to read everything.
    pub fn watched(&self) -> Knowledge {
        let knowledge = self.open();
        knowledge.watch().unwrap();
        knowledge.scan().unwrap();
        knowledge
    }

    /// Opens it for words alone, and reads everything.
    pub fn indexed(&self) -> Knowledge {
        let knowledge = self.open();
        knowledge.scan().unwrap();
        assert!(knowledge.wait_until_indexed(PATIENCE));
        knowledge
    }
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub fn worker() -> WorkerCommand {
    WorkerCommand {
        program: env!("CARGO_BIN_EXE_convert-worker").into(),
        args: vec!["--convert-worker".into()],
    }
}

/// The real model, loaded once.
pub fn model() -> InferenceQueue {
    static MODEL: OnceLock<InferenceQueue> = OnceLock::new();
    let load = || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/all-MiniLM-L6-v2");
        let encoder =
            Encoder::load(&folder, Precision::Auto).expect("run `cargo xtask setup` for the model");
        InferenceQueue::start(Arc::new(encoder), 1)
    };
    MODEL.get_or_init(load).clone()
}

pub fn by_words(knowledge: &Knowledge, query: &str) -> Vec<Passage> {
    knowledge
        .search(&SearchRequest { query, embedding: None, limit: 10, ..SearchRequest::default() })
        .unwrap()
}

/// The documents that words find.
pub fn documents(knowledge: &Knowledge, query: &str) -> Vec<String> {
    let mut documents: Vec<String> =
        by_words(knowledge, query).into_iter().map(|passage| passage.document).collect();
    documents.dedup();
    documents
}

/// What is said of the file of this very path.
pub fn file(knowledge: &Knowledge, path: &str) -> Option<aside_contract::FileStatus> {
    let request = aside_knowledge::FilesRequest { limit: usize::MAX, ..Default::default() };
    knowledge.files(&request).unwrap().files.into_iter().find(|file| file.path == path)
}

/// Waits until `done` holds.
pub fn eventually(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
