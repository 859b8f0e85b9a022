//! The memory that reading takes: bounded ahead of the writer, and given back when a lot was needed.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::board::Board;

/// Bytes that may be read ahead of the writer. A file that is larger by itself is read alone.
const MOST: usize = 64 << 20;
/// Files of so many bytes never wait, so that a note is found at once while a hundred megabytes are
/// converted. Their number is bounded by the channel to the writer.
const SMALL: usize = 1 << 20;
/// How often a waiting reader looks whether it is over.
const LOOK: Duration = Duration::from_millis(200);

/// The bytes that are read ahead of the writer, over all readers: files are small or a hundred
/// megabytes large, so their number alone bounds nothing.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    held: Mutex<usize>,
    less: Condvar,
}

/// Bytes that count until this is dropped.
#[derive(Debug, Default)]
pub(crate) struct Held {
    bytes: usize,
    of: Option<Arc<Ahead>>,
}

impl Ahead {
    /// Waits until there is room for `bytes`, or until it is over.
    pub(crate) fn wait(self: &Arc<Self>, bytes: usize, board: &Board) -> Held {
        let mut held = self.held.lock();
        let is_full = |held: usize| held > 0 && held.saturating_add(bytes) > MOST;
        while bytes > SMALL && is_full(*held) && !board.is_closed() {
            self.less.wait_for(&mut held, LOOK);
        }
        *held += bytes;
        Held { bytes, of: Some(self.clone()) }
    }
}

impl Held {
    /// How many bytes these are.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts what a file was made into instead of the file, without waiting for room.
    pub(crate) fn turn_into(&mut self, bytes: usize) {
        if let Some(of) = &self.of {
            let mut held = of.held.lock();
            *held = *held - self.bytes + bytes;
            self.bytes = bytes;
            of.less.notify_all();
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(of) = &self.of {
            *of.held.lock() -= self.bytes;
            of.less.notify_all();
        }
    }
}

/// Gives memory that is free back to the system.
///
/// glibc keeps what a thread freed for that thread. Each thread that ever read a large file, or wrote one
/// into the index, would keep its share for good: 850 MB after the hostile files of the tests, of
/// which 360 MB were in use.
pub(crate) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: `malloc_trim` may be called at any time from any thread; it touches free memory only.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_waits_until_it_is_alone() {
        let (ahead, board) = (Arc::new(Ahead::default()), Board::default());
        let small = ahead.wait(10, &board);
        let also_small = ahead.wait(20, &board);
        std::thread::scope(|scope| {
            let large = scope.spawn(|| ahead.wait(MOST + 1, &board));
            std::thread::sleep(LOOK * 2);
            assert!(!large.is_finished());
            drop(small);
            drop(also_small);
            let large = large.join().unwrap();
            assert_eq!(large.bytes(), MOST + 1);
            assert_eq!(ahead.wait(SMALL, &board).bytes(), SMALL, "a small one goes ahead");
        });
        assert_eq!(*ahead.held.lock(), 0);
    }

    #[test]
    fn nobody_waits_once_it_is_over() {
        let (ahead, board) = (Arc::new(Ahead::default()), Board::default());
        let mut held = ahead.wait(1, &board);
        held.turn_into(MOST);
        board.close();
        assert_eq!(ahead.wait(SMALL + 1, &board).bytes(), SMALL + 1);
    }
}
