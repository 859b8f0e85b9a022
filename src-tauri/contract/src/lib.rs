//! The nouns of Aside.
//!
//! Owns the types that cross a room's border: conversations and messages, the analysis of a
//! message, passages and citations, suggestions, escalations, events and error codes. They are what
//! the API speaks as JSON, so every type here has its schema in the OpenAPI description.
//!
//! Refuses I/O of any kind, and imports no other room.
//!
//! Data enters as an [`IncomingMessage`], which cannot be built from text that is empty or too
//! long, and leaves as [`Advice`].

mod actor;
mod advice;
mod analysis;
mod api_token;
mod article;
mod attachment;
mod chat_key;
mod conversation;
mod correction;
mod customer;
mod disagreement;
mod error;
mod event;
mod file_cause;
mod gap;
mod golden;
mod id;
mod knowledge;
mod language_model;
mod ledger;
mod media_type;
mod mood;
mod personal;
mod query;
mod reason;
mod review;
mod similar;
mod slot;
mod taxonomy;
mod ticket;
mod user;
mod webhook;

pub use actor::Actor;
pub use advice::{
    Abstention, Advice, Citation, Contradiction, DismissReason, Escalation, EscalationReason,
    Macro, Nearest, PassageUse, Statement, Suggestion, SuggestionKind, SuggestionSentence, Support,
    TeamWords, Timing,
};
pub use analysis::{
    Analysis, Category, Intent, Label, Labelled, Language, OrderKind, OrderSign, OwnKind, OwnLabel,
    PriorityPoint, Reading, Sentiment, Suspicion, Urgency,
};
pub use api_token::{ApiToken, MAX_TOKEN_DAYS, MadeApiToken, NewApiToken};
pub use article::{Article, ArticleDraft, ArticleEdit, MAX_ARTICLE_BYTES, MAX_ARTICLE_TITLE};
pub use attachment::{
    Attachment, AttachmentState, AttachmentText, InvalidAttachment, MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES, NewAttachment,
};
pub use chat_key::{ChatKey, NewChatKey};
pub use conversation::{
    Author, Channel, Conversation, ConversationStatus, ConversationSummary, IncomingMessage,
    InvalidMessage, MAX_MESSAGE_CHARS, Message, SentReply, Standing, UNNAMED_CUSTOMER, VISITOR,
    customer_name, message_text,
};
pub use correction::{CorrectedBy, CorrectedLabel, Correction, LabelKind, LabelNames};
pub use customer::{
    CustomerExport, CustomerFact, CustomerMemory, FactKind, FactSource, Forgotten, FoundFact,
    MAX_FACT_CHARS, MAX_FACTS, MAX_METADATA, NewFact, Profile, Remembered, UnresolvedMatter,
};
pub use disagreement::DisagreementList;
pub use error::{ErrorBody, ErrorCode, TextPlace};
pub use event::Event;
pub use file_cause::FileCause;
pub use gap::{
    GapAnswer, GapCover, GapList, GapQuestion, KnowledgeGap, MissedSearch, MissedSearchKept,
};
pub use golden::{
    GoldenQuestion, GoldenReport, GoldenResult, GoldenRun, GoldenState, MAX_GOLDEN,
    MAX_GOLDEN_WITHIN,
};
pub use id::{
    ApiTokenId, AttachmentId, ConversationId, DeliveryId, FactId, MessageId, SuggestionId,
    Timestamp, UserId, WebhookId,
};
pub use knowledge::{
    DocumentSection, DocumentView, EncoderChange, FileCounts, FileFailure, FileList, FileStage,
    FileStatus, Following, KnowledgeStatus, MarkedDocument, ModelState, NearDocument,
    NumberDifference, Pace, Passage, SearchFilter, SearchResults, Visibility, WatchedFolder,
};
pub use language_model::{
    LanguageModelState, LiveDraft, ModelNote, ModelOutcome, PromptView, Recap, RecapSentence,
    Rewrite, RewriteHow, Rewritten, WrittenBy,
};
pub use ledger::{
    LedgerLine, LedgerPage, LedgerProblem, LedgerSignature, LedgerState, Replay, ReplayStep,
};
pub use mood::{Mood, MoodPiece, MoodPoint, MoodWords, Trend};
pub use personal::{PersonalKind, PersonalSpan};
pub use query::{
    QueryAnswer, QueryCatalog, QueryColumn, QueryExample, QueryKind, QueryRequest, QueryTable,
    QueryValue,
};
pub use reason::{Evidence, PriorityReason};
pub use review::{
    Checklist, Criterion, MAX_REVIEW_COMMENT, NewReview, Review, ReviewAverage, ReviewList,
    ReviewMark, ReviewSample, ReviewedCriterion, SampledConversation,
};
pub use similar::SimilarConversation;
pub use slot::{ConversationSlot, Slot, SlotKind};
pub use taxonomy::{
    ConfusedLabel, FieldProblem, LabelDraft, LabelState, TaxonomyDraft, TaxonomyLabel,
    TaxonomyProblem, TaxonomySaved, TaxonomyView,
};
pub use ticket::{
    HandOver, MAX_NOTE_CHARS, MAX_OWNER_CHARS, NoTicketId, OpenQuestion, Ticket, TicketAttempt,
    TicketChange, TicketEdit, TicketFeeling, TicketFilter, TicketId, TicketStatus, TicketSummary,
};
pub use user::{
    Caller, Credentials, MAX_USER_NAME_CHARS, MIN_PASSWORD_CHARS, NewUser, Role, SignedIn, User,
    UserEdit, UserName,
};
pub use webhook::{
    FailedDelivery, KnowledgeNumbers, MAX_WEBHOOKS, NewWebhook, NoWebhookEvent, Webhook,
    WebhookEdit, WebhookEvent, WebhookSecret, WebhookTest,
};
