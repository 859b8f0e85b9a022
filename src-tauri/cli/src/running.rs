//! The Aside that has the data folder, asked over its loopback address.
//!
//! The address is the one that this process wrote beside its lock, in a folder of this user: nobody else
//! on the machine can make a command ask somewhere else. Beside it stands the token that shows that the
//! command is the owner's.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};
use aside_contract::{ErrorBody, KnowledgeStatus};
use aside_engine::{EngineError, Holder, OwnerToken, Places};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::RequestBuilder;

use crate::args::Folders;
use crate::reader::Refused;

/// The longest that an answer may take: the longest question in SQL takes five seconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest answer that is read, in bytes: a thousand rows or files are far below.
const MAX_ANSWER: u64 = 256 << 20;

/// A running Aside that answers.
pub(crate) struct Running {
    holder: Holder,
    address: SocketAddr,
    agent: ureq::Agent,
}

impl Running {
    /// The one that `error` found to have the data folder, if it answers for these folders.
    ///
    /// # Errors
    /// The error itself where it has no address (`aside index` has none); what to do where it works with other documents.
    pub(crate) fn find(error: EngineError, places: &Places, folders: &Folders) -> Result<Self> {
        let holder = match &error {
            EngineError::InUse { holder, .. } => holder.clone(),
            _ => return Err(error.into()),
        };
        let Some(address) = holder.address.filter(|address| address.ip().is_loopback()) else {
            return Err(error.into());
        };
        let config = ureq::Agent::config_builder()
            // A proxy is for the network, and this is this machine.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .build();
        let running = Self { holder, address, agent: config.into() };
        let status: KnowledgeStatus = running.get("/api/v1/knowledge", &[])?;
        if folders.are_named() {
            running.expect_folders(&places.knowledge, &status)?;
        }
        for trouble in status.failures.iter().filter(|failure| failure.path.is_empty()) {
            eprintln!("aside: {}", trouble.reason);
        }
        if status.pending > 0 {
            eprintln!(
                "aside: {} still being read: the answer is from the others",
                match status.pending {
                    1 => "one file is".to_owned(),
                    files => format!("{files} of the files are"),
                }
            );
        }
        Ok(running)
    }

    fn expect_folders(&self, named: &[PathBuf], status: &KnowledgeStatus) -> Result<()> {
        let followed = |folder: &&PathBuf| {
            !status.folders.iter().any(|known| folder.starts_with(Path::new(&known.path)))
        };
        if let Some(other) = named.iter().find(followed) {
            bail!(
                "another Aside ({}) is using the data folder, and works with the documents of {} instead of {}: \
                 name that folder, close that Aside, or name another data folder with --data DIR",
                self.holder,
                status.folder,
                other.display()
            );
        }
        Ok(())
    }

    /// What it answers to a GET.
    ///
    /// # Errors
    /// [`Refused`] with what it says, or that it does not answer.
    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<T> {
        let pairs = query.iter().map(|(name, value)| (*name, value.as_str()));
        let answer = self.owned(self.agent.get(self.url(path))).query_pairs(pairs).call();
        self.read(answer)
    }

    /// What it answers to a POST.
    ///
    /// # Errors
    /// As [`Running::get`].
    pub(crate) fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        let answer = self.owned(self.agent.post(self.url(path))).send_json(body);
        self.read(answer)
    }

    /// What it answers to a PUT.
    ///
    /// # Errors
    /// As [`Running::get`].
    pub(crate) fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        let answer = self.owned(self.agent.put(self.url(path))).send_json(body);
        self.read(answer)
    }

    /// What it answers to a message of the Model Context Protocol; none where none is wanted.
    ///
    /// # Errors
    /// As [`Running::get`].
    pub(crate) fn speak(&self, message: &str) -> Result<Option<String>> {
        let parsed: Value = serde_json::from_str(message).unwrap_or_default();
        let mut request = self
            .owned(self.agent.post(self.url("/mcp")))
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream");
        // Over HTTP, what a message says of itself is repeated above it.
        for (name, place) in [
            ("mcp-method", "/method"),
            ("mcp-name", "/params/name"),
            ("mcp-protocol-version", "/params/_meta/io.modelcontextprotocol~1protocolVersion"),
        ] {
            if let Some(said) = parsed.pointer(place).and_then(Value::as_str) {
                request = request.header(name, said);
            }
        }
        let mut answer = request.send(message).map_err(|error| self.silent(&error))?;
        let body = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_string();
        let body = body.map_err(|error| self.silent(&error))?;
        Ok((!body.trim().is_empty()).then_some(body))
    }

    /// What it answers to a DELETE.
    ///
    /// # Errors
    /// As [`Running::get`].
    pub(crate) fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let answer = self.owned(self.agent.delete(self.url(path))).call();
        self.read(answer)
    }

    /// As [`Running::delete`], where the answer is that it is done.
    ///
    /// # Errors
    /// As [`Running::get`].
    pub(crate) fn remove(&self, path: &str) -> Result<()> {
        let answer = self.owned(self.agent.delete(self.url(path))).call();
        self.expect_success(answer).map(drop)
    }

    /// Shows that the request is the owner's.
    fn owned<B>(&self, request: RequestBuilder<B>) -> RequestBuilder<B> {
        match self.holder.token.as_ref().map(OwnerToken::expose) {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn read<T: DeserializeOwned>(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T> {
        let mut answer = self.expect_success(answer)?;
        let body = answer.body_mut().with_config().limit(MAX_ANSWER);
        body.read_json().map_err(|error| self.silent(&error))
    }

    fn expect_success(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<ureq::http::Response<ureq::Body>> {
        let mut answer = answer.map_err(|error| self.silent(&error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let body = answer.body_mut().with_config().limit(MAX_ANSWER);
        let body: ErrorBody = body.read_json().map_err(|_| self.silent(&status))?;
        Err(Refused(body).into())
    }

    fn silent(&self, error: &dyn Display) -> anyhow::Error {
        anyhow::anyhow!(
            "the Aside that is using the data folder ({}) gives no answer at {}: {error}. \
             Try again; if that does not help, close it",
            self.holder,
            self.address
        )
    }
}
