//! Who answers a command that only reads: the engine, opened here for it, or the Aside that has the
//! data folder already.

mod articles;
mod webhooks;

use std::sync::Arc;

use anyhow::Result;
use aside_contract::{
    ApiToken, ApiTokenId, ChatKey, ConversationId, CustomerExport, CustomerFact, CustomerMemory,
    ErrorBody, FileList, Forgotten, GoldenQuestion, GoldenReport, KnowledgeStatus, LedgerLine,
    LedgerPage, LedgerState, MadeApiToken, MarkedDocument, NewApiToken, NewChatKey, NewFact,
    NewUser, PromptView, QueryAnswer, QueryCatalog, QueryRequest, Replay, SearchFilter,
    SearchResults, Ticket, TicketEdit, TicketFilter, TicketId, TicketSummary, User, UserEdit,
    UserId,
};
use aside_engine::{Engine, EngineError, FactFilter, FilesRequest, Places};

use crate::args::Folders;
use crate::open;
use crate::running::Running;

/// See the module.
pub(crate) enum Reader {
    /// Opened for this command.
    Here(Arc<Engine>),
    /// It follows the folder itself, so what it says is up to date.
    Running(Running),
}

/// A question that was refused, by whomever.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) ErrorBody);

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0.detail)
    }
}

impl std::error::Error for Refused {}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        Self(error.body())
    }
}

impl Reader {
    /// Finds who answers for these folders.
    pub(crate) fn open(folders: &Folders) -> Result<Self> {
        let places = Places::resolve(folders.knowledge.clone(), folders.data.clone())?;
        match open::open_places(places.clone()) {
            Ok(engine) => Ok(Self::Here(engine)),
            Err(error) => Ok(Self::Running(Running::find(error, &places, folders)?)),
        }
    }

    /// Brings the index up to date first.
    pub(crate) fn open_indexed(folders: &Folders) -> Result<Self> {
        let reader = Self::open(folders)?;
        reader.catch_up()?;
        Ok(reader)
    }

    /// Brings the index up to date, and waits for it, where it is this command's.
    pub(crate) fn catch_up(&self) -> Result<()> {
        if let Self::Here(engine) = self {
            open::index(engine)?;
        }
        Ok(())
    }

    /// As [`Engine::retry`].
    pub(crate) fn retry(&self, path: &str) -> Result<KnowledgeStatus> {
        match self {
            Self::Here(engine) => Ok(engine.retry(Some(path))?),
            Self::Running(running) => {
                running.post("/api/v1/knowledge/retry", &serde_json::json!({"path": path}))
            }
        }
    }

    /// As [`Engine::judge_document`].
    pub(crate) fn judge_document(&self, document: &str, allowed: bool) -> Result<MarkedDocument> {
        match self {
            Self::Here(engine) => Ok(engine.judge_document(document, allowed)?),
            Self::Running(running) => running.post(
                "/api/v1/knowledge/judge",
                &serde_json::json!({"document": document, "allowed": allowed}),
            ),
        }
    }

    /// As [`Engine::verify_ledger`].
    pub(crate) fn verify_ledger(&self) -> Result<LedgerState> {
        match self {
            Self::Here(engine) => Ok(engine.verify_ledger()?),
            Self::Running(running) => running.get("/api/v1/ledger", &[]),
        }
    }

    /// As [`Engine::ledger_lines`], or in `clear` as [`Engine::clear_ledger_lines`], which no running Aside
    /// answers.
    pub(crate) fn ledger_lines(
        &self,
        after: u64,
        limit: usize,
        clear: bool,
    ) -> Result<Vec<LedgerLine>> {
        match self {
            Self::Here(engine) if clear => Ok(engine.clear_ledger_lines(after, limit)?),
            Self::Here(engine) => Ok(engine.ledger_lines(after, limit)?),
            Self::Running(_) if clear => anyhow::bail!(
                "another Aside is using the data folder, and gives the ledger out masked only: close it first to print it in clear"
            ),
            Self::Running(running) => {
                let asked = [("after", after.to_string()), ("limit", limit.to_string())];
                Ok(running.get::<LedgerPage>("/api/v1/ledger/lines", &asked)?.lines)
            }
        }
    }

