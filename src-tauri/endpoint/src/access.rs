//! Who may ask for what: the least role of each route.
//!
//! Without users everybody on this machine is its owner, as a desk of one person wants it. From the first
//! user on, a request shows who asks with `Authorization: Bearer TOKEN`: of a sign-in, or of a program. A route that stands in no list is
//! the administrators'.

use std::sync::{Arc, Weak};
use std::time::Duration;

use aside_contract::{ErrorCode, Role};
use aside_engine::Engine;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::MissedTickBehavior;

use crate::ApiError;
use crate::guard::Door;
use crate::limits::Limits;
use crate::routes::blocking;

/// How often what stays open looks whether what let it in still does.
const LOOK: Duration = Duration::from_secs(2);

/// For whoever can reach them: signs of life, numbers without names, signing in, and what has a secret of
/// its own.
const EVERYBODY: &[&str] = &[
    "GET /health/",
    "GET /health/liveness",
    "GET /health/readiness",
    "GET /metrics",
    "POST /auth/login",
    "POST /auth/refresh",
    "POST /auth/logout",
    "POST /chat/sessions",
    "POST /chat/sessions/{id}/messages",
    "GET /chat/sessions/{id}/attachments/{attachment}",
    "GET /chat/sessions/{id}/attachments/{attachment}/text",
    "GET /chat/sessions/{id}/history",
    "GET /chat/sessions/{id}/events",
    "POST /chat/sessions/{id}/person",
    "POST /chat/sessions/{id}/typing",
    "POST /chat/sessions/{id}/rating",
    "POST /chat/sessions/{id}/speech",
];

/// Answering customers.
const AGENT: &[&str] = &[
    "GET /auth/me",
    "PUT /auth/password",
    "GET /openapi.json",
    "GET /health",
    "GET /health/detailed",
    "GET /api/v1/health",
    "GET /api/v1/events",
    "POST /chat",
    "POST /api/v1/query",
    "GET /ws/{customer_id}",
    "POST /mcp",
    "GET /mcp",
    "DELETE /mcp",
    "GET /api/v1/conversations",
    "POST /api/v1/conversations",
    "GET /api/v1/conversations/about",
    "GET /api/v1/conversations/{id}",
    "GET /api/v1/conversations/{id}/attachments/{attachment}",
    "GET /api/v1/conversations/{id}/attachments/{attachment}/text",
    "POST /api/v1/conversations/{id}/draft",
    "DELETE /api/v1/conversations/{id}/draft",
    "PUT /api/v1/conversations/{id}/lead",
    "POST /api/v1/conversations/{id}/messages",
    "GET /api/v1/conversations/{id}/messages/{message}/mood",
    "GET /api/v1/conversations/{id}/prompt",
    "POST /api/v1/conversations/{id}/escalation/verdict",
    "POST /api/v1/conversations/{id}/replies",
    "POST /api/v1/conversations/{id}/rewrite",
    "GET /api/v1/conversations/{id}/similar",
    "PUT /api/v1/conversations/{id}/status",
    "POST /api/v1/conversations/{id}/suggestions/{suggestion}/feedback",
    "GET /api/v1/conversations/{id}/summary",
    "POST /api/v1/conversations/{id}/ticket",
    "POST /api/v1/conversations/{id}/typing",
    "GET /api/v1/corrections",
    "GET /api/v1/labels",
    "PUT /api/v1/messages/{id}/labels/{kind}",
    "DELETE /api/v1/messages/{id}/labels/{kind}",
    "GET /api/v1/customers/{customer}",
    "PUT /api/v1/customers/{customer}",
    "GET /api/v1/customers/{customer}/memory",
    "POST /api/v1/customers/{customer}/memory",
    "PUT /api/v1/customers/{customer}/memory/{fact}",
    "DELETE /api/v1/customers/{customer}/memory/{fact}",
    "PUT /api/v1/customers/{customer}/profile",
    "GET /api/v1/knowledge",
    "GET /api/v1/knowledge/document",
    "GET /api/v1/knowledge/files",
    "GET /api/v1/knowledge/disagreements",
    "GET /api/v1/knowledge/golden",
    "POST /api/v1/knowledge/searches",
    "GET /api/v1/knowledge/articles",
    "GET /api/v1/knowledge/articles/{id}",
    "GET /api/v1/search",
    "GET /api/v1/macros",
    "GET /api/v1/taxonomy",
    "GET /api/v1/tickets",
    "GET /api/v1/tickets/{id}",
];

