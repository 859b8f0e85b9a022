//! The backend for every server that speaks OpenAI's chat completions.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::{OpenAIError, StreamError};
use async_openai::middleware::HttpRequestFactory;
use parking_lot::Mutex;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout_at};
use tokio_stream::StreamExt;
use tower::service_fn;

use super::events::Watch;
use super::wire::{Chunk, Dialect, Models, Request, StreamOptions, Turn};
use super::{
    Breaker, BreakerState, Cancel, LanguageModel, Limits, LlmError, Outcome, Prompt, Usage,
    Written, http, retry,
};

/// Calls that are under way at a time.
const AT_A_TIME: usize = 4;
/// Calls that wait for a turn; past them, they are refused.
const WAITING: usize = 16;
/// The most characters of an answer, whatever the server's idea of a token is.
const ANSWER_CHARS: usize = 32_000;

/// Where a model is, and the key to it. Shows no key.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Such as `https://api.openai.com/v1`.
    pub base_url: String,
    /// The model's name there.
    pub model: String,
    /// What the server wants to see, if anything.
    pub key: Option<SecretString>,
}

/// A model behind an OpenAI-compatible server.
///
/// Connections are kept by a small runtime on a thread of its own; the calls run on their callers'
/// threads.
pub struct OpenAiModel {
    endpoint: Endpoint,
    limits: Limits,
    client: Client<Target>,
    // Taken out only when dropped.
    runtime: Option<Runtime>,
    turns: Semaphore,
    waiting: AtomicUsize,
    breaker: Mutex<Breaker>,
    dialect: Mutex<Dialect>,
    made: Instant,
}

impl OpenAiModel {
    /// Sends nothing yet.
    ///
    /// # Errors
    /// [`LlmError::Address`] or [`LlmError::Setup`].
    pub fn new(endpoint: Endpoint, limits: Limits) -> Result<Self, LlmError> {
        let target = Target::new(&endpoint)?;
        let (http, had_key) = (http::client()?, endpoint.key.is_some());
        let client = Client::with_config(target).with_http_service(service_fn(
            move |request: HttpRequestFactory| {
                let http = http.clone();
                async move { http::send(http, request, had_key).await }
            },
        ));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("language-model")
            .enable_all()
            .build()
            .map_err(|error| LlmError::Setup(error.to_string()))?;
        Ok(Self {
            endpoint,
            limits,
            client,
            runtime: Some(runtime),
            turns: Semaphore::new(AT_A_TIME),
            waiting: AtomicUsize::new(0),
            breaker: Mutex::default(),
            dialect: Mutex::default(),
            made: Instant::now(),
        })
    }

    /// What the circuit breaker lets through.
    pub fn breaker(&self) -> BreakerState {
        self.breaker.lock().state(self.made.elapsed())
    }

    /// The models that the server offers, as far as it says so.
    ///
    /// # Errors
    /// Why it does not.
    pub fn models(&self) -> Result<Vec<String>, LlmError> {
        self.block_on(async {
            let listing = self.client.models();
            let listed =
                tokio::time::timeout(self.limits.first_token, listing.list_byot::<Models>());
            match listed.await {
                Ok(Ok(models)) => Ok(models.data.into_iter().map(|model| model.id).collect()),
                Ok(Err(error)) => Err(failure(error)),
                Err(_) => Err(LlmError::NoFirstToken(self.limits.first_token)),
            }
        })?
    }

    fn block_on<F: Future>(&self, future: F) -> Result<F::Output, LlmError> {
        let runtime = self.runtime.as_ref();
        let runtime = runtime.ok_or_else(|| LlmError::Setup("it is being closed".to_owned()))?;
        Ok(runtime.block_on(future))
    }

