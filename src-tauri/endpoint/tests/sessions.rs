//! The customer's side of the chat: sessions, their events, the socket, and what is counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use aside_contract::{ConversationStatus, SentReply, Timestamp};
use aside_engine::Engine;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::{SinkExt, StreamExt};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::Message as Frame;
use tower::ServiceExt;

use crate::support::request;

const RETURNS: &str = "How many days do I have to return an item?";

struct Desk {
    engine: Arc<Engine>,
    router: Router,
    dir: TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let orders = dir.path().join("knowledge/orders");
    fs::create_dir_all(&orders).unwrap();
    fs::write(
        orders.join("returns.md"),
        "# Return an item\n\nYou can return any item within 30 days of delivery. Print the return label from your order page and \
         hand the parcel to the courier.\n",
    )
    .unwrap();
    let engine = open(&dir);
    engine.index(|_| {}).unwrap();
    let router = aside_endpoint::loopback_router(engine.clone());
    Desk { engine, router, dir }
}

fn open(dir: &TempDir) -> Arc<Engine> {
    support::open(dir.path().join("knowledge"), &dir.path().join("data"))
}

impl Desk {
    async fn ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, HeaderMap, Value) {
        support::answer(&self.router, request(method, path, body)).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, _, answer) = self.ask("POST", path, Some(&body)).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    async fn get(&self, path: &str) -> Value {
        let (status, _, answer) = self.ask("GET", path, None).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    async fn session(&self, customer: &str) -> String {
        let opened = self.post("/chat/sessions", json!({"user_id": customer})).await;
        format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap())
    }

    /// The events of a session from now on, as they come; `last` is the message seen last.
    async fn listen(&self, session: &str, last: Option<&str>) -> Events {
        let mut request = request("GET", &format!("{session}/events"), None);
        if let Some(last) = last {
            request.headers_mut().insert("last-event-id", last.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Events { body: response.into_body(), text: String::new() }
    }
}

struct Events {
    body: Body,
    text: String,
}

impl Events {
    /// The next event.
    async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let data = data.map(|data| serde_json::from_str(data).unwrap());
                self.text = rest.to_owned();
                match data {
                    Some(data) => return data,
                    None => continue,
                }
            }
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame());
            let frame = frame.await.unwrap().unwrap().unwrap();
            self.text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
    }

    /// The text of the next message.
    async fn next_text(&mut self) -> String {
        loop {
            let event = self.next().await;
            if event["type"] == "message" {
                return event["message"]["text"].as_str().unwrap().to_owned();
            }
        }
    }
}

#[tokio::test]
async fn a_session_is_answered_with_its_sources_and_remembered() {
    let desk = desk();
    let opened = desk.post("/chat/sessions", json!({"user_id": "ada"})).await;
    assert!(!opened["message"].as_str().unwrap().is_empty());
    let session = format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap());
    assert_eq!(desk.get(&format!("{session}/history")).await["messages"], json!([]));

    let reply = desk.post(&format!("{session}/messages"), json!({"message": RETURNS})).await;
    assert_eq!(reply["answered_by"], "assistant", "{reply}");
    assert_eq!(reply["requires_escalation"], false);
    assert_eq!(reply["thread_id"], opened["thread_id"]);
    assert!(reply["message"].as_str().unwrap().contains("30 days"));
    let source = &reply["sources"][0];
    assert_eq!(source["metadata"]["title"], "Return an item");
    assert!(source["content"].as_str().unwrap().contains("30 days"));
    assert!((0.0..=1.0).contains(&source["distance"].as_f64().unwrap()));

    // The session outlives the program.
    let Desk { engine, router, dir } = desk;
    drop(router);
    engine.close();
    drop(engine);
    let engine = open(&dir);
    let desk = Desk { router: aside_endpoint::loopback_router(engine.clone()), engine, dir };
    let history = desk.get(&format!("{session}/history")).await;
    let authors: Vec<&str> = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["author"].as_str().unwrap())
        .collect();
    assert_eq!(authors, ["customer", "assistant"]);
    assert_eq!(history["messages"][1]["text"], reply["message"]);
}

