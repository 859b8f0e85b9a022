//! Which encoder embeds questions, and which one is wanted.

use aside_inference::InferenceQueue;
use parking_lot::RwLock;

/// Loads the encoder of this name, for vectors that were made before another one was wanted; `None`
/// where it cannot be had any more.
pub type FormerEncoder = Box<dyn Fn(&str) -> Option<InferenceQueue> + Send + Sync>;

/// The encoder that is wanted, and the one whose vectors answer until its own are made: most often the
/// same.
pub(crate) struct Encoders {
    wanted: Option<InferenceQueue>,
    answering: RwLock<Option<InferenceQueue>>,
}

impl Encoders {
    /// `stored` is the name of the encoder whose vectors answered last.
    pub(crate) fn new(
        wanted: Option<InferenceQueue>,
        stored: Option<&str>,
        former: Option<&FormerEncoder>,
    ) -> Self {
        let other = stored.filter(|stored| name_of(wanted.as_ref()) != Some(*stored));
        let former = other.and_then(|name| {
            let found = former.and_then(|load| load(name));
            // Its files may have been changed since.
            found.filter(|queue| queue.embedder().name() == name)
        });
        let answering = RwLock::new(former.or_else(|| wanted.clone()));
        Self { wanted, answering }
    }

    /// The encoder whose vectors are to answer.
    pub(crate) fn wanted(&self) -> Option<&InferenceQueue> {
        self.wanted.as_ref()
    }

    /// The encoder that questions are embedded with now.
    pub(crate) fn answering(&self) -> Option<InferenceQueue> {
        self.answering.read().clone()
    }

    /// Whether there is any.
    pub(crate) fn is_any(&self) -> bool {
        self.answering.read().is_some()
    }

    /// Whether the vectors of another encoder answer than of the one that is wanted and there.
    pub(crate) fn are_changing(&self) -> bool {
        let wanted = name_of(self.wanted.as_ref());
        wanted.is_some() && wanted != name_of(self.answering().as_ref())
    }

    /// From now on, questions are embedded with the wanted encoder. The former one is let go.
    pub(crate) fn switch(&self) {
        self.answering.write().clone_from(&self.wanted);
    }
}

fn name_of(queue: Option<&InferenceQueue>) -> Option<&str> {
    queue.map(|queue| queue.embedder().name())
}
