//! The decisions: one customer message in, advice out.
//!
//! Owns what Aside concludes from a message and from the passages that were found for it: the
//! analysis with its priority, what to search for, the suggested replies with their citations,
//! whether a supervisor should take over, and whether the chat may answer by itself.
//!
//! Refuses disk, clock, threads, network and models: everything that it judges comes in as a value,
//! so every decision can be replayed and tested with plain values. Only the identifiers of
//! suggestions are fresh at each call.
//!
//! The path of one message: [`analyse`] joins what the classifier heads read with what rules know;
//! [`named_slots`] finds order numbers, dates and error codes in it and in the conversation before it;
//! [`retrieval_query`] says what to search for; with the passages found, [`compose`] writes replies
//! from their exact sentences; [`ground`] ties the sentences of any reply to passages; [`escalate`] asks
//! every rule for a reason; [`auto_answer`] decides what the chat says. What a language model wrote goes
//! through [`check_model_reply`] first.

mod analysis;
mod asked;
mod chat;
mod cues;
mod draft;
mod escalation;
mod grounding;
mod handover;
mod language;
mod message;
mod model_reply;
mod mood;
mod query;
mod recap;
mod sentences;
mod slots;
mod text;

pub use analysis::{
    MODEL_CONFIDENCE, NEIGHBOUR_CONFIDENCE, RULE_CONFIDENCE, Waiting, analyse, analyse_corrected,
};
pub use chat::{AUTO_ANSWER_CONFIDENCE, ChatDecision, HandOverCause, auto_answer};
pub use cues::{SAME_MEANING, feeling_signs, only_promises};
pub use draft::{
    HandOffWords, MAX_SUGGESTIONS, Part, Refusal, TeamReply, Voice, compose, definitions_first,
    draft, filled, fitting_first, opening, prior, rank, team_reply, told_before,
};
pub use escalation::{
    ESCALATION_THRESHOLD, TeamRule, TeamRules, escalate, escalate_with, reconsider, reweigh,
    rule_names,
};
pub use grounding::{
    GroundedSentence, Grounding, Verdict, cited, contradictions, disagreements, ground,
    sentences_of,
};
pub use handover::{HandOverContext, hand_over, tried_and_open};
pub use language::language_of;
pub use message::{MessageContext, Outcome};
pub use model_reply::{
    CheckedReply, LEAST_GROUNDED, ReadLabels, RejectedReply, ReplyTask, check_model_reply,
    check_rewrite, read_labels,
};
pub use mood::{MOOD_STEP, trend};
pub use query::{
    MOST_QUESTIONS, RetrievalQuery, folded_query, names_something, questions, retrieval_query,
    safety_query,
};
pub use recap::{numbered_sentences, recap, shortened_reply, without_numbers};
pub use sentences::{CustomerLanguage, Sentences};
pub use slots::{NamedSlots, Product, Products, SlotContext, error_codes, named_slots};
pub use text::{flatten, names_all, reply_core, spoken};
