//! The prompt of a draft: the category's template, filled with what is known about the message.
//!
//! Everything that customers and documents say is masked piece by piece, stands between fences that it
//! cannot close, and the whole goes through redaction once more: only so does it become a
//! [`Prompt`]. Passages come as [`ForModel`], which holds none of a document that is held back.

mod fence;
mod matter;
mod templates;

use aside_inference::llm::Prompt;
use aside_redact::Masks;

use crate::ForModel;

pub(crate) use fence::Fence;
pub(crate) use matter::Matter;
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
    let filled = templates.fill(matter.template(), &facts)?;
    let prompt = Prompt {
        system: masks.redact_composed(&filled.system),
        user: masks.redact_composed(&filled.user),
    };
    Ok(Written { prompt, template: matter.template(), own: filled.own, masks, fence })
}
