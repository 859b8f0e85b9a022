//! The OpenAPI description, made from the handlers.

use utoipa::OpenApi;

use crate::routes;

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Aside",
        description = "The commands of Aside: conversations, advice, knowledge, chat."
    ),
    components(schemas(aside_contract::Event, aside_contract::ErrorBody))
)]
pub(crate) struct Description;

/// The OpenAPI description of every route, as indented JSON with a line end.
pub fn openapi_json() -> String {
    let (_, api) = routes::api().split_for_parts();
    let mut json = api.to_pretty_json().unwrap_or_default();
    json.push('\n');
    json
}
