//! The table `verdicts`: what agents and supervisors said of rules of escalation that fired.

use aside_contract::QueryKind::{Boolean, Text, Time};
use aside_desk::{Desk, RuleVerdict};
use aside_query::{Column, LoadedTable, Row, SourceError, Stop, Table, iso};

static VERDICTS: Table = Table {
    name: "verdicts",
    about: "Rules of escalation that fired: wrongly, as agents marked them, or rightly, as a supervisor confirmed.",
    matchable: false,
    columns: &[
        Column::key("rule", Text, "The rule, as in escalation_reasons of messages."),
        Column::key("message", Text, "The id of the customer's message."),
        Column::key("conversation", Text, "The id of its conversation."),
        Column::new("wrong", Boolean, "It fired wrongly; else a supervisor approved the ticket."),
        Column::new("note", Text, "Why, if somebody said."),
        Column::new("marked", Time, "When."),
    ],
};

/// The table, for one question.
pub(super) fn table(desk: &Desk) -> LoadedTable {
    let desk = desk.clone();
    LoadedTable::new(&VERDICTS, move |_: Stop| -> Result<Vec<Row>, SourceError> {
        Ok(desk.verdicts()?.into_iter().map(row).collect())
    })
}

fn row(verdict: RuleVerdict) -> Row {
    vec![
        verdict.rule.into(),
        verdict.message.to_string().into(),
        verdict.conversation.to_string().into(),
        verdict.wrong.into(),
        verdict.note.into(),
        iso(verdict.at).into(),
    ]
}
