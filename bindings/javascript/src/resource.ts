import { type Entry, fields, read, type Table } from "./codec.js";
import { endsWith, generation, instance } from "./engine.js";
import { errorFrom, PortalError } from "./errors.js";
import { Download } from "./files.js";
import { Host } from "./host.js";
import { Pager } from "./paging.js";
import type { WaitOptions } from "./waiting.js";
import { type Job, Native, type NativeDownload } from "./wasm/engine.js";

/** What every call may be given beside its arguments. */
export interface CallOptions {
  /** Ends the call; its connection closes. */
  signal?: AbortSignal | undefined;
  /** Seconds for one attempt. */
  timeout?: number | undefined;
  /** Seconds for the call with all its attempts and waits. */
  deadline?: number | undefined;
  /** Seconds a download may stand still between two pieces. */
  stallTimeout?: number | undefined;
  /** Most bytes a download may have. */
  maxFileSize?: number | undefined;
  /** Most times it is sent; only calls that may be sent again are. */
  maxAttempts?: number | undefined;
}

/** What a call of a paged list may be given. */
export interface PageOptions extends CallOptions {
  /** Most items on a page. */
  perPage?: number | undefined;
  /** Most items in all. */
  limit?: number | undefined;
}

/** Where the arguments of an operation go. */
export interface Spec {
  id: string;
  path?: Table;
  query?: Table;
  body?: Table;
}

const lost = new WeakMap<object, readonly string[]>();

/** What the portal sent and is missing from this result of a call, each with its place; a hundred at most. */
export function lossesOf(result: object): readonly string[] {
  return lost.get(result) ?? [];
}

/** A client's settings and the part of the module that belongs to it. */
export class Connection {
  readonly #config: string;
  readonly #host: Host;
  readonly #signal: AbortSignal | undefined;
  #native: Native | undefined;
  #generation = -1;

  constructor(config: string, host: Host, signal: AbortSignal | undefined) {
    this.#config = config;
    this.#host = host;
    this.#signal = signal;
  }

  /** What ends a call: the client's signal and its own. */
  signal(own: AbortSignal | undefined): AbortSignal | undefined {
    const both = [this.#signal, own].filter((signal) => signal !== undefined);
    return both.length === 2 ? AbortSignal.any(both) : both[0];
  }

  async native(): Promise<Native> {
    await instance();
    if (this.#native === undefined || this.#generation !== generation) {
      this.#native = guarded(() => new Native(this.#config, this.#host));
      this.#generation = generation;
    }
    return this.#native;
  }

  /** Runs a piece of work until it is done, the signal ends it, or the module is at its end. */
  async run<T>(start: (native: Native) => Job, own?: AbortSignal): Promise<T> {
    const signal = this.signal(own);
    signal?.throwIfAborted();
    const native = await this.native();
    signal?.throwIfAborted();
    return finished<T>(guarded(() => start(native)), signal);
  }
}

/** What a piece of work gives. */
export function finished<T>(job: Job, signal?: AbortSignal): Promise<T> {
  const promise = job.promise as Promise<T>;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => {
      job.cancel();
      reject(signal?.reason);
    };
    const forget = endsWith(reject);
    const end = () => {
      forget();
      signal?.removeEventListener("abort", onAbort);
      job.free();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    promise.then(
      (value) => {
        end();
        resolve(value);
      },
      (refused: unknown) => {
        end();
        reject(typeof refused === "string" ? errorFrom(refused) : (signal?.reason ?? refused));
      },
    );
  });
}

/** What the module throws at once is an error as JSON text, or its end. */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (typeof thrown === "string") {
      throw errorFrom(thrown);
    }
    if (thrown instanceof WebAssembly.RuntimeError) {
      throw new PortalError({ kind: "internal", message: "a fault of this package; please report it with what was called" });
    }
    throw thrown;
  }
}

/** A group of operations. */
export class Resource {
  /** @internal */
  constructor(protected readonly connection: Connection) {}

  /** @internal */
  protected async _json<T>(spec: Spec, args: object & CallOptions, [key, wraps, leaf]: Entry): Promise<T> {
    const request = written(spec, args);
    const text = await this.connection.run<string>((native) => native.call(request), args.signal);
    const { value, losses } = JSON.parse(text);
    const result = read(key === "" ? value : value[key], wraps, leaf) as T;
    if (losses.length > 0 && typeof result === "object" && result !== null) {
      lost.set(result, losses);
    }
    return result;
  }

  /** @internal */
  protected async _file(spec: Spec, args: object & CallOptions): Promise<Download> {
    const request = written(spec, args);
    const native = await this.connection.run<NativeDownload>((native) => native.download(request), args.signal);
    return new Download(native, this.connection.signal(args.signal));
  }

  /** @internal */
  protected async _wait<T>(spec: Spec, args: object & WaitOptions & { until?: string }, [, wraps, leaf]: Entry): Promise<T> {
    const { until, every, deadline, onProgress, signal, ...given } = args;
    const request = JSON.stringify({ ...JSON.parse(written(spec, given)), until, every, deadline });
    const tell = onProgress && ((status: string | undefined, elapsed: number) => onProgress({ status, elapsed }));
    const text = await this.connection.run<string>((native) => native.wait(request, tell), signal);
    return read(JSON.parse(text).value, wraps, leaf) as T;
  }

  /** @internal */
  protected _paged<T>(spec: Spec, args: object & PageOptions, [, wraps, leaf]: Entry): Pager<T> {
    const request = written(spec, args);
    const signal = this.connection.signal(args.signal);
    const open = async () => {
      signal?.throwIfAborted();
      const native = await this.connection.native();
      return guarded(() => native.pages(request));
    };
    return new Pager<T>(open, (item) => read(item, wraps, leaf) as T, signal);
  }
}

/** A call as the module reads it. */
function written(spec: Spec, args: object): string {
  const { signal: _, timeout, deadline, stallTimeout, maxFileSize, maxAttempts, perPage, limit, ...given } =
    args as PageOptions & Record<string, unknown>;
  const request: Record<string, unknown> = {
    operation: spec.id,
    per_page: perPage,
    limit,
    options: { timeout, deadline, stall_timeout: stallTimeout, max_file_size: maxFileSize, max_attempts: maxAttempts },
  };
  const known = new Set<string>();
  for (const place of ["path", "query", "body"] as const) {
    const table = spec[place];
    if (table !== undefined) {
      const mine = Object.entries(given).filter(([name]) => name in table);
      mine.forEach(([name]) => known.add(name));
      request[place] = fields(Object.fromEntries(mine), table);
    }
  }
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new PortalError({ kind: "invalid_request", operation: spec.id, message: `${spec.id} has no argument ${unknown}` });
  }
  return JSON.stringify(request);
}

