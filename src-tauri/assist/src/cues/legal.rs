//! Words of law and the public: lawyers, courts, regulators, the press, a review as a threat.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

static LEGAL: LazyLock<Regex> = LazyLock::new(|| phrases(&[ENGLISH, GERMAN]));
/// A word that has a harmless everyday meaning ("court", "regulator", "sue") counts only with its legal
/// company.
const ENGLISH: &[&str] = &[
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
    r"\bconsumers?(?:'s?)? (?:association|centre|center|organi[sz]ation|agency|group|helpline|champion)\b|\bcitizens advice\b",
    r"\b(?:newspapers?|press|media|tv|journalists?|reporters?)\b[^.?!]{0,20}\b(?:will|would|might|'ll|may) (?:be |surely |certainly )?(?:happy|interested|love to|glad|hear|know|pick|learn)\b",
    r"\b(?:tell|explain) (?:it|that|this) (?:all )?to (?:a|the) (?:judge|court|jury)\b",
];
const GERMAN: &[&str] = &[
    r"\b(?:rechts)?anwalt(?:s|e|es|in)?\b|\b(?:rechts)?anwalte\b|\brechtsschutz\w*|\brechtsbeistand\b",
    r"\b(?:rechtliche|juristische|gerichtliche) (?:schritte|konsequenzen|mittel|masnahmen|massnahmen)\b|\b(?:rechtsweg|rechtsstreit|mahnbescheid|sammelklage|amtsgericht|landgericht)\b|\b(?:vor|zum|ans|beim) gericht\b|\bgerichtlich\b|\b(?:ver|ein)klag\w*\b|\bklage (?:ein|er|gegen|wird)\w*|\b(?:ich|wir|werde|werden) klagen\b",
    r"\b(?:straf)?anzeige (?:bei der polizei |gegen \w+ |wegen \w+ )?(?:erstatt\w+|gestellt|stellen|zu erstatten)\b|\bstrafanzeige\b|\b(?:erstatte|erstatten) (?:\w+ ){0,2}anzeige\b|\bstelle (?:ich )?(?:straf)?anzeige\b|\banzeige bei der polizei\b|\b(?:zur|die|der) polizei (?:gehen|ein\w*|melden|informier\w*|ubergeb\w*|gemeldet|verstandig\w*)\b|\bgehe (?:ich )?zur polizei\b|\bdas ist (?:\w+ )?(?:illegal|rechtswidrig|gesetzwidrig|betrug|strafbar)\b",
    r"\bverbraucher(?:zentrale|schutz\w*|verein\w*|magazin)\b|\b(?:bundesnetzagentur|schlichtungsstelle|ombudsmann|ombudsstelle|aufsichtsbehorde|datenschutzbehorde|bafin|gewerbeaufsicht|wettbewerbszentrale)\b|\b(?:dsgvo|datenschutz)-?(?:verstos|verstoss|beschwerde|verletzung)\b|\bverstos{1,2} gegen\b",
    r"\b(?:an die|zur|der|die) (?:\w+ )?(?:presse|zeitung|medien)\b[^.?!]{0,25}\b(?:gehe|gehen|wende|wenden|melde|informier\w*|erfahr\w*|interessier\w*|freu\w*|ubergeb\w*|bericht\w*)\b|\b(?:gehe|gehen|wende|wenden|informiere|melde)\b[^.?!]{0,25}\b(?:presse|zeitung|medien|fernsehen)\b",
    r"\b(?:das|es|alles)\b[^.?!]{0,20}\b(?:geht|kommt)\b[^.?!]{0,15}\b(?:an die|in die|zur) (?:presse|zeitung|medien|offentlichkeit)\b|\b(?:zeige|zeigen) (?:ich |wir )?(?:sie|euch|ihre firma|das|den \w+) (?:\w+ )?an\b",
];

