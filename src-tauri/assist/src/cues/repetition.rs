//! Whether the customer asked before, and how often.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aside_contract::Evidence;
use regex::Regex;

use super::heard::Heard;
use crate::MessageContext;
use crate::text::{content_set, fold, own_words, pattern, sentences, without_courtesies, words};

/// Shared part of all words (Jaccard) from which two sentences ask the same. Set by judgement on the
/// table below: paraphrases share two thirds and more, another matter of the same product about half.
const SAME_QUESTION: f32 = 0.6;
/// Longer messages ask the same from that part of the shorter one's words, if they share this many.
const SHARED_IN_LONG: usize = 4;

/// Fewer words of content are thanks or an answer, not a question that is asked again.
const ASKS: usize = 2;
/// The cosine of two messages' embeddings from which they mean the same. docs/priority.md has what was
/// measured.
pub const SAME_MEANING: f32 = 0.8;

/// How often the customer has asked for the same, this message included.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempts {
    /// 1 for the first time.
    pub count: usize,
    /// The words that show it: a phrase of this message, or the earlier message.
    pub evidence: Evidence,
}

static NTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|seventh|7th|tenth|10th|hundredth|100th|umpteenth|nth) (?:time|message|e-?mail|attempt|request|ticket|call|try|contact|complaint|reminder)\b",
    )
});
/// What follows "the third time" where it counts attempts: the customer's doing, or nothing. Not what
/// is pleasant the third time, too.
static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[ ,]*(?:that|now|already|this (?:week|month|year)|today))*[ ,]*(?:(?:i|i'm|i've|i'd|we|we're|we've|i am|i have|we are|we have)(?: had to| have to| am| now| already)* (?:ask|writ|wrote|call|contact|e-?mail|messag|report|explain|tell|told|complain|try|tried|request|rais|chas|phon|com(?:e|ing) back|had to|have to|need|am)|(?:asking|writing|calling|contacting|e-?mailing|messaging|reporting|explaining|complaining|requesting|chasing)|(?:this|it)(?: has)? happen|in a row|[.!?:;]|$)",
    )
});
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:writ|ask|call|contact|e-?mail|messag|report|complain|request|chas|phon)ing\b[^.?!]{0,25}\bfor the (?:third|fourth|fifth|sixth|seventh|tenth|hundredth|umpteenth|nth) time\b|\b(?:asked|called|written|wrote|e-?mailed|contacted|messaged|told|explained|rung|phoned|complained|reported|chased)\b[^.?!]{0,40}?\b(?:twice|(?:two|three|four|five|six|seven|ten|several|many|multiple|countless|\d{1,2})(?: different| of your| other)? (?:times|e-?mails|messages|calls|people|agents|colleagues))\b",
    )
});
/// "Called 1 times" is not often.
static ONCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[01] \w+$"));
/// The customer's own asking, of before. Waiting, a failure that comes back and what did not help say
/// nothing of it: they happen to who writes for the first time, too.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:i(?:'ve| have)? already (?:asked|told|said|explained|written|contacted|reported)|i(?:'ve| have)? (?:asked|told|explained|written|wrote|contacted|reported)(?: you| this| that| it)* (?:already|before|earlier)|as i (?:already )?(?:said|wrote|explained|mentioned|told)|like i said|(?:i(?:'m| am)? )?ask(?:ing|ed)? (?:you )?(?:this )?(?:once |yet )?again|(?:i|we)(?:'m|'re| am| are)? (?:keep|kept|tired of|sick of) (?:asking|writing|calling|telling|explaining)|in my (?:last|previous|earlier|other) (?:two|three|four|five|\d{1,2} )? ?(?:messages|e-?mails|tickets|letters)|how many (?:more )?times (?:do|must|should|will|did|have) (?:i|we) (?:(?:have|need|had) to )?(?:ask|asked|tell|told|write|written|call|called|explain|explained|repeat|say|said|contact)|still (?:no (?:answer|reply|response)|have(?:n't| not) (?:heard (?:back|from (?:you|any))|(?:had|got|received) (?:an?|any) (?:answer|reply|response))|not (?:answered|replied))|(?:no ?body|no one|none of you)(?: has| have)?(?: ever)? (?:answer|repl|respond|got back|gets back|come back)\w*(?: (?:me|us|my|our|to (?:me|us|my|our))\b|[ .!?]*$)|you (?:still )?(?:did(?:n't| not)|have(?:n't| not)) (?:answer|repl|respond)\w*|(?:that|this|it) (?:did(?:n't| not)|does(?:n't| not)|still does(?:n't| not)|has(?:n't| not)) answer\w*|not what i asked|same (?:question|answer) again|(?:writing|contacting|messaging|emailing|calling) (?:to )?(?:you )?(?:once |yet )?again)\b",
    )
});
/// What was tried did not help. It speaks of an answer only where one was given.
static NO_HELP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:that|this|it) (?:did(?:n't| not)|does(?:n't| not)|still does(?:n't| not)|has(?:n't| not)) (?:solve|help|work|change|fix)\w*|still (?:not (?:solved|resolved|fixed|working)|does(?:n't| not) work)|nothing (?:has )?changed|same (?:problem|issue|error) (?:again|as before))\b",
    )
});

