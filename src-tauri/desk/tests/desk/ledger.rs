//! Tampering behind the desk's back, through LMDB itself, is found and named.

use std::path::Path;

use aside_contract::Author;
use aside_desk::{Desk, KEY_BYTES, LedgerFault, LedgerKey, LedgerReport};
use heed::types::Bytes;
use heed::{CommitOrAbort, Database, EnvFlags, EnvOpenOptions, RwTxn};

use crate::support::{advice_on, continuing, empty_desk, own_words, pasted, steps, vip};

type Table = Database<'static, Bytes, Bytes>;

/// The tables that hold the ledger, opened without the desk.
struct Raw {
    ledger: Table,
    bodies: Table,
    trail: Table,
    meta: Table,
}

/// Changes the store of a closed desk.
fn tamper(dir: &Path, work: impl FnOnce(&Raw, &mut RwTxn)) {
    let mut options = EnvOpenOptions::new();
    // SAFETY: no desk has the store open, and nobody else knows the folder; it need not outlive a
    // power cut.
    let env = unsafe {
        options.max_dbs(16).map_size(64 << 20).flags(EnvFlags::NO_SYNC).open(dir).unwrap()
    };
    let txn = env.write_txn().unwrap();
    let [ledger, bodies, trail, meta] = env
        .create_databases_and_commit(txn, |opener, txn| -> heed::Result<_> {
            let mut open = |name| opener.create_database(txn, Some(name));
            Ok(CommitOrAbort::<_, ()>::Commit([
                open("ledger")?,
                open("ledger_bodies")?,
                open("trail")?,
                open("meta")?,
            ]))
        })
        .unwrap()
        .unwrap_commit();
    let mut txn = env.write_txn().unwrap();
    work(&Raw { ledger, bodies, trail, meta }, &mut txn);
    txn.commit().unwrap();
}

fn key(sequence: u64) -> [u8; 8] {
    sequence.to_be_bytes()
}

fn value(table: Table, txn: &RwTxn, sequence: u64) -> Vec<u8> {
    table.get(txn, &key(sequence)).unwrap().unwrap().to_vec()
}

fn flip(table: Table, txn: &mut RwTxn, sequence: u64, bit: usize) {
    let mut bytes = value(table, txn, sequence);
    bytes[bit / 8] ^= 1 << (bit % 8);
    table.put(txn, &key(sequence), &bytes).unwrap();
}

fn swap(table: Table, txn: &mut RwTxn, one: u64, other: u64) {
    let (first, second) = (value(table, txn, one), value(table, txn, other));
    table.put(txn, &key(one), &second).unwrap();
    table.put(txn, &key(other), &first).unwrap();
}

fn insert_copy_before(table: Table, txn: &mut RwTxn, place: u64, last: u64) {
    for sequence in (place..=last).rev() {
        let bytes = value(table, txn, sequence);
        table.put(txn, &key(sequence + 1), &bytes).unwrap();
    }
}