/// The public is told, or will be.
static PUBLIC: LazyLock<Regex> = LazyLock::new(|| phrases(&[PUBLIC_ENGLISH, PUBLIC_GERMAN]));
const PUBLIC_ENGLISH: &[&str] = &[
    r"\b(?:i'll|i will|i'm going to|i am going to|i'm about to|i am about to|gonna|we will|we'll|we are going to|or i|i shall|going to|let me)(?: \w+){0,2} (?:post|share|publish|put|leave|write|spread|tweet|upload|tell)\b[^.?!]{0,50}\b(?:trustpilot|reddit|twitter|facebook|tiktok|instagram|youtube|linkedin|google reviews?|social media|tripadvisor|yelp|publicly|everywhere|every forum)\b",
    r"\b(?:leave|leaving|post|posting|write|writing|give|giving|deserves?|get)\b[^.?!]{0,15}\b(?:bad|negative|terrible|awful|scathing|one[- ]star|1[- ]star|zero[- ]star|damning|worst) (?:\w+ )?(?:reviews?|ratings?)\b",
    r"\bname and shame\b|\b(?:go|going) public (?:with|about)\b|\bmake (?:this|it) (?:all )?(?:public|viral|go viral)\b|\b(?:see|read|find) (?:this|it|your \w+|yourselves?|all of this) (?:\w+ )?(?:on|in) (?:twitter|facebook|reddit|tiktok|social media|trustpilot|the (?:\w+ )?(?:press|news|papers?|newspapers?))\b",
    r"\b(?:everyone|everybody|every \w+|all (?:my|our) \w+|the (?:whole )?(?:world|internet|public))\b[^.?!]{0,20}\b(?:will|is going to|shall) (?:hear|know|learn|read|find out|see)\b|\b(?:warn|warning|telling|tell) (?:every ?one|every ?body|others|people|all my \w+)\b[^.?!]{0,30}\b(?:about you|facebook|twitter|reddit|online|social media|against you|your (?:company|service|shop))\b",
];
const PUBLIC_GERMAN: &[&str] = &[
    r"\b(?:trustpilot|facebook|google|twitter|instagram|reddit|tiktok|youtube|soziale[nr]? (?:medien|netzwerke?n?)|bewertungsportal\w*)\b[^.?!]{0,35}\b(?:offentlich|veroffentlich\w*|posten|poste|teilen|verbreiten|warnen|bewerten|machen)\b|\b(?:offentlich (?:machen|mache)|mache (?:ich )?(?:das |es )?offentlich|veroffentliche (?:ich )?(?:das|diesen|den|alles))\b",
    r"\b(?:schlechte|negative|vernichtende|miese)n? (?:\w+ )?(?:bewertung|rezension)\w*\b|\b(?:ein|null)[- ]stern\w*",
];
/// What is told is praise, or asked about.
static PRAISED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:love|great|five[- ]star|5[- ]star|positive|good|nice|lovely|happy|recommend|how (?:do|can)|where (?:do|can)|can i|gute|tolle|super|zufrieden|empfehle|wie (?:kann|mache)|wo (?:kann|finde)|kann ich)\b",
    )
});

/// The same words in harmless company.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"power of attorney|\b(?:i am|i'm|as|we are|we're) (?:an? )?(?:busy |freelance )?(?:lawyers?|attorneys?|solicitors?)|\b(?:voltage|pressure|gas|current|temperature|water|speed|flow) regulators?|\b(?:the|a|your|our) regulators? (?:valve|knob|hose|(?:on|of|for|from) (?:the|my|a|your) (?:\w+ )?(?:hob|stove|grill|heater|cooker|bottle|cylinder|pump|boiler))|\b(?:tennis|basketball|food|squash|badminton|volleyball)\b[^.?!]{0,12}\bcourts?|\bto (?:the )?court (?:street|road|lane|avenue|square)|\bsmall claims (?:department|team|form|desk)|\blegal team (?:plan|licen[cs]e|seats)|\bhow (?:do|does|can|should) [^.?!]{0,30}charge-?backs? (?:work|against)|\b(?:ich bin|bin|als|wir sind) (?:selbst )?(?:rechts)?anw\w+",
    )
});

/// The words of law in the message, at most three of them; empty without any.
pub(crate) fn legal_words(text: &str) -> Vec<String> {
    let heard = Heard::new(text);
    let text = heard.text();
    let harmless: Vec<Range<usize>> = HARMLESS.find_iter(text).map(|found| found.range()).collect();
    let of_law = LEGAL.find_iter(text).map(|found| found.range()).filter(|found| {
        !harmless.iter().any(|covered| covered.start < found.end && found.start < covered.end)
    });
    let of_the_public = PUBLIC
        .find_iter(text)
        .map(|found| found.range())
        .filter(|found| !PRAISED.is_match(heard.sentence(found)));
    let mut words: Vec<String> = Vec::new();
    for found in of_law.chain(of_the_public) {
        let word = heard.shown(found);
        if words.len() < 3 && !words.contains(&word) {
            words.push(word);
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
