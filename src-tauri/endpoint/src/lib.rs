//! The HTTP endpoint: the one list of commands, as an axum router.
//!
//! Owns routes, status codes, who may ask for what, the event stream, the guards of the loopback listener
//! and the built web page, and the listener that other machines reach. Refuses behaviour: every handler hands its request to one function of the engine.
//!
//! A request passes the guards and the roles ([`loopback_router`] only), a handler in `routes` makes plain values of
//! it, the engine answers, and the answer leaves as JSON. The desktop window hands its requests to
//! [`desktop_router`] in process and needs neither guards nor pages.

mod accept;
mod access;
mod certificate;
mod connections;
mod error;
mod guard;
mod limits;
mod mcp;
mod metrics;
mod openapi;
mod page;
mod public;
mod routes;
mod serve;

pub use connections::ConnectionLimits;
pub use error::ApiError;
pub use mcp::serve_mcp;
pub use openapi::openapi_json;
pub use public::{Public, PublicListener, Shield};
pub use routes::{desktop_router, loopback_router};
pub use serve::{Listener, ServeError, serve, serve_within};

/// The port that is listened on when none is named.
pub const DEFAULT_PORT: u16 = 4817;
