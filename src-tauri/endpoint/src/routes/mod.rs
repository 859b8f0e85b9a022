//! The routes: a file per area, and the routers made of them.

mod administration;
mod api_tokens;
mod articles;
mod attachments;
mod auth;
mod chat;
mod chat_keys;
mod conversations;
mod corrections;
mod customers;
mod drafts;
mod escalation;
mod events;
mod gaps;
mod golden;
mod health;
mod knowledge;
mod ledger;
mod macros;
mod memory;
mod query;
mod reviews;
mod sessions;
mod settings;
mod similar;
mod socket;
mod speech;
mod taxonomy;
mod texts;
mod tickets;
mod upload;
mod users;
mod webhooks;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::{Actor, Caller, ErrorCode};
use aside_engine::{Engine, EngineError};
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::limits::Limits;
use crate::metrics::{self, Metrics};
use crate::openapi::served_openapi_json;
use crate::{ApiError, access, guard, mcp, page};

/// The largest body that is read, in bytes: a message of the greatest length in any script, and more.
const MAX_BODY: usize = 256 * 1024;

/// The engine, acting as who asks: what a command does, the ledger says of them. Whom no role was asked of is a
/// customer in the chat.
pub(crate) struct Shared(pub(crate) Arc<Engine>);

impl FromRequestParts<Arc<Engine>> for Shared {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        engine: &Arc<Engine>,
    ) -> Result<Self, Infallible> {
        let caller = parts.extensions.get::<Caller>();
        Ok(Self(engine.acting_as(caller.map_or(Actor::Customer, Caller::actor))))
    }
}

/// Marks the requests of the desktop's own window: they come from no network.
#[derive(Clone, Copy)]
pub(crate) struct OwnWindow;

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Aside",
        description = "The commands of Aside: conversations, advice, knowledge, chat."
    ),
    components(schemas(aside_contract::Event, aside_contract::ErrorBody))
)]
struct Description;

/// The settings, which may hold secrets: a part of the description, and of the desktop's router alone.
pub(crate) fn settings() -> OpenApiRouter<Arc<Engine>> {
    OpenApiRouter::new()
        .routes(routes!(settings::model, settings::set_model))
        .routes(routes!(settings::test_model))
        .routes(routes!(settings::found_models))
        .routes(routes!(settings::beside, settings::set_beside))
        .routes(routes!(settings::knowledge_choice, settings::set_knowledge))
}

