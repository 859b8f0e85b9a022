//! One file per subcommand.

pub(crate) mod article;
pub(crate) mod ask;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod convert;
pub(crate) mod customer;
pub(crate) mod doctor;
pub(crate) mod eval;
pub(crate) mod files;
pub(crate) mod golden;
pub(crate) mod index;
pub(crate) mod key;
pub(crate) mod ledger;
pub(crate) mod mcp;
pub(crate) mod model;
pub(crate) mod openapi;
pub(crate) mod prompt;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod ticket;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod webhook;