#[tokio::test]
async fn the_face_suits_how_the_customer_feels() {
    let desk = desk();
    let session = desk.session("ada").await;
    let history = format!("{session}/history");
    assert_eq!(desk.get(&history).await["face"], "calm");
    for (message, face) in [
        ("This is a disgrace, I am furious and want my money back!", "sorry"),
        ("Thank you so much, you are wonderful!", "glad"),
        (RETURNS, "calm"),
    ] {
        let reply = desk.post(&format!("{session}/messages"), json!({"message": message})).await;
        assert_eq!(reply["face"], face, "{message}");
        assert_eq!(desk.get(&history).await["face"], face, "{message}");
    }
}

#[tokio::test]
async fn what_is_being_written_is_looked_up_only_where_the_settings_say_so() {
    let desk = desk();
    let opened = desk.post("/chat/sessions", json!({"user_id": "ada"})).await;
    assert_eq!(opened["typing_previews"], false);
    let session = format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap());
    let typing = async |body: Option<Value>| {
        let (status, _, _) = desk.ask("POST", &format!("{session}/typing"), body.as_ref()).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    };
    let searches = async || {
        let answer = desk.router.clone().oneshot(request("GET", "/metrics", None)).await.unwrap();
        let text = answer.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8(text.to_vec()).unwrap();
        let count = text.lines().find_map(|line| line.strip_prefix("rag_queries_total "));
        count.unwrap().parse::<u64>().unwrap()
    };
    let before = searches().await;
    typing(Some(json!({"preview": RETURNS}))).await;
    assert_eq!(searches().await, before, "it was not allowed");

    fs::write(desk.dir.path().join("data/settings.toml"), "[chat]\ntyping_previews = true\n")
        .unwrap();
    let history = desk.get(&format!("{session}/history")).await;
    assert_eq!(history["typing_previews"], true);
    for without in
        [None, Some(json!({})), Some(json!({"preview": "  "})), Some(json!({"preview": 7}))]
    {
        typing(without).await;
    }
    assert_eq!(searches().await, before, "nothing was written");
    typing(Some(json!({"preview": RETURNS}))).await;
    typing(Some(json!({"preview": "é".repeat(100_000)}))).await;
    assert_eq!(searches().await, before + 2);
    assert_eq!(
        desk.get(&format!("{session}/history")).await["messages"],
        json!([]),
        "nothing is kept"
    );
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_stored_and_answered_once() {
    let desk = desk();
    let session = desk.session("ada").await;
    let path = format!("{session}/messages");
    let body = json!({"message": RETURNS, "client_id": "5f1c"});
    // The second is sent while the first is being answered.
    let (first, second) = tokio::join!(desk.post(&path, body.clone()), desk.post(&path, body));
    assert_eq!(first["customer_message_id"], second["customer_message_id"]);
    assert_eq!(first["message_id"], second["message_id"]);
    assert_eq!(first["message"], second["message"]);
    let history = desk.get(&format!("{session}/history")).await;
    assert_eq!(history["messages"].as_array().unwrap().len(), 2);
    let (status, _, _) = desk
        .ask("POST", &path, Some(&json!({"message": "Hi", "client_id": "x".repeat(101)})))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn no_customer_reads_another_ones_session() {
    let desk = desk();
    let [mine, other] = [desk.session("ada").await, desk.session("ada").await];
    desk.post(&format!("{mine}/messages"), json!({"message": "My secret number is 4711."})).await;
    // The same name is no key: each session has a conversation of its own.
    assert_eq!(desk.get(&format!("{other}/history")).await["messages"], json!([]));
    let thread = desk.get(&format!("{mine}/history")).await["thread_id"].clone();
    for guess in [thread.as_str().unwrap(), "ada", "", "0", "../conversations"] {
        for door in ["history", "events"] {
            let path = format!("/chat/sessions/{guess}/{door}");
            let (status, _, answer) = desk.ask("GET", &path, None).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.to_string().contains("4711"));
        }
    }
    // The store does not hold the token.
    let token = mine.rsplit_once('/').unwrap().1.as_bytes().to_vec();
    let data = fs::read(desk.dir.path().join("data/desk/data.mdb")).unwrap();
    assert!(!data.windows(token.len()).any(|window| window == token));
}

