//! Packages and build of the front end.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::shell;

/// Folders of `ui/` that are made, not written.
const MADE: &[&str] = &["node_modules", "dist", "coverage"];

/// Installs the packages of `folder` as its lock file names them, where that changed since the
/// last time.
///
/// # Errors
/// Node.js is missing, or npm cannot fetch a package.
fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = digest(&[lock])?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    if !shell::is_there(if cfg!(windows) { "npm.cmd" } else { "npm" }) {
        bail!("npm is missing: install Node.js 20 or newer with npm, then start this again");
    }
    println!("installing the packages of {}", folder.display());
    shell::run(&mut shell::npm(folder, &["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Installs the packages of `ui/` and builds it into `ui/dist`, where its sources changed since
/// the last time.
///
/// # Errors
/// As [`install`], or the build fails.
pub fn build() -> Result<()> {
    let folder = shell::root().join("ui");
    install(&folder)?;
    let mut sources = Vec::new();
    collect(&folder, &mut sources)?;
    let wanted = digest(&sources)?;
    let stamp = folder.join("node_modules/.built-sources");
    if folder.join("dist/index.html").exists()
        && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted)
    {
        return Ok(());
    }
    println!("building the interface");
    shell::run(&mut shell::npm(&folder, &["run", "--silent", "build"]))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Every file below `folder` but in the folders that are made.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    for entry in entries {
        let entry =
            entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        if entry.file_type()?.is_file() {
            files.push(entry.path());
        } else if !MADE.iter().any(|made| entry.file_name() == *made) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

/// One hash of the names and contents of `files`, whatever their order.
fn digest(files: &[PathBuf]) -> Result<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    Ok(format!("{:x}", hash.finalize()))
}
