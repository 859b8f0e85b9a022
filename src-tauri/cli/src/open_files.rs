//! Room for many connections: each is an open file, of which a process may have few unless it asks.

/// As many as are ever wanted.
#[cfg(unix)]
const WANTED: libc::rlim_t = 65_536;

/// Lets this process have as many open files as the system allows it.
#[cfg(unix)]
pub(crate) fn allow_many() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls only read or write the limit, which outlives them.
    let allowed = unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) == 0 && {
            limit.rlim_cur = limit.rlim_cur.max(limit.rlim_max.min(WANTED));
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) == 0
        }
    };
    if !allowed {
        tracing::warn!("few connections can be open at a time: raise the limit of open files");
    }
}

/// Elsewhere there is no such limit.
#[cfg(not(unix))]
pub(crate) fn allow_many() {}
