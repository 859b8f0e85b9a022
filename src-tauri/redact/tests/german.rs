//! In German every noun has a capital: names are found among them, and they are no names.

use std::ops::Range;

use aside_redact::tagger::train::Example;
use aside_redact::{Kind, find};

const KINDS: [Kind; 4] = [Kind::Person, Kind::Address, Kind::Location, Kind::Organization];

fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[test]
fn nouns_of_german_messages_are_no_names_and_names_among_them_are_found() {
    let (mut messages, mut names, mut missed, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for line in include_str!("german.txt").lines().filter(|line| !line.starts_with('#')) {
        let Example { text, spans } = Example::marked(&line.replace("\\n", "\n")).expect("marked");
        let mut found = find(&text);
        found.retain(|span| KINDS.contains(&span.kind));
        messages += 1;
        names += spans.len();
        let is_missed = |name: &&Range<usize>| !found.iter().any(|span| meet(&span.range, name));
        let left = spans.iter().map(|(_, name)| name).filter(is_missed);
        missed.extend(left.map(|name| text[name.clone()].to_owned()));
        let is_wrong = |found: &&Range<usize>| !spans.iter().any(|(_, name)| meet(name, found));
        let more = found.iter().map(|span| &span.range).filter(is_wrong);
        wrong.extend(more.map(|range| text[range.clone()].to_owned()));
    }
    let said = format!("{messages} messages, {names} names; missed {missed:?}; wrong {wrong:?}");
    assert!(names >= 25 && missed.len() * 20 <= names * 3, "{said}");
    assert!(wrong.len() * 20 <= messages, "{said}");
}
