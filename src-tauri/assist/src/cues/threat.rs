//! People in danger from themselves or from the customer: talk of suicide, of self-harm, threats.

use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

/// Who is in danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Threat {
    /// The customer, from the customer.
    Self_,
    /// Others, from the customer.
    Others,
}

static SELF: LazyLock<Regex> = LazyLock::new(|| phrases(&[SELF_ENGLISH, SELF_GERMAN]));
const SELF_ENGLISH: &[&str] = &[
    r"\b(?:kill(?:ing)?|harm(?:ing)?|hurt(?:ing)?|cut(?:ting)?|hang(?:ing)?) myself\b",
    r"\b(?:end|ending|take|taking|took) my (?:own )?life\b|\b(?:end it all|ending it all)\b",
    r"\b(?:commit(?:ting)?|attempt(?:ed|ing)?|thinking (?:of|about)|thoughts? of|consider(?:ing)?) suicide\b|\b(?:i am|i'm|i feel|i've been|feeling) suicidal\b|\bsuicidal (?:thoughts?|feelings?|ideation)\b",
    r"\b(?:i'd|i would|everyone would|they'd|they would|we'd|be|am) (?:all )?(?:be )?better off (?:dead|without me)\b|\b(?:rather|better) (?:be )?dead\b",
    r"\b(?:don't|do not|dont|no longer|can't|cannot) (?:really |even )?(?:want|wish|bear) to (?:live|be alive|exist|wake up|be (?:here|around) any ?(?:more|longer))\b",
    r"\b(?:want|wish|going|ready|rather|like) to die\b|\bwish i (?:was|were) (?:dead|never born|not alive)\b",
    r"\bnot? (?:reason|point) (?:in |to )?(?:living|to live|in living|going on living)\b|\bnothing (?:left |more )?(?:for me )?(?:left )?(?:for me )?to live for\b|\b(?:life|living) (?:is not|isn't|is no longer) worth(?: living| it)?\b|\bnot worth living\b",
    r"\bnot (?:to )?be (?:here|around|alive) any ?(?:more|longer)\b",
    r"\b(?:no ?body|no one|none of you|who) would (?:even |ever )?(?:notice|miss me|care)[^.?!]{0,12} if i (?:was|were|am|died|disappeared|vanished|killed)\b|\bif i (?:was|were) (?:gone|dead) (?:tomorrow|no ?body|no one)\b",
    r"\b(?:sleeping )?(?:pills|medication|meds)\b[^.?!]{0,60}\b(?:take|swallow|taking|swallowing) (?:them |it )?all\b|\b(?:take|taking|took|swallow|swallowed) (?:all|the whole \w+ of) (?:of )?(?:the |my |these )?(?:sleeping )?(?:pills|medication|meds)\b|\b(?:take|taking|took|taken) an overdose\b",
    r"\b(?:my|a) (?:goodbye|farewell|suicide) (?:letter|note)\b",
    r"\b(?:i (?:\w+ )?(?:want|wish|hope|would like|could)|i'd (?:\w+ )?(?:like|love|rather)|i would (?:\w+ )?(?:like|love|rather))\b[^.?!]{0,40}\b(?:not|never) (?:to )?wake up\b",
    r"\b(?:had enough of|tired of|sick of|done with|finished with|no longer want(?:s)?|end of) (?:my |this )?(?:life|living|being alive)\b",
    r"\b(?:bridge|roof|balcony|train tracks|railway|cliff|edge|window)\b[^.?!]{0,60}\b(?:jump|jumping|let myself fall|end it)\b|\b(?:jump|jumping) (?:off|from|in front of|under) (?:a |the )?(?:bridge|roof|balcony|building|train|cliff|window|car|bus)\b",
    r"\b(?:end|hang|shoot|drown|poison) myself\b|\bnothing left\b[^.?!]{0,25}\b(?:goodbye|farewell)\b|\bgoodbye (?:to )?(?:everyone|everybody|world|all of you|cruel)\b",
];
const SELF_GERMAN: &[&str] = &[
    r"\b(?:will|mag|kann|mochte|moechte|wollte) (?:so |einfach |wirklich |gar )*nicht (?:mehr |langer |laenger )+(?:weiter ?)?(?:leben|da sein|hier sein|existieren|aufwachen)\b|\bnicht mehr (?:weiter)?leben (?:will|mag|kann|mochte|mocht)\b|\b(?:nicht mehr|nie (?:mehr|wieder)) aufwachen\b",
    r"\b(?:bringe?|brachte|bring) mich (?:noch |jetzt |selbst |einfach )*um\b|\bmich (?:selbst )?(?:umbringen|umzubringen|toten|toeten|zu toten|erhangen|aufhangen|verletzen|ritzen)\b|\b(?:tue|tu) mir (?:noch )?(?:was|etwas) an\b|\bmir (?:das leben (?:zu )?nehmen|etwas (?:anzutun|antun)|was antun)\b",
    r"\b(?:allem|meinem leben|dem allen|dem ganzen) ein ende (?:zu )?(?:setzen|machen|bereiten)\b|\bmache? schluss mit (?:allem|dem leben)\b",
    r"\b(?:suizid|selbstmord)(?:gedanken|gefahrdet|gefaehrdet|versuch)?\b|\blebensmude\b|\bsuizidal\b",
    r"\bohne mich (?:\w+ ){0,3}besser (?:dran|dranne|leben)\b|\b(?:ware|waere|wurde|bin) (?:ich )?(?:lieber |besser )+tot\b|\blieber tot\b|\bich (?:mochte|moechte|will|wurde am liebsten) (?:nur noch |einfach |lieber )*sterben\b",
    r"\b(?:kein(?:en)?|keinerlei) (?:grund|sinn)[^.?!]{0,15} (?:zu leben|am leben|weiterzuleben|im leben)\b|\b(?:abschiedsbrief|uberdosis)\b|\b(?:tabletten|schlaftabletten|pillen)\b[^.?!]{0,40}\b(?:alle|auf einmal) (?:nehmen|schlucken)\b",
    r"\b(?:will|mochte|moechte|wurde|wuerde|wunschte)\b[^.?!]{0,25}\bsterben\b",
];
/// What goes on after "I don't want to live": of a place or a nuisance.
static LIVE_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ (?:in (?:a|an|the|this|that|such|my|our|your)|at|near|next to|on|off|without (?:a |an |the |my |your )?(?:phone|internet|wi-?fi|heating|tv|app|hub|it)|with (?:a |an |the |this|that|such a |your )?(?: ?\w+){0,2} ?(?:noise|sound|smell|draught|draft|hum\w*|light|colou?r|app|bug|fault|problem|error|fan|machine|boiler|heating|setting))\b",
    )
});

