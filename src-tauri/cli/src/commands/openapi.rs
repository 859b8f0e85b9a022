//! `aside openapi`.

use std::process::ExitCode;

use anyhow::Result;

use crate::print;

pub(crate) fn run() -> Result<ExitCode> {
    print::text(&aside_endpoint::openapi_json())?;
    Ok(ExitCode::SUCCESS)
}
