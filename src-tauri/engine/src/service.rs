//! Within which time customers are to be answered: `.aside/service.toml` in the first knowledge folder.
//!
//! What waiting adds to a priority is reckoned here, when it is read: it changes with the clock.

use std::collections::BTreeMap;
use std::time::Duration;

use aside_assist::Waiting;
use aside_contract::{Conversation, ConversationStatus, ConversationSummary, Event, Timestamp};
use serde::Deserialize;

use crate::team_file::TeamFile;
use crate::{Engine, Places};

/// Below the first knowledge folder.
const FILE: &str = ".aside/service.toml";
/// Where the file names no target.
const REPLY_WITHIN: Duration = Duration::from_hours(4);
const VIP_REPLY_WITHIN: Duration = Duration::from_hours(1);
/// The tier whose target customers with priority by contract have, unless their own tier has one.
const VIP: &str = "vip";

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    reply_within: Option<String>,
    #[serde(default)]
    tiers: BTreeMap<String, String>,
}

/// The targets in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Targets {
    reply_within: Duration,
    tiers: BTreeMap<String, Duration>,
}

impl Default for Targets {
    fn default() -> Self {
        let tiers = BTreeMap::from([(VIP.to_owned(), VIP_REPLY_WITHIN)]);
        Self { reply_within: REPLY_WITHIN, tiers }
    }
}

impl Targets {
    fn parse(content: &str) -> Result<Self, String> {
        let file: ServiceFile = toml::from_str(content).map_err(|error| error.to_string())?;
        let mut targets = Self::default();
        if let Some(time) = &file.reply_within {
            targets.reply_within = duration(time)?;
        }
        for (tier, time) in &file.tiers {
            targets.tiers.insert(tier.clone(), duration(time)?);
        }
        Ok(targets)
    }

    /// The target of a customer: of the own tier, else of VIPs, else of everybody.
    fn of(&self, vip: bool, tier: Option<&str>) -> Duration {
        let named = |tier: &str| self.tiers.get(tier).copied();
        let own = tier.and_then(named);
        own.or_else(|| vip.then(|| named(VIP)).flatten()).unwrap_or(self.reply_within)
    }
}

/// `30m`, `4h` or `2d`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time: write 30m, 4h or 2d");
    let unit = text.trim().char_indices().next_back().ok_or_else(wrong)?;
    let minutes = match unit.1 {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        _ => return Err(wrong()),
    };
    match text.trim()[..unit.0].trim().parse::<u64>() {
        // A year is longer than anybody waits.
        Ok(number @ 1..=525_600) if number * minutes <= 525_600 => {
            Ok(Duration::from_mins(number * minutes))
        }
        _ => Err(wrong()),
    }
}

/// The service targets, as the file has them.
pub(crate) struct Service(TeamFile<Targets>);

impl Service {
    pub(crate) fn new(places: &Places) -> Self {
        Self(TeamFile::new(places, FILE, "service targets", Targets::parse))
    }

    /// The targets that hold now.
    pub(crate) fn targets(&self) -> Targets {
        self.0.get()
    }

    /// The names of the tiers that have a target of their own.
    pub(crate) fn tiers(&self) -> Vec<String> {
        self.targets().tiers.into_keys().filter(|tier| tier != VIP).collect()
    }
}

impl Targets {
    /// How long the customer of a conversation waits by now, if one waits.
    fn waiting(&self, summary: &ConversationSummary, now: Timestamp) -> Option<Waiting> {
        let since = summary.waiting_since?;
        if summary.status == ConversationStatus::Resolved {
            return None;
        }
        let target = self.of(summary.vip, summary.tier.as_deref());
        let waited = u64::try_from(now.0.saturating_sub(since.0)).unwrap_or(0);
        Some(Waiting { waited: Duration::from_millis(waited), target })
    }

    /// The priority of a conversation with what waiting adds until now.
    pub(crate) fn priority(&self, summary: &ConversationSummary, now: Timestamp) -> u8 {
        let waiting = self.waiting(summary, now);
        waiting.map_or(summary.priority, |waiting| waiting.raised(summary.priority))
    }

    /// Raises the priority by what waiting adds until now, and fills in until when an answer is due.
    pub(crate) fn raise(
        &self,
        summary: &mut ConversationSummary,
        now: Timestamp,
    ) -> Option<Waiting> {
        let waiting = self.waiting(summary, now)?;
        let target_ms = i64::try_from(waiting.target.as_millis()).unwrap_or(i64::MAX);
        summary.reply_due =
            summary.waiting_since.map(|since| Timestamp(since.0.saturating_add(target_ms)));
        summary.priority = waiting.raised(summary.priority);
        Some(waiting)
    }
}

impl Engine {
    /// The conversations with the priorities that they have by now.
    pub(crate) fn list_as_of_now(
        &self,
        mut list: Vec<ConversationSummary>,
    ) -> Vec<ConversationSummary> {
        let (targets, now) = (self.service.targets(), Timestamp::now());
        for summary in &mut list {
            targets.raise(summary, now);
        }
        list
    }

    /// The conversation with the priority that it has by now, in the summary and the advice.
    pub(crate) fn conversation_as_of_now(&self, conversation: &mut Conversation) {
        let waiting = self.service.targets().raise(&mut conversation.summary, Timestamp::now());
        if let (Some(waiting), Some(advice)) = (waiting, &mut conversation.advice) {
            waiting.raise(&mut advice.analysis);
        }
    }

