//! The customer asks for a person, a manager, or to make a formal complaint.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

const PERSON: &str = r"(?:(?:real|actual|live|human|another|different|senior|customer (?:service|support|care)|support|service|sales|billing|technical) )*(?:human(?: being)?s?|persons?|people|someone(?: else)?|somebody(?: else)?|representatives?|rep|agents?|advis[oe]rs?|operator|managers?|management|supervisors?|team leader?|team lead|boss|superior|specialist|staff(?: member)?|member of (?:the |your )?(?:team|staff))";

/// Ways to ask, each a pattern. `someone` counts only as the object of talking, or where it is said what
/// this person may decide.
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    let talk = r"(?:speak|talk|chat|deal|discuss (?:it|this|that|the matter|things|my \w+)|connect me|connect|put me through|get through|transfer me|transfer this|pass me|hand me over|(?:be|get) (?:transferred|put through|connected|passed on|handed over)|(?:help|assistance|like|want|try|trying|prefer|way of) (?:me |with )?(?:speaking|talking|chatting)|^\W*(?:speaking|talking|chatting))";
    let link = r"(?: (?:directly|again|right now|now|on the phone|live|over))* (?:to|with) ";
    let which = r"(?:a |an |the |your |one of your |some |any )?";
    let strict = PERSON.replace("|someone(?: else)?|somebody(?: else)?", "").replace("|people", "");
    let after = r"(?:\b|$)";
    let english = [
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
        r"\b(?:get|give|find|bring|send|put|want|wants|need|like|pass|connect|to|let|demand)\b[^.?!]{0,15}\b(?:someone|somebody|anyone|anybody|a person|people|whoever|one)(?: there)?(?: who| that| with| having| in)?(?: \w+){0,3} (?:decide|make (?:a |the |such )?decisions?|authority|the power|allowed to|approve (?:this|it|that|my)|charge)\b".to_owned(),
        r"\b(?:get|give|find|bring|put|want|need|let)(?: me| us)?(?: to)?(?: please)? (?:somebody|someone|anybody|anyone) (?:\w+ )?(?:competent|senior|higher(?: up)?|human|real|above you|else to (?:look|deal|handle))\b".to_owned(),
        r"\bis there (?:any ?one|any ?body|someone|somebody)(?: \w+){0,2} (?:who|that)(?:'s| is|'s not| isn't| is not)(?: not)? (?:an? )?(?:robot|bot|machine|computer|ai|program|human|real)\b".to_owned(),
        r"\b(?:your|the) (?:boss|manager|supervisor|superior|team lead(?:er)?|head of \w+|director|ceo|management)(?: please)?(?: to| should| must| can| could)? (?:\w+ )?(?:(?:ring|call|phone|contact|write|reply|answer)(?: to)? (?:me|us|back)|get (?:back|in touch))\b".to_owned(),
        r"\b(?:who|whom|some ?body|some ?one|any ?body|any ?one|person|colleague|people)\b[^.?!]{0,30}\b(?:(?:that|who)(?: is|'s)?(?: not|n't)|(?:that|who) isn't) (?:an? )?(?:chat ?bots?|robots?|bots?|machines?|computers?|programs?|ai)\b|\bof flesh and blood\b|\b(?:some ?body|some ?one|any ?body|any ?one) (?:real|human|alive)\b".to_owned(),
        r"\b(?:let|have|get|make) (?:a|an|some|one of your) (?:real |actual )?(?:humans?(?: being)?|person|people|colleague|supervisor|manager) (?:\w+ )?(?:look|read|check|decide|answer|deal|handle|take|reply|call)\b".to_owned(),
        r"\b(?:like|want|need|request|demand|expect)\b[^.?!]{0,12}\b(?:call|call-?back|word|reply|answer|e-?mail) (?:back )?from (?:a|an|the|your|one of your) (?:\w+ )?(?:human|person|manager|supervisor|superior|boss|director|team lead(?:er)?)\b".to_owned(),
        r"\b(?:phone|number|line|hotline)\b[^.?!]{0,30}\b(?:person|human|somebody|someone) (?:picks up|answers|to talk)\b".to_owned(),
        r"\bwho(?: is|'s) (?:above|over) you\b|\bwho(?: is|'s) your (?:boss|manager|supervisor|superior)\b|\b(?:someone|somebody|anyone) (?:above|senior to|higher up than) you\b".to_owned(),
        r"\b(?:pass|put|hand|transfer|connect) (?:me |this |it )?(?:on |over |through )?(?:to|with) whoever\b".to_owned(),
    ];
    let english: Vec<&str> = english.iter().map(String::as_str).collect();
    let german: Vec<String> =
        GERMAN.iter().map(|one| one.replace("PERSON", GERMAN_PERSON)).collect();
    let german: Vec<&str> = german.iter().map(String::as_str).collect();
    phrases(&[&english, &german])
});
const GERMAN_PERSON: &str = r"(?:(?:echten?|richtigen?|realen?|lebend\w+|anderen?|zustandigen?|menschlichen?) )*(?:menschen?|personen?|mitarbeiter(?:in|n)?|berater(?:in)?|kundenberater(?:in)?|sachbearbeiter(?:in)?|vorgesetzten?|chefs?|chefin|manager(?:in)?|geschaftsfuhr\w+|geschaftsleitung|filialleiter(?:in)?|teamleiter(?:in)?|teamleitung|abteilungsleiter(?:in)?|leiter(?:in)?|leitung|verantwortlichen?|zustandigen?|ansprechpartner(?:in)?|kollegen?|kollegin|kundenservice|kundendienst|support)";
const GERMAN: &[&str] = &[
    r"\bmit (?:(?:einem|einer|ihrem|ihrer|eurem|eurer|dem|der) )?(?:PERSON|jemande[mn]|irgendwem)\b[^.?!]{0,30}\b(?:sprechen|reden|telefonieren|schreiben|chatten|verbunden|verbinden|unterhalten)\b",
    r"\b(?:verbinden|verbinde|verbindet|weiterleiten|durchstellen|stellen|leiten|leite|geben|gebt|gib|holen|holt|hol|schicken)\b[^.?!]{0,12}\b(?:mich|uns|mir|das|dies|es)\b[^.?!]{0,30}\b(?:PERSON|jemande[mn])\b",
    r"\b(?:mochte|moechte|will|kann ich|wurde gern\w*|verlange|darf ich|lassen sie mich)\b[^.?!]{0,15}\b(?:den|die|ihren?|einen?|eine[nr]?|euren?|jemanden?)(?: PERSON)?\b[^.?!]{0,15}\b(?:sprechen|erreichen)\b|\b(?:brauche|verlange|will|fordere|gibt es)(?: \w+){0,2} (?:einen?|ihren?|den|euren?|auch) (?:(?:echten?|richtigen?) )?(?:menschen?|vorgesetzten?|chef|teamleiter\w*|filialleiter\w*|geschaftsfuhrer\w*)\b",
    r"\b(?:echte|richtige|reale|lebende)[rnsm]? (?:menschen?|personen?|mitarbeiter\w*)\b|\bru?e?ckruf (?:\w+ ){0,2}(?:durch|von|vom) (?:\w+ )?PERSON\b|\b(?:ihr|euer|der) (?:chef|vorgesetzter|teamleiter)\b[^.?!]{0,20}\b(?:anrufen|zuruckrufen|melden|zuruckruft|anruft|meldet)\b",
    r"\b(?:offiziell|formell|formlich|schriftlich)\w* (?:\w+ )?beschwer\w+|\bbeschwerde (?:\w+ )?(?:ein(?:zu)?(?:reichen|legen)|aufgeben)\b|\b(?:mochte|moechte|will|muss|mus|werde) mich (?:\w+ ){0,3}beschweren\b",
    r"^\W*(?:mensch|mitarbeiter|vorgesetzter|berater|kundenberater)(?:,? bitte)?\W*$",
    r"\b(?:echter|richtiger|realer) (?:mensch|mitarbeiter|ansprechpartner)\b",
];
/// Machines are refused: a request by itself, whatever denial stands before it.
static NO_MACHINES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:stop|don't want|do not want|tired of|sick of|no more|not) (?:talking (?:to|with) )?(?:a |an |the |this |your )?(?:chat ?)?(?:bots?|robots?|machines?|automated (?:replies|answers|responses))\b|\b(?:done|finished|fed up|through|enough)(?: with| of)? (?:chatting|talking|speaking|dealing|arguing|writing) (?:with|to) (?:a |an |the |this |your )?(?:\w+ )?(?:software|bots?|robots?|machines?|computers?|programs?|ai|algorithms?)\b|\bgive me (?:your )?(?:staff|people|humans?)\b|\b(?:keinen?|nicht mit (?:einem|einer|dem|diesem)) (?:chat-?)?(?:bots?|roboter|maschinen?|computer|ki)\b",
    )
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
        r"(?:don't|do not|didn't|no|not|rather not|never|without|instead of|wouldn't|won't)\s+(?:(?:really|actually|even|yet|have|having|need|needing|want|wanting|wish|necessary|reason|to)\s+)*$|\b(?:muss|mus|musste|brauche|mochte|moechte|will)(?: ich)?(?: \w+)? nicht\s+$|\bohne\s+$",
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
    let heard = Heard::new(text);
    heard.first_where(&COMPLAINT, |at| !DECLINED.is_match(&heard.text()[..at.start]))
}

/// The words with which the message asks for a person, a manager or a formal complaint; `None` without
/// such words.
pub(crate) fn asks_for_person(text: &str) -> Option<String> {
    let heard = Heard::new(text);
    let text = heard.text();
    let a_person = |at: &Range<usize>| {
        let end =
            text[at.end..].find(['.', ',', '?', '!', ';']).map_or(text.len(), |stop| at.end + stop);
        !NOT_A_PERSON.is_match(&text[at.clone()]) && !NOT_A_PERSON.is_match(&text[at.start..end])
    };
    heard
        .first_where(&ASKS, |at| !DECLINED.is_match(&text[..at.start]) && a_person(&at))
        .or_else(|| heard.first_where(&NO_MACHINES, |at| a_person(&at)))
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
