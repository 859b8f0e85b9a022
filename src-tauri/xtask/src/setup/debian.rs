//! System packages: installed on Debian and its kin when we are root, otherwise asked for.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::Purpose;
use crate::shell;

/// What the desktop window is built with, and what shows its icon beside the clock.
const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "libayatana-appindicator3-1"];

/// What the tests drive the window, the page and other programs with.
const TEST: &[&str] =
    &["webkit2gtk-driver", "xvfb", "xauth", "dbus", "chromium", "xdotool", "xclip"];

/// What makes pictures small.
const PICTURES: &[&str] = &["pngquant"];

/// Installs the packages that `purpose` needs.
///
/// # Errors
/// Packages are missing and cannot be installed; the error holds the command that does it.
pub fn install(purpose: Purpose) -> Result<()> {
    let mut wanted: Vec<&str> = Vec::new();
    if purpose >= Purpose::Window {
        wanted.extend(WINDOW);
    }
    if purpose >= Purpose::Test {
        wanted.extend(TEST);
    }
    if purpose >= Purpose::Pictures {
        wanted.extend(PICTURES);
    }
    if wanted.is_empty() || !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !is_debian() {
        return ask_elsewhere(purpose);
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() {
        bail!(
            "packages of the system are missing. Install them, then start this again:\n  \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}"
        );
    }
    println!("installing {list}");
    shell::run(&mut apt(&["update"]))?;
    shell::run(apt(&["install", "-y", "--no-install-recommends"]).args(&missing))
        .with_context(|| format!("cannot install {list}"))
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = shell::command("apt-get");
    // Another installation may be under way: wait for it rather than fail.
    command.args(["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .any(|names| names.trim_matches('"').split(' ').any(|name| name == "debian"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Those of `wanted` that dpkg does not list as installed.
fn missing<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("cannot start dpkg-query to see which packages are installed")?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let installed =
        |package: &str| listed.lines().any(|line| line == format!("{package} installed"));
    Ok(wanted.iter().copied().filter(|package| !installed(package)).collect())
}

/// On other systems than Debian: checks for the programs, and names what is not there.
fn ask_elsewhere(purpose: Purpose) -> Result<()> {
    let web_view = shell::command("pkg-config").args(["--exists", "webkit2gtk-4.1"]).status();
    let mut lacking = Vec::new();
    if !web_view.is_ok_and(|status| status.success()) {
        lacking.push("pkg-config and the development files of WebKitGTK 4.1 (webkit2gtk4.1-devel, webkit2gtk-4.1)");
    }
    if purpose >= Purpose::Test {
        for (program, name) in [
            ("WebKitWebDriver", "WebKitWebDriver (it comes with WebKitGTK)"),
            ("chromium", "chromium"),
            ("dbus-run-session", "dbus-run-session (dbus)"),
            ("xdotool", "xdotool"),
            ("xclip", "xclip"),
        ] {
            if !shell::is_there(program) {
                lacking.push(name);
            }
        }
    }
    if purpose >= Purpose::Pictures && !shell::is_there("pngquant") {
        lacking.push("pngquant");
    }
    if lacking.is_empty() {
        return Ok(());
    }
    bail!(
        "install with your system's package manager, then start this again:\n  {}",
        lacking.join("\n  ")
    )
}
