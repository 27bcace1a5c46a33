// What the glue of the wasm module is given in place of the platform's own: a panic there must reach
// whoever waits, and must not end the program.

let listener: (message: string) => void = () => {};

/** @internal */
export function onPanic(tell: (message: string) => void): void {
  listener = tell;
}

/** Called by the module's panic hook. */
export function panicked(message: string): void {
  listener(message);
}

/** Runs work of the module; what it throws there has been told already. */
export function queueMicrotask(work: () => void): void {
  globalThis.queueMicrotask(() => {
    try {
      work();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        listener(error.message);
      } else {
        throw error;
      }
    }
  });
}