#[tokio::test]
async fn a_person_takes_over_gives_back_and_the_customer_hears_it() {
    let desk = desk();
    let session = desk.session("ada").await;
    let path = format!("{session}/messages");
    let mut events = desk.listen(&session, None).await;
    desk.post(&path, json!({"message": RETURNS})).await;
    assert_eq!(events.next_text().await, RETURNS);
    assert!(events.next_text().await.contains("30 days"));

    let id = desk.engine.session_thread(session.rsplit_once('/').unwrap().1).unwrap();
    desk.post(&format!("/api/v1/conversations/{id}/typing"), Value::Null).await;
    assert_eq!(events.next().await["type"], "typing");
    let reply = SentReply { text: "This is Grace.".to_owned(), suggestion_id: None };
    let said = desk.engine.reply(id, &reply).unwrap();
    assert_eq!(events.next_text().await, "This is Grace.");
    // While a person leads, the desk gets advice and the customer no answer of the assistant.
    let silent = desk.post(&path, json!({"message": RETURNS})).await;
    assert_eq!((&silent["answered_by"], &silent["message_id"]), (&json!("person"), &Value::Null));
    drop(events);
    let lead = format!("/api/v1/conversations/{id}/lead");
    let (status, _, summary) = desk.ask("PUT", &lead, Some(&json!({"person": false}))).await;
    assert_eq!((status, &summary["person_leads"]), (StatusCode::OK, &json!(false)));
    let answered = desk.post(&path, json!({"message": "Who pays for the return label?"})).await;
    assert_ne!(answered["answered_by"], "person");

    // Who comes back gets what was said since the message that came last, each once.
    let mut events = desk.listen(&session, Some(&said.id.to_string())).await;
    let missed = [RETURNS, "Who pays for the return label?", answered["message"].as_str().unwrap()];
    for text in missed {
        assert_eq!(events.next_text().await, text);
    }
    let (_, _, steps) = desk.ask("GET", &format!("/api/v1/conversations/{id}/ledger"), None).await;
    assert!(steps.to_string().contains("gave the chat back"), "{steps}");
}

#[tokio::test]
async fn a_page_hears_that_a_message_opens_a_closed_chat_again() {
    let desk = desk();
    let session = desk.session("ada").await;
    let path = format!("{session}/messages");
    let thread = desk.post(&path, json!({"message": RETURNS})).await["thread_id"].clone();
    let id = thread.as_str().unwrap().parse().unwrap();
    desk.engine.set_status(id, ConversationStatus::Resolved).unwrap();
    // A page that comes to the closed chat hears of it as one that saw it close.
    let mut events = desk.listen(&session, None).await;
    desk.post(&path, json!({"message": "One more thing"})).await;
    let mut told = events.next().await;
    while told["type"] != "status" {
        told = events.next().await;
    }
    assert_eq!(told["status"], "open", "{told}");
}

