//! Labels by a language model, where the classifiers are unsure.

use aside_assist::{ReadLabels, read_labels};
use aside_contract::{Analysis, CorrectedBy, CorrectedLabel, Event, LabelKind};
use aside_inference::llm::Cancel;

use super::draft::Job;
use super::prompt;
use crate::settings::{ModelSettings, ModelTask};
use crate::{Engine, EngineError};

/// Whether a language model is to be asked for labels of a message that reads so.
pub(super) fn wanted(settings: &ModelSettings, analysis: &Analysis) -> bool {
    settings.does(ModelTask::Classification) && !doubted(analysis).is_empty()
}

/// The labels that a language model gave a message.
pub(crate) fn given(analysis: &Analysis) -> Vec<CorrectedLabel> {
    let by_model = analysis.corrected.iter().filter(|one| one.by == CorrectedBy::Model);
    by_model.cloned().collect()
}

/// The built-in labels that nobody is sure of.
fn doubted(analysis: &Analysis) -> Vec<LabelKind> {
    [
        (LabelKind::Intent, analysis.intent.unsure),
        (LabelKind::Category, analysis.category.unsure),
        (LabelKind::Sentiment, analysis.sentiment.unsure),
    ]
    .into_iter()
    .filter_map(|(kind, unsure)| unsure.then_some(kind))
    .collect()
}

/// What the classifiers read.
fn read(analysis: &Analysis, kind: LabelKind) -> String {
    match kind {
        LabelKind::Intent => analysis.intent.label.to_string(),
        LabelKind::Category => analysis.category.label.to_string(),
        LabelKind::Sentiment => analysis.sentiment.label.to_string(),
        LabelKind::OwnIntent | LabelKind::OwnCategory => String::new(),
    }
}

impl Engine {
    /// The job with the labels that a language model gives where the classifiers are unsure: advised on anew,
    /// and stored. What the model does not say, or says too late, leaves the job as it is.
    pub(super) fn labelled(&self, job: Job, settings: &ModelSettings, cancel: &Cancel) -> Job {
        if !wanted(settings, &job.advice.analysis) {
            return job;
        }
        match self.relabelled(&job, cancel) {
            Ok(Some(labelled)) => labelled,
            Ok(None) => job,
            Err(error) => {
                tracing::info!(%error, "no labels by the language model");
                job
            }
        }
    }

    fn relabelled(&self, job: &Job, cancel: &Cancel) -> Result<Option<Job>, EngineError> {
        let (conversation, message) = (job.message.conversation_id, job.message.id);
        let (analysis, kinds) = (&job.advice.analysis, doubted(&job.advice.analysis));
        let voice = self.voice();
        let (templates, masks) = (&self.language.templates, self.redaction.masks());
        let written = prompt::write_labels(templates, &job.matter(&voice), &kinds, masks)
            .map_err(EngineError::Prompt)?;
        let ReadLabels(labels) =
            self.completed(conversation, &written, |answer| read_labels(answer, &kinds))?;
        let labels: Vec<CorrectedLabel> = labels
            .into_iter()
            .map(|(kind, label)| CorrectedLabel {
                kind,
                label,
                read: read(analysis, kind),
                by: CorrectedBy::Model,
                message_id: message,
                conversation_id: conversation,
                similarity: 1.0,
            })
            .collect();
        let (advised, newest, ..) = self.advise_newest(conversation, &labels)?;
        // The customer wrote again meanwhile, or somebody answered.
        if newest.id != message || cancel.is_cancelled() {
            return Ok(None);
        }
        let (conversation, _receipt) = self.desk.record_advice(&advised.advice, &advised.steps)?;
        let advice = Box::new(advised.advice.clone());
        self.publish(Event::AdviceReady { advice, slots: advised.slots, conversation });
        Ok(Some(Job { advice: advised.advice, passages: advised.passages, ..job.clone() }))
    }
}