static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let english: Vec<String> =
        OTHERS_ENGLISH.iter().map(|one| one.replace("DO_IT", DO_IT)).collect();
    let english: Vec<&str> = english.iter().map(String::as_str).collect();
    phrases(&[&english, OTHERS_GERMAN])
});
/// The announcement of a deed.
const DO_IT: &str = r"(?:i'll|i will|i am going to|i'm going to|i'm gonna|im gonna|gonna|we will|we'll|i swear i'll|i could|i might|i'd like to|i want to|going to)";
const OTHERS_ENGLISH: &[&str] = &[
    r"\b(?:DO_IT|and|then i|i'll come and) (?:\w+ )?(?:kill|murder|shoot|stab|strangle|beat up|beat|punch|hurt|attack|smash|run over|hunt down|come after|bash|slap|kick|choke|knock out) (?:you|your (?:face|head|teeth|skull|kids|family|driver|courier|engineer|technician|staff)|him|her|them)\b|\bDO_IT (?:\w+ )?(?:kill|murder|shoot|stab|strangle|beat up|beat|punch|hurt|attack|break|burn|smash|ram|run over|hunt down|come after) (?:you|your|him|his|her|them|their|that|every|all|one of|somebody|someone|the (?:engineer|driver|courier|staff|technician|agent))\b",
    r"\bDO_IT (?:\w+ )?(?:blow (?:up|it up)|bomb|burn down|set fire to|torch|shoot up) (?:your|the|this|that|you|every|it)\b",
    r"\b(?:make|making) (?:all of |every (?:single )?one of )?(?:you|him|her|them|your \w+)(?: all| people| lot)? (?:regret|suffer|bleed|sorry|scream|beg|pay (?:for (?:this|it|that) )?with)\b",
    r"\b(?:somebody|someone|people|you|they|he|she)(?: will|'s| is| are|'re| is going to| are going to| is gonna|'ll| might| may| could) (?:get|getting|be|end up|going to get|gonna get) (?:hurt|killed|shot|injured|beaten up)\b",
    r"\bi know (?:where|which (?:building|house|street|office|floor|car)) (?:you|your \w+|they|he|she)(?: all)? (?:lives?|works?|parks?|sleeps?|sits?|drives?)\b|\b(?:watch|better watch) your backs?\b|\byou(?:'ll| will| are going to) regret (?:it|this) when i (?:come|find)\b|\bi(?:'ll| will) find (?:you|out where you live)\b",
    r"\b(?:wait(?:ing)?|be there|meet|greet|welcome|com(?:e|ing)|visit|stand(?:ing)?)\b[^.?!]{0,40}\bwith (?:a|an|my) (?:\w+ )?(?:baseball bat|bat|knife|gun|rifle|shotgun|axe|hammer|crowbar|machete|weapon|pistol)\b",
    r"\b(?:better|should|ought to) (?:really )?be (?:very )?(?:scared|afraid|frightened)\b|\b(?:better|should|ought to|had better|needs? to) (?:watch (?:himself|herself|yourself|yourselves|themselves|his back|her back|your back)|look over (?:his|her|your|their) shoulders?)\b",
    r"\bpay(?:ing)? (?:you|him|her|them|your \w+|the \w+)(?: \w+){0,2} a (?:little )?visit\b[^.?!]{0,40}\b(?:forget|regret|enjoy|remember|like)\b",
    r"\b(?:you|he|she|they|people like \w+|your \w+) (?:all )?(?:deserves?|needs?) (?:a bullet|a beating|to die|to be (?:shot|beaten|killed|hanged|stabbed|punched))\b",
    r"\b(?:hope|wish|pray)\b[^.?!]{0,25}\b(?:you|your (?:office|house|home|family|kids|children|building|company|staff|whole \w+))(?: all)? (?:burns?(?: down)?|dies?|get (?:cancer|hurt|shot|run over)|rots? in hell)\b",
    r"\bpay (?:for (?:this|it|that) )?with (?:your |his |her |their )?(?:blood|life|lives|teeth)\b|\b(?:leaves?|leave|end up|go(?:es)? home|finish) in (?:an ambulance|a coffin|a body bag|a wheelchair|hospital|the hospital)\b|\b(?:no idea|don't know|do not know) what i(?:'m| am) capable of\b",
    r"\bDO_IT (?:\w+ )?(?:kill|murder|shoot|stab|beat up|beat|punch|hurt|attack|smash) (?:whoever|any ?one|any ?body|every ?one|every ?body|the next|people)\b",
    r"\byou(?:'ll| will|'re going to| are going to) (?:all )?(?:be (?:so |very )?sorry|regret (?:it|this)|pay(?: for (?:it|this))?) (?:when|once|if) i (?:come|find|get|see|meet|catch)\b",
];
const OTHERS_GERMAN: &[&str] = &[
    r"\b(?:bringe?|bring) (?:euch|dich|sie|ihn|den|die)(?: \w+){0,3} um\b|\b(?:euch|dich|ihn|sie|jeden|alle|den \w+)(?: alle| noch)? (?:umbringen|umlegen|abstechen|erschiesen|erschiessen|abknallen|kaltmachen|verprugeln|zusammenschlagen|totschlagen|aufschlitzen|fertig ?machen)\b",
    r"\b(?:schlag|schlage|prugle|pruegle|trete|haue?)(?: \w+){1,4} (?:zusammen|tot|nieder|kaputt|windelweich|krankenhausreif)\b|\b(?:eins|eine|was) (?:auf|in) die (?:fresse|schnauze|nase|zahne)\b|\bauf die fresse\b",
    r"\b(?:weis|weiss) (?:genau |ganz genau )?(?:wo|,? wo) (?:sie|ihr|du|eure \w+|er)(?: alle)? (?:wohn|arbeit|park)\w*|\b(?:weis|weiss)(?: genau| ganz genau)?, wo (?:sie|ihr|du|er|eure? \w+|ihre? \w+)(?: alle)? (?:wohn|arbeit|park)\w*",
    r"\b(?:dann|sonst|und) (?:knallt (?:es|'s)|knallts|kracht (?:es|'s)|krachts|fliest blut|fliesst blut|passiert (?:was|etwas|ein ungluck)|gibt(?:'s| es) tote|konnen sie was erleben|kannst du was erleben|konnt ihr was erleben)\b",
    r"\b(?:mache?|mach) (?:euch|dich|sie|ihn|den laden)(?: \w+){0,2} (?:fertig|kalt|platt)\b|\b(?:werdet|wirst|werden) (?:ihr |du |sie )?(?:es |das )?(?:alle |alles |noch |bitter |bald )+(?:bereuen|busen|buessen)\b|\b(?:das|es) (?:noch |bitter ){1,2}bereuen\b|\b(?:busen|buessen) (?:lassen|mussen)\b",
    r"\b(?:zunde|zuende|brenne|fackle|sprenge|jage)(?: \w+){1,4} (?:an|ab|nieder|in die luft)\b|\bpasst? (?:bloss|blos|nur |gut )*auf (?:euch|dich) auf\b[^.?!]{0,40}\b(?:heimweg|nachhause|nach hause)\b",
    r"\b(?:komme?|warte|stehe)\b[^.?!]{0,50}\bmit (?:einem|einer|meinem|meiner|dem|der) (?:\w+ )?(?:messer|waffe|pistole|baseballschlager|schlager|axt|knarre|gewehr|hammer)\b",
    r"\b(?:euch|dich|sie|ihn|ihren|ihre|euren|den|ihrem|eurem)(?: \w+){0,2} (?:verprugeln|verpruegeln|schlagen|umbringen|umlegen|abstechen|abknallen|zusammenschlagen|verletzen)\b|\b(?:kurz und klein|krankenhausreif)\b",
    r"\bbring\w* (?:\w+ ){0,2}(?:kollegen|kollegin|techniker|monteur|fahrer|chef|mitarbeiter|familie|kinder|leute)(?: \w+)? um\b|\bbring\w* (?:deine?[nrm]?|eure?[nrm]?) \w+ um\b",
];
/// What is meant of things, or as a figure of speech.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:laugh\w*|battery|phone|app|game|process|task|deadline|order|subscription|screen|character|level|budget)\b[^.?!]{0,20}$",
    )
});
/// A promise of the good: "you won't regret it".
static NO_THREAT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:won't|not|nicht|never|nie)\b"));

