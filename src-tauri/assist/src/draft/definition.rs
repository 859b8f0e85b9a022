//! The passage that explains a code goes before those that only mention it.

use std::collections::BTreeSet;

use aside_contract::Passage;

use crate::text::{Kind, blocks, cells, codes, flatten, words};

/// Puts the passages that explain a code of the question before the others, with at least their score:
/// those with a heading, a table row or a list item that begins with it.
pub fn definitions_first(question: &str, passages: &mut [Passage]) {
    let asked = codes(question);
    let Some(best) = passages.iter().map(|passage| passage.score).reduce(f32::max) else { return };
    if asked.is_empty() {
        return;
    }
    for passage in &mut *passages {
        if explains(passage, &asked) {
            passage.score = best;
        }
    }
    passages.sort_by_key(|passage| !explains(passage, &asked));
}

fn explains(passage: &Passage, asked: &BTreeSet<String>) -> bool {
    let begins =
        |text: &str| codes(text).iter().any(|code| asked.contains(code) && leads(text, code));
    let heading = passage.section.rsplit(" > ").next().unwrap_or_default();
    begins(&passage.title)
        || begins(heading)
        || blocks(&passage.text).iter().any(|block| {
            let text = &passage.text[block.range.clone()];
            match block.kind {
                Kind::Table => {
                    text.lines().any(|row| cells(row).first().is_some_and(|cell| begins(cell)))
                }
                Kind::List { .. } => block.items.iter().any(|item| {
                    let item = flatten(&passage.text[item.clone()]);
                    begins(item.trim_start_matches(|c: char| !c.is_alphabetic()))
                }),
                Kind::Heading => begins(text.trim_start_matches('#')),
                Kind::Paragraph | Kind::Code => false,
            }
        })
}

/// Whether `text` begins with `code`, or with one word before it: "Error E07".
fn leads(text: &str, code: &str) -> bool {
    let code = words(code);
    let text = words(text);
    text.starts_with(&code) || text.get(1..).is_some_and(|rest| rest.starts_with(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_leads_with_a_code_at_its_beginning_or_after_one_word() {
        for (text, code, expected) in [
            ("E07", "e07", true),
            ("Error E07: the clamp", "e07", true),
            ("Consumption is zero, error E07", "e07", false),
            ("FW-H2 Home Kit", "fw-h2", true),
            ("FW-H3", "fw-h2", false),
            ("", "e07", false),
        ] {
            assert_eq!(leads(text, code), expected, "{text}");
        }
    }
}
