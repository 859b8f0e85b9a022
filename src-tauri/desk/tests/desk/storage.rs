//! Many callers at once, formats of other releases, and disks that refuse.

use std::collections::HashSet;
use std::path::Path;
use std::thread;

use aside_desk::{Desk, DeskError};
use heed::types::Bytes;
use heed::{CommitOrAbort, Database, EnvOpenOptions};

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

/// Writes another number of the format into a store that nobody has open.
fn write_schema(dir: &Path, schema: u32) {
    // SAFETY: no desk has the store open, and nobody else knows the folder.
    let env = unsafe { EnvOpenOptions::new().max_dbs(32).open(dir).unwrap() };
    let txn = env.write_txn().unwrap();
    let meta: Database<'_, Bytes, Bytes> = env
        .create_databases_and_commit(txn, |opener, txn| -> heed::Result<_> {
            Ok(CommitOrAbort::<_, ()>::Commit(opener.create_database(txn, Some("meta"))?))
        })
        .unwrap()
        .unwrap_commit();
    let mut txn = env.write_txn().unwrap();
    meta.put(&mut txn, b"schema", &schema.to_be_bytes()).unwrap();
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
