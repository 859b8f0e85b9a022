//! What customers asked and the documents did not answer, with what agents said to it, and the searches of
//! agents that found nothing.

use aside_contract::{
    Abstention, Author, Category, ConversationId, Intent, Labelled, Message, MessageId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::ledger;
use crate::meaning::{Meaning, meaning_key};
use crate::queries;
use crate::tables::{from_json, sequence, to_json};

/// Searches that are kept; the oldest go first.
const MOST_SEARCHES: usize = 1_000;

/// A customer's message that the documents did not answer, or not all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    /// The message.
    pub message: Message,
    /// Who wrote it.
    pub customer: String,
    /// What it is about.
    pub category: Category,
    /// Its questions without an answer, where it holds several; empty for the whole message.
    pub questions: Vec<String>,
    /// What agents sent until the customer wrote again, oldest first.
    pub replies: Vec<Message>,
    /// What the whole message means to the model that was named; as long as any, not normed.
    pub meaning: Option<Vec<f32>>,
}

/// A search that found nothing, with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnansweredSearch {
    /// Names it.
    pub id: MessageId,
    /// What was searched for.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// The conversation that was open.
    pub conversation: Option<ConversationId>,
}

/// What of an advice is needed here. The rest, suggestions and all, is skipped over.
#[derive(Deserialize)]
struct Advised {
    advice: Abstained,
}
#[derive(Deserialize)]
struct Abstained {
    analysis: Read,
    #[serde(default)]
    abstentions: Vec<Abstention>,
}
#[derive(Deserialize)]
struct Read {
    intent: Labelled<Intent>,
    category: Labelled<Category>,
}

impl Desk {
    /// What was asked since then and the documents did not answer, in at most so many of the conversations
    /// that changed last; and whether there were more of these. `model` is the one whose meanings are wanted.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn unanswered(
        &self,
        since: Timestamp,
        most: usize,
        model: &str,
    ) -> Result<(Vec<Unanswered>, bool), DeskError> {
        let mut conversations = self.conversations()?;
        conversations.retain(|one| one.updated_at >= since);
        conversations.sort_by_key(|one| std::cmp::Reverse(one.updated_at));
        let is_cut = conversations.len() > most;
        let mut found = Vec::new();
        for conversation in conversations.iter().take(most) {
            // One snapshot each, so that no long one keeps pages from being used again.
            let of = self.unanswered_in(conversation.id, &conversation.customer, model)?;
            found.extend(of.into_iter().filter(|one| one.message.at >= since));
        }
        Ok((found, is_cut))
    }

    fn unanswered_in(
        &self,
        id: ConversationId,
        customer: &str,
        model: &str,
    ) -> Result<Vec<Unanswered>, DeskError> {
        self.store.read(|tables, txn| {
            let mut found: Vec<Unanswered> = Vec::new();
            // Whether the newest customer message is the last of `found`.
            let mut is_open = false;
            for message in queries::messages(tables, txn, id)? {
                match message.author {
                    Author::Agent if is_open => {
                        if let Some(one) = found.last_mut() {
                            one.replies.push(message);
                        }
                    }
                    Author::Agent | Author::Assistant => {}
                    Author::Customer => {
                        is_open = false;
                        let bytes = tables.advice.get(txn, message.id.as_bytes())?;
                        let Some(entry) = bytes.map(sequence).transpose()? else { continue };
                        let Advised { advice } = ledger::body_as(tables, txn, entry)?;
                        if advice.abstentions.is_empty() || !asks(advice.analysis.intent.label) {
                            continue;
                        }
                        is_open = true;
                        let key = meaning_key(customer, message.id);
                        let meaning = tables.meanings.get(txn, &key)?;
                        found.push(Unanswered {
                            meaning: meaning.and_then(|stored| Meaning::vector(stored, model)),
                            message,
                            customer: customer.to_owned(),
                            category: advice.analysis.category.label,
                            questions: questions(advice.abstentions),
                            replies: Vec::new(),
                        });
                    }
                }
            }
            Ok(found)
        })
    }

    /// Keeps a search that found nothing. A thousand are kept.
    ///
    /// # Errors
    /// [`DeskError::UnknownConversation`] or [`DeskError::Storage`].
    pub fn keep_search(
        &self,
        words: &str,
        conversation: Option<ConversationId>,
    ) -> Result<(), DeskError> {
        let (id, at) = (MessageId::new(), Timestamp::now());
        let search = UnansweredSearch { id, words: words.to_owned(), at, conversation };
        self.change(move |change| {
            if let Some(id) = search.conversation {
                change.conversation(id)?;
            }
            let table = change.tables.searches;
            table.put(change.txn, search.id.as_bytes(), &to_json(&search)?)?;
            let over = table.len(change.txn)?.saturating_sub(MOST_SEARCHES as u64);
            let mut oldest = Vec::new();
            for row in table.iter(change.txn)?.take(usize::try_from(over).unwrap_or(0)) {
                oldest.push(row?.0.to_vec());
            }
            for key in oldest {
                table.delete(change.txn, &key)?;
            }
            Ok(())
        })
    }

    /// The searches since then that found nothing, oldest first.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn unanswered_searches(
        &self,
        since: Timestamp,
    ) -> Result<Vec<UnansweredSearch>, DeskError> {
        self.store.read(|tables, txn| {
            let mut found = Vec::new();
            for row in tables.searches.iter(txn)? {
                let search: UnansweredSearch = from_json(row?.1, "a search that found nothing")?;
                if search.at >= since {
                    found.push(search);
                }
            }
            Ok(found)
        })
    }
}

/// Whether a message of this kind wants an answer: thanks and praise need none.
fn asks(intent: Intent) -> bool {
    matches!(intent, Intent::Question | Intent::Problem | Intent::Action)
}

/// Those of several that are named; empty for the whole message.
fn questions(abstentions: Vec<Abstention>) -> Vec<String> {
    abstentions.into_iter().filter_map(|one| one.question).collect()
}
