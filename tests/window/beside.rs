//! The desk beside another program: a text goes in by a key, a reply comes out by another.

use serde_json::{Value, json};

use crate::QUESTION;
use crate::desk::{Desk, Result, Workplace};
use crate::elsewhere::{self, Held};

const SETTINGS: &str = "/api/v1/settings/beside";

/// What a password manager would not name as a secret, and looks like one all the same.
const SECRET: &str = "the new key is sk-proj-Ab3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7k for you";

#[tokio::test]
async fn the_shortcut_takes_selected_text_and_enter_copies_a_reply_back() -> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    desk.until("a shortcut that works", async || {
        Ok((desk.command("machine").await?["shortcut"].is_null()).then_some(()))
    })
    .await?;

    let _elsewhere = Held::selected(QUESTION)?;
    elsewhere::press("ctrl+alt+r")?;
    let taken = until_asked(&desk, 1).await?;
    assert_eq!(taken["messages"][0]["text"], QUESTION);
    let reply = taken["advice"]["suggestions"][0]["text"].as_str().ok_or("no suggestion")?;
    assert_eq!(elsewhere::copied_text()?, "", "nothing is copied by itself");

    // The small window may still be loading its page: its keys do nothing before.
    desk.until("the reply in the clipboard", async || {
        elsewhere::press("Return")?;
        Ok((elsewhere::copied_text()? == reply).then_some(()))
    })
    .await?;
    desk.until("a hidden window", async || Ok((elsewhere::windows_shown()? == 1).then_some(())))
        .await?;
    let kept = until_asked(&desk, 2).await?;
    assert_eq!(kept["messages"].as_array().map(Vec::len), Some(2), "kept once: {kept:#}");
    assert_eq!(kept["messages"][1]["text"], reply, "and in the conversation");
    assert_eq!(kept["messages"][1]["suggestion_id"], taken["advice"]["suggestions"][0]["id"]);
    desk.close().await
}

#[tokio::test]
async fn copied_text_is_offered_only_while_the_clipboard_is_watched_and_secrets_never_are()
-> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    assert!(desk.all("clipboard-watched").await?.is_empty(), "not watched until somebody says so");
    let mut settings = desk.request("GET", SETTINGS, Value::Null).await?;
    settings["watch_clipboard"] = json!(true);
    desk.request("PUT", SETTINGS, settings).await?;
    let sign = desk.one("clipboard-watched").await?;
    desk.picture("watching").await?;
    // What is copied at the desk itself is not offered.
    elsewhere::leave_desk()?;

    let offers = async |expected: bool| {
        desk.until("another offer", async || {
            let text = sign.text().await?;
            Ok((text.contains("Suggest replies") == expected).then_some(()))
        })
        .await
    };
    let copied = Held::copied(QUESTION)?;
    offers(true).await?;
    drop(copied);
    let copied = Held::copied(SECRET)?;
    offers(false).await?;
    drop(copied);
    let _copied = Held::copied(QUESTION)?;
    offers(true).await?;
    let list = desk.request("GET", "/api/v1/conversations", Value::Null).await?;
    assert_eq!(list["all"], 0, "an offer is not stored");

    sign.click().await?;
    let taken = until_asked(&desk, 1).await?;
    assert_eq!(taken["messages"][0]["text"], QUESTION);
    desk.close().await
}

/// The only conversation, once it has so many messages and advice.
async fn until_asked(desk: &Desk, messages: usize) -> Result<Value> {
    desk.until("a conversation with advice", async || {
        let list = desk.request("GET", "/api/v1/conversations", Value::Null).await?;
        let Some(id) = list["conversations"][0]["id"].as_str() else { return Ok(None) };
        let found =
            desk.request("GET", &format!("/api/v1/conversations/{id}"), Value::Null).await?;
        let there = found["messages"].as_array().is_some_and(|all| all.len() >= messages);
        Ok((there && found["advice"].is_object()).then_some(found))
    })
    .await
}
