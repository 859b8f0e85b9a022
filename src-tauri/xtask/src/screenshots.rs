//! `cargo xtask screenshots`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Purpose};
use crate::{shell, test};

/// What all pictures together may weigh, in bytes: everybody who fetches the project gets each version of them.
const MOST: u64 = 3 * 1024 * 1024;

/// Arguments of `cargo xtask screenshots`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Also of the desk in its own window, which is built for that.
    #[arg(long)]
    window: bool,
}

/// Takes the pictures in `docs/screenshots` anew, on the sample knowledge: every view in a browser, and
/// with `--window` the desk in the real window.
///
/// # Errors
/// The set-up or the build fails, a view does not come to show what its picture is of, or the pictures
/// are too large.
pub fn screenshots(arguments: &Arguments) -> Result<()> {
    setup::prepare(Purpose::Pictures)?;
    let folder = shell::root().join("docs/screenshots");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let taken = tempfile::tempdir().context("cannot make a folder for the pictures")?;
    test::take_pictures(taken.path(), arguments.window)?;
    for picture in pictures(taken.path())? {
        let name = picture.file_name().context("a picture has no name")?;
        make_small(&picture, &folder.join(name))?;
    }
    let mut size = 0;
    for picture in pictures(&folder)? {
        size += fs::metadata(&picture)?.len();
    }
    println!("the pictures lie in {}, {} KB in all", folder.display(), size / 1024);
    if size > MOST {
        bail!("the pictures have more than {} KB: take fewer", MOST / 1024);
    }
    Ok(())
}

/// Every picture of a folder.
fn pictures(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "png") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a picture with 256 colours: a third of its size, and the same to the eye on a screen of text.
fn make_small(from: &Path, to: &Path) -> Result<()> {
    let mut command = shell::command("pngquant");
    command.args(["--quality", "65-95", "--speed", "1", "--strip", "--force", "--output"]);
    shell::run(command.arg(to).arg(from))
}
