//! Gaps: what customers asked and agents searched for in the last days and the documents do not answer.
//!
//! Worked out when somebody looks, from the ledger and the searches that the desk keeps: similar questions are
//! [grouped](group) by what they mean, each group with what agents sent to it and an article [drafted](draft)
//! from that. Whether a gap is covered by now is measured by asking its question again.

mod draft;
pub(crate) mod group;

use std::collections::HashMap;

use aside_assist::{AUTO_ANSWER_CONFIDENCE, names_something, only_promises, reply_core};
use aside_contract::{
    Category, ConversationId, GapAnswer, GapCover, GapList, GapQuestion, KnowledgeGap, Message,
    MissedSearch, Timestamp,
};
use aside_desk::{Unanswered, UnansweredSearch};
use aside_knowledge::RELEVANCE_FLOOR;

use crate::{Engine, EngineError};
use draft::drafted;
use group::{grouped, most_central};

/// The conversations that are looked at, those that changed last.
const MOST_CONVERSATIONS: usize = 2_000;
/// The questions that are grouped, the newest.
const MOST_QUESTIONS: usize = 2_000;
/// The searches among them: each takes a pass of the encoder.
const MOST_SEARCHES: usize = 300;
/// The groups that are told, the largest.
const MOST_GAPS: usize = 100;
/// The questions and the answers of a group that are told.
const QUESTIONS_TOLD: usize = 10;
const ANSWERS_TOLD: usize = 5;
/// The shortest reply that says anything, in characters; as for the replies that are offered again.
const SHORTEST_ANSWER: usize = 25;
/// The shortest search that says anything and the longest that is kept, in characters.
const SHORTEST_SEARCH: usize = 4;
const LONGEST_SEARCH: usize = 300;
/// The most days that are looked back on.
const MOST_DAYS: u32 = 365;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One question, before it is grouped.
struct Asked {
    id: String,
    /// As it was asked: never leaves the engine.
    text: String,
    at: Timestamp,
    conversation: Option<ConversationId>,
    customer: Option<String>,
    category: Option<Category>,
    searched: bool,
    replies: Vec<Message>,
    /// Of length 1; none without a model.
    vector: Option<Vec<f32>>,
}

impl Engine {
    /// What was asked in the last `days` and the documents do not answer, the open gaps and the most asked
    /// first.
    ///
    /// # Errors
    /// Where a store fails, or too much is under way.
    pub fn gaps(&self, days: u32) -> Result<GapList, EngineError> {
        let days = days.clamp(1, MOST_DAYS);
        let since = Timestamp(Timestamp::now().0.saturating_sub(i64::from(days) * DAY_MS));
        let (mut asked, mut is_cut) = self.questions_since(since)?;
        asked.sort_by_key(|one| one.at);
        if asked.len() > MOST_QUESTIONS {
            asked.drain(..asked.len() - MOST_QUESTIONS);
            is_cut = true;
        }
        let questions = u32::try_from(asked.len()).unwrap_or(u32::MAX);
        let mut groups = grouped(&asked);
        groups.sort_by_key(|members| std::cmp::Reverse((members.len(), members.last().copied())));
        groups.truncate(MOST_GAPS);
        let mut gaps = Vec::with_capacity(groups.len());
        for members in groups {
            let members: Vec<&Asked> = members.iter().map(|&at| &asked[at]).collect();
            gaps.push(self.gap(&members)?);
        }
        gaps.sort_by_key(|gap| gap.covered.is_some());
        Ok(GapList { gaps, days, questions, is_cut })
    }

    /// Keeps a search at the desk that found nothing, with personal data masked, as a gap. Gives whether it is
    /// kept: not where a document does answer, or there is hardly a word in it.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] about the conversation, or where a store fails.
    pub fn keep_missed_search(&self, missed: &MissedSearch) -> Result<bool, EngineError> {
        let query = missed.query.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = query.chars().count();
        let is_said = (SHORTEST_SEARCH..=LONGEST_SEARCH).contains(&chars)
            && query.chars().any(char::is_alphabetic);
        if !is_said || self.cover(&query, RELEVANCE_FLOOR)?.is_some() {
            return Ok(false);
        }
        let mut masks = self.redaction.masks();
        if let Some(id) = missed.conversation {
            masks.expect_name(&self.stored(id)?.summary.customer);
        }
        self.desk.keep_search(&masks.redact_published(&query), missed.conversation)?;
        Ok(true)
    }

