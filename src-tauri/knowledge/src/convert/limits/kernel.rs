//! The kernel's own limits on the converting process, which it puts on itself before it reads a
//! document.

use std::time::Duration;

/// Takes from this process what no conversion needs: core dumps, files, priority; and bounds its
/// address space and the processor time of its whole life.
pub(in crate::convert) fn restrict() {
    #[cfg(unix)]
    {
        const ADDRESS_SPACE_BYTES: u64 = 1 << 30;
        // The life of a worker that was due to be replaced, and one more file.
        let life = super::CPU_SECONDS_PER_WORKER + 2 * super::CPU_SECONDS;
        set(libc::RLIMIT_CORE as _, 0, 0);
        set(libc::RLIMIT_FSIZE as _, 0, 0);
        set(libc::RLIMIT_NOFILE as _, 16, 16);
        set(libc::RLIMIT_AS as _, ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES);
        set(libc::RLIMIT_CPU as _, life, life);
        // SAFETY: plain system call without memory.
        unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, 10) };
    }
}

/// Gives the next file its processor time: the limit counts what the process used in all.
pub(in crate::convert) fn start_of_file() {
    #[cfg(unix)]
    {
        let allowed = usage().processor.as_secs() + 1 + super::CPU_SECONDS;
        let life = super::CPU_SECONDS_PER_WORKER + 2 * super::CPU_SECONDS;
        set(libc::RLIMIT_CPU as _, allowed.min(life), life);
    }
}

/// What this process used since it began.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::convert) struct Usage {
    /// Processor time.
    pub(in crate::convert) processor: Duration,
    /// The most bytes that were in memory at once; 0 where the system does not say.
    pub(in crate::convert) peak_resident: u64,
}

/// What this process used since it began; nothing where the system does not say.
pub(in crate::convert) fn usage() -> Usage {
    #[cfg(unix)]
    {
        // SAFETY: all zeros is a valid rusage, and the pointer is valid for the length of the call.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        if unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } == 0 {
            let time = |time: libc::timeval| {
                Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or_default())
                    + Duration::from_micros(u64::try_from(time.tv_usec).unwrap_or_default())
            };
            // macOS counts bytes, the others kilobytes.
            let unit = if cfg!(target_os = "macos") { 1 } else { 1 << 10 };
            return Usage {
                processor: time(usage.ru_utime) + time(usage.ru_stime),
                peak_resident: u64::try_from(usage.ru_maxrss).unwrap_or_default() * unit,
            };
        }
    }
    Usage::default()
}

/// Sets one limit. A system that does not know it (macOS: the address space) says so, and the other
/// limits remain.
#[cfg(unix)]
fn set(resource: libc::c_int, soft: u64, hard: u64) {
    let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
    // SAFETY: `limit` is a valid rlimit for the length of the call.
    unsafe { libc::setrlimit(resource as _, &raw const limit) };
}
