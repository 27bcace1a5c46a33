// Workers compile nothing while they run: the module is imported.
import { provide } from "./index.js";
import module from "../wasm/sandbox.wasm";

provide(() => module);

export { type Fault, init, type Sandbox, type SandboxOptions, type Source, sandbox } from "./index.js";
