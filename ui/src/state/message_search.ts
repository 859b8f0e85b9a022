// Looking for words in every message, not only in the newest of each conversation.
import type { Api } from "../api/client";

/** So many words are looked for; more narrow nothing down. */
const WORDS = 8;

/** Conversations in which one message and its customer's name have all these words, the newest first. */
export async function conversationsWith(api: Api, words: string, limit: number): Promise<string[]> {
  const wanted = words.trim().split(/\s+/).filter(Boolean).slice(0, WORDS);
  if (wanted.length === 0) return [];
  const params: Record<string, string> = {};
  // SQLite lowers A to Z alone: other letters are looked for small, and with a capital at the beginning.
  const conditions = wanted.map((word, at) => {
    const small = word.toLowerCase();
    params[`w${at}`] = small;
    params[`c${at}`] = small.charAt(0).toUpperCase() + small.slice(1);
    return `(instr(lower(customer || ' ' || text), :w${at}) > 0 OR instr(customer || ' ' || text, :c${at}) > 0)`;
  });
  const sql = `SELECT conversation FROM messages WHERE ${conditions.join(" AND ")} GROUP BY conversation ORDER BY max(sent) DESC LIMIT ${limit}`;
  const { rows } = await api.query(sql, params);
  return rows.map(([conversation]) => String(conversation));
}
