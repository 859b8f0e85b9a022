//! What `aside golden` takes.

use clap::Subcommand;

use super::Folders;

#[derive(Debug, clap::Args)]
pub(crate) struct Golden {
    #[command(subcommand)]
    pub(crate) command: GoldenCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GoldenCommand {
    /// Ask them all now; exit code 3 where one was found before and is not any more
    Run(GoldenList),
    /// List them as they stood when they were asked last
    List(GoldenList),
    /// Add one to the team's file, in the place of one with the same words
    Add(GoldenAdd),
}

#[derive(Debug, clap::Args)]
pub(crate) struct GoldenList {
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GoldenAdd {
    /// The question
    pub(crate) question: String,
    /// The path of a document that has to be found; named again, one more that is as good
    #[arg(long = "document", value_name = "PATH", required = true)]
    pub(crate) documents: Vec<String>,
    /// Among so many first documents, 1 to 10
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(crate) within: u32,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}
