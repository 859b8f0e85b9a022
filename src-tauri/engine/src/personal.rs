//! Where messages hold personal data and secrets, read with the team's own patterns.

use aside_contract::{
    ConversationSummary, Event, Message, PersonalKind, PersonalSpan, UNNAMED_CUSTOMER,
};
use aside_redact::Kind;

use crate::Engine;

impl Engine {
    /// Personal data and secrets in `messages`, oldest first, of one conversation. Worked out when
    /// somebody looks and stored nowhere, so that what the recognisers learn holds for old messages too.
    pub(crate) fn personal<'m>(
        &self,
        customer: &str,
        messages: impl IntoIterator<Item = &'m Message>,
    ) -> Vec<PersonalSpan> {
        let mut masks = self.redaction.masks();
        if customer != UNNAMED_CUSTOMER {
            masks.expect_name(customer);
        }
        let mut spans = Vec::new();
        for message in messages {
            let (mut byte, mut char) = (0, 0);
            let mut chars_until = |end: usize| {
                char += message.text[byte..end].chars().count();
                byte = end;
                u32::try_from(char).unwrap_or(u32::MAX)
            };
            for found in masks.find(&message.text) {
                let (start, end) = (chars_until(found.range.start), chars_until(found.range.end));
                if let Some(kind) = kind(found.kind) {
                    let secret = found.kind.is_secret();
                    spans.push(PersonalSpan { kind, secret, message_id: message.id, start, end });
                }
            }
        }
        spans
    }

    /// Tells the listeners of a message that was stored.
    pub(crate) fn publish_message(&self, message: &Message, conversation: ConversationSummary) {
        let personal = self.personal(&conversation.customer, [message]);
        self.publish(Event::MessageAdded { message: message.clone(), personal, conversation });
    }
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
