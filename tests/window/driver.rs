//! The driver's process.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use crate::desk::Result;

/// A running `WebKitWebDriver`. Dropping it ends the driver and whatever it started.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts the driver; the programs that it starts inherit `environment`.
    pub fn start(environment: &[(&str, &std::path::Path)]) -> Result<Self> {
        // Taken and let go: nobody else asks for ports in this session.
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            // A group of its own, so that the window goes with the driver.
            .process_group(0)
            .spawn()?;
        Ok(Self { process, port })
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Ok(group) = i32::try_from(self.process.id()) {
            // SAFETY: sends a signal to the group that `start` made; its leader is not waited for yet,
            // so the number cannot be another's.
            unsafe { libc::kill(-group, libc::SIGKILL) };
        }
        // It is ending; there is nothing to do about a failure.
        let _ = self.process.wait();
    }
}
