//! One draft, from the stored advice to the advice with one more suggestion.

use std::thread;
use std::time::{Duration, Instant};

use aside_assist::{CheckedReply, ReplyTask, Voice, check_model_reply};
use aside_contract::{
    Advice, ConversationId, Event, LiveDraft, Message, MessageId, ModelNote, ModelOutcome, Passage,
    PromptView, Suggestion, SuggestionId, SuggestionKind,
};
use aside_desk::{LedgerStep, ModelCall};
use aside_inference::injection::document_suspicion;
use aside_inference::llm::{LanguageModel, LlmError, Outcome, Usage};

use super::drafts::{Ending, Place};
use super::labels;
use super::prompt::{self, Matter};
use crate::settings::ModelTask;
use crate::{Engine, EngineError, ForModel, ModelSettings};

/// How often listeners are told of new text.
const TELL_EVERY: Duration = Duration::from_millis(80);

/// What a draft is written from. The built-in advice is stored already.
#[derive(Clone)]
pub(crate) struct Job {
    pub(crate) message: Message,
    /// The conversation before it, oldest first.
    pub(crate) history: Vec<Message>,
    pub(crate) customer: String,
    pub(crate) vip: bool,
    pub(crate) advice: Advice,
    /// What was found, best first.
    pub(crate) passages: Vec<Passage>,
}

impl Job {
    /// Whether a draft is to be written, and there is something to write it from.
    fn wants_draft(&self, settings: &ModelSettings) -> bool {
        let has_matter = !self.passages.is_empty() || self.advice.escalation.recommended;
        settings.does(ModelTask::Drafts) && has_matter
    }

    pub(super) fn matter<'a>(&'a self, voice: &'a Voice) -> Matter<'a> {
        Matter {
            message: &self.message,
            history: &self.history,
            analysis: &self.advice.analysis,
            customer: &self.customer,
            vip: self.vip,
            remembered: &self.advice.remembered,
            escalate: self.advice.escalation.recommended,
            voice,
            attached: "",
        }
    }
}

/// What came of a call: for the ledger, and for the advice.
struct Drafted {
    call: ModelCall,
    suggestion: Option<Suggestion>,
}

/// Why there is no draft.
struct NoDraft {
    outcome: ModelOutcome,
    reason: String,
}

impl NoDraft {
    fn failed(reason: &(impl ToString + ?Sized)) -> Self {
        Self { outcome: ModelOutcome::Failed, reason: reason.to_string() }
    }

    fn rejected(reason: &(impl ToString + ?Sized)) -> Self {
        Self { outcome: ModelOutcome::Rejected, reason: reason.to_string() }
    }
}

