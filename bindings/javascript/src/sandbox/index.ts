import initialise, { initSync, SandboxPortal } from "../wasm/sandbox.js";

/** A wasm module, or where it comes from. */
export type Source = WebAssembly.Module | BufferSource | URL | string;

let source: (() => Source) | undefined;
let ready: Promise<void> | undefined;

/** @internal */
export function provide(from: () => Source): void {
  source = from;
}

/** Loads the module now, from where this platform has it or from there. */
export function init(from?: Source): Promise<void> {
  ready ??= load(from ?? source?.()).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function load(from: Source | undefined): Promise<void> {
  if (from === undefined) {
    throw new Error("this platform does not tell where the simulated portal is; call init(bytes) first");
  }
  if (typeof from === "string" || from instanceof URL || typeof document !== "undefined") {
    await initialise({ module_or_path: from });
  } else {
    initSync({ module: from });
  }
}

/** How a simulated portal behaves; times are in seconds. */
export interface SandboxOptions {
  /** How long a token lives, 3600 when left out. */
  tokenLife?: number;
  /** How long a virtual machine stays in each state on its way, 1 when left out. */
  vmStep?: number;
}

/** A way to fail. */
export type Fault =
  | "refused"
  | "reset_before"
  | "reset_after"
  | "truncated"
  | "html_page"
  | "rate_limited"
  | "server_error"
  | "expired_token";

/** A simulated portal: give its parts to a `Client`. */
export interface Sandbox {
  /** Address to use as `baseUrl`. */
  readonly baseUrl: string;
  /** The one customer. */
  readonly username: string;
  /** The customer's password. */
  readonly password: string;
  /** The portal, as a `fetch` function. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Lets the next calls fail; `amount` is a status, or seconds to wait. */
  fault(fault: Fault, options?: { times?: number; operation?: string; amount?: number }): Promise<void>;
  /** How many calls it has seen. */
  calls(): Promise<number>;
}

/** A portal in this program: no server, no network, nothing to pay. */
export function sandbox(options: SandboxOptions = {}): Sandbox {
  let made: Promise<SandboxPortal> | undefined;
  const portal = () => {
    made ??= init().then(() => new SandboxPortal(options.tokenLife, options.vmStep));
    return made;
  };
  return {
    baseUrl: "https://sandbox.example.com/api",
    username: "linh.tran@example.com",
    password: "sandbox-password",
    async fetch(url, init) {
      const request = new Request(url, init);
      request.signal.throwIfAborted();
      const headers = [...request.headers].flat();
      const body = new Uint8Array(await request.arrayBuffer());
      const answer = (await portal()).handle(request.method, request.url, headers, body, Date.now());
      if (answer.status === undefined) {
        throw new TypeError("the simulated connection broke");
      }
      return response(answer.status, answer.headers, answer.body, answer.isTruncated);
    },
    async fault(fault, { times = 1, operation, amount } = {}) {
      (await portal()).fault(fault, times, operation, amount);
    },
    async calls() {
      return (await portal()).calls;
    },
  };
}

function response(status: number, flat: string[], body: Uint8Array, isTruncated: boolean): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    headers.append(flat[index] as string, flat[index + 1] as string);
  }
  let isSent = false;
  const content = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isSent) {
        isSent = true;
        controller.enqueue(body);
      } else if (isTruncated) {
        controller.error(new TypeError("the simulated connection broke"));
      } else {
        controller.close();
      }
    },
  });
  // These may not have a body, not even an empty one.
  return new Response([204, 205, 304].includes(status) ? null : content, { status, headers });
}
