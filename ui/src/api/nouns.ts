// The nouns of the API under their own names; their shapes are generated from the endpoint.
import type { components } from "./types";

type Schemas = components["schemas"];

export type Advice = Schemas["Advice"];
export type Analysis = Schemas["Analysis"];
export type Author = Schemas["Author"];
export type Category = Schemas["Category"];
export type Channel = Schemas["Channel"];
export type Citation = Schemas["Citation"];
export type CorrectedLabel = Schemas["CorrectedLabel"];
export type Conversation = Schemas["Conversation"];
export type ConversationStatus = Schemas["ConversationStatus"];
export type ConversationSummary = Schemas["ConversationSummary"];
export type DocumentSection = Schemas["DocumentSection"];
export type DocumentView = Schemas["DocumentView"];
export type ErrorBody = Schemas["ErrorBody"];
export type ErrorCode = Schemas["ErrorCode"];
export type Escalation = Schemas["Escalation"];
export type Event = Schemas["Event"];
export type FileList = Schemas["FileList"];
export type FileStage = Schemas["FileStage"];
export type Health = Schemas["Health"];
export type Intent = Analysis["intent"]["label"];
export type LabelKind = Schemas["LabelKind"];
export type LabelNames = Schemas["LabelNames"];
export type KnowledgeStatus = Schemas["KnowledgeStatus"];
export type Language = Schemas["Language"];
export type Message = Schemas["Message"];
export type ModelState = Schemas["ModelState"];
export type QueryAnswer = Schemas["QueryAnswer"];
export type QueryCatalog = Schemas["QueryCatalog"];
export type QueryValue = Schemas["QueryValue"];
export type SentReply = Schemas["SentReply"];
export type Sentiment = Schemas["Sentiment"];
export type Suggestion = Schemas["Suggestion"];
export type SuggestionKind = Schemas["SuggestionKind"];
export type TextPlace = Schemas["TextPlace"];
