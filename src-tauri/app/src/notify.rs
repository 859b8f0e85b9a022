//! Notifications of the system. What they say is the page's to say; they are shown while no window of
//! Aside has the keyboard.

use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

use crate::window;

/// Shows the desk when somebody clicks on a notification, where the system tells of that.
pub fn listen(app: &AppHandle) {
    let desk = app.clone();
    if let Err(error) = app.notification().on_action(move |_| window::show(&desk)) {
        tracing::debug!(%error, "nobody tells of clicks on notifications");
    }
}

/// Shows a notification; false where somebody is at the desk and sees it anyway, or it could not be made.
/// A system without a place for notifications shows none.
pub fn notify(app: &AppHandle, title: &str, body: &str) -> bool {
    if window::has_keyboard(app) {
        return false;
    }
    match app.notification().builder().title(title).body(body).show() {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "a notification was not shown");
            false
        }
    }
}
