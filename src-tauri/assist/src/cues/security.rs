//! An account or data in the wrong hands: break-ins, payments nobody made, leaks, phishing, holes.

use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

static INCIDENT: LazyLock<Regex> = LazyLock::new(|| phrases(&[ENGLISH, GERMAN]));
const ENGLISH: &[&str] = &[
    r"\b(?:my|our|the|his|her|their|your|an?|this) (?:\w+ )?(?:account|e-?mail|login|profile|system|server|router|camera|app|website|site|data|network)s? (?:has|have|had|was|were|is|got|been|may have|might have)(?: been| got| being)? (?:hacked|compromised|breached|hijacked|broken into|taken over|stolen|leaked)\b",
    r"\b(?:somebody|someone|a hacker|hackers|a stranger|strangers|a thief|thieves|the thief|an attacker|attackers|scammers?)(?: else)?(?: (?:in|from) (?:the )?\w+(?: \w+)?)?(?: has| have| had| is| was| must have|'s)? (?:\w+ )?(?:logged (?:in|into)|signed (?:in|into|on)|hacked|hijacked|broken into|broke into|accessed|access|got (?:in|into)|taken over|took over|used my|using my|is using|emptied|changed (?:my|our)|reset (?:my|our)|stole|stolen|empty|(?:took|taken|taking) (?:over )?(?:my|our) (?:\w+ )?(?:accounts?|profile|login)|(?:ordered|bought|placed|made|paid)\b[^.?!]{0,30}\b(?:my|our) (?:\w+ )?(?:account|card|name|profile|login))\b",
    r"\b(?:i|we|never|not|nobody|without)\b[^.?!]{0,25}\b(?:authori[sz]ed?|permission|approved?|consent)\b[^.?!]{0,40}\b(?:charges?|payments?|card|transactions?|purchases?|orders?|account)\b|\b(?:charges?|payments?|transactions?|purchases?|orders?|logins?|sign-?ins?)\b[^.?!]{0,40}\b(?:(?:i|we) (?:did not|didn't|never|have not|haven't|did never) (?:\w+ )?(?:make|made|authori[sz]ed?|place|placed|approved?|recogni[sz]ed?|order|ordered)|not authori[sz]ed|unauthori[sz]ed)\b|\bunauthori[sz]ed (?:\w+ )?(?:charges?|payments?|access|logins?|transactions?|purchases?|orders?|use)\b",
    r"\b(?:see|seeing|shows?|showing|view|read|access|open|got|received|sent me)\b[^.?!]{0,20}\b(?:another|other|somebody else's|someone else's|a different|other people's|a stranger's) ?(?:customers?'?s?|persons?'?s?|users?'?s?|people'?s?|household'?s?|famil(?:y|ies)'?s?|living room|house|home|account|invoices?|data|orders?|details)\b",
    r"\b(?:phish(?:ing|ed)|pretend(?:ing|s|ed)? to be (?:you|from you|your)|claim(?:ing|s|ed) to be (?:you|from you|your)|impersonat\w+|fake (?:e-?mail|text|sms|site|website|call))\b[^.?!]{0,80}\b(?:entered|typed|gave|given|clicked|password|details|card|login|pin|bank)\b",
    r"\b(?:found|discovered|report(?:ing)?|disclose|spotted)\b[^.?!]{0,20}\b(?:vulnerabilit(?:y|ies)|security (?:hole|flaw|bug|issue|problem|gap|leak)|sql injection|xss|exploit|data (?:leak|breach))\b",
    r"\b(?:passwords?|credentials?|api keys?|access tokens?|keys?|(?:customer|personal|our|my) data)\b[^.?!]{0,15}\b(?:has|have|was|were|got|is|been|are)\b[^.?!]{0,12}\b(?:leaked|stolen|exposed|published|sold|compromised)\b|\b(?:data|security) (?:breach|leak|incident)\b",
    r"\b(?:phone|laptop|tablet|computer|key|card|device|remote)\b[^.?!]{0,12}\b(?:was|were|got|has been|been) stolen\b",
    r"\bmy account\b[^.?!]{0,15}\bhacked\b|\bi (?:have been|was|got|'ve been|think i was) hacked\b",
    r"\b(?:log-?ins?|sign-?ins?|sessions?|orders?|purchases?|payments?|transactions?|devices?|users?|admins?|activity)\b[^.?!]{0,80}\b(?:(?:it|that|this) (?:was not|wasn't|is not|isn't) (?:me|us|mine|ours|by me|made by me)|(?:i|we)(?:'ve| have)? never been (?:there|to|in)|none of us|not me$|not by me|nobody (?:of|in|from) (?:us|our))\b",
    r"\b(?:log-?ins?|sign-?ins?|sessions?|devices?|users?|admins?|browsers?|locations?|phones?|computers?)\b,? (?:that |which )?(?:i|we|nobody|none of us) (?:do not|don't|does not|doesn't|can't|cannot|did not|didn't|have never|never) (?:know|recogni[sz]e|seen|own|add|added|use|used|authori[sz]ed?)\b",
    r"\b(?:unknown|unfamiliar|unrecogni[sz]ed|strange|suspicious) (?:devices?|log-?ins?|sign-?ins?|users?|sessions?|accounts?|admins?|activity|ip address)\b[^.?!]{0,50}\b(?:added|appear(?:s|ed)?|shows? up|showed up|signed in|logged in|connected|in my|in our|on my|on our|to my|to our)\b|\bnew (?:admin|user)\b[^.?!]{0,40}\b(?:nobody|none of us|not us|not me)\b",
    r"\b(?:passwords?|e-?mail(?: address)?|phone number|recovery \w+)\b[^.?!]{0,30}\b(?:was|were|has been|have been|got|is|now)\b[^.?!]{0,25}\b(?:someone else's|somebody else's|a stranger's|without (?:me|us|my|our|asking)|(?:i|i've|i have|we|we've) never (?:seen|heard|used|set))\b",
    r"\b(?:codes?|password resets?|reset (?:mails?|e-?mails?|links?))\b[^.?!]{0,20}\b(?:i|we) (?:never|did not|didn't) (?:request|requested|ask|asked|order|trigger|triggered)\b",
    r"\b(?:invoices?|orders?|account|data|details|bills?|profile|documents?|messages?) of (?:a |an |some )?(?:\w+ )?(?:(?:different|other|another) (?:person|people|customers?|users?|company|family|household)|someone else|somebody else|strangers?)\b",
    r"\b(?:data|database|records|addresses|details|passwords|user list|customer list|invoices|backups?|bucket|server)\b[^.?!]{0,50}\b(?:dark ?web|dark ?net|(?:public|hacker|hacking) (?:forum|site|channel)|pastebin|telegram|for sale|(?:being|is|are|was|were) (?:sold|traded|published|leaked|exposed)|open to (?:any ?one|every ?one|any ?body|the (?:public|world|internet))|publicly (?:visible|accessible|available|readable))\b",
    r"\b(?:an? |my |our )?(?:ex|former|old|fired|dismissed|sacked)[- ](?:\w+ )?(?:employees?|colleagues?|staff|partner|boyfriend|girlfriend|husband|wife|member|admin|flatmate)\b[^.?!]{0,40}\b(?:still|can|has|gets?|got|keeps?)\b[^.?!]{0,20}\b(?:access|log in|logs? in|get into|into (?:my|our)|sees?|see|read|reads)\b",
    r"\b(?:my|our) (?:account|activity|history|device list)\b[^.?!]{0,25}\b(?:log-?ins?|sign-?ins?|sessions?) (?:in|from)\b",
    r"\b(?:everyone|every (?:customer|client|user|member)|all (?:your |the )?(?:customers?|clients?|users?))(?:'s?)?\b[^.?!]{0,30}\b(?:data|names?|addresses|numbers?|details|invoices)\b[^.?!]{0,25}\b(?:without|open|public|visible|anyone)\b",
    r"\b(?:somebody|someone|a hacker|hackers|a stranger|strangers|a thief|scammers?)(?: else)? (?:has |have )?(?:got(?:ten)? (?:hold of|hold on)|knows?|has|have) (?:my|our) (?:\w+ )?(?:log-?in|passwords?|account|card|pin|credentials)\b",
    r"\b(?:devices?|i?phones?|i?pads?|tablets?|computers?|log-?ins?|users?)\b[^.?!]{0,50}\b(?:nobody|no one|none) (?:of us|in (?:this|my|our)|here|from (?:my|our)) [^.?!]{0,15}\b(?:owns?|has|knows?|uses?|recogni[sz]es?|added)\b",
];
const GERMAN: &[&str] = &[
    r"\b(?:jemand|irgendwer|irgendjemand|ein (?:fremder|unbekannter|hacker)|fremde|hacker|unbekannte)(?: anderes| anders)?\b[^.?!]{0,60}\b(?:eingeloggt|angemeldet|zugegriffen|zugriff|ubernommen|gehackt|geandert|bestellt|benutzt|missbraucht|misbraucht|eingedrungen|leergeraumt)\b",
    r"\b(?:konto|account|profil|e-?mail|postfach|passwort|zugang|daten|kundendaten|system|website)\b[^.?!]{0,30}\b(?:wurden?|worden|ist|sind|war)\b[^.?!]{0,20}\b(?:gehackt|kompromittiert|ubernommen|gestohlen|geklaut|geleakt|missbraucht|misbraucht|ausgespaht|veroffentlicht)\b|\b(?:ich|wir) (?:wurde|wurden|bin|sind) gehackt\b",
    r"\b(?:gerat|geraet|anmeldung|login|log-?in|sitzung|benutzer|nutzer|person|handy|zugriff)\b,? (?:das|die|den|der) (?:ich|wir|niemand)(?: \w+)? nicht (?:kenne|kennen|kennt|erkenne|autorisiert|hinzugefugt)\b|\b(?:unbekannte[ns]?|fremde[ns]?|verdachtige[ns]?) (?:gerat|geraet|anmeldung|login|benutzer|nutzer|zugriff|aktivitat)\w*\b",
    r"\b(?:bestell\w*|angemeldet|anmeldung|login|abbuchung|abgebucht|zahlung|uberweisung|kauf|gekauft|geandert)\b[^.?!]{0,40}\b(?:war (?:ich|das ich) nicht|waren wir nicht|nicht von mir|nicht von uns|stammt nicht|nie (?:genehmigt|autorisiert|veranlasst|erlaubt|zugestimmt|bestatigt|gemacht)|nicht (?:genehmigt|autorisiert|veranlasst|erlaubt))\b|\b(?:unberechtigte|nicht autorisierte|unautorisierte) (?:abbuchung|zahlung|buchung|zugriff)\w*\b",
    r"\b(?:kundendaten|nutzerdaten|daten|datenbank|adressen|passworter|rechnungen|backup)\b[^.?!]{0,40}\b(?:offen (?:im|ins) (?:netz|internet)|im (?:darknet|dark web|netz zu)|zum verkauf|offentlich (?:zuganglich|einsehbar|im netz)|geleakt|fur jeden)\b|\b(?:datenleck|datenpanne|sicherheitslucke|phishing-?mail)\b",
    r"\b(?:sehe|sieht|zeigt|bekomme|bekommen|erhalten)\b[^.?!]{0,30}\b(?:rechnung\w*|daten|bestellung\w*|konto|adresse) (?:von |eines |einer |eines anderen )?(?:andere[nrs]?|fremde[nrs]?|jemand(?:em)? andere[nm]s?|anderer) ?(?:kunden?|kundin|personen?|leuten?)?\b|\bfremde (?:rechnung|daten|bestellung)\w*\b",
];
/// The same words in a question about what is offered or what might be.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:what (?:happens|do i do|should i do|if)|how do you (?:handle|protect|deal)|in case|in the event|do you (?:have|had|offer)|have you ever|policy (?:on|for)|insurance|prevent|protect(?:ed|ion)? (?:me |us )?(?:from|against))\b|\b(?:where|how) (?:can|do|could) (?:i|we) (?:see|check|view|find|block|list)\b|\b(?:was passiert|was mache ich|wie kann ich|wo (?:sehe|finde|kann)|falls|im falle|schutzen sie|schutzt ihr|bieten sie)\b",
    )
});