    /// What an event says of a conversation, with the priority that it has by now.
    pub(crate) fn as_of_now(&self, event: &mut Event) {
        let (targets, now) = (self.service.targets(), Timestamp::now());
        match event {
            Event::AdviceReady { advice, conversation, .. } => {
                if let Some(waiting) = targets.raise(conversation, now) {
                    waiting.raise(&mut advice.analysis);
                }
            }
            Event::MessageAdded { conversation, .. }
            | Event::ConversationChanged { conversation } => {
                targets.raise(conversation, now);
            }
            Event::KnowledgeChanged { .. }
            | Event::AttachmentRead { .. }
            | Event::Typing { .. }
            | Event::GoldenAsked { .. }
            | Event::LabelsChanged { .. }
            | Event::TicketChanged { .. }
            | Event::DraftWriting { .. }
            | Event::DraftEnded { .. }
            | Event::Resync => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use aside_contract::{Channel, ConversationId};
    use aside_desk::Rank;

    use super::*;

    const MINUTE: i64 = 60_000;

    /// A conversation whose customer waits since so many minutes; none where nobody waits.
    fn waits(customer: &str, priority: u8, minutes: Option<i64>) -> ConversationSummary {
        let then = Timestamp(-minutes.unwrap_or(0) * MINUTE);
        ConversationSummary {
            id: ConversationId::new(),
            customer: customer.to_owned(),
            vip: customer == "vip",
            tier: None,
            channel: Channel::Desk,
            status: ConversationStatus::Open,
            priority,
            sentiment: None,
            category: None,
            category_unsure: false,
            escalation_recommended: false,
            awaiting_reply: minutes.is_some(),
            waiting_since: minutes.map(|_| then),
            reply_due: None,
            preview: String::new(),
            created_at: then,
            updated_at: then,
            messages: 1,
            person_leads: false,
            owner: None,
            agent: None,
        }
    }

    #[test]
    fn the_order_follows_the_clock_although_no_message_is_read_anew() {
        let order = |later: i64| {
            let mut list = [
                waits("answered", 9, None),
                waits("unhappy", 5, Some(10)),
                waits("patient", 4, Some(110)),
                waits("vip", 4, Some(20)),
            ];
            let now = Timestamp(later * MINUTE);
            let priority = |one: &ConversationSummary| Targets::default().priority(one, now);
            list.sort_by_key(|one| Rank::of(one, priority(one)));
            list.iter().map(|one| (one.customer.clone(), priority(one))).collect::<Vec<_>>()
        };
        let named =
            |list: [(&str, u8); 4]| list.map(|(name, priority)| (name.to_owned(), priority));
        assert_eq!(order(0), named([("unhappy", 5), ("patient", 4), ("vip", 4), ("answered", 9)]));
        // In ten minutes two have waited half of their targets: four hours, and one for a VIP.
        assert_eq!(order(10), named([("patient", 5), ("vip", 5), ("unhappy", 5), ("answered", 9)]));
        // In two hours the VIP waits more than twice the target.
        assert_eq!(
            order(120),
            named([("vip", 7), ("unhappy", 6), ("patient", 5), ("answered", 9)])
        );
    }

    #[test]
    fn an_answer_is_due_only_while_somebody_waits() {
        let now = Timestamp(0);
        let mut open = waits("ada", 3, Some(60));
        assert!(Targets::default().raise(&mut open, now).is_some());
        assert_eq!(open.reply_due, Some(Timestamp(180 * MINUTE)));
        let mut resolved = waits("ada", 3, Some(600));
        resolved.status = ConversationStatus::Resolved;
        for mut quiet in [resolved, waits("ada", 3, None)] {
            assert!(Targets::default().raise(&mut quiet, now).is_none());
            assert_eq!((quiet.priority, quiet.reply_due), (3, None));
        }
    }

    #[test]
    fn the_own_tier_goes_before_vip_and_vip_before_everybody() {
        let targets = Targets::parse(
            "reply_within = \"8h\"\n[tiers]\nvip = \"2h\"\ngold = \"30m\"\nslow = \"2d\"",
        )
        .unwrap();
        for (vip, tier, minutes) in [
            (false, None, 480),
            (true, None, 120),
            (true, Some("gold"), 30),
            (true, Some("slow"), 2880),
            (false, Some("unheard of"), 480),
        ] {
            assert_eq!(targets.of(vip, tier), Duration::from_mins(minutes), "{vip} {tier:?}");
        }
    }

    #[test]
    fn what_the_file_leaves_out_has_its_default() {
        let targets = Targets::parse("").unwrap();
        assert_eq!(targets, Targets::default());
        assert_eq!(targets.of(false, None), REPLY_WITHIN);
        assert_eq!(targets.of(true, None), VIP_REPLY_WITHIN);
    }

    #[test]
    fn a_time_that_is_none_is_refused_with_what_to_write() {
        for text in ["", "4", "h", "0h", "-1h", "4 weeks", "9999999999d", "1.5h"] {
            assert!(duration(text).unwrap_err().contains("30m, 4h or 2d"), "{text}");
        }
        assert!(Targets::parse("reply_in = \"4h\"").is_err());
    }
}
