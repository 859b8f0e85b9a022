//! `aside serve`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_endpoint::{Listener, Public, PublicListener, Shield};

use crate::{args, open, open_files};

pub(crate) fn run(args: &args::Serve) -> Result<ExitCode> {
    open_files::allow_many();
    let engine = open::open(&args.folders)?;
    engine.watch()?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        let listener = Listener::bind(args.port).await?;
        let public = match public(args) {
            Some(public) => Some(PublicListener::bind(&engine, public).await?),
            None => None,
        };
        println!("listening on http://{}", listener.address());
        if let Some(public) = &public {
            let scheme = if public.fingerprint().is_some() { "https" } else { "http" };
            println!("listening on {scheme}://{}", public.address());
            if let Some(fingerprint) = public.fingerprint() {
                println!("certificate SHA-256 {fingerprint}");
            }
        }
        let folders = engine.places().knowledge.iter().map(|folder| folder.display().to_string());
        eprintln!("watching {}; press Ctrl-C to stop", folders.collect::<Vec<_>>().join(", "));
        aside_endpoint::serve(engine.clone(), listener, public, stop_signal()).await?;
        anyhow::Ok(())
    })?;
    engine.close();
    Ok(ExitCode::SUCCESS)
}

/// Where other machines are answered, if they are.
fn public(args: &args::Serve) -> Option<Public> {
    let files = args.tls_cert.clone().zip(args.tls_key.clone());
    let shield = match files {
        Some((chain, key)) => Some(Shield::Certificate { chain, key }),
        None if args.self_signed => Some(Shield::SelfSigned),
        None if args.behind_proxy => Some(Shield::Proxy),
        None => None,
    };
    Some(Public { address: args.address?, names: args.name.clone(), shield })
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
