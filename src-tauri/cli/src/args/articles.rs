//! What `aside article` takes.

use std::path::PathBuf;

use clap::Subcommand;

use super::Folders;

#[derive(Debug, clap::Args)]
pub(crate) struct Article {
    #[command(subcommand)]
    pub(crate) command: ArticleCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ArticleCommand {
    /// List them, by their names
    List {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show what one says
    Show(OneArticle),
    /// Write a new one; its name is made of its title
    Add {
        /// Its title
        title: String,
        /// A file with what it says, as Markdown; `-` for standard input
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        about: About,
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Change one; what is not named stays as it is
    Change {
        #[command(flatten)]
        article: OneArticle,
        /// A new title; its name stays
        #[arg(long)]
        title: Option<String>,
        /// A file with what it says from now on, as Markdown; `-` for standard input
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        about: About,
        /// Only if this is still its version
        #[arg(long, value_name = "VERSION")]
        version: Option<String>,
    },
    /// Remove one: nothing cites it a moment later
    Remove {
        #[command(flatten)]
        article: OneArticle,
        /// Only if this is still its version
        #[arg(long, value_name = "VERSION")]
        version: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct OneArticle {
    /// Its name, as `aside article list` shows it
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What an article is about, and for whom.
#[derive(Debug, clap::Args)]
pub(crate) struct About {
    /// What it is about
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    /// A tag; named again, one more. They take the place of those that it has
    #[arg(long = "tag", value_name = "NAME")]
    pub(crate) tags: Vec<String>,
    /// Who may be shown it
    #[arg(long, value_enum, value_name = "WHO")]
    pub(crate) visibility: Option<ShownTo>,
}

/// Who may be shown an article.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum ShownTo {
    /// Everybody: the chat may cite it to customers
    Public,
    /// Agents only
    Internal,
}
