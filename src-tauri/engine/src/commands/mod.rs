//! One function per command, as methods of [`Engine`](crate::Engine), a file per area.

mod articles;
pub(crate) mod assistants;
pub(crate) mod beside;
pub(crate) mod chat;
mod chat_keys;
pub(crate) mod conversations;
mod corrections;
pub(crate) mod customers;
pub(crate) mod data;
mod escalation;
pub(crate) mod escalation_replay;
pub(crate) mod health;
pub(crate) mod inbox;
pub(crate) mod knowledge;
pub(crate) mod ledger;
pub(crate) mod memory;
mod mood;
pub(crate) mod reach;
pub(crate) mod redaction;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod stats;
mod taxonomy;
pub(crate) mod team_files;
mod tickets;
mod users;
mod webhooks;
