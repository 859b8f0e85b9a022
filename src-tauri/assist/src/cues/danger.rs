//! Words of danger to people or things: smoke, fire, shock, injury.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, own_words, pattern};

/// Patterns over the folded text. Words with a harmless everyday meaning ("fire", "burn", "shock")
/// count only with their dangerous company.
static DANGER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bsmok(?:e|ing) (?:is |was |keeps )?(?:coming|rising|pouring|out of|from)\b|\b(?:is|are|was|were|starts?|started|began|keeps) (?:to )?(?:smok(?:e|ing)|spark(?:ing)?|burning|melting|smoulder(?:ing)?|overheating)\b|\b(?:there(?:'s| is| are|'re)|saw|see|smell(?:s|ed|ing)?|has|had) (?:of )?(?:some |a |a lot of |like )?(?:smoke|sparks?|burning|burnt|fire|flames?|gas)\b|\b(?:on fire|caught fire|catch(?:es|ing)? fire|in flames|exploded|explosion|electric(?:al)? shock|electrocuted|scorch(?:ed|ing)|scorch marks?)\b|\b(?:burn(?:t|ed)|shocked|injured|hurt) (?:me|my|himself|herself|myself|our|his|her)\b|\bgot (?:a|an) (?:electric(?:al)? )?shock\b|\btoo hot to touch\b|\b(?:battery|batteries|power ?banks?|cells?)\b[^.?!]{0,20}\b(?:swollen|swelling|swells?|bulg(?:e|es|ing|ed)|hiss(?:es|ing)|leak(?:s|ed|ing))\b|\b(?:it|they|that) sparks\b|\bsparks (?:each|every|when|whenever|again|flew|fly|came|come)\b|\b(?:cut|injured|hurt|broke) (?:my|his|her|our) (?:\w+ )?(?:hand|finger|arm|foot|feet|leg|face|eye|head)s?\b|\bwater\b[^.?!]{0,25}\b(?:fuse ?box|fuse board|sockets?|outlets?|electrics|wiring)\b",
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
    let text = fold(&own_words(text));
    let mut found = DANGER.find_iter(&text);
    let found = found.find(|found| !FIGURE.is_match(&text[..found.end()]))?;
    Some(found.as_str().to_owned())
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