    /// Waits for a turn, then tries until there is an answer or no more hope for one.
    async fn answer(&self, call: &mut Call<'_>) -> Result<Written, LlmError> {
        let cancel = call.cancel.clone();
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(LlmError::Cancelled),
            written = self.tries(call) => written,
        }
    }

    async fn tries(&self, call: &mut Call<'_>) -> Result<Written, LlmError> {
        let _turn = self.turn(call.first).await?;
        let mut failed = 0;
        loop {
            let error = match self.attempt(call).await {
                Ok(written) => return Ok(written),
                Err(error) => error,
            };
            if call.text.is_empty() && self.adapt(&error) {
                continue;
            }
            failed += 1;
            let wait = retry::wait(failed, error.retry_after(), fastrand::f64());
            let until = if call.text.is_empty() { call.first } else { call.whole };
            let in_time = Instant::now() + wait < until;
            if !error.may_pass() || failed >= retry::TRIES || !in_time {
                return Err(error);
            }
            tracing::info!(%error, ?wait, "asking the language model again");
            if !call.text.is_empty() {
                call.start_anew(wait + self.limits.first_token);
            }
            sleep(wait).await;
        }
    }

    async fn turn(&self, until: Instant) -> Result<tokio::sync::SemaphorePermit<'_>, LlmError> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        let _place = Place::take(&self.waiting)?;
        match timeout_at(until.into(), self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(LlmError::Overloaded),
        }
    }

    async fn attempt(&self, call: &mut Call<'_>) -> Result<Written, LlmError> {
        let dialect = *self.dialect.lock();
        let Prompt { system, user } = call.prompt;
        let request = Request {
            model: &self.endpoint.model,
            messages: [
                Turn { role: "system", content: system },
                Turn { role: "user", content: user },
            ],
            stream: true,
            temperature: dialect.temperature.then_some(0.0),
            max_tokens: dialect.max_tokens.then_some(self.limits.max_tokens),
            max_completion_tokens: (!dialect.max_tokens).then_some(self.limits.max_tokens),
            stream_options: dialect.usage.then_some(StreamOptions { include_usage: true }),
        };
        let (chat, watch) = (self.client.chat(), Watch::default());
        let opening = watch.over(chat.create_stream_byot::<_, Chunk>(request));
        let late = |_| LlmError::NoFirstToken(self.limits.first_token);
        let mut stream =
            timeout_at(call.first.into(), opening).await.map_err(late)?.map_err(failure)?;
        let mut finish = None;
        loop {
            let next = timeout_at(call.until(self.limits).into(), stream.next()).await;
            let piece = match next {
                // All of it is there; only the count of its tokens is not.
                Err(_) | Ok(Some(Err(_))) if finish.is_some() => break,
                Err(_) => {
                    let overdue = call.overdue(self.limits);
                    return Err(call.placed(watch.fault().unwrap_or(overdue)));
                }
                Ok(None) => break,
                Ok(Some(Err(error))) => {
                    return Err(call.placed(watch.fault().unwrap_or_else(|| failure(error))));
                }
                Ok(Some(Ok(piece))) => piece,
            };
            if let Some(error) = piece.error.filter(|error| !error.is_null()) {
                let said = error["message"].as_str().or(error.as_str()).unwrap_or_default();
                return Err(LlmError::Status { status: 500, detail: http::shortened(said) });
            }
            if piece.choices.is_none() && piece.usage.is_none() {
                let what = "its answer is no chat completion".to_owned();
                return Err(call.placed(LlmError::Foreign(what)));
            }
            if let Some(tokens) = piece.usage {
                call.counted =
                    Some(Usage { prompt: tokens.prompt_tokens, answer: tokens.completion_tokens });
            }
            if let Some(choice) = piece.choices.into_iter().flatten().next() {
                call.hear(&choice.delta.and_then(|delta| delta.content).unwrap_or_default());
                finish = choice.finish_reason.or(finish);
            }
            if call.text.len() > ANSWER_CHARS {
                return Err(LlmError::TooLong);
            }
        }
        match finish.as_deref() {
            None => Err(call.placed(watch.fault().unwrap_or(LlmError::Broken))),
            Some("content_filter") => Err(LlmError::Filtered),
            _ if call.text.trim().is_empty() => Err(LlmError::Empty),
            Some(finish) => {
                Ok(Written { text: std::mem::take(&mut call.text), cut: finish == "length" })
            }
        }
    }

    /// Leaves a field out from now on that the server refuses.
    fn adapt(&self, error: &LlmError) -> bool {
        let LlmError::Status { status: 400 | 422, detail } = error else { return false };
        let mut dialect = self.dialect.lock();
        dialect.without(detail).map(|other| *dialect = other).is_some()
    }
}

impl LanguageModel for OpenAiModel {
    fn name(&self) -> &str {
        &self.endpoint.model
    }

    fn write(&self, prompt: &Prompt, cancel: &Cancel, heard: &mut dyn FnMut(&str)) -> Outcome {
        if let Err(rest) = self.breaker.lock().admit(self.made.elapsed()) {
            return Outcome { written: Err(LlmError::Resting(rest)), usage: Usage::default() };
        }
        let mut call = Call::new(prompt, cancel, self.limits, heard);
        let written = self.block_on(self.answer(&mut call)).flatten();
        let usage = call.usage(written.as_ref().ok());
        let mut breaker = self.breaker.lock();
        match &written {
            Ok(_) => breaker.succeeded(),
            Err(error) if error.is_fault() => breaker.failed(self.made.elapsed()),
            Err(_) => breaker.told_nothing(),
        }
        Outcome { written, usage }
    }
}

