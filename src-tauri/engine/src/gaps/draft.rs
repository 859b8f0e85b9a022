//! An article made of what agents answered: by rule, so every sentence is one that somebody of the team sent.

use std::collections::BTreeMap;

use aside_assist::{MessageContext, retrieval_query};
use aside_contract::{
    ArticleDraft, Category, ConversationId, GapAnswer, GapQuestion, Label, MAX_ARTICLE_TITLE,
    Visibility,
};

/// Other ways to ask that the article names: they let words find it, too.
const WAYS_TO_ASK: usize = 5;
/// The longest title that is made of a question, in characters.
const LONGEST_TITLE: usize = 120;

/// The draft. Without an answer its content holds the questions alone, to be answered in an editor.
pub(super) fn drafted(
    question: &str,
    questions: &[GapQuestion],
    answers: &[GapAnswer],
    categories: &[Category],
) -> ArticleDraft {
    let title = title(question);
    let mut content = String::new();
    for (place, answer) in answers.iter().enumerate() {
        if place > 0 {
            content.push_str("## Also answered\n\n");
        }
        content.push_str(answer.text.trim());
        content.push_str("\n\n");
    }
    let mut ways: Vec<String> = Vec::new();
    for way in questions.iter().map(|one| self::title(&one.text)) {
        if way != title && !ways.contains(&way) {
            ways.push(way);
        }
    }
    if !ways.is_empty() {
        content.push_str("## Also asked as\n\n");
        for way in ways.iter().take(WAYS_TO_ASK) {
            content.push_str(&format!("- {way}\n"));
        }
    }
    let mut sources: Vec<ConversationId> = answers.iter().map(|one| one.conversation).collect();
    sources.sort_unstable();
    sources.dedup();
    ArticleDraft {
        title,
        content: content.trim().to_owned(),
        category: most_common(categories).map(|category| category.name().to_owned()),
        tags: Vec::new(),
        visibility: Visibility::Public,
        sources,
    }
}

/// A question on one line, without greeting and what was said around it.
fn title(question: &str) -> String {
    let context = MessageContext { text: question, ..MessageContext::default() };
    let asked = retrieval_query(&context).question;
    let line = asked.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = match line.find(['?', '!']) {
        Some(end) => &line[..=end],
        None => line.split(". ").next().unwrap_or(&line),
    };
    let most = LONGEST_TITLE.min(MAX_ARTICLE_TITLE);
    if sentence.chars().count() <= most {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(most - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole}…")
}

fn most_common(categories: &[Category]) -> Option<Category> {
    let mut counts: BTreeMap<&str, (usize, Category)> = BTreeMap::new();
    for category in categories {
        counts.entry(category.name()).or_insert((0, *category)).0 += 1;
    }
    counts.into_values().max_by_key(|(count, _)| *count).map(|(_, category)| category)
}

#[cfg(test)]
mod tests {
    use aside_contract::Timestamp;

    use super::*;

    fn question(text: &str) -> GapQuestion {
        GapQuestion { text: text.to_owned(), at: Timestamp(0), conversation: None, searched: false }
    }

    #[test]
    fn the_question_is_the_title_and_the_answers_are_the_text() {
        let conversation = ConversationId::new();
        let answer = |text: &str| GapAnswer {
            text: text.to_owned(),
            at: Timestamp(0),
            conversation,
            times: 1,
        };
        let draft = drafted(
            "Hi there,\n\ncan I paint the Hub?",
            &[question("Can I paint the Hub?"), question("Which paint may I use for the Hub?")],
            &[answer("Yes, with acrylic paint."), answer("Leave the vents free.")],
            &[Category::General, Category::Technical, Category::Technical],
        );
        assert_eq!(draft.title, "can I paint the Hub?");
        assert_eq!(
            draft.content,
            "Yes, with acrylic paint.\n\n## Also answered\n\nLeave the vents free.\n\n## Also asked as\n\n\
            - Can I paint the Hub?\n- Which paint may I use for the Hub?"
        );
        assert_eq!(draft.category.as_deref(), Some("technical"));
        assert_eq!(draft.sources, [conversation]);
    }

    #[test]
    fn a_long_question_is_cut_between_words() {
        let long = format!("Does it {}work", "really ".repeat(40));
        let title = title(&long);
        assert!(title.chars().count() <= LONGEST_TITLE && title.ends_with("really…"), "{title}");
    }
}
