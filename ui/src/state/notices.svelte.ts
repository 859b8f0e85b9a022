// Who waits, and of whom somebody away from the desk should hear: of a conversation that went to a supervisor or
// should, and of a customer who waits for longer than was promised. Each is told once, and never twice in a minute.
import type { Api } from "../api/client";
import type { ConversationSummary, Event } from "../api/nouns";
import type { Host } from "../host/host";
import { coalesced } from "./reading";

/** How often it is looked who waits for too long. */
const LOOK_MS = 60_000;

/** The same is not told again within this time. */
const AGAIN_MS = 60_000;

/** What is advised is often done at once, and then that is told instead. */
const SETTLE_MS = 1_500;

/** The most conversations that are looked at. */
const MOST = 300;

export interface Notice {
  kind: "escalated" | "advised" | "late";
  /** Whom it is about, as they are named; never what they wrote. */
  customers: string[];
}

/** What was told of a conversation. */
interface Known {
  escalated: boolean;
  advised: boolean;
}

export class Notices {
  /** How many wait, how many of these for too long, and how many are with a supervisor. */
  waiting = $state(0);
  late = $state(0);
  escalated = $state(0);

  readonly #api: Api;
  readonly #tell: (notice: Notice) => void;
  readonly #known = new Map<string, Known>();
  /** Waits that were told as too long, by the conversation and since when. */
  readonly #late = new Set<string>();
  readonly #told = new Map<string, number>();
  /** Before the first look nothing is known, so that nothing is news. */
  #looked = false;
  readonly #lookSoon = coalesced(() => this.look().catch(() => undefined));

  constructor(api: Api, tell: (notice: Notice) => void) {
    this.#api = api;
    this.#tell = tell;
  }

  /** Listens and looks; the function that comes back stops it. */
  connect(host: Host): () => void {
    const clock = setInterval(() => void this.#lookSoon(), LOOK_MS);
    const silence = host.listen({
      onOpen: () => void this.#lookSoon(),
      onLost: () => undefined,
      onEvent: (event) => this.hear(event),
    });
    return () => {
      clearInterval(clock);
      silence();
    };
  }

  hear(event: Event): void {
    if ("conversation" in event) {
      if (this.#looked) this.#take(event.conversation, event.type === "advice_ready");
      void this.#lookSoon();
    } else if (event.type === "resync") {
      void this.#lookSoon();
    }
  }

  /** Counts who waits, and tells of those who do for too long. Throws an `ApiFailure`. */
  async look(now = Date.now()): Promise<void> {
    const [waiting, escalated] = await Promise.all([
      this.#api.conversations({ waiting: true, limit: MOST }),
      this.#api.conversations({ status: "escalated", limit: MOST }),
    ]);
    const late = waiting.conversations.filter(({ reply_due: due }) => due != null && due <= now);
    this.waiting = waiting.total;
    this.late = late.length;
    this.escalated = escalated.total;
    if (!this.#looked) {
      for (const one of [...waiting.conversations, ...escalated.conversations]) this.#known.set(one.id, stateOf(one));
      this.#looked = true;
    }
    const waits = new Map(late.map((one) => [waitOf(one), one.customer]));
    for (const told of this.#late) if (!waits.has(told)) this.#late.delete(told);
    const fresh = [...waits].filter(([wait]) => !this.#late.has(wait));
    // Too soon after others, they are told with the next.
    if (this.#say("late", "", fresh.map(([, customer]) => customer), now)) fresh.forEach(([wait]) => this.#late.add(wait));
  }

  #take(summary: ConversationSummary, advised: boolean): void {
    const before = this.#known.get(summary.id) ?? { escalated: false, advised: false };
    const now = stateOf(summary);
    // What was advised on an older message is no news; what is advised on the newest comes with its advice.
    if (!advised) now.advised = before.advised && now.advised;
    this.#known.set(summary.id, now);
    if (now.escalated && !before.escalated) this.#say("escalated", summary.id, [summary.customer]);
    else if (now.advised && !before.advised) {
      setTimeout(() => {
        if (this.#known.get(summary.id)?.advised) this.#say("advised", summary.id, [summary.customer]);
      }, SETTLE_MS);
    }
  }

  /** False where there is nobody to tell of, or it was told within the last minute. */
  #say(kind: Notice["kind"], about: string, customers: string[], now = Date.now()): boolean {
    const told = this.#told.get(kind + about);
    if (customers.length === 0 || (told !== undefined && now - told < AGAIN_MS)) return false;
    this.#told.set(kind + about, now);
    this.#tell({ kind, customers });
    return true;
  }
}

function stateOf({ status, awaiting_reply, escalation_recommended }: ConversationSummary): Known {
  return { escalated: status === "escalated", advised: status === "open" && awaiting_reply && escalation_recommended };
}

function waitOf({ id, waiting_since }: ConversationSummary): string {
  return `${id} ${waiting_since ?? 0}`;
}
