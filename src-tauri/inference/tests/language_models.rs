//! The OpenAI backend against a server that is well, slow, broken or hostile.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[path = "../../../tests/scripted_server.rs"]
mod scripted_server;

use std::thread;
use std::time::Duration;

use aside_inference::llm::{
    BreakerState, Cancel, Endpoint, LanguageModel, Limits, LlmError, OpenAiModel, Outcome, Prompt,
    Usage, probe,
};
use aside_redact::redact;
use scripted_server::{Answer, ScriptedServer};

const FIRST: Duration = Duration::from_millis(1500);

fn endpoint(base_url: &str) -> Endpoint {
    Endpoint {
        base_url: base_url.to_owned(),
        model: "scripted".to_owned(),
        key: Some("sk-planted-key".into()),
    }
}

fn model(server: &ScriptedServer) -> OpenAiModel {
    let limits = Limits { first_token: FIRST, whole: Duration::from_secs(4), max_tokens: 50 };
    OpenAiModel::new(endpoint(&server.base_url()), limits).unwrap()
}

fn ask(model: &OpenAiModel) -> Outcome {
    let prompt = Prompt { system: redact("Rules.").0, user: redact("Hello?").0 };
    model.write(&prompt, &Cancel::default(), &mut |_| {})
}

fn answer(script: Vec<Answer>) -> Result<String, LlmError> {
    ask(&model(&ScriptedServer::start(script))).written.map(|written| written.text)
}

#[test]
fn an_answer_is_streamed_and_its_tokens_are_counted() {
    let server = ScriptedServer::start(vec![Answer::text("Hello, \"you\".\nGood day.")]);
    let model = model(&server);
    let mut heard = Vec::new();
    let prompt = Prompt { system: redact("Rules.").0, user: redact("I am ann@example.org").0 };
    let outcome = model.write(&prompt, &Cancel::default(), &mut |text| heard.push(text.to_owned()));
    assert_eq!(outcome.written.unwrap().text, "Hello, \"you\".\nGood day.");
    assert!(heard.len() > 2 && heard.is_sorted_by_key(String::len), "{heard:?}");
    assert_eq!(outcome.usage, Usage { prompt: 321, answer: 45 });
    let request = server.heard().remove(0);
    assert!(request.starts_with("POST /v1/chat/completions"), "{request}");
    assert!(request.contains("\"temperature\":0.0") && request.contains("\"max_tokens\":50"));
    assert!(request.to_lowercase().contains("authorization: bearer sk-planted-key"));
    assert!(request.contains("[EMAIL_1]") && !request.contains("ann@"), "{request}");
    assert!(!format!("{model:?}").contains("planted"), "no Debug shows the key");
}

#[test]
fn refusals_that_may_pass_are_tried_again() {
    let limited = Answer::Status(429, "Retry-After: 0\r\n".to_owned(), String::new());
    let text = answer(vec![limited, Answer::status(500, "oops"), Answer::text("Now.")]);
    assert_eq!(text.unwrap(), "Now.");
    let later = Answer::Status(429, "Retry-After: 60\r\n".to_owned(), String::new());
    let retry_after = Some(Duration::from_secs(60));
    assert_eq!(answer(vec![later]), Err(LlmError::Limited { retry_after }));
    let cut = Answer::Cut(Vec::new());
    assert_eq!(answer(vec![cut, Answer::text("Again.")]).unwrap(), "Again.");
}

#[test]
fn each_fault_has_its_own_words() {
    let pieces = || vec!["Hello, ".to_owned(), "dear ".to_owned()];
    assert_eq!(answer(vec![Answer::Hang(Vec::new())]), Err(LlmError::NoFirstToken(FIRST)));
    assert_eq!(answer(vec![Answer::Hang(pieces())]), Err(LlmError::Silent(FIRST)));
    assert_eq!(answer(vec![Answer::Cut(pieces())]), Err(LlmError::Broken));
    assert_eq!(answer(vec![Answer::text("")]), Err(LlmError::Empty));
    for (body, what) in [
        ("<html>Welcome</html>\n\n", "it sent a web page"),
        ("data: {\"choices\": nonsense\n\n", "it sent broken JSON"),
        ("data: {\"hello\": 1}\n\n", "its answer is no chat completion"),
        ("{\"error\": {\"message\": \"no GPU\"}}", "it said: no GPU"),
        ("upstream is gone", "it sent “upstream is gone”"),
    ] {
        let foreign = Err(LlmError::Foreign(what.to_owned()));
        assert_eq!(answer(vec![Answer::Raw(body.to_owned())]), foreign, "{body}");
    }
    let unauthorised = Answer::status(401, "bad key");
    assert_eq!(answer(vec![unauthorised]), Err(LlmError::Key { status: 401, had_key: true }));
    let huge = Answer::Text(vec!["x".repeat(9_000); 9], 0);
    assert_eq!(answer(vec![huge]), Err(LlmError::TooLong));
    let endless = Answer::Raw(format!("data: {}", "x".repeat(6 << 20)));
    assert_eq!(answer(vec![endless]), Err(LlmError::TooLong));
}

