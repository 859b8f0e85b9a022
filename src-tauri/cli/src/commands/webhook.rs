//! `aside webhook`.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use aside_contract::{
    FailedDelivery, NewWebhook, Webhook, WebhookEdit, WebhookEvent, WebhookSecret,
};
use aside_engine::webhook_secret;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::args::{self, OneWebhook, WebhookCommand};
use crate::print;
use crate::reader::Reader;

/// Exit code of a test that was not taken.
const NOT_TAKEN: u8 = 1;

pub(crate) fn run(args: &args::Webhook) -> Result<ExitCode> {
    match &args.command {
        WebhookCommand::Add { url, events, private, folders, json } => {
            let new = NewWebhook { url: url.clone(), events: named(events), private: *private };
            show(&Reader::open(folders)?.add_webhook(&new)?, *json)?;
        }
        WebhookCommand::List { folders, json } => {
            let webhooks = Reader::open(folders)?.webhooks()?;
            if *json {
                print::json(&json!({ "webhooks": webhooks }))?;
            } else {
                print::text(&listed(&webhooks))?;
            }
        }
        WebhookCommand::Show { webhook: OneWebhook { id, folders, json }, secret } => {
            let webhook = Reader::open(folders)?.webhook(*id)?;
            if *secret {
                // Made here: it crosses no connection.
                let secret = webhook_secret(&webhook)?;
                print::text(&format!("{}\n", secret.expose_secret()))?;
            } else {
                show(&WebhookSecret { webhook, secret: None }, *json)?;
            }
        }
        WebhookCommand::Change {
            webhook: OneWebhook { id, folders, json },
            url,
            events,
            on,
            off,
            private,
            new_secret,
        } => {
            let edit = WebhookEdit {
                url: url.clone(),
                events: named(events),
                enabled: (*on || *off).then_some(*on),
                private: *private,
                new_secret: *new_secret,
            };
            show(&Reader::open(folders)?.change_webhook(*id, &edit)?, *json)?;
        }
        WebhookCommand::Remove(OneWebhook { id, folders, json }) => {
            let webhook = Reader::open(folders)?.remove_webhook(*id)?;
            if *json {
                print::json(&webhook)?;
            } else {
                print::text(&format!("Removed {}.\n", webhook.id))?;
            }
        }
        WebhookCommand::Test(OneWebhook { id, folders, json }) => {
            let test = Reader::open(folders)?.test_webhook(*id)?;
            if *json {
                print::json(&test)?;
            } else {
                let sentence = print::tame(&test.detail);
                print::text(&format!("{sentence} ({:.0} ms)\n", test.milliseconds))?;
            }
            if !test.delivered {
                return Ok(ExitCode::from(NOT_TAKEN));
            }
        }
        WebhookCommand::Failed(OneWebhook { id, folders, json }) => {
            let deliveries = Reader::open(folders)?.failed_deliveries(*id)?;
            if *json {
                print::json(&json!({ "deliveries": deliveries }))?;
            } else {
                print::text(&failed(&deliveries))?;
            }
        }
        WebhookCommand::Replay { webhook: OneWebhook { id, folders, json }, delivery } => {
            let replayed = Reader::open(folders)?.replay_deliveries(*id, *delivery)?;
            if *json {
                print::json(&json!({ "replayed": replayed }))?;
            } else {
                print::text(&format!("{replayed} wait again.\n"))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The events that were named; none where none were.
fn named(events: &[WebhookEvent]) -> Option<Vec<WebhookEvent>> {
    (!events.is_empty()).then(|| events.to_vec())
}

fn show(webhook: &WebhookSecret, json: bool) -> Result<()> {
    if json { print::json(webhook) } else { print::text(&told(webhook)) }
}

/// A line for each.
fn listed(webhooks: &[Webhook]) -> String {
    if webhooks.is_empty() {
        return "No webhooks.\n".to_owned();
    }
    let mut out = String::new();
    for webhook in webhooks {
        let state = match (webhook.enabled, &webhook.trouble) {
            (false, _) => "off",
            (true, Some(_)) => "failing",
            (true, None) => "on",
        };
        let Webhook { id, url, waiting, failed, .. } = webhook;
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{id}  {state:<7}  {waiting} waiting, {failed} failed  {}",
            print::tame(url)
        );
    }
    out
}

/// All that is known.
fn told(WebhookSecret { webhook, secret }: &WebhookSecret) -> String {
    let mut out = String::new();
    let mut line = |what: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{what:<16}{}", print::tame(text));
    };
    line("Webhook", &webhook.id.to_string());
    line("Address", &webhook.url);
    let events: Vec<&str> = webhook.events.iter().map(|event| event.name()).collect();
    line("Told of", &events.join(", "));
    line("State", if webhook.enabled { "on" } else { "off" });
    if webhook.private {
        line("Allowed", "private addresses");
    }
    line("Waiting", &webhook.waiting.to_string());
    line("Failed", &webhook.failed.to_string());
    if let Some(at) = webhook.last_delivered {
        line("Last delivered", &print::time(at));
    }
    if let Some(trouble) = &webhook.trouble {
        line("Trouble", trouble);
    }
    if let Some(secret) = secret {
        line("Secret", secret);
    }
    out
}

/// A line for each delivery that was given up.
fn failed(deliveries: &[FailedDelivery]) -> String {
    if deliveries.is_empty() {
        return "Nothing failed.\n".to_owned();
    }
    let mut out = String::new();
    for FailedDelivery { id, event, created: _, tries, given_up, reason } in deliveries {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{id}  {}  {}  after {tries} tries: {}",
            print::time(*given_up),
            event.name(),
            print::tame(reason)
        );
    }
    out
}
