//! The customer asks for a person, a manager, or to make a formal complaint.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

const PERSON: &str = r"(?:(?:real|actual|live|human|another|different|senior|customer (?:service|support|care)|support|service|sales|billing|technical) )*(?:human(?: being)?s?|persons?|people|someone(?: else)?|somebody(?: else)?|representatives?|rep|agents?|advis[oe]rs?|operator|managers?|management|supervisors?|team leader?|team lead|boss|superior|specialist|staff(?: member)?|member of (?:the |your )?(?:team|staff))";

/// Ways to ask, each a pattern over the folded text. `someone` counts only as the object of talking.
static ASKS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let talk = r"(?:speak|talk|chat|connect me|connect|put me through|get through|transfer me|transfer this|pass me|hand me over|(?:be|get) (?:transferred|put through|connected|passed on|handed over)|(?:help|assistance|like|want|try|trying|prefer|way of) (?:me |with )?(?:speaking|talking|chatting)|^\W*(?:speaking|talking|chatting))";
    let link = r"(?: (?:directly|again|right now|now|on the phone|live|over))* (?:to|with) ";
    let which = r"(?:a |an |the |your |one of your |some |any )?";
    let strict = PERSON.replace("|someone(?: else)?|somebody(?: else)?", "").replace("|people", "");
    let after = r"(?:\b|$)";
    [
        format!(r"(?:\b|^){talk}{link}{which}(?:\w+ )?(?:{PERSON}|assistant|support|customer (?:service|support|care|assistance)){after}"),
        format!(r"\b(?:want|need|demand|give me|get me|let me have|i'd like|i would like|would like|request(?:ing)?|ask(?:ing)? for|call|bring)(?: to (?:see|reach|contact|have|get))? (?:a |an |the |your )(?:real |actual |live |human )*(?:human(?: being)?|person|representative|manager|supervisor|team lead(?:er)?|human agent|support agent|live agent|agent){after}"),
        format!(r"\b(?:is there|are there|can i (?:get|have|reach)|could i (?:get|have|reach)|may i have|where is|get me|put) {which}{strict}{after}(?: (?:on|that|who|i can|available|here|to)|\s*[?!.]|$)"),
        r"\b(?:(?:real|live|actual) (?:human(?: being)?|person|agent|people)|human (?:agent|being|operator|representative|advis[oe]r))\b".to_owned(),
        format!(r"^\W*(?:(?:a|an|your|the) )?{strict}(?:,? (?:please|now|asap))*\W*$"),
        r"\bescalat(?:e|ed|ing) (?:this|it|my|the (?:case|issue|matter|ticket|complaint|problem)|to)\b".to_owned(),
        r"\b(?:be|get|have|want) (?:this |it |my (?:case|issue|ticket|complaint) )?escalated\b".to_owned(),
        r"\b(?:formal|official) complaint\b".to_owned(),
        r"\b(?:someone|somebody|anyone|anybody|a person|one of your (?:team|people|colleagues))\b[^.?!]{0,25}\b(?:ring|call|phone) me\b".to_owned(),
        r"\bput me (?:on|onto|through)(?: to)? (?:whoever|somebody|someone)\b".to_owned(),
        format!(r"\b(?:pass|hand|forward|give|take|send) (?:this|it|me|my (?:case|message|complaint))(?: on| over| up)? to {which}{strict}{after}"),
        format!(r"\bhave a (?:quick )?word with {which}(?:\w+ )?{strict}{after}"),
        r"\b(?:stop|don't want|do not want|tired of|sick of|no more|not) (?:talking (?:to|with) )?(?:a |an |the |this |your )?(?:chat ?)?(?:bots?|robots?|machines?|automated (?:replies|answers|responses))\b".to_owned(),
    ]
    .iter()
    .map(|source| pattern(source))
    .collect()
});

/// A manager that is a program, a role to be given, or somebody of the customer's own company.
static NOT_A_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:password|file|task|device|download|package|window|boot|tag|ads?|user|users|permission|key|partition) managers?$|\b(?:to|with) (?:my|our|his|her|their) |\b(?:manager|agent|supervisor|representative|management|staff|support|person) (?:account|role|roles|seat|seats|licen[cs]e|permission|permissions|dashboard|app|plan|view|access|login|profile|tool|software|address|field|tab|page|settings?)\b",
    )
});
/// The same words said the other way round.
static DECLINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:don't|do not|didn't|no|not|rather not|never|without|instead of|wouldn't|won't)\s+(?:(?:really|actually|even|yet|have|having|need|needing|want|wanting|wish|necessary|reason|to)\s+)*$",
    )
});

/// "File a complaint": less than a formal one, which is among [`ASKS`], but a supervisor's matter.
static COMPLAINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:mak(?:e|ing)|fil(?:e|ing)|rais(?:e|ing)|lodg(?:e|ing)|submit(?:ting)?|register(?:ing)?|place) (?:a|an|my) (?:written |serious )?complaint\b",
    )
});

/// The words with which the message makes a complaint, formal or not; `None` without such words.
pub(crate) fn complains(text: &str) -> Option<String> {
    let text = fold(&own_words(text));
    let said =
        COMPLAINT.find_iter(&text).find(|found| !DECLINED.is_match(&text[..found.start()]))?;
    Some(said.as_str().to_owned())
}

/// The words with which the message asks for a person, a manager or a formal complaint; `None` without
/// such words.
pub(crate) fn asks_for_person(text: &str) -> Option<String> {
    let text = fold(&own_words(text)).replace(['\n', '\r'], " ");
    ASKS.iter().enumerate().find_map(|(index, ask)| {
        ask.find_iter(&text).find_map(|found| {
            // The last pattern, on machines, is a refusal by itself.
            let refusal = index + 1 == ASKS.len();
            if !refusal && DECLINED.is_match(&text[..found.start()]) {
                return None;
            }
            let end = text[found.end()..]
                .find(['.', ',', '?', '!', ';'])
                .map_or(text.len(), |stop| found.end() + stop);
            let around = &text[found.start()..end];
            if NOT_A_PERSON.is_match(found.as_str()) || NOT_A_PERSON.is_match(around) {
                return None;
            }
            Some(found.as_str().trim().to_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_for_a_person_is_found() {
        for text in [
            "I want to speak to a manager",
            "Can I talk to a real person please?",
            "get me your supervisor",
            "Please connect me with someone from billing",
            "agent",
            "HUMAN PLEASE!!",
            "Please escalate this.",
            "I'd like to make a formal complaint.",
            "No more bots",
            "why can't I just speak with a human being",
            "I need a manager now",
            "is there a human I can chat with?",
            "Stop sending me automated replies. I want this escalated.",
            "Transfer me to a customer service representative",
        ] {
            assert!(asks_for_person(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_managers_agents_and_people_are_not() {
        for text in [
            "Does it work with a password manager?",
            "How do I get a manager account?",
            "My manager asked me to cancel the plan.",
            "How do I add an agent to my team?",
            "I spoke with an agent yesterday and it was great",
            "No need to talk to a person, I solved it.",
            "I don't want to speak to an agent, just send the invoice",
            "How do I talk to my manager about seats?",
            "How many people can use one licence?",
            "Can someone help me with my order?",
            "What does the support agent role allow?",
            "I do not want to talk to my manager about it",
            "The delivery person left it at the door",
            "> I want to speak to a manager\nThat mail was not mine",
        ] {
            assert_eq!(asks_for_person(text), None, "{text}");
        }
    }
}
