//! A message of a session, read aloud on this machine.

use std::sync::Arc;

use aside_contract::{ErrorBody, MessageId};
use aside_engine::Viseme;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Extension, Path};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Shared, blocking};
use crate::ApiError;
use crate::limits::Limits;
use crate::metrics::Metrics;

const WAV: &str = "audio/wav";

/// Which message is read aloud.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SpeechRequest {
    /// A message of the assistant or of an agent in this session.
    #[schema(value_type = String)]
    message_id: MessageId,
    /// How the sound comes.
    #[serde(default)]
    format: SpeechFormat,
}

/// How sound comes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SpeechFormat {
    /// In JSON, with what a mouth does meanwhile.
    #[default]
    Json,
    /// As a WAV file.
    Wav,
}

/// A message as it sounds.
#[derive(Serialize, ToSchema)]
pub(crate) struct SpokenMessage {
    /// The message.
    #[schema(value_type = String)]
    message_id: MessageId,
    /// The language that it is read in (ISO 639-1).
    language: String,
    /// The sound.
    audio: SpokenAudio,
    /// How long it takes, in milliseconds.
    duration_ms: u32,
    /// What a mouth does, in the order of time; the last one is at rest.
    visemes: Vec<Viseme>,
}

/// Sound within JSON.
#[derive(Serialize, ToSchema)]
pub(crate) struct SpokenAudio {
    /// `audio/wav`: one channel, 16 bits.
    media_type: &'static str,
    /// The file, in base64.
    data: String,
}

/// Reads a message of the assistant or an agent aloud, where a program for it is set up on this machine; else
/// the status is 501 and the code `no_speech`.
#[utoipa::path(post, path = "/chat/sessions/{id}/speech", tag = "chat",
    params(("id" = String, Path)), request_body = SpeechRequest,
    responses((status = 200, content((SpokenMessage = "application/json"), (Vec<u8> = "audio/wav"))),
        (status = "default", body = ErrorBody)))]
pub(crate) async fn read_aloud(
    Shared(engine): Shared,
    Extension(limits): Extension<Arc<Limits>>,
    Extension(metrics): Extension<Arc<Metrics>>,
    token: Result<Path<String>, PathRejection>,
    body: Result<Json<SpeechRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let (Path(token), Json(SpeechRequest { message_id, format })) = (token?, body?);
    limits.speech(&token)?;
    let read = blocking(&engine, move |engine| engine.read_aloud(&token, message_id));
    let (spoken, language) = read.await?;
    metrics.spoken();
    if format == SpeechFormat::Wav {
        return Ok(([(header::CONTENT_TYPE, WAV)], spoken.sound).into_response());
    }
    let audio = SpokenAudio { media_type: WAV, data: STANDARD.encode(&spoken.sound) };
    let (duration_ms, visemes) = (spoken.duration_ms, spoken.visemes);
    Ok(Json(SpokenMessage { message_id, language, audio, duration_ms, visemes }).into_response())
}
