//! What a conversation is about, in its own sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::{Author, Message};
use regex::Regex;

use crate::grounding::{Verdict, ground, sentences_of};
use crate::text::{content_set, fold, own_words, pattern, sentences, without_courtesies};

/// A recap has at most so many sentences.
const MOST: usize = 5;
/// What standing in the first and in the newest message of the customer is worth, and being a question.
const FIRST: f32 = 1.0;
const NEWEST: f32 = 1.0;
const QUESTION: f32 = 0.5;
/// The longest sentence that is taken, in characters.
const LONGEST: usize = 300;

/// The number of a message behind a sentence.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"[ \t]*\[([0-9]{1,3})\]"));

/// A sentence of a message.
struct Said {
    message: usize,
    text: String,
    words: BTreeSet<String>,
}

/// The sentences that tell most of a conversation, in their order, each with the index of its message:
/// those whose words the conversation goes on about, with the first and the newest of the customer's
/// before others. No two say nearly the same.
pub fn recap(messages: &[Message]) -> Vec<(usize, String)> {
    let said = all(messages);
    let mut frequency: BTreeMap<&String, usize> = BTreeMap::new();
    for word in said.iter().flat_map(|one| &one.words) {
        *frequency.entry(word).or_default() += 1;
    }
    let of_customer = |at: &usize| messages[*at].author == Author::Customer;
    let first = (0..messages.len()).find(of_customer);
    let newest = (0..messages.len()).rev().find(of_customer);
    let score = |one: &Said| {
        // The mean over the words, so that a long sentence is no better for its length alone.
        let sum: f32 = one.words.iter().map(|word| (frequency[word] as f32).ln_1p()).sum();
        let mut score = sum / (one.words.len() as f32).sqrt().max(1.0);
        for (place, gain) in [(first, FIRST), (newest, NEWEST)] {
            score += if place == Some(one.message) { gain } else { 0.0 };
        }
        score + if one.text.ends_with('?') { QUESTION } else { 0.0 }
    };
    let mut order: Vec<usize> = (0..said.len()).collect();
    order.sort_by(|&a, &b| score(&said[b]).total_cmp(&score(&said[a])).then(a.cmp(&b)));
    let mut chosen: Vec<usize> = Vec::new();
    for at in order {
        let alike = |other: &usize| {
            let (own, other) = (&said[at].words, &said[*other].words);
            own.intersection(other).count() * 3 >= own.len().min(other.len()) * 2
        };
        if chosen.len() < MOST && !chosen.iter().any(alike) {
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    chosen.into_iter().map(|at| (said[at].message, said[at].text.clone())).collect()
}

/// Every sentence that states or asks something.
fn all(messages: &[Message]) -> Vec<Said> {
    let mut said = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        let text = without_courtesies(&own_words(&message.text));
        for range in sentences(&text) {
            let sentence = text[range].replace('\n', " ");
            let words = content_set(&sentence);
            if !words.is_empty() && sentence.chars().count() <= LONGEST && tells(&sentence) {
                said.push(Said { message: at, text: sentence, words });
            }
        }
    }
    said
}

fn tells(sentence: &str) -> bool {
    sentence.ends_with('?') || states(sentence, &[]).next().is_some()
}

/// The sentences that state a fact.
fn states(text: &str, phrases: &[String]) -> impl Iterator<Item = Range<usize>> {
    let judged = ground(text, &[], phrases).sentences.into_iter();
    judged.filter(|one| one.verdict != Verdict::NoFact).map(|one| one.range)
}

/// Begins a clause that speaks of feelings and not of the matter.
static FEELS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:i'm|i am|we're|we are)(?: \w+)? (?:sorry|aware)\b|sorry\b|(?:my|our)(?: \w+)? apologies\b|(?:i|we)(?: \w+){0,2} (?:understand|apologi[sz]e|appreciate|reali[sz]e|sympathi[sz]e|regret)\b|(?:i|we) (?:\w+ )?(?:know|get|see) how\b|(?:many )?thanks?\b|please accept\b|(?:this|that|it) must (?:be|have been|feel)\b)[^.?!;:0-9]*$",
    )
});
/// Where a clause ends.
static CLAUSE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r", (?:and |but |so )?"));

/// What a sentence says behind the clauses of feeling that it begins with: "I'm sorry, we understand you,
/// but it takes a week" says "it takes a week". All of it where it begins with none, nothing where there
/// is nothing else.
fn without_feelings(sentence: &str) -> &str {
    let mut rest = sentence;
    loop {
        let end = CLAUSE_END.find(rest);
        let clause = end.map_or(rest, |end| &rest[..end.start()]);
        if !FEELS.is_match(fold(clause).trim_end_matches(['.', '!'])) {
            return rest;
        }
        match end {
            Some(end) => rest = &rest[end.end()..],
            None => return "",
        }
    }
}

/// A sentence that begins with a capital letter.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A reply without what says nothing of the matter: apologies, courtesies, the team's `phrases`. Its
/// greeting and its questions stay. `None` where there is nothing to leave out, or nothing would be left.
pub fn shortened_reply(text: &str, phrases: &[String]) -> Option<String> {
    if !states(text, phrases).any(|range| !without_feelings(&text[range]).is_empty()) {
        return None;
    }
    let judged = ground(text, &[], phrases).sentences;
    let mut out = text.to_owned();
    for (at, one) in judged.iter().enumerate().rev() {
        let sentence = &text[one.range.clone()];
        let greets = at == 0 && sentence.split_whitespace().count() <= 4;
        let rest = match one.verdict {
            Verdict::NoFact => "",
            _ => without_feelings(sentence),
        };
        if greets || sentence.ends_with('?') || rest.len() == sentence.len() {
            continue;
        }
        if !rest.is_empty() {
            out.replace_range(one.range.clone(), &capital(rest));
        } else {
            let after = &text[one.range.end..];
            let spaces = after.len() - after.trim_start_matches(' ').len();
            out.replace_range(one.range.start..one.range.end + spaces, "");
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    let mut short = lines.join("\n");
    while short.contains("\n\n\n") {
        short = short.replace("\n\n\n", "\n\n");
    }
    let short = short.replace("  ", " ").trim().to_owned();
    (short.len() < text.trim().len()).then_some(short)
}

/// The sentences of a model's summary, each with the number of the message that stands behind it in
/// square brackets; those before one number all have it. What has none is left out.
pub fn numbered_sentences(answer: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    for marks in NUMBER.captures_iter(answer) {
        let (Some(mark), Some(number)) = (marks.get(0), marks.get(1)) else { continue };
        // The full stop may stand before the number or after it.
        let stop = usize::from(answer[mark.end()..].starts_with(['.', '!', '?']));
        let end = mark.end() + stop;
        let text = format!("{}{}", &answer[start..mark.start()], &answer[mark.end()..end]);
        let text = text.trim();
        if let Ok(number) = number.as_str().parse() {
            let sentences = sentences_of(text).into_iter().map(|range| text[range].to_owned());
            let told = sentences.filter(|one| one.chars().any(char::is_alphanumeric));
            found.extend(told.map(|sentence| (number, sentence)));
        }
        start = end;
    }
    found
}

/// A model's summary without the numbers of the messages.
pub fn without_numbers(answer: &str) -> String {
    NUMBER.replace_all(answer, "").into_owned()
}
