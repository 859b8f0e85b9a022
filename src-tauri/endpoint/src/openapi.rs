//! The OpenAPI description, made from the handlers.

use crate::routes;

/// The OpenAPI description of every route, as indented JSON with a line end.
pub fn openapi_json() -> String {
    let (_, api) = routes::api().merge(routes::settings()).split_for_parts();
    let mut json = api.to_pretty_json().unwrap_or_default();
    json.push('\n');
    json
}
