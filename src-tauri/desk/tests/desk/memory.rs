//! What is kept of customers, and forgetting them for good.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use aside_contract::{
    Author, ConversationId, FactKind, FactSource, HandOver, LabelKind, LedgerLine, NewFact,
    Profile, TicketFeeling, TicketFilter, Trend, UNNAMED_CUSTOMER,
};
use aside_desk::{Desk, DeskError, LedgerFact, Meaning, RuleVerdict, SessionKey, inspect};

use crate::support::{advice_on, chatted, empty_desk, own_words, pasted, said, steps, vip};

fn fact(text: &str) -> NewFact {
    NewFact { text: text.to_owned(), ..NewFact::default() }
}

/// Whether any file of the store has these bytes.
pub fn holds(dir: &Path, text: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|file| {
        let path = file.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).contains(text)
    })
}

/// A customer with all that can be stored of one; every text has the word `planted`.
pub fn known(desk: &Desk, customer: &str) -> ConversationId {
    let text = format!("planted-message of {customer}");
    let (message, ..) = desk.receive(&chatted(customer, &text)).unwrap();
    let id = message.conversation_id;
    let advice = advice_on(&message, 8, &["planted-suggestion"]);
    let meaning = Meaning::new("m", &[0.5; 384]);
    desk.record_advice_and_meaning(&advice, &steps(), Some(&meaning)).unwrap();
    desk.send_reply(id, Author::Agent, &own_words("planted-reply")).unwrap();
    desk.set_standing(customer, &vip(true)).unwrap();
    desk.set_profile(
        customer,
        &Profile { name: Some("planted-name".to_owned()), ..Profile::default() },
    )
    .unwrap();
    let (kept, _) = desk.keep_fact(customer, &fact("planted-fact")).unwrap();
    desk.put_fact_meaning(customer, &kept, &meaning).unwrap();
    let packet = HandOver {
        message_id: None,
        priority: 8,
        summary: "planted-summary".to_owned(),
        tried: Vec::new(),
        feeling: TicketFeeling {
            word: "calm".to_owned(),
            trend: Trend::Steady,
            evidence: String::new(),
            parts: Vec::new(),
        },
        open_questions: Vec::new(),
        reasons: Vec::new(),
        hand_off_text: "planted-text".to_owned(),
    };
    desk.hand_to_supervisor(id, &packet, None, Some("planted-note")).unwrap();
    desk.correct(message.id, LabelKind::Category, "orders", Some("planted-label")).unwrap();
    let verdict = RuleVerdict {
        rule: "anger".to_owned(),
        wrong: true,
        conversation: id,
        message: message.id,
        note: Some("planted-verdict".to_owned()),
        at: message.at,
    };
    desk.judge_rule(&verdict, false).unwrap();
    let [talks, silent] =
        ["talks", "silent"].map(|one| SessionKey::of(&format!("{customer} {one}")));
    for session in [talks, silent] {
        desk.open_session(session, customer, None).unwrap();
    }
    desk.receive_in_session(talks, "planted-session", Vec::new(), Some("planted-name")).unwrap();
    for session in [talks, silent] {
        desk.rate_session(session, 1, Some("planted-comment")).unwrap();
    }
    id
}