/// Deciding on what agents hand over and on documents, and looking at the whole.
const SUPERVISOR: &[&str] = &[
    "PUT /api/v1/tickets/{id}",
    "GET /api/v1/users/names",
    "GET /api/v1/conversations/{id}/ledger",
    "GET /api/v1/ledger",
    "GET /api/v1/ledger/lines",
    "GET /api/v1/knowledge/gaps",
    "POST /api/v1/knowledge/golden",
    "DELETE /api/v1/knowledge/golden",
    "POST /api/v1/knowledge/golden/run",
    "POST /api/v1/knowledge/articles",
    "POST /api/v1/knowledge/judge",
    "POST /api/v1/knowledge/pause",
    "POST /api/v1/knowledge/resume",
    "POST /api/v1/knowledge/retry",
    "POST /api/v1/sql",
    "GET /api/v1/sql/tables",
    "GET /api/v1/stats",
    "GET /api/v1/reviews",
    "GET /api/v1/reviews/checklist",
    "GET /api/v1/reviews/sample",
    "PUT /api/v1/conversations/{id}/review",
];

/// Setting Aside up, and taking out or erasing what is stored of somebody.
const ADMINISTRATOR: &[&str] = &[
    "GET /api/v1/users",
    "POST /api/v1/users",
    "PUT /api/v1/users/{id}",
    "DELETE /api/v1/users/{id}",
    "GET /api/v1/tokens",
    "POST /api/v1/tokens",
    "DELETE /api/v1/tokens/{id}",
    "PUT /api/v1/knowledge/articles/{id}",
    "DELETE /api/v1/knowledge/articles/{id}",
    "GET /api/v1/webhooks",
    "POST /api/v1/webhooks",
    "GET /api/v1/webhooks/{id}",
    "PUT /api/v1/webhooks/{id}",
    "DELETE /api/v1/webhooks/{id}",
    "POST /api/v1/webhooks/{id}/test",
    "GET /api/v1/webhooks/{id}/failed",
    "POST /api/v1/webhooks/{id}/replay",
    "GET /api/v1/chat/keys",
    "POST /api/v1/chat/keys",
    "DELETE /api/v1/chat/keys/{id}",
    "DELETE /api/v1/customers/{customer}",
    "GET /api/v1/customers/{customer}/export",
    "GET /api/v1/settings/beside",
    "PUT /api/v1/settings/beside",
    "GET /api/v1/settings/knowledge",
    "PUT /api/v1/settings/knowledge",
    "GET /api/v1/settings/model",
    "PUT /api/v1/settings/model",
    "GET /api/v1/settings/model/found",
    "POST /api/v1/settings/model/test",
    "PUT /api/v1/taxonomy",
    "GET /api/v1/reach",
    "PUT /api/v1/chat/settings",
    "POST /api/v1/chat/identity",
    "GET /api/v1/team-files",
    "PUT /api/v1/team-files/{name}",
    "POST /api/v1/redaction/try",
    "GET /api/v1/escalation/rules",
    "PUT /api/v1/escalation/rules",
    "POST /api/v1/escalation/replay",
    "GET /api/v1/data",
    "POST /api/v1/data/backups",
];

/// What a route asks of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Least {
    /// Nothing.
    Everybody,
    /// This role or a higher one.
    Role(Role),
}

/// What is asked for a route; none where no list has it.
pub(crate) fn listed(method: &Method, route: &str) -> Option<Least> {
    // A HEAD is answered as the GET would be.
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let asked = format!("{method} {route}");
    let lists = [
        (EVERYBODY, Least::Everybody),
        (AGENT, Least::Role(Role::Agent)),
        (SUPERVISOR, Least::Role(Role::Supervisor)),
        (ADMINISTRATOR, Least::Role(Role::Administrator)),
    ];
    let found = lists.iter().find(|(list, _)| list.contains(&asked.as_str()));
    found.map(|(_, least)| *least)
}

