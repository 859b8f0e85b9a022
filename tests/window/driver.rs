//! The driver's process.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

    /// How long the program that it started is running, to a hundredth of a second.
    pub fn program_runs_for(&self) -> Result<Duration> {
        for entry in fs::read_dir("/proc")? {
            // Not each of them is a process, and one may end at any moment.
            let Ok(stat) = fs::read_to_string(entry?.path().join("stat")) else { continue };
            // After the name, which may have anything in it: state, parent, and so on (proc_pid_stat(5)).
            let Some((_, fields)) = stat.rsplit_once(") ") else { continue };
            let fields: Vec<&str> = fields.split(' ').collect();
            if fields.get(1) != Some(&self.process.id().to_string().as_str()) {
                continue;
            }
            let started: f64 = fields.get(19).ok_or("a process without a start")?.parse()?;
            let uptime = fs::read_to_string("/proc/uptime")?;
            let uptime: f64 = uptime.split(' ').next().unwrap_or_default().parse()?;
            // SAFETY: asks for a constant of the system.
            let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
            return Ok(Duration::from_secs_f64((uptime - started / ticks).max(0.0)));
        }
        Err("the driver has started no program".into())
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
