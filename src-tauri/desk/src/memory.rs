//! What is kept of a customer beside the conversations: the profile and facts, found by meaning within
//! that customer only.

use std::cmp::Reverse;

use aside_contract::{
    CustomerFact, FactId, FactSource, MAX_FACT_CHARS, MAX_FACTS, MAX_METADATA, NewFact, Profile,
    Timestamp, UNNAMED_CUSTOMER, customer_name,
};
use heed::RoTxn;
use serde::{Deserialize, Serialize};

use crate::change::{Change, profile};
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::ledger::{self, LedgerFact, Receipt};
use crate::meaning::Meaning;
use crate::tables::{Customer, Tables, customer_key, from_json, to_json};

/// The most characters of a name, a language or a preference, and the most preferences.
const PROFILE: (usize, usize) = (200, 20);

/// A fact as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFact {
    pub customer: String,
    pub fact: CustomerFact,
    /// The entries of the ledger that tell it.
    pub entries: Vec<u64>,
}

impl Desk {
    /// Keeps a fact about a customer.
    ///
    /// # Errors
    /// [`DeskError::Fact`] about the fact or a customer without a name, [`DeskError::NoSuchMessage`] where
    /// the customer did not write the message that it names, or [`DeskError::Storage`].
    pub fn keep_fact(
        &self,
        customer: &str,
        new: &NewFact,
    ) -> Result<(CustomerFact, Receipt), DeskError> {
        let customer = checked_customer(customer)?;
        let (at, id, new) = (Timestamp::now(), FactId::new(), checked_fact(new)?);
        self.change(move |change| {
            if change.facts(&customer)?.len() >= MAX_FACTS {
                return Err(DeskError::Fact("the customer has 500 facts: delete some first").into());
            }
            let conversation = match new.message_id {
                None => None,
                Some(message) => match change.anywhere(message)? {
                    (conversation, LedgerFact::MessageReceived { customer: wrote, .. })
                        if wrote == customer =>
                    {
                        Some(conversation)
                    }
                    _ => return Err(DeskError::NoSuchMessage(message).into()),
                },
            };
            let new = new.clone();
            let source = if conversation.is_some() { FactSource::Message } else { new.source };
            let fact = CustomerFact {
                id,
                text: new.text,
                kind: new.kind,
                source,
                message_id: new.message_id,
                conversation_id: conversation,
                metadata: new.metadata,
                created: at,
                updated: at,
            };
            change.keep(&customer, fact, Vec::new(), at)
        })
    }

    /// Corrects a fact: its text, its kind and its metadata. Its meaning is worked out anew.
    ///
    /// # Errors
    /// [`DeskError::NoSuchFact`], or as for [`Desk::keep_fact`].
    pub fn correct_fact(
        &self,
        customer: &str,
        id: FactId,
        new: &NewFact,
    ) -> Result<(CustomerFact, Receipt), DeskError> {
        let (customer, at, new) =
            (checked_customer(customer)?, Timestamp::now(), checked_fact(new)?);
        self.change(move |change| {
            let StoredFact { fact, entries, .. } = change.fact(&customer, id)?;
            let NewFact { text, kind, metadata, .. } = new.clone();
            // What was corrected is not kept beside it: it may be what the customer asked to delete.
            let fact = CustomerFact { text, kind, metadata, updated: at, ..fact };
            change.tables.fact_meanings.delete(change.txn, &fact_key(&customer, id))?;
            change.keep(&customer, fact, entries, at)
        })
    }

    /// Deletes a fact; the ledger keeps the hashes of what told it. The file is written anew without it at
    /// the next start or [forgetting](Desk::forget), not for each.
    ///
    /// # Errors
    /// [`DeskError::NoSuchFact`] or [`DeskError::Storage`].
    pub fn drop_fact(&self, customer: &str, id: FactId) -> Result<Receipt, DeskError> {
        let (customer, at) = (checked_customer(customer)?, Timestamp::now());
        self.change(move |change| {
            let StoredFact { entries, .. } = change.fact(&customer, id)?;
            let key = fact_key(&customer, id);
            change.tables.facts.delete(change.txn, &key)?;
            change.tables.fact_meanings.delete(change.txn, &key)?;
            change.erase(&entries)?;
            change.append(at, None, &LedgerFact::FactDropped { fact: id, erased: entries })
        })
    }

