// What the trends ask, in SQL. Each question names `:from` (where the span begins, in UTC), `:shift` (how far this
// computer's clock is from UTC, so that days are its own), `:category` and `:agent`, who replied last (empty for all).

/** Conversations in the category, in which the agent replied last. */
const CHOSEN = `(:category = '' OR category = :category) AND (:agent = '' OR agent = :agent)`;

/** What belongs to such conversations. */
const OF = `(:category || :agent = '' OR conversation IN (SELECT id FROM conversations WHERE ${CHOSEN}))`;

/** The middle of what is numbered by `place` out of `n`. */
const MIDDLE = "place IN ((n + 1) / 2, (n + 2) / 2)";

export const QUESTIONS = {
  /** A day's conversations; in a contained chat no person was needed: nobody wrote, nobody had it, and nobody is waited for. */
  conversations: `
    SELECT date(created, :shift) AS day, count(*) AS conversations, sum(channel = 'chat') AS chats,
           sum(channel = 'chat' AND id NOT IN (SELECT conversation FROM messages WHERE author = 'agent')
               AND id NOT IN (SELECT conversation FROM tickets) AND status <> 'escalated' AND NOT awaiting_reply) AS contained
    FROM conversations
    WHERE created >= :from AND ${CHOSEN}
    GROUP BY day`,

  /** A day's messages: how they sounded, what was advised on them, what agents replied. */
  messages: `
    SELECT date(sent, :shift) AS day,
           sum(sentiment = 'positive') AS positive, sum(sentiment = 'neutral') AS neutral,
           sum(sentiment = 'negative') AS negative, sum(sentiment = 'angry') AS angry,
           sum(escalation_recommended) AS advised,
           sum(escalation_recommended AND id IN (SELECT message FROM verdicts WHERE wrong)) AS misfired,
           sum(author = 'agent') AS replies, sum(author = 'agent' AND suggested) AS suggested,
           sum(author = 'agent' AND edited) AS edited, sum(CASE WHEN author = 'agent' THEN edit_ratio END) AS changed
    FROM messages
    WHERE sent >= :from AND ${OF}
    GROUP BY day`,

  /** Minutes until a person first answered, where no assistant had: of each day, and of all with an empty day. */
  waits: `
    WITH firsts AS (
      SELECT min(CASE WHEN author = 'customer' THEN sent END) AS asked,
             min(CASE WHEN author <> 'customer' THEN sent END) AS answered,
             min(CASE WHEN author = 'agent' THEN sent END) AS person
      FROM messages WHERE ${OF} GROUP BY conversation),
    waits AS (
      SELECT date(asked, :shift) AS day, (julianday(person) - julianday(asked)) * 1440 AS minutes
      FROM firsts WHERE asked >= :from AND person = answered AND person >= asked),
    daily AS (
      SELECT day, minutes, row_number() OVER (PARTITION BY day ORDER BY minutes) AS place, count(*) OVER (PARTITION BY day) AS n FROM waits
      UNION ALL
      SELECT '', minutes, row_number() OVER (ORDER BY minutes), count(*) OVER () FROM waits)
    SELECT day, max(n) AS conversations, avg(CASE WHEN ${MIDDLE} THEN minutes END) AS median,
           min(CASE WHEN place >= 0.9 * n THEN minutes END) AS ninth
    FROM daily GROUP BY day`,

  /** Minutes from a conversation's beginning until it was resolved: of those resolved each day, and of all with an empty day. */
  resolutions: `
    WITH done AS (
      SELECT date(resolved, :shift) AS day, resolution_minutes AS minutes FROM conversations
      WHERE resolved >= :from AND ${CHOSEN}),
    daily AS (
      SELECT day, minutes, row_number() OVER (PARTITION BY day ORDER BY minutes) AS place, count(*) OVER (PARTITION BY day) AS n FROM done
      UNION ALL
      SELECT '', minutes, row_number() OVER (ORDER BY minutes), count(*) OVER () FROM done)
    SELECT day, max(n) AS conversations, avg(CASE WHEN ${MIDDLE} THEN minutes END) AS median,
           min(CASE WHEN place >= 0.9 * n THEN minutes END) AS ninth
    FROM daily GROUP BY day`,

  /** A day's tickets, and the hours until one was closed, of all. */
  tickets: `
    WITH closing AS (
      SELECT (julianday(closed) - julianday(opened)) * 24 AS hours FROM tickets
      WHERE closed IS NOT NULL AND opened >= :from AND ${OF}),
    ranked AS (SELECT hours, row_number() OVER (ORDER BY hours) AS place, count(*) OVER () AS n FROM closing)
    SELECT date(opened, :shift) AS day, count(*) AS opened, (SELECT avg(hours) FROM ranked WHERE ${MIDDLE}) AS hours
    FROM tickets WHERE opened >= :from AND ${OF}
    GROUP BY day`,

  /** A day's ratings of chats, 1 to 5. */
  ratings: `
    SELECT date(rated, :shift) AS day, count(*) AS ratings, sum(rating) AS points, sum(rating >= 4) AS content
    FROM ratings WHERE rated >= :from AND ${OF}
    GROUP BY day`,

  /**
   * What each of the team did: replies and what became of suggestions by who sent the reply; the first answer by who
   * gave it; how long it took, ratings and reviews by who replied last.
   */
  agents: `
    WITH wrote AS (
      SELECT agent, count(*) AS replies, sum(suggested) AS suggested, sum(edited) AS edited, sum(edit_ratio) AS changed
      FROM messages WHERE author = 'agent' AND agent IS NOT NULL AND sent >= :from AND ${OF} GROUP BY agent),
    begun AS (
      SELECT conversation, min(CASE WHEN author = 'customer' THEN sent END) AS asked, min(CASE WHEN author <> 'customer' THEN sent END) AS answered
      FROM messages WHERE ${OF} GROUP BY conversation),
    opening AS (SELECT conversation, agent, min(sent) AS person FROM messages WHERE author = 'agent' AND ${OF} GROUP BY conversation),
    took AS (
      SELECT 'waits' AS what, agent, (julianday(person) - julianday(asked)) * 1440 AS minutes FROM begun JOIN opening USING (conversation)
      WHERE agent IS NOT NULL AND asked >= :from AND person = answered AND person >= asked
      UNION ALL
      SELECT 'done', agent, resolution_minutes FROM conversations WHERE agent IS NOT NULL AND resolved >= :from AND ${CHOSEN}),
    ranked AS (
      SELECT what, agent, minutes, row_number() OVER (PARTITION BY what, agent ORDER BY minutes) AS place, count(*) OVER (PARTITION BY what, agent) AS n
      FROM took),
    middle AS (SELECT what, agent, avg(minutes) AS minutes FROM ranked WHERE ${MIDDLE} GROUP BY what, agent),
    stars AS (
      SELECT agent, count(*) AS ratings, avg(rating) AS rating FROM ratings JOIN conversations ON conversations.id = ratings.conversation
      WHERE agent IS NOT NULL AND rated >= :from AND ${CHOSEN} GROUP BY agent),
    marks AS (
      SELECT agent, count(*) AS reviews, avg(score) AS score FROM reviews
      WHERE agent IS NOT NULL AND reviewed >= :from AND ${OF} GROUP BY agent),
    names AS (SELECT agent FROM wrote UNION SELECT agent FROM middle UNION SELECT agent FROM stars UNION SELECT agent FROM marks)
    SELECT agent, coalesce(replies, 0) AS replies, suggested, edited, changed,
           (SELECT minutes FROM middle WHERE middle.agent = names.agent AND what = 'waits') AS wait,
           (SELECT minutes FROM middle WHERE middle.agent = names.agent AND what = 'done') AS resolution,
           ratings, rating, reviews, score
    FROM names LEFT JOIN wrote USING (agent) LEFT JOIN stars USING (agent) LEFT JOIN marks USING (agent)
    ORDER BY replies DESC, agent LIMIT 200`,

  /** How often each rule was a reason for advice to escalate, how often it was marked as wrong, and how often confirmed. */
  rules: `
    SELECT rule.value AS rule, count(*) AS fired,
           coalesce(sum((SELECT wrong FROM verdicts WHERE verdicts.message = messages.id AND verdicts.rule = rule.value)), 0) AS wrong,
           coalesce(sum((SELECT NOT wrong FROM verdicts WHERE verdicts.message = messages.id AND verdicts.rule = rule.value)), 0) AS confirmed
    FROM messages, json_each('["' || replace(escalation_reasons, ', ', '","') || '"]') AS rule
    WHERE escalation_recommended AND sent >= :from AND ${OF}
    GROUP BY rule.value ORDER BY fired DESC, rule LIMIT 20`,

  /** What customers want, and of what. */
  intents: `
    SELECT intent, category, count(*) AS messages FROM messages
    WHERE intent IS NOT NULL AND sent >= :from AND ${OF}
    GROUP BY intent, category`,

  /** The newest messages that nothing was suggested for. */
  unanswered: `
    SELECT conversation, sent, category, substr(text, 1, 300) AS text FROM messages
    WHERE author = 'customer' AND suggestions = 0 AND sent >= :from AND ${OF}
    ORDER BY sent DESC LIMIT 30`,
} as const;

export type Question = keyof typeof QUESTIONS;
