//! Whole journeys through the `aside` command and its endpoint, as a user or a script takes them.

mod aside;
mod chat;
mod command;
mod killed;
mod live_folder;
mod without_model;
