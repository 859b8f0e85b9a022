//! The windows: the desk, and the small one beside other programs.

use std::collections::HashMap;

use parking_lot::Mutex;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager, PhysicalPosition, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    Window, WindowEvent, Wry,
};

use crate::beside::{self, Beside};

const MAIN: &str = "main";
const BESIDE: &str = "beside";

/// The small window's first size and its least one, in logical pixels.
const SIZE: (f64, f64) = (440.0, 620.0);
const LEAST: (f64, f64) = (340.0, 320.0);

/// Opens the desk's window, as tauri.conf.json describes it; hidden where it is not asked for yet.
///
/// # Errors
/// The system gives no window, or the description is gone.
pub fn open(app: &AppHandle, hidden: bool) -> tauri::Result<()> {
    let description = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let description = description.cloned().ok_or(tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::from_config(app, &description)?;
    on_own_pages(window).visible(!hidden).build()?;
    Ok(())
}

/// Brings the desk to the front.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        bring_to_front(&window);
        beside::refresh_tray(app);
    }
}

/// Hides the desk where it is shown, and shows it where it is not.
pub fn toggle(app: &AppHandle) {
    if is_shown(app) {
        hide(app, MAIN);
        beside::refresh_tray(app);
    } else {
        show(app);
    }
}

/// Whether the desk is on the screen, also below others.
pub fn is_shown(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| {
        window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or(false)
    })
}

/// Whether one of the windows has the keyboard.
pub fn has_keyboard(app: &AppHandle) -> bool {
    app.webview_windows().values().any(|window| window.is_focused().unwrap_or(false))
}

/// Whether the small window has the keyboard.
pub fn beside_has_keyboard(app: &AppHandle) -> bool {
    app.get_webview_window(BESIDE).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Brings the small window to the front, above whatever else there is. It is made at its first use, so that
/// it costs nothing before.
pub fn show_beside(app: &AppHandle) {
    match app.get_webview_window(BESIDE).map_or_else(|| open_beside(app), Ok) {
        Ok(window) => bring_to_front(&window),
        Err(error) => tracing::error!(%error, "the small window cannot be opened"),
    }
}

/// Hides the small window.
pub fn hide_beside(app: &AppHandle) {
    hide(app, BESIDE);
}

fn open_beside(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, BESIDE, WebviewUrl::App("beside.html".into()));
    on_own_pages(window)
        .title("Aside")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(LEAST.0, LEAST.1)
        .always_on_top(true)
        .skip_taskbar(true)
        .maximizable(false)
        .minimizable(false)
        // Shown once it is there: a window that comes by itself is not given the keyboard.
        .visible(false)
        .build()
}

/// A window that shows nothing but pages that are part of the program. A link that asks for a window of its
/// own is one of a message, which a person has followed: it opens in their browser or mail program.
fn on_own_pages<'a>(
    window: WebviewWindowBuilder<'a, Wry, AppHandle>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    window.on_navigation(is_own_page).on_new_window(|url, _| {
        if !is_for_other_programs(&url) {
            tracing::warn!(%url, "a page asked for another window: refused");
        } else if let Err(error) = open::that_detached(url.as_str()) {
            tracing::warn!(%error, "no program of this system opens the link");
        }
        NewWindowResponse::Deny
    })
}

/// Closing the small window hides it. Closing the desk ends Aside, or hides the desk where Aside is set to
/// go on in the background.
pub fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    if window.label() == BESIDE {
        api.prevent_close();
        hide_beside(app);
    } else if app.state::<Beside>().settings().keep_running {
        api.prevent_close();
        hide(app, MAIN);
        beside::refresh_tray(app);
    } else {
        // The small window, hidden, would go on.
        app.exit(0);
    }
}

/// Where hidden windows were: a window manager places a window anew whenever it is shown.
#[derive(Default)]
pub struct Places(Mutex<HashMap<String, PhysicalPosition<i32>>>);

fn bring_to_front(window: &WebviewWindow) {
    let place = window.state::<Places>().0.lock().remove(window.label());
    let back = || place.map_or(Ok(()), |place| window.set_position(place));
    // Before it is shown, for those who ask a window where it wants to be, and after, for the others.
    let shown = back()
        .and_then(|()| window.unminimize())
        .and_then(|()| window.show())
        .and_then(|()| back())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window cannot be brought to the front");
    }
}

fn hide(app: &AppHandle, label: &str) {
    let Some(window) = app.get_webview_window(label) else { return };
    if !window.is_visible().unwrap_or(true) {
        return;
    }
    if let Ok(place) = window.outer_position() {
        app.state::<Places>().0.lock().insert(label.to_owned(), place);
    }
    if let Err(error) = window.hide() {
        tracing::warn!(%error, "the window cannot be hidden");
    }
}

/// The page's own address: a scheme of its own on Linux and macOS, a name of its own on Windows. A
/// development server is taken in development alone.
fn is_own_page(url: &Url) -> bool {
    let own = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let development = cfg!(debug_assertions) && url.host_str() == Some("localhost");
    if !own && !development {
        tracing::warn!(%url, "the page asked to leave: refused");
    }
    own || development
}

/// Whether a link of a message may be handed to the system: pages and mailboxes, and nothing that would start
/// another program or show a file.
fn is_for_other_programs(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https" | "mailto")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        for own in
            ["tauri://localhost/", "tauri://localhost/beside.html", "http://tauri.localhost/"]
        {
            assert!(is_own_page(&own.parse().unwrap()), "{own}");
        }
        for other in [
            "https://example.com/",
            "http://127.0.0.1:4817/",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(!is_own_page(&other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn only_pages_and_mailboxes_are_handed_to_the_system() {
        for link in ["https://example.com/a?b", "http://example.com/", "mailto:help@example.com"] {
            assert!(is_for_other_programs(&link.parse().unwrap()), "{link}");
        }
        for other in ["file:///etc/passwd", "javascript:alert(1)", "tauri://localhost/", "ssh://x"]
        {
            assert!(!is_for_other_programs(&other.parse().unwrap()), "{other}");
        }
    }
}
