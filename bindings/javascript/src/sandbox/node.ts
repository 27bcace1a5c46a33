// Node, Deno and Bun: the module is part of a script, so that no bundler can lose it.
import { provide } from "./index.js";
import { bytes } from "../wasm/sandbox.inline.js";

provide(bytes);

export { type Fault, type Sandbox, type SandboxOptions, sandbox } from "./index.js";