/// Answers only who may ask, and tells the handler who it is.
pub(crate) async fn expect_role(
    State(engine): State<Arc<Engine>>,
    route: MatchedPath,
    mut request: Request,
    next: Next,
) -> Response {
    let is_public = matches!(Door::of(&request), Door::Public { .. });
    let least = listed(request.method(), route.as_str());
    let role = match least.unwrap_or(Least::Role(Role::Administrator)) {
        // Numbers are for programs of this machine.
        Least::Everybody if is_public && route.as_str() == "/metrics" => Role::Supervisor,
        Least::Everybody => return next.run(request).await,
        Least::Role(role) => role,
    };
    let shown = bearer(request.headers());
    let token = shown.clone();
    let caller = match blocking(&engine, move |engine| engine.caller(token.as_deref())).await {
        Ok(caller) => caller,
        Err(error) => return error.into_response(),
    };
    if is_public && caller.is_owner() {
        let detail = "the owner's token counts on this machine only: sign in at /auth/login";
        return ApiError::new(ErrorCode::Unauthenticated, detail).into_response();
    }
    if caller.role < role {
        let detail = format!("this is for the role {role}, and yours is {}", caller.role);
        return ApiError::new(ErrorCode::Forbidden, detail).into_response();
    }
    let limits = request.extensions().get::<Arc<Limits>>();
    if let (Some(limits), Some(program)) = (limits, &caller.token)
        && let Err(error) = limits.program(program.id)
    {
        return error.into_response();
    }
    request.extensions_mut().insert(Pass { token: shown, role });
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// What let a request in. What stays open after it was answered ends when that would let nobody in any more: the
/// token was revoked, the sign-in ended, the role was taken away, or there are users now and nobody signed in.
#[derive(Clone)]
pub(crate) struct Pass {
    token: Option<String>,
    role: Role,
}

impl Pass {
    /// Waits until it lets nobody in any more, or the engine is gone; for ever where nothing had to be shown.
    pub(crate) async fn ended(pass: Option<Self>, engine: Weak<Engine>) {
        let Some(Self { token, role }) = pass else { return std::future::pending().await };
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            look.tick().await;
            let Some(engine) = engine.upgrade() else { return };
            let token = token.clone();
            let holds = move |engine: &Engine| engine.still_in(token.as_deref());
            // A store that cannot be read now says nothing of who may listen.
            match blocking(&engine, holds).await {
                Ok(Some(caller)) if caller.role >= role => {}
                Ok(_) => return,
                Err(error) => {
                    let error = error.into_body().detail;
                    tracing::warn!(error, "who listens could not be looked up");
                }
            }
        }
    }
}

/// The token of a request, if it shows one.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = shown.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::openapi_json;

    #[test]
    fn each_route_of_the_description_stands_in_one_list_and_each_line_is_a_route() {
        let described: serde_json::Value = serde_json::from_str(&openapi_json()).unwrap();
        let mut routes = BTreeSet::new();
        for (path, item) in described["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                routes.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        // Served beside what is described.
        for other in ["GET /openapi.json", "GET /mcp", "POST /mcp", "DELETE /mcp"] {
            routes.insert(other.to_owned());
        }
        let lists = [EVERYBODY, AGENT, SUPERVISOR, ADMINISTRATOR];
        let all: Vec<String> = lists.concat().iter().map(|route| (*route).to_owned()).collect();
        let listed: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(listed.len(), all.len(), "a route stands in two lists");
        assert_eq!(routes, listed);
    }

    #[test]
    fn a_head_needs_what_the_get_needs_and_an_unknown_route_is_in_no_list() {
        let supervisor = Some(Least::Role(Role::Supervisor));
        assert_eq!(listed(&Method::HEAD, "/api/v1/ledger"), supervisor);
        assert_eq!(listed(&Method::GET, "/api/v1/ledger/"), None);
        assert_eq!(listed(&Method::DELETE, "/api/v1/ledger"), None);
    }
}
