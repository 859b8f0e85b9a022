//! Ending Aside and starting it anew, for settings that hold from the next start on.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{AppHandle, Manager};

/// What the next start is told: it waits for this one's end.
const AGAIN: &str = "--again";
/// What the next start does not do again: somebody looks at the desk, and nothing was taken.
const NOT_AGAIN: &[&str] = &["--quiet", "--beside", AGAIN];

/// Whether Aside starts anew once it has ended.
#[derive(Default)]
pub struct Restart(AtomicBool);

/// Ends Aside as quitting does, then starts it with what this one was started with.
pub fn restart(app: &AppHandle) {
    app.state::<Restart>().0.store(true, Ordering::Relaxed);
    app.exit(0);
}

/// Starts it, where that was asked for; everything else has ended.
pub fn start_if_asked(app: &AppHandle) {
    if app.state::<Restart>().0.load(Ordering::Relaxed) {
        // So that the next one is not taken for a second one.
        app.cleanup_before_exit();
        let mut env = app.env();
        env.args_os.retain(|argument| !NOT_AGAIN.iter().any(|not| argument == not));
        env.args_os.push(AGAIN.into());
        tauri::process::restart(&env);
    }
}
