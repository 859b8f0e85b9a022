//! The whole state as text.

use std::collections::HashMap;
use std::fmt::Write;

use aside_contract::{Standing, Webhook};
use heed::RoTxn;

use crate::error::Failure;
use crate::ledger::{LedgerEntry, LedgerFact, verify};
use crate::list;
use crate::tables::{Customer, SCHEMA, Tables, from_json, sequence};

/// Ordinals for ids, in the order in which they are met.
#[derive(Default)]
struct Ordinals(HashMap<[u8; 16], String>);

impl Ordinals {
    fn name(&mut self, letter: char, id: &[u8; 16]) -> String {
        let next = self.0.values().filter(|name| name.starts_with(letter)).count() + 1;
        self.0.entry(*id).or_insert_with(|| format!("{letter}{next}")).clone()
    }
}

/// Ledger, conversations in the order of the list, customers, and webhooks.
pub(crate) fn dump(tables: &Tables, txn: &RoTxn<'_>) -> Result<String, Failure> {
    let mut ordinals = Ordinals::default();
    let mut text = format!("schema {SCHEMA}\n\nledger: {}\n", verify(tables, txn, None)?);
    for row in tables.ledger.iter(txn)? {
        let entry = LedgerEntry::read(tables, txn, sequence(row?.0)?)?;
        let conversation =
            entry.conversation.map_or("-".to_owned(), |id| ordinals.name('c', id.as_bytes()));
        let said = said(&entry.fact, &mut ordinals);
        line(&mut text, format_args!("{:>4} {conversation} {said}", entry.sequence));
    }
    text.push_str("\nconversations\n");
    for summary in list::conversations(tables, txn)? {
        let name = ordinals.name('c', summary.id.as_bytes());
        let label = |label: Option<String>| label.unwrap_or_else(|| "-".to_owned());
        line(
            &mut text,
            format_args!(
                "{name} {:?}{} {:?} {:?} priority={} sentiment={} category={} escalate={} awaiting={} messages={} {:?}",
                summary.customer,
                if summary.vip { " vip" } else { "" },
                summary.channel,
                summary.status,
                summary.priority,
                label(summary.sentiment.map(|label| label.to_string())),
                label(summary.category.map(|label| label.to_string())),
                summary.escalation_recommended,
                summary.awaiting_reply,
                summary.messages,
                summary.preview,
            ),
        );
    }
    let mut customers = Vec::new();
    for row in tables.customers.iter(txn)? {
        let Customer { customer, standing, profile: _ } = from_json(row?.1, "a customer")?;
        customers.push(customer_line(&customer, &standing));
    }
    customers.sort();
    text.push_str("\ncustomers\n");
    for customer in customers {
        line(&mut text, format_args!("{customer}"));
    }
    for row in tables.webhooks.iter(txn)? {
        let Webhook { url, enabled, waiting, failed, .. } = from_json(row?.1, "a webhook")?;
        line(
            &mut text,
            format_args!("webhook {url} enabled={enabled} waiting={waiting} failed={failed}"),
        );
    }
    Ok(text)
}

fn said(fact: &LedgerFact, ordinals: &mut Ordinals) -> String {
    match fact {
        LedgerFact::MessageReceived { customer, channel, message } => {
            let id = ordinals.name('m', message.id.as_bytes());
            format!("received {id} from {customer:?} on {channel:?}: {:?}", message.text)
        }
        LedgerFact::AdviceGiven { advice, steps } => {
            let id = ordinals.name('m', advice.message_id.as_bytes());
            let suggestions: Vec<_> = advice
                .suggestions
                .iter()
                .map(|made| ordinals.name('s', made.id.as_bytes()))
                .collect();
            format!("advised on {id}: {} in {} steps", suggestions.join(" "), steps.len())
        }
        LedgerFact::ReplySent { message, outcome, hand_over } => {
            let id = ordinals.name('m', message.id.as_bytes());
            let what = if *hand_over { "handed over with" } else { "sent" };
            let from = outcome.map_or(String::new(), |outcome| {
                let suggestion = ordinals.name('s', outcome.suggestion_id.as_bytes());
                match outcome.edited {
                    false => format!(" from {suggestion} as is"),
                    true => format!(" from {suggestion} edited {:.2}", outcome.edit_ratio),
                }
            });
            format!("{what} {id} by {:?}{from}: {:?}", message.author, message.text)
        }
        LedgerFact::StatusChanged { from, to, cause } => {
            format!("status {from:?} → {to:?} ({cause:?})")
        }
        LedgerFact::VipSet { customer, vip, tier } => {
            let standing = Standing { vip: *vip, tier: tier.clone() };
            format!("customer {}", customer_line(customer, &standing))
        }
        LedgerFact::LabelCorrected { message_id, label, from, to } => {
            let id = ordinals.name('m', message_id.as_bytes());
            format!("corrected {} of {id}: {from:?} → {to:?}", label.words())
        }
        LedgerFact::SuggestionDismissed { suggestion_id, reason } => {
            let id = ordinals.name('s', suggestion_id.as_bytes());
            format!("dismissed {id}: {}", reason.words())
        }
        LedgerFact::DocumentJudged { document, content: _, allowed } => {
            format!("document {document:?} allowed={allowed}")
        }
        LedgerFact::TicketOpened { ticket } => {
            format!("ticket opened, priority {}: {:?}", ticket.priority, ticket.summary)
        }
        LedgerFact::TicketChanged { ticket: _, from, to, owner, note, approved } => {
            let said = |text: &Option<String>| text.as_ref().map(|text| format!(" {text:?}"));
            let (owner, note) = (said(owner).unwrap_or_default(), said(note).unwrap_or_default());
            let approved = approved.map(|right| format!(" approved={right}")).unwrap_or_default();
            format!("ticket {from} → {to}{owner}{note}{approved}")
        }
        LedgerFact::RuleJudged { message_id, rule, wrong, note: _ } => {
            let id = ordinals.name('m', message_id.as_bytes());
            format!("rule {rule} on {id} wrong={wrong}")
        }
        LedgerFact::FactKept { customer, fact } => {
            format!("fact about {customer:?}: {:?}", fact.text)
        }
        LedgerFact::FactDropped { fact: _, erased } => format!("fact dropped, erased {erased:?}"),
        LedgerFact::ProfileSet { customer, profile } => {
            format!("profile of {customer:?}: {profile:?}")
        }
        LedgerFact::CustomerForgotten { erased } => {
            format!("customer forgotten, erased {erased:?}")
        }
        LedgerFact::Erased => "erased".to_owned(),
        LedgerFact::SigningBegan { key: _ } => "signing began".to_owned(),
        LedgerFact::LeadChanged { person } => format!("a person leads={person}"),
        LedgerFact::SessionRated { rating, comment } => format!("rated {rating} of 5: {comment:?}"),
        LedgerFact::ConversationReviewed { review } => {
            format!("reviewed, score {:?}: {:?}", review.score, review.comment)
        }
        LedgerFact::ModelAsked(call) => {
            format!("model asked for {}: {:?}", call.template, call.outcome)
        }
    }
}

fn customer_line(customer: &str, Standing { vip, tier }: &Standing) -> String {
    let tier = tier.as_ref().map(|tier| format!(" tier={tier:?}")).unwrap_or_default();
    format!("{customer:?} vip={vip}{tier}")
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
