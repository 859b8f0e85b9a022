//! Files that came with messages and were not read when the program ended.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use aside_contract::{AttachmentState, Channel, Event, IncomingMessage, NewAttachment};
use aside_desk::Desk;
use aside_engine::{Engine, Places, WorkerCommand};

#[tokio::test]
async fn are_read_at_the_next_start_and_the_desk_hears_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let knowledge = dir.path().join("knowledge");
    std::fs::create_dir(&knowledge).unwrap();
    let data = dir.path().join("data");
    std::fs::create_dir(&data).unwrap();
    // Stored and not read, as a kill between the two leaves it.
    let store = Desk::open(&data.join("desk")).unwrap();
    let file = NewAttachment::new("a.txt", b"Read me later").unwrap();
    let incoming =
        IncomingMessage::with_attachments("ada", Channel::Desk, "Look", None, vec![file]).unwrap();
    let (message, ..) = store.receive(&incoming).unwrap();
    drop(store);

    let places = Places {
        knowledge: vec![knowledge],
        data,
        models: concat!(env!("CARGO_MANIFEST_DIR"), "/../../models").into(),
        encoder: None,
        decided: Default::default(),
    };
    // Text is read in this process.
    let worker = WorkerCommand { program: "unused".into(), args: Vec::new() };
    let engine = Engine::open(places, worker).unwrap();
    let mut events = engine.subscribe();
    engine.watch().unwrap();
    let read = loop {
        match events.recv().await.unwrap() {
            Event::AttachmentRead { attachment, .. } => break attachment,
            _ => continue,
        }
    };
    assert_eq!((read.id, read.state), (message.attachments[0].id, AttachmentState::Read));
    let text = engine.attachment_text(message.conversation_id, read.id).unwrap();
    assert_eq!((text.text.as_str(), text.cut), ("Read me later", false));
    engine.close();
}
