//! The desktop window.
//!
//! Owns what only a desktop can do: the windows, the command `api` with the event `aside`, what stands
//! [`beside`] other programs (the shortcut, the clipboard, the icon, notifications), and the order of the
//! start. Refuses behaviour: a request of the page goes to the same router that the loopback endpoint
//! serves, and everything below that router is tested without a window.
//!
//! At the start the window opens at once while the engine opens beside it ([`opening`]). The page's
//! first requests wait for it ([`api`]); an engine that cannot open answers each with its reason.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod api;
mod beside;
mod clipboard;
mod commands;
mod former;
mod notify;
mod opening;
mod rendering;
mod restart;
mod shortcut;
mod tray;
mod watching;
mod window;

use std::env;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use aside_engine::CappedAllocator;
use clap::Parser;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;
use tracing_subscriber::EnvFilter;

use crate::beside::Beside;
use crate::opening::Opening;
use crate::restart::Restart;

// Converting a hostile document must not take the machine's memory: see `become_convert_worker_if_asked`.
#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

/// Aside, a copilot beside a support agent.
#[derive(Parser)]
#[command(name = "aside-desktop", version)]
struct Arguments {
    /// A folder of documents; named again, one more [default: ASIDE_KNOWLEDGE, those of the settings, ./knowledge, or those opened last]
    #[arg(long, value_name = "DIR")]
    knowledge: Vec<PathBuf>,
    /// Where Aside stores its index and the conversations [default: ASIDE_DATA, or the user's data folder]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Take what is selected or copied into the small window, as the shortcut does; of an Aside that runs, where one does
    #[arg(long)]
    beside: bool,
    /// Do not show the desk until it is asked for
    #[arg(long)]
    quiet: bool,
    /// Started anew by an Aside that is ending
    #[arg(long, hide = true)]
    again: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    aside_engine::become_convert_worker_if_asked();
    rendering::prefer_what_paints_sooner();
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,async_openai=off"));
    // This one writes down what people ask.
    let filter = match "sqlparser=off".parse() {
        Ok(never) => filter.add_directive(never),
        Err(_) => filter,
    };
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(io::stderr)
        .init();

    let mut builder = tauri::Builder::default();
    // Whoever names a data folder wants a desk of its own; otherwise a second start shows the first.
    if arguments.data.is_none() && env::var_os("ASIDE_DATA").is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(started_again));
    }
    // Where the windows were, not whether they were shown: that is decided at each start.
    let places = tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE);
    builder
        .plugin(places.build())
        .plugin(tauri_plugin_autostart::Builder::new().arg("--quiet").build())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(tauri::generate_handler![
            api::api,
            commands::machine,
            commands::start_at_login,
            commands::pause_shortcut,
            commands::taken,
            commands::take_copied,
            commands::hand_back,
            commands::leave,
            commands::show_desk,
            commands::say,
            commands::notify,
            commands::restart,
        ])
        .on_window_event(window::on_event)
        .setup(move |app| {
            let app = app.handle();
            let patience = if arguments.again { opening::ENDS_WITHIN } else { Duration::ZERO };
            app.manage(Opening::start(app, arguments.knowledge, arguments.data, patience));
            app.manage(Beside::default());
            app.manage(Restart::default());
            app.manage(window::Places::default());
            app.state::<Beside>().board.hear_changes();
            notify::listen(app);
            shortcut::listen(app);
            beside::keep_in_step(app);
            window::open(app, arguments.quiet)?;
            if arguments.beside {
                beside::take_soon(app);
            }
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit) {
                app.state::<Opening>().close();
                restart::start_if_asked(app);
            }
        });
    Ok(())
}

/// Somebody started the program that runs: it does what they asked for.
#[allow(clippy::needless_pass_by_value, reason = "the plugin hands them over so")]
fn started_again(app: &AppHandle, arguments: Vec<String>, _: String) {
    if arguments.iter().any(|argument| argument == "--beside") {
        beside::take_soon(app);
    } else {
        window::show(app);
    }
}
