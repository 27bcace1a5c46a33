// Node, Deno and Bun: the module is part of a script, so that no bundler can lose it.
import { provide } from "./index.js";
import { bytes } from "../wasm/sandbox.inline.js";

provide(bytes);

export { type Fault, init, type Sandbox, type SandboxOptions, type Source, sandbox } from "./index.js";
