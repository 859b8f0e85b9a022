//! Rules of escalation that fired wrongly.

use aside_contract::{ConversationId, Escalation, Event, Timestamp};
use aside_desk::RuleVerdict;

use crate::{Engine, EngineError};

/// The longest note on a rule, in characters.
const LONGEST_NOTE: usize = 2_000;

impl Engine {
    /// Keeps that a rule fired wrongly on the newest customer message of a conversation, or takes that
    /// back. It does not count for that message any more; gives the escalation as it stands then.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where the conversation, its advice or the rule among its reasons is not
    /// there, [`EngineError::Note`] where the note is too long, or where the store fails.
    pub fn judge_rule(
        &self,
        id: ConversationId,
        rule: &str,
        wrong: bool,
        note: Option<&str>,
    ) -> Result<Escalation, EngineError> {
        let note = note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            return Err(EngineError::Note { most: LONGEST_NOTE });
        }
        let missing = |what: &'static str, name: String| EngineError::NotFound { what, name };
        let advice = self.conversation(id)?.advice;
        let advice = advice.ok_or_else(|| missing("advice on the conversation", id.to_string()))?;
        let mut escalation = advice.escalation;
        let reason = escalation.reasons.iter_mut().find(|reason| reason.rule == rule);
        reason
            .ok_or_else(|| missing("reason for escalating by the rule", rule.to_owned()))?
            .wrong = wrong;
        aside_assist::reweigh(&mut escalation, &advice.analysis, self.team_rules().threshold());
        let verdict = RuleVerdict {
            rule: rule.to_owned(),
            wrong,
            conversation: id,
            message: advice.message_id,
            note,
            at: Timestamp::now(),
        };
        let (conversation, _receipt) = self.desk.judge_rule(&verdict, escalation.recommended)?;
        self.publish(Event::ConversationChanged { conversation });
        Ok(escalation)
    }
}
