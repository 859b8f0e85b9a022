import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Api } from "../src/api/client";
import { BrowserHost } from "../src/host/browser";
import { Access } from "../src/state/access.svelte";
import { SignIn } from "../src/state/sign_in.svelte";

/** An endpoint with one user, whose access tokens and refresh tokens have numbers. */
class Endpoint {
  access = 0;
  refresh = 0;
  refreshed = 0;
  #next = 1;

  answer(path: string, options: RequestInit): Response {
    const body = options.body ? (JSON.parse(options.body as string) as Record<string, string>) : {};
    if (path === "/auth/login") {
      return body.password === "correct horse" ? this.#pair() : refused("the name or the password is wrong");
    }
    if (path === "/auth/refresh") {
      this.refreshed += 1;
      return body.refresh_token === `refresh ${this.refresh}` ? this.#pair() : refused("this sign-in has ended");
    }
    const shown = new Headers(options.headers).get("authorization");
    if (shown !== `Bearer access ${this.access}` || this.access === 0) return refused("sign in first");
    return Response.json({ role: "agent", user: { id: "1", name: "Ann", role: "agent", created_at: 0 } });
  }

  expire() {
    this.access = -1;
  }

  #pair(): Response {
    this.access = this.refresh = this.#next++;
    return Response.json({ access_token: `access ${this.access}`, refresh_token: `refresh ${this.refresh}` });
  }
}

function refused(detail: string): Response {
  return Response.json({ code: "unauthenticated", detail }, { status: 401 });
}

let endpoint: Endpoint;
const kept = new Map<string, string>();

beforeEach(() => {
  endpoint = new Endpoint();
  kept.clear();
  vi.stubGlobal("fetch", (path: string, options: RequestInit = {}) => Promise.resolve(endpoint.answer(path, options)));
  // As in a page that is not secure.
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

function desk() {
  const host = new BrowserHost();
  const api = new Api(host);
  const access = new Access();
  return { api, access, signIn: new SignIn(api, host, access) };
}

it("asks to sign in where the endpoint has users, and tells whether it worked", async () => {
  const { api, access, signIn } = desk();
  await expect(api.me()).rejects.toMatchObject({ code: "unauthenticated" });
  expect(signIn.needed).toBe(true);
  expect(await signIn.enter("Ann", "wrong")).toBe(false);
  expect([signIn.failure?.code, signIn.needed, signIn.busy]).toEqual(["unauthenticated", true, false]);
  expect(await signIn.enter(" Ann ", "correct horse")).toBe(true);
  expect([signIn.failure, signIn.needed]).toEqual([null, false]);
  await signIn.look();
  expect(signIn.user?.name).toBe("Ann");
  // Until somebody signed in it was the machine's owner, who may do everything.
  expect([access.may("agent"), access.may("supervisor"), access.isOwner]).toEqual([true, false, false]);
});

it("renews an access token that ended once for all requests, also those of another tab", async () => {
  const { api, signIn } = desk();
  await signIn.enter("Ann", "correct horse");
  const other = desk();
  endpoint.expire();
  const callers = await Promise.all([api.me(), api.me(), api.me()]);
  expect(callers.map((caller) => caller.user?.name)).toEqual(["Ann", "Ann", "Ann"]);
  await other.api.me();
  expect([endpoint.refreshed, signIn.needed, other.signIn.needed]).toEqual([1, false, false]);
});

it("asks to sign in again where the sign-in has ended", async () => {
  const { api, signIn } = desk();
  await signIn.enter("Ann", "correct horse");
  endpoint.expire();
  endpoint.refresh = -1;
  await expect(api.me()).rejects.toMatchObject({ code: "unauthenticated" });
  expect([signIn.needed, kept.size]).toEqual([true, 0]);
});

it("hears and asks nothing until somebody signs in, in this tab or in another", async () => {
  const { signIn } = desk();
  const host = new BrowserHost();
  const told: unknown[] = [];
  host.gate.watch((needed) => told.push(needed));
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  let hasUsers = false;
  vi.stubGlobal("fetch", (path: string, options: RequestInit = {}) => {
    if (path !== "/api/v1/events") return Promise.resolve(endpoint.answer(path, options));
    told.push("asked");
    const answer = hasUsers ? endpoint.answer(path, options) : new Response();
    if (!answer.ok) return Promise.resolve(answer);
    // It goes on until it is cut.
    const body = new ReadableStream({ start: (stream) => options.signal?.addEventListener("abort", () => stream.error(new Error("cut"))) });
    return Promise.resolve(new Response(body));
  });
  vi.useFakeTimers();
  try {
    const stop = host.listen({ onOpen: () => told.push("open"), onLost: () => told.push("lost"), onEvent: () => undefined });
    await vi.advanceTimersByTimeAsync(1000);
    hasUsers = true;
    await host.request("GET", "/api/v1/users");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(["asked", "open", true, "lost"]);

    await signIn.enter("Ann", "correct horse");
    page.dispatchEvent(Object.assign(new Event("storage"), { key: "aside.sign-in" }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.slice(4)).toEqual([false, "asked", "open"]);
    stop();
  } finally {
    vi.useRealTimers();
  }
});