#[test]
fn a_forgotten_customer_is_gone_from_every_table_and_from_the_file() {
    let (desk, dir) = empty_desk();
    let id = known(&desk, "ada lovelace");
    let other = desk.receive(&pasted("bo", "untouched-message")).unwrap().0.conversation_id;
    assert!(holds(dir.path(), "planted-") && holds(dir.path(), "ada lovelace"));

    let told = desk.ledger_about("ada lovelace").unwrap();

    let forgotten = desk.forget("ada lovelace").unwrap();
    assert_eq!(forgotten.entries, told.len() as u64);
    let told: Vec<_> = told.iter().map(|line| line.fact.as_str()).collect();
    for planted in ["message", "suggestion", "reply", "name", "fact", "summary", "note", "label"] {
        assert!(told.concat().contains(&format!("planted-{planted}")), "{planted}");
    }
    let comments = told.iter().filter(|fact| fact.contains("planted-comment"));
    assert_eq!(comments.count(), 2, "before the first message, too");
    assert!(desk.ledger_about("ada lovelace").unwrap().is_empty());
    assert_eq!((forgotten.conversations, forgotten.facts, forgotten.pending), (2, 1, false));
    assert!(!holds(dir.path(), "planted-") && !holds(dir.path(), "ada lovelace"));
    assert!(holds(dir.path(), "untouched-message"));

    assert!(desk.conversation(id).unwrap().is_none());
    assert!(desk.tickets(&TicketFilter::default()).unwrap().is_empty());
    assert!(desk.facts("ada lovelace").unwrap().is_empty());
    assert_eq!(desk.profile("ada lovelace").unwrap(), Profile::default());
    assert!(desk.session(SessionKey::of("ada lovelace talks")).unwrap().is_none());
    assert!(desk.corrections().unwrap().is_empty() && desk.verdicts().unwrap().is_empty());
    assert!(desk.conversations().unwrap().iter().map(|one| one.id).eq([other]));
    assert_eq!(said(&desk, other), [(Author::Customer, "untouched-message".to_owned())]);

    // The chain is whole, and says that something was erased, of nobody.
    let report = desk.verify_ledger().unwrap();
    assert_eq!(report.fault, None);
    let entries = desk.ledger_after(0, 1_000).unwrap();
    let erased = entries.iter().filter(|entry| entry.fact == LedgerFact::Erased).count();
    assert_eq!(erased as u64, forgotten.entries);
    assert_eq!(report.sound, entries.len() as u64);

    // A customer of that name is a new one, and the store goes on.
    desk.receive(&chatted("ada lovelace", "Hello again")).unwrap();
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    assert!(desk.verify_ledger().unwrap().is_sound());
    assert_eq!(desk.forget("nobody").unwrap().entries, 0);
}

#[test]
fn an_export_of_the_ledger_keeps_the_hash_of_what_was_erased() {
    let (desk, _dir) = empty_desk();
    known(&desk, "ada");
    let before = desk.ledger_lines_after(0, 1_000).unwrap();
    desk.keep_fact("bo", &fact("a fact")).unwrap();
    let forgotten = desk.forget("ada").unwrap();
    let after = desk.ledger_lines_after(0, 1_000).unwrap();
    let erased: Vec<_> = after.iter().filter(|line| line.erased.is_some()).collect();
    assert_eq!(erased.len() as u64, forgotten.entries);
    assert!(erased.iter().all(|line| line.fact.is_empty() && line.salt.is_empty()));
    // Each hash is what it was.
    let hash = |lines: &[LedgerLine]| {
        lines.iter().take(before.len()).map(|line| line.hash.clone()).collect::<Vec<_>>()
    };
    assert_eq!(hash(&before), hash(&after));
}

#[test]
fn what_somebody_reads_elsewhere_is_not_replaced_and_written_anew_at_the_next_start() {
    let (desk, dir) = empty_desk();
    known(&desk, "ada");
    // As a backup that is being made, or another program.
    let reader = Desk::open(dir.path());
    assert!(reader.is_err(), "the same program cannot have it twice");
    let shared = std::fs::File::open(dir.path().join("open.lock")).unwrap();
    shared.lock_shared().unwrap();
    assert!(desk.forget("ada").unwrap().pending);
    assert!(desk.facts("ada").unwrap().is_empty() && desk.conversations().unwrap().is_empty());
    desk.receive(&pasted("bo", "untouched-message")).unwrap();
    drop(desk);
    // A look at the store changes nothing in it.
    assert_eq!(inspect(dir.path()).unwrap().unwrap().faults, [""; 0]);
    shared.unlock().unwrap();

    let desk = Desk::open(dir.path()).unwrap();
    assert!(!holds(dir.path(), "planted-") && holds(dir.path(), "untouched-message"));
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn where_the_store_cannot_be_copied_the_customer_is_gone_all_the_same() {
    let (desk, dir) = empty_desk();
    known(&desk, "ada");
    // Something else has the place of the copy.
    std::fs::write(dir.path().join("rewritten"), "").unwrap();
    assert!(desk.forget("ada").unwrap().pending);
    assert!(desk.conversations().unwrap().is_empty());
    assert!(desk.ledger_about("ada").unwrap().is_empty());
    desk.receive(&pasted("bo", "untouched-message")).unwrap();
    assert!(desk.verify_ledger().unwrap().is_sound());
    drop(desk);
    std::fs::remove_file(dir.path().join("rewritten")).unwrap();
    drop(Desk::open(dir.path()).unwrap());
    assert!(!holds(dir.path(), "planted-") && holds(dir.path(), "untouched-message"));
}

#[test]
fn others_go_on_writing_while_customers_are_forgotten() {
    let (desk, dir) = empty_desk();
    for n in 0..10 {
        known(&desk, &format!("customer {n}"));
    }
    thread::scope(|scope| {
        let forgetting = scope.spawn(|| {
            for n in 0..10 {
                assert!(!desk.forget(&format!("customer {n}")).unwrap().pending);
            }
        });
        for writer in 0..2 {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..60 {
                    desk.receive(&pasted(&format!("other {writer}"), &format!("hello {n}")))
                        .unwrap();
                    assert!(desk.conversations().unwrap().len() > n);
                }
            });
        }
        forgetting.join().unwrap();
    });
    assert_eq!(desk.conversations().unwrap().len(), 120);
    assert!(desk.verify_ledger().unwrap().is_sound());
    assert!(!holds(dir.path(), "planted-"));
}

