//! What the commands about who may ask take.

use aside_contract::Role;
use clap::{Subcommand, ValueEnum};

use super::Folders;

#[derive(Debug, clap::Args)]
pub(crate) struct User {
    #[command(subcommand)]
    pub(crate) command: UserCommand,
}

/// What to do with users. Works beside a running desk. Passwords are asked for at a terminal, and are a line
/// of standard input otherwise: an argument would stand in the shell's history.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// List them
    List {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Add one; with the first, who is an administrator, everybody has to sign in
    Add {
        #[command(flatten)]
        user: OneUser,
        /// What the user may do
        #[arg(long)]
        role: RoleName,
    },
    /// Change one
    Change {
        #[command(flatten)]
        user: OneUser,
        /// What the user may do from now on
        #[arg(long)]
        role: Option<RoleName>,
        /// What the user is called from now on
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        /// Also ask for a new password; whoever is signed in with the old one is so no longer
        #[arg(long)]
        password: bool,
        /// Let nobody sign in as this user any more; what the user did stays
        #[arg(long, conflicts_with = "on")]
        off: bool,
        /// Let the user sign in again
        #[arg(long)]
        on: bool,
    },
    /// Remove one, who is signed in no longer; the last administrator stays
    Remove {
        #[command(flatten)]
        user: OneUser,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Key {
    #[command(subcommand)]
    pub(crate) command: KeyCommand,
}

/// What to do with the keys of pages that hold the chat. Works beside a running desk.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// List them
    List {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Make one; from the first on, pages of other sites need one to chat
    Add {
        /// A site whose pages may use it, such as `https://shop.example`; named again, one more
        #[arg(long, value_name = "SITE", required = true)]
        origin: Vec<String>,
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Remove one: pages that hold it chat no longer
    Remove {
        /// As the list has it
        id: String,
        #[command(flatten)]
        folders: Folders,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Token {
    #[command(subcommand)]
    pub(crate) command: TokenCommand,
}

/// What to do with the tokens of programs. Works beside a running desk.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// List them, without their secrets
    List {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Make one, and print it: it is told this once
    Create {
        /// What the ledger is to call the program
        name: String,
        /// What the program may do
        #[arg(long)]
        role: ProgramRole,
        /// For how many days it holds; until it is revoked where not named
        #[arg(long)]
        days: Option<u32>,
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Revoke one: it counts no longer at once
    Revoke {
        /// Its name
        name: String,
        #[command(flatten)]
        folders: Folders,
    },
}

/// What a program may do.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ProgramRole {
    /// What an agent may
    Agent,
    /// What a supervisor may
    Supervisor,
}

impl From<ProgramRole> for Role {
    fn from(name: ProgramRole) -> Self {
        match name {
            ProgramRole::Agent => Self::Agent,
            ProgramRole::Supervisor => Self::Supervisor,
        }
    }
}

/// Which user.
#[derive(Debug, clap::Args)]
pub(crate) struct OneUser {
    /// The user's name
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What somebody may do; each also what those before it may.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RoleName {
    /// Answer customers
    Agent,
    /// Decide on tickets, rules and documents, read the ledger and the figures
    Supervisor,
    /// Set Aside up, export and forget customers
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Agent => Self::Agent,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Administrator => Self::Administrator,
        }
    }
}
