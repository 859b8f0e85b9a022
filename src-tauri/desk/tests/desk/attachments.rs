//! Files that come with messages: kept with them, read later, erased with them.

use aside_contract::{
    Attachment, AttachmentState, AttachmentText, Author, Channel, FileCause, IncomingMessage,
    InvalidMessage, Message, NewAttachment,
};
use aside_desk::{Desk, DeskError, LedgerFact, NoText, SessionKey, back_up, inspect};
use aside_redact::Masks;

use crate::memory::holds;
use crate::support::{conversation, empty_desk, own_words, pasted};

fn file(name: &str, bytes: &[u8]) -> NewAttachment {
    NewAttachment::new(name, bytes).unwrap()
}

/// More bytes than one piece has, which differ from place to place.
fn large() -> Vec<u8> {
    (0..700_000_u32).flat_map(|n| n.to_be_bytes()).collect()
}

fn with_files(customer: &str, text: &str, files: Vec<NewAttachment>) -> IncomingMessage {
    IncomingMessage::with_attachments(customer, Channel::Desk, text, None, files).unwrap()
}

/// The files of the only message of the only conversation.
fn files(desk: &Desk) -> Vec<Attachment> {
    let all = desk.conversations().unwrap();
    let message: Message = conversation(desk, all[0].id).messages.remove(0);
    message.attachments
}

#[test]
fn files_are_kept_with_their_message_whole_and_in_their_order() {
    let (desk, dir) = empty_desk();
    let sent = vec![file("log.txt", &large()), file("../b.txt", b"second")];
    let (message, ..) = desk.receive(&with_files("ada", "See these.", sent)).unwrap();
    let hash = blake3::hash(&large()).to_hex().to_string();
    drop(desk);

    let desk = Desk::open(dir.path()).unwrap();
    let kept = files(&desk);
    assert_eq!(kept, message.attachments);
    assert_eq!((kept[0].bytes, &kept[0].hash), (2_800_000, &hash));
    assert_eq!((kept[1].name.as_str(), kept[1].state), ("b.txt", AttachmentState::Waiting));
    assert_eq!(desk.attachment_bytes(kept[0].id).unwrap(), large());
    assert_eq!(desk.attachment_bytes(kept[1].id).unwrap(), b"second");
    assert_eq!(desk.unread_attachments().unwrap(), [kept[0].id, kept[1].id]);
    // The chain proves the bytes by their hash.
    let entry = desk.ledger_after(0, 1).unwrap().remove(0);
    let LedgerFact::MessageReceived { message, .. } = entry.fact else { unreachable!() };
    assert_eq!(message.attachments[0].hash, hash);
}

#[test]
fn a_message_with_files_needs_no_words_and_shows_their_names() {
    let (desk, _dir) = empty_desk();
    let incoming = with_files("ada", " ", vec![file("invoice.pdf", b"%PDF-1.7")]);
    let (message, summary, _) = desk.receive(&incoming).unwrap();
    assert_eq!((message.text.as_str(), summary.preview.as_str()), ("", "invoice.pdf"));
    let without = IncomingMessage::new("ada", Channel::Desk, " ", None);
    assert_eq!(without, Err(InvalidMessage::Empty));
    let reply = own_words("");
    let bare = desk.send_reply(summary.id, Author::Agent, &reply);
    assert_eq!(bare.unwrap_err(), DeskError::Invalid(InvalidMessage::Empty));
    let label = vec![file("label.txt", b"Return label")];
    let (sent, ..) = desk.send_reply_with(summary.id, Author::Agent, &reply, label).unwrap();
    assert_eq!(sent.attachments[0].name, "label.txt");
}

