//! What the converting process may use: memory by our own allocator on every system, and by the
//! kernel where it can.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The most bytes that the converting process may hold. Real documents measured below a tenth.
pub(super) const MEMORY_BYTES: usize = 512 << 20;
/// The address space of the converting process, which is more than it allocates.
#[cfg(unix)]
const ADDRESS_SPACE_BYTES: u64 = 1 << 30;
/// Processor seconds; the slowest real document took two.
#[cfg(unix)]
const CPU_SECONDS: u64 = 15;

static USED: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

/// The system's allocator with a cap that [`super::convert_worker_main`] sets; without it there is
/// none. Install it as `#[global_allocator]` in every binary that can be a converting process.
#[derive(Debug, Default)]
pub struct CappedAllocator;

/// Lets this process allocate `bytes` in all from now on.
pub(super) fn cap_memory(bytes: usize) {
    LIMIT.store(bytes, Relaxed);
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

/// Puts the kernel's limits on this process: address space, processor time, no files written, few
/// opened, no core dump, low priority. Called in the child between fork and exec, so it only makes
/// system calls that are safe there.
#[cfg(unix)]
pub(super) fn restrict_process() -> std::io::Result<()> {
    let limits = [
        (libc::RLIMIT_CORE, 0),
        (libc::RLIMIT_CPU, CPU_SECONDS),
        (libc::RLIMIT_AS, ADDRESS_SPACE_BYTES),
        (libc::RLIMIT_FSIZE, 0),
        (libc::RLIMIT_NOFILE, 16),
    ];
    for (resource, value) in limits {
        let limit = libc::rlimit { rlim_cur: value, rlim_max: value };
        // SAFETY: `limit` is a valid rlimit for the length of the call. A system that does not know
        // a limit (macOS: RLIMIT_AS) says so, and the allocator's cap remains.
        unsafe { libc::setrlimit(resource, &raw const limit) };
    }
    // SAFETY: plain system call without memory.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, 10) };
    Ok(())
}
