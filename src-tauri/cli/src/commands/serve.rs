//! `aside serve`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_endpoint::Listener;

use crate::{args, open};

pub(crate) fn run(args: &args::Serve) -> Result<ExitCode> {
    let engine = open::open(&args.folders)?;
    engine.watch()?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        let listener = Listener::bind(args.port).await?;
        println!("listening on http://{}", listener.address());
        let folders = engine.places().knowledge.iter().map(|folder| folder.display().to_string());
        eprintln!("watching {}; press Ctrl-C to stop", folders.collect::<Vec<_>>().join(", "));
        aside_endpoint::serve(engine.clone(), listener, stop_signal()).await?;
        anyhow::Ok(())
    })?;
    engine.close();
    Ok(ExitCode::SUCCESS)
}

/// Ready at Ctrl-C or, on Unix, at the signal with which systems stop services.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Where no signal can be heard, the process is stopped from outside.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