impl fmt::Debug for OpenAiModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenAiModel")
            .field("endpoint", &self.endpoint)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Drop for OpenAiModel {
    fn drop(&mut self) {
        // A runtime must not be waited for where its owner is dropped inside of another one.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// One call with what came of it so far.
struct Call<'a> {
    prompt: &'a Prompt,
    cancel: &'a Cancel,
    heard: &'a mut dyn FnMut(&str),
    /// Until when the first token has to be there.
    first: Instant,
    /// Until when all of them.
    whole: Instant,
    newest: Instant,
    text: String,
    /// The server sent a token, so it may charge for the prompt.
    answered: bool,
    counted: Option<Usage>,
    /// What answers took that broke off before this one.
    spent: Usage,
}

impl<'a> Call<'a> {
    fn new(
        prompt: &'a Prompt,
        cancel: &'a Cancel,
        limits: Limits,
        heard: &'a mut dyn FnMut(&str),
    ) -> Self {
        let now = Instant::now();
        Self {
            prompt,
            cancel,
            heard,
            first: now + limits.first_token,
            whole: now + limits.whole,
            newest: now,
            text: String::new(),
            answered: false,
            counted: None,
            spent: Usage::default(),
        }
    }

    /// Gives up what was heard, and tells so. The next first token has to be there within `first`.
    fn start_anew(&mut self, first: Duration) {
        self.spent = self.usage(None);
        (self.answered, self.counted) = (false, None);
        self.text.clear();
        self.first = self.whole.min(Instant::now() + first);
        (self.heard)("");
    }

    /// The error, which is another one in the middle of an answer.
    fn placed(&self, error: LlmError) -> LlmError {
        match error {
            LlmError::Foreign(what) if self.answered => LlmError::Garbled(what),
            error => error,
        }
    }

    fn hear(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        self.answered = true;
        self.newest = Instant::now();
        self.text.push_str(piece);
        (self.heard)(&self.text);
    }

    /// Until when the next token has to be there.
    fn until(&self, limits: Limits) -> Instant {
        let next = if self.answered { self.newest + limits.first_token } else { self.first };
        next.min(self.whole)
    }

    /// Which limit has passed.
    fn overdue(&self, limits: Limits) -> LlmError {
        if Instant::now() >= self.whole {
            LlmError::TooSlow(limits.whole)
        } else if self.answered {
            LlmError::Silent(limits.first_token)
        } else {
            LlmError::NoFirstToken(limits.first_token)
        }
    }

    fn usage(&self, written: Option<&Written>) -> Usage {
        let text = written.map_or(self.text.as_str(), |written| &written.text);
        let Prompt { system, user } = self.prompt;
        self.spent.and(match self.counted {
            Some(counted) => counted,
            None if !self.answered => Usage::default(),
            None => Usage {
                prompt: Usage::estimate(system) + Usage::estimate(user),
                answer: Usage::estimate(text),
            },
        })
    }
}

/// A place among those who wait.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, LlmError> {
        let place = Self(waiting);
        // Dropping the place gives it back, also where it is one too many.
        if waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            return Err(LlmError::Overloaded);
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Where requests go. Unlike the library's own, it takes nothing from the environment.
#[derive(Clone)]
struct Target {
    base: String,
    key: SecretString,
    headers: HeaderMap,
}

impl Target {
    fn new(endpoint: &Endpoint) -> Result<Self, LlmError> {
        http::check_base_url(&endpoint.base_url)?;
        let mut headers = HeaderMap::new();
        if let Some(key) = &endpoint.key {
            let value = HeaderValue::from_str(&format!("Bearer {}", key.expose_secret()));
            let mut value = value.map_err(|_| {
                LlmError::Address("the key has characters that no key has: store it again".into())
            })?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let base = endpoint.base_url.trim().trim_end_matches('/').to_owned();
        Ok(Self { base, key: endpoint.key.clone().unwrap_or_default(), headers })
    }
}

impl Config for Target {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }
    fn api_base(&self) -> &str {
        &self.base
    }
    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// The library's error in our words.
fn failure(error: OpenAIError) -> LlmError {
    match error {
        OpenAIError::Boxed(error) => match error.downcast::<LlmError>() {
            Ok(error) => *error,
            Err(error) => LlmError::Foreign(http::shortened(&error.to_string())),
        },
        OpenAIError::StreamError(error) => match *error {
            StreamError::EventStream(said) if said.starts_with("UTF8") => {
                LlmError::Foreign("it sent bytes that are no text".to_owned())
            }
            _ => LlmError::Broken,
        },
        OpenAIError::Reqwest(_) => LlmError::Broken,
        OpenAIError::JSONDeserialize(error, _) => LlmError::Foreign(match error.is_data() {
            true => "its answer is no chat completion".to_owned(),
            false => "it sent broken JSON".to_owned(),
        }),
        other => LlmError::Foreign(http::shortened(&other.to_string())),
    }
}

/// How long a test of the connection may take at most.
pub(super) const TEST: Duration = Duration::from_secs(30);