/// What is sent for a piece of a text, and then something else.
fn then(piece: &str, rest: &str) -> Answer {
    let piece = serde_json::json!({"choices": [{"delta": {"content": piece}}]});
    Answer::Raw(format!("data: {piece}\n\n{rest}"))
}

/// Asks, and keeps what is heard.
fn listen(model: &OpenAiModel) -> (Outcome, Vec<String>) {
    let mut heard = Vec::new();
    let prompt = Prompt { system: redact("Rules.").0, user: redact("Hello?").0 };
    let outcome = model.write(&prompt, &Cancel::default(), &mut |text| heard.push(text.to_owned()));
    (outcome, heard)
}

#[test]
fn an_answer_that_breaks_off_starts_anew_and_whoever_listens_is_told() {
    let half = || Answer::Cut(vec!["Hello, ".to_owned(), "dear ".to_owned()]);
    let server = ScriptedServer::start(vec![half(), Answer::text("Good day.")]);
    let model = model(&server);
    let (outcome, heard) = listen(&model);
    assert_eq!(outcome.written.unwrap().text, "Good day.");
    assert_eq!(heard, ["Hello, ", "Hello, dear ", "", "Good d", "Good day."]);
    // What the server counted of the second, and an estimate of the first.
    assert_eq!(outcome.usage, Usage { prompt: 321 + 4, answer: 45 + 3 });
    assert_eq!(server.heard().len(), 2);
    for _ in 0..3 {
        server.play(vec![half(), Answer::text("Good day.")]);
        assert!(ask(&model).written.is_ok());
    }
    assert_eq!(model.breaker(), BreakerState::Closed, "what came about in the end is no failure");
}

#[test]
fn an_answer_that_turns_into_something_else_starts_anew_or_says_what_it_was() {
    for (rest, what) in [
        ("<html><h1>502 Bad Gateway</h1></html>", "it sent a web page"),
        ("data: {\"choices\": [{\"del\n\n", "it sent broken JSON"),
        ("data: {\"hello\": 1}\n\n", "its answer is no chat completion"),
        ("error: {\"message\": \"out of memory\"}\n\n", "it said: out of memory"),
    ] {
        let broken = || then("Hello, ", rest);
        assert_eq!(answer(vec![broken(), Answer::text("Fine.")]).unwrap(), "Fine.", "{rest}");
        let garbled = Err(LlmError::Garbled(what.to_owned()));
        assert_eq!(answer(vec![broken()]), garbled, "{rest}");
    }
    let whole = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n<html>";
    assert_eq!(answer(vec![then("Hello.", whole)]).unwrap(), "Hello.", "it was all there");
}

#[test]
fn an_answer_that_starts_anew_has_the_time_limits_of_the_first() {
    let half = || Answer::Cut(vec!["Hello, ".to_owned()]);
    let hang = |pieces: Vec<String>| answer(vec![half(), Answer::Hang(pieces)]);
    assert_eq!(hang(Vec::new()), Err(LlmError::NoFirstToken(FIRST)));
    assert_eq!(hang(vec!["Dear ".to_owned()]), Err(LlmError::Silent(FIRST)));
    let slow = Answer::Text(vec!["a ".to_owned(); 100], 100);
    let whole = Duration::from_secs(4);
    assert_eq!(answer(vec![half(), slow]), Err(LlmError::TooSlow(whole)));
}

