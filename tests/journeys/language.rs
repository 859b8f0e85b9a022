//! A message in another language than the model reads.

use serde_json::json;

use crate::aside::Folders;

#[test]
fn a_german_message_is_answered_by_its_words_and_an_english_one_by_its_meaning() {
    let folders = Folders::new();
    folders.write(
        "stornieren.md",
        "# Bestellung stornieren\n\nSie können eine Bestellung stornieren, solange sie noch nicht verschickt wurde.\n",
    );
    folders.write(
        "returns.md",
        "# Return an item\n\nYou can return any item within 30 days of delivery.\n",
    );
    let server = folders.serve();
    server.until_indexed(2);
    let ask = |text: &str| {
        server.post("/api/v1/conversations", &json!({ "text": text }))["advice"].clone()
    };

    let german = ask("Ich möchte meine Bestellung bitte stornieren.");
    assert_eq!(german["analysis"]["language"], json!({"code": "de", "understood": false}));
    assert_eq!(german["analysis"]["degraded"], true);
    assert_eq!(german["suggestions"][0]["citations"][0]["document"], "stornieren.md");

    // No word of the document stands in it.
    let english = ask("Am I allowed to send my purchase back to you after three weeks?");
    assert_eq!(english["analysis"]["language"], json!({"code": "en", "understood": true}));
    assert_eq!(english["analysis"]["degraded"], false);
    assert_eq!(english["suggestions"][0]["citations"][0]["document"], "returns.md");

    let unclear = ask("4711?");
    assert_eq!(unclear["analysis"].get("language"), None);
}
