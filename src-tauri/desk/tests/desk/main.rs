//! The desk through its public doors, on a real store in a temporary folder.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actors;
mod advice;
mod api_tokens;
mod attachments;
mod conversations;
mod corrections;
mod crash;
mod dump;
mod ledger;
mod list;
mod masked;
mod meanings;
mod memory;
mod order;
mod storage;
mod support;
mod tickets;
mod webhooks;