    /// Every fact about a customer, the newest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn facts(&self, customer: &str) -> Result<Vec<CustomerFact>, DeskError> {
        let mut found: Vec<CustomerFact> = self
            .store
            .read(|tables, txn| facts(tables, txn, customer.trim()))?
            .into_iter()
            .map(|stored| stored.fact)
            .collect();
        found.sort_by_key(|fact| (Reverse(fact.updated), Reverse(fact.id)));
        Ok(found)
    }

    /// The facts about a customer whose meaning is at least `at_least` (a cosine) like this one, the nearest
    /// first, at most `most`. Meanings by another model are passed over.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn recall(
        &self,
        customer: &str,
        meaning: &Meaning,
        at_least: f32,
        most: usize,
    ) -> Result<Vec<(CustomerFact, f32)>, DeskError> {
        self.store.read(|tables, txn| {
            let mut near = Vec::new();
            for row in tables.fact_meanings.prefix_iter(txn, &customer_key(customer.trim()))? {
                let (key, bytes) = row?;
                if let Some(similarity) = meaning.similarity(bytes).filter(|one| *one >= at_least) {
                    near.push((key.to_vec(), similarity));
                }
            }
            near.sort_by(|a, b| b.1.total_cmp(&a.1));
            near.truncate(most);
            let mut found = Vec::with_capacity(near.len());
            for (key, similarity) in near {
                if let Some(bytes) = tables.facts.get(txn, &key)? {
                    let stored: StoredFact = from_json(bytes, "a fact about a customer")?;
                    found.push((stored.fact, similarity));
                }
            }
            Ok(found)
        })
    }

    /// Facts of any customer that have no meaning by this model yet, with their customers.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn facts_without_meaning(
        &self,
        model: &str,
    ) -> Result<Vec<(String, CustomerFact)>, DeskError> {
        self.store.read(|tables, txn| {
            let mut found = Vec::new();
            for row in tables.facts.iter(txn)? {
                let (key, bytes) = row?;
                let known = tables.fact_meanings.get(txn, key)?;
                if !known.is_some_and(|meaning| Meaning::is_by(meaning, model)) {
                    let stored: StoredFact = from_json(bytes, "a fact about a customer")?;
                    found.push((stored.customer, stored.fact));
                }
            }
            Ok(found)
        })
    }

    /// Keeps what a fact means, unless it was corrected or deleted meanwhile. It follows from the fact, so
    /// the ledger does not tell of it.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn put_fact_meaning(
        &self,
        customer: &str,
        fact: &CustomerFact,
        meaning: &Meaning,
    ) -> Result<(), DeskError> {
        let (key, fact, bytes) = (fact_key(customer, fact.id), fact.clone(), meaning.to_bytes());
        self.change(move |change| {
            let Some(stored) = change.tables.facts.get(change.txn, &key)? else { return Ok(()) };
            let stored: StoredFact = from_json(stored, "a fact about a customer")?;
            if stored.fact == fact {
                change.tables.fact_meanings.put(change.txn, &key, &bytes)?;
            }
            Ok(())
        })
    }

    /// What the team knows of a customer.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn profile(&self, customer: &str) -> Result<Profile, DeskError> {
        self.store.read(|tables, txn| profile(tables, txn, customer.trim()))
    }

    /// Keeps what the team knows of a customer.
    ///
    /// # Errors
    /// [`DeskError::Fact`] about the profile or a customer without a name, or [`DeskError::Storage`].
    pub fn set_profile(&self, customer: &str, profile: &Profile) -> Result<Receipt, DeskError> {
        let (customer, at) = (checked_customer(customer)?, Timestamp::now());
        let profile = checked_profile(profile)?;
        self.change(move |change| {
            let standing = change.standing(&customer)?;
            let (customer, profile) = (customer.clone(), profile.clone());
            change.put_customer(&Customer {
                customer: customer.clone(),
                standing,
                profile: profile.clone(),
            })?;
            change.append(at, None, &LedgerFact::ProfileSet { customer, profile })
        })
    }
}