/// Every other command, once. The OpenAPI description and both routers are made of this list.
pub(crate) fn api() -> OpenApiRouter<Arc<Engine>> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(health::looks())
        .routes(routes!(health::stats))
        .routes(routes!(health::metrics))
        .merge(auth::routes())
        .routes(routes!(users::list_users, users::add_user))
        .routes(routes!(users::list_user_names))
        .routes(routes!(users::change_user, users::remove_user))
        .routes(routes!(api_tokens::list_api_tokens, api_tokens::make_api_token))
        .routes(routes!(api_tokens::revoke_api_token))
        .routes(routes!(chat_keys::list_keys, chat_keys::add_key))
        .routes(routes!(chat_keys::remove_key))
        .routes(routes!(administration::reach))
        .routes(routes!(administration::set_chat))
        .routes(routes!(administration::make_identity_secret))
        .routes(routes!(administration::team_files))
        .routes(routes!(administration::save_team_file))
        .routes(routes!(administration::try_redaction))
        .routes(routes!(administration::data))
        .routes(routes!(administration::make_backup))
        .routes(routes!(chat::chat))
        .routes(routes!(chat::answer))
        .routes(routes!(sessions::open_session))
        .routes(routes!(sessions::session_message))
        .routes(routes!(attachments::session_attachment))
        .routes(routes!(attachments::session_attachment_text))
        .routes(routes!(sessions::session_history))
        .routes(routes!(sessions::session_events))
        .routes(routes!(sessions::ask_for_person))
        .routes(routes!(sessions::customer_types))
        .routes(routes!(sessions::rate_session))
        .routes(routes!(speech::read_aloud))
        .routes(routes!(socket::socket))
        .routes(routes!(conversations::list, conversations::start))
        .routes(routes!(conversations::read))
        .routes(routes!(conversations::add_message))
        .routes(routes!(conversations::reply))
        .routes(routes!(attachments::attachment))
        .routes(routes!(attachments::attachment_text))
        .routes(routes!(conversations::feedback))
        .routes(routes!(conversations::set_status))
        .routes(routes!(conversations::set_lead))
        .routes(routes!(conversations::agent_types))
        .routes(routes!(corrections::correct, corrections::take_back))
        .routes(routes!(corrections::list_corrections))
        .routes(routes!(corrections::labels))
        .routes(routes!(conversations::mood_words))
        .routes(routes!(similar::conversations_about))
        .routes(routes!(similar::similar_resolved))
        .routes(routes!(customers::customer, customers::set_standing, memory::forget_customer))
        .routes(routes!(memory::customer_memory, memory::keep_fact))
        .routes(routes!(memory::correct_fact, memory::drop_fact))
        .routes(routes!(memory::set_profile))
        .routes(routes!(memory::export_customer))
        .routes(routes!(drafts::draft_again, drafts::stop_draft))
        .routes(routes!(drafts::prompt))
        .routes(routes!(knowledge::status))
        .routes(routes!(knowledge::document))
        .routes(routes!(knowledge::files))
        .routes(routes!(knowledge::judge))
        .routes(routes!(knowledge::retry))
        .routes(routes!(knowledge::pause))
        .routes(routes!(knowledge::resume))
        .routes(routes!(knowledge::search))
        .routes(routes!(knowledge::disagreements))
        .routes(routes!(gaps::gaps))
        .routes(routes!(gaps::missed_search))
        .routes(routes!(golden::golden_questions, golden::add_golden, golden::remove_golden))
        .routes(routes!(golden::ask_golden))
        .routes(routes!(reviews::list_reviews))
        .routes(routes!(reviews::checklist))
        .routes(routes!(reviews::sample))
        .routes(routes!(reviews::review))
        .routes(routes!(articles::list_articles, articles::add_article))
        .routes(routes!(articles::read_article, articles::change_article, articles::remove_article))
        .routes(routes!(ledger::verify))
        .routes(routes!(ledger::lines))
        .routes(routes!(ledger::replay))
        .routes(routes!(macros::macros))
        .routes(routes!(query::ask))
        .routes(routes!(query::tables))
        .routes(routes!(texts::summary))
        .routes(routes!(texts::rewrite))
        .routes(routes!(taxonomy::own_labels, taxonomy::save_own_labels))
        .routes(routes!(escalation::judge_rule))
        .routes(routes!(escalation::escalation_rules, escalation::save_escalation_rules))
        .routes(routes!(escalation::replay_escalation))
        .routes(routes!(tickets::hand_over))
        .routes(routes!(tickets::list_tickets))
        .routes(routes!(tickets::read_ticket, tickets::change_ticket))
        .routes(routes!(webhooks::list_webhooks, webhooks::add_webhook))
        .routes(routes!(webhooks::read_webhook, webhooks::change_webhook, webhooks::remove_webhook))
        .routes(routes!(webhooks::test_webhook))
        .routes(routes!(webhooks::failed_deliveries))
        .routes(routes!(webhooks::replay_deliveries))
        .routes(routes!(events::events))
}

/// The commands, and the settings, for the desktop window to call in process.
pub fn desktop_router(engine: Arc<Engine>) -> Router {
    let (router, _) = api().merge(settings()).split_for_parts();
    counted(router)
        .fallback(no_route)
        .layer(Extension(Caller::owner()))
        .layer(Extension(OwnWindow))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(engine)
}

/// The commands, the chat and the web page, behind the guards of a loopback listener and for those who may.
pub fn loopback_router(engine: Arc<Engine>) -> Router {
    let (router, _) = api().split_for_parts();
    let router = router
        .route("/openapi.json", get(openapi))
        .merge(mcp::router())
        .layer(middleware::from_fn_with_state(Arc::clone(&engine), access::expect_role));
    counted(router)
        .fallback(page::serve_page)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&engine), guard::known_names_only))
        .layer(middleware::from_fn(guard::secure_headers))
        .with_state(engine)
}

/// The routes with their counts and limits, which are the router's own.
fn counted(router: Router<Arc<Engine>>) -> Router<Arc<Engine>> {
    router
        .layer(middleware::from_fn(metrics::count_errors))
        .layer(Extension(Arc::new(Metrics::default())))
        .layer(Extension(Arc::new(Limits::default())))
}

async fn no_route(uri: axum::http::Uri) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("there is no route {}", uri.path()))
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], served_openapi_json())
}

/// Runs a command of the engine on a thread where waiting for the disk is fine.
pub(crate) async fn blocking<T: Send + 'static>(
    engine: &Arc<Engine>,
    command: impl FnOnce(&Engine) -> Result<T, EngineError> + Send + 'static,
) -> Result<T, ApiError> {
    let engine = Arc::clone(engine);
    match tokio::task::spawn_blocking(move || command(&engine)).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(ApiError::new(
            ErrorCode::Internal,
            "the command failed unexpectedly; the log has the details",
        )),
    }
}

/// How often an idle event stream shows that it is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
