//! What agents ask a language model for: a text rewritten, a conversation summed up.

use std::time::Instant;

use aside_assist::{
    Voice, check_rewrite, cited, numbered_sentences, recap, shortened_reply, without_numbers,
};
use aside_contract::{
    Author, ConversationId, MAX_MESSAGE_CHARS, Message, ModelOutcome, Passage, Recap,
    RecapSentence, Rewrite, RewriteHow, Rewritten, WrittenBy,
};
use aside_desk::ModelCall;
use aside_inference::llm::{Cancel, LanguageModel, Outcome, Usage};

use super::draft;
use super::prompt::{self, TURNS_OF_SUMMARY, Written};
use crate::settings::ModelTask;
use crate::{Engine, EngineError, ModelSettings};

/// The longest name of a language, in characters.
const LANGUAGE_CHARS: usize = 40;

impl Engine {
    /// Rewrites a text of the agent's. Without a language model for it, a text is shortened by what says
    /// nothing of the matter. Stores nothing but that a model was asked.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::NoTask`] where no model may do it,
    /// [`EngineError::LanguageModel`] where it wrote nothing that can be used, or where the text is
    /// empty or too long.
    pub fn rewrite(
        &self,
        conversation: ConversationId,
        rewrite: &Rewrite,
    ) -> Result<Rewritten, EngineError> {
        let text = rewrite.text.trim();
        if text.is_empty() || text.chars().count() > MAX_MESSAGE_CHARS {
            return Err(EngineError::Rewrite("there is no text to rewrite, or it is too long"));
        }
        let language = rewrite.language.as_deref().map(str::trim).unwrap_or_default();
        let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '(' | ')');
        if language.chars().count() > LANGUAGE_CHARS || !language.chars().all(plain) {
            return Err(EngineError::Rewrite("name the language in a word or two, such as French"));
        }
        if rewrite.how == RewriteHow::Translate && language.is_empty() {
            return Err(EngineError::Rewrite("name the language to translate into"));
        }
        let job = self.job(conversation)?;
        let (text, by) = if self.language.settings.get().model.does(ModelTask::Rewriting) {
            let voice = self.voice();
            let task = (text, how(rewrite.how), language);
            let masks = self.redaction.masks();
            let matter = job.matter(&voice);
            let written = prompt::write_rewrite(&self.language.templates, &matter, task, masks)
                .map_err(EngineError::Prompt)?;
            let (fence, system) = (written.fence.nonce(), &written.prompt.system);
            let checked = self.completed(conversation, &written, |answer| {
                check_rewrite(answer, text, fence, system).map_err(|reason| reason.to_string())
            })?;
            (checked, WrittenBy::Model)
        } else {
            let shorter = (rewrite.how == RewriteHow::Shorten)
                .then(|| shortened_reply(text, &self.voice().phrases()))
                .flatten();
            let missing = EngineError::NoTask { what: "rewriting this text" };
            (shorter.ok_or(missing)?, WrittenBy::BuiltIn)
        };
        if rewrite.how == RewriteHow::Translate {
            // Words of two languages do not compare.
            let (sentences, citations) = (Vec::new(), Vec::new());
            return Ok(Rewritten { text, by, sentences, citations, groundedness: None });
        }
        let passages: Vec<&Passage> = job.passages.iter().collect();
        let (sentences, citations, groundedness) = cited(&text, &passages, &self.voice().phrases());
        Ok(Rewritten { text, by, sentences, citations, groundedness })
    }

    /// What a conversation is about: by the language model where one may, else in its own sentences.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], or where the store fails. A model that fails leaves the built-in one,
    /// with the reason.
    pub fn recap(&self, conversation: ConversationId) -> Result<Recap, EngineError> {
        let stored = self.stored(conversation)?;
        let mut reason = None;
        if self.language.settings.get().model.does(ModelTask::Summaries) {
            match self.model_recap(conversation, &stored.messages) {
                Ok(recap) => return Ok(recap),
                Err(EngineError::LanguageModel { reason: said }) => reason = Some(said),
                Err(error) => reason = Some(error.to_string()),
            }
        }
        let sentences = recap(&stored.messages)
            .into_iter()
            .map(|(at, text)| RecapSentence { text, message: stored.messages[at].id });
        Ok(whole(sentences.collect(), WrittenBy::BuiltIn, reason))
    }

    fn model_recap(
        &self,
        conversation: ConversationId,
        messages: &[Message],
    ) -> Result<Recap, EngineError> {
        let job = self.job(conversation)?;
        let voice = Voice::default();
        let matter = job.matter(&voice);
        let masks = self.redaction.masks();
        let written = prompt::write_summary(&self.language.templates, &matter, masks)
            .map_err(EngineError::Prompt)?;
        // The newest customer message is the last that the prompt has.
        let newest = messages.iter().rposition(|message| message.author == Author::Customer);
        let told = &messages[..newest.map_or(0, |newest| newest + 1)];
        let told = &told[told.len().saturating_sub(TURNS_OF_SUMMARY + 1)..];
        let said: Vec<&str> = told.iter().map(|message| message.text.as_str()).collect();
        let (fence, system) = (written.fence.nonce(), &written.prompt.system);
        let sentences = self.completed(conversation, &written, |answer| {
            check_rewrite(&without_numbers(answer), &said.join("\n"), fence, system)
                .map_err(|reason| reason.to_string())?;
            let sentences = numbered(answer, told);
            match sentences.is_empty() {
                true => Err("it does not say which messages it sums up".to_owned()),
                false => Ok(sentences),
            }
        })?;
        Ok(whole(sentences, WrittenBy::Model, None))
    }

    /// What `check` makes of the model's answer to a prompt, with its masks restored. The ledger keeps that
    /// it was asked, and what came of it.
    pub(super) fn completed<T>(
        &self,
        conversation: ConversationId,
        written: &Written,
        check: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, EngineError> {
        let (settings, start) = (self.language.settings.get().model, Instant::now());
        let mut call = ModelCall {
            template: written.template.to_owned(),
            prompt: written.hash(),
            ..draft::call(&settings)
        };
        let answer = self.asked(written, &settings, &mut call);
        let text = answer
            .and_then(|answer| check(&answer).map_err(|reason| (ModelOutcome::Rejected, reason)));
        call.milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let text = text.map_err(|(outcome, reason)| {
            tracing::info!(model = %call.model, template = written.template, ?outcome, %reason, "no text by the language model");
            (call.outcome, call.reason) = (outcome, reason.clone());
            EngineError::LanguageModel { reason }
        });
        self.desk.note_model_call(conversation, &call)?;
        text
    }

    /// What the model answers, with its masks restored; else why not. Counts its tokens.
    fn asked(
        &self,
        written: &Written,
        settings: &ModelSettings,
        call: &mut ModelCall,
    ) -> Result<String, (ModelOutcome, String)> {
        let failed = |reason: String| (ModelOutcome::Failed, reason);
        let tokens =
            Usage::estimate(&written.prompt.system) + Usage::estimate(&written.prompt.user);
        if !self.language.is_within_budget(settings, tokens) {
            let budget = settings.monthly_tokens.unwrap_or_default();
            return Err(failed(format!("the month's {budget} tokens are spent")));
        }
        let model = self.language.model(settings).map_err(|error| failed(error.to_string()))?;
        let Outcome { written: answer, usage } =
            model.write(&written.prompt, &Cancel::default(), &mut |_| {});
        self.language.count(usage);
        (call.prompt_tokens, call.answer_tokens) = (usage.prompt, usage.answer);
        let answer = answer.map_err(|error| failed(error.to_string()))?;
        let rejected = |reason: String| Err((ModelOutcome::Rejected, reason));
        if answer.cut {
            return rejected("its text is longer than its most tokens".to_owned());
        }
        if let Some(mask) = written.masks.unknown(&answer.text).first() {
            return rejected(format!("its text makes {mask} up"));
        }
        Ok(written.masks.restore(&answer.text))
    }
}

fn how(how: RewriteHow) -> &'static str {
    match how {
        RewriteHow::Shorten => "shorten",
        RewriteHow::Friendlier => "friendlier",
        RewriteHow::Formal => "formal",
        RewriteHow::Simpler => "simpler",
        RewriteHow::Translate => "translate",
        RewriteHow::Spelling => "spelling",
    }
}

/// The sentences of a summary that name a message which there is.
fn numbered(answer: &str, told: &[Message]) -> Vec<RecapSentence> {
    let sentence = |(number, text): (usize, String)| {
        let message = told.get(number.checked_sub(1)?)?.id;
        Some(RecapSentence { text, message })
    };
    numbered_sentences(answer).into_iter().filter_map(sentence).collect()
}

fn whole(sentences: Vec<RecapSentence>, by: WrittenBy, reason: Option<String>) -> Recap {
    let text: Vec<&str> = sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    Recap { text: text.join(" "), sentences, by, reason }
}