#[test]
fn facts_are_kept_corrected_found_by_meaning_and_deleted_within_one_customer() {
    let (desk, dir) = empty_desk();
    let metadata = BTreeMap::from([("crm".to_owned(), "42".to_owned())]);
    let new = NewFact {
        metadata,
        kind: FactKind::Preference,
        source: FactSource::Api,
        ..fact("Prefers e-mail")
    };
    let (kept, _) = desk.keep_fact("ada", &new).unwrap();
    assert_eq!((kept.source, kept.kind), (FactSource::Api, FactKind::Preference));
    let (message, ..) = desk.receive(&pasted("ada", "I have a Hub 2")).unwrap();
    let told = NewFact { message_id: Some(message.id), ..fact("Has a Hub 2") };
    let (told, _) = desk.keep_fact("ada", &told).unwrap();
    assert_eq!(
        (told.source, told.conversation_id),
        (FactSource::Message, Some(message.conversation_id))
    );

    let near = Meaning::new("m", &[1.0; 8]);
    let far = Meaning::new("m", &[1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0]);
    desk.put_fact_meaning("ada", &kept, &far).unwrap();
    desk.put_fact_meaning("ada", &told, &near).unwrap();
    let found = desk.recall("ada", &near, 0.5, 5).unwrap();
    assert_eq!(found.iter().map(|(fact, _)| fact.id).collect::<Vec<_>>(), [told.id]);
    assert!(desk.recall("bo", &near, -1.0, 5).unwrap().is_empty(), "within one customer only");
    assert_eq!(desk.facts_without_meaning("m").unwrap(), []);
    assert_eq!(desk.facts_without_meaning("another model").unwrap().len(), 2);

    let (corrected, _) = desk.correct_fact("ada", told.id, &fact("Has a Hub 3")).unwrap();
    assert_eq!((corrected.id, corrected.text.as_str()), (told.id, "Has a Hub 3"));
    assert_eq!(desk.facts_without_meaning("m").unwrap(), [("ada".to_owned(), corrected)]);
    // What was worked out of the text of before is too late.
    desk.put_fact_meaning("ada", &told, &near).unwrap();
    assert_eq!(desk.facts_without_meaning("m").unwrap().len(), 1);

    desk.drop_fact("ada", kept.id).unwrap();
    assert!(matches!(desk.drop_fact("ada", kept.id), Err(DeskError::NoSuchFact(_))));
    drop(desk);
    let desk = Desk::open(dir.path()).unwrap();
    assert!(!holds(dir.path(), "Prefers e-mail") && !holds(dir.path(), "Has a Hub 2"));
    assert!(holds(dir.path(), "Has a Hub 3"));
    assert!(desk.verify_ledger().unwrap().is_sound());
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let (desk, _dir) = empty_desk();
    let (message, ..) = desk.receive(&pasted("bo", "hello")).unwrap();
    let others = NewFact { message_id: Some(message.id), ..fact("x") };
    assert!(matches!(desk.keep_fact("ada", &others), Err(DeskError::NoSuchMessage(_))));
    for (customer, text) in
        [(UNNAMED_CUSTOMER, "x".to_owned()), ("ada", " ".to_owned()), ("ada", "x".repeat(1_001))]
    {
        assert!(matches!(desk.keep_fact(customer, &fact(&text)), Err(DeskError::Fact(_))));
    }
    assert!(desk.keep_fact("", &fact("x")).is_err());
    assert_eq!(desk.verify_ledger().unwrap().sound, 1);
}

#[test]
fn standing_and_profile_do_not_undo_each_other() {
    let (desk, _dir) = empty_desk();
    let profile = Profile { language: Some("de".to_owned()), ..Profile::default() };
    desk.set_profile("ada", &profile).unwrap();
    desk.set_standing("ada", &vip(true)).unwrap();
    assert_eq!(desk.profile("ada").unwrap(), profile);
    desk.set_profile("ada", &Profile::default()).unwrap();
    assert!(desk.standing("ada").unwrap().vip);
}