/// Counts the customer's attempts from the conversation and from what the message itself says.
pub(crate) fn attempts(ctx: &MessageContext<'_>) -> Attempts {
    let said = said_in_words(ctx);
    let asked = asked(ctx.text);
    let mut alike = ctx.earlier().filter(|earlier| same(&asked, &self::asked(earlier)));
    let newest = alike.next();
    let in_words = usize::from(newest.is_some()) + alike.count();
    // The same meaning in other words counts for those who named nothing else by number or code.
    let mut in_meaning = ctx.alike.iter().filter(|earlier| same_matter(ctx.text, earlier));
    let newest = newest.or_else(|| in_meaning.clone().next().map(String::as_str));
    let before = in_words.max(in_meaning.by_ref().count());
    let in_conversation = 1 + before;
    match (said, newest) {
        (Some(said), _) if said.count >= in_conversation => {
            // "I already asked", after two more messages of the same matter: the longer count holds.
            said
        }
        (_, Some(earlier)) => Attempts {
            count: in_conversation,
            evidence: Evidence::AskedBefore { words: excerpt(earlier) },
        },
        (Some(said), None) => said,
        (None, None) => Attempts { count: 1, evidence: Evidence::words("") },
    }
}

/// "Zum dritten Mal", with [`GERMAN_ASKING`] in its sentence or before a colon, and "die vierte Mail".
static GERMAN_NTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bzum (?:mittlerweile |nun |jetzt )?(?P<nth>zweiten|2-|dritten|3-|vierten|4-|funften|fuenften|5-|sechsten|siebten|zehnten|hundertsten|x-?ten|wiederholten) ?mal\b|\b(?P<one>zweite|2-|dritte|3-|vierte|4-|funfte|fuenfte|sechste|siebte|zehnte|x-?te)[rsn]? (?:e-?mail|mail|nachricht|anfrage|anruf|meldung|beschwerde|ticket|schreiben|reklamation|erinnerung|mahnung)\b|\b(?:schon |bereits )?(?P<times>zweimal|dreimal|viermal|funfmal|fuenfmal|zigmal|mehrmals|mehrfach|hundertmal|\d{1,2} ?mal|(?:zwei|drei|vier|funf) mal)\b",
    )
});
/// The customer's own asking.
static GERMAN_ASKING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:schreibe?|geschrieben|schrieb|frage?|gefragt|nachgefragt|nachfrage|melde|gemeldet|rufe?|angerufen|anrufe|kontaktier\w*|bitte|gebeten|reklamier\w*|beschwer\w*|wende|gewandt|gewendet|erklare?|erklart|anfrage|gemailt|erinner\w*)\b|\bmal ?:|\bmal ?[.!,]*$",
    )
});
static GERMAN_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:hab|habe|hatte|haben)\b[^.?!]{0,25}\b(?:schon|bereits)(?: einmal| mal| gestern| letzte woche)? (?:\w+ ){0,2}(?:gefragt|geschrieben|gemeldet|angerufen|nachgefragt|kontaktiert|gemailt)\b|\bwie oft (?:soll|muss|mus|darf|noch)\b|\b(?:immer noch|noch immer|bis heute|bisher) keine (?:antwort|ru?e?ckmeldung|reaktion)\b|\b(?:niemand|keiner) (?:antwortet|meldet sich|reagiert)\b|\bwie (?:bereits|schon) (?:geschrieben|gesagt|erwahnt|mitgeteilt)\b",
    )
});