    /// Every question without an answer since then.
    fn questions_since(&self, since: Timestamp) -> Result<(Vec<Asked>, bool), EngineError> {
        let reader = self.model.reader_name().unwrap_or_default();
        let (unanswered, is_cut) = self.desk.unanswered(since, MOST_CONVERSATIONS, &reader)?;
        let mut asked = Vec::with_capacity(unanswered.len());
        for one in unanswered {
            self.put_asked(one, &mut asked)?;
        }
        let searches = self.desk.unanswered_searches(since)?;
        for UnansweredSearch { id, words, at, conversation } in
            searches.into_iter().rev().take(MOST_SEARCHES)
        {
            let vector = self.vector(&words)?;
            asked.push(Asked {
                id: id.to_string(),
                text: words,
                at,
                conversation,
                customer: None,
                category: None,
                searched: true,
                replies: Vec::new(),
                vector,
            });
        }
        Ok((asked, is_cut))
    }

    /// A message as one question, or as those of its questions that nothing answered.
    fn put_asked(&self, one: Unanswered, asked: &mut Vec<Asked>) -> Result<(), EngineError> {
        let Unanswered { message, customer, category, questions, replies, meaning } = one;
        let whole = questions.is_empty();
        let texts = if whole { vec![message.text.clone()] } else { questions };
        for (place, text) in texts.into_iter().enumerate() {
            // No document answers a greeting.
            if !names_something(&text) {
                continue;
            }
            let stored = meaning.as_deref().filter(|_| whole).and_then(group::normed);
            let vector = match stored {
                Some(vector) => Some(vector),
                None => self.vector(&text)?,
            };
            asked.push(Asked {
                id: format!("{}.{place}", message.id),
                text,
                at: message.at,
                conversation: Some(message.conversation_id),
                customer: Some(customer.clone()),
                category: Some(category),
                searched: false,
                replies: replies.clone(),
                vector,
            });
        }
        Ok(())
    }

    /// What a text means, read behind live messages.
    fn vector(&self, text: &str) -> Result<Option<Vec<f32>>, EngineError> {
        Ok(self.model.embed_behind(text)?.as_deref().and_then(group::normed))
    }

    /// A group of questions, oldest first and at least one.
    fn gap(&self, asked: &[&Asked]) -> Result<KnowledgeGap, EngineError> {
        let central = asked[most_central(asked)];
        let covered = self.cover(&central.text, AUTO_ANSWER_CONFIDENCE)?;
        let questions: Vec<GapQuestion> = asked
            .iter()
            .rev()
            .take(QUESTIONS_TOLD)
            .map(|one| GapQuestion {
                text: self.masked(&one.text, one.customer.as_deref()),
                at: one.at,
                conversation: one.conversation,
                searched: one.searched,
            })
            .collect();
        let question = self.masked(&central.text, central.customer.as_deref());
        let answers = self.answers(asked);
        let count = |searched: bool| {
            let count = asked.iter().filter(|one| one.searched == searched).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let categories: Vec<Category> = asked.iter().filter_map(|one| one.category).collect();
        Ok(KnowledgeGap {
            id: asked[0].id.clone(),
            draft: drafted(&question, &questions, &answers, &categories),
            question,
            asked: count(false),
            searched: count(true),
            newest: asked.iter().map(|one| one.at).max().unwrap_or(Timestamp(0)),
            questions,
            answers,
            covered,
        })
    }

    /// The document that answers a question now: it is searched for behind live messages, as a message that
    /// says nothing else would be. It counts from this score on.
    fn cover(&self, question: &str, least: f32) -> Result<Option<GapCover>, EngineError> {
        let found = self.search_behind(question, 1)?.into_iter().next();
        Ok(found.filter(|passage| passage.score >= least).map(|passage| GapCover {
            document: passage.document,
            title: passage.title,
            score: passage.score,
        }))
    }

    /// What agents sent to these questions, the most sent and then the newest first.
    fn answers(&self, asked: &[&Asked]) -> Vec<GapAnswer> {
        let phrases = self.voice().phrases();
        let mut known: HashMap<String, GapAnswer> = HashMap::new();
        for one in asked {
            for reply in &one.replies {
                let core = reply_core(&reply.text, &phrases);
                let text = self.masked(&core, one.customer.as_deref());
                if text.chars().count() < SHORTEST_ANSWER || only_promises(&core) {
                    continue;
                }
                let key: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
                let (at, conversation) = (reply.at, reply.conversation_id);
                let answer = known.entry(key.to_lowercase()).or_insert_with(|| GapAnswer {
                    text,
                    at,
                    conversation,
                    times: 0,
                });
                answer.times += 1;
                if at > answer.at {
                    (answer.at, answer.conversation) = (at, conversation);
                }
            }
        }
        let mut answers: Vec<GapAnswer> = known.into_values().collect();
        answers.sort_by_key(|answer| std::cmp::Reverse((answer.times, answer.at)));
        answers.truncate(ANSWERS_TOLD);
        answers
    }

    /// A place or an organisation stays, as in what the team publishes: an article is about it.
    fn masked(&self, text: &str, customer: Option<&str>) -> String {
        let mut masks = self.redaction.masks();
        if let Some(customer) = customer {
            masks.expect_name(customer);
        }
        masks.redact_published(text).to_string()
    }
}
