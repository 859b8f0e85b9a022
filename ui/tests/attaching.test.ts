// Files on their way into a message: what is taken, what is said of the others, and what is sent.
import { describe, expect, it } from "vitest";
import { Api } from "../src/api/client";
import type { Attachment, Message } from "../src/api/nouns";
import { Attaching, type Keeping } from "../src/state/attaching.svelte";
import { Desk } from "../src/state/desk.svelte";
import { conversation, json, message, TestHost } from "./host";

function file(name: string, bytes = 1): File {
  const made = new File(["x"], name, { lastModified: 0 });
  // Large files are not made for a test.
  Object.defineProperty(made, "size", { value: bytes });
  return made;
}

const MB = 2 ** 20;

/** Keeps files as long as the test. */
class OwnShelf implements Keeping {
  readonly kept = new Map<string, File[]>();
  refuses = false;

  put(place: string, files: File[]): Promise<boolean> {
    if (!this.refuses) this.kept.set(place, files);
    return Promise.resolve(!this.refuses);
  }
  all(): Promise<[string, File[]][]> {
    return Promise.resolve([...this.kept]);
  }
  drop(place: string): Promise<void> {
    this.kept.delete(place);
    return Promise.resolve();
  }
  /** Whatever was asked for is done. */
  rests(): Promise<void> {
    return new Promise((done) => setTimeout(done, 5));
  }
}

describe("files that are chosen", () => {
  it("are as many and as large as the endpoint takes, and the others are named", () => {
    const attaching = new Attaching();
    attaching.add("a", [file("1", 10 * MB), file("large", 10 * MB + 1), file("empty", 0), file("2", 10 * MB), file("over")]);
    expect(attaching.of("a").map(({ name }) => name)).toEqual(["1", "2"]);
    expect(attaching.refusedOf("a")).toEqual([
      { name: "large", why: "large" },
      { name: "empty", why: "empty" },
      { name: "over", why: "together" },
    ]);
    attaching.set("a", []);
    attaching.add("a", ["1", "2", "3", "4", "5", "6"].map((name) => file(name)));
    expect(attaching.of("a").length).toBe(5);
    expect(attaching.refusedOf("a")).toEqual([{ name: "6", why: "many" }]);
  });

  it("outlive the page until they are sent or taken out", async () => {
    const shelf = new OwnShelf();
    const before = new Attaching(shelf);
    before.add("a", [file("kept"), file("removed")]);
    before.remove("a", before.of("a")[1] as File);
    before.add("b", [file("on its way")]);
    before.hold("b");
    await shelf.rests();

    const after = new Attaching(shelf);
    after.add("a", [file("kept"), file("since")]);
    await after.restore();
    expect(after.of("a").map(({ name }) => name)).toEqual(["kept", "since"]);
    expect(after.of("b").map(({ name }) => name)).toEqual(["on its way"]);

    after.hold("a");
    after.release("a");
    after.hold("b");
    after.giveBack("b");
    await shelf.rests();
    expect([...shelf.kept].map(([place, files]) => [place, files.map(({ name }) => name)])).toEqual([["b", ["on its way"]]]);
  });

  it("that are not kept are told, and nothing stale is kept instead", async () => {
    const shelf = new OwnShelf();
    const attaching = new Attaching(shelf);
    attaching.add("a", [file("first")]);
    await shelf.rests();
    shelf.refuses = true;
    attaching.add("a", [file("second")]);
    await shelf.rests();
    expect(attaching.isFleeting("a")).toBe(true);
    expect(shelf.kept.size).toBe(0);
    attaching.set("a", []);
    await shelf.rests();
    expect(attaching.isFleeting("a")).toBe(false);

    // Too much of all unsent messages together.
    shelf.refuses = false;
    for (let n = 0; n < 11; n++) attaching.add(`${n}`, [file("one", 10 * MB), file("two", 10 * MB)]);
    await shelf.rests();
    expect([attaching.isFleeting("9"), attaching.isFleeting("10")]).toEqual([false, true]);
  });

  it("stay with their place, go once, and can be taken out", () => {
    const attaching = new Attaching();
    const twice = file("twice");
    attaching.add("a", [twice, file("twice"), file("other")]);
    expect(attaching.of("a").map(({ name }) => name)).toEqual(["twice", "other"]);
    expect(attaching.of("b")).toEqual([]);
    attaching.remove("a", twice);
    expect(attaching.hold("a").map(({ name }) => name)).toEqual(["other"]);
    expect(attaching.of("a")).toEqual([]);
  });
});

describe("the desk", () => {
  const attachment: Attachment = { id: "f1", name: "log.txt", media_type: "text/plain", bytes: 3, hash: "h", state: "waiting" };

  async function desk(): Promise<{ desk: Desk; host: TestHost }> {
    const host = new TestHost();
    const first: Message = { ...message("a", "m1"), attachments: [attachment] };
    host.hold(conversation("a", first));
    const made = new Desk(new Api(host), host);
    made.connect();
    host.open();
    await expect.poll(() => made.open?.messages.length).toBe(1);
    return { desk: made, host };
  }

  it("sends a reply of files alone as a form, and keeps them where it fails", async () => {
    const { desk: made, host } = await desk();
    host.answers.set("POST /api/v1/conversations/a/replies", () => json({ code: "too_large", detail: "too large" }, 413));
    made.attaching.add("a", [file("label.txt")]);
    expect(await made.send()).toBe(false);
    expect(made.sendFailures.get("a")?.code).toBe("too_large");
    expect(made.attaching.of("a").map(({ name }) => name)).toEqual(["label.txt"]);

    host.answers.set("POST /api/v1/conversations/a/replies", () => json({ ...message("a", "m2"), author: "agent" }, 201));
    expect(await made.send()).toBe(true);
    const form = host.sent.at(-1)?.body as FormData;
    expect(form.get("text")).toBe("");
    expect((form.get("file") as File).name).toBe("label.txt");
    expect(form.has("suggestion_id")).toBe(false);
    expect(made.attaching.of("a")).toEqual([]);
  });

  it("shows a file as it stands once it was read", async () => {
    const { desk: made, host } = await desk();
    host.tell({ type: "attachment_read", conversation_id: "a", message_id: "m1", attachment: { ...attachment, state: "read" } });
    expect(made.open?.messages[0]?.attachments?.[0]?.state).toBe("read");
  });

  it("reads the text of a file when it is asked for, and says why it cannot", async () => {
    const { desk: made, host } = await desk();
    await made.attached.toggleText("a", attachment);
    expect(made.attached.textOf(attachment)).toMatchObject({ state: "failed", failure: { code: "not_found" } });
    await made.attached.toggleText("a", attachment);
    expect(made.attached.textOf(attachment)).toBeNull();
    host.answers.set("GET /api/v1/conversations/a/attachments/f1/text", () => json({ text: "E-4711", cut: false }));
    await made.attached.toggleText("a", attachment);
    expect(made.attached.textOf(attachment)).toMatchObject({ state: "read", text: { text: "E-4711" } });
  });
});
