//! The queue's promises: order, back-pressure, refusal of what is no embedding, and a clean end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aside_inference::{Embedder, InferenceError, InferenceQueue};
use parking_lot::{Condvar, Mutex};

/// A model of one number: the length of the text. Waits where the test tells it to.
#[derive(Default)]
struct Lengths {
    gate: Mutex<Gate>,
    opened: Condvar,
    /// Texts in the order in which they were embedded.
    seen: Mutex<Vec<String>>,
    calls: AtomicUsize,
}

#[derive(Default)]
struct Gate {
    /// Texts that start with this wait until the gate is opened.
    closed_for: Option<char>,
    waiting: usize,
}

impl Lengths {
    fn close_for(&self, first: char) {
        self.gate.lock().closed_for = Some(first);
    }
    fn open(&self) {
        self.gate.lock().closed_for = None;
        self.opened.notify_all();
    }
    fn wait_for(&self, count: usize) {
        let mut gate = self.gate.lock();
        self.opened.wait_while(&mut gate, |gate| gate.waiting < count);
    }
}

impl Embedder for Lengths {
    fn name(&self) -> &str {
        "lengths"
    }
    fn kernel(&self) -> &str {
        "none"
    }
    fn dimensions(&self) -> usize {
        1
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        let mut gate = self.gate.lock();
        gate.waiting += 1;
        self.opened.notify_all();
        self.opened.wait_while(&mut gate, |gate| {
            gate.closed_for.is_some_and(|first| texts.iter().any(|text| text.starts_with(first)))
        });
        gate.waiting -= 1;
        drop(gate);
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.seen.lock().extend(texts.iter().map(|text| (*text).to_owned()));
        Ok(texts
            .iter()
            .map(|text| vec![if *text == "nan" { f32::NAN } else { text.len() as f32 }])
            .collect())
    }
}

#[test]
fn background_vectors_come_back_in_the_order_of_their_texts() {
    let queue = InferenceQueue::start(Arc::new(Lengths::default()), 2);
    let texts: Vec<String> = (0..100).map(|length| "x".repeat(length)).collect();
    let vectors = queue.embed_background(&texts).unwrap();
    assert!(vectors.iter().enumerate().all(|(length, vector)| *vector == [length as f32]));
    assert!(queue.embed_background(&[]).unwrap().is_empty());
}

#[test]
fn a_live_text_overtakes_everything_that_waits_in_the_background() {
    let model = Arc::new(Lengths::default());
    let queue = InferenceQueue::start(Arc::clone(&model) as Arc<dyn Embedder>, 1);
    model.close_for('b');
    let background = std::thread::spawn({
        let queue = queue.clone();
        move || queue.embed_background(&vec!["background".to_owned(); 64])
    });
    model.wait_for(1);
    assert_eq!(queue.embed_now("live").unwrap(), [4.0]);
    assert_eq!(*model.seen.lock(), ["live"]);
    model.open();
    assert_eq!(background.join().unwrap().unwrap().len(), 64);
}

/// A model that counts its steps.
#[derive(Default)]
struct Steps {
    done: AtomicUsize,
}

impl Embedder for Steps {
    fn name(&self) -> &str {
        "steps"
    }
    fn kernel(&self) -> &str {
        "none"
    }
    fn dimensions(&self) -> usize {
        1
    }
    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, InferenceError> {
        self.embed_behind(texts, &|| {})
    }
    fn embed_behind(
        &self,
        texts: &[&str],
        make_way: &dyn Fn(),
    ) -> Result<Vec<Vec<f32>>, InferenceError> {
        for _ in 0..300 {
            make_way();
            std::thread::sleep(Duration::from_millis(1));
            self.done.fetch_add(1, Ordering::SeqCst);
        }
        Ok(vec![vec![1.0]; texts.len()])
    }
}

#[test]
fn a_background_batch_rests_in_the_middle_while_somebody_waits_and_goes_on_after() {
    let model = Arc::new(Steps::default());
    let queue = InferenceQueue::start(Arc::clone(&model) as Arc<dyn Embedder>, 1);
    let background = std::thread::spawn({
        let queue = queue.clone();
        move || queue.embed_background(&["background".to_owned()])
    });
    while model.done.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let live = queue.live_work();
    // The step at hand is finished.
    std::thread::sleep(Duration::from_millis(20));
    let before = model.done.load(Ordering::SeqCst);
    std::thread::sleep(Duration::from_millis(60));
    assert_eq!(model.done.load(Ordering::SeqCst), before);
    assert!(before < 300);
    drop(live);
    assert_eq!(background.join().unwrap().unwrap(), [[1.0]]);
}

