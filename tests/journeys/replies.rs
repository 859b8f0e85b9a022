//! What is suggested for forty messages over the sample: no sentence without its passage.

use std::fs;

use serde_json::{Value, json};

use crate::aside::{Folders, repository};

/// Letters and digits alone, lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every word of a flattened sentence in the order of the quote. A row of a table says before each cell
/// how its column is called, which the document has elsewhere.
fn stands_in(sentence: &str, quote: &str) -> bool {
    let whole = bare(quote);
    let holds = |part: &str| whole.contains(&bare(part));
    let cell =
        |part: &str| holds(part) || part.split_once(": ").is_some_and(|(_, cell)| holds(cell));
    holds(sentence)
        || (quote.starts_with('|') && sentence.split("; ").all(cell))
        || sentence.split(['\n', ';', ':']).all(holds)
}

#[test]
fn every_sentence_stands_in_the_passage_that_it_cites() {
    let folders = Folders::with_sample();
    folders.json(&["index"]);
    let server = folders.serve();
    let file = repository().join("tests/fixtures/sample/replies.jsonl");
    let rows = fs::read_to_string(file).unwrap();
    let (mut answered, mut right) = (0, 0);
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let message = row["message"].as_str().unwrap();
        let conversation = server.post("/api/v1/conversations", &json!({ "text": message }));
        let advice = &conversation["advice"];
        let suggestions = advice["suggestions"].as_array().unwrap();
        // A macro is the team's word, not the documents'.
        for suggestion in suggestions.iter().filter(|one| one["team"].is_null()) {
            let text: Vec<char> = suggestion["text"].as_str().unwrap().chars().collect();
            let mut carried = 0;
            for sentence in suggestion["sentences"].as_array().unwrap() {
                let place = |name: &str| usize::try_from(sentence[name].as_u64().unwrap()).unwrap();
                let said: String = text[place("start")..place("end")].iter().collect();
                match sentence["support"].as_str().unwrap() {
                    "carried" => {
                        let quote = suggestion["citations"][place("citation")]["quote"].as_str();
                        let quote = quote.unwrap();
                        assert!(stands_in(&said, quote), "{message}: {said} is not in {quote}");
                        carried += 1;
                    }
                    "no_fact" => {
                        assert!(said.starts_with("I'm sorry") || said.ends_with('?'), "{said}");
                    }
                    support => panic!("{message}: {said} is {support}"),
                }
            }
            assert!(carried > 0 || suggestion["kind"] == "clarify", "{suggestion:#}");
        }
        // What is not answered is said, with the reason.
        assert!(
            suggestions.iter().any(|one| one["team"].is_null())
                || !advice["abstentions"][0]["reason"].is_null(),
            "{advice:#}"
        );
        let wanted = row["says"].as_array().unwrap();
        answered += usize::from(!wanted.is_empty());
        let says = |wanted: &Value| {
            let wanted = wanted.as_str().unwrap();
            let mut exact = suggestions.iter().filter(|one| one["team"].is_null());
            exact.any(|one| one["text"].as_str().unwrap().contains(wanted))
        };
        right += usize::from(wanted.iter().any(says));
    }
    assert_eq!(answered, 37);
    assert!(right >= 29, "{right} of {answered} have the right answer among their suggestions");
}
