//! Money that the customer takes back or holds back: chargebacks, disputed charges, refused and overdue refunds.

use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

/// What is said about the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// The words.
    pub words: String,
    /// A third party has it, or will, or the team has refused or promised it: more than a demand.
    pub beyond_asking: bool,
}

/// The bank or card issuer takes it back, or the customer will not pay.
static DISPUTED: LazyLock<Regex> = LazyLock::new(|| phrases(&[DISPUTED_ENGLISH, DISPUTED_GERMAN]));
const DISPUTED_ENGLISH: &[&str] = &[
    r"\b(?:file|filing|filed|start|started|starting|initiate|initiating|open|opened|opening|raise|raised|raising|request|requested|requesting|do|doing|issue|issuing|going to|will|have to)\b[^.?!]{0,15}\bcharge-?backs?\b|\bcharge-?back fraud\b|\bcharge-?back (?:through|with|via|from) my (?:bank|card)\b",
    r"\b(?:dispute|disputed|disputing|contest|contested|contesting)\b[^.?!]{0,30}\b(?:with|through|via) (?:my |the )?(?:bank|card|credit card|visa|mastercard|amex|american express|paypal|klarna)\b|\b(?:dispute|disputing|contest|contesting) (?:this|the|that|your|it|these|both|all) ?(?:charges?|payments?|invoices?|bills?|amounts?|transactions?|debits?)?\b",
    r"\b(?:bank|card (?:issuer|company)|credit card company|paypal|visa|mastercard|klarna)\b[^.?!]{0,40}\b(?:revers\w+|(?:get|claim|claw|pull|take)\w* (?:it|the money|my money|the payment)? ?back|dispute|opened a (?:case|claim))\b|\brevers\w* (?:this|the|that|my) (?:payment|charge|debit)\b",
    r"\b(?:won't|will not|refuse to|am not going to|not going to|never going to) pay (?:this|that|the|your|for this|a (?:cent|penny))\b",
];
const DISPUTED_GERMAN: &[&str] = &[
    r"\b(?:zuru?e?ck ?(?:zu)?(?:buchen|gebucht|rufen lassen|geholt|holen lassen)|(?:buche|hole|rufe)\b[^.?!]{0,30}\bzuru?e?ck|ru?e?ckbuchung\w*|ru?e?cklastschrift|chargeback|k(?:au|aeu)ferschutz\w*)\b",
    r"\b(?:widerspreche|widersprechen|bestreite|fechte)\b[^.?!]{0,25}\b(?:abbuchung|lastschrift|rechnung|forderung|belastung|zahlung)\b|\b(?:abbuchung|lastschrift|rechnung|forderung|zahlung)\b[^.?!]{0,25}\b(?:widersprochen|bestritten|angefochten)\b|\b(?:zahle|bezahle|werde|werden)\b[^.?!]{0,30}\bnicht (?:zahlen|bezahlen)\b|\b(?:zahle|bezahle) (?:ich )?(?:das|die|diese|diesen)(?: \w+)? (?:sicher |bestimmt )?nicht\b",
    r"\b(?:bank|paypal|klarna|kreditkarten\w*)\b[^.?!]{0,30}\b(?:holt|bucht|zieht)\b[^.?!]{0,20}\bzuru?e?ck\b",
];
static HOW_IT_WORKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bhow (?:do|does|can|should) [^.?!]{0,30}(?:charge-?backs?|disputes?) (?:work|against)\b|\bwie (?:funktioniert|geht|lauft)\b",
    )
});
/// A refund that was refused, or promised and not paid.
static WITHHELD: LazyLock<Regex> = LazyLock::new(|| phrases(&[WITHHELD_ENGLISH, WITHHELD_GERMAN]));
const WITHHELD_ENGLISH: &[&str] = &[
    r"\b(?:refus(?:e|ed|ing)|den(?:y|ied|ying)|reject(?:ed|ing)?|declin(?:e|ed|ing))\b[^.?!]{0,25}\brefunds?\b|\brefunds?\b[^.?!]{0,25}\b(?:was|were|been|got) (?:refused|denied|rejected|declined)\b|\b(?:waited|waiting|been)\b[^.?!]{0,30}\b(?:weeks?|months?)\b[^.?!]{0,30}\b(?:refunds?|money back)\b|\brefunds?\b[^.?!]{0,20}\bpromised\b[^.?!]{0,60}\b(?:still|never|not|nothing|yet)\b",
    r"\b(?:never|still (?:not|no|haven't|have not|hasn't|has not|don't have|do not have|nothing|waiting|missing)|no (?:sign|trace|sight|word|news) of)\b[^.?!]{0,30}\b(?:refund(?:s|ed)?|reimburse(?:d|ment)?|money back|my money|(?:the|my) money you owe)\b",
    r"\b(?:refunds?|reimbursement|my money)\b[^.?!]{0,25}\b(?:never (?:came|arrived|reached|appeared|showed|happened|received|got|been)|(?:is|has|have)(?: still|n't still) not|still (?:not|isn't|hasn't|has not|is not|nowhere|missing)|is (?:long )?overdue|nowhere to be (?:seen|found))\b",
    r"\bpromised\b[^.?!]{0,30}\b(?:refund(?:ed)?|money back|reimburse\w*)\b[^.?!]{0,60}\b(?:still|never|not|nothing|yet)\b|\bwhen (?:am|will|do|are|is) (?:i|we|you|my) [^.?!]{0,20}\b(?:finally|ever)\b[^.?!]{0,30}\b(?:refund(?:ed)?|money)\b|\bmoney (?:that )?you (?:still )?owe (?:me|us)\b",
    r"\b(?:weeks?|months?)\b[^.?!]{0,20}\b(?:no|without (?:a|my|any)|and no) (?:refund|money|reimbursement)\b|\b(?:refund|money)\b[^.?!]{0,30}\b(?:isn't|is not|hasn't come|has not come|not) (?:been )?(?:back|paid|here|returned)\b",
    r"\byou (?:still )?owe (?:me|us)\b[^.?!]{0,10}(?:\$|\b\d|\bmoney\b|\brefund\b)",
];
const WITHHELD_GERMAN: &[&str] = &[
    r"\b(?:(?:ru?e?ck)?erstattung|ru?e?ckzahlung|(?:mein|das|unser|dem) geld|gutschrift)\b[^.?!]{0,40}\b(?:abgelehnt|verweigert|verwehrt)\b|\b(?:abgelehnt|verweigern|verweigert|lehnen)\b[^.?!]{0,30}\b(?:(?:ru?e?ck)?erstattung|ru?e?ckzahlung|(?:mein|das|unser|dem) geld|gutschrift)\b",
    r"\b(?:(?:ru?e?ck)?erstattung|ru?e?ckzahlung|(?:mein|das|unser|dem) geld|gutschrift)\b[^.?!]{0,40}\b(?:nie (?:bekommen|erhalten|gekommen|angekommen|gesehen)|(?:immer noch|noch immer|bis heute|nach wie vor) (?:nicht|nichts|offen)|ist uberfallig)\b|\b(?:immer noch|noch immer|bis heute|nach wie vor) (?:keine?n?|nicht|nichts|auf)\b[^.?!]{0,25}\b(?:(?:ru?e?ck)?erstattung|ru?e?ckzahlung|(?:mein|das|unser|dem) geld|gutschrift|geld)\b",
    r"\b(?:wochen|monat\w*)\b[^.?!]{0,20}\bwarte\w*\b[^.?!]{0,20}\b(?:mein|unser|die|das|meine) (?:geld|ru?e?ckerstattung|erstattung|gutschrift)\b|\bwarte\w*\b[^.?!]{0,40}\b(?:wochen|monat\w*)\b[^.?!]{0,30}\b(?:(?:ru?e?ck)?erstattung|ru?e?ckzahlung|(?:mein|das|unser|dem) geld|gutschrift)\b|\bwo (?:bleibt|ist|bleiben)(?: denn| nur| eigentlich)? (?:meine|mein|die|unser)\w* ?(?:geld|(?:ru?e?ck)?erstattung|ru?e?ckzahlung)\b[ -~]{0,60}\b(?:wochen|monat\w*)\b",
];
/// A refund that is not there yet. It is overdue where weeks have gone by.
static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:refund|reimbursement|my money)\b[^.?!]{0,25}\b(?:hasn't|has not|haven't|have not|isn't|is not|not|didn't|did not) (?:yet )?(?:arrived|come|been|shown|showed|appeared|reached|here|on|in|there|processed|paid)|\bwhere(?:'s| is| on earth is| the \w+ is)? (?:my|the|our) (?:refund|money)\b|\b(?:said|promised|told|assured)\b[^.?!]{0,40}\brefund(?:ed)?\b|\b(?:haven't|have not|didn't|not) (?:yet )?(?:got|received|gotten|seen|had) (?:my|the|a|any|our) (?:refund|money)\b",
    )
});
static LONG_AGO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:weeks?|months?) (?:ago|now|later|since|already|and counting)\b|\b(?:for|been|after|over|than|took|almost|nearly) (?:\w+ ){1,2}(?:weeks|months)\b|\ba month\b|\bsince (?:january|february|march|april|may|june|july|august|september|october|november|december|last (?:week|month|year))\b",
    )
});
/// The money is demanded, not asked for.
static DEMANDED: LazyLock<Regex> = LazyLock::new(|| phrases(&[DEMANDED_ENGLISH, DEMANDED_GERMAN]));
const DEMANDED_ENGLISH: &[&str] = &[
    r"\b(?:demand|insist on|require)\w* (?:an? |my |the )?(?:full |complete |immediate )*(?:refunds?|money back)\b|\b(?:want|need|give me|get|have) (?:all )?(?:of )?my money back\b|\bpay me back\b",
];
const DEMANDED_GERMAN: &[&str] = &[
    r"\b(?:verlange|fordere|will|mochte|moechte|wollen)\b[^.?!]{0,25}\b(?:mein|unser|das) (?:ganzes |volles )?geld(?: \w+){0,2} (?:zuruck|zurueck|wieder)(?:haben|bekommen)?\b|\bgeben sie mir (?:\w+ )?(?:mein )?geld\b|\b(?:verlange|fordere)\b[^.?!]{0,20}\b(?:ru?e?ck)?erstattung\b",
];

