//! The table `slots`: what customers' messages name.

use aside_contract::QueryKind::{Text, Time};
use aside_query::{Column, Row, Table, iso};

use super::recall::History;

pub(super) static SLOTS: Table = Table {
    name: "slots",
    about: "What customers' messages name: order numbers, amounts, dates, error codes and so on.",
    matchable: false,
    columns: &[
        Column::key("message", Text, "The message's id."),
        Column::key("conversation", Text, "The id of its conversation."),
        Column::key("customer", Text, "The customer of the conversation."),
        Column::new("sent", Time, "When the message arrived."),
        Column::key(
            "kind",
            Text,
            "order, invoice, amount, date, time, product, email, phone, version, error_code or url.",
        ),
        Column::new("text", Text, "As the customer wrote it."),
        Column::key("value", Text, "In one spelling, such as 2026-11-22 or 49.90 EUR."),
    ],
};

pub(super) fn rows(history: &History) -> Vec<Row> {
    let rows = history.named().flat_map(|(message, customer, slots)| {
        slots.iter().map(move |slot| {
            vec![
                message.id.to_string().into(),
                message.conversation_id.to_string().into(),
                customer.into(),
                iso(message.at).into(),
                slot.kind.name().into(),
                slot.text.as_str().into(),
                slot.value.as_str().into(),
            ]
        })
    });
    rows.collect()
}
