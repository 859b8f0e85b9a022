//! The engine's life beside the window: opened off the main thread, heard, closed.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use aside_contract::{Actor, ErrorBody, ErrorCode, Event};
use aside_endpoint::{DEFAULT_PORT, Listener};
use aside_engine::{Engine, EngineError, Places};
use axum::Router;
use tauri::{AppHandle, Emitter, async_runtime};
use tokio::sync::{broadcast, watch};

/// The name under which the page hears of changes.
const EVENT: &str = "aside";

/// An Aside that started this one anew lets go of the data folder within this.
pub const ENDS_WITHIN: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An engine that opens, has opened, or cannot.
pub struct Opening(watch::Receiver<State>);

#[derive(Clone)]
enum State {
    Under,
    Open { router: Router, engine: Arc<Engine> },
    Failed(ErrorBody),
}

impl Opening {
    /// Starts to open the engine on a thread of its own, and returns at once. Once open, the page
    /// hears its events and the loopback endpoint answers. A data folder that is in use is waited for as
    /// long as `patience`.
    pub fn start(
        app: &AppHandle,
        knowledge: Vec<PathBuf>,
        data: Option<PathBuf>,
        patience: Duration,
    ) -> Self {
        let (announce, state) = watch::channel(State::Under);
        let app = app.clone();
        async_runtime::spawn_blocking(move || {
            let opened = match open(knowledge, data, patience) {
                Ok(engine) => {
                    // Listening begins before the page can ask anything, so it misses nothing.
                    async_runtime::spawn(forward(app, engine.subscribe()));
                    async_runtime::spawn(serve(engine.clone()));
                    State::Open { router: aside_endpoint::desktop_router(engine.clone()), engine }
                }
                Err(error) => {
                    tracing::error!(%error, "the engine cannot open");
                    State::Failed(ErrorBody { code: ErrorCode::NotOpen, ..error.body() })
                }
            };
            // The receiver lives as long as the app; without it there is nobody to tell.
            let _ = announce.send(opened);
        });
        Self(state)
    }

    /// The API, once the engine is open.
    ///
    /// # Errors
    /// Why the engine cannot open.
    pub async fn router(&self) -> Result<Router, ErrorBody> {
        self.opened().await.map(|(router, _)| router)
    }

    /// The engine, once it is open.
    ///
    /// # Errors
    /// Why it cannot open.
    pub async fn engine(&self) -> Result<Arc<Engine>, ErrorBody> {
        self.opened().await.map(|(_, engine)| engine)
    }

    async fn opened(&self) -> Result<(Router, Arc<Engine>), ErrorBody> {
        let mut state = self.0.clone();
        let opened = state.wait_for(|state| !matches!(state, State::Under)).await;
        match opened.as_deref() {
            Ok(State::Open { router, engine }) => Ok((router.clone(), Arc::clone(engine))),
            Ok(State::Failed(body)) => Err(body.clone()),
            Ok(State::Under) | Err(_) => Err(ErrorBody {
                detail: "Aside failed while it started: start it again, and look at its log".into(),
                code: ErrorCode::NotOpen,
                place: None,
            }),
        }
    }

    /// Stops the engine's work before the program ends.
    pub fn close(&self) {
        if let State::Open { engine, .. } = &*self.0.borrow() {
            engine.close();
        }
    }
}

fn open(
    knowledge: Vec<PathBuf>,
    data: Option<PathBuf>,
    patience: Duration,
) -> Result<Arc<Engine>, EngineError> {
    let worker = aside_engine::this_program_as_worker()?;
    let places = Places::resolve(knowledge, data)?;
    let asked = Instant::now();
    let engine = loop {
        match Engine::open(places.clone(), worker.clone()) {
            Err(EngineError::InUse { .. }) if asked.elapsed() < patience => {
                thread::sleep(LOOK_EVERY);
            }
            opened => break opened?,
        }
    };
    engine.watch()?;
    Ok(engine.acting_as(Actor::Owner))
}

/// Hands every event to the page, until the engine is gone.
async fn forward(app: AppHandle, mut events: broadcast::Receiver<Event>) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(broadcast::error::RecvError::Lagged(_)) => Event::Resync,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if let Err(error) = app.emit(EVENT, event) {
            tracing::error!(%error, "an event did not reach the page");
        }
    }
}

/// Answers on the loopback endpoint, on another port where the usual one is taken. The desk works
/// without it, so a failure is logged and no more.
async fn serve(engine: Arc<Engine>) {
    let listener = match Listener::bind(DEFAULT_PORT).await {
        Ok(listener) => Ok(listener),
        Err(error) => {
            tracing::warn!(%error, "taking another port");
            Listener::bind(0).await
        }
    };
    let served = match listener {
        Ok(listener) => {
            tracing::info!("listening on http://{}", listener.address());
            aside_endpoint::serve(engine, listener, None, std::future::pending()).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = served {
        tracing::error!(%error, "the loopback endpoint is off");
    }
}
