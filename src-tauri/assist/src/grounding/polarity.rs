//! What is denied, and what holds "only" for something: a sentence must not turn it round.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::claims::Claim;
use super::evidence::Window;
use super::terms::{in_order, same};
use crate::text::pattern;

/// Parts of a sentence that affirm or deny by themselves.
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[,;:\u{2013}\u{2014}(){}]\s|\b(?:and|but|because|so that|while|whereas|although|unless|until|when|if|once|or)\b",
    )
});
/// Words that deny what follows them.
const DENY: &[&str] =
    &["not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without", "unable"];
/// How many words of matter a denial reaches.
const REACH: usize = 4;
/// Words that limit what they stand before.
const LIMIT: &[&str] = &["only", "solely", "exclusively"];
/// How many words of matter "only" stands for.
const LIMITED: usize = 1;

/// A part of a sentence that affirms or denies by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    affirmed: BTreeSet<String>,
    denied: BTreeSet<String>,
    /// What "only" stands before.
    limited: Vec<String>,
    denials: usize,
    limits: usize,
}

impl Clause {
    fn words(&self) -> impl Iterator<Item = &String> {
        self.affirmed.iter().chain(&self.denied)
    }

    fn holds(&self, word: &str) -> bool {
        self.words().any(|own| same(own, word))
    }
}

/// How often a sentence denies something.
pub(super) fn denials(sentence: &str) -> usize {
    clauses(sentence).iter().map(|clause| clause.denials).sum()
}

/// The parts of a sentence.
pub(super) fn clauses(sentence: &str) -> Vec<Clause> {
    PARTS
        .split(sentence)
        .map(clause)
        .filter(|clause| clause.denials > 0 || clause.words().next().is_some())
        .collect()
}

fn clause(part: &str) -> Clause {
    let mut clause = Clause::default();
    let (mut denied, mut limited) = (0, 0);
    for (word, stem) in in_order(part) {
        if DENY.contains(&&*word) {
            clause.denials += 1;
            denied = REACH;
        } else if LIMIT.contains(&&*word) {
            clause.limits += 1;
            limited = LIMITED;
        }
        let Some(stem) = stem else { continue };
        if limited > 0 {
            clause.limited.push(stem.clone());
            limited -= 1;
        }
        if denied > 0 {
            denied -= 1;
            clause.denied.insert(stem);
        } else {
            clause.affirmed.insert(stem);
        }
    }
    clause
}

/// What the sentence turns round, as a sentence.
pub(super) fn disagree(claim: &Claim, window: &Window<'_>) -> Option<String> {
    let known: Vec<&Clause> = window.units.iter().flat_map(|unit| &unit.clauses).collect();
    for said in &claim.clauses {
        let used = standing_on(said, &known);
        if used.is_empty() {
            continue;
        }
        let held = |word: &str, side: fn(&Clause) -> &BTreeSet<String>| {
            used.iter().any(|clause| side(clause).iter().any(|own| same(own, word)))
        };
        let denies = used.iter().any(|clause| clause.denials > 0);
        if said.denials == 0 {
            let turned = said.affirmed.iter().find(|word| {
                held(word, |clause| &clause.denied) && !held(word, |clause| &clause.affirmed)
            });
            if turned.is_some() {
                return Some("The passage denies what the sentence says.".to_owned());
            }
        } else if !denies {
            return Some("The passage does not deny what the sentence denies.".to_owned());
        } else if let [only] = used[..]
            && only.denials != said.denials
            && said.words().all(|word| only.holds(word))
        {
            return Some("The passage denies something else than the sentence.".to_owned());
        }
        let limits: usize = used.iter().map(|clause| clause.limits).sum();
        if said.limits > 0 && limits == 0 {
            return Some("The passage does not say that it is only so.".to_owned());
        }
        let lost = used.iter().any(|clause| {
            clause.limits > 0
                && !clause.limited.is_empty()
                && !clause.limited.iter().any(|word| claim.words.iter().any(|own| same(own, word)))
        });
        if lost {
            return Some("The passage says that it is only so under a condition.".to_owned());
        }
    }
    None
}

/// The parts of the window that a part of a sentence stands on: the one that shares most words, then for
/// the words that are left the next one.
fn standing_on<'a>(said: &Clause, known: &[&'a Clause]) -> Vec<&'a Clause> {
    let mut left: Vec<&String> = said.words().collect();
    let mut used: Vec<&Clause> = Vec::new();
    while !left.is_empty() {
        let shared = |clause: &Clause| left.iter().filter(|word| clause.holds(word)).count();
        // Of equals the one that says less beside it, and the earlier one.
        let mut best: Option<(usize, usize, &'a Clause)> = None;
        for clause in known {
            let (count, beside) = (shared(clause), clause.words().count());
            let better = best
                .is_none_or(|(most, least, _)| count > most || (count == most && beside < least));
            if count > 0 && better {
                best = Some((count, beside, clause));
            }
        }
        let Some((_, _, clause)) = best else { break };
        left.retain(|word| !clause.holds(word));
        used.push(clause);
    }
    used
}
