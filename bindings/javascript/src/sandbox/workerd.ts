// Workers compile nothing while they run: the module is imported.
import { provide } from "./index.js";
import module from "../wasm/sandbox.wasm";

provide(() => module);

export { type Fault, type Sandbox, type SandboxOptions, sandbox } from "./index.js";
