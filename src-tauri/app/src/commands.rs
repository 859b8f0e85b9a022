//! What the pages ask of the desktop itself. Everything else they ask of the [`api`](crate::api).

use aside_contract::ErrorBody;
use serde::Serialize;
use tauri::{AppHandle, Manager, State, async_runtime};
use tauri_plugin_autostart::AutoLaunchManager;

use crate::beside::{self, Beside, Told};
use crate::clipboard::Taken;
use crate::former::Former;
use crate::shortcut::Trouble;
use crate::tray::Words;
use crate::{notify, restart, window};

/// What this computer does for Aside.
#[derive(Debug, Serialize)]
pub struct Machine {
    /// Why the shortcut does nothing, if it does nothing.
    shortcut: Option<Trouble>,
    /// Whether Aside starts when somebody logs in; none where nobody can tell.
    at_login: Option<bool>,
    /// Whether there is an icon beside the clock.
    tray: bool,
    /// Whether a reply can be pasted into the program that the text came from.
    pastes: bool,
    /// Whether selected text can be read without a copy.
    selection: bool,
    /// What is offered to be answered.
    copied: Option<String>,
}

/// Does at once what the settings say, and tells what this computer does for Aside.
#[tauri::command]
pub async fn machine(app: AppHandle) -> Machine {
    beside::follow(&app).await;
    let look = app.clone();
    let at_login = async_runtime::spawn_blocking(move || starts_at_login(&look));
    let at_login = at_login.await.ok().flatten();
    let beside = app.state::<Beside>();
    Machine {
        shortcut: beside.shortcut.trouble(),
        at_login,
        tray: beside.tray.is_shown(),
        pastes: Former::is_known_here(),
        selection: cfg!(target_os = "linux"),
        copied: beside.watch.offered(),
    }
}

/// Starts Aside whenever somebody logs in, or no longer.
#[tauri::command]
pub async fn start_at_login(app: AppHandle, on: bool) -> Result<Machine, String> {
    let change = app.clone();
    let changed = async_runtime::spawn_blocking(move || {
        let login =
            change.try_state::<AutoLaunchManager>().ok_or("this system tells of no login")?;
        let changed = if on { login.enable() } else { login.disable() };
        changed.map_err(|error| error.to_string())
    });
    changed.await.map_err(|error| error.to_string())??;
    Ok(machine(app).await)
}

/// Lets the shortcut through, so that another one can be recorded, until the settings are followed again.
#[tauri::command]
pub async fn pause_shortcut(app: AppHandle) {
    let paused =
        async_runtime::spawn_blocking(move || app.state::<Beside>().shortcut.pause(&app)).await;
    if let Err(error) = paused {
        tracing::warn!(%error, "the shortcut was not paused");
    }
}

/// What was taken from another program; asked once more, it is gone.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "commands own what they are handed")]
pub fn taken(beside: State<'_, Beside>) -> Option<Taken> {
    beside.taken()
}

/// Opens the small window with what is offered.
#[tauri::command]
pub async fn take_copied(app: AppHandle) {
    beside::take_copied(&app);
}

/// Copies a reply, hides the small window, and gives the keyboard back; true where the reply was pasted, too.
#[tauri::command]
pub async fn hand_back(app: AppHandle, reply: String) -> Result<bool, ErrorBody> {
    let handed = async_runtime::spawn_blocking(move || beside::hand_back(&app, reply)).await;
    let refused = |error: &dyn std::fmt::Display| ErrorBody {
        detail: format!("the reply was not copied ({error}): mark its text and copy it by hand"),
        code: aside_contract::ErrorCode::Internal,
        place: None,
    };
    match handed {
        Ok(Ok(pasted)) => Ok(pasted),
        Ok(Err(error)) => Err(refused(&error)),
        Err(error) => Err(refused(&error)),
    }
}

/// Hides the small window and gives the keyboard back.
#[tauri::command]
pub async fn leave(app: AppHandle) {
    let left = async_runtime::spawn_blocking(move || beside::leave(&app, false)).await;
    if let Err(error) = left {
        tracing::warn!(%error, "the keyboard was not given back");
    }
}

/// Shows the desk, and a conversation there.
#[tauri::command]
pub async fn show_desk(app: AppHandle, conversation: Option<String>) {
    window::hide_beside(&app);
    window::show(&app);
    if let Some(conversation) = conversation {
        beside::tell(&app, Told::Open { conversation });
    }
}

/// What the icon beside the clock says from now on. Runs on the main thread, as it has to.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "commands own what they are handed")]
pub fn say(app: AppHandle, beside: State<'_, Beside>, words: Words) {
    beside.tray.say(&app, words);
}

/// Shows a notification of the system while nobody is at the desk; false where it was not shown.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "commands own what they are handed")]
pub fn notify(app: AppHandle, title: String, body: String) -> bool {
    notify::notify(&app, &title, &body)
}

/// Ends Aside and starts it anew, with what it was started with.
#[tauri::command]
pub async fn restart(app: AppHandle) {
    restart::restart(&app);
}

fn starts_at_login(app: &AppHandle) -> Option<bool> {
    let login = app.try_state::<AutoLaunchManager>()?;
    login
        .is_enabled()
        .map_err(|error| tracing::debug!(%error, "whether Aside starts at login is not known"))
        .ok()
}
