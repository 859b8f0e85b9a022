//! The check of grounding against labelled sentences, and by its parts.

mod common;

use std::fs;

use aside_assist::{GroundedSentence, Verdict, cited, ground};
use aside_contract::{Passage, Support};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    split: String,
    kind: String,
    sentence: String,
    passage: Option<usize>,
    passages: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    document: String,
    section: String,
    text: String,
}

fn passage(document: &str, section: &str, text: &str) -> Passage {
    Passage {
        chunk: format!("{document}#{section}"),
        title: section.split(" > ").next().unwrap_or_default().to_owned(),
        ..common::passage(document, section, 0.9, text)
    }
}

fn rows(split: &str) -> Vec<Row> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/grounding.jsonl");
    let content = fs::read_to_string(file).expect("the labelled sentences");
    let rows = content.lines().map(|line| serde_json::from_str::<Row>(line).expect("a row"));
    rows.filter(|row| row.split == split).collect()
}

/// How many sentences were judged rightly, and which were not.
#[derive(Default)]
struct Measured {
    marked: usize,
    unsupported: usize,
    tied: usize,
    carried: usize,
    wrong: Vec<String>,
}

fn measure(split: &str) -> Measured {
    let mut measured = Measured::default();
    for row in rows(split) {
        let place = |place: &Place| passage(&place.document, &place.section, &place.text);
        let passages: Vec<Passage> = row.passages.iter().map(place).collect();
        let passages: Vec<&Passage> = passages.iter().collect();
        let grounding = ground(&row.sentence, &passages, &[]);
        let [GroundedSentence { verdict, .. }] = &grounding.sentences[..] else {
            panic!("{} is one sentence", row.sentence);
        };
        let right = match (row.kind.as_str(), verdict) {
            ("no_fact", verdict) => *verdict == Verdict::NoFact,
            ("carried" | "paraphrased", Verdict::Carried { passage, .. }) => {
                Some(*passage) == row.passage
            }
            ("carried" | "paraphrased", _) => false,
            (_, verdict) => matches!(verdict, Verdict::Unsupported(_)),
        };
        match row.kind.as_str() {
            "no_fact" => {}
            "carried" | "paraphrased" => {
                measured.carried += 1;
                measured.tied += usize::from(right);
            }
            _ => {
                measured.unsupported += 1;
                measured.marked += usize::from(right);
            }
        }
        if !right {
            measured.wrong.push(format!("{}: {} -> {verdict:?}", row.kind, row.sentence));
        }
    }
    measured
}

/// Measured once on the part that was kept aside while tuning: 35 of 38 marked, 17 of 19 tied.
#[test]
fn labelled_sentences_are_told_apart() {
    for (split, marked, tied) in [("tune", 0.98, 0.97), ("kept", 0.9, 0.85)] {
        let found = measure(split);
        let share = |part: usize, whole: usize| part as f32 / whole as f32;
        assert!(share(found.marked, found.unsupported) >= marked, "{split}: {:#?}", found.wrong);
        assert!(share(found.tied, found.carried) >= tied, "{split}: {:#?}", found.wrong);
    }
}

#[test]
fn a_reply_is_cited_sentence_by_sentence() {
    let refunds = passage(
        "refunds.md",
        "Refunds",
        "A refund to a card takes 3 to 5 working days.\n\nGift cards are refunded at once.",
    );
    let shipping = passage("shipping.md", "Shipping", "Express shipping costs \u{20ac}9.90.");
    let reply = "Hello Ada,\n\nExpress shipping costs \u{20ac}9.90 [2]. A refund to a card takes 9 working days.\nGift cards are refunded at once. Does that help?";
    let (sentences, citations, groundedness) = cited(reply, &[&refunds, &shipping], &[]);
    let support: Vec<Support> = sentences.iter().map(|sentence| sentence.support).collect();
    let (carried, none) = (Support::Carried, Support::NoFact);
    assert_eq!(support, [none, carried, Support::Unsupported, carried, none]);
    assert_eq!(citations.len(), 2);
    assert_eq!(citations[0].document, "shipping.md");
    assert_eq!(sentences[1].citation, Some(0));
    assert_eq!(sentences[3].citation, Some(1));
    assert_eq!(citations[1].quote, "Gift cards are refunded at once.");
    assert_eq!(groundedness, Some(2.0 / 3.0));
    let characters: Vec<char> = reply.chars().collect();
    let said = |index: usize| {
        let (start, end) = (sentences[index].start as usize, sentences[index].end as usize);
        characters[start..end].iter().collect::<String>()
    };
    assert_eq!(said(1), "Express shipping costs \u{20ac}9.90 [2].");
    assert!(sentences[2].problem.as_deref().unwrap().contains('9'), "{:?}", sentences[2].problem);
}

#[test]
fn nothing_is_carried_without_passages_and_nothing_panics() {
    for reply in [
        "",
        " \n",
        "Yes.",
        "12",
        "[1]",
        "\u{1f600}\u{1f600} ok\n\n- \n1.\n",
        "a: b; c: d",
        "Ä. Ö; ü, 3 €",
    ] {
        let grounding = ground(reply, &[], &[]);
        assert!(
            !grounding.sentences.iter().any(|one| matches!(one.verdict, Verdict::Carried { .. })),
            "{reply}"
        );
        let empty = passage("a.md", "", "");
        let odd = passage("b.md", "\u{1f600}", "| a |\n|---|\n| |\n\n- \n\n#");
        ground(reply, &[&empty, &odd], &[]);
    }
}
