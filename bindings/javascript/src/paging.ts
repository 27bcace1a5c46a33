import { finished, guarded } from "./resource.js";
import type { NativePager } from "./wasm/engine.js";

/** A sign that a list changed while it was walked. */
export interface Drift {
  kind: "repeated" | "recounted" | "miscounted" | (string & {});
  [detail: string]: unknown;
}

/** What was seen while a list was walked. */
export interface Report {
  pages: number;
  items: number;
  drift: Drift[];
}

/** A paged list: `for await` gives the items; pages are fetched as they are wanted. */
export class Pager<T> implements AsyncIterableIterator<T> {
  /** What was seen so far. */
  report: Report = { pages: 0, items: 0, drift: [] };
  readonly #open: () => Promise<NativePager>;
  readonly #read: (item: unknown) => T;
  readonly #signal: AbortSignal | undefined;
  #native: Promise<NativePager> | undefined;
  #items: AsyncGenerator<T> | undefined;

  /** @internal */
  constructor(open: () => Promise<NativePager>, read: (item: unknown) => T, signal: AbortSignal | undefined) {
    this.#open = open;
    this.#read = read;
    this.#signal = signal;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<T[]> {
    this.#native ??= this.#open();
    const native = await this.#native;
    for (;;) {
      const text = await finished<string>(
        guarded(() => native.nextPage()),
        this.#signal,
      );
      const { page, report } = JSON.parse(text);
      this.report = report;
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
  next(): Promise<IteratorResult<T>> {
    this.#items ??= this.#walk();
    return this.#items.next();
  }

  /** Fetches no more pages. */
  async return(): Promise<IteratorResult<T>> {
    await this.#items?.return(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** All items. */
  async collect(): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this) {
      items.push(item);
    }
    return items;
  }
}
