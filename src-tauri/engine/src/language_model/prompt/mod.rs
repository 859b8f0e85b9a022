//! The prompt of a draft: the category's template, filled with what is known about the message.
//!
//! Everything that customers and documents say is masked piece by piece, stands between fences that it
//! cannot close, and the whole goes through redaction once more: only so does it become a
//! [`Prompt`]. Passages come as [`ForModel`], which holds none of a document that is held back.

mod fence;
mod matter;
mod templates;

use aside_contract::LabelKind;
use aside_inference::llm::Prompt;
use aside_redact::Masks;

use crate::ForModel;
use matter::Facts;

pub(crate) use fence::Fence;
pub(crate) use matter::{Matter, TURNS_OF_SUMMARY};
pub(crate) use templates::Templates;

/// A prompt with what is needed to understand its answer.
pub(crate) struct Written {
    pub(crate) prompt: Prompt,
    /// The template's name, such as `billing`.
    pub(crate) template: &'static str,
    /// Whether it is the team's own.
    pub(crate) own: bool,
    /// Restores what the answer says.
    pub(crate) masks: Masks,
    /// What the answer must not repeat.
    pub(crate) fence: Fence,
}

impl Written {
    /// BLAKE3 of both parts with a zero byte between, in hexadecimal.
    pub(crate) fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.prompt.system.as_bytes());
        hasher.update(&[0]);
        hasher.update(self.prompt.user.as_bytes());
        hasher.finalize().to_hex().to_string()
    }
}

/// Writes the prompt of a draft.
///
/// # Errors
/// Where no template can be filled, in words.
pub(crate) fn write(
    templates: &Templates,
    matter: &Matter<'_>,
    passages: &ForModel<'_>,
    mut masks: Masks,
) -> Result<Written, String> {
    let fence = Fence::new();
    let facts = matter.facts(passages, &fence, &mut masks);
    written(templates, matter.template(), &facts, fence, masks)
}

/// Writes the prompt of a rewrite of `text`: `how`, and into which language.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_rewrite(
    templates: &Templates,
    matter: &Matter<'_>,
    task: (&str, &str, &str),
    mut masks: Masks,
) -> Result<Written, String> {
    let fence = Fence::new();
    // Told first, so that the customer's name is known; the conversation itself is not sent.
    let facts = matter.facts_of(0, &ForModel::none(), &fence, &mut masks);
    let facts = facts.with_text(task, &fence, &mut masks);
    written(templates, "rewrite", &facts, fence, masks)
}

/// Writes the prompt for the labels of these kinds.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_labels(
    templates: &Templates,
    matter: &Matter<'_>,
    unsure: &[LabelKind],
    mut masks: Masks,
) -> Result<Written, String> {
    let fence = Fence::new();
    let facts = matter.facts(&ForModel::none(), &fence, &mut masks).with_unsure(unsure);
    written(templates, "labels", &facts, fence, masks)
}

/// Writes the prompt of a summary.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_summary(
    templates: &Templates,
    matter: &Matter<'_>,
    mut masks: Masks,
) -> Result<Written, String> {
    let fence = Fence::new();
    let facts = matter.facts_of(TURNS_OF_SUMMARY, &ForModel::none(), &fence, &mut masks);
    written(templates, "summary", &facts, fence, masks)
}

fn written(
    templates: &Templates,
    template: &'static str,
    facts: &Facts,
    fence: Fence,
    mut masks: Masks,
) -> Result<Written, String> {
    let filled = templates.fill(template, facts)?;
    let prompt = Prompt {
        system: masks.redact_composed(&filled.system),
        user: masks.redact_composed(&filled.user),
    };
    Ok(Written { prompt, template, own: filled.own, masks, fence })
}
