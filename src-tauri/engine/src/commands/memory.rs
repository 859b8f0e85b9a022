//! What is remembered of customers: kept, recalled, corrected, handed out, forgotten.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::thread;

use aside_contract::{
    Advice, ConversationStatus, CustomerExport, CustomerFact, CustomerMemory, Event, FactId,
    FactKind, FactSource, Forgotten, FoundFact, NewFact, Profile, Remembered, Timestamp,
    UNNAMED_CUSTOMER, UnresolvedMatter,
};
use aside_desk::Meaning;

use crate::{Engine, EngineError};

/// From this cosine on a fact has to do with a message. Short facts and whole messages are far apart even
/// where they belong together, and a fact too many costs a glance: set by judgement.
const RECALL: f32 = 0.35;
/// The most facts that are told beside a message.
const REMEMBERED: usize = 4;

/// Which facts are asked for.
#[derive(Clone, Debug, Default)]
pub struct FactFilter {
    /// What to look for, by meaning.
    pub text: Option<String>,
    /// Only of this kind.
    pub kind: Option<FactKind>,
    /// Only from there.
    pub source: Option<FactSource>,
    /// Only those whose metadata has this value under this name.
    pub metadata: Option<(String, String)>,
}

impl Engine {
    /// What is remembered of a customer, also of one who never wrote.
    ///
    /// # Errors
    /// Where the store fails, or too many messages are under way.
    pub fn customer_memory(
        &self,
        customer: &str,
        filter: &FactFilter,
    ) -> Result<CustomerMemory, EngineError> {
        let customer = customer.trim();
        let looked_for = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let mut near: HashMap<FactId, f32> = HashMap::new();
        if let Some(meaning) = looked_for.map(|text| self.meaning_of(text)).transpose()?.flatten() {
            let found = self.desk.recall(customer, &meaning, -1.0, usize::MAX)?;
            near = found.into_iter().map(|(fact, similarity)| (fact.id, similarity)).collect();
        }
        let mut facts = Vec::new();
        for fact in self.desk.facts(customer)? {
            let fits = filter.kind.is_none_or(|kind| kind == fact.kind)
                && filter.source.is_none_or(|source| source == fact.source)
                && filter
                    .metadata
                    .as_ref()
                    .is_none_or(|(name, value)| fact.metadata.get(name) == Some(value));
            if fits {
                let similarity = near.get(&fact.id).copied();
                facts.push(FoundFact { fact, similarity });
            }
        }
        // The newest first within what is equally near.
        facts.sort_by(|a, b| {
            let of = |found: &FoundFact| found.similarity.unwrap_or(f32::NEG_INFINITY);
            of(b).total_cmp(&of(a))
        });

        let conversations = self.conversations_of(customer)?;
        let mut unresolved = Vec::new();
        for open in conversations.iter().filter(|one| one.status != ConversationStatus::Resolved) {
            let ticket = self.desk.ticket_of(open.id)?;
            unresolved.push(UnresolvedMatter {
                conversation_id: open.id,
                about: ticket.as_ref().map_or(&open.preview, |ticket| &ticket.summary).clone(),
                ticket: ticket.map(|ticket| ticket.id),
                since: open.created_at,
            });
        }
        unresolved.sort_by_key(|matter| matter.since);
        let mut conversations = self.list_as_of_now(conversations);
        conversations.sort_by_key(|one| std::cmp::Reverse(one.updated_at));
        let profile = self.desk.profile(customer)?;
        Ok(CustomerMemory {
            customer: customer.to_owned(),
            profile,
            facts,
            unresolved,
            conversations,
        })
    }

    /// Keeps a fact about a customer. Its meaning is worked out behind the scenes.
    ///
    /// # Errors
    /// Where the fact or the customer cannot be kept, or the store fails.
    pub fn keep_fact(&self, customer: &str, new: &NewFact) -> Result<CustomerFact, EngineError> {
        let (fact, _receipt) = self.desk.keep_fact(customer, new)?;
        self.embed_facts_behind();
        Ok(fact)
    }

    /// Corrects a fact.
    ///
    /// # Errors
    /// As for [`Engine::keep_fact`], or where there is no such fact.
    pub fn correct_fact(
        &self,
        customer: &str,
        id: FactId,
        new: &NewFact,
    ) -> Result<CustomerFact, EngineError> {
        let (fact, _receipt) = self.desk.correct_fact(customer, id, new)?;
        self.embed_facts_behind();
        Ok(fact)
    }

    /// Deletes a fact for good.
    ///
    /// # Errors
    /// Where there is no such fact, or the store fails.
    pub fn drop_fact(&self, customer: &str, id: FactId) -> Result<(), EngineError> {
        self.desk.drop_fact(customer, id)?;
        Ok(())
    }

    /// Keeps what the team knows of a customer.
    ///
    /// # Errors
    /// Where a text is too long, the customer has no name, or the store fails.
    pub fn set_profile(&self, customer: &str, profile: &Profile) -> Result<Profile, EngineError> {
        self.desk.set_profile(customer, profile)?;
        Ok(self.desk.profile(customer)?)
    }

