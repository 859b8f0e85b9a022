//! Another encoder: its vectors are made beside the former ones, which answer until all are there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use aside_contract::KnowledgeStatus;
use aside_inference::{Embedder, Embedding, InferenceError, InferenceQueue};
use aside_knowledge::{Inspection, Knowledge, KnowledgeOptions, SearchRequest, inspect};
use support::*;

const MIRRORED: &str = "mirrored";
const CHILD_FOLDER: &str = "ASIDE_TEST_CHILD_FOLDER";
const CHILD_DATA: &str = "ASIDE_TEST_CHILD_DATA";

/// A question, the article that answers it and shares no word with it, and the article's text.
const ARTICLES: [(&str, &str, &str); 5] = [
    (
        "I forgot my login secret",
        "password.md",
        "# Password\n\nChoose a new password on the page.\n",
    ),
    (
        "when does my parcel arrive?",
        "delivery.md",
        "# Delivery\n\nOrders are shipped within days.\n",
    ),
    ("give me my money back", "refunds.md", "# Refunds\n\nReimbursements go to the card.\n"),
    (
        "how do I stop paying monthly?",
        "plans.md",
        "# Plans\n\nCancel a subscription at any time.\n",
    ),
    (
        "the screen stays black",
        "display.md",
        "# Display\n\nIf it does not turn on, hold the button.\n",
    ),
];

/// The real model's vectors the other way round: as good among themselves, and nonsense beside the real
/// ones. Embeds passages only as far as it is allowed to.
struct Mirrored {
    real: InferenceQueue,
    allowed: Arc<AtomicUsize>,
    done: Arc<AtomicUsize>,
}

impl Mirrored {
    fn queue(allowed: usize) -> (InferenceQueue, Arc<AtomicUsize>, Arc<AtomicUsize>) {
        let allowed = Arc::new(AtomicUsize::new(allowed));
        let done = Arc::new(AtomicUsize::new(0));
        let mirrored = Self { real: model(), allowed: allowed.clone(), done: done.clone() };
        (InferenceQueue::start(Arc::new(mirrored), 1), allowed, done)
    }
}

impl Embedder for Mirrored {
    fn name(&self) -> &str {
        MIRRORED
    }
    fn kernel(&self) -> &str {
        "mirror"
    }
    fn dimensions(&self) -> usize {
        self.real.embedder().dimensions()
    }
    fn background_batch(&self) -> usize {
        1
    }
    fn is_remote(&self) -> bool {
        // A batch that is not allowed keeps nobody from ending.
        true
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        let mut vectors = self.real.embedder().embed(texts)?;
        vectors.iter_mut().for_each(|vector| vector.reverse());
        Ok(vectors)
    }
    fn embed_behind(
        &self,
        texts: &[&str],
        _make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        while self.done.load(Ordering::SeqCst) >= self.allowed.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.done.fetch_add(texts.len(), Ordering::SeqCst);
        self.embed(texts)
    }
}

fn open(desk: &Desk, wanted: InferenceQueue, former: bool) -> Knowledge {
    Knowledge::open(options(desk.options(Some(wanted)), former)).unwrap()
}

fn options(options: KnowledgeOptions, former: bool) -> KnowledgeOptions {
    let load = |name: &str| match name {
        MIRRORED => Some(Mirrored::queue(usize::MAX).0),
        _ => Some(model()),
    };
    KnowledgeOptions { former: former.then(|| Box::new(load) as _), ..options }
}

/// The document that is found, by the encoder that answers.
fn find(knowledge: &Knowledge, query: &str) -> String {
    let asked = knowledge.encoder().unwrap().question(query).unwrap();
    search(knowledge, query, &asked)
}

fn search(knowledge: &Knowledge, query: &str, asked: &Embedding) -> String {
    let embedding = Some(asked);
    let request = SearchRequest { query, embedding, limit: 3, ..SearchRequest::default() };
    let found = knowledge.search(&request).unwrap();
    found.first().map(|passage| passage.document.clone()).unwrap_or_default()
}

fn all_are_found(knowledge: &Knowledge) {
    for (question, article, _) in ARTICLES {
        assert_eq!(find(knowledge, question), article, "{question}");
    }
}

