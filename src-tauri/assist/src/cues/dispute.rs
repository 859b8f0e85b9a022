//! Money that the customer takes back or holds back: chargebacks, disputed charges, refused refunds.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

/// What is said about the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// The words.
    pub words: String,
    /// A third party has it, or will, or the team has refused or promised it: more than a demand.
    pub beyond_asking: bool,
}

/// The bank or card issuer takes it back, or the customer will not pay.
static DISPUTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:file|filing|filed|start|started|starting|initiate|initiating|open|opened|opening|raise|raised|raising|request|requested|requesting|do|doing|issue|issuing|going to|will|have to)\b[^.?!]{0,15}\bcharge-?backs?\b|\bcharge-?back fraud\b|\bcharge-?back (?:through|with|via|from) my (?:bank|card)\b",
        r"\b(?:dispute|disputed|disputing|contest|contested|contesting)\b[^.?!]{0,30}\b(?:with|through|via) (?:my |the )?(?:bank|card|credit card|visa|mastercard|amex|american express|paypal|klarna)\b|\b(?:dispute|disputing|contest|contesting) (?:this|the|that|your|it|these|both|all) ?(?:charges?|payments?|invoices?|bills?|amounts?|transactions?|debits?)?\b",
        r"\b(?:bank|card (?:issuer|company)|credit card company|paypal|visa|mastercard|klarna)\b[^.?!]{0,40}\b(?:revers\w+|(?:get|claim|claw|pull|take)\w* (?:it|the money|my money|the payment)? ?back|dispute|opened a (?:case|claim))\b|\brevers\w* (?:this|the|that|my) (?:payment|charge|debit)\b",
        r"\b(?:won't|will not|refuse to|am not going to|not going to|never going to) pay (?:this|that|the|your|for this|a (?:cent|penny))\b",
    ].join("|"))
});
static HOW_IT_WORKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bhow (?:do|does|can|should) [^.?!]{0,30}(?:charge-?backs?|disputes?) (?:work|against)\b",
    )
});
/// A refund that was refused, or promised and not paid.
static WITHHELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:refus(?:e|ed|ing)|den(?:y|ied|ying)|reject(?:ed|ing)?|declin(?:e|ed|ing))\b[^.?!]{0,25}\brefunds?\b|\brefunds?\b[^.?!]{0,25}\b(?:was|were|been|got) (?:refused|denied|rejected|declined)\b|\b(?:waited|waiting|been)\b[^.?!]{0,30}\b(?:weeks?|months?)\b[^.?!]{0,30}\b(?:refunds?|money back)\b|\brefunds?\b[^.?!]{0,20}\bpromised\b[^.?!]{0,60}\b(?:still|never|not|nothing|yet)\b",
    )
});
/// The money is demanded, not asked for.
static DEMANDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:demand|insist on|require)\w* (?:an? |my |the )?(?:full |complete |immediate )*(?:refunds?|money back)\b|\b(?:want|need|give me|get|have) (?:all )?(?:of )?my money back\b|\bpay me back\b",
    )
});

/// What the customer says of a dispute; none where a refund is only asked for or asked about.
pub(crate) fn dispute(text: &str) -> Option<Dispute> {
    let text = fold(&own_words(text)).replace(['\n', '\r'], " ");
    let first = |words: &Regex| words.find(&text).map(|found| found.as_str().trim().to_owned());
    // "How do chargebacks work?" asks, too.
    if HOW_IT_WORKS.is_match(&text) {
        return None;
    }
    let beyond = first(&DISPUTED).or_else(|| first(&WITHHELD));
    match beyond {
        Some(words) => Some(Dispute { words, beyond_asking: true }),
        None => first(&DEMANDED)
            // "How do I get my money back?" asks.
            .filter(|_| !asks_how(&text))
            .map(|words| Dispute { words, beyond_asking: false }),
    }
}

fn asks_how(text: &str) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:how|can|could|when|where|do|will|may) (?:do |can |will |would )?(?:i|we) (?:get|have)\b",
        )
    });
    ASKS.is_match(text)
}

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
