//! Escalation over realistic messages, and the properties of its score.

mod common;

use aside_assist::{
    ESCALATION_THRESHOLD, MessageContext, Outcome, TeamRule, TeamRules, analyse, draft, escalate,
    escalate_with, reconsider, reweigh,
};
use aside_contract::{
    Author, Escalation, Intent, Label, Labelled, MessageId, MoodPoint, Passage, Sentiment,
    Timestamp,
};
use serde::Deserialize;

/// One line of the fixture: a message, how the heads read it, and what a supervisor would want.
#[derive(Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    history: Vec<String>,
    intent: String,
    #[serde(default = "sure")]
    intent_confidence: f32,
    sentiment: String,
    #[serde(default)]
    vip: bool,
    #[serde(default = "yes")]
    found: bool,
    escalate: bool,
    rules: Vec<String>,
}

fn sure() -> f32 {
    0.9
}
fn yes() -> bool {
    true
}

fn rows() -> Vec<Row> {
    include_str!("fixtures/escalation.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect()
}

fn found(row: &Row) -> Vec<Passage> {
    let passage = common::passage(
        "help.md",
        "Help",
        0.8,
        "Open the settings and follow the steps that you see there.",
    );
    if row.found { vec![passage] } else { Vec::new() }
}

fn judged(row: &Row, with_model: bool) -> Escalation {
    let history: Vec<_> =
        row.history.iter().map(|text| common::message(Author::Customer, text)).collect();
    let ctx = MessageContext {
        text: &row.text,
        history: &history,
        vip: row.vip,
        ..MessageContext::default()
    };
    let mut reading = common::reading(
        Intent::from_name(&row.intent).expect("an intent"),
        Sentiment::from_name(&row.sentiment).expect("a sentiment"),
    );
    reading.intent.confidence = row.intent_confidence;
    reading.intent.unsure = row.intent_confidence < 0.4;
    let analysis = analyse(&ctx, with_model.then_some(&reading));
    let passages = found(row);
    let suggestions = draft(&ctx, &analysis, &passages);
    escalate(
        &ctx,
        &Outcome {
            analysis: &analysis,
            passages: &passages,
            suggestions: &suggestions,
            failure: None,
        },
    )
}

/// Precision and recall of the recommendation, and the texts that were judged otherwise.
fn measure(with_model: bool) -> (f32, f32, Vec<String>) {
    let (mut right, mut recommended, mut wanted, mut wrong) = (0, 0, 0, Vec::new());
    for row in rows() {
        let escalation = judged(&row, with_model);
        recommended += u32::from(escalation.recommended);
        wanted += u32::from(row.escalate);
        right += u32::from(escalation.recommended && row.escalate);
        if escalation.recommended != row.escalate {
            wrong.push(format!("{} ({:.2}): {:?}", row.text, escalation.score, escalation.reasons));
        }
    }
    (right as f32 / recommended as f32, right as f32 / wanted as f32, wrong)
}

#[test]
fn supervisors_are_called_for_the_messages_that_need_one() {
    assert!(rows().len() >= 40);
    let (precision, recall, wrong) = measure(true);
    assert!(
        precision >= 0.95 && recall >= 0.95,
        "precision {precision:.3}, recall {recall:.3}\n{}",
        wrong.join("\n")
    );
}

#[test]
fn without_a_model_the_words_still_call_a_supervisor() {
    let (precision, recall, wrong) = measure(false);
    assert!(
        precision >= 0.95 && recall >= 0.8,
        "precision {precision:.3}, recall {recall:.3}\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_reasons_are_those_that_a_reader_would_give() {
    let mut wrong = Vec::new();
    for row in rows() {
        let mut names: Vec<String> =
            judged(&row, true).reasons.into_iter().map(|reason| reason.rule).collect();
        let mut expected = row.rules;
        names.sort();
        expected.sort();
        if names != expected {
            wrong.push(format!("{}: {names:?} instead of {expected:?}", row.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_score_is_one_minus_the_product_and_every_reason_has_evidence() {
    for row in rows() {
        let escalation = judged(&row, true);
        let product: f32 = escalation.reasons.iter().map(|reason| 1.0 - reason.weight).product();
        assert!((escalation.score - (1.0 - product)).abs() < 1e-5);
        assert_eq!(escalation.recommended, escalation.score >= ESCALATION_THRESHOLD);
        assert!(escalation.reasons.is_sorted_by(|a, b| a.weight >= b.weight));
        for reason in &escalation.reasons {
            assert!(!reason.evidence.is_empty() && !reason.explanation.is_empty(), "{reason:?}");
        }
    }
}

#[test]
fn not_knowing_alone_does_not_call_a_supervisor_but_beside_anger_it_does() {
    let ctx = common::ctx("Do you sell spare gaskets?", &[]);
    let mut reading = common::reading(Intent::Question, Sentiment::Neutral);
    reading.intent = Labelled { label: Intent::Question, confidence: 0.2, unsure: true };
    let calm = analyse(&ctx, Some(&reading));
    let outcome = Outcome { analysis: &calm, passages: &[], suggestions: &[], failure: None };
    assert!(!escalate(&ctx, &outcome).recommended);
    reading.sentiment = Labelled { label: Sentiment::Angry, confidence: 0.5, unsure: false };
    let angry = analyse(&ctx, Some(&reading));
    assert!(escalate(&ctx, &Outcome { analysis: &angry, ..outcome }).recommended);
}

#[test]
fn a_mood_that_falls_over_three_messages_is_a_reason_with_its_course() {
    let point = |sentiment| MoodPoint {
        message_id: MessageId::new(),
        at: Timestamp(0),
        sentiment,
        confidence: 0.9,
        mixed: false,
    };
    let rules = |before: &[Sentiment], now: Sentiment| -> Vec<(String, String)> {
        let moods: Vec<MoodPoint> = before.iter().copied().map(point).collect();
        let text = "The second box came today.";
        let ctx = MessageContext { text, moods: &moods, ..MessageContext::default() };
        let analysis = analyse(&ctx, Some(&common::reading(Intent::Feedback, now)));
        let outcome =
            Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
        let reasons = escalate(&ctx, &outcome).reasons.into_iter();
        reasons.map(|reason| (reason.rule, reason.evidence)).collect()
    };
    use Sentiment::{Angry, Negative, Neutral, Positive};
    let falling = ("falling_trend".to_owned(), "positive, neutral, negative".to_owned());
    assert_eq!(rules(&[Positive, Neutral], Negative), [falling]);
    for (before, now) in [
        (&[][..], Negative),
        (&[Neutral], Negative),
        (&[Negative, Negative], Negative),
        (&[Positive, Positive], Neutral),
        (&[Angry, Negative], Neutral),
    ] {
        assert_eq!(rules(before, now), [], "{before:?} {now:?}");
    }
}

#[test]
fn a_failure_is_a_reason_and_hides_the_missing_passages() {
    let ctx = common::ctx("How do I pair the remote?", &[]);
    let analysis = analyse(&ctx, Some(&common::reading(Intent::Question, Sentiment::Neutral)));
    let failure = Some("the search index could not be read");
    let escalation =
        escalate(&ctx, &Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure });
    let names: Vec<&str> = escalation.reasons.iter().map(|reason| &*reason.rule).collect();
    assert_eq!(names, ["engine_failure"]);
    assert_eq!(escalation.reasons[0].evidence, "the search index could not be read");
}

#[test]
fn the_teams_own_rules_and_threshold_count_beside_the_built_in_ones() {
    let rule = |name: &str| TeamRule { name: name.to_owned(), weight: 0.6, ..TeamRule::default() };
    let team = TeamRules {
        threshold: Some(0.5),
        rules: vec![
            TeamRule { keywords: vec!["switch provider".to_owned()], ..rule("churn") },
            TeamRule { amount_over: Some(500.0), ..rule("big") },
            rule("nothing"),
        ],
    };
    let judged = |text: &str| {
        let ctx = common::ctx(text, &[]);
        let mut analysis =
            analyse(&ctx, Some(&common::reading(Intent::Feedback, Sentiment::Neutral)));
        let message = common::message(Author::Customer, text);
        let context = aside_assist::SlotContext {
            products: &aside_assist::Products::default(),
            utc_offset_seconds: 0,
        };
        analysis.slots = aside_assist::named_slots([&message], &context).newest;
        let outcome =
            Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
        escalate_with(&ctx, &outcome, &team)
    };
    let churn = judged("We will Switch Provider next week.");
    assert_eq!((churn.reasons[0].rule.as_str(), churn.recommended), ("team:churn", true));
    assert_eq!(judged("The invoice is over 1,200.50 EUR this time.").reasons[0].rule, "team:big");
    for text in ["The invoice is over 80 EUR.", "We switched providers.", "switch providership"] {
        assert!(judged(text).reasons.is_empty(), "{text}");
    }
}

#[test]
fn other_rules_of_the_team_keep_what_the_built_in_ones_found() {
    let text = "We switch provider, get me a manager.";
    let ctx = common::ctx(text, &[]);
    let analysis = analyse(&ctx, Some(&common::reading(Intent::Escalate, Sentiment::Neutral)));
    let outcome = Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
    let team = |word: &str| TeamRules {
        threshold: None,
        rules: vec![TeamRule {
            name: "own".to_owned(),
            keywords: vec![word.to_owned()],
            weight: 0.6,
            ..TeamRule::default()
        }],
    };
    let (hold, none) = (team("switch provider"), TeamRules::default());
    let before = escalate_with(&ctx, &outcome, &hold);
    assert_eq!(reconsider(&before, text, &analysis, &hold), before);
    // As if the team had had no rules, or others, from the beginning.
    assert_eq!(reconsider(&before, text, &analysis, &none), escalate(&ctx, &outcome));
    let other = team("manager");
    assert_eq!(reconsider(&before, text, &analysis, &other), escalate_with(&ctx, &outcome, &other));
    let mut judged = before;
    judged.reasons.iter_mut().for_each(|reason| reason.wrong = true);
    assert_eq!(reconsider(&judged, text, &analysis, &hold).score, 0.0);
}

#[test]
fn a_rule_that_fired_wrongly_does_not_count() {
    let ctx = common::ctx("Get me a manager, or my lawyer writes to you.", &[]);
    let analysis = analyse(&ctx, Some(&common::reading(Intent::Escalate, Sentiment::Neutral)));
    let outcome = Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
    let mut escalation = escalate(&ctx, &outcome);
    let before = escalation.clone();
    escalation.reasons[0].wrong = true;
    reweigh(&mut escalation, &analysis, ESCALATION_THRESHOLD);
    assert!((escalation.score - 0.75).abs() < 1e-5 && escalation.recommended, "{escalation:?}");
    escalation.reasons.iter_mut().for_each(|reason| reason.wrong = true);
    reweigh(&mut escalation, &analysis, ESCALATION_THRESHOLD);
    assert_eq!((escalation.score, escalation.recommended), (0.0, false));
    escalation.reasons.iter_mut().for_each(|reason| reason.wrong = false);
    reweigh(&mut escalation, &analysis, ESCALATION_THRESHOLD);
    assert_eq!(escalation, before);
}

#[test]
fn a_high_priority_does_not_outlive_the_wrong_rule_that_it_came_from() {
    let ctx = common::ctx("I am furious! I already asked for my parcel.", &[]);
    let analysis = analyse(&ctx, Some(&common::reading(Intent::Problem, Sentiment::Angry)));
    assert_eq!(analysis.priority, 8, "{:?}", analysis.priority_points);
    let outcome = Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
    let mut escalation = escalate(&ctx, &outcome);
    let before = escalation.clone();
    let mark = |escalation: &mut Escalation, rule: &str, wrong: bool| {
        let reason = escalation.reasons.iter_mut().find(|one| one.rule == rule);
        reason.expect("the rule").wrong = wrong;
        reweigh(escalation, &analysis, ESCALATION_THRESHOLD);
    };
    assert!(before.reasons.iter().any(|one| one.rule == "high_priority"), "{before:?}");
    mark(&mut escalation, "angry", true);
    assert!(!escalation.recommended, "{escalation:?}");
    mark(&mut escalation, "angry", false);
    assert_eq!(escalation, before);
    mark(&mut escalation, "nothing_relevant", true);
    assert!(escalation.recommended, "the priority came from elsewhere");
}

/// The rules that read words alone, so that they need no model.
const OF_WORDS: [&str; 8] = [
    "danger",
    "threat",
    "explicit_request",
    "security_incident",
    "legal_words",
    "refund_dispute",
    "damage_claim",
    "third_attempt",
];

/// A row of `tests/fixtures/escalation.jsonl`.
#[derive(Deserialize)]
struct Spoken {
    text: String,
    #[serde(default)]
    history: Vec<serde_json::Value>,
    rules: Vec<String>,
    split: String,
}

#[test]
fn the_rules_of_the_words_hear_english_and_german_and_leave_lookalikes_alone() {
    let rows = include_str!("../../../tests/fixtures/escalation.jsonl").lines();
    let (mut fired, mut wanted, mut right, mut wrong) = (0, 0, 0, Vec::new());
    for row in rows {
        let row: Spoken = serde_json::from_str(row).expect("a row");
        if !row.history.is_empty() {
            continue;
        }
        let ctx = common::ctx(&row.text, &[]);
        let analysis = analyse(&ctx, None);
        let outcome =
            Outcome { analysis: &analysis, passages: &[], suggestions: &[], failure: None };
        let of_words = |rule: &String| OF_WORDS.contains(&rule.as_str());
        let found: Vec<_> = escalate(&ctx, &outcome)
            .reasons
            .into_iter()
            .map(|one| one.rule)
            .filter(of_words)
            .collect();
        let expected: Vec<_> = row.rules.into_iter().filter(of_words).collect();
        fired += found.len();
        wanted += expected.len();
        right += found.iter().filter(|rule| expected.contains(rule)).count();
        if found.iter().any(|rule| !expected.contains(rule))
            || expected.iter().any(|rule| !found.contains(rule))
        {
            wrong.push(format!("[{}] {}: {found:?} instead of {expected:?}", row.split, row.text));
        }
    }
    let (precision, recall) = (right as f32 / fired as f32, right as f32 / wanted as f32);
    assert!(
        precision >= 0.95 && recall >= 0.9,
        "precision {precision:.3}, recall {recall:.3}\n{}",
        wrong.join("\n")
    );
}