    /// As [`Engine::replay`].
    pub(crate) fn replay(&self, conversation: ConversationId) -> Result<Replay> {
        match self {
            Self::Here(engine) => Ok(engine.replay(conversation)?),
            Self::Running(running) => {
                running.get(&format!("/api/v1/conversations/{conversation}/ledger"), &[])
            }
        }
    }

    /// As [`Engine::customer_memory`].
    pub(crate) fn customer_memory(
        &self,
        customer: &str,
        find: Option<String>,
    ) -> Result<CustomerMemory> {
        match self {
            Self::Here(engine) => {
                let filter = FactFilter { text: find, ..FactFilter::default() };
                Ok(engine.customer_memory(customer, &filter)?)
            }
            Self::Running(running) => {
                let asked: Vec<_> = find.into_iter().map(|text| ("q", text)).collect();
                running.get(&customer_path(customer, "/memory"), &asked)
            }
        }
    }

    /// As [`Engine::keep_fact`].
    pub(crate) fn keep_fact(&self, customer: &str, new: &NewFact) -> Result<CustomerFact> {
        match self {
            Self::Here(engine) => Ok(engine.keep_fact(customer, new)?),
            Self::Running(running) => running.post(&customer_path(customer, "/memory"), new),
        }
    }

    /// As [`Engine::export_customer`].
    pub(crate) fn export_customer(&self, customer: &str) -> Result<CustomerExport> {
        match self {
            Self::Here(engine) => Ok(engine.export_customer(customer)?),
            Self::Running(running) => running.get(&customer_path(customer, "/export"), &[]),
        }
    }

    /// As [`Engine::forget_customer`].
    pub(crate) fn forget_customer(&self, customer: &str) -> Result<Forgotten> {
        match self {
            Self::Here(engine) => Ok(engine.forget_customer(customer)?),
            Self::Running(running) => running.delete(&customer_path(customer, "")),
        }
    }

    /// As [`Engine::tickets`].
    pub(crate) fn tickets(&self, filter: &TicketFilter) -> Result<Vec<TicketSummary>> {
        let running = match self {
            Self::Here(engine) => return Ok(engine.tickets(filter)?),
            Self::Running(running) => running,
        };
        let mut asked = Vec::new();
        if let Some(status) = filter.status {
            asked.push(("status", status.name().to_owned()));
        }
        asked.extend(filter.owner.clone().map(|owner| ("owner", owner)));
        Ok(running.get::<TicketList>("/api/v1/tickets", &asked)?.tickets)
    }

    /// As [`Engine::ticket`].
    pub(crate) fn ticket(&self, id: &TicketId) -> Result<Ticket> {
        match self {
            Self::Here(engine) => Ok(engine.ticket(id)?),
            Self::Running(running) => running.get(&format!("/api/v1/tickets/{id}"), &[]),
        }
    }

    /// As [`Engine::change_ticket`].
    pub(crate) fn change_ticket(&self, id: &TicketId, edit: &TicketEdit) -> Result<Ticket> {
        match self {
            Self::Here(engine) => Ok(engine.change_ticket(id, edit)?),
            Self::Running(running) => running.put(&format!("/api/v1/tickets/{id}"), edit),
        }
    }

    /// As [`Engine::users`].
    pub(crate) fn users(&self) -> Result<Vec<User>> {
        match self {
            Self::Here(engine) => Ok(engine.users()?),
            Self::Running(running) => Ok(running.get::<UserList>("/api/v1/users", &[])?.users),
        }
    }

