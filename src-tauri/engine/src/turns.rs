//! Work that takes a processor, of which only so much is done at once.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what is being worked on.
pub(crate) struct Turns {
    taken: AtomicUsize,
    most: usize,
}

/// One turn; over when it is dropped.
pub(crate) struct Turn<'a>(&'a Turns);

impl Turns {
    /// So many at once.
    pub(crate) fn new(most: usize) -> Self {
        Self { taken: AtomicUsize::new(0), most }
    }

    /// A turn; none while all are taken.
    pub(crate) fn take(&self) -> Option<Turn<'_>> {
        let taken = self.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, |taken| {
            (taken < self.most).then_some(taken + 1)
        });
        taken.ok().map(|_| Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_given_back() {
        let turns = Turns::new(2);
        let held: Vec<_> = (0..2).map(|_| turns.take().unwrap()).collect();
        assert!(turns.take().is_none());
        drop(held);
        assert!(turns.take().is_some());
    }
}
