//! The OpenAPI description, made from the handlers.

use aside_contract::Role;
use axum::http::Method;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};

use crate::access::{self, Least};
use crate::routes;

/// What the description calls the token of somebody who signed in.
const TOKEN: &str = "token";

/// The OpenAPI description of every route, as indented JSON with a line end. `x-role` is the least role that
/// may ask, where there are users.
pub fn openapi_json() -> String {
    let (_, mut api) = routes::api().merge(routes::settings()).split_for_parts();
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme));
    for (path, item) in &mut api.paths.paths {
        let operations = [
            (Method::GET, &mut item.get),
            (Method::PUT, &mut item.put),
            (Method::POST, &mut item.post),
            (Method::DELETE, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let (Some(operation), Some(Least::Role(role))) =
                (operation, access::listed(&method, path))
            {
                tell(operation, role);
            }
        }
    }
    let mut json = api.to_pretty_json().unwrap_or_default();
    json.push('\n');
    json
}

fn tell(operation: &mut Operation, role: Role) {
    operation.security = Some(vec![SecurityRequirement::new(TOKEN, [""; 0])]);
    let role = Extensions::builder().add("x-role", role.to_string()).build();
    operation.extensions.get_or_insert_default().merge(role);
}
