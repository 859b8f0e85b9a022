//! `cargo xtask test`: every check, quick ones first.
use anyhow::Result;
#[derive(clap::Args)]
pub struct Arguments {}
pub fn test(_: &Arguments) -> Result<()> {
    crate::setup::prepare(crate::setup::Purpose::Test)
}
