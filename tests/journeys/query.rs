//! Questions in SQL through the real command, on the sample knowledge and a day at the desk.

use aside_contract::{QueryCatalog, QueryRequest};
use serde_json::{Value, json};

use crate::aside::Folders;

const INVOICES: &str = "SELECT document, title, semantic_match('invoice missing') AS s FROM chunks \
    WHERE category = 'billing' AND updated > now() - interval '90 days' AND s > 0.6 ORDER BY s DESC LIMIT 5";

fn rows(answer: &Value) -> Vec<Vec<Value>> {
    serde_json::from_value(answer["rows"].clone()).unwrap()
}

#[test]
fn passages_are_asked_for_by_meaning_category_and_age() {
    let folders = Folders::with_sample();
    let answer = folders.json(&["query", INVOICES]);
    assert_eq!(answer["columns"], json!(["document", "title", "s"]));
    let found = rows(&answer);
    assert!(!found.is_empty() && found.len() <= 5, "{answer:#}");
    assert!(found.iter().all(|row| row[2].as_f64().unwrap() > 0.6), "{answer:#}");
    assert_eq!(found[0][0], "billing/invoices.md");

    // The same passages with the same scores as `aside search`.
    let joined = folders.json(&[
        "query",
        "SELECT chunks.id, m.score FROM chunks JOIN semantic_match(:text, 5) AS m ON m.chunk = chunks.id ORDER BY m.score DESC",
        "--param",
        "text=invoice missing",
    ]);
    let search = folders.json(&["search", "invoice missing", "--limit", "5"]);
    for (row, passage) in rows(&joined).iter().zip(search["results"].as_array().unwrap()) {
        assert_eq!(row[0], passage["chunk"]);
        assert!((row[1].as_f64().unwrap() - passage["score"].as_f64().unwrap()).abs() < 1e-3);
    }
}

#[test]
fn everything_said_at_the_desk_can_be_asked_for() {
    let folders = Folders::with_sample();
    let server = folders.serve();
    let chat = |customer: &str, message: &str| {
        server.post("/chat", &json!({"customer_id": customer, "message": message}))
    };
    chat("Ada", "This is a disgrace! I want to speak to your manager about order 10423 right now!");
    chat("Bo", "How many days do I have to return an item?");
    let list = server.get("/api/v1/tickets");
    let conversation = list["tickets"][0]["conversation"].as_str().unwrap();
    let verdict = json!({"rule": "angry", "wrong": true, "note": "that is how Ada talks"});
    let judged =
        server.post(&format!("/api/v1/conversations/{conversation}/escalation/verdict"), &verdict);
    assert_eq!(judged["recommended"], true, "the manager is still asked for: {judged:#}");
    let session = server.post("/chat/sessions", &json!({"user_id": "Cy"}));
    let session = format!("/chat/sessions/{}", session["session_id"].as_str().unwrap());
    let asked = json!({"message": "How do I reset my password?"});
    server.post(&format!("{session}/messages"), &asked);
    let rating = json!({"rating": 5, "comment": "Quick."});
    ureq::post(format!("{}{session}/rating", server.address())).send_json(&rating).unwrap();
    let checklist = server.get("/api/v1/reviews/checklist");
    let marks = checklist["criteria"].as_array().unwrap().iter();
    let marks: Vec<_> = marks.map(|one| json!({"criterion": one["name"], "mark": "met"})).collect();
    ureq::put(format!("{}/api/v1/conversations/{conversation}/review", server.address()))
        .send_json(json!({"marks": marks}))
        .unwrap();
    // Every example that is offered is answered, over HTTP as well.
    let catalog: QueryCatalog = serde_json::from_value(server.get("/api/v1/sql/tables")).unwrap();
    assert_eq!(catalog.tables.len(), 10);
    for example in &catalog.examples {
        let request = QueryRequest { sql: example.sql.clone(), ..QueryRequest::default() };
        let answer = server.post("/api/v1/sql", &serde_json::to_value(request).unwrap());
        assert!(answer["columns"].is_array(), "{}: {answer:#}", example.title);
    }
    for table in &catalog.tables {
        let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let answer = server.post("/api/v1/sql", &json!({"sql": sql}));
        let found = rows(&answer);
        assert!(!found.is_empty(), "{} has no rows", table.name);
        assert!(found.iter().all(|row| row.len() == names.len()), "{}", table.name);
    }
    server.kill();

    let tickets = folders.json(&[
        "query",
        "SELECT customer, status, feeling, reasons FROM tickets WHERE customer = 'Ada'",
    ]);
    let found = rows(&tickets);
    assert_eq!(found.len(), 1, "{tickets:#}");
    assert_eq!(found[0][..3], [json!("Ada"), json!("open"), json!("angry")]);
    assert!(found[0][3].as_str().unwrap().contains("explicit_request"), "{tickets:#}");
    let messages = folders.json(&[
        "query",
        "SELECT c.customer, count(*), max(m.sentiment = 'angry') FROM messages m JOIN customers c USING (customer) \
         WHERE author = 'customer' GROUP BY 1 ORDER BY 1",
    ]);
    assert_eq!(
        rows(&messages),
        [json!(["Ada", 1, 1]), json!(["Bo", 1, 0]), json!(["Cy", 1, 0])]
            .map(|row| serde_json::from_value::<Vec<Value>>(row).unwrap())
    );
}

#[test]
fn answers_come_as_a_table_csv_or_an_error_with_its_place() {
    let folders = Folders::with_sample();
    let sql =
        "SELECT category, count(*) AS documents FROM documents GROUP BY category ORDER BY category";
    let table = folders.run(&["query", sql]);
    let text = String::from_utf8(table.stdout).unwrap();
    assert!(text.starts_with("category   documents\n"), "{text}");
    let csv = String::from_utf8(folders.run(&["query", sql, "--csv"]).stdout).unwrap();
    assert!(csv.starts_with("category,documents\r\naccount,"), "{csv}");
    let tables = String::from_utf8(folders.run(&["query", "--tables"]).stdout).unwrap();
    assert!(tables.contains("semantic_match('invoice missing')"), "{tables}");

    let wrong = folders.run(&["query", "SELECT titel FROM documents"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(said.contains("did you mean `title`?"), "{said}");
    assert!(said.contains("\n  SELECT titel FROM documents\n         ^^^^^\n"), "{said}");
    let refused = folders.run(&["query", "DELETE FROM documents"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("DELETE is not allowed"));
}
