import type { Tokens } from "./types.js";

/**
 * Keeps tokens between calls, and between visits if it likes. What `save` was given must be safe when
 * it returns: the old pair is spent.
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

/** Keeps tokens in the browser: in `sessionStorage`, or in the storage it is given. */
export class BrowserStore implements TokenStore {
  readonly lockName: string;
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;

  constructor(
    key = "viettel-idc",
    storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = globalThis.sessionStorage,
  ) {
    this.lockName = key;
    this.#storage = storage;
  }

  load(): Tokens | undefined {
    const text = this.#storage.getItem(this.lockName);
    try {
      return text === null ? undefined : (JSON.parse(text) as Tokens);
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
