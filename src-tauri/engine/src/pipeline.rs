//! From one stored customer message to advice: the steps, their order and their clocks.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use aside_assist::{ChatDecision, MessageContext, Outcome, Part, SAME_MEANING};
use aside_contract::{
    Abstention, Advice, Analysis, Author, ConversationId, ConversationSlot, CorrectedLabel,
    Message, MessageId, MoodPoint, Nearest, Passage, SearchFilter, Suggestion, SuggestionKind,
    Timestamp, Timing, UNNAMED_CUSTOMER, Visibility,
};
use aside_desk::{LedgerStep, Meaning, RetrievedPassage};
use aside_inference::injection::document_suspicion;
use aside_inference::{Embedding, Probabilities};
use aside_knowledge::{Conversation, KnowledgeError, RELEVANCE_FLOOR, RankBy, SearchRequest};

use crate::attachments::beginning;
use crate::corrections::{Basis, Corrections};
use crate::{Engine, EngineError};

/// Passages that drafting may choose from.
const PASSAGES: usize = 8;
/// How sure the category has to be before documents of that category are preferred.
const CATEGORY_FLOOR: f32 = 0.9;
/// Characters of its files that are read for a message without words.
const STANDING_IN: usize = 1_000;
/// Characters of its files that are searched with where the words of a message find nothing.
const POINTED_TO: usize = 600;

/// A message with what is known around it.
pub(crate) struct Subject<'a> {
    /// The customer's message.
    pub(crate) message: &'a Message,
    /// The conversation before it, oldest first.
    pub(crate) history: &'a [Message],
    /// How the customer felt in it.
    pub(crate) moods: &'a [MoodPoint],
    /// Who wrote it.
    pub(crate) customer: &'a str,
    /// The customer has priority by contract.
    pub(crate) vip: bool,
    /// Which documents may be cited; all where it is not said.
    pub(crate) visibility: Option<Visibility>,
    /// What a language model read in it, which counts where no agent said otherwise.
    pub(crate) labels: &'a [CorrectedLabel],
    /// The language of the customer's page, as its tag, where it is known.
    pub(crate) page_language: Option<&'a str>,
}

/// Advice, with the steps that led to it for the ledger.
pub(crate) struct Advised {
    pub(crate) advice: Advice,
    /// What the chat would say.
    pub(crate) chat: ChatDecision,
    /// What the conversation names by now.
    pub(crate) slots: Vec<ConversationSlot>,
    pub(crate) steps: Vec<LedgerStep>,
    /// What the message means, for later ones to be compared with.
    pub(crate) meaning: Option<Meaning>,
    /// What was found, best first.
    pub(crate) passages: Vec<Passage>,
}

/// How retrieval is asked.
#[derive(Default)]
pub(crate) struct Ask {
    /// Which documents may be found; all where it is not said.
    pub(crate) visibility: Option<Visibility>,
    /// By what passages are ranked.
    pub(crate) by: RankBy,
    /// The most passages.
    pub(crate) limit: usize,
}

/// What retrieval found, and how it was asked.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) query: String,
    pub(crate) passages: Vec<Passage>,
    /// The best document where none answers.
    nearest: Option<Nearest>,
}

impl Found {
    /// Without the passages that do not answer, and those first that explain what is asked for.
    fn above_the_floor(mut self) -> Self {
        let nearest = self.passages.first().map(|best| Nearest {
            document: best.document.clone(),
            title: best.title.clone(),
            score: best.score,
        });
        self.passages.retain(|passage| passage.score >= RELEVANCE_FLOOR);
        self.nearest = nearest.filter(|_| self.passages.is_empty());
        aside_assist::fitting_first(&self.query, &mut self.passages);
        aside_assist::definitions_first(&self.query, &mut self.passages);
        self
    }

