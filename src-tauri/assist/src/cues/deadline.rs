//! A date that presses: "before my flight tomorrow", "I need it by Friday".
//!
//! A date alone does not press ("do you deliver on Friday?"): it counts with a word of need, an event
//! that does not wait, or a word of ending.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

/// How near the date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Near {
    /// Within days.
    Days,
    /// Today, tomorrow, within hours.
    Hours,
}

/// What presses: how near, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub near: Near,
    pub words: String,
}

const HOURS: &str = r"(?:today|tonight|tomorrow|this (?:morning|afternoon|evening)|(?:in|within) (?:the next )?(?:an|a few|\d{1,2}|one|two|three|four|five|six) (?:hours?|minutes?|hrs?|mins?)|in an hour|midnight|noon|end of (?:the )?(?:day|business)|eod|right now)";
const DAYS: &str = r"(?:(?:next |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend)|end of (?:the |this )?week|next week|(?:in|within) (?:the next )?(?:\d|two|three|four|five|a few|a couple of) days|christmas|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2})";
/// What happens on its day whether or not the matter is settled.
const EVENT: &str = r"(?:flight|trip|journey|travel|holiday|vacation|wedding|birthday|exam|test|interview|meeting|presentation|demo|deadline|event|party|conference|funeral|surgery|operation|appointment|check-?in|train|launch|release|closing|payday|anniversary|school starts|moving day)";

/// A pressing phrase that ends in, or stands beside, a date of this kind.
fn pressing(date: &str) -> Regex {
    pattern(&format!(
        r"\b(?:(?:by|before|no later than|not later than|until|till) (?:\w+ ){{0,3}}?{date}\b|(?:need|must have|have to have|require|want)\w* (?:\w+ ){{0,6}}?{date}\b|(?:{EVENT}|leav(?:e|ing)|fly(?:ing)?|depart\w*|mov(?:e|ing) out|expir\w+|ends?|due|closes?|runs? out|cut off|shut off) (?:\w+ ){{0,4}}?{date}\b|{date},? (?:\w+ ){{0,4}}?(?:my|our|the|a|is my) {EVENT}\b|{date} (?:is|will be) (?:too late|the deadline|my last)|(?:urgent|asap|immediately|hurry)[^.?!]{{0,40}}?\b{date}\b)"
    ))
}

static WITHIN_HOURS: LazyLock<Regex> = LazyLock::new(|| pressing(HOURS));
static WITHIN_DAYS: LazyLock<Regex> = LazyLock::new(|| pressing(DAYS));
/// Before an event whose day is not said, by a day of the month, or in so many words.
static BEFORE_EVENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:by|before|no later than|until) the \d{{1,2}}(?:st|nd|rd|th)\b|\b(?:before|in time for|need\w* (?:\w+ ){{0,4}}?for) (?:my|our|the|his|her|their) (?:\w+ )?{EVENT}\b|\b(?:as soon as possible|asap|urgent(?:ly)?|time[- ]sensitive)\b"
    ))
});
/// It pressed then: "I ordered it before my flight last week", "it isn't urgent".
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:last|ago|yesterday|previous)\b|(?:not|n't|nothing|no)(?: \w+)? $")
});

/// The day itself lies back: "my appointment was last Monday".
static LIES_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:last|previous|(?:was|were)(?: supposed to be| meant to be| due)?(?: on| at| for| by)?) (?:{HOURS}|{DAYS})$"
    ))
});

/// What presses most in the customer's own lines.
pub(crate) fn deadline(text: &str) -> Option<Deadline> {
    let text = fold(&own_words(text));
    let found = |words: &Regex, near| {
        words
            .find_iter(&text)
            .find(|found| {
                let after: String = text[found.end()..].chars().take(16).collect();
                let before = &text[..found.start()];
                !LIES_BACK.is_match(found.as_str())
                    && !PAST.is_match(&after.replace("not ", ""))
                    && !PAST.is_match(&denied(before))
            })
            .map(|found| Deadline { near, words: found.as_str().to_owned() })
    };
    found(&WITHIN_HOURS, Near::Hours)
        .or_else(|| found(&WITHIN_DAYS, Near::Days))
        .or_else(|| found(&BEFORE_EVENT, Near::Days))
}

/// The last two words before a phrase, with the blank behind them.
fn denied(before: &str) -> String {
    let mut words: Vec<&str> = before.split_whitespace().rev().take(2).collect();
    words.reverse();
    words.join(" ") + " "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_press_only_with_a_need_an_event_or_an_end() {
        use Near::{Days, Hours};
        for (text, near) in [
            ("I need it before my flight tomorrow", Some(Hours)),
            ("My flight leaves tomorrow morning and I cannot check in", Some(Hours)),
            ("Please fix this by tonight", Some(Hours)),
            ("I need the parcel today", Some(Hours)),
            ("The offer expires at midnight", Some(Hours)),
            ("We have a demo in two hours", Some(Hours)),
            ("Tomorrow is my wedding and the dress is not here", Some(Hours)),
            ("Our subscription ends today", Some(Hours)),
            ("I need this for my exam on Monday", Some(Days)),
            ("It has to arrive before Friday", Some(Days)),
            ("Can you deliver by the 24th?", Some(Days)),
            ("My daughter's birthday is on Saturday", Some(Days)),
            ("I need the invoice by end of the week", Some(Days)),
            ("Will it come before Christmas?", Some(Days)),
            ("I want the tickets in time for our trip", Some(Days)),
            ("This is urgent!", Some(Days)),
            ("Do you deliver on Friday?", None),
            ("I need the 2nd box", None),
            ("Are you open tomorrow?", None),
            ("My appointment was last Monday", None),
            ("The deadline was on Friday and nobody came", None),
            ("My birthday was yesterday, the meeting was on Tuesday", None),
            ("I ordered it on Monday", None),
            ("I bought it before my flight last week", None),
            ("It isn't urgent", None),
            ("This is not urgent, take your time", None),
            ("The app crashed today", None),
            ("I paid the invoice yesterday", None),
            ("What is the flight time limit of the drone?", None),
            ("I wrote to you two days ago", None),
        ] {
            assert_eq!(
                deadline(text).map(|found| found.near),
                near,
                "{text}: {:?}",
                deadline(text)
            );
        }
    }
}
