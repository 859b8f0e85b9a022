//! The real window, driven from outside as a person uses it: WebKit's own driver starts the program,
//! and everything is seen and done through the page.
//!
//! Needs a display, a session bus and `WebKitWebDriver`: `cargo xtask test window` provides them.
#![cfg(target_os = "linux")]

mod beside;
mod desk;
mod driver;
mod elsewhere;
mod pictures;
mod start;

use std::fs;
use std::path::Path;

use fantoccini::Locator;
use serde_json::json;

use crate::desk::{Desk, Result, Workplace};

/// A question that several articles of the sample knowledge answer.
const QUESTION: &str =
    "My Hub has been offline since this morning. Did I lose the data from today?";

#[tokio::test]
async fn key_1_puts_the_first_suggestion_for_a_pasted_message_into_the_reply() -> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    desk.paste(QUESTION).await?;

    let suggestions = desk.wait_for("suggestion", 2).await?;
    desk.picture("advice").await?;
    assert!(!desk.all("citation").await?.is_empty(), "a suggestion stands on a citation");
    let first = desk.reply_of(&suggestions[0]).await?;

    desk.press('1').await?;
    let reply = desk.reply().await?;
    assert_eq!(words(&reply), words(&first), "the reply is the first suggestion");

    desk.one("composer").await?.send_keys(" Kind regards").await?;
    desk.one("send").await?.click().await?;
    let messages = desk.wait_for("message", 2).await?;
    let sent = messages[1].text().await?;
    assert!(sent.contains("Kind regards"), "the conversation ends with the reply: {sent}");
    assert_eq!(desk.reply().await?, "", "the composer is empty again");
    desk.picture("sent").await?;
    desk.close().await
}

#[tokio::test]
async fn a_document_dropped_into_the_folder_is_cited_in_the_next_answer() -> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    let article =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/fixtures/wall-bracket.md");
    fs::copy(article, desk.knowledge().join("wall-bracket.md"))?;
    desk.until_documents_hold("wall-bracket.md").await?;

    desk.paste("Do you sell a wall bracket for the Hub, and what does it cost?").await?;
    let citation = desk.one("citation").await?.text().await?;
    assert!(citation.contains("Wall bracket for the Hub"), "the new article is cited: {citation}");
    let mut replies = String::new();
    for suggestion in desk.all("suggestion").await? {
        replies += &desk.reply_of(&suggestion).await?;
    }
    assert!(replies.contains("The wall bracket costs 14 euros"), "and quoted: {replies}");
    desk.close().await
}

#[tokio::test]
async fn a_link_of_a_message_opens_in_the_persons_browser_and_the_window_stays() -> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    desk.paste(QUESTION).await?;
    desk.wait_for("suggestion", 1).await?;
    desk.one("composer").await?.send_keys("Here: https://example.com/refunds?lang=en").await?;
    desk.one("send").await?.click().await?;
    let sent = desk.wait_for("message", 2).await?.swap_remove(1);
    sent.find(Locator::Css("a")).await?.click().await?;
    assert_eq!(desk.until_browsed().await?, "https://example.com/refunds?lang=en\n");
    assert_eq!(desk.all("message").await?.len(), 2, "the desk is where it was");
    desk.close().await
}

#[tokio::test]
async fn a_data_folder_in_use_is_said_in_the_window() -> Result<()> {
    let place = Workplace::with_sample_knowledge()?;
    let held = fs::File::create(place.data().join("in-use"))?;
    held.lock()?;
    let desk = Desk::open(place).await?;
    desk.one("not-open").await?;
    desk.until_page_says("is using the data folder").await?;
    desk.picture("in-use").await?;
    desk.close().await
}

#[tokio::test]
async fn the_folders_that_were_chosen_are_open_after_a_restart() -> Result<()> {
    let place = Workplace::with_sample_knowledge()?;
    place.choose_in_settings()?;
    let folders = [place.guides()?, place.knowledge().canonicalize()?];
    let desk = Desk::open(place).await?;
    desk.until_indexed().await?;
    let change = json!({ "folders": folders });
    let choice = desk.request("PUT", "/api/v1/settings/knowledge", change).await?;
    assert_eq!(choice["folders"]["decided_by"], "settings", "{choice}");
    assert_eq!(choice["restart"], true, "{choice}");
    desk.restart_with(&folders).await
}

/// What is written, whatever the white space.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
