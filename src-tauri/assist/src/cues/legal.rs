//! Words of law and the public: lawyers, courts, regulators, the press.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

/// Patterns over the folded text. A word that has a harmless everyday meaning ("court", "regulator",
/// "sue") counts only with its legal company.
static LEGAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:lawyers?|attorneys?|solicitors?|barristers?)\b",
        r"\blegal (?:action|proceedings?|steps|advice|counsel|team|department|representative|claim|case|rights|consequences|notice|letter)\b",
        r"\b(?:law ?suits?|litigation|class action|subpoena|cease and desist|breach of contract|legally (?:liable|obliged|required|binding))\b",
        r"\bsu(?:ing|ed) (?:you|your|them|the company|for)\b|\bi'?m suing\b|\bsue (?:you|your|them|the company|for damages)\b|\b(?:will|going to|gonna|'ll|could|should|shall|might|can|and|or) sue\b",
        r"\bsmall claims court\b|\b(?:go|going|take|taking|took|file|filing|filed|proceed)\b[^.?!]{0,30}\bsmall claims\b",
        r"\b(?:in|to|through|before) (?:the |a )?(?:high |county |federal |civil )?courts?\b|\bcourt (?:action|order|case|claim|date|proceedings|summons)\b",
        r"\bombuds(?:man|person|men)\b|\btrading standards\b|\bconsumer (?:protection|rights|affairs|watchdog|advice|council|ombudsman)\b|\bbetter business bureau\b|\battorney general\b",
        r"\b(?:the|a|your|our|financial|energy|telecoms?|data|industry|national|banking|market) regulators?\b|\bregulatory (?:body|authority|complaint|action)\b|\breport(?:ed|ing)? (?:you|this|it|your company)\b[^.?!]{0,20}\b(?:ftc|fca|cfpb|bbb|ofcom|ofgem|ico|fcc|authorities|police)\b",
        r"\b(?:complain|complaint|complaining)\b[^.?!]{0,30}\b(?:ftc|fca|cfpb|bbb|ofcom|ofgem|ico|fcc|authorit(?:y|ies))\b",
        r"\b(?:gdpr|data protection|privacy) (?:complaint|breach|violation|infringement|authority|commissioner)\b|\b(?:violat\w*|breach\w*|break\w*|against|under)\b[^.?!]{0,20}\b(?:gdpr|the law|consumer law|data protection law|privacy laws?)\b|\b(?:this|that|it|you|which|your \w+|are doing)(?: ?is|'s| are|'re| was| acted| behave)? (?:\w+ )?(?:illegal|unlawful)(?:ly)?\b",
        r"\b(?:this|that|it|what you(?:'re| are) doing) ?(?:is|'s|was) (?:\w+ )?fraud\b|\bcommit(?:ting|ted)? fraud\b|\bfraud (?:case|complaint|report) against\b|\b(?:accus\w+|guilty) (?:you )?of fraud\b",
        r"\b(?:call|go to|going to|contact|report\w*(?: this| you| it)? to|file\w* a report with) the police\b|\bpolice report\b",
        r"\b(?:tell|telling|told|contact|contacting|contacted|call|calling|go to|going to|write to|writing to|inform|informing|talk to|talking to|spoke to|speaking to|take (?:this|it) to)\b[^.?!]{0,20}\b(?:the press|the media|the papers?|(?:\w+ )?newspapers?|(?:a|the|our|your) (?:\w+ )*(?:journalists?|reporters?|tv station|paper))\b|\b(?:a|the|our|several|local|some) (?:\w+ )?(?:journalists?|reporters?)\b|\bconsumer (?:program(?:me)?s?|shows?)\b",
    ].join("|"))
});

/// The same words in harmless company.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"power of attorney|\b(?:i am|i'm|as|we are|we're) (?:an? )?(?:busy |freelance )?(?:lawyers?|attorneys?|solicitors?)|\b(?:voltage|pressure|gas|current|temperature|water|speed|flow) regulators?|\b(?:the|a|your|our) regulators? (?:valve|knob|hose|on (?:the|my) (?:hob|stove|grill|heater|cooker))|\b(?:tennis|basketball|food|squash|badminton|volleyball)\b[^.?!]{0,12}\bcourts?|\bto (?:the )?court (?:street|road|lane|avenue|square)|\bsmall claims (?:department|team|form|desk)|\blegal team (?:plan|licen[cs]e|seats)|\bhow (?:do|does|can|should) [^.?!]{0,30}charge-?backs? (?:work|against)",
    )
});

/// The words of law in the message, at most three of them; empty without any.
pub(crate) fn legal_words(text: &str) -> Vec<String> {
    let text = fold(&own_words(text)).replace(['\n', '\r'], " ");
    let harmless: Vec<(usize, usize)> =
        HARMLESS.find_iter(&text).map(|found| (found.start(), found.end())).collect();
    let mut words: Vec<String> = Vec::new();
    for found in LEGAL.find_iter(&text) {
        let covered =
            harmless.iter().any(|&(start, end)| start < found.end() && found.start() < end);
        let word = found.as_str().trim();
        if !covered && words.len() < 3 && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_law_are_found() {
        for text in [
            "You will hear from my lawyer.",
            "I'll sue you for this",
            "See you in court!",
            "I will take this to small claims court",
            "I have contacted the ombudsman about your company.",
            "This is a GDPR breach and I will complain to the ICO",
            "I'll tell the newspapers about this",
            "A journalist will hear of it",
            "Committing fraud with my card, are you?",
            "I will report this to the FTC",
            "This is illegal and I'm considering legal action",
            "the financial regulator will hear of this",
            "I am calling trading standards",
        ] {
            assert!(!legal_words(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn everyday_words_that_hold_or_resemble_them_are_not() {
        for text in [
            "I have an issue with my tissue order",
            "Thanks Sue, that worked",
            "Which voltage regulator does the pump need?",
            "Do you deliver to Court Street 5?",
            "Are you GDPR compliant?",
            "How do chargebacks work for merchants?",
            "Is the tennis court bag waterproof?",
            "Can I pursue a refund?",
            "I'm a lawyer and need the plan for teams",
            "Where can I upload a power of attorney?",
            "I would like to courteously ask for an invoice",
            "Is the small claims department open on Monday?",
            "What is your fraud protection like?",
            "Report on the prevention of illegal wildlife trade",
        ] {
            assert_eq!(legal_words(text), Vec::<String>::new(), "{text}");
        }
    }
}
