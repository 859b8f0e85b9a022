//! Deliveries to a real receiver that does as it is told, from a real store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_contract::{
    Author, Channel, ConversationStatus, IncomingMessage, KnowledgeNumbers, Profile, SentReply,
    Timestamp, Webhook, WebhookEvent, WebhookId,
};
use aside_desk::{Desk, SessionKey};
use secrecy::ExposeSecret;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::schedule::Schedule;
use super::secret::WebhookKey;
use super::{DeliveryCounts, Knowledge, KnowledgeEar, Webhooks};
use crate::redaction::OwnRedaction;
use crate::{EngineError, Places};

#[path = "../../../../tests/scripted_server.rs"]
mod scripted_server;

use scripted_server::{Answer, ScriptedServer};

const PATIENCE: Duration = Duration::from_secs(30);
/// As the usual one, in fractions of a second.
const QUICK: Schedule = Schedule {
    patience: Duration::from_millis(700),
    first: Duration::from_millis(20),
    longest: Duration::from_millis(80),
    tries: 4,
    rest: Duration::from_millis(40),
    settled: Duration::from_millis(50),
};

fn key() -> Result<WebhookKey, EngineError> {
    Ok(WebhookKey::from_bytes([3; 32]))
}

fn no_key() -> Result<WebhookKey, EngineError> {
    Err(EngineError::NoWebhookKey)
}

/// A desk with its courier.
struct Post {
    webhooks: Webhooks,
    desk: Desk,
    ear: KnowledgeEar,
    dir: TempDir,
}

impl Post {
    fn open() -> Self {
        Self::over(tempfile::tempdir().unwrap(), key)
    }

    fn over(dir: TempDir, find_key: super::FindKey) -> Self {
        let desk = Desk::open(&dir.path().join("desk")).unwrap();
        let places = Places {
            knowledge: vec![dir.path().to_owned()],
            data: dir.path().join("data"),
            models: dir.path().join("models"),
            encoder: None,
            decided: Default::default(),
        };
        let redaction = Arc::new(OwnRedaction::new(&places));
        let ear = KnowledgeEar::new();
        let webhooks = Webhooks::with(&desk, &redaction, ear.clone(), find_key, QUICK);
        Self { webhooks, desk, ear, dir }
    }

    /// Closes everything, and gives the folder.
    fn close(self) -> TempDir {
        let Self { webhooks, desk, ear: _, dir } = self;
        drop((webhooks, desk));
        dir
    }

    fn hook(&self, url: &str, events: &[WebhookEvent]) -> Webhook {
        let webhook = Webhook {
            id: WebhookId::new(),
            url: url.to_owned(),
            events: events.to_vec(),
            enabled: true,
            private: true,
            created: Timestamp(0),
            secret_number: 1,
            key_id: key().unwrap().id(),
            waiting: 0,
            failed: 0,
            last_delivered: None,
            trouble: None,
        };
        self.desk.add_webhook(&webhook).unwrap();
        webhook
    }

    fn say(&self, customer: &str, text: &str) -> aside_contract::Message {
        let incoming = IncomingMessage::new(customer, Channel::Chat, text, None).unwrap();
        self.desk.receive(&incoming).unwrap().0
    }