    /// Everything that is stored of a customer, as one file.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn export_customer(&self, customer: &str) -> Result<CustomerExport, EngineError> {
        let customer = customer.trim();
        let mut export = CustomerExport {
            customer: customer.to_owned(),
            exported: Timestamp::now(),
            standing: self.desk.standing(customer)?,
            profile: self.desk.profile(customer)?,
            facts: self.desk.facts(customer)?,
            conversations: Vec::new(),
            tickets: Vec::new(),
            entries: self.desk.ledger_about(customer)?,
        };
        for summary in self.conversations_of(customer)? {
            export.conversations.push(self.conversation(summary.id)?);
            export.tickets.extend(self.desk.ticket_of(summary.id)?);
        }
        Ok(export)
    }

    /// Erases all that is stored of a customer, for good. Customers without a name share one, and are
    /// forgotten together.
    ///
    /// # Errors
    /// Where the store fails. What was erased until then stays erased.
    pub fn forget_customer(&self, customer: &str) -> Result<Forgotten, EngineError> {
        let own = self.conversations_of(customer)?.into_iter();
        let own: HashSet<_> = own.map(|one| one.id).collect();
        own.iter().for_each(|conversation| self.drop_draft(*conversation));
        let forgotten = self.desk.forget(customer)?;
        // What was learnt from the customer's messages, and from what was answered, goes, too.
        self.sent_before.forget(&own);
        self.recall.clear();
        let known: HashSet<_> =
            self.desk.corrections()?.into_iter().map(|one| (one.message_id, one.kind)).collect();
        for gone in self.corrections.all() {
            if !known.contains(&(gone.message_id, gone.kind)) {
                self.corrections.remove(gone.message_id, gone.kind);
            }
        }
        self.taxonomy.follow(&self.corrections.all());
        self.corrections.learn_behind();
        self.publish(Event::Resync);
        Ok(forgotten)
    }

    /// Facts about the customer that have to do with a message of this meaning, the nearest first.
    pub(crate) fn remembered(
        &self,
        customer: &str,
        meaning: Option<&Meaning>,
    ) -> Result<Vec<Remembered>, EngineError> {
        let Some(meaning) = meaning.filter(|_| customer != UNNAMED_CUSTOMER) else {
            return Ok(Vec::new());
        };
        let found = self.desk.recall(customer, meaning, RECALL, REMEMBERED)?;
        Ok(found
            .into_iter()
            .map(|(fact, similarity)| Remembered {
                text: fact.text,
                fact: fact.id,
                kind: fact.kind,
                source: fact.source,
                conversation_id: fact.conversation_id,
                at: fact.updated,
                similarity,
            })
            .collect())
    }

    /// Reads what stored advice remembers where the facts stand; what was deleted since is left out.
    pub(crate) fn remind(&self, customer: &str, advice: &mut Advice) -> Result<(), EngineError> {
        if advice.remembered.is_empty() {
            return Ok(());
        }
        let facts = self.desk.facts(customer)?;
        let mut texts: BTreeMap<FactId, String> =
            facts.into_iter().map(|fact| (fact.id, fact.text)).collect();
        advice.remembered.retain_mut(|known| match texts.remove(&known.fact) {
            Some(text) => {
                known.text = text;
                true
            }
            None => false,
        });
        Ok(())
    }

    /// Works out behind the scenes what facts mean that have no meaning by the model in use. Returns at once.
    pub(crate) fn embed_facts_behind(&self) {
        let me = self.me.clone();
        let work = move || {
            let missing = me.upgrade().map(|engine| {
                let model = engine.model.reader_name();
                model.map(|model| engine.desk.facts_without_meaning(&model)).transpose()
            });
            let facts = match missing {
                Some(Ok(facts)) => facts.unwrap_or_default(),
                Some(Err(error)) => {
                    tracing::error!(%error, "the facts about customers could not be read");
                    return;
                }
                None => return,
            };
            for (customer, fact) in facts {
                let Some(engine) = me.upgrade() else { return };
                let kept = engine.model.embed_behind(&fact.text).map(|embedding| {
                    let meaning = embedding.and_then(|embedding| engine.meaning(&embedding));
                    meaning.map(|one| engine.desk.put_fact_meaning(&customer, &fact, &one))
                });
                match kept {
                    Ok(Some(Err(error))) => {
                        tracing::error!(%error, "the meaning of a fact is not kept");
                    }
                    Err(error) => tracing::error!(%error, "a fact could not be read"),
                    Ok(_) => {}
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("memory".to_owned()).spawn(work) {
            tracing::error!(%error, "no thread to read the facts about customers on");
        }
    }

    /// The meaning of what somebody looks for. None without a model.
    fn meaning_of(&self, text: &str) -> Result<Option<Meaning>, EngineError> {
        Ok(self.model.embed_to_read(text)?.and_then(|embedding| self.meaning(&embedding)))
    }
}
