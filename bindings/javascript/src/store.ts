import type { Tokens } from "./types.js";

/**
 * Keeps tokens between calls, and between visits if it likes. What `save` was given must be safe when
 * it returns: the old pair is spent. Keep all its fields: `owner` says whose the tokens are, and
 * nobody else's are used or written over. A store that throws costs no session: the tokens are held
 * in memory, the console is told, and later calls try to keep them again.
 */
export interface TokenStore {
  /** The pair that was saved last. */
  load(): Tokens | undefined | Promise<Tokens | undefined>;
  /** Keeps a pair, or forgets it. */
  save(tokens: Tokens | undefined): void | Promise<void>;
  /** A name for those who share the pair, such as tabs: they renew one after the other. */
  readonly lockName?: string;
}

/** Keeps tokens as long as the program runs. */
export class MemoryStore implements TokenStore {
  #tokens: Tokens | undefined;

  constructor(tokens?: Tokens) {
    this.#tokens = tokens;
  }

  load(): Tokens | undefined {
    return this.#tokens;
  }

  save(tokens: Tokens | undefined): void {
    this.#tokens = tokens;
  }
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * Keeps tokens in the browser: in `localStorage`, which all tabs of an origin share, or in the storage
 * it is given. `sessionStorage` is copied when a tab is duplicated: then two tabs have one refresh
 * token, which works once, and one of them must log in again.
 */
export class BrowserStore implements TokenStore {
  readonly lockName: string;
  readonly #given: Kept | undefined;

  constructor(key = "viettel-idc", storage?: Kept) {
    this.lockName = key;
    this.#given = storage;
  }

  get #storage(): Kept {
    if (this.#given !== undefined) {
      return this.#given;
    }
    try {
      // Reading it throws where the page may have none.
      if (globalThis.localStorage) {
        return globalThis.localStorage;
      }
    } catch {}
    throw new Error(
      "there is no localStorage here (a sandboxed frame, a worker, or blocked by the user); give BrowserStore a storage, or use MemoryStore",
    );
  }

  load(): Tokens | undefined {
    const text = this.#storage.getItem(this.lockName);
    try {
      return text === null || text === "" ? undefined : (JSON.parse(text) as Tokens);
    } catch {
      // The parser's own words may quote a token.
      throw new Error(`${this.lockName} holds something else; remove it and log in again`);
    }
  }

  save(tokens: Tokens | undefined): void {
    if (tokens === undefined) {
      this.#storage.removeItem(this.lockName);
    } else {
      this.#storage.setItem(this.lockName, JSON.stringify(tokens));
    }
  }
}
