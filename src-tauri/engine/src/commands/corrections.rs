//! Correcting what was read in a message.

use aside_assist::MessageContext;
use aside_contract::{
    Analysis, Author, Channel, Conversation, Correction, Event, LabelKind, LabelNames, Message,
    MessageId, OwnKind, Timestamp, Visibility,
};

use crate::corrections::{basis, names};
use crate::language_model::{Job, labels_of_model};
use crate::pipeline::Subject;
use crate::{Engine, EngineError};

impl Engine {
    /// Corrects a label of a customer's message, or takes the correction back with `None`. The message is
    /// advised on anew; from now on messages that say nearly the same follow, and the others learn.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is nothing to take back, [`EngineError::Label`] for a label
    /// that does not exist, or where the message does not exist or a store fails.
    pub fn correct(
        &self,
        message: MessageId,
        kind: LabelKind,
        label: Option<&str>,
    ) -> Result<Conversation, EngineError> {
        let _live = self.live_work();
        let id = self.desk.conversation_of(message)?;
        let stored = self.stored(id)?;
        let at = stored.messages.iter().position(|one| one.id == message);
        let at = at.filter(|at| stored.messages[*at].author == Author::Customer);
        let Some(at) = at else {
            return Err(EngineError::NotFound {
                what: "customer message",
                name: message.to_string(),
            });
        };
        let (history, corrected) = (&stored.messages[..at], &stored.messages[at]);
        let known = self.corrections.of(message, kind);
        match label {
            Some(label) => self.check_label(kind, label)?,
            None if known.is_none() => {
                return Err(EngineError::NotFound {
                    what: "correction of the message",
                    name: message.to_string(),
                });
            }
            None => {}
        }
        let from = match known {
            Some(known) => known.to,
            None => self.label_before(corrected, history, stored.summary.vip, kind)?,
        };
        self.drop_draft(id);
        self.desk.correct(message, kind, &from, label)?;
        match label {
            Some(label) => {
                let (text, to) = (corrected.text.clone(), label.to_owned());
                let basis = basis(&text, &self.model);
                let at = Timestamp::now();
                let correction = Correction {
                    message_id: message,
                    conversation_id: id,
                    text,
                    kind,
                    from,
                    to,
                    at,
                };
                self.corrections.put(correction, basis);
            }
            None => self.corrections.remove(message, kind),
        }
        match kind.own() {
            Some(_) => self.taxonomy.follow(&self.corrections.all()),
            None => self.corrections.learn_behind(),
        }

        let visibility = (stored.summary.channel == Channel::Chat).then_some(Visibility::Public);
        let vip = stored.summary.vip;
        let moods = &stored.mood.points;
        let earlier = moods.iter().take_while(|point| point.message_id != message).count();
        let advice = stored.advice.as_ref().filter(|advice| advice.message_id == message);
        let labels = advice.map(|advice| labels_of_model(&advice.analysis)).unwrap_or_default();
        let advised = self.advise(&Subject {
            message: corrected,
            history,
            moods: &moods[..earlier],
            customer: &stored.summary.customer,
            vip,
            visibility,
            labels: &labels,
            page_language: stored.page_language.as_deref(),
        });
        let (conversation, _receipt) = self.desk.record_advice(&advised.advice, &advised.steps)?;
        self.publish(Event::AdviceReady {
            advice: Box::new(advised.advice.clone()),
            slots: advised.slots,
            conversation,
        });
        if stored.summary.channel != Channel::Cli {
            self.start_draft(Job {
                message: corrected.clone(),
                history: history.to_vec(),
                customer: stored.summary.customer.clone(),
                vip,
                advice: advised.advice,
                passages: advised.passages,
            });
        }
        self.conversation(id)
    }

    /// Every label that agents corrected, oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn corrections(&self) -> Result<Vec<Correction>, EngineError> {
        Ok(self.desk.corrections()?)
    }

    /// The labels that a message can have.
    pub fn labels(&self) -> LabelNames {
        let built_in = |kind| names(kind).into_iter().map(str::to_owned).collect();
        LabelNames {
            intent: built_in(LabelKind::Intent),
            category: built_in(LabelKind::Category),
            sentiment: built_in(LabelKind::Sentiment),
            own_intent: self.taxonomy.labels(OwnKind::Intent),
            own_category: self.taxonomy.labels(OwnKind::Category),
        }
    }

    fn check_label(&self, kind: LabelKind, label: &str) -> Result<(), EngineError> {
        let labels = self.labels();
        let known = labels.of(kind);
        if known.iter().any(|name| name == label) {
            return Ok(());
        }
        Err(EngineError::Label {
            label: label.to_owned(),
            kind: kind.words(),
            known: known.to_vec(),
        })
    }

    fn label_before(
        &self,
        message: &Message,
        history: &[Message],
        vip: bool,
        kind: LabelKind,
    ) -> Result<String, EngineError> {
        let context =
            MessageContext { text: &message.text, history, vip, ..MessageContext::default() };
        let (analysis, _) = self.analyse(&context, Some(message.id))?;
        Ok(named(&analysis, kind))
    }
}

fn named(analysis: &Analysis, kind: LabelKind) -> String {
    match kind {
        LabelKind::Intent => analysis.intent.label.to_string(),
        LabelKind::Category => analysis.category.label.to_string(),
        LabelKind::Sentiment => analysis.sentiment.label.to_string(),
        LabelKind::OwnIntent | LabelKind::OwnCategory => {
            let own = analysis.own.iter().find(|one| Some(one.kind) == kind.own());
            own.map(|one| one.name.clone()).unwrap_or_default()
        }
    }
}
