//! Bodies that may bring files: JSON, or a form with the same fields and files beside them.

use std::time::Duration;

use aside_contract::{
    ErrorCode, InvalidAttachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES,
    NewAttachment,
};
use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use multer::{Constraints, Multipart, SizeLimit};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::MAX_BODY;
use crate::ApiError;

/// The largest form that is read, in bytes: the files of a message, and its other fields.
const MAX_FORM: usize = MAX_ATTACHMENTS_BYTES + MAX_BODY;
/// How many forms are read at the same time, of customers and of agents: each is in memory as a whole.
const FORMS: usize = 12;
/// How long a form may take to come in. A slow connection sends 20 MB at 1.4 Mbit/s in it.
const PATIENCE: Duration = Duration::from_secs(120);

static CUSTOMERS: Semaphore = Semaphore::const_new(FORMS);
static AGENTS: Semaphore = Semaphore::const_new(FORMS);

/// Who sends. Whatever customers do, agents have places of their own.
#[derive(Clone, Copy)]
pub(crate) enum Sender {
    Customer,
    Agent,
}

/// A body with the files that came with it.
pub(crate) struct Upload<T> {
    pub(crate) value: T,
    pub(crate) files: Vec<NewAttachment>,
}

/// A message with files, as a form. Its fields are those of the same request in JSON; each part with a file
/// name is a file: 5 at most, each of 10 MB at most, 20 MB together.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what `read` takes")]
pub(crate) struct MessageForm {
    /// In a session: what is written, up to 20,000 characters; empty where the files say it.
    message: Option<String>,
    /// In a session: names the message, so that one that is sent again is stored and answered once.
    client_id: Option<String>,
    /// At the desk: what is written, up to 20,000 characters; empty where the files say it.
    text: Option<String>,
    /// At the desk: the customer's name or id, of a new conversation.
    customer: Option<String>,
    /// At the desk: the suggestion that a reply began as.
    suggestion_id: Option<String>,
    /// The files.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// Whether a request brings a form.
pub(crate) fn is_form(request: &Request) -> bool {
    boundary(request).is_some()
}

fn boundary(request: &Request) -> Option<String> {
    let said = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    multer::parse_boundary(said).ok()
}

/// Reads a body in either way.
///
/// # Errors
/// Where it is too large, too slow, or not what is asked for.
pub(crate) async fn read<T: DeserializeOwned>(
    sender: Sender,
    request: Request,
) -> Result<Upload<T>, ApiError> {
    let Some(boundary) = boundary(&request) else {
        let Json(value) = Json::from_request(request, &()).await?;
        return Ok(Upload { value, files: Vec::new() });
    };
    let places = match sender {
        Sender::Customer => &CUSTOMERS,
        Sender::Agent => &AGENTS,
    };
    let Ok(_place) = places.try_acquire() else {
        let detail = "too many files are coming in: try again in a few seconds";
        return Err(ApiError::new(ErrorCode::Overloaded, detail).retry_after(5));
    };
    match timeout(PATIENCE, read_form(request, boundary)).await {
        Ok(read) => read,
        Err(_) => Err(ApiError::invalid("the files took too long to come in: send smaller ones")),
    }
}

async fn read_form<T: DeserializeOwned>(
    request: Request,
    boundary: String,
) -> Result<Upload<T>, ApiError> {
    let limit =
        SizeLimit::new().whole_stream(MAX_FORM as u64).per_field(MAX_ATTACHMENT_BYTES as u64);
    let constraints = Constraints::new().size_limit(limit);
    let body = request.into_body().into_data_stream();
    let mut form = Multipart::with_constraints(body, boundary, constraints);
    let (mut fields, mut files) = (Map::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|error| refused(&error, ""))? {
        let file = field.file_name().map(str::to_owned);
        let name = field.name().unwrap_or_default().to_owned();
        let shown = file.as_deref().unwrap_or(&name);
        if file.is_some() && files.len() == MAX_ATTACHMENTS {
            return Err(InvalidAttachment::TooMany(files.len() + 1).into());
        }
        let bytes = field.bytes().await.map_err(|error| refused(&error, shown))?;
        if let Some(file) = file {
            files.push(NewAttachment::new(&file, &bytes)?);
        } else {
            let text = String::from_utf8(bytes.into()).map_err(|_| {
                ApiError::invalid(format!("the field {name} of the form is no text in UTF-8"))
            })?;
            fields.insert(name, Value::String(text));
        }
    }
    let value = serde_json::from_value(Value::Object(fields))
        .map_err(|error| ApiError::invalid(format!("the fields of the form: {error}")))?;
    Ok(Upload { value, files })
}

fn refused(error: &multer::Error, file: &str) -> ApiError {
    match error {
        multer::Error::StreamSizeExceeded { .. } => InvalidAttachment::TooLargeTogether.into(),
        multer::Error::FieldSizeExceeded { .. } => {
            // Only its last part is shown, as it would be if it were kept.
            let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
            InvalidAttachment::TooLarge(name.chars().take(120).collect()).into()
        }
        error => ApiError::invalid(format!("the form cannot be read: {error}")),
    }
}

impl From<InvalidAttachment> for ApiError {
    fn from(invalid: InvalidAttachment) -> Self {
        Self::new(invalid.code(), invalid.to_string())
    }
}
