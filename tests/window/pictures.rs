//! The pictures that the documents show, taken from the real window while sample conversations are
//! played. Not a test: `cargo xtask screenshots` asks for it.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, Result, Workplace};

#[tokio::test]
#[ignore = "takes the pictures of the documents: `cargo xtask screenshots`"]
async fn take_pictures() -> Result<()> {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample/conversation.json");
    let conversations: Vec<Value> = serde_json::from_str(&fs::read_to_string(sample)?)?;
    for (theme, name) in [("Adwaita", "light"), ("Adwaita:dark", "dark")] {
        let desk = Desk::open_with(Workplace::with_sample_knowledge()?, theme).await?;
        desk.until_indexed().await?;
        // The first steps stay until somebody ends them.
        desk.one("tour-skip").await?.click().await?;
        for conversation in &conversations {
            play(&desk, conversation).await?;
        }
        // The customer who waits for an answer from the knowledge base.
        desk.wait_for("conversation-item", conversations.len()).await?;
        for item in desk.all("conversation-item").await? {
            if item.text().await?.contains("Mara") {
                item.click().await?;
            }
        }
        desk.wait_for("suggestion", 2).await?;
        desk.picture(name).await?;
        desk.one("citation").await?.click().await?;
        desk.one("document-panel").await?;
        desk.picture(&format!("document-{name}")).await?;
        desk.close().await?;
    }
    Ok(())
}

/// Plays a conversation's turns in their order.
async fn play(desk: &Desk, conversation: &Value) -> Result<()> {
    let mut address = String::new();
    for turn in conversation["turns"].as_array().into_iter().flatten() {
        let text = &turn["text"];
        let (path, body) = match turn["author"].as_str() {
            Some("agent") => (format!("{address}/replies"), json!({ "text": text })),
            _ if address.is_empty() => {
                let body = json!({ "customer": conversation["customer"], "text": text });
                ("/api/v1/conversations".to_owned(), body)
            }
            _ => (format!("{address}/messages"), json!({ "text": text })),
        };
        let answer = desk.request("POST", &path, body).await?;
        if let Some(id) = answer["summary"]["id"].as_str() {
            address = format!("/api/v1/conversations/{id}");
        }
    }
    Ok(())
}