#[test]
fn an_answer_that_is_about_to_start_anew_can_be_cancelled() {
    let half = Answer::Cut(vec!["Hello, ".to_owned()]);
    let server = ScriptedServer::start(vec![half, Answer::text("Good day.")]);
    let (model, cancel) = (model(&server), Cancel::default());
    let prompt = Prompt { system: redact("Rules.").0, user: redact("Hello?").0 };
    let outcome = model.write(&prompt, &cancel, &mut |text| {
        if text.is_empty() {
            cancel.cancel();
        }
    });
    assert_eq!(outcome.written, Err(LlmError::Cancelled));
    assert_eq!(outcome.usage, Usage { prompt: 4, answer: 2 }, "what was heard is counted");
    assert_eq!((server.heard().len(), model.breaker()), (1, BreakerState::Closed));
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = ScriptedServer::start(vec![Answer::text("gotcha")]);
    let to = format!("Location: {}/chat/completions\r\n", elsewhere.base_url());
    for status in [301, 302, 307, 308] {
        let error = answer(vec![Answer::Status(status, to.clone(), String::new())]).unwrap_err();
        assert!(matches!(error, LlmError::Redirected { .. }), "{error}");
    }
    assert!(elsewhere.heard().is_empty(), "nothing was sent there");
}

#[test]
fn a_field_that_the_server_refuses_is_left_out() {
    let refusal = Answer::status(400, "'max_tokens' is not supported, use 'max_completion_tokens'");
    let server = ScriptedServer::start(vec![refusal, Answer::text("Fine.")]);
    let model = model(&server);
    assert_eq!(ask(&model).written.unwrap().text, "Fine.");
    assert!(server.heard()[1].contains("\"max_completion_tokens\":50"));
    assert_eq!(ask(&model).written.unwrap().text, "Fine.");
    assert_eq!(server.heard().len(), 3, "it is remembered");
}

#[test]
fn a_call_is_cancelled_from_another_thread() {
    let server = ScriptedServer::start(vec![Answer::Hang(vec!["Hello".to_owned()])]);
    let (model, cancel) = (model(&server), Cancel::default());
    let (ending, (tell, told)) = (cancel.clone(), std::sync::mpsc::channel());
    thread::spawn(move || {
        told.recv().unwrap();
        ending.cancel();
    });
    let prompt = Prompt { system: redact("Rules.").0, user: redact("Hello?").0 };
    let outcome = model.write(&prompt, &cancel, &mut |_| tell.send(()).unwrap());
    assert_eq!(outcome.written, Err(LlmError::Cancelled));
    assert!(outcome.usage.total() > 0, "what was heard is counted");
    assert_eq!(model.breaker(), BreakerState::Closed);
}

#[test]
fn a_server_that_fails_again_and_again_is_left_alone() {
    let server = ScriptedServer::start(vec![Answer::status(401, "no")]);
    let model = model(&server);
    for _ in 0..3 {
        assert!(matches!(ask(&model).written, Err(LlmError::Key { .. })));
    }
    assert!(matches!(ask(&model).written, Err(LlmError::Resting(_))));
    assert_eq!(server.heard().len(), 3);
}

#[test]
fn a_test_of_the_connection_says_exactly_what_is_wrong() {
    let server = ScriptedServer::start(vec![Answer::text("ready")]);
    let base = server.base_url();
    assert_eq!(probe::test(&endpoint(&base), FIRST).unwrap().usage.total(), 366);
    let wrong = |base: &str| probe::test(&endpoint(base), FIRST).unwrap_err();
    server.play(vec![Answer::status(404, "model `scripted` not found")]);
    assert!(wrong(&base).to_string().contains("/v1"), "it has this model: {}", wrong(&base));
    let mut unknown = endpoint(&base);
    unknown.model = "no-such-model".to_owned();
    let error = probe::test(&unknown, FIRST).unwrap_err();
    let known = vec!["scripted".to_owned(), "other".to_owned()];
    assert_eq!(error, LlmError::NoSuchModel { name: "no-such-model".to_owned(), known });
    let closed = "http://127.0.0.1:9/v1";
    assert_eq!(wrong(closed), LlmError::Refused { address: "127.0.0.1:9".to_owned() });
    let secure = base.replace("http:", "https:");
    assert!(matches!(wrong(&secure), LlmError::Tls { .. } | LlmError::Network { .. }));
    assert!(matches!(wrong("http://no-such-host.invalid/v1"), LlmError::Address(_)));
    assert!(matches!(
        wrong("https://no-such-host.invalid/v1"),
        LlmError::UnknownHost { .. } | LlmError::Network { .. }
    ));
    let found = probe::find(&[(9, "nobody")]);
    assert!(found.is_empty());
    let port = base.trim_end_matches("/v1").rsplit(':').next().unwrap().parse().unwrap();
    assert_eq!(probe::find(&[(port, "scripted")])[0].models, ["scripted", "other"]);
}