    fn until(&self, what: &str, passes: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !passes(self) {
            let state = self.desk.webhooks().unwrap();
            assert!(start.elapsed() < PATIENCE, "still not {what}: {state:#?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn until_empty(&self) {
        self.until("delivered", |post| {
            post.desk.webhooks().unwrap().iter().all(|webhook| webhook.waiting == 0)
        });
    }
}

fn ok() -> Answer {
    Answer::Status(200, String::new(), String::new())
}

fn url(server: &ScriptedServer) -> String {
    format!("{}/hook", server.base_url())
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("no {name} in {request}")).split_once(':').unwrap().1.trim()
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// HMAC as RFC 2104 has it, from nothing but the hash: not the library that signs.
fn hmac(key: &[u8], text: &[u8]) -> String {
    let mut block = [0u8; 64];
    match key.len() {
        0..=64 => block[..key.len()].copy_from_slice(key),
        _ => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_delivery_is_signed_named_and_without_personal_data() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![ok()]);
    let webhook = post.hook(&url(&server), &WebhookEvent::ALL);
    post.webhooks.start(0);
    let profile = Profile { name: Some("Zora Quux".to_owned()), ..Profile::default() };
    post.desk.set_profile("zq-admin", &profile).unwrap();
    let planted = "I am Zora, ZORA QUUX, zora@example.net, card 4111 1111 1111 1111, +41 44 668 18 00. zq-admin";
    let message = post.say("zq-admin", planted);
    let reply = SentReply { text: format!("Dear Zora: {planted}"), suggestion_id: None };
    post.desk.send_reply(message.conversation_id, Author::Agent, &reply).unwrap();
    post.desk.set_status(message.conversation_id, ConversationStatus::Resolved).unwrap();
    post.desk.open_session(SessionKey::of("token"), "zq-admin", None).unwrap();
    post.desk.rate_session(SessionKey::of("token"), 2, Some("call zora@example.net")).unwrap();
    post.until_empty();

    let heard = server.heard();
    assert_eq!(heard.len(), 4);
    let all = heard.join("\n").to_lowercase();
    for raw in ["zora", "quux", "zq-admin", "example.net", "4111", "668 18"] {
        assert!(!all.contains(raw), "{raw} in {all}");
    }
    assert!(all.contains("[email_1]") && all.contains("[person_1]"), "{all}");
    let mut events: Vec<String> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    let secret = key().unwrap().secret(&webhook).unwrap();
    for request in &heard {
        let (event, id) = (header(request, "x-aside-event"), header(request, "x-aside-delivery"));
        let told = body(request);
        assert_eq!((told["event"].as_str(), told["id"].as_str()), (Some(event), Some(id)));
        assert!(told["created"].as_i64().unwrap() > 0);
        let timestamp = header(request, "x-aside-timestamp");
        let age = Timestamp::now().0 / 1_000 - timestamp.parse::<i64>().unwrap();
        assert!((0..30).contains(&age), "{age}");
        let signed = format!("{timestamp}.{}", request.split_once("\r\n\r\n").unwrap().1);
        let expected = hmac(secret.expose_secret().as_bytes(), signed.as_bytes());
        assert_eq!(header(request, "x-aside-signature"), format!("v1={expected}"));
        events.push(event.to_owned());
        ids.push(id.to_owned());
    }
    events.sort_unstable();
    let expected =
        ["conversation.resolved", "feedback.created", "message.created", "message.created"];
    assert_eq!(events, expected);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let counts = DeliveryCounts { delivered: 4, ..DeliveryCounts::default() };
    assert_eq!(post.webhooks.counts().unwrap(), counts);
}

#[test]
fn what_fails_is_tried_again_under_its_id_until_it_is_taken() {
    let post = Post::open();
    let down = Answer::Status(500, String::new(), "a stack trace".to_owned());
    let cut = Answer::Cut(Vec::new());
    let server = ScriptedServer::start(vec![down, cut, ok()]);
    let webhook = post.hook(&url(&server), &[WebhookEvent::MessageCreated]);
    post.say("ada", "Hello?");
    post.webhooks.start(0);
    post.until_empty();
    let heard = server.heard();
    assert_eq!(heard.len(), 3);
    assert!(
        heard
            .iter()
            .all(|one| header(one, "x-aside-delivery") == header(&heard[0], "x-aside-delivery"))
    );
    assert!(heard.iter().all(|one| body(one) == body(&heard[0])));
    let known = post.desk.webhook(webhook.id).unwrap();
    assert!(known.last_delivered.is_some() && known.trouble.is_none(), "{known:?}");
    assert_eq!(post.webhooks.counts().unwrap().retried, 2);
}

#[test]
fn what_fails_too_often_is_a_dead_letter_and_can_be_replayed() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![Answer::Status(400, String::new(), String::new())]);
    let webhook = post.hook(&url(&server), &[WebhookEvent::MessageCreated]);
    post.say("ada", "Hello?");
    post.webhooks.start(0);
    post.until_empty();
    assert_eq!(server.heard().len(), QUICK.tries as usize);
    let failed = post.desk.failed_deliveries(webhook.id).unwrap();
    assert_eq!((failed.len(), failed[0].tries), (1, QUICK.tries));
    assert_eq!(failed[0].reason, "it answered 400");
    assert_eq!(header(&server.heard()[0], "x-aside-delivery"), failed[0].id.to_string());

