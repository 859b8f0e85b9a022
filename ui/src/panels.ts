// The panels of the desk, each with its place. A new panel is one line here and one folder in panels/.
import type { Component } from "svelte";
import type { Desk } from "./state/desk.svelte";
import Assist from "./panels/assist/Assist.svelte";
import Conversation from "./panels/conversation/Conversation.svelte";
import Conversations from "./panels/conversations/Conversations.svelte";
import Document from "./panels/document/Document.svelte";
import Knowledge from "./panels/knowledge/Knowledge.svelte";
import Labels from "./panels/labels/Labels.svelte";
import Query from "./panels/query/Query.svelte";

export interface Panel {
  name: "conversations" | "conversation" | "assist" | "document" | "knowledge" | "labels" | "query";
  component: Component<{ desk: Desk }>;
}

export const PANELS: readonly Panel[] = [
  { name: "conversations", component: Conversations },
  { name: "conversation", component: Conversation },
  { name: "assist", component: Assist },
  { name: "document", component: Document },
  { name: "knowledge", component: Knowledge },
  { name: "query", component: Query },
  { name: "labels", component: Labels },
];
