//! `aside openapi`.

use std::process::ExitCode;

use anyhow::Result;

pub(crate) fn run() -> Result<ExitCode> {
    print!("{}", aside_endpoint::openapi_json());
    Ok(ExitCode::SUCCESS)
}
