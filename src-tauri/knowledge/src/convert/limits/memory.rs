//! The cap on memory that works on every system: an allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static USED: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

/// The system's allocator with a cap that [`crate::convert_worker_main`] sets; without it there is
/// none. Install it as `#[global_allocator]` in every binary that can be a converting process.
#[derive(Debug, Default)]
pub struct CappedAllocator;

/// Lets this process allocate `bytes` in all from now on.
pub(in crate::convert) fn cap(bytes: usize) {
    LIMIT.store(bytes, Relaxed);
}

/// The bytes that this process holds now, where [`CappedAllocator`] is installed; 0 elsewhere.
pub(in crate::convert) fn held() -> usize {
    USED.load(Relaxed)
}

/// Counts `more` bytes, unless that would pass the cap.
fn take(more: usize) -> bool {
    let held = USED.fetch_add(more, Relaxed).saturating_add(more);
    let allowed = held <= LIMIT.load(Relaxed);
    if !allowed {
        USED.fetch_sub(more, Relaxed);
    }
    allowed
}

// SAFETY: every call is passed to the system's allocator with the same arguments; where the cap is
// reached, null is returned, which the trait allows.
unsafe impl GlobalAlloc for CappedAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if new_size > layout.size() {
            if !take(new_size - layout.size()) {
                return std::ptr::null_mut();
            }
        } else {
            USED.fetch_sub(layout.size() - new_size, Relaxed);
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}
