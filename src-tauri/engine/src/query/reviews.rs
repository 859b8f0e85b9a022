//! The table `reviews`: conversations that a supervisor reviewed.

use std::collections::HashMap;

use aside_contract::QueryKind::{Integer, Text, Time};
use aside_contract::{Actor, ConversationId, Review};
use aside_desk::Desk;
use aside_query::{Column, LoadedTable, Row, SourceError, Stop, Table, iso};

static REVIEWS: Table = Table {
    name: "reviews",
    about: "The newest review of each conversation that a supervisor reviewed.",
    matchable: false,
    columns: &[
        Column::key("conversation", Text, "The id of the conversation."),
        Column::key("agent", Text, "Whom the reviewer named, else who replied last."),
        Column::new("reviewer", Text, "Who reviewed."),
        Column::new("category", Text, "What the conversation was about."),
        Column::new("score", Integer, "0 to 100; none where nothing was applicable."),
        Column::new("comment", Text, "What to tell the agent."),
        Column::new("reviewed", Time, "When."),
    ],
};

/// The table, for one question.
pub(super) fn table(desk: &Desk) -> LoadedTable {
    let desk = desk.clone();
    LoadedTable::new(&REVIEWS, move |_: Stop| rows(&desk))
}

fn rows(desk: &Desk) -> Result<Vec<Row>, SourceError> {
    let conversations = desk.conversations()?.into_iter();
    let mut agents: HashMap<ConversationId, String> =
        conversations.filter_map(|one| Some((one.id, one.agent?))).collect();
    let row = |review: Review| {
        let agent = review.agent.or_else(|| agents.remove(&review.conversation));
        let reviewer = review.reviewer.unwrap_or_else(|| Actor::OWNER.to_owned());
        vec![
            review.conversation.to_string().into(),
            agent.into(),
            reviewer.into(),
            review.category.map(|label| label.to_string()).into(),
            review.score.map(u32::from).into(),
            review.comment.into(),
            iso(review.at).into(),
        ]
    };
    Ok(desk.reviews()?.into_iter().map(row).collect())
}
