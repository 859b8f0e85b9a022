//! What the commands about webhooks take.

use aside_contract::{DeliveryId, WebhookEvent, WebhookId};
use clap::Subcommand;

use super::Folders;

#[derive(Debug, clap::Args)]
pub(crate) struct Webhook {
    #[command(subcommand)]
    pub(crate) command: WebhookCommand,
}

/// What to do with webhooks. Works beside a running desk, which is what tells them.
#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Have an address told what happens, and print the secret that signs it
    Add {
        /// Where to: an https address
        url: String,
        /// What of, such as message.created; repeat it for several [default: everything]
        #[arg(long = "event", value_name = "NAME")]
        events: Vec<WebhookEvent>,
        /// Let the address be of this machine or of a private network, and plain http
        #[arg(long)]
        private: bool,
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// List them with how they do
    List {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show one
    Show {
        #[command(flatten)]
        webhook: OneWebhook,
        /// Print its secret, and nothing else
        #[arg(long)]
        secret: bool,
    },
    /// Change one, switch it off or on, or give it a new secret
    Change {
        #[command(flatten)]
        webhook: OneWebhook,
        /// Where to from now on
        #[arg(long, value_name = "URL")]
        url: Option<String>,
        /// What of from now on; repeat it for several
        #[arg(long = "event", value_name = "NAME")]
        events: Vec<WebhookEvent>,
        /// Tell it again
        #[arg(long, conflicts_with = "off")]
        on: bool,
        /// Tell it nothing; what waits for it waits on
        #[arg(long)]
        off: bool,
        /// Whether the address may be of this machine or of a private network, and plain http
        #[arg(long, value_name = "true|false")]
        private: Option<bool>,
        /// Make a new secret and print it; the old one signs nothing any more
        #[arg(long)]
        new_secret: bool,
    },
    /// Remove one with everything that waits for it
    Remove(OneWebhook),
    /// Send one an event that says nothing; exit code 1 where it is not taken
    Test(OneWebhook),
    /// List what could not be delivered to one
    Failed(OneWebhook),
    /// Deliver what could not be delivered again
    Replay {
        #[command(flatten)]
        webhook: OneWebhook,
        /// Only this delivery
        #[arg(long, value_name = "ID")]
        delivery: Option<DeliveryId>,
    },
}

/// Which webhook.
#[derive(Debug, clap::Args)]
pub(crate) struct OneWebhook {
    /// Its id, as `aside webhook list` prints it
    pub(crate) id: WebhookId,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}
