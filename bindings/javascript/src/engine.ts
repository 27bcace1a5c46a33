import { PortalError } from "./errors.js";
import { onPanic } from "./panic.js";
import initialise, { __wbg_reset_state as reset, initSync } from "./wasm/engine.js";

/** A wasm module, or where it comes from. */
export type Source = WebAssembly.Module | BufferSource | Response | URL | string;

let source: (() => Source | Promise<Source>) | undefined;
let ready: Promise<void> | undefined;
let isSpent = false;

/** Counts the instances of the module: what belongs to an earlier one is gone. */
export let generation = 0;

const waiting = new Set<(error: PortalError) => void>();

/** @internal Where this platform has the module. */
export function provide(from: () => Source | Promise<Source>): void {
  source = from;
}

/**
 * Loads the module now. Calls do it by themselves; use this where the package cannot find its wasm
 * file, or to have the first call start at once.
 *
 * @param from The wasm file's bytes, a compiled module, or where to fetch it from.
 */
export function init(from?: Source | Promise<Source>): Promise<void> {
  ready ??= load(from).catch((error: unknown) => {
    // The next call tries again: a network may have been away.
    ready = undefined;
    throw new PortalError({ kind: "internal", message: `the wasm module cannot be loaded: ${String(error)}` });
  });
  return ready;
}

async function load(from?: Source | Promise<Source>): Promise<void> {
  const found = await (from ?? source?.());
  if (found === undefined) {
    throw new Error("this platform does not tell where it is; call init(bytes) first");
  }
  if (found instanceof Uint8Array || found instanceof WebAssembly.Module) {
    // At once, and without a warning on platforms that want the file's media type.
    if (typeof document === "undefined" || found instanceof WebAssembly.Module) {
      initSync({ module: found as BufferSource | WebAssembly.Module });
      return;
    }
  }
  await initialise({ module_or_path: found });
}

/** @internal A living instance. */
export async function instance(): Promise<void> {
  await init();
  if (isSpent) {
    isSpent = false;
    reset();
  }
}

/** @internal Rejects with what a panic makes of everything under way. */
export function endsWith(reject: (error: PortalError) => void): () => void {
  waiting.add(reject);
  return () => waiting.delete(reject);
}

onPanic((message) => {
  if (isSpent) {
    return;
  }
  isSpent = true;
  generation += 1;
  const error = new PortalError({
    kind: "internal",
    message: `a fault of this package; please report it with what was called (${message})`,
  });
  for (const reject of [...waiting]) {
    reject(error);
  }
});