/// A store with ten entries of several kinds, after `work` on it.
fn report_after(work: impl FnOnce(&Raw, &mut RwTxn)) -> LedgerReport {
    let (desk, dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Message 1")).unwrap();
    let id = message.conversation_id;
    desk.record_advice(&advice_on(&message, 5, &["Restart the router."]), &steps()).unwrap();
    for _ in 0..3 {
        desk.send_reply(id, Author::Agent, &own_words("Reply")).unwrap();
        desk.receive(&continuing("ada", "Message", id)).unwrap();
    }
    desk.set_standing("ada", &vip(true)).unwrap();
    desk.receive(&pasted("bob", "Message 10")).unwrap();
    let before = desk.verify_ledger().unwrap();
    assert_eq!((before.sound, before.fault), (10, None));
    drop(desk);

    tamper(dir.path(), work);
    Desk::open(dir.path()).unwrap().verify_ledger().unwrap()
}

fn first_bad(report: &LedgerReport) -> Option<u64> {
    report.fault.as_ref().map(|fault| fault.sequence)
}

#[test]
fn every_flipped_bit_of_an_entry_is_found() {
    let (desk, dir) = empty_desk();
    for n in 0..3 {
        desk.receive(&pasted("ada", &format!("Message {n}"))).unwrap();
    }
    drop(desk);
    for bit in 0..130 * 8 {
        tamper(dir.path(), |raw, txn| flip(raw.ledger, txn, 2, bit));
        let report = Desk::open(dir.path()).unwrap().verify_ledger().unwrap();
        assert_eq!(first_bad(&report), Some(2), "bit {bit}");
        tamper(dir.path(), |raw, txn| flip(raw.ledger, txn, 2, bit));
    }
    assert!(Desk::open(dir.path()).unwrap().verify_ledger().unwrap().is_sound());
}

#[test]
fn an_entry_from_before_actors_were_kept_is_read_and_sound() {
    let (desk, dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Message 1")).unwrap();
    drop(desk);
    tamper(dir.path(), |raw, txn| {
        let body = value(raw.bodies, txn, 1);
        let (salt, fact) = body.split_at(16);
        let mut fact: serde_json::Value = serde_json::from_slice(fact).unwrap();
        assert!(fact.as_object_mut().unwrap().remove("actor").is_some());
        let body = [salt, fact.to_string().as_bytes()].concat();
        let mut entry = value(raw.ledger, txn, 1);
        entry[66..98].copy_from_slice(blake3::hash(&body).as_bytes());
        let hash = blake3::hash(&entry[..98]);
        entry[98..].copy_from_slice(hash.as_bytes());
        raw.bodies.put(txn, &key(1), &body).unwrap();
        raw.ledger.put(txn, &key(1), &entry).unwrap();
        let head = [&key(1)[..], hash.as_bytes()].concat();
        raw.meta.put(txn, b"ledger_head", &head).unwrap();
    });
    let desk = Desk::open(dir.path()).unwrap();
    assert_eq!(desk.verify_ledger().unwrap().fault, None);
    let entry = desk.ledger(message.conversation_id).unwrap().remove(0);
    assert_eq!(entry.actor, None);
    let read = desk.conversation(message.conversation_id).unwrap().unwrap().messages;
    assert_eq!((read[0].text.as_str(), &read[0].by), ("Message 1", &None));
}

#[test]
fn a_changed_body_is_found() {
    for (sequence, bit) in [(1, 0), (2, 16 * 8), (2, 1234), (10, 200)] {
        let report = report_after(|raw, txn| flip(raw.bodies, txn, sequence, bit));
        let reason = "its body was changed".to_owned();
        assert_eq!(report.fault, Some(LedgerFault { sequence, reason }));
        assert_eq!(report.sound, sequence - 1);
    }
}

#[test]
fn a_body_that_is_empty_and_that_no_entry_names_is_found() {
    for sequence in [1, 2, 10] {
        let report = report_after(|raw, txn| raw.bodies.put(txn, &key(sequence), &[]).unwrap());
        assert_eq!(first_bad(&report), Some(sequence));
    }
}

#[test]
fn a_removed_entry_is_found_wherever_it_stood() {
    for sequence in [1, 4, 10] {
        let report = report_after(|raw, txn| {
            raw.ledger.delete(txn, &key(sequence)).unwrap();
            raw.bodies.delete(txn, &key(sequence)).unwrap();
        });
        assert_eq!(first_bad(&report), Some(sequence));
    }
    let report = report_after(|raw, txn| {
        raw.bodies.delete(txn, &key(7)).unwrap();
    });
    assert_eq!(first_bad(&report), Some(7));
}

#[test]
fn a_cut_tail_is_found() {
    let report = report_after(|raw, txn| {
        for sequence in 6..=10 {
            raw.ledger.delete(txn, &key(sequence)).unwrap();
            raw.bodies.delete(txn, &key(sequence)).unwrap();
        }
    });
    assert_eq!((report.sound, first_bad(&report)), (5, Some(6)));
}

#[test]
fn swapped_entries_are_found() {
    let report = report_after(|raw, txn| {
        swap(raw.ledger, txn, 3, 5);
        swap(raw.bodies, txn, 3, 5);
    });
    assert_eq!(first_bad(&report), Some(3));
    let report = report_after(|raw, txn| swap(raw.bodies, txn, 6, 8));
    assert_eq!(first_bad(&report), Some(6));
}

#[test]
fn an_inserted_entry_is_found() {
    let report = report_after(|raw, txn| {
        insert_copy_before(raw.ledger, txn, 4, 10);
        insert_copy_before(raw.bodies, txn, 4, 10);
    });
    assert_eq!(first_bad(&report), Some(5));
    let report = report_after(|raw, txn| {
        let (entry, body) = (value(raw.ledger, txn, 10), value(raw.bodies, txn, 10));
        raw.ledger.put(txn, &key(0), &entry).unwrap();
        raw.bodies.put(txn, &key(0), &body).unwrap();
    });
    assert_eq!(first_bad(&report), Some(1));
}

#[test]
fn an_entry_rewritten_with_its_own_hash_breaks_the_next() {
    let report = report_after(|raw, txn| {
        let mut entry = value(raw.ledger, txn, 4);
        entry[17] ^= 1;
        let hash = blake3::hash(&entry[..98]);
        entry[98..].copy_from_slice(hash.as_bytes());
        raw.ledger.put(txn, &key(4), &entry).unwrap();
    });
    assert_eq!(first_bad(&report), Some(5));
}

#[test]
fn an_entry_appended_or_a_head_moved_behind_the_desks_back_is_found() {
    let report = report_after(|raw, txn| {
        let (mut entry, body) = (value(raw.ledger, txn, 10), value(raw.bodies, txn, 10));
        let previous: [u8; 32] = entry[98..].try_into().unwrap();
        entry[2..10].copy_from_slice(&key(11));
        entry[34..66].copy_from_slice(&previous);
        let hash = blake3::hash(&entry[..98]);
        entry[98..].copy_from_slice(hash.as_bytes());
        raw.ledger.put(txn, &key(11), &entry).unwrap();
        raw.bodies.put(txn, &key(11), &body).unwrap();
    });
    assert_eq!(first_bad(&report), Some(11));
    let report = report_after(|raw, txn| {
        let mut head = raw.meta.get(txn, b"ledger_head").unwrap().unwrap().to_vec();
        head[39] ^= 1;
        raw.meta.put(txn, b"ledger_head", &head).unwrap();
    });
    assert_eq!(first_bad(&report), Some(10));
}

#[test]
fn an_entry_hidden_from_its_conversation_is_found() {
    let report = report_after(|raw, txn| {
        let (third, _) = raw.trail.iter(txn).unwrap().nth(2).unwrap().unwrap();
        let third = third.to_vec();
        raw.trail.delete(txn, &third).unwrap();
    });
    assert_eq!(first_bad(&report), Some(3));
}

#[test]
fn an_empty_ledger_is_sound() {
    let (desk, _dir) = empty_desk();
    let report = desk.verify_ledger().unwrap();
    assert_eq!((report.sound, report.is_sound()), (0, true));
}

/// Xorshift64 (Marsaglia 2003): the same rounds each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

/// Flips a bit, deletes an entry or swaps two in a copy of a store, again and again: each is found, and
/// the first entry that is not as it was written is named.
fn tampered_with(rounds: usize) {
    const ENTRIES: u64 = 60;
    let (desk, dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("ada", "Message 1")).unwrap();
    let id = message.conversation_id;
    desk.record_advice(&advice_on(&message, 5, &["Restart the router."]), &steps()).unwrap();
    for n in 3..=ENTRIES {
        match n % 3 {
            0 => drop(desk.receive(&continuing("ada", &format!("Message {n}"), id)).unwrap()),
            1 => drop(desk.send_reply(id, Author::Agent, &own_words("Reply")).unwrap()),
            _ => drop(desk.set_standing("ada", &vip(n % 2 == 0)).unwrap()),
        }
    }
    assert_eq!(desk.verify_ledger().unwrap().sound, ENTRIES);
    drop(desk);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(dir.path().join("data.mdb"), copy.path().join("data.mdb")).unwrap();
        let one = random.below(ENTRIES as usize) as u64 + 1;
        let mut first = one;
        let mut what = String::new();
        tamper(copy.path(), |raw, txn| {
            let table = if random.below(2) == 0 { raw.ledger } else { raw.bodies };
            match random.below(3) {
                0 => {
                    let bit = random.below(value(table, txn, one).len() * 8);
                    flip(table, txn, one, bit);
                    what = format!("bit {bit} of entry {one}");
                }
                1 => {
                    raw.ledger.delete(txn, &key(one)).unwrap();
                    raw.bodies.delete(txn, &key(one)).unwrap();
                    what = format!("entry {one} deleted");
                }
                _ => {
                    let other = (one + random.below(ENTRIES as usize - 1) as u64) % ENTRIES + 1;
                    if random.below(2) == 0 {
                        swap(table, txn, one, other);
                    } else {
                        swap(raw.ledger, txn, one, other);
                        swap(raw.bodies, txn, one, other);
                    }
                    first = one.min(other);
                    what = format!("entries {one} and {other} swapped");
                }
            }
        });
        let report = Desk::open(copy.path()).unwrap().verify_ledger().unwrap();
        assert_eq!(first_bad(&report), Some(first), "round {round}: {what}: {report}");
        assert_eq!(report.sound, first - 1);
    }
}

#[test]
fn random_tampering_is_found_and_named() {
    tampered_with(60);
}

#[test]
#[ignore = "takes a minute: cargo test -p aside-desk --test desk -- --ignored a_thousand"]
fn a_thousand_random_changes_are_found_and_named() {
    tampered_with(1_000);
}

fn ledger_key(seed: u8) -> LedgerKey {
    LedgerKey::from_seed(&[seed; KEY_BYTES]).unwrap()
}

/// A desk that signs, with `entries` messages in it besides the entry that says so.
fn signing_desk(entries: usize) -> (Desk, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open_signed(dir.path(), ledger_key(1)).unwrap();
    for n in 0..entries {
        desk.receive(&pasted("ada", &format!("Message {n}"))).unwrap();
    }
    (desk, dir)
}

/// What the holder of the key finds.
fn found(dir: &Path) -> LedgerReport {
    Desk::open_signed(dir, ledger_key(1)).unwrap().verify_ledger().unwrap()
}

/// A copy of the store as it is now; its desk must be closed.
fn copied(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["data.mdb", "ledger-head"] {
        std::fs::copy(dir.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

#[test]
fn the_head_is_signed_with_each_commit_and_goes_on_after_a_start() {
    let (desk, dir) = signing_desk(3);
    for n in 4..8 {
        let report = desk.verify_ledger().unwrap();
        assert_eq!((report.sound, report.fault), (n, None));
        let signed = report.signed.unwrap();
        assert_eq!((signed.sequence, signed.hash), (n, report.head));
        desk.receive(&pasted("bob", "More")).unwrap();
    }
    drop(desk);
    let report = found(dir.path());
    assert_eq!((report.sound, report.fault), (8, None));
    assert_eq!(report.signed.unwrap().sequence, 8);
}

#[test]
fn a_tail_that_was_cut_off_is_found_by_whoever_has_the_key() {
    let (desk, dir) = signing_desk(3);
    drop(desk);
    let shorter = copied(dir.path());
    let desk = Desk::open_signed(dir.path(), ledger_key(1)).unwrap();
    desk.receive(&pasted("ada", "What shall be forgotten")).unwrap();
    drop(desk);
    // The store of before, whole in itself, beside the head of today.
    std::fs::copy(shorter.path().join("data.mdb"), dir.path().join("data.mdb")).unwrap();
    assert!(Desk::open(dir.path()).unwrap().verify_ledger().unwrap().is_sound());
    for _ in 0..2 {
        let report = found(dir.path());
        assert_eq!((report.sound, first_bad(&report)), (4, Some(5)), "{report}");
    }
    // What is written meanwhile does not cover it.
    let desk = Desk::open_signed(dir.path(), ledger_key(1)).unwrap();
    desk.receive(&pasted("ada", "Something else")).unwrap();
    let report = desk.verify_ledger().unwrap();
    assert_eq!(first_bad(&report), Some(5), "{report}");
}

#[test]
fn a_head_that_is_missing_changed_or_of_another_key_is_found() {
    let (desk, dir) = signing_desk(2);
    drop(desk);
    let after = |work: &dyn Fn(&Path)| {
        let copy = copied(dir.path());
        work(&copy.path().join("ledger-head"));
        first_bad(&found(copy.path()))
    };
    assert_eq!(after(&|_| {}), None);
    assert_eq!(after(&|head| std::fs::remove_file(head).unwrap()), Some(3));
    assert_eq!(after(&|head| std::fs::write(head, b"").unwrap()), Some(3));
    assert_eq!(
        after(&|head| {
            let copy = copied(dir.path());
            Desk::sign_anew(copy.path(), ledger_key(2)).unwrap();
            std::fs::copy(copy.path().join("ledger-head"), head).unwrap();
        }),
        Some(3)
    );
    // One of two places may be torn by a power cut; the other still counts, for the entry before.
    for place in [0, 144] {
        let torn = |head: &Path| {
            let mut bytes = std::fs::read(head).unwrap();
            bytes[place + 100] ^= 1;
            std::fs::write(head, bytes).unwrap();
        };
        assert_eq!(after(&torn), None, "place {place}");
    }
    for bit in (0..288 * 8).step_by(13) {
        let mut bytes = std::fs::read(dir.path().join("ledger-head")).unwrap();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes[(bit / 8 + 144) % 288] ^= 1;
        let copy = copied(dir.path());
        std::fs::write(copy.path().join("ledger-head"), bytes).unwrap();
        assert_eq!(first_bad(&found(copy.path())), Some(3), "bit {bit}");
    }
}

#[test]
fn a_ledger_that_was_looked_into_can_be_signed_anew() {
    let (desk, dir) = signing_desk(2);
    drop(desk);
    std::fs::remove_file(dir.path().join("ledger-head")).unwrap();
    assert_eq!(first_bad(&found(dir.path())), Some(3));
    Desk::sign_anew(dir.path(), ledger_key(1)).unwrap();
    let report = found(dir.path());
    assert_eq!((report.sound, report.fault), (4, None));
}
