// The tokens of whoever signed in to the endpoint that served this page: kept for all tabs, renewed in one.

/** Under this name in the browser's storage, and the lock that is held while they are renewed. */
const KEY = "aside.sign-in";

/** The part of an answer to a sign-in that is kept. */
export interface Tokens {
  access_token: string;
  refresh_token: string;
}

export class Pass {
  /** Where the browser keeps nothing, they hold until the page is closed. */
  #own: Tokens | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  get tokens(): Tokens | null {
    try {
      const kept = localStorage.getItem(KEY);
      return kept === null ? null : (JSON.parse(kept) as Tokens);
    } catch {
      return this.#own;
    }
  }

  set tokens(tokens: Tokens | null) {
    this.#own = tokens;
    try {
      if (tokens === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify({ access_token: tokens.access_token, refresh_token: tokens.refresh_token }));
    } catch {
      // As said above.
    }
  }

  /** Tells when another tab keeps others. */
  watch(changed: () => void, signal: AbortSignal): void {
    addEventListener("storage", ({ key }) => key === KEY && changed(), { signal });
  }

  /** What goes with a request. */
  get headers(): Record<string, string> {
    const tokens = this.tokens;
    return tokens === null ? {} : { authorization: `Bearer ${tokens.access_token}` };
  }

  /**
   * New tokens for those that a request was refused with; false where somebody has to sign in. A refresh token
   * counts once, so one tab at a time asks, and the others take what it got.
   */
  async renew(refused: string | undefined): Promise<boolean> {
    return this.#alone(async () => {
      const tokens = this.tokens;
      if (tokens === null) return false;
      if (tokens.access_token !== refused) return true;
      const response = await fetch("/auth/refresh", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refresh_token: tokens.refresh_token }),
      });
      if (response.status === 401) this.tokens = null;
      else if (response.ok) this.tokens = (await response.json()) as Tokens;
      return response.ok;
    });
  }

  /** One after the other; without locks, as in a page that is not secure, those of this tab. */
  #alone(renew: () => Promise<boolean>): Promise<boolean> {
    const turn = this.#turn.then(() => ("locks" in navigator ? navigator.locks.request(KEY, renew) : renew()));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
