//! Words of danger to people or things: smoke, fire, shock, gas, injury.

use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Heard, phrases};
use crate::text::pattern;

static DANGER: LazyLock<Regex> = LazyLock::new(|| phrases(&[ENGLISH, GERMAN]));
/// Words with a harmless everyday meaning ("fire", "burn", "shock") count only with their dangerous
/// company.
const ENGLISH: &[&str] = &[
    r"\bsmok(?:e|ing) (?:is |was |keeps )?(?:coming|rising|pouring|out of|from)\b",
    r"\b(?:is|are|was|were|starts?|started|began|keeps) (?:to )?(?:smok(?:e|ing)|spark(?:ing)?|burning|melting|smoulder(?:ing)?|overheating)\b",
    r"\b(?:there(?:'s| is| are|'re)|saw|see|smell(?:s|ed|ing)?|has|had) (?:of )?(?:some |a |a lot of |like )?(?:smoke|sparks?|burning|burnt|fire|flames?|gas)\b",
    r"\b(?:on fire|caught fire|catch(?:es|ing)? fire|in flames|exploded|explosion|electric(?:al)? shock|electrocuted|scorch(?:ed|ing)|scorch marks?)\b",
    r"\b(?:burn(?:t|ed)|shocked|injured|hurt) (?:me|my|himself|herself|myself|our|his|her)\b",
    r"\bgot (?:a|an) (?:electric(?:al)? )?shock\b",
    r"\btoo hot to touch\b",
    r"\b(?:battery|batteries|power ?banks?|cells?)\b[^.?!]{0,20}\b(?:swollen|swelling|swells?|bulg(?:e|es|ing|ed)|hiss(?:es|ing)|leak(?:s|ed|ing))\b",
    r"\b(?:it|they|that) sparks\b",
    r"\bsparks (?:each|every|when|whenever|again|flew|fly|came|come)\b",
    r"\b(?:cut|injured|hurt|broke) (?:my|his|her|our) (?:\w+ )?(?:hand|finger|arm|foot|feet|leg|face|eye|head)s?\b",
    r"\bwater\b[^.?!]{0,25}\b(?:fuse ?box|fuse board|sockets?|outlets?|electrics|wiring)\b",
    r"\b(?:gives?|gave|giving|got|had) (?:me |us |him |her |my \w+ )?(?:an?|some) (?:\w+ )?(?:jolt|zap)s?\b|\b(?:got|was|were|been|gets?|get) (?:zapped|electrocuted)\b|\b(?:shocks|zaps|gives? (?:me|us|you) (?:a |electric )*shocks?)\b[^.?!]{0,30}\b(?:touch|plug|hold|grab)\w*\b",
    r"\b(?:burning|burnt|burned|gas|scorched) (?:\w+ )?(?:smell|odou?r|stench)\b|\bsmell(?:s|ing|ed)? (?:of |like )?(?:\w+ )?(?:burning|burnt|gas)\b",
    r"\b(?:carbon monoxide|co|gas) (?:alarms?|detectors?|sensors?)\b[^.?!]{0,20}\b(?:went off|goes off|is going off|keeps going off|has gone off|sounded|tripped)\b|\bsmoke (?:alarms?|detectors?) (?:went off|is going off|has gone off)\b|\b(?:gas|carbon monoxide) (?:leak|poisoning)\b|\bleak(?:s|ing)? gas\b",
    r"\b(?:sockets?|plugs?|cables?|wires?|wiring|outlets?|adapters?|chargers?|fuses?|fuse ?box|batter(?:y|ies)|hub)\b[^.?!]{0,25}\b(?:charred|singed|melted|sizzl(?:es|ing)|blackened|burnt|burned|arc(?:s|ing))\b",
    r"\b(?:i|he|she|they|my (?:\w+ )?(?:son|daughter|kid|child|baby|wife|husband|mother|father|hand|finger|arm|head|face|foot|leg|dog|cat))(?:'m|'s|'re| is| am| are| was| were) bleeding\b|\b(?:ended up in|taken to|rushed to) (?:the )?(?:hospital|a&e|emergency room)\b",
    r"\b(?:burn(?:t|ed)|melt(?:ed)?|scorched) (?:a |some )?(?:hole|holes|mark|marks|through)\b|\b(?:fumes|toxic smoke|acrid)\b[^.?!]{0,40}\b(?:dizzy|sick|ill|cough\w*|breathe|eyes)\b|\b(?:feel|feels|feeling|felt) dizzy\b",
    r"\bswallow(?:ed|s)? (?:a|the|one|some|it)\b[^.?!]{0,20}\b(?:batter\w*|cell|magnet|magnets|cleaner|detergent|bleach)\b|\bswallowed (?:it|one|a part)\b",
    r"\b(?:blue|white|bright) (?:flash|flashes|arc|arcs)\b[^.?!]{0,30}\b(?:socket|wall|plug|wires?|wiring|outlet|behind|fuse)\b",
];
const GERMAN: &[&str] = &[
    r"\b(?:kommt|kommen|steigt|quillt|dringt|tritt)(?: \w+){0,4} (?:rauch|qualm|funken|flammen|gas)\b|\b(?:rauch|qualm|funken|flammen|gas) (?:kommt|kommen|steigt|tritt|dringt|aus)\b|\b(?:da|es) (?:sind|ist|waren|war|gibt) (?:\w+ )?(?:rauch|qualm|funken|flammen)\b",
    r"\b(?:qualmt|qualmte|raucht (?:aus|stark|ab)|funkt (?:es|und|aus|beim)|spruht funken|schlagt funken|schmort|verschmort|angeschmort|durchgeschmort|geschmolzen|schmilzt|explodiert(?:e)?|kokelt|verkohlt)\b",
    r"\b(?:ladegerat|ladegeraet|akku|kabel|stecker|steckdose|netzteil|gerat|geraet|lampe|sicherung|sicherungskasten|batterie|router|hub|kuche|haus|wohnung|ofen|herd|waschmaschine|trockner)(?: \w+){0,2} (?:brennt|brannte|gebrannt|in flammen|in brand|feuer gefangen)\b|\b(?:fangt|fing|hat|gefangen) feuer\b|\bfeuer gefangen\b|\bes brennt (?:in|bei|hier)\b|\bin brand geraten\b",
    r"\b(?:riecht|stinkt|roch)(?: \w+){0,3} (?:nach gas|verbrannt|verschmort|angebrannt|nach (?:rauch|feuer|brand|verbranntem|schmor\w*))\b|\b(?:gasgeruch|brandgeruch|gasleck|kohlenmonoxid(?:vergiftung)?|stromschlag|stromschlage|elektroschock|kurzschluss)\b|\b(?:eine?n?|eins) (?:gewischt|geschossen) (?:bekommen|gekriegt)\b",
    r"\b(?:akku|batterie|powerbank)(?: \w+){0,2} (?:aufgeblaht|aufgeblaeht|geschwollen|ausgelaufen|blaht sich|zischt|wird (?:sehr |extrem |so )*heis{1,2}|uberhitzt|aufgequollen)\b|\bzu heis{1,2} zum anfassen\b|\bverbrannt (?:habe|hab) ich mir\b|\bmir (?:\w+ ){0,3}(?:verbrannt|verletzt|verbruht)\b",
    r"\b(?:verletzt|blutet|bewusstlos|bewustlos)(?: worden)?\b[^.?!]{0,20}\b(?:kind|sohn|tochter|mutter|vater|frau|mann|ich)\b|\b(?:kind|sohn|tochter|mutter|vater|frau|mann|hand|finger|kopf|ich)(?: \w+){0,3} (?:blutet|blute|verletzt|bewusstlos|bewustlos)\b|\b(?:ins|im) krankenhaus\b",
    r"\b(?:schlag|stromstos|stromschlag|stromstoss) (?:bekommen|gekriegt|erhalten|versetzt)\b|\b(?:bekomme|bekam|kriege) (?:\w+ )?(?:einen|eine) (?:\w+ )?(?:schlag|gewischt)\b|\b(?:hat|batterie|knopfzelle|magnet)\b[^.?!]{0,30}\bverschluckt\b",
];
/// Lights and meters that do what they are for, and questions about them.
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:led|licht|lampe|lampchen|leuchte|anzeige|kontrollleuchte|display) (?:\w+ )?brennt (?:\w+ )?(?:nicht|nur|dauerhaft|standig|grun|rot|blau|gelb|weis|orange|immer|schwach)\b|\bliefern sie\b[^.?!]*\bkrankenhaus\b",
    )
});