impl Engine {
    /// Has labels given where the classifiers are unsure, and a draft written, on a thread of its own, where a
    /// model is set for it and has something to write from. Returns at once. A draft that the conversation
    /// has already ends.
    pub(crate) fn start_draft(&self, job: Job) {
        let settings = self.language.settings.get().model;
        if !job.wants_draft(&settings) && !labels::wanted(&settings, &job.advice.analysis) {
            return;
        }
        let place = self.language.drafts.begin(job.message.conversation_id);
        let engine = self.me.clone();
        let draft = move || {
            // An engine that is gone needs no draft.
            if let Some(engine) = engine.upgrade() {
                let job = engine.labelled(job, &settings, &place.cancel);
                if job.wants_draft(&settings) {
                    engine.draft(&job, &settings, &place);
                } else {
                    engine.language.drafts.end(&place);
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("draft".to_owned()).spawn(draft) {
            tracing::error!(%error, "no thread for a draft");
        }
    }

    /// Ends the conversation's draft: the customer wrote again, or somebody replied.
    pub(crate) fn drop_draft(&self, conversation: ConversationId) {
        self.language.drafts.drop_of(conversation);
    }

    /// Stops the draft that a language model writes in a conversation. False where none is written.
    pub fn stop_draft(&self, conversation: ConversationId) -> bool {
        self.language.drafts.stop(conversation)
    }

    /// Has a language model write a draft on a conversation's newest customer message once more. What comes
    /// of it is told by events.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NoLanguageModel`] where none is set, or where a store
    /// fails.
    pub fn draft_again(&self, conversation: ConversationId) -> Result<(), EngineError> {
        if !self.language.settings.get().model.does(ModelTask::Drafts) {
            return Err(EngineError::NoLanguageModel);
        }
        let mut job = self.job(conversation)?;
        job.advice.suggestions.retain(|suggestion| suggestion.kind != SuggestionKind::Model);
        self.start_draft(job);
        Ok(())
    }

    /// Exactly what a language model would be sent about a conversation's newest customer message, whether
    /// or not one is set.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Prompt`], or where a store fails.
    pub fn prompt(&self, conversation: ConversationId) -> Result<PromptView, EngineError> {
        let job = self.job(conversation)?;
        let passages = self.for_model(&job.passages)?;
        let written = self.written(&job, &passages)?;
        let (system, user) = (written.prompt.system, written.prompt.user);
        Ok(PromptView {
            template: written.template.to_owned(),
            own: written.own,
            tokens: Usage::estimate(&system) + Usage::estimate(&user),
            system: system.into_inner(),
            user: user.into_inner(),
            held_back: passages.held_back().iter().map(|&document| document.to_owned()).collect(),
        })
    }

    fn written(&self, job: &Job, passages: &ForModel<'_>) -> Result<prompt::Written, EngineError> {
        let masks = self.redaction.masks();
        let (voice, attached) = (self.voice(), self.attached_for_model(job)?);
        let matter = Matter { attached: &attached, ..job.matter(&voice) };
        prompt::write(&self.language.templates, &matter, passages, masks)
            .map_err(EngineError::Prompt)
    }

    /// What the files of the message say; nothing where it gives orders to a language model.
    fn attached_for_model(&self, job: &Job) -> Result<String, EngineError> {
        let attached = self.attached(&job.message)?;
        Ok(if document_suspicion(&attached, "").is_some() { String::new() } else { attached })
    }

    /// The job of a conversation's newest customer message, with the passages that are found by now.
    pub(super) fn job(&self, conversation: ConversationId) -> Result<Job, EngineError> {
        let (mut advised, message, history, summary) = self.advise_newest(conversation, &[])?;
        if let Some(mut stored) = self.stored(conversation)?.advice {
            self.remind(&summary.customer, &mut stored)?;
            advised.advice = stored;
        }
        Ok(Job {
            message,
            history,
            customer: summary.customer,
            vip: summary.vip,
            advice: advised.advice,
            passages: advised.passages,
        })
    }

    fn draft(&self, job: &Job, settings: &ModelSettings, place: &Place) {
        let (conversation, message) = (job.message.conversation_id, job.message.id);
        self.tell(conversation, message, settings, "");
        let drafted = self.drafted(job, settings, place);
        match self.language.drafts.end(place) {
            Ending::Replaced => return,
            Ending::Unwanted => {}
            Ending::Wanted { .. } => {
                if let Err(error) = self.keep_draft(job, drafted) {
                    tracing::error!(%error, "a draft was not stored");
                }
            }
        }
        self.publish(Event::DraftEnded { conversation_id: conversation, message_id: message });
    }

    fn tell(
        &self,
        conversation_id: ConversationId,
        message_id: MessageId,
        settings: &ModelSettings,
        text: &str,
    ) {
        let (model, text) = (settings.name.clone(), text.to_owned());
        let draft = LiveDraft { conversation_id, message_id, model, text };
        self.publish(Event::DraftWriting { draft });
    }

    /// Asks the model, and checks what it says.
    fn drafted(&self, job: &Job, settings: &ModelSettings, place: &Place) -> Drafted {
        let start = Instant::now();
        let mut call = call(settings);
        let suggestion = match self.ask_model(job, settings, place, &mut call) {
            Ok(suggestion) => Some(suggestion),
            Err(NoDraft { outcome, reason }) => {
                tracing::info!(model = %settings.name, ?outcome, %reason, "no draft by the language model");
                (call.outcome, call.reason) = (outcome, reason);
                None
            }
        };
        call.milliseconds = start.elapsed().as_secs_f64() * 1e3;
        Drafted { call, suggestion }
    }

    fn ask_model(
        &self,
        job: &Job,
        settings: &ModelSettings,
        place: &Place,
        call: &mut ModelCall,
    ) -> Result<Suggestion, NoDraft> {
        let passages = self.for_model(&job.passages).map_err(|error| NoDraft::failed(&error))?;
        let written = self.written(job, &passages).map_err(|error| NoDraft::failed(&error))?;
        call.template = written.template.to_owned();
        call.prompt = written.hash();
        let tokens =
            Usage::estimate(&written.prompt.system) + Usage::estimate(&written.prompt.user);
        if !self.language.is_within_budget(settings, tokens) {
            let budget = settings.monthly_tokens.unwrap_or_default();
            return Err(NoDraft::failed(&format!("the month's {budget} tokens are spent")));
        }
        let model = self.language.model(settings).map_err(|error| NoDraft::failed(&error))?;
        let (conversation, message) = (job.message.conversation_id, job.message.id);
        let mut told = Instant::now();
        let Outcome { written: answer, usage } =
            model.write(&written.prompt, &place.cancel, &mut |text| {
                // An empty one says that what was told is void.
                if text.is_empty() || told.elapsed() >= TELL_EVERY {
                    told = Instant::now();
                    self.tell(conversation, message, settings, &written.masks.restore(text));
                }
            });
        self.language.count(usage);
        (call.prompt_tokens, call.answer_tokens) = (usage.prompt, usage.answer);
        let answer = match answer {
            Ok(answer) => answer,
            Err(LlmError::Cancelled) => {
                let reason = LlmError::Cancelled.to_string();
                return Err(NoDraft { outcome: ModelOutcome::Stopped, reason });
            }
            Err(error) => return Err(NoDraft::failed(&error)),
        };
        let whole = if answer.cut { up_to_a_sentence(&answer.text) } else { &answer.text };
        let unknown = written.masks.unknown(whole);
        if let Some(mask) = unknown.first() {
            return Err(NoDraft::rejected(&format!("its draft makes {mask} up")));
        }
        let attached = self.attached_for_model(job).map_err(|error| NoDraft::failed(&error))?;
        let said = job.history.iter().chain([&job.message]).map(|message| message.text.as_str());
        let said: Vec<&str> = said.chain([attached.as_str()]).collect();
        let task = ReplyTask {
            passages: passages.passages(),
            phrases: &self.voice().phrases(),
            said: &said,
            instructions: &written.prompt.system,
            fence: written.fence.nonce(),
        };
        let checked = check_model_reply(&written.masks.restore(whole), &task);
        Ok(suggestion(checked.map_err(|reason| NoDraft::rejected(&reason))?, &settings.name))
    }

    /// Stores what came of a draft with the advice, and tells the listeners.
    fn keep_draft(&self, job: &Job, drafted: Drafted) -> Result<(), EngineError> {
        let Drafted { call, suggestion } = drafted;
        let mut advice = job.advice.clone();
        advice.suggestions.extend(suggestion);
        advice.model = Some(ModelNote {
            name: call.model.clone(),
            outcome: call.outcome,
            reason: call.reason.clone(),
            prompt_tokens: call.prompt_tokens,
            answer_tokens: call.answer_tokens,
            milliseconds: call.milliseconds,
        });
        let step = LedgerStep::LanguageModel(call);
        let (conversation, _receipt) = self.desk.record_advice(&advice, &[step])?;
        let slots = self.named(job.history.iter().chain([&job.message])).current;
        self.publish(Event::AdviceReady { advice: Box::new(advice), slots, conversation });
        Ok(())
    }
}

/// A call that nothing is known of yet.
pub(super) fn call(settings: &ModelSettings) -> ModelCall {
    ModelCall {
        model: settings.name.clone(),
        host: settings.host(),
        template: String::new(),
        prompt: String::new(),
        outcome: ModelOutcome::Suggested,
        reason: String::new(),
        prompt_tokens: 0,
        answer_tokens: 0,
        milliseconds: 0.0,
    }
}

fn suggestion(reply: CheckedReply, model: &str) -> Suggestion {
    let best = reply.citations.iter().map(|citation| citation.score).fold(0.0_f32, f32::max);
    Suggestion {
        id: SuggestionId::new(),
        text: reply.text,
        kind: SuggestionKind::Model,
        confidence: (best * reply.groundedness.unwrap_or(1.0)).clamp(0.0, 1.0),
        citations: reply.citations,
        sentences: reply.sentences,
        groundedness: reply.groundedness,
        contradictions: Vec::new(),
        model: Some(model.to_owned()),
        team: None,
    }
}

/// A text without its last sentence, which was cut; all of it where it has but one.
fn up_to_a_sentence(text: &str) -> &str {
    let end = text.rfind(['.', '!', '?', '\n']);
    end.map_or(text, |end| text[..=end].trim_end())
}
