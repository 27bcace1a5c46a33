// Workers compile nothing while they run: the module is imported.
import { provide } from "./engine.js";
import module from "./wasm/engine.wasm";

provide(() => module);

export * from "./index.js";
