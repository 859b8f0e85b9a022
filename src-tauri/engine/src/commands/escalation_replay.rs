//! What other rules of escalation would have said of the conversations of the last days. Stores nothing.

use std::time::{Duration, Instant};

use aside_assist::{TeamRules, reconsider};
use aside_contract::{
    Advice, ConversationId, ConversationSummary, Escalation, Message, MessageId, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::escalation::EscalationDraft;
use crate::{Engine, EngineError};

/// How far a replay may look back, in days.
const MOST_DAYS: u32 = 90;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The newest conversations that are looked through.
const MOST_CONVERSATIONS: usize = 2_000;
/// After this time the rest is left out: who asks waits for the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Conversations that are told one by one.
const MOST_TOLD: usize = 100;
/// Of a message, so many characters are told.
const EXCERPT: usize = 240;

/// Which rules are tried, and on what.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationReplayRequest {
    /// The threshold and rules that would be saved.
    pub draft: EscalationDraft,
    /// How many days back, 1 to 90.
    pub days: u32,
}

/// What would have been advised, conversation by conversation. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EscalationReplay {
    /// How many days back.
    pub days: u32,
    /// Conversations in which a customer wrote in these days, as far as they were looked through.
    pub conversations: usize,
    /// Their customers' messages in these days.
    pub messages: usize,
    /// Conversations that were left out, because they are too many or it took too long: the older ones.
    pub left_out: usize,
    /// Conversations in which handing over is advised at least once, by the rules that hold now.
    pub now: usize,
    /// The same by the rules that are tried.
    pub then: usize,
    /// Conversations that differ; the newest first, at most 100 of them.
    pub changed: Vec<ReplayedConversation>,
    /// How many differ.
    pub changed_count: usize,
}

/// A conversation in which the rules that are tried say something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReplayedConversation {
    /// The conversation.
    pub id: ConversationId,
    /// Its customer.
    pub customer: String,
    /// The message that decides.
    pub message: MessageId,
    /// What it says, cut to 240 characters.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
    /// Whether handing over is advised by the rules that hold now; by those that are tried it is the other
    /// way round.
    pub now: bool,
    /// The message's score by the rules that hold now.
    pub score_now: f32,
    /// The message's score by those that are tried.
    pub score_then: f32,
    /// The rules that speak by those that are tried, strongest first.
    pub rules: Vec<String>,
}

/// One message, judged twice.
struct Judged {
    message: Message,
    now: Escalation,
    then: Escalation,
}

impl Engine {
    /// Decides anew, by the rules of a draft and by those that hold, on the customers' messages of the last
    /// days as they were read then. What the built-in rules found stays; the threshold and the team's rules
    /// are others. Gives what differs, and stores nothing.
    ///
    /// # Errors
    /// [`EngineError::Refused`] with what is wrong in the draft, or where the stores cannot be read.
    pub fn replay_escalation(
        &self,
        request: &EscalationReplayRequest,
    ) -> Result<EscalationReplay, EngineError> {
        if !(1..=MOST_DAYS).contains(&request.days) {
            return Err(EngineError::Refused(format!("`days` has to be 1 to {MOST_DAYS}")));
        }
        let (hold, tried) = (self.team_rules(), self.drafted_rules(&request.draft)?);
        let since = Timestamp(Timestamp::now().0 - i64::from(request.days) * DAY_MS);
        let mut recent = self.desk.conversations()?;
        recent.retain(|conversation| conversation.updated_at >= since);
        recent.sort_by_key(|conversation| std::cmp::Reverse(conversation.updated_at));
        let mut replay = EscalationReplay {
            days: request.days,
            conversations: 0,
            messages: 0,
            left_out: 0,
            now: 0,
            then: 0,
            changed: Vec::new(),
            changed_count: 0,
        };
        let begun = Instant::now();
        for (place, conversation) in recent.iter().enumerate() {
            if place >= MOST_CONVERSATIONS || begun.elapsed() > PATIENCE {
                replay.left_out = recent.len() - place;
                break;
            }
            let advised = self.desk.advised(conversation.id, since)?;
            if advised.is_empty() {
                continue;
            }
            let judged = advised.into_iter().map(|said| self.judged(said, &hold, &tried));
            replay.add(conversation, judged.collect::<Result<_, _>>()?);
        }
        Ok(replay)
    }

    fn judged(
        &self,
        (message, advice): (Message, Advice),
        hold: &TeamRules,
        tried: &TeamRules,
    ) -> Result<Judged, EngineError> {
        let Advice { analysis, mut escalation, .. } = advice;
        let wrong = self.desk.wrong_rules(message.id)?;
        for reason in &mut escalation.reasons {
            reason.wrong = wrong.contains(&reason.rule);
        }
        let by = |team| reconsider(&escalation, &message.text, &analysis, team);
        let (now, then) = (by(hold), by(tried));
        Ok(Judged { message, now, then })
    }
}

impl EscalationReplay {
    fn add(&mut self, conversation: &ConversationSummary, judged: Vec<Judged>) {
        self.conversations += 1;
        self.messages += judged.len();
        let now = judged.iter().any(|one| one.now.recommended);
        let then = judged.iter().any(|one| one.then.recommended);
        self.now += usize::from(now);
        self.then += usize::from(then);
        if now == then {
            return;
        }
        self.changed_count += 1;
        // The one that says so most strongly.
        let score = |one: &Judged| if now { one.now.score } else { one.then.score };
        let deciding = judged.into_iter().max_by(|a, b| score(a).total_cmp(&score(b)));
        let Some(Judged { message, now: held, then: tried }) =
            deciding.filter(|_| self.changed.len() < MOST_TOLD)
        else {
            return;
        };
        let standing = tried.reasons.into_iter().filter(|reason| !reason.wrong);
        self.changed.push(ReplayedConversation {
            id: conversation.id,
            customer: conversation.customer.clone(),
            message: message.id,
            text: message.text.chars().take(EXCERPT).collect(),
            at: message.at,
            now,
            score_now: held.score,
            score_then: tried.score,
            rules: standing.map(|reason| reason.rule).collect(),
        });
    }
}