impl Change<'_, '_> {
    /// Stores a fact with its entry; `before` are the entries that told it until now, which are erased.
    fn keep(
        &mut self,
        customer: &str,
        fact: CustomerFact,
        before: Vec<u64>,
        at: Timestamp,
    ) -> Result<(CustomerFact, Receipt), Failure> {
        if !before.is_empty() {
            self.erase(&before)?;
            let dropped = LedgerFact::FactDropped { fact: fact.id, erased: before };
            self.append(at, None, &dropped)?;
        }
        let kept = LedgerFact::FactKept { customer: customer.to_owned(), fact: fact.clone() };
        let receipt = self.append(at, None, &kept)?;
        let stored =
            StoredFact { customer: customer.to_owned(), fact, entries: vec![receipt.sequence()] };
        self.tables.facts.put(self.txn, &fact_key(customer, stored.fact.id), &to_json(&stored)?)?;
        Ok((stored.fact, receipt))
    }

    fn facts(&self, customer: &str) -> Result<Vec<StoredFact>, Failure> {
        facts(self.tables, self.txn, customer)
    }

    fn fact(&self, customer: &str, id: FactId) -> Result<StoredFact, Failure> {
        let found = self.tables.facts.get(self.txn, &fact_key(customer, id))?;
        let bytes = found.ok_or(DeskError::NoSuchFact(id))?;
        Ok(from_json(bytes, "a fact about a customer")?)
    }

    /// Erases what these entries say, and notes that the store has to be written anew.
    pub fn erase(&mut self, entries: &[u64]) -> Result<(), Failure> {
        for sequence in entries {
            ledger::erase(self.tables, self.txn, *sequence)?;
        }
        self.note_scrub()
    }
}

pub(crate) fn facts(
    tables: &Tables,
    txn: &RoTxn<'_>,
    customer: &str,
) -> Result<Vec<StoredFact>, Failure> {
    let rows = tables.facts.prefix_iter(txn, &customer_key(customer))?;
    rows.map(|row| Ok(from_json(row?.1, "a fact about a customer")?)).collect()
}

/// The key of a fact: a customer's facts stand together.
pub(crate) fn fact_key(customer: &str, id: FactId) -> [u8; 48] {
    let mut key = [0; 48];
    key[..32].copy_from_slice(&customer_key(customer));
    key[32..].copy_from_slice(id.as_bytes());
    key
}

/// A customer of whom something can be known: those without a name share one.
fn checked_customer(customer: &str) -> Result<String, DeskError> {
    let customer = customer_name(customer)?;
    if customer == UNNAMED_CUSTOMER {
        return Err(DeskError::Fact("customers without a name share one: name the customer first"));
    }
    Ok(customer.to_owned())
}

fn checked_fact(new: &NewFact) -> Result<NewFact, DeskError> {
    let text = new.text.trim().to_owned();
    let (entries, chars) = MAX_METADATA;
    let long = |text: &String| text.chars().count() > chars;
    match text.chars().count() {
        0 => Err(DeskError::Fact("it is empty: write what is so")),
        count if count > MAX_FACT_CHARS => {
            Err(DeskError::Fact("it has more than 1,000 characters: write the gist"))
        }
        _ if new.metadata.len() > entries
            || new
                .metadata
                .iter()
                .any(|(name, value)| name.is_empty() || long(name) || long(value)) =>
        {
            Err(DeskError::Fact(
                "its metadata has more than 16 entries, or one of over 200 characters",
            ))
        }
        _ => Ok(NewFact { text, ..new.clone() }),
    }
}

fn checked_profile(profile: &Profile) -> Result<Profile, DeskError> {
    let tidy = |text: &String| {
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let profile = Profile {
        name: profile.name.as_ref().and_then(tidy),
        language: profile.language.as_ref().and_then(tidy),
        preferences: profile.preferences.iter().filter_map(tidy).collect(),
    };
    let (chars, most) = PROFILE;
    let mut texts = profile.name.iter().chain(&profile.language).chain(&profile.preferences);
    if profile.preferences.len() > most || texts.any(|text| text.chars().count() > chars) {
        return Err(DeskError::Fact(
            "a profile has at most 20 preferences, each of 200 characters",
        ));
    }
    Ok(profile)
}
