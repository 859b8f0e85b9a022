// The panels of the desk, each with its place. A new panel is one line here and one folder in panels/.
import type { Component } from "svelte";
import type { Desk, Page } from "./state/desk.svelte";
import Assist from "./panels/assist/Assist.svelte";
import Conversation from "./panels/conversation/Conversation.svelte";
import Conversations from "./panels/conversations/Conversations.svelte";
import Customer from "./panels/customer/Customer.svelte";
import Document from "./panels/document/Document.svelte";
import Knowledge from "./panels/knowledge/Knowledge.svelte";
import Labels from "./panels/labels/Labels.svelte";
import Quality from "./panels/quality/Quality.svelte";
import Query from "./panels/query/Query.svelte";
import Settings from "./panels/settings/Settings.svelte";
import Tickets from "./panels/tickets/Tickets.svelte";
import Trends from "./panels/trends/Trends.svelte";

/** Always on the screen, but for the document and the customer, which are there while one is open. */
export interface Panel {
  name: "conversations" | "conversation" | "assist" | "document" | "customer" | "knowledge";
  component: Component<{ desk: Desk }>;
}

export const PANELS: readonly Panel[] = [
  { name: "conversations", component: Conversations },
  { name: "conversation", component: Conversation },
  { name: "assist", component: Assist },
  { name: "document", component: Document },
  { name: "customer", component: Customer },
  { name: "knowledge", component: Knowledge },
];

/** Pages that lie over the desk, one at a time. Each has the command of its name. */
export const PAGES: Record<Page, Component<{ desk: Desk }>> = {
  query: Query,
  labels: Labels,
  quality: Quality,
  settings: Settings,
  tickets: Tickets,
  trends: Trends,
};
