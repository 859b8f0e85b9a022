//! Whole journeys through the `aside` command and its endpoint, as a user or a script takes them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should panic, and may say what it measured"
)]

mod articles;
mod aside;
mod attachments;
mod backup;
mod chat;
mod command;
mod customers;
mod doctor;
mod encoder;
mod endpoint;
mod examples;
mod full_disk;
mod golden;
mod killed;
mod language;
mod ledger;
mod live_folder;
mod log;
mod mcp;
mod models;
mod pictures;
mod privacy;
mod query;
mod replies;
mod running_desk;
#[path = "../scripted_server.rs"]
mod scripted_server;
mod team_words;
mod tickets;
mod users;
mod webhooks;
mod without_model;
