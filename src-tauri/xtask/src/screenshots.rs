//! `cargo xtask screenshots`.

use std::fs;

use anyhow::{Context, Result};

use crate::setup::{self, Purpose};
use crate::{shell, test};

/// Takes the pictures in `docs/screenshots` anew, on the sample knowledge: every view in a browser, and
/// the desk in the real window.
///
/// # Errors
/// The set-up or the build fails, or the desk does not come to show what the pictures are of.
pub fn screenshots() -> Result<()> {
    setup::prepare(Purpose::Test)?;
    let folder = shell::root().join("docs/screenshots");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    test::take_pictures(&folder)?;
    println!("the pictures lie in {}", folder.display());
    Ok(())
}