/// Counts what the message says in German.
fn said_in_german(heard: &Heard) -> Option<Attempts> {
    let asks = |at: Range<usize>| GERMAN_ASKING.is_match(heard.sentence(&at));
    let nth = GERMAN_NTH.captures_iter(heard.text()).find_map(|found| {
        let whole = found.get(0)?.range();
        let twice = |name: &str| {
            found
                .name(name)
                .is_some_and(|nth| nth.as_str().starts_with("zweite") || nth.as_str() == "2-")
        };
        let count = if twice("nth") || twice("one") { 2 } else { 3 };
        let counts = found.name("one").is_some() || asks(whole.clone());
        counts.then(|| Attempts { count, evidence: Evidence::words(heard.shown(whole)) })
    });
    let before =
        || Some(Attempts { count: 2, evidence: Evidence::words(heard.first(&GERMAN_BEFORE)?) });
    nth.or_else(before)
}

fn said_in_words(ctx: &MessageContext<'_>) -> Option<Attempts> {
    let text = fold(&own_words(ctx.text)).replace(['\n', '\r'], " ");
    let nth = NTH.captures_iter(&text).find_map(|found| {
        let whole = found.get(0)?;
        if whole.as_str().ends_with("time") && !COUNTS.is_match(&text[whole.end()..]) {
            return None;
        }
        let count = if matches!(&found[1], "second" | "2nd") { 2 } else { 3 };
        Some(Attempts { count, evidence: Evidence::words(whole.as_str()) })
    });
    let found = |words: &Regex, count| {
        let found = words.find(&text)?;
        Some(Attempts { count, evidence: Evidence::words(found.as_str().trim()) })
    };
    let times = found(&TIMES, 3).filter(|times| !ONCE.is_match(&times.evidence.to_string()));
    let answered = ctx.answered().next().is_some();
    let no_help = answered.then(|| found(&NO_HELP, 2)).flatten();
    let german = said_in_german(&Heard::new(ctx.text));
    let all = nth.into_iter().chain(times).chain(found(&BEFORE, 2)).chain(no_help).chain(german);
    all.max_by_key(|attempts| attempts.count)
}

/// What a message asks, sentence by sentence, as sets of stems; and its words as a whole.
fn asked(text: &str) -> (Vec<BTreeSet<String>>, Vec<String>) {
    let own = without_courtesies(&own_words(text));
    let sets = sentences(&own)
        .into_iter()
        .map(|range| content_set(&own[range]))
        .chain([content_set(&own)]);
    (sets.filter(|set| !set.is_empty()).collect(), words(&own))
}

fn same(
    left: &(Vec<BTreeSet<String>>, Vec<String>),
    right: &(Vec<BTreeSet<String>>, Vec<String>),
) -> bool {
    if left.0.is_empty() || right.0.is_empty() {
        return false;
    }
    left.1 == right.1
        || left.0.iter().any(|a| {
            right.0.iter().any(|b| {
                let shared = a.intersection(b).count();
                let part = |whole: usize| shared as f32 >= SAME_QUESTION * whole as f32;
                shared >= 2 && part(a.union(b).count())
                    || shared >= SHARED_IN_LONG && part(a.len().min(b.len()))
            })
        })
}

/// Whether two messages that mean nearly the same are about one thing: both ask for something, and
/// where both name numbers or codes, they share one ("where is order 4412?", "where is order 9981?").
fn same_matter(left: &str, right: &str) -> bool {
    let matter = |text: &str| {
        let set = content_set(&without_courtesies(&own_words(text)));
        let codes = set.iter().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        (codes.cloned().collect::<BTreeSet<_>>(), set.len())
    };
    let ((left_codes, left_words), (right_codes, right_words)) = (matter(left), matter(right));
    let other_codes =
        !left_codes.is_empty() && !right_codes.is_empty() && left_codes.is_disjoint(&right_codes);
    left_words >= ASKS && right_words >= ASKS && !other_codes
}

fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((cut, _)) => format!("{}\u{2026}", &line[..cut]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(left: &str, right: &str) -> bool {
        same(&asked(left), &asked(right))
    }

    #[test]
    fn the_same_question_in_other_words_is_the_same() {
        for (left, right) in [
            ("Where is my order 4412?", "Hello, where is my order 4412? I need it."),
            ("My order 4412 hasn't arrived", "My order 4412 still has not arrived!!"),
            ("How do I reset my password?", "How can I reset the password please"),
            ("It doesn't work", "It doesn't work"),
            (
                "The lamp flickers since this morning and its light is slowly blinking red.",
                "I did that and it was fine for an hour, but now the lamp flickers again and the light blinks red.",
            ),
            ("My refund for the blender is missing", "The blender refund is still missing"),
        ] {
            assert!(alike(left, right), "{left} | {right}");
        }
    }

    #[test]
    fn another_question_is_another() {
        for (left, right) in [
            ("How do I reset my password?", "How do I change my e-mail address?"),
            ("How do I return the blender?", "How do I clean the blender?"),
            ("Thanks!", "Thank you"),
            (
                "How do I clean the water tank of the coffee machine?",
                "How do I order a new water filter for the coffee machine?",
            ),
            ("Where is my order?", "How do I cancel the subscription?"),
            ("Can I pay by card?", "Can I pay by invoice in instalments?"),
        ] {
            assert!(!alike(left, right), "{left} | {right}");
        }
    }

    #[test]
    fn the_same_meaning_counts_unless_it_is_thanks_or_another_number() {
        for (text, alike, count) in [
            ("The parcel is nowhere to be seen", "My package never turned up", 2),
            ("Where is order 4412?", "Where is order 9981?", 1),
            ("Where is order 4412?", "Any news of order 4412?", 2),
            ("Thank you!", "Thanks a lot!", 1),
        ] {
            let alike = [alike.to_owned()];
            let ctx = MessageContext { text, alike: &alike, ..MessageContext::default() };
            assert_eq!(attempts(&ctx).count, count, "{text}");
        }
    }

    #[test]
    fn the_message_itself_says_how_often() {
        for (text, count) in [
            ("This is the third time I am writing.", 3),
            ("For the third time: where is my parcel?", 3),
            ("This was the fourth time your card was used", 1),
            ("I tried opening the game many times", 1),
            ("I already asked that", 2),
            ("I asked you this before: where is it?", 2),
            ("Still no answer from you", 2),
            ("I have emailed you three times about it", 3),
            ("Third time ordering from you, lovely!", 1),
            ("Where is my parcel?", 1),
            ("I ordered three mugs", 1),
            ("I've called twice and nobody helps", 3),
            ("I have spoken to nobody, but I called four different people", 3),
            ("How many times do I have to tell you?", 2),
            ("I keep asking and nobody answers me", 2),
            ("I am writing to you once again about the hub", 2),
            ("You have not replied to my last message", 2),
        ] {
            let ctx = MessageContext { text, ..MessageContext::default() };
            assert_eq!(attempts(&ctx).count, count, "{text}");
        }
    }

    #[test]
    fn who_waits_or_has_tried_something_has_not_asked_before() {
        for text in [
            "Three weeks and still no refund.",
            "I am still waiting for my refund",
            "I'm still waiting on the courier",
            "My parcel still has not arrived",
            "Still no news about the delivery",
            "I still haven't received the hub",
            "My case is still not resolved",
            "Error 1603 again and again",
            "The lamp goes off over and over",
            "Once again the app crashed",
            "I have the same problem again",
            "I tried resetting the hub but it did not help",
            "I followed the guide and that didn't solve it",
            "I have already tried another cable",
            "I already sent the parcel back",
            "How many times can I use the voucher?",
            "I was told two days ago that it would ship",
            "I called the courier and two drivers said no",
            "Nobody answers the door when the courier comes",
        ] {
            let ctx = MessageContext { text, ..MessageContext::default() };
            assert_eq!(
                attempts(&ctx),
                Attempts { count: 1, evidence: Evidence::words("") },
                "{text}"
            );
        }
    }

    #[test]
    fn an_answer_that_did_not_help_is_asked_again() {
        use aside_contract::{Author, ConversationId, Message, MessageId, Timestamp};
        let answer = Message {
            id: MessageId::new(),
            conversation_id: ConversationId::new(),
            author: Author::Agent,
            text: "Please hold the button for ten seconds.".to_owned(),
            at: Timestamp(0),
            suggestion_id: None,
            attachments: Vec::new(),
            by: None,
        };
        let history = [answer];
        for text in ["I did, but it did not help", "That doesn't work", "It is still not fixed"] {
            let first = MessageContext { text, ..MessageContext::default() };
            assert_eq!(attempts(&first).count, 1, "{text}");
            let then = MessageContext { history: &history, ..first };
            assert_eq!(attempts(&then).count, 2, "{text}");
        }
    }
}
