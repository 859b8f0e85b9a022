//! One function per command, as methods of [`Engine`](crate::Engine), a file per area.

mod articles;
pub(crate) mod assistants;
mod attachments;
pub(crate) mod chat;
mod chat_keys;
mod conversations;
mod corrections;
pub(crate) mod customers;
mod escalation;
pub(crate) mod health;
pub(crate) mod inbox;
pub(crate) mod knowledge;
pub(crate) mod ledger;
pub(crate) mod memory;
mod mood;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod stats;
mod taxonomy;
mod tickets;
mod users;
mod webhooks;
