//! An account or data in the wrong hands: break-ins, payments nobody made, leaks, phishing, holes.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

static INCIDENT: LazyLock<Regex> = LazyLock::new(|| {
    let whose = r"(?:my|our|the|his|her|their|your|an?|this)";
    pattern(&[
        format!(r"\b{whose} (?:\w+ )?(?:account|e-?mail|login|profile|system|server|router|camera|app|website|site|data|network)s? (?:has|have|had|was|were|is|got|been|may have|might have)(?: been| got| being)? (?:hacked|compromised|breached|hijacked|broken into|taken over|stolen|leaked)\b"),
        r"\b(?:somebody|someone|a hacker|hackers|a stranger|strangers|a thief|thieves|the thief|an attacker|attackers|scammers?)(?: else)?(?: has| have| had| is| was| must have)? (?:\w+ )?(?:logged (?:in|into)|hacked|broken into|broke into|accessed|access|got into|signed in|taken over|took over|used my|using my|is using|emptied|changed (?:my|our)|stole|stolen|empty)\b".to_owned(),
        r"\b(?:i|we|never|not|nobody|without)\b[^.?!]{0,25}\b(?:authori[sz]ed?|permission|approved?|consent)\b[^.?!]{0,40}\b(?:charges?|payments?|card|transactions?|purchases?|orders?|account)\b|\b(?:charges?|payments?|transactions?|purchases?|orders?|logins?|sign-?ins?)\b[^.?!]{0,40}\b(?:(?:i|we) (?:did not|didn't|never|have not|haven't|did never) (?:\w+ )?(?:make|made|authori[sz]ed?|place|placed|approved?|recogni[sz]ed?|order|ordered)|not authori[sz]ed|unauthori[sz]ed)\b|\bunauthori[sz]ed (?:\w+ )?(?:charges?|payments?|access|logins?|transactions?|purchases?|orders?|use)\b".to_owned(),
        r"\b(?:see|seeing|shows?|showing|view|read|access|open|got|received|sent me)\b[^.?!]{0,20}\b(?:another|other|somebody else's|someone else's|a different|other people's|a stranger's) ?(?:customers?'?s?|persons?'?s?|users?'?s?|people'?s?|household'?s?|famil(?:y|ies)'?s?|living room|house|home|account|invoices?|data|orders?|details)\b".to_owned(),
        r"\b(?:phish(?:ing|ed)|pretend(?:ing|s|ed)? to be (?:you|from you|your)|claim(?:ing|s|ed) to be (?:you|from you|your)|impersonat\w+|fake (?:e-?mail|text|sms|site|website|call))\b[^.?!]{0,80}\b(?:entered|typed|gave|given|clicked|password|details|card|login|pin|bank)\b".to_owned(),
        r"\b(?:found|discovered|report(?:ing)?|disclose|spotted)\b[^.?!]{0,20}\b(?:vulnerabilit(?:y|ies)|security (?:hole|flaw|bug|issue|problem|gap|leak)|sql injection|xss|exploit|data (?:leak|breach))\b".to_owned(),
        r"\b(?:passwords?|credentials?|api keys?|access tokens?|keys?|(?:customer|personal|our|my) data)\b[^.?!]{0,15}\b(?:has|have|was|were|got|is|been|are)\b[^.?!]{0,12}\b(?:leaked|stolen|exposed|published|sold|compromised)\b|\b(?:data|security) (?:breach|leak|incident)\b".to_owned(),
        r"\b(?:phone|laptop|tablet|computer|key|card|device|remote)\b[^.?!]{0,12}\b(?:was|were|got|has been|been) stolen\b".to_owned(),
        r"\bmy account\b[^.?!]{0,15}\bhacked\b|\bi (?:have been|was|got|'ve been|think i was) hacked\b".to_owned(),
    ].join("|"))
});
/// The same words in a question about what is offered or what might be.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:what (?:happens|do i do|should i do|if)|how do you (?:handle|protect|deal)|in case|in the event|do you (?:have|had|offer)|have you ever|policy (?:on|for)|insurance|prevent|protect(?:ed|ion)? (?:me |us )?(?:from|against))\b",
    )
});

/// The words that tell of it.
pub(crate) fn security_incident(text: &str) -> Option<String> {
    let text = fold(&own_words(text)).replace(['\n', '\r'], " ");
    let mut sentences = text.split(['.', '?', '!']);
    sentences.find_map(|sentence| {
        let found = INCIDENT.find(sentence)?;
        (!HARMLESS.is_match(sentence)).then(|| found.as_str().trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incidents_are_told_from_questions_about_safety() {
        for text in [
            "My account was hacked",
            "Someone has accessed our workspace",
            "There is a payment on my statement that I never authorised",
            "Unauthorized access to our admin panel!",
            "The portal shows me someone else's orders",
            "I clicked a link in a fake e-mail and typed my password there",
            "I want to report a security flaw in your checkout",
            "Our API key was leaked on GitHub",
        ] {
            assert!(security_incident(text).is_some(), "{text}");
        }
        for text in [
            "How do I reset my password?",
            "What happens if my account was hacked?",
            "Do you have a policy for a data breach?",
            "Can I sign in with another account?",
            "Somebody else will pick the order up",
            "Can another user see my orders?",
            "I have changed my email address",
        ] {
            assert_eq!(security_incident(text), None, "{text}");
        }
    }
}
