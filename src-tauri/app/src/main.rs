//! The desktop window.
//!
//! Owns what only a desktop can do: the window, its one command `api`, the event `aside`, and the
//! order of the start. Refuses behaviour: a request of the page goes to the same router that the
//! loopback endpoint serves, and everything below that router is tested without a window.
//!
//! At the start the window opens at once while the engine opens beside it ([`opening`]). The page's
//! first requests wait for it ([`api`]); an engine that cannot open answers each with its reason.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod api;
mod opening;
mod rendering;
mod window;

use std::env;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use aside_engine::CappedAllocator;
use clap::Parser;
use tauri::{Manager, RunEvent};
use tracing_subscriber::EnvFilter;

use crate::opening::Opening;

// Converting a hostile document must not take the machine's memory: see `become_convert_worker_if_asked`.
#[global_allocator]
static ALLOCATOR: CappedAllocator = CappedAllocator;

/// Aside, a copilot beside a support agent.
#[derive(Parser)]
#[command(name = "aside-desktop", version)]
struct Arguments {
    /// A folder of documents; named again, one more [default: ASIDE_KNOWLEDGE, ./knowledge, or those opened last]
    #[arg(long, value_name = "DIR")]
    knowledge: Vec<PathBuf>,
    /// Where Aside stores its index and the conversations [default: ASIDE_DATA, or the user's data folder]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    aside_engine::become_convert_worker_if_asked();
    rendering::prefer_what_paints_sooner();
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,async_openai=off"));
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(io::stderr)
        .init();

    let mut builder = tauri::Builder::default();
    // Whoever names a data folder wants a desk of its own; otherwise a second start shows the first.
    if arguments.data.is_none() && env::var_os("ASIDE_DATA").is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::show(app)));
    }
    builder
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(tauri::generate_handler![api::api])
        .setup(move |app| {
            app.manage(Opening::start(app.handle(), arguments.knowledge, arguments.data));
            window::open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit) {
                app.state::<Opening>().close();
            }
        });
    Ok(())
}