/// Indexes the articles with the real model.
fn desk() -> Desk {
    let desk = Desk::new();
    for (_, name, text) in ARTICLES {
        desk.write(name, text);
    }
    let knowledge = desk.open_with(Some(model()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    all_are_found(&knowledge);
    knowledge.close();
    desk
}

fn look(desk: &Desk) -> Inspection {
    let seen = inspect(desk.data.path()).unwrap().unwrap();
    assert!(seen.truth.is_empty(), "{seen:#?}");
    seen
}

fn encoder(knowledge: &Knowledge) -> String {
    knowledge.encoder().unwrap().embedder().name().to_owned()
}

#[test]
fn the_former_vectors_answer_until_all_of_the_new_ones_are_there() {
    let desk = desk();
    let (mirrored, allowed, done) = Mirrored::queue(2);
    let knowledge = open(&desk, mirrored.clone(), true);
    knowledge.scan().unwrap();
    eventually("two are made", || done_is(&done, 2));
    let change = knowledge.status().change.unwrap();
    assert_eq!((&*change.from, &*change.to, change.texts), ("all-MiniLM-L6-v2", MIRRORED, 5));
    assert_eq!(encoder(&knowledge), "all-MiniLM-L6-v2");
    all_are_found(&knowledge);
    let strange = mirrored.question(ARTICLES[0].0).unwrap();
    assert!(knowledge.nearest(&strange, 5).unwrap().is_empty(), "never compared with the former");

    // What comes meanwhile is found by its meaning, too, and what goes is gone.
    desk.write("devices.md", "# Devices\n\nWorks with Android telephones.\n");
    std::fs::remove_file(desk.place("display.md")).unwrap();
    knowledge.scan().unwrap();
    eventually("the new article is embedded for the former", || {
        knowledge.status().chunks == 5 && knowledge.status().embedded == 5
    });
    assert_eq!(find(&knowledge, "which smartphones are compatible?"), "devices.md");
    assert_eq!(encoder(&knowledge), "all-MiniLM-L6-v2");

    // Held back by a person, nothing new is begun.
    knowledge.pause(true).unwrap();
    knowledge.pause(false).unwrap();
    allowed.store(usize::MAX, Ordering::SeqCst);
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!((encoder(&knowledge).as_str(), knowledge.status().change), (MIRRORED, None));
    for (question, article, _) in &ARTICLES[..4] {
        assert_eq!(find(&knowledge, question), *article);
    }
    let former = model().question(ARTICLES[0].0).unwrap();
    assert!(knowledge.nearest(&former, 5).unwrap().is_empty(), "the former ones are gone");
    assert_eq!(knowledge.status().embedded, knowledge.status().chunks);
    knowledge.close();
    drop(knowledge);
    let seen = look(&desk);
    assert_eq!((seen.waiting, seen.change), (0, None));
    assert!(done.load(Ordering::SeqCst) <= 6, "each text once");
}

fn done_is(done: &AtomicUsize, wanted: usize) -> bool {
    done.load(Ordering::SeqCst) == wanted
}

#[test]
fn going_back_before_the_switch_embeds_nothing_and_leaves_nothing_behind() {
    let desk = desk();
    let (mirrored, _, done) = Mirrored::queue(3);
    let knowledge = open(&desk, mirrored, true);
    eventually("three are made", || done_is(&done, 3));
    desk.write("late.md", "# Late\n\nWorks with Android telephones.\n");
    knowledge.scan().unwrap();
    eventually("the late one is read", || knowledge.status().embedded == 6);
    knowledge.close();
    drop(knowledge);
    assert!(look(&desk).change.is_some());

    let knowledge = open(&desk, model(), true);
    let status = knowledge.status();
    assert_eq!((status.change, status.embedded), (None, 6));
    all_are_found(&knowledge);
    knowledge.close();
    drop(knowledge);
    let seen = look(&desk);
    assert_eq!((seen.waiting, seen.change), (0, None));
}

#[test]
fn a_former_encoder_that_is_gone_leaves_words_until_the_new_vectors_are_there() {
    let desk = desk();
    let (mirrored, allowed, done) = Mirrored::queue(1);
    let knowledge = open(&desk, mirrored, false);
    eventually("one is made", || done_is(&done, 1));
    assert_eq!(encoder(&knowledge), MIRRORED);
    assert_eq!(documents(&knowledge, "subscription"), ["plans.md"], "words find at once");
    allowed.store(usize::MAX, Ordering::SeqCst);
    assert!(knowledge.wait_until_indexed(PATIENCE));
    all_are_found(&knowledge);
    knowledge.close();
    drop(knowledge);
    look(&desk);
}

#[test]
fn a_change_of_mind_in_the_middle_begins_a_third_and_drops_the_second() {
    let desk = desk();
    let (mirrored, _, done) = Mirrored::queue(2);
    let knowledge = open(&desk, mirrored, true);
    eventually("two are made", || done_is(&done, 2));
    knowledge.close();
    drop(knowledge);
    struct Third(InferenceQueue);
    impl Embedder for Third {
        fn name(&self) -> &str {
            "third"
        }
        fn kernel(&self) -> &str {
            "half"
        }
        fn dimensions(&self) -> usize {
            self.0.embedder().dimensions() + 1
        }
        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
            let mut vectors = self.0.embedder().embed(texts)?;
            vectors.iter_mut().for_each(|vector| vector.push(0.0));
            Ok(vectors)
        }
    }
    let third = InferenceQueue::start(Arc::new(Third(model())), 1);
    let knowledge = open(&desk, third, true);
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!(encoder(&knowledge), "third");
    all_are_found(&knowledge);
    knowledge.close();
    drop(knowledge);
    assert_eq!(look(&desk).change, None);
}

/// The body of the process that is killed below; alone it does nothing.
#[test]
#[ignore = "run by the test that kills it"]
fn child_that_changes_the_encoder_until_it_is_killed() {
    let (Ok(folder), Ok(data)) = (std::env::var(CHILD_FOLDER), std::env::var(CHILD_DATA)) else {
        return;
    };
    let progress = Path::new(&data).join("progress");
    let begun = AtomicBool::new(false);
    let on_change = move |status: KnowledgeStatus| {
        begun.fetch_or(status.change.is_some(), Ordering::SeqCst);
        if begun.load(Ordering::SeqCst) {
            let left = status.change.map_or(0, |change| change.texts - change.done);
            let partial = progress.with_extension("part");
            std::fs::write(&partial, left.to_string()).unwrap();
            std::fs::rename(partial, &progress).unwrap();
        }
    };
    let knowledge_options = KnowledgeOptions {
        folders: vec![folder.into()],
        poll: None,
        data: data.into(),
        queue: Some(Mirrored::queue(usize::MAX).0),
        former: None,
        worker: worker(),
        on_change: Some(Box::new(on_change)),
    };
    let knowledge = Knowledge::open(options(knowledge_options, true)).unwrap();
    knowledge.wait_until_indexed(PATIENCE);
    std::thread::sleep(PATIENCE);
}

#[test]
fn a_change_survives_being_killed_at_any_time() {
    let desk = Desk::new();
    const PASSAGES: u64 = 400;
    for number in 0..PASSAGES {
        let (_, _, text) = ARTICLES[number as usize % ARTICLES.len()];
        desk.write(&format!("{number}.md"), format!("{text}\nThis is article {number}.\n"));
    }
    let knowledge = desk.open_with(Some(model()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    knowledge.close();
    drop(knowledge);

    let progress = desk.data.path().join("progress");
    let mut left_before = PASSAGES;
    for left_at_kill in [PASSAGES, 300, 150, 0] {
        let _ = std::fs::remove_file(&progress);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_changes_the_encoder_until_it_is_killed", "--ignored"])
            .env(CHILD_FOLDER, desk.folder.path())
            .env(CHILD_DATA, desk.data.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        eventually("the child gets on", || {
            let left = std::fs::read_to_string(&progress).unwrap_or_default();
            left.parse().is_ok_and(|left: u64| left <= left_at_kill)
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let seen = look(&desk);
        let left = seen.change.map_or(0, |change| change.texts - change.done);
        assert!(left <= left_before, "what was made is kept: {left} of {left_before}");
        left_before = left;
        if left == 0 {
            break;
        }
    }
    let (mirrored, _, done) = Mirrored::queue(usize::MAX);
    let knowledge = open(&desk, mirrored, true);
    assert!(knowledge.wait_until_indexed(PATIENCE));
    assert_eq!(
        (encoder(&knowledge).as_str(), done.load(Ordering::SeqCst)),
        (MIRRORED, left_before as usize)
    );
    let status = knowledge.status();
    assert_eq!((status.embedded, status.chunks), (PASSAGES, PASSAGES));
    knowledge.close();
    drop(knowledge);
    look(&desk);
}
