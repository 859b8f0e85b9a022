//! Products, from the team's own list.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use aside_contract::SlotKind;

use super::{Finding, Recognizer, Scope};

/// The shortest name that is looked for, in characters: a single letter stands everywhere.
const MIN_CHARS: usize = 2;

/// One product, and how customers call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its name, as agents see it.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
}

/// The team's products, to be found in messages. Empty where it has listed none.
#[derive(Debug, Default)]
pub struct Products {
    products: Vec<Product>,
    /// Made at its first use, with the place in `products` of each of its patterns.
    automaton: OnceLock<Option<(AhoCorasick, Vec<usize>)>>,
}

impl Products {
    /// A list of products. The case of letters makes no difference in messages.
    pub fn new(products: Vec<Product>) -> Self {
        Self { products, automaton: OnceLock::new() }
    }

    fn find<'a>(&'a self, text: &str) -> Vec<(std::ops::Range<usize>, &'a str)> {
        let Some((automaton, owners)) = self.automaton.get_or_init(|| self.build()) else {
            return Vec::new();
        };
        let hits = automaton.find_iter(text).filter(|hit| stands_alone(text, hit.range()));
        hits.map(|hit| (hit.range(), &*self.products[owners[hit.pattern().as_usize()]].name))
            .collect()
    }

    /// All names, the longest first where they begin at the same place.
    fn build(&self) -> Option<(AhoCorasick, Vec<usize>)> {
        let (mut names, mut owners) = (Vec::new(), Vec::new());
        for (place, product) in self.products.iter().enumerate() {
            for name in std::iter::once(&product.name).chain(&product.aliases) {
                let name = name.trim();
                if name.chars().count() < MIN_CHARS {
                    continue;
                }
                names.push(name.to_owned());
                owners.push(place);
                // The automaton ignores the case of A to Z alone.
                if !name.is_ascii() {
                    names.push(name.to_lowercase());
                    owners.push(place);
                }
            }
        }
        if names.is_empty() {
            return None;
        }
        let built = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(names);
        // Only a list of gigabytes does not fit.
        built.ok().map(|automaton| (automaton, owners))
    }
}

/// Whether no letter or digit touches the name, but for an `s` of the plural.
fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let after = &text[range.end..];
    let after = after.strip_prefix('s').unwrap_or(after);
    !text[..range.start].chars().next_back().is_some_and(word)
        && !after.chars().next().is_some_and(word)
}

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    kind: SlotKind::Product,
    find: |scope: &Scope<'_>| {
        let found = scope.products.find(scope.text).into_iter();
        found.map(|(range, name)| Finding { range, value: name.to_owned() }).collect()
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_found_by_name_and_alias() {
        let product = |name: &str, aliases: &[&str]| Product {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let products = Products::new(vec![
            product("Breeze thermostat", &["breeze", "thermostat B2"]),
            product("Home Hub", &["hub"]),
            product("Home Hub Mini", &[]),
            product("Größenwahn", &[]),
            product("X", &[]),
        ]);
        for (text, expected) in [
            ("My BREEZE leaks", &["Breeze thermostat"][..]),
            ("two Home Hub Minis, one hub", &["Home Hub Mini", "Home Hub"]),
            ("the thermostat b2's display", &["Breeze thermostat"]),
            ("größenwahn in GitHub, hubs, hubcap, x", &["Größenwahn", "Home Hub"]),
            ("", &[]),
        ] {
            let found: Vec<&str> = products.find(text).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(Products::default().find("a hub").is_empty());
    }
}
