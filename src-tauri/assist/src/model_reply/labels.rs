//! Labels that a language model gave, read from its answer.

use std::sync::LazyLock;

use aside_contract::{Category, Intent, Label, LabelKind, Sentiment};
use regex::Regex;

use crate::text::pattern;

/// Labels by their kinds, in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLabels(pub Vec<(LabelKind, String)>);

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?im)^[\W_]*(intent|category|sentiment)[\W_]*[:=][\W_]*(\w+)[\W_]*$")
});

/// The labels of the wanted kinds that an answer names, a line each.
///
/// # Errors
/// A sentence, where it names none, or one that there is not.
pub fn read_labels(answer: &str, wanted: &[LabelKind]) -> Result<ReadLabels, String> {
    let mut labels: Vec<(LabelKind, String)> = Vec::new();
    for line in LINE.captures_iter(answer) {
        let (kind, name) = (line[1].to_lowercase(), line[2].to_lowercase());
        let (kind, known) = match kind.as_str() {
            "intent" => (LabelKind::Intent, Intent::from_name(&name).is_some()),
            "category" => (LabelKind::Category, Category::from_name(&name).is_some()),
            _ => (LabelKind::Sentiment, Sentiment::from_name(&name).is_some()),
        };
        if !known {
            return Err(format!("there is no {} {name}", kind.words()));
        }
        // What was not asked for, or is said twice, is let be.
        if wanted.contains(&kind) && !labels.iter().any(|(given, _)| *given == kind) {
            labels.push((kind, name));
        }
    }
    match labels.is_empty() {
        true => Err("it names no label".to_owned()),
        false => Ok(ReadLabels(labels)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_a_line_each_and_nothing_is_made_up() {
        let wanted = [LabelKind::Category, LabelKind::Sentiment];
        let read = |answer: &str| read_labels(answer, &wanted).map(|labels| labels.0);
        let billing = (LabelKind::Category, "billing".to_owned());
        let angry = (LabelKind::Sentiment, "angry".to_owned());
        assert_eq!(read("category: billing\nsentiment: angry"), Ok(vec![billing.clone(), angry]));
        assert_eq!(read("Sure!\n- **Category**: Billing.\n"), Ok(vec![billing.clone()]));
        assert_eq!(read("intent: action\ncategory = billing"), Ok(vec![billing]));
        assert!(read("category: refunds").unwrap_err().contains("refunds"));
        for nothing in
            ["", "I cannot do that.", "intent: action", "the category: billing or so it seems"]
        {
            assert!(read(nothing).is_err(), "{nothing}");
        }
    }
}