/// A message in our name, or one that came from who knows where, that wants something of worth.
static LURE: LazyLock<Regex> = LazyLock::new(|| phrases(&[LURE_ENGLISH, LURE_GERMAN]));
const LURE_ENGLISH: &[&str] = &[
    r"\b(?:e-?mails?|mails?|texts?|text messages?|sms|messages?|whatsapp|calls?|called|callers?|rang|phoned|letters?|links?|website|site)\b[ -~]{0,80}\b(?:ask(?:s|ing|ed)?|want(?:s|ing|ed)?|tell(?:s|ing)|told|request(?:s|ing|ed)?|demand(?:s|ing|ed)?|says? (?:i|we) (?:must|need|have)|to (?:confirm|verify|update|click|pay|enter|read out))\b[ -~]{0,50}\b(?:card|bank|passwords?|pin|codes?|log-?in|credentials|details|verify|confirm|click|pay|gift ?cards?|account number|iban|social security|remote access|screen|teamviewer|anydesk)\b",
];
const LURE_GERMAN: &[&str] = &[
    r"\b(?:e-?mails?|mails?|sms|nachricht|whatsapp|anruf|angerufen|brief|link|webseite|seite)\b[ -~]{0,80}\b(?:\w*kartennummer|kreditkarte\w*|bankdaten|passwort|pin|tan|code|zugangsdaten|bestatigen|klicken|bezahlen|zahlen|kontonummer|iban)\b",
];
/// The doubt whether it is ours.
static DOUBT: LazyLock<Regex> = LazyLock::new(|| phrases(&[DOUBT_ENGLISH, DOUBT_GERMAN]));
const DOUBT_ENGLISH: &[&str] = &[
    r"\b(?:is|was) (?:that|this|it)(?: \w+){0,2} (?:really )?(?:from )?(?:you|yours|your company)\b|\b(?:is|was) (?:that|this|it)(?: \w+)? (?:really )?(?:real|genuine|legit(?:imate)?|official|safe|a scam|fake|phishing|spam)\b",
    r"\b(?:should|shall) i (?:click|answer|reply|pay|trust|open|do it|respond)\b|\bdid you (?:really )?send (?:it|this|that|me)\b",
    r"\b(?:pretend|claim|purport)(?:s|ing|ed)? to (?:be|come|work|represent)\b|\b(?:said|says|saying|told me) (?:he|she|they|it)(?: was| were| is| are|'s|'re| came)? (?:calling )?from (?:you|your)\b|\bin your name\b|\b(?:phishing|scam(?:mers?)?|impersonat\w+)\b|\b(?:suspicious|fishy|dubious|fake|strange|odd) (?:\w+ )?(?:e-?mail|mail|text|sms|message|call|link|letter|site|website)\b",
];
const DOUBT_GERMAN: &[&str] = &[
    r"\b(?:ist|war|kommt|stammt) (?:das|die|diese|dieser|der|es)(?: \w+){0,2} (?:wirklich |echt )?von (?:ihnen|euch|dir)\b|\b(?:ist|sind) (?:das|die|diese \w+|dieser \w+) (?:echt|serios|betrug|phishing|ein fake)\b|\b(?:soll|muss|mus) ich (?:da |das |darauf |den )?(?:\w+ )?(?:klicken|antworten|zahlen|bezahlen|offnen)\b",
    r"\b(?:gibt sich|gab sich|ausgegeben|angeblich von (?:ihnen|euch)|in ihrem namen|phishing|betruger|verdachtige[nrs]?|gefalschte[nrs]?)\b",
];

/// The words that tell of it.
pub(crate) fn security_incident(text: &str) -> Option<String> {
    let heard = Heard::new(text);
    let happened =
        |phrases: &Regex| heard.first_where(phrases, |at| !HARMLESS.is_match(heard.sentence(&at)));
    happened(&INCIDENT).or_else(|| DOUBT.is_match(heard.text()).then(|| happened(&LURE)).flatten())
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