    /// Of a message in parts all passages, best first, each once.
    fn joined(parts: &[Self]) -> Self {
        if let [one] = parts {
            let Self { query, passages, nearest } = one;
            return Self {
                query: query.clone(),
                passages: passages.clone(),
                nearest: nearest.clone(),
            };
        }
        let mut passages: Vec<Passage> = Vec::new();
        for passage in parts.iter().flat_map(|part| &part.passages) {
            match passages.iter_mut().find(|known| known.chunk == passage.chunk) {
                Some(known) => known.score = known.score.max(passage.score),
                None => passages.push(passage.clone()),
            }
        }
        passages.sort_by(|a, b| b.score.total_cmp(&a.score));
        passages.truncate(PASSAGES);
        let queries: Vec<&str> = parts.iter().map(|part| part.query.as_str()).collect();
        Self { query: queries.join(" | "), passages, nearest: None }
    }

    /// Why the documents do not answer it; none where they do. `named` where it is one of several.
    fn abstention(&self, named: bool) -> Option<Abstention> {
        if !self.passages.is_empty() {
            return None;
        }
        let reason = match &self.nearest {
            Some(nearest) => format!(
                "Nothing in the documents answers this: the nearest is \u{201c}{}\u{201d} ({:.0}%).",
                nearest.title,
                nearest.score * 100.0
            ),
            None => "Nothing in the documents answers this.".to_owned(),
        };
        let question = named.then(|| self.query.clone());
        Some(Abstention { question, reason, nearest: self.nearest.clone() })
    }
}

impl Engine {
    /// Runs the steps on one message. Stores and publishes nothing. Never fails: a step that fails
    /// is a reason for escalation.
    pub(crate) fn advise(&self, subject: &Subject<'_>) -> Advised {
        let start = Instant::now();
        let mut failure = None;
        let attached = contained("attachments", &mut failure, || self.attached(subject.message));
        let attached = attached.unwrap_or_default();
        let context = MessageContext {
            text: match &*subject.message.text {
                "" => beginning(&attached, STANDING_IN),
                text => text,
            },
            history: subject.history,
            vip: subject.vip,
            moods: subject.moods,
            alike: &[],
            page_language: subject.page_language,
            with_files: !subject.message.attachments.is_empty(),
        };

        let basis = contained("analysis", &mut failure, || self.basis(context.text)).flatten();
        let meaning = basis.as_ref().and_then(|basis| self.meaning(&basis.embedding));
        let alike = contained("memory", &mut failure, || self.alike(subject, meaning.as_ref()));
        let alike = alike.unwrap_or_default();
        let remembered = contained("memory", &mut failure, || {
            self.remembered(subject.customer, meaning.as_ref())
        });
        let context = MessageContext { alike: &alike, ..context };
        let analysis = contained("analysis", &mut failure, || {
            let message = Some(subject.message.id);
            Ok(self.read(&context, message, &self.corrections, basis.as_ref(), subject.labels))
        });
        let mut analysis = analysis.unwrap_or_else(|| aside_assist::analyse(&context, None));
        let read = basis.as_ref().map(|basis| basis.embedding.clone()).unwrap_or_default();
        let embedding = basis.and_then(|basis| self.to_search_with(basis.embedding));
        let named = contained("slots", &mut failure, || {
            Ok(self.named(subject.history.iter().chain([subject.message])))
        })
        .unwrap_or_default();
        // What the files name has no place in the words of the message.
        let words = subject.message.text.chars().count();
        analysis.slots =
            named.newest.into_iter().filter(|slot| slot.end as usize <= words).collect();
        if analysis.suspicious.is_none() {
            analysis.suspicious = document_suspicion(&attached, "");
        }
        let analysed = start.elapsed();

        let parts = contained("retrieval", &mut failure, || {
            let ask = Ask { visibility: subject.visibility, limit: PASSAGES, ..Ask::default() };
            self.retrieve_parts(&context, &analysis, embedding.as_ref(), &ask)
        });
        let searched = parts.is_some();
        let mut parts: Vec<Found> =
            parts.unwrap_or_default().into_iter().map(Found::above_the_floor).collect();
        // Where the words find nothing, what they point to may.
        if !attached.is_empty() && parts.iter().all(|part| part.passages.is_empty()) {
            let found = contained("retrieval", &mut failure, || {
                self.retrieve_attached(&context, &analysis, &attached, subject.visibility)
            });
            if let Some(found) = found.filter(|found| !found.passages.is_empty()) {
                parts = vec![found];
            }
        }
        let found = Found::joined(&parts);
        let abstentions: Vec<Abstention> = match searched {
            true => parts.iter().filter_map(|part| part.abstention(parts.len() > 1)).collect(),
            false => Vec::new(),
        };
        let quotable = contained("marked documents", &mut failure, || {
            parts.iter().map(|found| self.quotable(found, subject.visibility)).collect()
        });
        let quotable: Vec<Cow<'_, [Passage]>> = quotable.unwrap_or_default();
        let retrieved = start.elapsed();

        let mut suggestions = contained("draft", &mut failure, || {
            let several = parts.len() > 1;
            let parts: Vec<Part<'_>> = parts
                .iter()
                .zip(&quotable)
                .map(|(found, passages)| Part {
                    question: several.then_some(found.query.as_str()),
                    passages,
                })
                .collect();
            let mut suggestions = aside_assist::compose(&context, &analysis, &parts, &self.voice());
            self.rank(&mut suggestions)?;
            Ok(suggestions)
        })
        .unwrap_or_default();
        let outcome = Outcome {
            analysis: &analysis,
            passages: &found.passages,
            suggestions: &suggestions,
            failure: failure.as_ref().map(|failure| failure.reason.as_str()),
        };
        let escalation = aside_assist::escalate_with(&context, &outcome, &self.team_rules());
        let chat = aside_assist::auto_answer(&context, &outcome, &escalation);
        // After both: the team's words are for agents, and say nothing about what the documents answer.
        let team = contained("team words", &mut failure, || {
            self.team_suggestions(subject, &context, &analysis, &found.passages, &read)
        });
        add_team_words(&mut suggestions, team.unwrap_or_default());
        let done = start.elapsed();

        let timing_ms = Timing {
            analysis: milliseconds(analysed),
            retrieval: milliseconds(retrieved.saturating_sub(analysed)),
            draft: milliseconds(done.saturating_sub(retrieved)),
            total: milliseconds(done),
        };
        let steps = self.steps(&context, &analysis, &found, timing_ms, failure);
        let advice = Advice {
            conversation_id: subject.message.conversation_id,
            message_id: subject.message.id,
            analysis,
            suggestions,
            abstentions,
            escalation,
            remembered: remembered.unwrap_or_default(),
            timing_ms,
            model: None,
        };
        let passages = found.passages;
        Advised { advice, chat, slots: named.current, steps, meaning, passages }
    }

