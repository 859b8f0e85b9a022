//! Messages as mail programs save them (RFC 5322), by `mail-parser`. Attachments are documents of
//! their own.

use mail_parser::{Address, MessageParser, MimeHeaders, PartType};

use super::mail::{self, Message, better_body};
use super::{ConvertError, Converted, Converter, Kind, Source};

/// `.eml`.
pub(super) struct Eml;

/// The most attachments of one message that are read.
const MAX_ATTACHMENTS: usize = 200;

impl Converter for Eml {
    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text, Kind::Html]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        // A mailbox's mark before the message is no part of it.
        let bytes = match source.bytes.strip_prefix(b"From ") {
            Some(rest) => rest.splitn(2, |&byte| byte == b'\n').nth(1).unwrap_or_default(),
            None => source.bytes,
        };
        let malformed = || ConvertError::Malformed("it is no e-mail message".to_owned());
        let parsed = MessageParser::default().parse(bytes).ok_or_else(malformed)?;
        if parsed.headers().is_empty() {
            return Err(malformed());
        }
        let mut message = Message {
            subject: parsed.subject().unwrap_or_default().to_owned(),
            ..Message::default()
        };
        message.add("From", &addresses(parsed.from()));
        message.add("To", &addresses(parsed.to()));
        message.add("Cc", &addresses(parsed.cc()));
        message
            .add("Date", &parsed.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default());
        let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join("\n\n"));
        let pages = parsed.html_bodies().filter_map(|part| match &part.body {
            PartType::Html(page) => Some(page.to_string()),
            _ => None,
        });
        let plain = parsed.text_bodies().filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.to_string()),
            _ => None,
        });
        let (pages, plain) = (joined(pages.collect()), joined(plain.collect()));
        (message.body, message.hidden) = better_body(pages.as_deref(), plain.as_deref());
        let attachments: Vec<_> = parsed.attachments().take(MAX_ATTACHMENTS).collect();
        let more = parsed.attachment_count().saturating_sub(MAX_ATTACHMENTS);
        let mut documents = Vec::new();
        let mut names = Vec::new();
        for (index, part) in attachments.iter().enumerate() {
            let name = match part.attachment_name() {
                Some(name) if !name.trim().is_empty() => name.trim().replace(['/', '\\'], "_"),
                _ if part.message().is_some() => format!("message {}.eml", index + 1),
                // Pictures of the text and parts without a name are no documents.
                _ => continue,
            };
            names.push(name.clone());
            let content = match part.message() {
                Some(inner) => inner.raw_message(),
                None => part.contents(),
            };
            let mut members = source.member(&name, content);
            mail::mark_decoration(&mut members, part.content_id().is_some(), content);
            documents.extend(members);
        }
        message.add("Attachments", &names.join(", "));
        let mut document = message.document();
        if more > 0 {
            document.left_out.push(format!("{more} of its attachments: save them beside it"));
        }
        documents.insert(0, document);
        Ok(documents)
    }
}

/// Names with their addresses.
fn addresses(list: Option<&Address<'_>>) -> String {
    let Some(list) = list else { return String::new() };
    let all: Vec<String> = list
        .iter()
        .map(|one| match (one.name(), one.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_owned(),
        })
        .collect();
    all.join(", ")
}
