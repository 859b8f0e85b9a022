//! Where messages hold personal data and secrets, read with the team's own patterns.

use aside_contract::{
    ConversationSummary, Event, Message, MessageId, PersonalKind, PersonalSpan, UNNAMED_CUSTOMER,
};
use aside_redact::{Kind, Masks};

use crate::Engine;

impl Engine {
    /// Personal data and secrets in `messages`, oldest first, of one conversation. Worked out when
    /// somebody looks and stored nowhere, so that what the recognisers learn holds for old messages too.
    pub(crate) fn personal<'m>(
        &self,
        customer: &str,
        messages: impl IntoIterator<Item = &'m Message>,
    ) -> Vec<PersonalSpan> {
        let mut masks = self.masks_of(customer);
        let found =
            messages.into_iter().map(|message| found(&mut masks, message.id, &message.text));
        found.flatten().collect()
    }

    /// The same in the text of a file that came with a message.
    pub(crate) fn personal_in_file(
        &self,
        customer: &str,
        message: MessageId,
        text: &str,
    ) -> Vec<PersonalSpan> {
        found(&mut self.masks_of(customer), message, text)
    }

    fn masks_of(&self, customer: &str) -> Masks {
        let mut masks = self.redaction.masks();
        if customer != UNNAMED_CUSTOMER {
            masks.expect_name(customer);
        }
        masks
    }

    /// Tells the listeners of a message that was stored.
    pub(crate) fn publish_message(&self, message: &Message, conversation: ConversationSummary) {
        let personal = self.personal(&conversation.customer, [message]);
        self.publish(Event::MessageAdded { message: message.clone(), personal, conversation });
    }
}

/// What the masks find in a text, in characters of it.
fn found(masks: &mut Masks, message_id: MessageId, text: &str) -> Vec<PersonalSpan> {
    let (mut byte, mut char) = (0, 0);
    let mut chars_until = |end: usize| {
        char += text[byte..end].chars().count();
        byte = end;
        u32::try_from(char).unwrap_or(u32::MAX)
    };
    let mut spans = Vec::new();
    for found in masks.find(text) {
        let (start, end) = (chars_until(found.range.start), chars_until(found.range.end));
        if let Some(kind) = kind(found.kind) {
            spans.push(PersonalSpan {
                kind,
                secret: found.kind.is_secret(),
                message_id,
                start,
                end,
            });
        }
    }
    spans
}

/// The kind as the interface names it; what only looks like a mask is nothing personal.
fn kind(found: Kind) -> Option<PersonalKind> {
    Some(match found {
        Kind::Email => PersonalKind::Email,
        Kind::Phone => PersonalKind::Phone,
        Kind::Card => PersonalKind::Card,
        Kind::Iban => PersonalKind::Iban,
        Kind::Ip => PersonalKind::Ip,
        Kind::Mac => PersonalKind::Mac,
        Kind::Url => PersonalKind::Url,
        Kind::Credentials => PersonalKind::Credentials,
        Kind::Secret => PersonalKind::Secret,
        Kind::Ssn => PersonalKind::Ssn,
        Kind::NationalId => PersonalKind::NationalId,
        Kind::Passport => PersonalKind::Passport,
        Kind::Licence => PersonalKind::Licence,
        Kind::BirthDate => PersonalKind::BirthDate,
        Kind::Age => PersonalKind::Age,
        Kind::Account => PersonalKind::Account,
        Kind::Reference => PersonalKind::Reference,
        Kind::Person => PersonalKind::Person,
        Kind::Address => PersonalKind::Address,
        Kind::Location => PersonalKind::Location,
        Kind::Organization => PersonalKind::Organization,
        Kind::Placeholder => return None,
    })
}
