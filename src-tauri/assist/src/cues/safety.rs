//! What a document tells people in danger to do: "if a device smokes, unplug it".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::{flatten, fold, pattern, pieces};

/// What to do.
static ACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:unplug|disconnect|(?:switch|turn) (?:\w+ ){0,4}?off|pull the plug|keep (?:away|clear)|stay away|move away|step back|leave the (?:room|house|building)|ventilate|(?:do not|don't|never) (?:touch|use|open|charge|plug)|stop (?:using|charging)|call (?:the )?(?:fire|emergency|112|911|999))\b",
    )
});
/// In which danger.
static DANGER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:smok(?:e|es|ing)|sparks?|sparking|burn(?:s|t|ing)?|fire|flames?|smells?|(?:is|gets?|becomes?|too|very|feels?) hot|melt(?:s|ed|ing)?|swollen|leak(?:s|ing)?|(?:electric )?shock|danger(?:ous)?|injur\w+|overheat\w*|hazard)\b",
    )
});

/// The first piece of a passage, in bytes, that says both what the danger is and what to do then.
pub(crate) fn safety_instruction(passage: &str) -> Option<Range<usize>> {
    let pieces = pieces(passage).1.into_iter().map(|piece| piece.range);
    pieces.into_iter().find(|range| {
        let words = fold(&flatten(&passage[range.clone()]));
        ACT.is_match(&words) && DANGER.is_match(&words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_names_the_danger_and_what_to_do() {
        for (passage, expected) in [
            (
                "We are sorry. If a device is hot, smells or smokes, please unplug it at once.",
                Some("If a device is hot, smells or smokes, please unplug it at once."),
            ),
            (
                "Do not touch a battery that leaks.\n\nRecycle it.",
                Some("Do not touch a battery that leaks."),
            ),
            (
                "Switch the power off where you see sparks.",
                Some("Switch the power off where you see sparks."),
            ),
            ("Unplug the Hub for 10 seconds and plug it in again.", None),
            ("The smoke detector works with the Hub.", None),
            ("## Fire\n", None),
        ] {
            let found = safety_instruction(passage).map(|range| &passage[range]);
            assert_eq!(found, expected, "{passage}");
        }
    }
}