    server.play(vec![ok()]);
    assert_eq!(post.desk.replay_deliveries(webhook.id, None).unwrap(), 1);
    post.until_empty();
    assert_eq!(server.heard().len(), QUICK.tries as usize + 1);
    assert_eq!(post.desk.webhook(webhook.id).unwrap().failed, 0);
}

#[test]
fn a_receiver_that_is_gone_is_switched_off_and_a_redirect_leads_nowhere() {
    let post = Post::open();
    let inside = ScriptedServer::start(vec![ok()]);
    let gone = ScriptedServer::start(vec![Answer::Status(410, String::new(), String::new())]);
    let location = format!("Location: {}\r\n", url(&inside));
    let elsewhere = ScriptedServer::start(vec![Answer::Status(302, location, String::new())]);
    let gone = post.hook(&url(&gone), &[WebhookEvent::MessageCreated]);
    let redirected = post.hook(&url(&elsewhere), &[WebhookEvent::MessageCreated]);
    post.webhooks.start(0);
    post.say("ada", "Hello?");
    post.until_empty();
    let known = post.desk.webhook(gone.id).unwrap();
    assert_eq!((known.enabled, known.failed), (false, 1));
    assert!(known.trouble.unwrap().contains("410"));
    assert_eq!(inside.heard(), Vec::<String>::new());
    let failed = post.desk.failed_deliveries(redirected.id).unwrap();
    assert!(failed[0].reason.contains("302"), "{}", failed[0].reason);
    // Nothing is queued for what is off.
    post.say("ada", "Hello again?");
    assert_eq!(post.desk.webhook(gone.id).unwrap().waiting, 0);
}

#[test]
fn a_receiver_that_hangs_holds_up_neither_another_nor_a_message() {
    let post = Post::open();
    let hanging = ScriptedServer::start(vec![Answer::Hang(Vec::new())]);
    let well = ScriptedServer::start(vec![ok()]);
    let slow = post.hook(&url(&hanging), &[WebhookEvent::MessageCreated]);
    let quick = post.hook(&url(&well), &[WebhookEvent::MessageCreated]);
    post.webhooks.start(0);
    for n in 0..50 {
        post.say("ada", &format!("message {n}"));
    }
    post.until("delivered", |post| post.desk.webhook(quick.id).unwrap().waiting == 0);
    assert_eq!(well.heard().len(), 50);
    let known = post.desk.webhook(slow.id).unwrap();
    assert_eq!(known.waiting + known.failed, 50);
    post.until("noticed", |post| post.desk.webhook(slow.id).unwrap().trouble.is_some());
    let trouble = post.desk.webhook(slow.id).unwrap().trouble.unwrap();
    assert!(trouble.contains("did not answer within 0.7 s"), "{trouble}");
    let heard = hanging.heard().len();
    assert!(heard <= 12, "asked {heard} times in a second");
}