    /// The passages that a reply may quote. Of a document that is held back from language models the chat
    /// quotes nothing, since nobody reads its answers before they go out; agents get what of it gives no
    /// orders.
    fn quotable<'f>(
        &self,
        found: &'f Found,
        visibility: Option<Visibility>,
    ) -> Result<Cow<'f, [Passage]>, EngineError> {
        // As nearly always: nothing is copied on the way of a message.
        if !found.passages.iter().any(|passage| passage.suspicious) {
            return Ok(Cow::Borrowed(&found.passages));
        }
        let mut quotable = Vec::with_capacity(found.passages.len());
        for passage in &found.passages {
            let is_sound = !passage.suspicious
                || (visibility.is_none() && document_suspicion(&passage.text, "").is_none())
                || self.is_allowed(&passage.document)?;
            if is_sound {
                quotable.push(passage.clone());
            }
        }
        Ok(Cow::Owned(quotable))
    }

    /// Orders suggestions by what became of earlier ones from the same passages, too.
    fn rank(&self, suggestions: &mut [Suggestion]) -> Result<(), EngineError> {
        let chunks: Vec<String> = suggestions
            .iter()
            .flat_map(|suggestion| &suggestion.citations)
            .map(|citation| citation.chunk.clone())
            .collect();
        let chunks: Vec<&str> = chunks.iter().map(String::as_str).collect();
        let used = self.desk.uses(&chunks)?;
        let of = |chunk: &str| {
            let place = chunks.iter().position(|known| *known == chunk);
            place.and_then(|place| used.get(place)).copied().unwrap_or_default()
        };
        aside_assist::rank(suggestions, of);
        Ok(())
    }

    /// Runs the steps once on a made-up message and forgets the outcome, so that the first customer
    /// does not wait for tables that are made at their first use.
    pub fn warm_up(&self) {
        let message = Message {
            id: MessageId::new(),
            conversation_id: ConversationId::new(),
            author: Author::Customer,
            text: "How do I return an item?".to_owned(),
            at: Timestamp::now(),
            suggestion_id: None,
            attachments: Vec::new(),
            by: None,
        };
        self.advise(&Subject {
            message: &message,
            history: &[],
            moods: &[],
            customer: "",
            vip: false,
            visibility: None,
            labels: &[],
            page_language: None,
        });
    }

    /// The analysis of a message, with the embedding that it was read from where documents are searched
    /// with the same encoder. `message` is its id, where it is stored, for what agents corrected in it.
    ///
    /// # Errors
    /// Where the encoder is overloaded.
    pub(crate) fn analyse(
        &self,
        context: &MessageContext<'_>,
        message: Option<MessageId>,
    ) -> Result<(Analysis, Option<Embedding>), EngineError> {
        self.analyse_with(context, message, &self.corrections)
    }

    /// As [`Engine::analyse`], with other corrections.
    ///
    /// # Errors
    /// Where the encoder is overloaded.
    pub(crate) fn analyse_with(
        &self,
        context: &MessageContext<'_>,
        message: Option<MessageId>,
        corrections: &Corrections,
    ) -> Result<(Analysis, Option<Embedding>), EngineError> {
        let basis = self.basis(context.text)?;
        let analysis = self.read(context, message, corrections, basis.as_ref(), &[]);
        Ok((analysis, basis.and_then(|basis| self.to_search_with(basis.embedding))))
    }

    /// What one pass over a text gives; `None` without weights.
    fn basis(&self, text: &str) -> Result<Option<Basis>, EngineError> {
        Ok(self.model.pass(text)?.map(|pass| {
            let probabilities = self.model.probabilities(text, &pass);
            Basis { embedding: pass.embedding, probabilities }
        }))
    }

    /// The analysis of a message from a pass over it, or from its words alone.
    fn read(
        &self,
        context: &MessageContext<'_>,
        message: Option<MessageId>,
        corrections: &Corrections,
        basis: Option<&Basis>,
        labels: &[CorrectedLabel],
    ) -> Analysis {
        let reading = |probabilities: Option<&Probabilities>| self.model.reading(probabilities?);
        let read = reading(basis.and_then(|basis| basis.probabilities.as_ref()));
        let adjusted = basis.and_then(|basis| corrections.adjusted(basis));
        let learnt = reading(adjusted.as_ref());
        let embedding = basis.map(|basis| basis.embedding.as_slice());
        let mut corrected =
            self.corrections.follow(message, embedding, read.as_ref(), learnt.as_ref());
        let missing = |one: &&CorrectedLabel| !corrected.iter().any(|known| known.kind == one.kind);
        let labels: Vec<CorrectedLabel> = labels.iter().filter(missing).cloned().collect();
        corrected.extend(labels);
        let mut analysis = aside_assist::analyse_corrected(context, learnt.as_ref(), &corrected);
        if let Some(language) = &mut analysis.language {
            language.understood = self.understands(&language.code);
        }
        let foreign = analysis.language.as_ref().is_some_and(|language| language.code != "en");
        analysis.suspicious = match foreign {
            true => aside_inference::injection::foreign_suspicion(context.text),
            false => aside_inference::injection::suspicion(context.text),
        };
        self.taxonomy.refresh();
        if let Some(embedding) = embedding {
            let (own, followed) = self.taxonomy.read(embedding, &corrected);
            analysis.own = own;
            analysis.corrected.extend(followed);
        }
        analysis
    }

    /// What a message means, by the name of the model that says so.
    pub(crate) fn meaning(&self, embedding: &[f32]) -> Option<Meaning> {
        self.model.reader_name().map(|model| Meaning::new(&model, embedding))
    }

    /// What the customer wrote earlier, here or elsewhere, that means nearly the same.
    fn alike(
        &self,
        subject: &Subject<'_>,
        meaning: Option<&Meaning>,
    ) -> Result<Vec<String>, EngineError> {
        let Some(meaning) = meaning else { return Ok(Vec::new()) };
        let found = self.desk.alike(subject.customer, subject.message, meaning, SAME_MEANING)?;
        // Customers without a name share one: only within the conversation is it the same person.
        let here = subject.message.conversation_id;
        let same = found.into_iter().filter(|alike| {
            subject.customer != UNNAMED_CUSTOMER || alike.message.conversation_id == here
        });
        Ok(same.map(|alike| alike.message.text).collect())
    }

    /// Searches for what a message asks. `embedding` is the message's own.
    ///
    /// # Errors
    /// Where the encoder is overloaded or the store fails.
    pub(crate) fn retrieve(
        &self,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        embedding: Option<&Embedding>,
        ask: &Ask,
    ) -> Result<Found, EngineError> {
        let search = |request: &SearchRequest<'_>| self.knowledge.search(request);
        let (query, passages) = self.ask(context, analysis, embedding, ask, search)?;
        Ok(Found { query, passages, nearest: None })
    }

    /// Searches for what a message asks: of two or three questions for each by itself. One question takes
    /// no pass of the encoder more than the message; each of several takes one of its own.
    ///
    /// # Errors
    /// As [`Engine::retrieve`].
    fn retrieve_parts(
        &self,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        embedding: Option<&Embedding>,
        ask: &Ask,
    ) -> Result<Vec<Found>, EngineError> {
        // Who says that it sparks does not ask what to do, and has to be told.
        if let Some(query) = aside_assist::safety_query(context) {
            let asked = self.retrieve(context, analysis, embedding, ask)?;
            let passages = self.search_for(query, true, &[], ask)?;
            let both = [asked, Found { query: query.to_owned(), passages, nearest: None }];
            return Ok(vec![Found::joined(&both)]);
        }
        let questions = aside_assist::questions(context);
        if questions.is_empty() {
            return Ok(vec![self.retrieve(context, analysis, embedding, ask)?]);
        }
        let query = aside_assist::retrieval_query(context);
        let by_meaning = analysis.language.as_ref().is_none_or(|language| language.understood);
        let mut parts: Vec<Found> = Vec::with_capacity(questions.len());
        for question in questions {
            let passages = self.search_for(&question, by_meaning, &query.identifiers, ask)?;
            let before = parts.last().map_or(&[][..], |part| &part.passages);
            let relevant = before.partition_point(|passage| passage.score >= RELEVANCE_FLOOR);
            let told = aside_assist::told_before(&question, &passages, &before[..relevant]);
            let passages = if told.is_empty() { passages } else { told };
            parts.push(Found { query: question, passages, nearest: None });
        }
        // What one passage answers is one question after all.
        let best = |part: &Found| part.passages.first().map(|passage| passage.chunk.clone());
        if parts.iter().all(|part| best(part) == best(&parts[0])) {
            return Ok(vec![self.retrieve(context, analysis, embedding, ask)?]);
        }
        Ok(parts)
    }

    /// Searches for one question by itself: with the whole message around it, its other questions would answer
    /// for it.
    fn search_for(
        &self,
        question: &str,
        by_meaning: bool,
        identifiers: &[String],
        ask: &Ask,
    ) -> Result<Vec<Passage>, EngineError> {
        let vector = if by_meaning { self.embed_question(question)? } else { None };
        Ok(self.knowledge.search(&SearchRequest {
            query: question,
            embedding: vector.as_ref(),
            conversation: None,
            identifiers,
            category: None,
            filter: SearchFilter { visibility: ask.visibility, ..SearchFilter::default() },
            by: ask.by,
            limit: ask.limit,
        })?)
    }

    /// Searches with a message and the beginning of what its files say.
    fn retrieve_attached(
        &self,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        attached: &str,
        visibility: Option<Visibility>,
    ) -> Result<Found, EngineError> {
        let query = format!("{}\n{}", context.text, beginning(attached, POINTED_TO));
        let by_meaning = analysis.language.as_ref().is_none_or(|language| language.understood);
        let ask = Ask { visibility, limit: PASSAGES, ..Ask::default() };
        let passages = self.search_for(&query, by_meaning, &[], &ask)?;
        Ok(Found { query, passages, nearest: None }.above_the_floor())
    }

    /// Hands what a message asks to `search`. Gives back the question's words, too.
    pub(crate) fn ask<T>(
        &self,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        embedding: Option<&Embedding>,
        ask: &Ask,
        search: impl FnOnce(&SearchRequest<'_>) -> Result<T, KnowledgeError>,
    ) -> Result<(String, T), EngineError> {
        let query = aside_assist::retrieval_query(context);
        // In a language that the encoder does not read, nearness in meaning is chance: words tell more.
        let by_words = analysis.language.as_ref().is_some_and(|language| !language.understood);
        // A text is most often the message itself, whose embedding is already there.
        let embed = |text: &str| match embedding {
            _ if by_words => Ok(None),
            Some(own) if text == context.text => Ok(Some(own.clone())),
            _ => self.embed_question(text),
        };
        let question = embed(&query.question)?;
        let conversation = match &query.conversation {
            // An endpoint that was silent is not waited for twice.
            Some(text) if question.is_some() => Some((text, embed(text)?)),
            Some(text) => Some((text, None)),
            None => None,
        };
        // A guess is no ground for preferring a category.
        let category = (analysis.category.confidence >= CATEGORY_FLOOR)
            .then(|| analysis.category.label.to_string());
        let found = search(&SearchRequest {
            query: &query.question,
            embedding: question.as_ref(),
            conversation: conversation.as_ref().map(|(text, embedding)| Conversation {
                text,
                embedding: embedding.as_ref(),
                question_alone: query.stands_alone,
            }),
            identifiers: &query.identifiers,
            category: category.as_deref(),
            filter: SearchFilter { visibility: ask.visibility, ..SearchFilter::default() },
            by: ask.by,
            limit: ask.limit,
        })?;
        Ok((query.question, found))
    }

    /// The reasoning, as the ledger keeps it. Personal data in the query is masked: the ledger can be
    /// exported, and the message itself stands in the conversation.
    fn steps(
        &self,
        context: &MessageContext<'_>,
        analysis: &Analysis,
        found: &Found,
        timing: Timing,
        failure: Option<Failure>,
    ) -> Vec<LedgerStep> {
        let mut masks = self.redaction.masks();
        // Masking the message first numbers its values in the order of reading.
        masks.redact(context.text);
        let model = if analysis.degraded { None } else { self.model.reader_name() };
        let passages = found.passages.iter().map(|passage| RetrievedPassage {
            chunk: passage.chunk.clone(),
            document: passage.document.clone(),
            score: passage.score,
        });
        let mut steps = vec![
            LedgerStep::Analysis { model, milliseconds: timing.analysis },
            LedgerStep::Retrieval {
                query: masks.redact(&found.query).to_string(),
                passages: passages.collect(),
                milliseconds: timing.retrieval,
            },
            LedgerStep::Draft { milliseconds: timing.draft },
        ];
        if let Some(Failure { stage, reason }) = failure {
            steps.push(LedgerStep::Failure { stage: stage.to_owned(), reason });
        }
        steps
    }
}

/// Puts the team's own words among the suggestions by their confidence; a question back stays last.
fn add_team_words(suggestions: &mut Vec<Suggestion>, team: Vec<Suggestion>) {
    for own in team {
        let behind = |one: &Suggestion| {
            one.kind == SuggestionKind::Clarify || one.confidence < own.confidence
        };
        let place = suggestions.iter().position(behind).unwrap_or(suggestions.len());
        suggestions.insert(place, own);
    }
}

/// The first step that failed on a message.
struct Failure {
    stage: &'static str,
    reason: String,
}

/// Runs one step; an error or a panic in it is noted as the failure, and the step has no result.
fn contained<T>(
    stage: &'static str,
    failure: &mut Option<Failure>,
    step: impl FnOnce() -> Result<T, EngineError>,
) -> Option<T> {
    let reason = match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(result)) => return Some(result),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it failed unexpectedly on this message; the log has the details".to_owned(),
    };
    tracing::error!(stage, %reason, "a step of the advice failed");
    failure.get_or_insert(Failure { stage, reason });
    None
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
