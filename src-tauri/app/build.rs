//! Reads tauri.conf.json and the window's permissions into the build.

use std::{error, fs, io};

use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn error::Error>> {
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/app/capabilities/**/*")
        .app_manifest(
            AppManifest::new().permissions_path_pattern("./src-tauri/app/permissions/**/*"),
        );
    tauri_build::try_build(attributes)?;
    // Schemas for editors, in a folder that has no place at the top of the project.
    match fs::remove_dir_all("gen") {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
