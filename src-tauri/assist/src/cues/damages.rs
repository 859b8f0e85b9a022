//! A claim for damage: something of the customer's came to harm, and we are to pay for it.

use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

/// A claim by itself.
static CLAIM: LazyLock<Regex> = LazyLock::new(|| phrases(&[CLAIM_ENGLISH, CLAIM_GERMAN]));
const CLAIM_ENGLISH: &[&str] = &[
    r"\b(?:claim(?:ing)?|seek(?:ing)?|sue (?:you )?for|demand(?:ing)?|liable for|pay (?:for )?(?:the |these |all |my |our )?) ?(?:the |these |all )?damages?\b|\bclaim for damages?\b|\bdamages claim\b",
    r"\bhold(?:ing)? (?:you|your company|\w+) (?:fully |legally |personally )?(?:liable|responsible|accountable)\b|\byou(?:'re| are) (?:fully |legally )?liable\b",
    r"\b(?:demand|want|expect|claim|insist on|require|owe (?:me|us)|entitled to|seek)(?:ing)? (?:full |some |proper |financial |an? )*compensation\b|\bcompensate (?:me|us) for\b",
    r"\b(?:expect|want|demand|require|insist)(?: that)? you(?: to| must| should)? (?:pay|cover|compensate|reimburse)(?: me| us)?(?: for)? (?:my|our|the) (?:flooded|ruined|broken|damaged|destroyed|scratched|cracked|stained|smashed|burnt)\b",
];
const CLAIM_GERMAN: &[&str] = &[
    r"\b(?:schadene?rsatz\w*|schadensersatz\w*|schmerzensgeld|wiedergutmachung|haftbar|schadensersatzanspruch)\b|\bfur den (?:\w+ )?schaden (?:\w+ ){0,2}(?:aufkommen|haften|zahlen|bezahlen)\b|\bsie haften\b|\b(?:verlange|fordere|erwarte|will)\b[^.?!]{0,20}\bentschadigung\b",
];
/// What came to harm.
static HARM: LazyLock<Regex> = LazyLock::new(|| phrases(&[HARM_ENGLISH, HARM_GERMAN]));
const HARM_ENGLISH: &[&str] = &[
    r"\b(?:your|the|his|their|you|it|that|an?|which|who|they|he|she) (?:\w+ ){0,4}?(?:drilled|drove|flooded|spilled|spilt|dropped|ruined|scratched|broke|broken|smashed|bleached|destroyed|damaged|wiped|burn(?:t|ed)|dented|cracked|tore|torn|stained|hit|crashed|killed|backed|spilled|soaked|wrecked|knocked|fried|melted|deleted|lost|cut|chipped|shattered)\b[^.?!]{0,20}\b(?:my|our|the|on it|over it|all over)\b",
    r"\b(?:my|our)\b[^.?!]{0,30}\b(?:was|were|is|are|has been|have been|got) (?:\w+ )?(?:flooded|ruined|scratched|smashed|bleached|destroyed|damaged|wiped|burn(?:t|ed)|dented|cracked|torn|stained|soaked|wrecked)\b[^.?!]{0,20}\b(?:by|because|due|when|after|from)\b",
    r"\b(?:carpet|floor|wall|door|car|furniture|worktop|kitchen|sofa|garden|fence|ceiling|table|tv|laptop|phone)s? (?:that |which )?(?:your|you|the|his) (?:\w+ ){0,2}?(?:drilled|flooded|ruined|scratched|broke|smashed|bleached|destroyed|damaged|burn(?:t|ed)|dented|cracked|tore|stained|soaked|wrecked)\b",
];
const HARM_GERMAN: &[&str] = &[
    r"\b(?:ihr|ihre|euer|eure|der|die|das|sie|er)\b[^.?!]{0,60}\b(?:mein|meine|meinen|meinem|meiner|unser|unsere|unseren|unserer|unserem)\b[^.?!]{0,40}\b(?:angebohrt|durchbohrt|uberschwemmt|geflutet|ruiniert|zerkratzt|kaputt ?gemacht|zerstort|beschadigt|umgefahren|angefahren|zerbrochen|verbrannt|eingedruckt|geloscht|verbeult|versaut|demoliert)\b",
    r"\b(?:mein|meine|meinen|meinem|unser|unsere|unseren)\b[^.?!]{0,12}\b(?:kaputten?|zerstorten?|beschadigten?|ruinierten?) \w+|\b(?:ihr|ihre|euer|eure) \w+ (?:hat|haben)\b[^.?!]{0,30}\b(?:fallen lassen|umgeworfen|verschuttet|kaputtgemacht)\b",
];
/// Who is to pay.
static PAYS: LazyLock<Regex> = LazyLock::new(|| phrases(&[PAYS_ENGLISH, PAYS_GERMAN]));
const PAYS_ENGLISH: &[&str] = &[
    r"\bwho (?:pays|is paying|will pay|is going to pay|covers|will cover)\b|\b(?:you|you'll|you will|your company|you should|you must|you have to|want you to|expect you to|you're going to|you need to)(?: \w+){0,2} (?:pay|paying|cover|reimburse|replace|compensate|make good)\b",
    r"\b(?:compensat\w+|damages|liab(?:le|ility)|bill you|insurance claim|reimburse (?:me|us)|invoice you)\b",
    r"\b(?:want|demand|expect|claim|owe me|owe us|asking for|ask for)\b[^.?!]{0,20}(?:\$ ?\d|\b\d[\d,.-]*k? ?(?:\$|euros?|dollars?|pounds?|eur|usd|gbp|quid)|\b\d[\d,.-]* ?\$)",
    r"\b(?:pay|pays|paying) for (?:my|our|the) (?:ruined|broken|damaged|flooded|scratched|cracked|destroyed|stained|new|\w+ repairs?)\b|\bwant (?:it|them|that|this|the money) (?:paid|covered|reimbursed|from you)\b",
];
const PAYS_GERMAN: &[&str] = &[
    r"\bwer (?:zahlt|bezahlt|ubernimmt|kommt|haftet|ersetzt)\b|\b(?:sie|ihr) (?:mussen|musst|werden|werdet|sollen|zahlen|ersetzen)\b[^.?!]{0,40}\b(?:aufkommen|zahlen|bezahlen|ersetzen|ubernehmen|erstatten)\b|\b(?:stelle|werde)(?: ich)? ihnen(?: das)? in rechnung\b",
    r"\b(?:will|verlange|fordere|erwarte|mochte|moechte)\b[^.?!]{0,20}\b\d[\d.,-]* ?(?:\$|euro|eur|franken|chf)",
    r"\bwer kommt\b[^.?!]{0,40}\bauf\b|\b(?:mussen|musst|sollen|werden) (?:sie|ihr)(?: mir| uns)? (?:\w+ )?(?:bezahlen|zahlen|ersetzen|ubernehmen)\b",
];
/// What the customer did, or asks about.
static OWN_DOING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:does|do|will|would|is|are|can|could) (?:the|your|my|our|it|this|you) (?:\w+ ){0,3}(?:insurance|warranty|guarantee|cover)|\bwe lost the\b",
    )
});

/// The words of a claim for damage.
pub(crate) fn damage_claim(text: &str) -> Option<String> {
    let heard = Heard::new(text);
    let done =
        |phrases: &Regex| heard.first_where(phrases, |at| !OWN_DOING.is_match(heard.sentence(&at)));
    done(&CLAIM).or_else(|| PAYS.is_match(heard.text()).then(|| done(&HARM)).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_names_the_harm_and_who_is_to_pay() {
        for text in [
            "Your installer drilled through my water pipe, I want 2,000 euros.",
            "I hold you liable for the lost sales.",
            "The courier dented our car. You will pay for that.",
            "Ihr Fahrer hat unser Tor zerstört und ich will 800 € dafür.",
            "Ich verlange Schadenersatz.",
        ] {
            assert!(damage_claim(text).is_some(), "{text}");
        }
        for text in [
            "The lamp came damaged, please send a new one.",
            "I broke the glass, who pays for a new one?",
            "I want to pay 2,000 euros by card.",
            "Does your insurance pay if the courier damaged the parcel?",
            "Who pays for the return?",
            "Wer zahlt die Rücksendung?",
        ] {
            assert_eq!(damage_claim(text), None, "{text}");
        }
    }
}
