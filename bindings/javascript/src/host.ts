import { endsWith } from "./engine.js";
import type { TokenStore } from "./store.js";

/** What a request needs of the platform. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Whether scripts of a page, or of a page's workers, run here. */
export const isBrowser = typeof document !== "undefined" || "importScripts" in globalThis;

/**
 * Errors of Node's own `fetch` that say that no connection was made. From another one they may be
 * about its second try, after a first that arrived.
 */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Milliseconds another tab's lock is waited for; the module itself waits a little longer. */
const LOCK = 110_000;

/** The platform as the module sees it: `host.rs` has the other side. */
export class Host {
  readonly #fetch: Fetch | undefined;
  readonly #store: TokenStore;

  constructor(fetch: Fetch | undefined, store: TokenStore) {
    this.#fetch = fetch;
    this.#store = store;
  }

  send(method: string, url: string, headers: string[], body: Uint8Array | undefined): Exchange {
    return new Exchange(this.#fetch, method, url, headers, body);
  }

  sleep(milliseconds: number): Nap {
    return new Nap(milliseconds);
  }

  monotonic(): number {
    return performance.now();
  }

  async load(): Promise<string | undefined> {
    const tokens = await told(() => this.#store.load());
    return tokens && JSON.stringify(tokens);
  }

  async save(text: string | undefined): Promise<void> {
    const tokens = text === undefined ? undefined : JSON.parse(text);
    const kept = tokens && { ...tokens, refresh: tokens.refresh ?? undefined };
    await told(() => this.#store.save(kept));
  }

  /** Resolves to a function that gives the lock back. */
  lock(): Promise<() => void> {
    const { lockName } = this.#store;
    const locks = globalThis.navigator?.locks;
    if (lockName === undefined || locks === undefined) {
      return Promise.resolve(() => {});
    }
    return new Promise((resolve, reject) => {
      const waiting = new AbortController();
      const timer = setTimeout(() => waiting.abort(), LOCK);
      const held = () =>
        new Promise<void>((release) => {
          clearTimeout(timer);
          // A module that panics gives nothing back.
          const forget = endsWith(() => release());
          resolve(() => {
            forget();
            release();
          });
        });
      locks.request(lockName, { signal: waiting.signal }, held).catch((error: unknown) => {
        clearTimeout(timer);
        reject(error);
      });
    });
  }
}

/** What a store gives; when it fails, the console is told, for calls go on. */
async function told<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    console.warn(`viettel-idc: the token store failed: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

class Nap {
  readonly #done: Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // A timer that a panicked module forgot would keep Node running.
  readonly #forget = endsWith(() => clearTimeout(this.#timer));

  constructor(milliseconds: number) {
    // Longer ones would wake up at once; nobody waits for 24 days.
    const limit = Math.min(milliseconds, 2 ** 31 - 1);
    this.#done = new Promise((resolve) => {
      this.#timer = setTimeout(() => {
        this.#forget();
        resolve();
      }, limit);
    });
  }

  done(): Promise<void> {
    return this.#done;
  }

  cancel(): void {
    this.#forget();
    clearTimeout(this.#timer);
  }
}

class Exchange {
  readonly #controller = new AbortController();
  readonly #response: Promise<Response>;
  readonly #isPlatforms: boolean;
  #body: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(fetch: Fetch | undefined, method: string, url: string, headers: string[], body: Uint8Array | undefined) {
    const init: RequestInit = {
      method,
      headers: pairs(headers),
      signal: this.#controller.signal,
      redirect: "manual",
    };
    if (body !== undefined) {
      init.body = body as BodyInit;
    }
    // Workers refuse the option, and only browsers would send cookies.
    if (isBrowser) {
      init.credentials = "omit";
    }
    this.#isPlatforms = fetch === undefined;
    const send = fetch ?? globalThis.fetch;
    this.#response = new Promise((resolve, reject) => {
      // One that is no promise, or throws at once, is a failure like any other.
      Promise.resolve(send(url, init)).then(resolve, reject);
    });
    // It is looked at when the module asks for the head.
    this.#response.catch(() => {});
  }

  async head(): Promise<{ status: number; headers: string[] }> {
    const response = await this.#response.catch((error: unknown) => {
      throw { message: `no answer: ${words(error)}`, sent: !(this.#isPlatforms && isNotSent(error)) };
    });
    if (response.type === "opaqueredirect" || response.status === 0) {
      throw { message: "the portal sent the request elsewhere, which is not followed", sent: true };
    }
    this.#body = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
    const headers = [...response.headers];
    // The size of a compressed body is not that of what arrives here, and another origin's page is not
    // told whether it was compressed.
    const isPacked = (isBrowser && response.type === "cors") || headers.some(([name]) => name === "content-encoding");
    const kept = headers.filter(([name]) => !(isPacked && name === "content-length"));
    return { status: response.status, headers: kept.flat() };
  }

  async read(): Promise<Uint8Array | undefined> {
    const piece = await this.#body?.read();
    return piece?.value;
  }

  abort(): void {
    this.#controller.abort();
    // A stubbed response knows nothing of the signal.
    this.#body?.cancel().catch(() => {});
  }
}

function pairs(flat: string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    out[flat[index] as string] = flat[index + 1] as string;
  }
  return out;
}

function isNotSent(error: unknown): boolean {
  const cause = (error as { cause?: { code?: string } } | undefined)?.cause;
  return NOT_SENT.has(cause?.code ?? "");
}

function words(error: unknown): string {
  const cause = (error as { cause?: { message?: string } } | undefined)?.cause?.message;
  return cause || (error instanceof Error ? error.message : String(error));
}
