//! Many callers at once, formats of other releases, and disks that refuse.

use std::collections::HashSet;
use std::path::Path;
use std::thread;

use aside_desk::{Desk, DeskError};
use heed::types::Bytes;
use heed::{CommitOrAbort, Database, EnvOpenOptions, RwTxn};

use crate::support::{chatted, continuing, conversation, empty_desk, opened, said};

#[test]
fn eight_callers_lose_nothing_and_each_keeps_its_order() {
    let (desk, _dir) = empty_desk();
    let callers: Vec<_> = (0..8)
        .map(|caller| {
            let desk = desk.clone();
            thread::spawn(move || {
                let name = format!("caller {caller}");
                (0..50)
                    .map(|n| desk.receive(&chatted(&name, &format!("message {n}"))).unwrap())
                    .map(|(message, _, receipt)| (message, receipt))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let stored: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();

    let sequences: HashSet<u64> =
        stored.iter().flatten().map(|(_, receipt)| receipt.sequence()).collect();
    assert_eq!(sequences, (1..=400).collect());
    for messages in &stored {
        let expected: Vec<String> = (0..50).map(|n| format!("message {n}")).collect();
        let texts = said(&desk, messages[0].0.conversation_id).into_iter().map(|(_, text)| text);
        assert_eq!(texts.collect::<Vec<_>>(), expected);
    }
    let report = desk.verify_ledger().unwrap();
    assert_eq!((report.sound, report.fault), (400, None));
}

#[test]
fn a_refused_change_does_not_touch_those_beside_it() {
    let (desk, _dir) = empty_desk();
    let id = opened(&desk, "ada", 3);
    let before = desk.verify_ledger().unwrap().sound;
    thread::scope(|scope| {
        for caller in 0..8 {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..25 {
                    let customer = if caller % 2 == 0 { "ada" } else { "mallory" };
                    let result = desk.receive(&continuing(customer, &format!("message {n}"), id));
                    assert_eq!(
                        result.err(),
                        (caller % 2 == 1).then_some(DeskError::OtherCustomer(id))
                    );
                }
            });
        }
    });
    assert_eq!(conversation(&desk, id).messages.len(), 101);
    let report = desk.verify_ledger().unwrap();
    assert_eq!((report.sound, report.fault), (before + 100, None));
}

#[test]
fn a_store_of_a_newer_release_is_not_opened() {
    let (desk, dir) = empty_desk();
    drop(desk);
    write_schema(dir.path(), 10);
    let refusal = Desk::open(dir.path()).err().unwrap();
    assert!(matches!(refusal, DeskError::NewerSchema { found: 10, known: 9, .. }), "{refusal}");
}

#[test]
fn a_store_of_an_older_release_goes_on_in_the_format_of_today() {
    let (desk, dir) = empty_desk();
    let id = opened(&desk, "ada", 3);
    drop(desk);
    write_schema(dir.path(), 1);
    let desk = Desk::open(dir.path()).unwrap();
    assert_eq!(conversation(&desk, id).messages.len(), 1);
    assert!(desk.dump().unwrap().starts_with("schema 9"));
    assert!(desk.corrections().unwrap().is_empty());
}

#[test]
fn what_the_list_showed_of_a_message_before_secrets_were_covered_is_covered() {
    let (desk, dir) = empty_desk();
    let id = opened(&desk, "ada", 3);
    drop(desk);
    write_schema(dir.path(), 8);
    let secret = "My card is 4111 1111 1111 1111, I am ann@example.org.";
    change(dir.path(), "conversations", |conversations, txn| {
        let stored = conversations.get(txn, id.as_bytes()).unwrap().unwrap();
        let mut record: serde_json::Value = serde_json::from_slice(stored).unwrap();
        record["preview"] = secret.into();
        conversations.put(txn, id.as_bytes(), record.to_string().as_bytes()).unwrap();
    });
    for _ in 0..2 {
        let desk = Desk::open(dir.path()).unwrap();
        let preview = desk.conversations().unwrap().remove(0).preview;
        assert_eq!(preview, "My card is ••••, I am ann@example.org.");
    }
}

/// Writes another number of the format into a store that nobody has open.
fn write_schema(dir: &Path, schema: u32) {
    change(dir, "meta", |meta, txn| meta.put(txn, b"schema", &schema.to_be_bytes()).unwrap());
}

/// Changes a table of a store that nobody has open.
fn change(dir: &Path, table: &str, work: impl FnOnce(Database<'_, Bytes, Bytes>, &mut RwTxn<'_>)) {
    // SAFETY: no desk has the store open, and nobody else knows the folder.
    let env = unsafe { EnvOpenOptions::new().max_dbs(32).open(dir).unwrap() };
    let txn = env.write_txn().unwrap();
    let table: Database<'_, Bytes, Bytes> = env
        .create_databases_and_commit(txn, |opener, txn| -> heed::Result<_> {
            Ok(CommitOrAbort::<_, ()>::Commit(opener.create_database(txn, Some(table))?))
        })
        .unwrap()
        .unwrap_commit();
    let mut txn = env.write_txn().unwrap();
    work(table, &mut txn);
    txn.commit().unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let refusal = Desk::open(&file.join("desk")).err().unwrap();
    assert!(refusal.to_string().contains(&file.display().to_string()), "{refusal}");
    assert!(matches!(refusal, DeskError::Storage { .. }));
}
