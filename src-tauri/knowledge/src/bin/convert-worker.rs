//! The converting process by itself, for this crate's own tests and examples.

use aside_knowledge::{CappedAllocator, convert_worker_main};

#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

fn main() {
    convert_worker_main()
}