#[tokio::test]
async fn a_customer_asks_for_a_person_and_rates_the_chat() {
    let desk = desk();
    let session = desk.session("ada").await;
    let (status, _, _) = desk.ask("POST", &format!("{session}/person"), None).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing was written yet");
    desk.post(&format!("{session}/messages"), json!({"message": RETURNS})).await;
    let told = desk.post(&format!("{session}/person"), Value::Null).await;
    assert_eq!(told["author"], "assistant");
    let history = desk.get(&format!("{session}/history")).await;
    assert_eq!(history["status"], "escalated");

    let rate = |rating: Value| {
        let path = format!("{session}/rating");
        let desk = &desk;
        async move { desk.ask("POST", &path, Some(&rating)).await.0 }
    };
    for wrong in [json!({"rating": 0}), json!({"rating": 6}), json!({"rating": "good"})] {
        assert_eq!(rate(wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let good = json!({"rating": 4, "comment": "Quick."});
    assert_eq!(rate(good).await, StatusCode::NO_CONTENT);
    assert_eq!(desk.get(&format!("{session}/history")).await["rating"], 4);
    assert!(desk.engine.verify_ledger().unwrap().fault.is_none());
}

#[tokio::test]
async fn who_writes_too_often_is_told_when_to_try_again() {
    let desk = desk();
    for _ in 0..5 {
        desk.session("ada").await;
    }
    let (status, headers, answer) =
        desk.ask("POST", "/chat/sessions", Some(&json!({"user_id": "ada"}))).await;
    assert_eq!((status, &answer["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_many")));
    let seconds: u64 = headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
}

#[tokio::test]
async fn an_integration_learns_how_an_answer_came_about() {
    let desk = desk();
    let now = Timestamp::now();
    let body = json!({"user_id": "ada", "message": RETURNS});
    let answer = desk.post("/api/v1/query", body).await;
    assert!(answer["response"].as_str().unwrap().contains("30 days"));
    for key in ["conversation_id", "category", "sentiment"] {
        assert!(answer[key].is_string(), "{key}");
    }
    assert!((1..=10).contains(&answer["priority"].as_u64().unwrap()));
    assert!(answer["timestamp"].as_i64().unwrap() >= now.0);
    let metadata = &answer["metadata"];
    assert!(metadata["processing_time"].as_f64().unwrap() > 0.0);
    assert_eq!(
        (&metadata["escalated"], &metadata["escalation_reason"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(metadata["kb_results"][0]["title"], "Return an item");
    let angry =
        json!({"user_id": "ada", "message": "This is useless. I want to speak to a manager now!"});
    let answer = desk.post("/api/v1/query", angry).await;
    assert_eq!(answer["metadata"]["escalated"], true, "{answer}");
    assert!(answer["metadata"]["escalation_reason"].is_string());
}

#[tokio::test]
async fn health_numbers_and_counts_are_there() {
    let desk = desk();
    for path in
        ["/health/", "/health/detailed", "/health/liveness", "/health/readiness", "/api/v1/health"]
    {
        assert!(desk.get(path).await["status"].is_string(), "{path}");
    }
    let session = desk.session("ada").await;
    desk.post(&format!("{session}/messages"), json!({"message": RETURNS})).await;
    let stats = desk.get("/api/v1/stats").await;
    assert_eq!((&stats["documents"], &stats["messages"]), (&json!(1), &json!(2)));
    let events = desk.listen(&session, None).await;
    let metrics = async || {
        let answer = desk.router.clone().oneshot(request("GET", "/metrics", None)).await.unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    let text = metrics().await;
    for line in [
        "chat_messages_total{answered_by=\"assistant\"} 1",
        "chat_message_duration_seconds_count 1",
        "rag_queries_total 1",
        "active_sessions 1",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}\n{text}");
    }
    drop(events);
    assert!(metrics().await.lines().any(|line| line == "active_sessions 0"));
}

#[tokio::test]
async fn a_socket_takes_text_and_tells_what_happens() {
    let desk = desk();
    let listener = aside_endpoint::Listener::bind(0).await.unwrap();
    let address = listener.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(aside_endpoint::serve(desk.engine.clone(), listener, None, async {
        let _ = stopped.await;
    }));
    let (mut socket, _) =
        tokio_tungstenite::connect_async(format!("ws://{address}/ws/ada")).await.unwrap();
    let mut said = async |text: &str| {
        socket.send(Frame::text(text)).await.unwrap();
        let mut heard: Vec<Value> = Vec::new();
        while heard
            .last()
            .is_none_or(|last| last["message"]["author"] != "assistant" && last["code"].is_null())
        {
            let frame = tokio::time::timeout(Duration::from_secs(20), socket.next());
            if let Frame::Text(text) = frame.await.unwrap().unwrap().unwrap() {
                heard.push(serde_json::from_str(&text).unwrap());
            }
        }
        heard
    };
    let heard = said(RETURNS).await;
    assert_eq!(heard[0]["message"]["text"], RETURNS);
    assert!(heard.last().unwrap()["message"]["text"].as_str().unwrap().contains("30 days"));
    assert_eq!(said(" ").await.last().unwrap()["code"], "invalid_input");
    assert!(!said("And in Norway?").await.is_empty());
    // A page on another site is refused before the socket opens.
    use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
    let mut foreign = format!("ws://{address}/ws/ada").into_client_request().unwrap();
    foreign.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    assert!(tokio_tungstenite::connect_async(foreign).await.is_err());
    drop(socket);
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn what_is_sent_at_once_on_one_socket_is_stored_and_answered_in_its_order() {
    let desk = desk();
    let listener = aside_endpoint::Listener::bind(0).await.unwrap();
    let url = format!("ws://{}/ws/ada", listener.address());
    let serving =
        aside_endpoint::serve(desk.engine.clone(), listener, None, std::future::pending());
    let serving = tokio::spawn(serving);
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let texts: Vec<String> = (0..12).map(|number| format!("{RETURNS} ({number})")).collect();
    for text in &texts {
        socket.send(Frame::text(text.clone())).await.unwrap();
    }
    let (mut own, mut answers) = (Vec::new(), 0);
    while answers < texts.len() {
        let frame = tokio::time::timeout(Duration::from_secs(60), socket.next());
        let Frame::Text(text) = frame.await.unwrap().unwrap().unwrap() else { continue };
        let event: Value = serde_json::from_str(&text).unwrap();
        match event["message"]["author"].as_str() {
            Some("customer") => own.push(event["message"]["text"].as_str().unwrap().to_owned()),
            Some("assistant") => {
                answers += 1;
                assert!(own.len() >= answers, "answered before it was acknowledged");
            }
            _ => assert_eq!(event["type"], "status", "{event}"),
        }
    }
    assert_eq!(own, texts);
    serving.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_of_customers_waits_and_loses_no_answer() {
    const CUSTOMERS: usize = 150;
    let desk = desk();
    let asked = (0..CUSTOMERS).map(|number| {
        let router = desk.router.clone();
        let body = json!({"customer_id": format!("customer {number}"), "message": RETURNS});
        tokio::spawn(async move {
            support::answer(&router, request("POST", "/chat", Some(&body))).await
        })
    });
    let asked: Vec<_> = asked.collect();
    for answer in asked {
        let (status, _, answer) = answer.await.unwrap();
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["answered_by"], "assistant", "{answer}");
        assert!(answer["response"].as_str().unwrap().contains("30 days"), "{answer}");
    }
    assert_eq!(desk.engine.answers_waiting(), 0);
}

#[tokio::test]
async fn a_message_that_was_stored_and_not_answered_is_answered_at_the_next_start() {
    let desk = desk();
    let session = desk.session("ada").await;
    let token = session.rsplit('/').next().unwrap().to_owned();
    let taken = desk.engine.take_in_session(&token, RETURNS, Vec::new(), Some("one")).unwrap();
    // As after a kill: it is stored, and nobody has heard of it.
    drop(taken);
    let Desk { engine, router, dir } = desk;
    drop(router);
    engine.close();
    drop(engine);

    let engine = open(&dir);
    let router = aside_endpoint::loopback_router(engine.clone());
    let desk = Desk { engine, router, dir };
    desk.engine.watch().unwrap();
    // The page comes back at the same time, and sends it again.
    let body = json!({"message": RETURNS, "client_id": "one"});
    let reply = desk.post(&format!("{session}/messages"), body).await;
    assert_eq!(reply["answered_by"], "assistant", "{reply}");
    assert!(reply["message"].as_str().unwrap().contains("30 days"));
    let history = desk.get(&format!("{session}/history")).await;
    let authors: Vec<_> = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["author"].as_str().unwrap())
        .collect();
    assert_eq!(authors, ["customer", "assistant"], "{history}");
    desk.engine.close();
}

#[tokio::test]
async fn a_page_of_a_known_site_reaches_sessions_and_nothing_else() {
    let desk = desk();
    let set = |content: &str| {
        fs::write(desk.dir.path().join("data/settings.toml"), content).unwrap();
    };
    let from = async |origin: &str, host: &str, method: &str, path: &str| {
        let body = json!({"user_id": "ada"});
        let mut asked = request(method, path, (method == "POST").then_some(&body));
        let headers = asked.headers_mut();
        headers.insert(header::ORIGIN, origin.parse().unwrap());
        headers.insert(header::HOST, host.parse().unwrap());
        headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        let response = desk.router.clone().oneshot(asked).await.unwrap();
        let allowed = response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned();
        if allowed.is_some() {
            let exposed = &response.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS];
            assert_eq!(exposed, "retry-after");
        }
        (response.status(), allowed.map(|site| site.to_str().unwrap().to_owned()))
    };
    let (shop, own) = ("https://shop.example", "127.0.0.1:1");
    let refused = (StatusCode::FORBIDDEN, None);
    assert_eq!(from(shop, own, "POST", "/chat/sessions").await, refused);
    set("[chat]\norigins = [\"https://shop.example\"]\n");
    let allowed = Some(shop.to_owned());
    assert_eq!(
        from(shop, own, "OPTIONS", "/chat/sessions").await,
        (StatusCode::NO_CONTENT, allowed.clone())
    );
    assert_eq!(from(shop, own, "POST", "/chat/sessions").await, (StatusCode::CREATED, allowed));
    for path in ["/api/v1/conversations", "/chat", "/metrics", "/", "/chat/sessionsx", "/ws/ada"] {
        assert_eq!(from(shop, own, "GET", path).await, refused, "{path}");
    }
    for other in ["https://evil.example", "https://shop.example.evil.example", "null"] {
        assert_eq!(from(other, own, "POST", "/chat/sessions").await, refused, "{other}");
    }
    // What a reverse proxy passes on under a name that is not set is refused like a rebound name.
    assert_eq!(from(shop, "help.example", "POST", "/chat/sessions").await, refused);
    set("[chat]\norigins = [\"https://shop.example\"]\npublic_hosts = [\"help.example\"]\n");
    let (status, _) = from(shop, "help.example", "POST", "/chat/sessions").await;
    assert_eq!(status, StatusCode::CREATED);
    for path in ["/api/v1/conversations", "/chat", "/ws/ada", "/metrics", "/health", "/"] {
        let (status, _) = from("https://help.example", "help.example", "GET", path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    // A mistake in the file leaves what was set before.
    set("[chat]\norigins = [\"*\"]\n");
    assert_eq!(from("https://evil.example", own, "POST", "/chat/sessions").await, refused);
}

#[tokio::test]
async fn a_german_customer_is_spoken_to_in_german() {
    let desk = desk();
    let opened = desk.post("/chat/sessions", json!({"user_id": "ida", "language": "de-AT"})).await;
    assert_eq!(opened["message"], "Hallo! Wie können wir Ihnen helfen?");
    let session = format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap());
    // Too little to tell a language from: the page's counts.
    let reply = desk.post(&format!("{session}/messages"), json!({"message": "4711?"})).await;
    assert!(reply["message"].as_str().unwrap().contains("Kollege"), "{reply}");
    let person = desk.post(&format!("{session}/person"), json!({})).await;
    assert!(person["text"].as_str().unwrap().starts_with("Gern. Ich übergebe Sie"), "{person}");

    // Without a word of the page, the customer's own words tell; and those of an English customer on a German
    // page do, too.
    let session = desk.session("udo").await;
    let asks = "Ich bin stinksauer! Ich will sofort mein Geld zurück, sonst gehe ich zum Anwalt!";
    let reply = desk.post(&format!("{session}/messages"), json!({"message": asks})).await;
    assert!(reply["message"].as_str().unwrap().contains("Ich übergebe Sie"), "{reply}");
    let tickets = desk.get("/api/v1/tickets").await;
    let id = tickets["tickets"][0]["id"].as_str().unwrap_or_else(|| panic!("{tickets}"));
    let ticket = desk.get(&format!("/api/v1/tickets/{id}")).await;
    let said = ticket.to_string();
    assert!(said.contains("Möchte: „") || said.contains("Was geschah: „"), "{ticket:#}");
    assert!(said.contains("Ihr Zeichen ist"), "{ticket:#}");
    let opened = desk.post("/chat/sessions", json!({"user_id": "eve", "language": "de"})).await;
    let session = format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap());
    let asks = "I want to talk to a person about my broken lamp, please.";
    let reply = desk.post(&format!("{session}/messages"), json!({"message": asks})).await;
    assert!(reply["message"].as_str().unwrap().contains("colleague"), "{reply}");

    let wrong = json!({"user_id": "eve", "language": "de; drop"});
    let (status, _, error) = desk.ask("POST", "/chat/sessions", Some(&wrong)).await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_input"))
    );
}