#[test]
fn what_was_under_way_when_the_process_ended_is_delivered_after_the_next_start() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![Answer::Hang(Vec::new())]);
    post.hook(&url(&server), &[WebhookEvent::MessageCreated]);
    post.webhooks.start(0);
    post.say("ada", "Hello?");
    post.until("under way", |_| !server.heard().is_empty());
    server.play(vec![ok()]);
    let dir = post.close();
    let post = Post::over(dir, key);
    post.webhooks.start(0);
    post.until_empty();
    let heard = server.heard();
    assert!(heard.len() >= 2);
    let ids: Vec<&str> = heard.iter().map(|one| header(one, "x-aside-delivery")).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn a_private_address_is_not_reached_by_any_name_unless_allowed() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![ok()]);
    let port = server.base_url().rsplit_once(':').unwrap().1.trim_end_matches("/v1").to_owned();
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"] {
        let webhook = post.hook("https://unused.example/", &[WebhookEvent::MessageCreated]);
        let address = format!("https://{host}:{port}/");
        post.desk
            .change_webhook(webhook.id, move |webhook| {
                webhook.url.clone_from(&address);
                webhook.private = false;
            })
            .unwrap();
    }
    post.webhooks.start(0);
    post.say("ada", "Hello?");
    post.until("refused", |post| {
        let all = post.desk.webhooks().unwrap();
        all.iter()
            .all(|one| one.trouble.as_ref().is_some_and(|why| why.contains("no public address")))
    });
    assert_eq!(server.heard(), Vec::<String>::new());
    let nowhere = post.desk.webhooks().unwrap().remove(0);
    let test = post.webhooks.test(&nowhere).unwrap();
    assert!(!test.delivered && test.detail.contains("no public address"), "{test:?}");
    let webhook = post.hook(&url(&server), &[]);
    let test = post.webhooks.test(&webhook).unwrap();
    assert!(test.delivered && test.status == Some(200), "{test:?}");
    assert_eq!(body(&server.heard()[0])["event"], "webhook.test");
}

#[test]
fn without_its_key_a_webhook_waits_and_says_why() {
    let post = Post::over(tempfile::tempdir().unwrap(), no_key);
    let server = ScriptedServer::start(vec![ok()]);
    let webhook = post.hook(&url(&server), &[WebhookEvent::MessageCreated]);
    post.webhooks.start(0);
    post.say("ada", "Hello?");
    post.until("said", |post| post.desk.webhook(webhook.id).unwrap().trouble.is_some());
    let known = post.desk.webhook(webhook.id).unwrap();
    assert!(known.trouble.unwrap().contains("ASIDE_WEBHOOK_KEY"));
    assert_eq!((known.waiting, server.heard().len()), (1, 0));
    let dir = post.close();
    let post = Post::over(dir, key);
    post.webhooks.start(0);
    post.until_empty();
    assert_eq!(server.heard().len(), 1);
    let other = Webhook { key_id: "00000000".to_owned(), ..webhook };
    let error = post.webhooks.test(&other).unwrap_err();
    assert!(error.to_string().contains("--new-secret"), "{error}");
}

#[test]
fn nothing_is_told_of_a_customer_who_was_forgotten() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![ok()]);
    post.hook(&url(&server), &[WebhookEvent::MessageCreated]);
    post.say("goes", "Hello?");
    let stays = post.say("stays", "Hello?");
    post.desk.forget("goes").unwrap();
    post.webhooks.start(0);
    post.until_empty();
    let heard = server.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(body(&heard[0])["data"]["message_id"], stays.id.to_string());
}

#[test]
fn a_change_of_the_knowledge_base_is_told_once_when_it_has_settled() {
    let post = Post::open();
    let server = ScriptedServer::start(vec![ok()]);
    post.hook(&url(&server), &[WebhookEvent::KnowledgeChanged]);
    post.webhooks.start(7);
    let hear = |files: u64, generation: u64, is_read: bool, is_whole: bool| {
        let numbers = KnowledgeNumbers { files, ..KnowledgeNumbers::default() };
        post.ear.0.send_replace(Knowledge { numbers, generation, is_read, is_whole });
    };
    // As it was.
    hear(3, 7, true, true);
    std::thread::sleep(QUICK.settled * 3);
    for generation in 8..20 {
        hear(generation, generation, false, false);
        hear(generation, generation, true, false);
        std::thread::sleep(QUICK.settled / 2);
        hear(generation, generation, true, true);
    }
    post.until("told", |_| !server.heard().is_empty());
    std::thread::sleep(QUICK.settled * 3);
    let heard = server.heard();
    assert_eq!(heard.len(), 1, "{heard:#?}");
    assert_eq!(body(&heard[0])["data"]["files"], 19);
}
