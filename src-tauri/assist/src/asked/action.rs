//! What a question wants to have done, where doing another thing would be wrong: a password that is
//! forgotten is not changed, a plan is not cancelled by changing it.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::pattern;

/// Actions that are told apart, each in English and German, for folded texts with plain letters.
static ACTIONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // A thing is reset when it is lost or forgotten.
        r"\bresett?(?:s|ing)?\b|\bforg[eo]t(?:ten|s)?\b|\bzuruck(?:zu)?(?:setz|gesetz)\w*|\bsetz\w*\b[^.?!]*\bzuruck\b|\bvergess\w*",
        r"\b(?:re-?start|re-?boot)\w*|\bunplug\w*|\bneu ?(?:zu)?(?:start|gestart)\w*|\bstart\w* [^.?!]*\bneu\b",
        r"\bchang(?:e|es|ed|ing)\b|\bedit\w*|\bupdat\w*|\bcorrect\w*|\bswitch (?:to|from|between)\b|\bander(?:n|e|st|t|ung\w*)\b|\bgeandert\w*|\bwechs(?:eln|le|elt)\b|\bkorrigier\w*",
        r"\bcancel\w*|\bunsubscri\w*|\bterminat\w*|\bkundig\w*|\bgekundigt\w*|\bstornier\w*|\babbestell\w*",
        r"\bdelet\w*|\beras\w*|\bclose (?:my|your|the|an) account\b|\blosch\w*|\bgeloscht\w*",
        r"\bremov\w*|\bentfern\w*",
        r"\bpaus(?:e|es|ed|ing|ier\w*)\b|\bpausier\w*",
        r"\b(?:repair|mend)\w*|\breparier\w*|\breparatur\w*",
        r"\breplac\w*|\b(?:aus|um)tausch\w*|\bersetz\w*|\bersatz\w*|\bexchang\w*",
        r"\btransferr?\w*|\bhand\w* (?:\w+ ){0,3}over\b|\bubertrag\w*|\bubergeb\w*",
        r"\bexport\w*|\bdownload\w*|\bherunter(?:zu)?lad\w*|\bexportier\w*",
        r"\bimport\w*",
        r"\bdowngrad\w*",
        r"\bsell\w*|\bsold\b|\bverkauf\w*",
        r"\bpick\w* (?:\w+ ){0,3}up\b|\babhol\w*|\bcollect\w*",
    ]
    .into_iter()
    .map(pattern)
    .collect()
});

/// Some of the actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Actions(u32);

impl Actions {
    /// The actions that a text speaks of.
    pub fn named_in(plain: &str) -> Self {
        let named = ACTIONS.iter().enumerate().filter(|(_, action)| action.is_match(plain));
        Self(named.fold(0, |all, (place, _)| all | 1 << place))
    }

    /// Whether it wants nothing that `told` does not speak of.
    pub fn are_in(self, told: Self) -> bool {
        self.0 & !told.0 == 0
    }

    /// Whether `told` speaks of other actions only.
    pub fn differ_from(self, told: Self) -> bool {
        self.0 != 0 && told.0 != 0 && self.0 & told.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain;

    fn named(text: &str) -> Actions {
        Actions::named_in(&plain(text))
    }

    #[test]
    fn actions_that_exclude_one_another_are_told_apart() {
        for (asked, told, same) in [
            ("How do I reset my password?", "You have forgotten your password", true),
            ("How do I reset my password?", "Change a password that you know", false),
            ("How do I cancel my plan?", "Change the plan", false),
            ("Wie setze ich mein Passwort zurück?", "Passwort vergessen", true),
            ("Wie setze ich mein Passwort zurück?", "Passwort ändern", false),
            ("Wie kündige ich?", "Den Tarif ändern", false),
            ("Wie kündige ich?", "So können Sie kündigen", true),
        ] {
            assert_eq!(named(asked).are_in(named(told)), same, "{asked} {told}");
            assert_eq!(named(asked).differ_from(named(told)), !same, "{asked} {told}");
        }
    }

    #[test]
    fn a_question_without_such_an_action_differs_from_nothing() {
        assert!(named("What does it cost?").are_in(Actions::default()));
        assert!(!named("What does it cost?").differ_from(named("Change the plan")));
    }
}
