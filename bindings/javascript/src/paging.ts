import { finished, guarded } from "./resource.js";
import type { NativePager } from "./wasm/engine.js";

/** A sign that a list changed while it was walked, or that the portal miscounts. */
export interface Drift {
  kind:
    | "repeated"
    | "repeated_page"
    | "empty_page"
    | "counts_from_one"
    | "ambiguous_id"
    | "without_id"
    | "recounted"
    | "miscounted"
    | "miscounted_pages"
    | "uncounted"
    | (string & {});
  [detail: string]: unknown;
}

/** A value the portal sent that could not be used. */
export interface Loss {
  /** Number of the page, the first is 0. */
  page: number;
  /** Where on the page. */
  path: string;
  /** What was left out. */
  text: string;
}

/** What was seen while a list was walked. */
export interface Report {
  pages: number;
  items: number;
  drift: Drift[];
  /** How many values could not be used. */
  lost: number;
  /** The first 100 of them. */
  losses: Loss[];
}

/** All items of a list, with what was seen while it was walked. */
export type Collected<T> = T[] & { report: Report };

/**
 * A paged list: `for await` gives the items; pages are fetched as they are wanted. After an error, ask
 * again to go on with the page that failed.
 */
export class Pager<T> implements AsyncIterableIterator<T> {
  #report: Report = { pages: 0, items: 0, drift: [], lost: 0, losses: [] };
  readonly #open: () => Promise<NativePager>;
  readonly #read: (item: unknown) => T;
  readonly #signal: AbortSignal | undefined;
  #native: NativePager | undefined;
  #items: AsyncGenerator<T> | undefined;
  /** What `collect` had when a page could not be had. */
  #held: T[] = [];

  /** @internal */
  constructor(open: () => Promise<NativePager>, read: (item: unknown) => T, signal: AbortSignal | undefined) {
    this.#open = open;
    this.#read = read;
    this.#signal = signal;
  }

  /** What was seen so far, also after an error. */
  get report(): Report {
    const text = this.#native?.report();
    if (text !== undefined) {
      this.#report = JSON.parse(text);
    }
    return this.#report;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<T[]> {
    this.#native ??= await this.#open();
    const native = this.#native;
    for (;;) {
      const text = await finished<string>(
        guarded(() => native.nextPage()),
        this.#signal,
      );
      const { page } = JSON.parse(text);
      if (page === null) {
        return;
      }
      yield page.items.map(this.#read);
    }
  }

  async *#walk(): AsyncGenerator<T> {
    for await (const page of this.pages()) {
      yield* page;
    }
  }

  /** The next item. */
  async next(): Promise<IteratorResult<T>> {
    this.#items ??= this.#walk();
    try {
      return await this.#items.next();
    } catch (error) {
      // A generator is over once it has thrown; the list is not.
      this.#items = undefined;
      throw error;
    }
  }

  /** Fetches no more pages. */
  async return(): Promise<IteratorResult<T>> {
    await this.#items?.return(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** All items, with the report. */
  async collect(): Promise<Collected<T>> {
    for await (const item of this) {
      this.#held.push(item);
    }
    const items = this.#held;
    this.#held = [];
    return Object.assign(items, { report: this.report });
  }
}
