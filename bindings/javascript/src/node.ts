// Node, Deno and Bun: the module is part of a script, so that no bundler can lose it.
import { provide } from "./engine.js";
import { bytes } from "./wasm/engine.inline.js";

provide(bytes);

export * from "./index.js";
