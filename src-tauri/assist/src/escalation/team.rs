//! The team's own rules and threshold.

use aside_contract::{Analysis, Category, EscalationReason, Evidence, LabelKind, SlotKind};

use super::ESCALATION_THRESHOLD;
use crate::message::MessageContext;
use crate::text::{fold, own_words};

/// What the names of a team's rules begin with among the reasons.
const OWN: &str = "team:";

/// Whether a reason of this rule came from the team.
pub(super) fn is_own(rule: &str) -> bool {
    rule.starts_with(OWN)
}

/// What a team says beside the built-in rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamRules {
    /// The score from which handing over is recommended, 0 to 1; [`ESCALATION_THRESHOLD`] without one.
    pub threshold: Option<f32>,
    /// Rules, each asked by itself.
    pub rules: Vec<TeamRule>,
}

/// One rule of a team: it fires where all that it names holds. One that names nothing never fires.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamRule {
    /// Its name, as reasons have it after `team:`.
    pub name: String,
    /// Why, as a sentence for people.
    pub explanation: Option<String>,
    /// Words or phrases, of which one has to occur as whole words, whatever the case of its letters.
    pub keywords: Vec<String>,
    /// What the message has to be about.
    pub category: Option<Category>,
    /// An amount of more than this has to be named, in whatever currency.
    pub amount_over: Option<f64>,
    /// How strongly it speaks for escalation, 0 to 1.
    pub weight: f32,
}

impl TeamRules {
    /// The threshold in force.
    pub fn threshold(&self) -> f32 {
        self.threshold.unwrap_or(ESCALATION_THRESHOLD)
    }

    /// The reasons that the team's rules give.
    pub(super) fn reasons(
        &self,
        ctx: &MessageContext<'_>,
        analysis: &Analysis,
    ) -> Vec<EscalationReason> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let text = fold(&own_words(ctx.text));
        self.rules.iter().filter_map(|rule| rule.reason(&text, analysis)).collect()
    }
}

impl TeamRule {
    fn reason(&self, text: &str, analysis: &Analysis) -> Option<EscalationReason> {
        let mut evidence: Vec<Evidence> = Vec::new();
        if !self.keywords.is_empty() {
            let said = self.keywords.iter().find(|keyword| occurs(text, &fold(keyword.trim())))?;
            evidence.push(Evidence::words(said.trim()));
        }
        if let Some(category) = self.category {
            if analysis.category.label != category {
                return None;
            }
            evidence.push(Evidence::Label {
                what: LabelKind::Category,
                label: category.to_string(),
                confidence: None,
            });
        }
        if let Some(least) = self.amount_over {
            let amounts = analysis.slots.iter().filter(|slot| slot.kind == SlotKind::Amount);
            let over = amounts.filter_map(|slot| Some((amount(&slot.value)?, &slot.text)));
            let (_, words) = over.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|one| one.0 > least)?;
            evidence.push(Evidence::words(words));
        }
        (!evidence.is_empty()).then(|| EscalationReason {
            rule: format!("{OWN}{}", self.name),
            explanation: self
                .explanation
                .clone()
                .unwrap_or_else(|| format!("The team's rule “{}” applies.", self.name)),
            case: None,
            evidence: Evidence::line(&evidence),
            parts: evidence,
            weight: self.weight.clamp(0.0, 1.0),
            wrong: false,
        })
    }
}

/// The number in an amount such as `49.99 EUR`.
fn amount(value: &str) -> Option<f64> {
    value.split_whitespace().find_map(|part| part.parse().ok())
}

/// Whether a phrase stands in a text as whole words.
fn occurs(text: &str, phrase: &str) -> bool {
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(start, found)| {
            let before = text[..start].chars().next_back();
            let after = text[start + found.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
}
