//! Files that came with messages. They are handed out as files to keep: nothing of them runs in a page.

use aside_contract::{Attachment, AttachmentId, AttachmentText, ConversationId, ErrorBody};
use aside_engine::Engine;
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::{Shared, blocking};
use crate::ApiError;

type Of<T> = Result<Path<(T, AttachmentId)>, PathRejection>;

/// A file of a conversation, as it came.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/attachments/{attachment}", tag = "conversations",
    params(("id" = String, Path), ("attachment" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn attachment(
    Shared(engine): Shared,
    ids: Of<ConversationId>,
) -> Result<Response, ApiError> {
    let Path((conversation, id)) = ids?;
    blocking(&engine, move |engine| engine.attachment(conversation, id)).await.map(handed_out)
}

/// The text that was read from a file of a conversation.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/attachments/{attachment}/text",
    tag = "conversations", params(("id" = String, Path), ("attachment" = String, Path)),
    responses((status = 200, body = AttachmentText), (status = "default", body = ErrorBody)))]
pub(crate) async fn attachment_text(
    Shared(engine): Shared,
    ids: Of<ConversationId>,
) -> Result<Json<AttachmentText>, ApiError> {
    let Path((conversation, id)) = ids?;
    let text = move |engine: &Engine| engine.attachment_text_for_desk(conversation, id);
    blocking(&engine, text).await.map(Json)
}

/// A file of a session, as it came.
#[utoipa::path(get, path = "/chat/sessions/{id}/attachments/{attachment}", tag = "chat",
    params(("id" = String, Path), ("attachment" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn session_attachment(
    Shared(engine): Shared,
    ids: Of<String>,
) -> Result<Response, ApiError> {
    let Path((token, id)) = ids?;
    blocking(&engine, move |engine| engine.attachment(engine.session_thread(&token)?, id))
        .await
        .map(handed_out)
}

/// The text that was read from a file of a session.
#[utoipa::path(get, path = "/chat/sessions/{id}/attachments/{attachment}/text", tag = "chat",
    params(("id" = String, Path), ("attachment" = String, Path)),
    responses((status = 200, body = AttachmentText), (status = "default", body = ErrorBody)))]
pub(crate) async fn session_attachment_text(
    Shared(engine): Shared,
    ids: Of<String>,
) -> Result<Json<AttachmentText>, ApiError> {
    let Path((token, id)) = ids?;
    blocking(&engine, move |engine| engine.attachment_text(engine.session_thread(&token)?, id))
        .await
        .map(Json)
}

/// A file as an answer that a browser keeps and neither shows nor runs, wherever it is opened.
fn handed_out((file, bytes): (Attachment, Vec<u8>)) -> Response {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    let mut response = (fixed, Body::from(bytes)).into_response();
    let told = [
        (header::CONTENT_TYPE, file.media_type.clone()),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
    ];
    for (name, value) in told {
        let value = HeaderValue::try_from(value);
        let unknown = HeaderValue::from_static("attachment");
        response.headers_mut().insert(name, value.unwrap_or(unknown));
    }
    response
}

/// To be kept under this name (RFC 6266, with the name in UTF-8 as RFC 8187 writes it).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            '"' | '\\' | '%' => '_',
            letter if letter.is_ascii_graphic() || letter == ' ' => letter,
            _ => '_',
        })
        .collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => {
                exact.push(char::from(byte));
            }
            byte => exact.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_cannot_end_its_header() {
        assert_eq!(
            disposition("Grüße \"x\".pdf"),
            "attachment; filename=\"Gr__e _x_.pdf\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22x%22.pdf"
        );
    }
}
