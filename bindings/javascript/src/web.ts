// Browsers: the one form of URL that every bundler understands.
import { provide } from "./engine.js";

provide(() => new URL("./wasm/engine.wasm", import.meta.url));

export * from "./index.js";