/// What is said of things that cannot burn.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:sales?|deals?|offers?|teams?|prices?|you|you guys|you're|we|we're|shows?|games?|playlists?)(?: is| are| was| were)?(?: so| totally| really)? on fire$",
    )
});

/// The first words of danger in the customer's own lines.
pub(crate) fn danger(text: &str) -> Option<String> {
    let heard = Heard::new(text);
    heard.first_where(&DANGER, |at| {
        !FIGURE.is_match(&heard.text()[..at.end]) && !HARMLESS.is_match(heard.sentence(&at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_is_heard_and_figures_of_speech_are_not() {
        for text in [
            "The hub is smoking",
            "the clamp is sparking",
            "There is smoke coming out of the Hub, my kids are in the house",
            "It smells like burning plastic",
            "The charger caught fire last night",
            "I got an electric shock from the plug",
            "The case is melting and too hot to touch",
            "The battery bulges",
            "Water drips out of the socket from above: there is water in the wiring",
            "Your blender cut my finger",
        ] {
            assert!(danger(text).is_some(), "{text}");
        }
        for text in [
            "Does the smoke detector work with the hub?",
            "I was shocked by the price",
            "Our fire wall blocks the app",
            "You fired my favourite agent",
            "Your deals are on fire this week",
            "Where do I put the water softener?",
            "I burned the midnight oil over this",
            "Is the heat pump supported? It is a hot topic here.",
        ] {
            assert_eq!(danger(text), None, "{text}");
        }
    }
}
