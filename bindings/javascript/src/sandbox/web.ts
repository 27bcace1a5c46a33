// Browsers: the one form of URL that every bundler understands.
import { provide } from "./index.js";

provide(() => new URL("../wasm/sandbox.wasm", import.meta.url));

export { type Fault, init, type Sandbox, type SandboxOptions, type Source, sandbox } from "./index.js";
