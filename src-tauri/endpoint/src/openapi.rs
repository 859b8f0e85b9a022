//! The OpenAPI description, made from the handlers.

use std::sync::Arc;

use aside_contract::Role;
use aside_engine::Engine;
use axum::http::Method;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::AnyOf;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{RefOr, Schema};
use utoipa_axum::router::OpenApiRouter;

use crate::access::{self, Least};
use crate::routes;

/// What the description calls the token of somebody who signed in.
const TOKEN: &str = "token";

/// The OpenAPI description of every route, those of the desktop window included, as indented JSON with a line
/// end. `x-role` is the least role that may ask, where there are users.
pub fn openapi_json() -> String {
    described(routes::api().merge(routes::settings()))
}

/// The same of the routes that a listener serves.
pub(crate) fn served_openapi_json() -> String {
    described(routes::api())
}

fn described(routes: OpenApiRouter<Arc<Engine>>) -> String {
    let (_, mut api) = routes.split_for_parts();
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme));
    if let Some(value) = components.schemas.get_mut("QueryValue") {
        any_of(value);
    }
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

/// A whole number is any other number, too: such a value is at least one of its kinds, not exactly one.
fn any_of(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::OneOf(one)) = schema {
        let mut any = AnyOf::new();
        any.items = std::mem::take(&mut one.items);
        any.schema_type = one.schema_type.clone();
        any.description = one.description.take();
        *schema = RefOr::T(Schema::AnyOf(any));
    }
}

fn tell(operation: &mut Operation, role: Role) {
    operation.security = Some(vec![SecurityRequirement::new(TOKEN, [""; 0])]);
    let role = Extensions::builder().add("x-role", role.to_string()).build();
    operation.extensions.get_or_insert_default().merge(role);
}