/// What the customer says of a dispute; none where a refund is only asked for or asked about.
pub(crate) fn dispute(text: &str) -> Option<Dispute> {
    let heard = Heard::new(text);
    // "How do chargebacks work?" asks, too.
    if HOW_IT_WORKS.is_match(heard.text()) {
        return None;
    }
    let overdue = || LONG_AGO.is_match(heard.text()).then(|| heard.first(&NOT_YET)).flatten();
    let beyond = heard.first(&DISPUTED).or_else(|| heard.first(&WITHHELD)).or_else(overdue);
    match beyond {
        Some(words) => Some(Dispute { words, beyond_asking: true }),
        None => heard
            .first(&DEMANDED)
            // "How do I get my money back?" asks.
            .filter(|_| !ASKS_HOW.is_match(heard.text()))
            .map(|words| Dispute { words, beyond_asking: false }),
    }
}

static ASKS_HOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:how|can|could|when|where|do|will|may) (?:do |can |will |would )?(?:i|we) (?:get|have)\b|\b(?:wie|wann|kann|konnte|wo) (?:bekomme |kann )?(?:ich|wir)\b",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disputes_are_told_from_questions_about_refunds() {
        for (text, beyond_asking) in [
            ("I am going to file a chargeback with my bank", true),
            ("I am disputing the charge through my credit card.", true),
            ("My bank will reverse the payment on Monday", true),
            ("You denied me the refund that your page promises", true),
            ("I won't pay this invoice", true),
            ("I demand an immediate refund!", false),
            ("Give me my money back", false),
        ] {
            let found = dispute(text);
            assert_eq!(found.map(|found| found.beyond_asking), Some(beyond_asking), "{text}");
        }
        for text in [
            "How do I get my money back?",
            "I would like a refund for order 8812, please.",
            "How do chargebacks work if I paid by card?",
            "When will my refund arrive?",
            "Can I pay by bank transfer?",
            "The refund came, thanks!",
        ] {
            assert_eq!(dispute(text), None, "{text}");
        }
    }
}
