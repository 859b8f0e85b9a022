//! Other assistants use the engine by the Model Context Protocol.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::aside::Folders;

const MAIL: &str = "ann.lee@example.org";

/// An assistant that has `aside mcp` started.
struct Assistant {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u64,
}

impl Assistant {
    fn start(folders: &Folders) -> Self {
        let mut command = folders.command(&["mcp"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let (to, from) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut assistant = Self { process, to, from: BufReader::new(from), asked: 0 };
        let about = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        let server = assistant.ask("initialize", &about);
        assert_eq!(server["result"]["serverInfo"]["name"], "aside", "{server:#}");
        assistant.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        assistant
    }

    fn say(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], id, "{answer:#}");
        answer
    }

    /// What a tool says, and whether it failed.
    fn use_tool(&mut self, name: &str, arguments: &Value) -> (Value, bool) {
        let answer = self.ask("tools/call", &json!({"name": name, "arguments": arguments}));
        let result = &answer["result"];
        (result["structuredContent"].clone(), result["isError"] == true)
    }

    fn end(mut self) {
        drop(self.to);
        assert!(self.process.wait().unwrap().success());
    }
}

/// Searches, drafts, looks the customer up and hands over.
fn works(assistant: &mut Assistant) {
    let tools = assistant.ask("tools/list", &json!({}));
    let names = tools["result"]["tools"].as_array().unwrap().iter().map(|tool| &tool["name"]);
    let names: Vec<&Value> = names.collect();
    assert_eq!(names, ["create_ticket", "customer_context", "draft_reply", "search_knowledge"]);

    let question = "How long is the warranty of the Hub?";
    let (found, _) =
        assistant.use_tool("search_knowledge", &json!({"query": question, "limit": 1}));
    assert_eq!(found["passages"].as_array().unwrap().len(), 1);
    assert!(found["passages"][0]["text"].as_str().unwrap().contains("3 years"), "{found:#}");

    let message = format!("{question} Write to {MAIL}.");
    let (draft, _) =
        assistant.use_tool("draft_reply", &json!({"message": message, "customer": "Ann Lee"}));
    let reply = &draft["replies"][0];
    assert!(reply["text"].as_str().unwrap().contains(" years"), "{draft:#}");
    assert_eq!(reply["citations"][0]["document"], "orders/warranty-terms.pdf");

    let (known, _) = assistant.use_tool("customer_context", &json!({"customer": "Ann Lee"}));
    assert_eq!(known["conversations"][0]["conversation"], draft["conversation"]);
    let conversation = json!({"conversation": draft["conversation"], "owner": "Grace"});
    let (ticket, _) = assistant.use_tool("create_ticket", &conversation);
    assert_eq!((&ticket["is_new"], &ticket["owner"]), (&json!(true), &json!("Grace")));
    // The assistant said it itself, and still it comes back masked.
    assert!(!format!("{known}{ticket}").contains(MAIL), "{known:#} {ticket:#}");

    let (refused, failed) = assistant.use_tool("create_ticket", &json!({"conversation": "none"}));
    assert!(failed);
    assert_eq!(refused["code"], "not_found");
    let (refused, failed) = assistant.use_tool("search_knowledge", &json!({"query": " "}));
    assert!(failed, "{refused:#}");
}

#[test]
fn another_assistant_searches_drafts_and_hands_over() {
    let folders = Folders::with_sample();
    folders.json(&["index"]);
    let mut assistant = Assistant::start(&folders);
    works(&mut assistant);
    assistant.end();
    assert_eq!(folders.json(&["ledger", "verify"])["fault"], json!(null));
}

#[test]
fn another_assistant_uses_the_desk_that_runs() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    server.until_indexed(48);
    let mut assistant = Assistant::start(&folders);
    works(&mut assistant);
    assert_eq!(server.get("/api/v1/tickets")["tickets"][0]["owner"], "Grace");
    // Who goes away is told from who does not answer.
    server.kill();
    let answer = assistant.ask("tools/list", &json!({}));
    assert!(answer["error"]["message"].as_str().unwrap().contains("gives no answer"));
    assistant.end();
}
