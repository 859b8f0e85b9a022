//! The converting processes at hand: a few, reused from file to file, replaced when they end.

use std::sync::OnceLock;

use parking_lot::Mutex;

use super::process::{Exchange, Worker};
use super::{ConvertError, Converted, WorkerCommand};

/// Converting processes. At most as many run as there are calls at a time.
pub(crate) struct Pool {
    command: WorkerCommand,
    idle: Mutex<Vec<Worker>>,
    fence: OnceLock<String>,
}

impl Pool {
    /// A pool without a process; the first file starts one.
    pub(crate) fn new(command: WorkerCommand) -> Self {
        Self { command, idle: Mutex::default(), fence: OnceLock::new() }
    }

    /// Converts one file in a process of the pool.
    ///
    /// A file that breaks a process which served others before is tried once more, in a new one, so
    /// that it is not blamed for what they left behind.
    pub(crate) fn convert(&self, bytes: &[u8], name: &str) -> Result<Vec<Converted>, ConvertError> {
        // Outside of the `match`, so that the lock is not held while a process starts.
        let idle = self.idle.lock().pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => self.start()?,
        };
        loop {
            match worker.convert(bytes, name) {
                Exchange::Answered { result, goes_on } => {
                    if goes_on {
                        self.idle.lock().push(worker);
                    }
                    return result;
                }
                Exchange::Broken(error) if worker.served == 1 => {
                    tracing::info!(%error, "a file ended its converter");
                    return Err(error);
                }
                Exchange::Broken(_) => worker = self.start()?,
            }
        }
    }

    /// The fences that hold its processes; nothing before the first was started.
    pub(crate) fn fence(&self) -> Option<&str> {
        self.fence.get().map(String::as_str)
    }

    fn start(&self) -> Result<Worker, ConvertError> {
        let worker = Worker::start(&self.command)?;
        self.fence.get_or_init(|| {
            let fence = worker.fence.clone();
            if fence == "none" {
                tracing::warn!(
                    "documents are converted under limits of time and memory, but without a fence around files and network: this system offers none"
                );
            } else {
                tracing::info!(%fence, "documents are converted behind a fence");
            }
            fence
        });
        Ok(worker)
    }
}