#[test]
fn what_was_read_stands_with_the_file_and_what_could_not_says_why() {
    let (desk, dir) = empty_desk();
    let sent = vec![file("a.txt", b"text"), file("b.bin", b"\0\x01\x02")];
    desk.receive(&with_files("ada", "", sent)).unwrap();
    let [read, not] = [0, 1].map(|place| files(&desk)[place].id);
    let text = AttachmentText { text: "Grüße".to_owned(), cut: true, personal: Vec::new() };
    desk.keep_reading(read, Ok(text.clone())).unwrap();
    desk.keep_reading(
        not,
        Err(NoText { reason: "it is no text".to_owned(), cause: FileCause::NoText }),
    )
    .unwrap();
    drop(desk);

    let desk = Desk::open(dir.path()).unwrap();
    let kept = files(&desk);
    assert_eq!((kept[0].state, &kept[0].reason), (AttachmentState::Read, &None));
    let reason = Some("it is no text".to_owned());
    assert_eq!((kept[1].state, &kept[1].reason), (AttachmentState::Unreadable, &reason));
    assert_eq!(desk.attachment_text(read).unwrap(), Some(text));
    assert_eq!(desk.attachment_text(not).unwrap(), None);
    assert!(desk.unread_attachments().unwrap().is_empty());
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn a_message_of_a_session_that_comes_again_brings_its_files_once() {
    let (desk, _dir) = empty_desk();
    let key = SessionKey::of("token");
    desk.open_session(key, "ada", None).unwrap();
    let send = || {
        let files = vec![file("a.txt", b"once")];
        desk.receive_in_session(key, "", files, Some("name")).unwrap()
    };
    assert!(send().is_some());
    assert!(send().is_none());
    assert_eq!(desk.unread_attachments().unwrap().len(), 1);
}

#[test]
fn a_forgotten_customers_files_are_gone_from_the_store_and_its_file() {
    let (desk, dir) = empty_desk();
    let planted = [b"planted-bytes ".repeat(60_000), b"planted-end".to_vec()].concat();
    let sent = vec![file("planted-name.txt", &planted)];
    desk.receive(&with_files("ada", "planted-message", sent)).unwrap();
    let id = files(&desk)[0].id;
    let text = AttachmentText { text: "planted-text".to_owned(), ..AttachmentText::default() };
    desk.keep_reading(id, Ok(text)).unwrap();
    let other = with_files("bo", "", vec![file("stays.txt", b"untouched-bytes")]);
    let (other, ..) = desk.receive(&other).unwrap();
    assert!(holds(dir.path(), "planted-end") && holds(dir.path(), "planted-text"));

    assert!(!desk.forget("ada").unwrap().pending);
    assert!(!holds(dir.path(), "planted-"));
    assert_eq!(desk.attachment(id).unwrap(), None);
    assert_eq!(desk.attachment_bytes(id).unwrap_err(), DeskError::NoSuchAttachment(id));
    // Read by somebody who began before: nothing of it comes back.
    let late = AttachmentText { text: "planted-late".to_owned(), ..AttachmentText::default() };
    assert_eq!(desk.keep_reading(id, Ok(late)).unwrap_err(), DeskError::NoSuchAttachment(id));
    assert!(!holds(dir.path(), "planted-"));
    let stays = other.attachments[0].id;
    assert_eq!(desk.attachment_bytes(stays).unwrap(), b"untouched-bytes");
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn a_backup_has_the_files_and_a_look_at_it_counts_no_fault() {
    let (desk, dir) = empty_desk();
    desk.receive(&with_files("ada", "", vec![file("log.txt", &large())])).unwrap();
    // A process opens a store once.
    drop(desk);
    let copy = tempfile::tempdir().unwrap();
    back_up(dir.path(), copy.path()).unwrap();
    assert_eq!(inspect(copy.path()).unwrap().unwrap().faults, Vec::<String>::new());
    let copied = Desk::open(copy.path()).unwrap();
    assert_eq!(copied.attachment_bytes(files(&copied)[0].id).unwrap(), large());
}

#[test]
fn the_masked_ledger_tells_that_there_was_a_file_and_not_its_name() {
    let (desk, _dir) = empty_desk();
    let sent = vec![file("Katharina_Blume_passport.txt", b"x")];
    desk.receive(&with_files("ada", "Here it is", sent)).unwrap();
    let lines = desk.masked_ledger_lines_after(0, 10, Masks::new).unwrap();
    let said = lines[0].masked.as_deref().unwrap();
    assert!(said.contains("text/plain") && !said.contains("Blume"), "{said}");
    let hash = blake3::hash(b"x").to_hex().to_string();
    assert!(said.contains(&hash), "{said}");
}

#[test]
fn another_message_brings_no_files_of_its_neighbours() {
    let (desk, _dir) = empty_desk();
    desk.receive(&with_files("ada", "One", vec![file("a.txt", b"1")])).unwrap();
    let (plain, ..) = desk.receive(&pasted("ada", "Two")).unwrap();
    assert!(conversation(&desk, plain.conversation_id).messages[0].attachments.is_empty());
}