    /// As [`Engine::add_user`].
    pub(crate) fn add_user(&self, new: &NewUser) -> Result<User> {
        match self {
            Self::Here(engine) => Ok(engine.add_user(new)?),
            Self::Running(running) => running.post("/api/v1/users", new),
        }
    }

    /// As [`Engine::change_user`].
    pub(crate) fn change_user(&self, id: UserId, edit: &UserEdit) -> Result<User> {
        match self {
            Self::Here(engine) => Ok(engine.change_user(id, edit)?),
            Self::Running(running) => running.put(&format!("/api/v1/users/{id}"), edit),
        }
    }

    /// As [`Engine::remove_user`].
    pub(crate) fn remove_user(&self, id: UserId) -> Result<()> {
        match self {
            Self::Here(engine) => Ok(engine.remove_user(id)?),
            Self::Running(running) => running.remove(&format!("/api/v1/users/{id}")),
        }
    }

    /// As [`Engine::api_tokens`].
    pub(crate) fn api_tokens(&self) -> Result<Vec<ApiToken>> {
        match self {
            Self::Here(engine) => Ok(engine.api_tokens()?),
            Self::Running(running) => {
                Ok(running.get::<ApiTokenList>("/api/v1/tokens", &[])?.tokens)
            }
        }
    }

    /// As [`Engine::make_api_token`].
    pub(crate) fn make_api_token(&self, new: &NewApiToken) -> Result<MadeApiToken> {
        match self {
            Self::Here(engine) => Ok(engine.make_api_token(new)?),
            Self::Running(running) => running.post("/api/v1/tokens", new),
        }
    }

    /// As [`Engine::revoke_api_token`].
    pub(crate) fn revoke_api_token(&self, id: ApiTokenId) -> Result<()> {
        match self {
            Self::Here(engine) => Ok(engine.revoke_api_token(id)?),
            Self::Running(running) => running.remove(&format!("/api/v1/tokens/{id}")),
        }
    }

    /// As [`Engine::chat_keys`].
    pub(crate) fn chat_keys(&self) -> Result<Vec<ChatKey>> {
        match self {
            Self::Here(engine) => Ok(engine.chat_keys()?),
            Self::Running(running) => Ok(running.get::<KeyList>("/api/v1/chat/keys", &[])?.keys),
        }
    }

    /// As [`Engine::add_chat_key`].
    pub(crate) fn add_chat_key(&self, new: &NewChatKey) -> Result<ChatKey> {
        match self {
            Self::Here(engine) => Ok(engine.add_chat_key(new)?),
            Self::Running(running) => running.post("/api/v1/chat/keys", new),
        }
    }

    /// As [`Engine::remove_chat_key`].
    pub(crate) fn remove_chat_key(&self, id: &str) -> Result<()> {
        match self {
            Self::Here(engine) => Ok(engine.remove_chat_key(id)?),
            Self::Running(running) => running.remove(&format!("/api/v1/chat/keys/{}", encoded(id))),
        }
    }

    /// As [`Engine::prompt`].
    pub(crate) fn prompt(&self, conversation: ConversationId) -> Result<PromptView> {
        match self {
            Self::Here(engine) => Ok(engine.prompt(conversation)?),
            Self::Running(running) => {
                running.get(&format!("/api/v1/conversations/{conversation}/prompt"), &[])
            }
        }
    }

    /// As [`Engine::search`].
    pub(crate) fn search(
        &self,
        query: &str,
        filter: SearchFilter,
        limit: usize,
    ) -> Result<SearchResults> {
        let running = match self {
            Self::Here(engine) => return Ok(engine.search(query, filter, limit)?),
            Self::Running(running) => running,
        };
        let SearchFilter { category, tags, folder, updated_after, visibility } = filter;
        let visibility = visibility.map(|visibility| name_of(&visibility)).transpose()?;
        let named = [
            ("category", category),
            ("tags", (!tags.is_empty()).then(|| tags.join(","))),
            ("folder", folder),
            ("updated_after", updated_after.map(|time| time.0.to_string())),
            ("visibility", visibility),
        ];
        let mut asked = vec![("q", query.to_owned()), ("limit", limit.to_string())];
        asked.extend(named.into_iter().filter_map(|(name, value)| Some((name, value?))));
        running.get("/api/v1/search", &asked)
    }

