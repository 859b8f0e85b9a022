//! What a measurement ran on, and what it used of it.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// The machine and its load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name; empty where the system does not tell.
    pub processor: String,
    /// How many processors this process may use.
    pub cores: usize,
    /// The operating system and the architecture.
    pub system: String,
    /// The instructions that the encoder uses.
    pub encoder: String,
    /// The instructions that vector search uses.
    pub search: String,
    /// Processes that wanted a processor in the minute before; `None` where the system does not tell.
    pub load: Option<f64>,
}

impl Machine {
    pub(super) fn here(encoder: &str) -> Self {
        let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
        Self {
            processor: processor.unwrap_or_default(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            encoder: encoder.to_owned(),
            search: aside_knowledge::search_kernel().to_owned(),
            load: load(),
        }
    }
}

/// The mean number of processes that wanted a processor in the last minute.
pub(super) fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// Memory that a process holds, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// All that is resident: the two below, and what is shared with other processes.
    pub resident: u64,
    /// Its own: what no other process or file backs.
    pub own: u64,
    /// Pages of files that it has mapped and touched: the system takes them back when it needs room.
    pub files: u64,
}

impl Memory {
    /// This process now; `None` where the system does not tell.
    pub(super) fn now() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let kibibytes = |name: &str| -> Option<u64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        Some(Self {
            resident: kibibytes("VmRSS:")? << 10,
            own: kibibytes("RssAnon:")? << 10,
            files: kibibytes("RssFile:")? << 10,
        })
    }
}

/// Processor seconds of this process and of the converters that it waited for; `None` where the
/// system does not tell.
pub(super) fn cpu_seconds() -> Option<f64> {
    #[cfg(unix)]
    {
        let used = |who| {
            // SAFETY: all zeros is a valid `rusage`, and the call only writes to it.
            let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
            // SAFETY: `usage` is a valid place for the answer.
            let code = unsafe { libc::getrusage(who, &raw mut usage) };
            let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
            (code == 0).then(|| seconds(usage.ru_utime) + seconds(usage.ru_stime))
        };
        Some(used(libc::RUSAGE_SELF)? + used(libc::RUSAGE_CHILDREN)?)
    }
    #[cfg(not(unix))]
    None
}

/// The bytes of all files below a folder.
pub(super) fn disk_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => disk_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
