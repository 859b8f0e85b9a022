//! The question back: the answer hangs on something that the customer has not said.
//!
//! Strict: a question that the customer has answered already, or that nobody needs, costs more than it
//! gives. Two ways to differ are known: the rows of a table whose values were asked for, and sections
//! that are called the same but for one word.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Deref;

use aside_contract::Passage;

use super::window::Terms;
use super::{Matter, Quote};
use crate::MessageContext;
use crate::sentences::QuestionBackSentences;
use crate::text::{Kind, blocks, content_set, flatten, fold};

/// How far below the best passage another may stand to be another case of it.
const NEAR: f32 = 0.85;
/// From this score on the best passage is about what was asked.
const SURE: f32 = 0.4;
/// How many passages of the best one's document may hold the table of cases.
const OF_DOCUMENT: usize = 3;
/// Of more cases than this nobody wants to read a list.
const MOST_CASES: usize = 5;
/// The name of a case has at most so many words.
const CASE_WORDS: usize = 6;

/// A question back, and where its cases stand.
pub(super) struct Question<'a> {
    pub text: String,
    pub quotes: Vec<Quote<'a>>,
}

/// The question that the answer hangs on, if there is one, in these words.
pub(super) fn question<'a>(
    ctx: &MessageContext<'_>,
    matter: &Matter<'a>,
    words: &QuestionBackSentences,
) -> Option<Question<'a>> {
    let best = *matter.passages.first()?;
    if best.score < SURE {
        return None;
    }
    let said = LazyCell::new(|| {
        let texts = ctx.history.iter().map(|message| &*message.text).chain([ctx.text]);
        texts.flat_map(content_set).collect::<BTreeSet<String>>()
    });
    let own = matter.passages.iter().filter(|passage| passage.document == best.document);
    let mut own = own.take(OF_DOCUMENT).copied();
    let rows = |passage| by_rows(passage, &matter.terms, &said, words);
    let table = if matter.terms.asks_value() { own.find_map(rows) } else { None };
    table.or_else(|| by_sections(matter, best, &said, words))
}

/// The rows of the table that holds the value that was asked for.
fn by_rows<'a>(
    passage: &'a Passage,
    terms: &Terms,
    said: &impl Deref<Target = BTreeSet<String>>,
    words: &QuestionBackSentences,
) -> Option<Question<'a>> {
    let tables = blocks(&passage.text).into_iter().filter(|block| block.kind == Kind::Table);
    for table in tables {
        let plain = flatten(&passage.text[table.range.clone()]);
        let rows: Vec<Vec<(&str, &str)>> = plain.lines().map(cells).collect();
        let Some(&(asked, _)) = rows.first().and_then(|row| row.first()) else { continue };
        let asked_for = |row: &&Vec<(&str, &str)>| {
            row.iter().skip(1).any(|(head, cell)| terms.value(&fold(&format!("{head} {cell}"))))
        };
        // A row without such a value is no case of it: "included", "on request".
        let rows: Vec<Vec<(&str, &str)>> = rows.into_iter().filter(|row| asked_for(&row)).collect();
        let heads: Vec<&str> = rows.iter().flatten().map(|(head, _)| *head).collect();
        let named = format!("{} {} {}", passage.title, passage.section, heads.join(" "));
        if asked.is_empty() || rows.len() < 2 || !terms.meets(&named) {
            continue;
        }
        let mut cases: Vec<&str> = Vec::new();
        for (head, cell) in rows.iter().filter_map(|row| row.first()) {
            if *head == asked && !cases.contains(cell) {
                cases.push(cell);
            }
        }
        let differ = rows.iter().any(|row| row.get(1..) != rows[0].get(1..));
        if differ && are_open(&cases, said) {
            let text = words.which.replace("{what}", asked);
            let text = text.replace("{cases}", &listed(&cases, words.or));
            return Some(Question { text, quotes: vec![Quote::new(passage, table.range)] });
        }
    }
    None
}

/// The row of a flattened table.
fn cells(line: &str) -> Vec<(&str, &str)> {
    line.split("; ").map(|cell| cell.split_once(": ").unwrap_or(("", cell))).collect()
}

/// Sections that are called the same but for one word, among the passages that answer nearly as well.
fn by_sections<'a>(
    matter: &Matter<'a>,
    best: &'a Passage,
    said: &impl Deref<Target = BTreeSet<String>>,
    words: &QuestionBackSentences,
) -> Option<Question<'a>> {
    let name = |passage: &Passage| {
        format!("{} {}", passage.title, passage.section.rsplit(" > ").next().unwrap_or_default())
    };
    let own = name(best);
    let others = matter.passages.iter().skip(1).filter(|other| other.score >= best.score * NEAR);
    others.copied().find_map(|other| {
        let theirs = name(other);
        let (left, right): (Vec<&str>, Vec<&str>) =
            (own.split_whitespace().collect(), theirs.split_whitespace().collect());
        if left.len() != right.len() {
            return None;
        }
        let differing: Vec<(&str, &str)> = left
            .iter()
            .zip(&right)
            .filter(|(a, b)| fold(a) != fold(b))
            .map(|(a, b)| (*a, *b))
            .collect();
        let shared = content_set(&own).intersection(&content_set(&theirs)).count();
        // A title that repeats in the section differs there too.
        let &[(one, two), ref rest @ ..] = &differing[..] else { return None };
        if shared < 2 || !rest.iter().all(|pair| *pair == (one, two)) {
            return None;
        }
        let (one, two) = (trim(one), trim(two));
        are_open(&[one, two], said).then(|| Question {
            text: words.about.replace("{cases}", &listed(&[one, two], words.or)),
            quotes: [best, other]
                .into_iter()
                .filter_map(|passage| Some(Quote::new(passage, super::window::whole(passage)?)))
                .collect(),
        })
    })
}

fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether the customer has said nothing that tells the cases apart.
fn are_open(cases: &[&str], said: &BTreeSet<String>) -> bool {
    let words: Vec<BTreeSet<String>> = cases.iter().map(|case| content_set(case)).collect();
    let common: BTreeSet<&String> = match words.split_first() {
        Some((first, rest)) => {
            first.iter().filter(|word| rest.iter().all(|other| other.contains(*word))).collect()
        }
        None => return false,
    };
    let named = || words.iter().flatten().any(|word| !common.contains(word) && said.contains(word));
    (2..=MOST_CASES).contains(&cases.len())
        && words.iter().all(|case| case.iter().any(|word| !common.contains(word)))
        && cases.iter().all(|case| (1..=CASE_WORDS).contains(&case.split_whitespace().count()))
        && !named()
}

/// `a, b or c`.
fn listed(cases: &[&str], or: &str) -> String {
    let comma = cases.iter().any(|case| case.contains(','));
    match cases.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) if comma => format!("{}; {or} {last}", first.join("; ")),
        Some((last, first)) => format!("{} {or} {last}", first.join(", ")),
        None => String::new(),
    }
}
