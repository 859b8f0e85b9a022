//! What the commands about tickets take.

use aside_contract::{TicketId, TicketStatus};
use clap::{Subcommand, ValueEnum};

use super::Folders;

#[derive(Debug, clap::Args)]
pub(crate) struct Ticket {
    #[command(subcommand)]
    pub(crate) command: TicketCommand,
}

/// What to do with tickets. Works beside a running desk.
#[derive(Debug, Subcommand)]
pub(crate) enum TicketCommand {
    /// List them, the most urgent first
    List {
        #[command(flatten)]
        folders: Folders,
        /// Only those that stand here
        #[arg(long)]
        status: Option<Standing>,
        /// Only those of this owner
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show one with all that is known
    Show(OneTicket),
    /// Confirm that one belonged to a supervisor, and take it
    Approve {
        #[command(flatten)]
        ticket: OneTicket,
        /// Who takes it; without one, whoever asks
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        #[command(flatten)]
        note: Note,
    },
    /// Give one to somebody
    Assign {
        #[command(flatten)]
        ticket: OneTicket,
        /// Who should have it
        #[arg(long, value_name = "NAME")]
        owner: String,
        #[command(flatten)]
        note: Note,
    },
    /// Give one back to the agent, with a note on how to go on
    Return {
        #[command(flatten)]
        ticket: OneTicket,
        #[command(flatten)]
        note: Note,
    },
    /// Say that one is done
    Resolve {
        #[command(flatten)]
        ticket: OneTicket,
        #[command(flatten)]
        note: Note,
    },
    /// Open one again
    Reopen {
        #[command(flatten)]
        ticket: OneTicket,
        #[command(flatten)]
        note: Note,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Customer {
    #[command(subcommand)]
    pub(crate) command: CustomerCommand,
}

/// What to do with what is stored of a customer. Works beside a running desk.
#[derive(Debug, Subcommand)]
pub(crate) enum CustomerCommand {
    /// Show what is remembered
    Show {
        #[command(flatten)]
        customer: OneCustomer,
        /// Look for facts by meaning
        #[arg(long, value_name = "TEXT")]
        find: Option<String>,
    },
    /// Keep a fact
    Remember {
        #[command(flatten)]
        customer: OneCustomer,
        /// What is so
        fact: String,
    },
    /// Print everything that is stored as one JSON object
    Export {
        #[command(flatten)]
        customer: OneCustomer,
    },
    /// Erase everything that is stored, for good
    Forget {
        #[command(flatten)]
        customer: OneCustomer,
        /// Do not ask: nothing brings it back
        #[arg(long)]
        yes: bool,
    },
}

/// Which customer.
#[derive(Debug, clap::Args)]
pub(crate) struct OneCustomer {
    /// The customer's name or id
    pub(crate) customer: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object; an export is always one
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which ticket.
#[derive(Debug, clap::Args)]
pub(crate) struct OneTicket {
    /// Its id, such as T-4K7Q
    pub(crate) id: TicketId,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Note {
    /// What to note
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Standing {
    /// Nobody has taken it
    Open,
    /// Its owner works on it
    Assigned,
    /// Back with the agent
    Returned,
    /// Done
    Resolved,
}

impl From<Standing> for TicketStatus {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Open => Self::Open,
            Standing::Assigned => Self::Assigned,
            Standing::Returned => Self::Returned,
            Standing::Resolved => Self::Resolved,
        }
    }
}