/// Who is in danger, with the words that say so.
pub(crate) fn threat(text: &str) -> Option<(Threat, String)> {
    let heard = Heard::new(text);
    let text = heard.text();
    let meant = |end: usize| !FIGURE.is_match(&text[..end]);
    let themselves = heard.first_where(&SELF, |at| {
        let lives = text[..at.end].ends_with("to live") && LIVE_ELSEWHERE.is_match(&text[at.end..]);
        meant(at.start) && !lives
    });
    let others = || {
        heard.first_where(&OTHERS, |at| {
            let regrets =
                text[at.clone()].contains("regret") || text[at.clone()].contains("bereuen");
            meant(at.start) && !(regrets && NO_THREAT.is_match(&text[at]))
        })
    };
    themselves
        .map(|words| (Threat::Self_, words))
        .or_else(|| others().map(|words| (Threat::Others, words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_to_people_is_told_from_figures_of_speech() {
        for (text, expected) in [
            ("I want to kill myself", Threat::Self_),
            ("I'm thinking about suicide", Threat::Self_),
            ("There is no point in living like this", Threat::Self_),
            ("I wish I was dead", Threat::Self_),
            ("I will kill you", Threat::Others),
            ("I'm going to burn down your warehouse", Threat::Others),
            ("I know where you live", Threat::Others),
            ("Send him again and someone will get hurt", Threat::Others),
        ] {
            assert_eq!(threat(text).map(|(who, _)| who), Some(expected), "{text}");
        }
        for text in [
            "The wait is killing me",
            "I'd kill for a discount",
            "How do I kill a frozen process?",
            "My battery wants to die every evening",
            "I was dying of laughter",
            "Can I end my plan early?",
            "Will somebody be there to sign for it?",
            "I will find the serial number and send it",
        ] {
            assert_eq!(threat(text), None, "{text}");
        }
    }
}