#[test]
fn a_burst_of_live_texts_waits_and_is_read_together() {
    let model = Arc::new(Lengths::default());
    let queue = InferenceQueue::start(Arc::clone(&model) as Arc<dyn Embedder>, 1);
    let permits = std::thread::available_parallelism().map_or(1, usize::from);
    let callers = permits + 200;
    model.close_for('l');
    let threads: Vec<_> = (0..callers)
        .map(|number| {
            let queue = queue.clone();
            let text = format!("live {}", "x".repeat(number));
            std::thread::spawn(move || {
                assert_eq!(queue.embed_now(&text).unwrap(), [text.len() as f32]);
            })
        })
        .collect();
    while queue.waiting() < 200 {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(model.seen.lock().is_empty());
    model.open();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(model.seen.lock().len(), callers);
    let calls = model.calls.load(Ordering::SeqCst);
    assert!(calls <= permits + 200 / 4, "{calls} passes for {callers} texts");
    assert_eq!(queue.waiting(), 0);
}

#[test]
fn a_live_text_whose_turn_does_not_come_is_refused_and_forgotten() {
    let model = Arc::new(Lengths::default());
    let patience = Duration::from_millis(50);
    let embedder = Arc::clone(&model) as Arc<dyn Embedder>;
    let queue = InferenceQueue::start_patient(embedder, 1, patience);
    let permits = std::thread::available_parallelism().map_or(1, usize::from);
    model.close_for('l');
    let threads: Vec<_> = (0..permits)
        .map(|_| {
            let queue = queue.clone();
            std::thread::spawn(move || queue.embed_now("live"))
        })
        .collect();
    model.wait_for(permits);
    let refused = queue.embed_now("live, and late");
    assert_eq!(refused, Err(InferenceError::Overloaded { waiting: 0 }));
    model.open();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert!(!model.seen.lock().iter().any(|text| text.ends_with("late")));
}

#[test]
fn a_live_text_that_is_refused_spoils_no_other() {
    let model = Arc::new(Lengths::default());
    let queue = InferenceQueue::start(Arc::clone(&model) as Arc<dyn Embedder>, 1);
    let permits = std::thread::available_parallelism().map_or(1, usize::from);
    model.close_for('l');
    let live: Vec<_> = (0..permits)
        .map(|_| {
            let queue = queue.clone();
            std::thread::spawn(move || queue.embed_now("live"))
        })
        .collect();
    model.wait_for(permits);
    let both = ["nan", "fine"].map(|text| {
        let queue = queue.clone();
        std::thread::spawn(move || queue.embed_now(text))
    });
    while queue.waiting() < 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    model.open();
    for thread in live {
        thread.join().unwrap().unwrap();
    }
    let [nan, fine] = both.map(|thread| thread.join().unwrap());
    assert!(matches!(nan, Err(InferenceError::Unusable(_))));
    assert_eq!(fine.unwrap(), [4.0]);
}

#[test]
fn a_vector_that_is_not_finite_is_refused() {
    let queue = InferenceQueue::start(Arc::new(Lengths::default()), 1);
    assert!(matches!(queue.embed_now("nan"), Err(InferenceError::Unusable(_))));
    let texts = ["fine".to_owned(), "nan".to_owned()];
    assert!(matches!(queue.embed_background(&texts), Err(InferenceError::Unusable(_))));
    assert!(queue.embed_background(&texts[..1]).is_ok());
}

#[test]
fn dropping_the_last_clone_ends_the_workers() {
    let model = Arc::new(Lengths::default());
    let queue = InferenceQueue::start(Arc::clone(&model) as Arc<dyn Embedder>, 3);
    let clone = queue.clone();
    drop(queue);
    assert!(clone.embed_background(&["still here".to_owned()]).is_ok());
    drop(clone);
    // The workers held the model; they were joined, so the test is its only owner now.
    assert_eq!(Arc::strong_count(&model), 1);
}
