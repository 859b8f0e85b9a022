//! The main window.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

const MAIN: &str = "main";

/// Opens the window that tauri.conf.json describes. It shows nothing but the page that is part of
/// the program: a link that leads elsewhere is refused, whatever a document says.
///
/// # Errors
/// The system gives no window, or the description is gone.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let description = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let description = description.cloned().ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, &description)?
        .on_navigation(is_own_page)
        .on_new_window(|url, _| {
            tracing::warn!(%url, "a page asked for another window: refused");
            NewWindowResponse::Deny
        })
        .build()?;
    Ok(())
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if let Err(error) =
        window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
    {
        tracing::warn!(%error, "the window cannot be brought to the front");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        for own in ["tauri://localhost/", "tauri://localhost/index.html", "http://tauri.localhost/"]
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
}
