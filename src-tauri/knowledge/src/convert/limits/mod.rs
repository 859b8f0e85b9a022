//! What one file may cost, and what holds the converting process to it.
//!
//! The cap on memory ([`memory`]) and the deadline of the parent work on every system; the limits of
//! processor time, address space and files ([`kernel`]) on Unix; the fence around files, network and
//! other processes ([`fence`]) on Linux.

pub(super) mod fence;
pub(super) mod kernel;
pub(super) mod memory;

use std::time::Duration;

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 100 << 20;

/// The most bytes of a file's documents, as the converting process hands them over.
pub(super) const MAX_OUTPUT_BYTES: u64 = 32 << 20;

/// The most bytes that the converting process may hold. Real documents measured below a tenth.
pub(super) const MEMORY_BYTES: usize = 512 << 20;

/// Deeply nested documents recurse deeply; this stack holds what the memory cap lets them nest.
pub(super) const STACK_BYTES: usize = 64 << 20;

/// Processor seconds for one file; the slowest real document took two.
pub(super) const CPU_SECONDS: u64 = 15;

/// The longest that one file may take on a clock. Converters wait for nothing, so the processor limit
/// ends a runaway first; this is for systems without one, and leaves room for a busy machine.
pub(super) const DEADLINE: Duration = Duration::from_secs(120);

/// How long a converting process may take to say that it is there.
pub(super) const START_DEADLINE: Duration = Duration::from_secs(30);

/// When a converting process has served long enough and makes way for a new one. Files should never
/// notice each other, so this bounds what a leak, or memory in pieces, can add up to.
pub(super) const FILES_PER_WORKER: u32 = 1_000;
pub(super) const LEAKED_BYTES: usize = 32 << 20;
pub(super) const PEAK_RESIDENT_BYTES: u64 = 256 << 20;
pub(super) const CPU_SECONDS_PER_WORKER: u64 = 300;

/// A converting process without work ends itself after this long.
pub(super) const IDLE: Duration = Duration::from_secs(30);
