//! The desk beside other programs: a text is taken from one, and a reply goes back to it.
//!
//! The shortcut takes what is selected or copied and opens the small window, which asks for it, has it
//! answered as any pasted message, and hands the chosen reply back. Nothing is sent by itself: a reply is
//! copied, and pasted where the keyboard was, for a person to send. [`keep_in_step`] follows the settings.

use std::sync::Arc;
use std::time::Duration;

use aside_engine::{BesideSettings, Engine};
use parking_lot::Mutex;
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tokio::time::MissedTickBehavior;

use crate::clipboard::{Board, Source, Taken};
use crate::former::Former;
use crate::opening::Opening;
use crate::shortcut::Registered;
use crate::tray::Tray;
use crate::watching::Watch;
use crate::window;

/// The name under which the pages hear of it.
const EVENT: &str = "beside";

/// How often the settings are followed, and the clipboard is looked at while it is watched.
const STEP: Duration = Duration::from_secs(1);

/// What happened, for the pages.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told {
    /// A text was taken and waits to be asked for.
    Taken,
    /// A text was copied elsewhere that can be answered; none where there is none any more.
    Copied {
        /// The text.
        text: Option<String>,
    },
    /// The settings are others.
    Changed,
    /// The desk is to show a conversation.
    Open {
        /// Its id.
        conversation: String,
    },
}

/// How Aside stands beside other programs.
#[derive(Default)]
pub struct Beside {
    pub board: Board,
    pub watch: Watch,
    pub tray: Tray,
    pub shortcut: Registered,
    /// What was taken, until the small window asks for it.
    taken: Mutex<Option<Taken>>,
    /// Where the keyboard was when it was taken.
    former: Mutex<Option<Former>>,
    /// As they were followed last.
    settings: Mutex<BesideSettings>,
}

impl Beside {
    /// The settings as they were followed last.
    pub fn settings(&self) -> BesideSettings {
        self.settings.lock().clone()
    }

    /// Notes who has the keyboard, before the small window gets it. One that has it already took it from
    /// whoever was noted then.
    fn remember_former(&self, app: &AppHandle) {
        if !window::beside_has_keyboard(app) {
            *self.former.lock() = Former::now();
        }
    }

    /// What was taken; asked once more, it is gone.
    pub fn taken(&self) -> Option<Taken> {
        self.taken.lock().take()
    }
}

/// Takes what is selected or copied, on a thread where waiting for its program is fine.
pub fn take_soon(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn_blocking(move || {
        let beside = app.state::<Beside>();
        beside.remember_former(&app);
        present(&app, beside.board.newest());
    });
}

/// Takes what is offered.
pub fn take_copied(app: &AppHandle) {
    let beside = app.state::<Beside>();
    if let Some(text) = beside.watch.offered() {
        beside.remember_former(app);
        present(app, Some(Taken { text, source: Source::Clipboard }));
    }
}

fn present(app: &AppHandle, taken: Option<Taken>) {
    *app.state::<Beside>().taken.lock() = taken;
    window::show_beside(app);
    tell(app, Told::Taken);
}

/// Copies a reply, hides the small window, and gives the keyboard back; true where the reply was pasted,
/// too. Waits for the window manager.
///
/// # Errors
/// The clipboard refuses; the window stays then.
pub fn hand_back(app: &AppHandle, reply: String) -> Result<bool, arboard::Error> {
    let beside = app.state::<Beside>();
    beside.board.copy(reply)?;
    let paste = beside.settings().paste;
    Ok(leave(app, paste))
}

/// Hides the small window and gives the keyboard back, with Ctrl+V where `paste`; true where that was done.
pub fn leave(app: &AppHandle, paste: bool) -> bool {
    window::hide_beside(app);
    let former = app.state::<Beside>().former.lock().take();
    former.is_some_and(|former| former.give_back(paste))
}

/// Switches watching the clipboard on or off, and stores that.
pub fn toggle_watching(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let Ok(engine) = app.state::<Opening>().engine().await else { return };
        let set = async_runtime::spawn_blocking(move || {
            let mut settings = engine.beside_settings()?;
            settings.watch_clipboard = !settings.watch_clipboard;
            engine.set_beside(&settings)
        });
        if let Ok(Err(error)) = set.await {
            tracing::error!(%error, "watching the clipboard cannot be switched");
        }
        follow(&app).await;
    });
}

/// Follows the settings for as long as the program runs, whoever changes them, and looks at the clipboard
/// where it is watched.
pub fn keep_in_step(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        if app.state::<Opening>().engine().await.is_err() {
            return;
        }
        let mut steps = tokio::time::interval(STEP);
        steps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            steps.tick().await;
            follow(&app).await;
        }
    });
}

/// Does at once what the settings say.
pub async fn follow(app: &AppHandle) {
    let Ok(engine) = app.state::<Opening>().engine().await else { return };
    let app = app.clone();
    let step = async_runtime::spawn_blocking(move || step(&app, &engine));
    if step.await.is_err() {
        tracing::error!("following the settings failed; it goes on");
    }
}

fn step(app: &AppHandle, engine: &Arc<Engine>) {
    let beside = app.state::<Beside>();
    let settings = engine.beside_now();
    let changed = std::mem::replace(&mut *beside.settings.lock(), settings.clone()) != settings;
    beside.shortcut.apply(app, &settings.shortcut);
    let offer = match settings.watch_clipboard {
        true => beside.watch.look(app, &beside.board),
        false => beside.watch.stop(),
    };
    if changed {
        tell(app, Told::Changed);
    }
    if offer {
        tell(app, Told::Copied { text: beside.watch.offered() });
    }
    if changed || offer {
        refresh_tray(app);
    }
}

/// Shows on the icon how things stand.
pub fn refresh_tray(app: &AppHandle) {
    let handle = app.clone();
    // On the main thread always, so that nobody waits there for somebody who waits for it.
    let asked = app.run_on_main_thread(move || handle.state::<Beside>().tray.refresh(&handle));
    if let Err(error) = asked {
        tracing::debug!(%error, "the icon beside the clock is out of date");
    }
}

/// Tells every page.
pub fn tell(app: &AppHandle, told: Told) {
    if let Err(error) = app.emit(EVENT, told) {
        tracing::error!(%error, "the pages were not told");
    }
}