    /// As [`Engine::files`].
    pub(crate) fn files(&self, request: &FilesRequest<'_>) -> Result<FileList> {
        let running = match self {
            Self::Here(engine) => {
                if request.duplicated {
                    engine.await_comparing();
                }
                return Ok(engine.files(request)?);
            }
            Self::Running(running) => running,
        };
        let FilesRequest { pattern, state, duplicated, marked, after, limit } = *request;
        let mut asked = vec![("q", pattern.to_owned()), ("limit", limit.to_string())];
        if let Some(state) = state {
            asked.push(("state", name_of(&state)?));
        }
        if duplicated {
            asked.push(("duplicated", "true".to_owned()));
        }
        if marked {
            asked.push(("marked", "true".to_owned()));
        }
        asked.extend(after.map(|after| ("cursor", after.to_owned())));
        running.get("/api/v1/knowledge/files", &asked)
    }

    /// As [`Engine::golden`].
    pub(crate) fn golden(&self) -> Result<GoldenReport> {
        match self {
            Self::Here(engine) => Ok(engine.golden()?),
            Self::Running(running) => running.get("/api/v1/knowledge/golden", &[]),
        }
    }

    /// As [`Engine::ask_golden`].
    pub(crate) fn ask_golden(&self) -> Result<GoldenReport> {
        match self {
            Self::Here(engine) => Ok(engine.ask_golden()?),
            Self::Running(running) => {
                running.post("/api/v1/knowledge/golden/run", &serde_json::json!({}))
            }
        }
    }

    /// As [`Engine::add_golden`].
    pub(crate) fn add_golden(&self, question: &GoldenQuestion) -> Result<GoldenReport> {
        match self {
            Self::Here(engine) => Ok(engine.add_golden(question)?),
            Self::Running(running) => running.post("/api/v1/knowledge/golden", question),
        }
    }

    /// As [`Engine::query`]; an error is a [`Refused`], with its place.
    pub(crate) fn query(&self, request: &QueryRequest) -> Result<QueryAnswer> {
        match self {
            Self::Here(engine) => Ok(engine.query(request).map_err(Refused::from)?),
            Self::Running(running) => running.post("/api/v1/sql", request),
        }
    }

    /// As [`Engine::query_catalog`].
    pub(crate) fn query_catalog(&self) -> Result<QueryCatalog> {
        match self {
            Self::Here(engine) => Ok(engine.query_catalog()),
            Self::Running(running) => running.get("/api/v1/sql/tables", &[]),
        }
    }
}

/// What a running Aside answers about tickets.
#[derive(serde::Deserialize)]
struct TicketList {
    tickets: Vec<TicketSummary>,
}

/// What a running Aside answers about users.
#[derive(serde::Deserialize)]
struct UserList {
    users: Vec<User>,
}

/// What a running Aside answers about tokens of programs.
#[derive(serde::Deserialize)]
struct ApiTokenList {
    tokens: Vec<ApiToken>,
}

/// What a running Aside answers about keys of the chat.
#[derive(serde::Deserialize)]
struct KeyList {
    keys: Vec<ChatKey>,
}

/// The path of a customer.
fn customer_path(customer: &str, below: &str) -> String {
    format!("/api/v1/customers/{}{below}", encoded(customer.trim()))
}

/// A part of a path: every byte that is no plain letter or digit is written as `%XX`.
fn encoded(part: &str) -> String {
    let mut path = String::new();
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => path.push(char::from(byte)),
            _ => path.push_str(&format!("%{byte:02X}")),
        }
    }
    path
}

/// A plain enum as the API writes it.
fn name_of(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}
