//! Questions to begin with. A test asks each of them.

use aside_contract::QueryExample;

const EXAMPLES: [(&str, &str); 10] = [
    (
        "Passages on missing invoices from the last 90 days",
        "SELECT document, title, semantic_match('invoice missing') AS s\nFROM chunks\nWHERE category = 'billing' AND updated > now() - interval '90 days' AND s > 0.6\nORDER BY s DESC\nLIMIT 5",
    ),
    (
        "The ten passages that best answer a text, with their words",
        "SELECT m.score, chunks.document, chunks.section, chunks.text\nFROM chunks JOIN semantic_match('how do I get a refund', 10) AS m ON m.chunk = chunks.id\nORDER BY m.score DESC",
    ),
    (
        "Documents that nobody has touched for a year",
        "SELECT id, title, category, updated\nFROM documents\nWHERE updated < now() - interval '1 year'\nORDER BY updated",
    ),
    (
        "How much there is on each category",
        "SELECT category, count(*) AS documents, sum(chunks) AS passages, max(updated) AS newest\nFROM documents\nGROUP BY category\nORDER BY documents DESC",
    ),
    (
        "Angry customers of the last seven days",
        "SELECT sent, customer, category, priority, text\nFROM messages\nWHERE author = 'customer' AND sentiment = 'angry' AND sent > now() - interval '7 days'\nORDER BY priority DESC, sent",
    ),
    (
        "Error codes that customers named in the last 30 days",
        "SELECT value AS code, count(DISTINCT customer) AS customers, max(sent) AS newest\nFROM slots\nWHERE kind = 'error_code' AND sent > now() - interval '30 days'\nGROUP BY value\nORDER BY customers DESC",
    ),
    (
        "Who waits for an answer, and how long",
        "SELECT customer, vip, priority, category,\n       round((julianday(now()) - julianday(updated)) * 24, 1) AS hours\nFROM conversations\nWHERE awaiting_reply\nORDER BY priority DESC, updated",
    ),
    (
        "Tickets by week and owner",
        "SELECT date(date_trunc('week', opened)) AS week, owner, count(*) AS tickets,\n       sum(status <> 'resolved') AS unresolved\nFROM tickets\nGROUP BY week, owner\nORDER BY week DESC",
    ),
    (
        "Rules of escalation that fired wrongly",
        "SELECT rule, count(*) AS marked, max(marked) AS newest\nFROM verdicts\nWHERE wrong\nGROUP BY rule\nORDER BY count(*) DESC",
    ),
    (
        "Suggestions that agents changed most",
        "SELECT sent, customer, round(edit_ratio, 2) AS changed, text\nFROM messages\nWHERE edited\nORDER BY edit_ratio DESC\nLIMIT 20",
    ),
];

pub(crate) fn examples() -> Vec<QueryExample> {
    EXAMPLES
        .iter()
        .map(|(title, sql)| QueryExample { title: (*title).to_owned(), sql: (*sql).to_owned() })
        .collect()
}
