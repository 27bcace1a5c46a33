// The documentation, run as it stands, against a simulated portal.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cwd = fileURLToPath(new URL("..", import.meta.url));
const PRELUDE = `
import { sandbox as simulated } from "viettel-idc/sandbox";
const simulation = simulated();
const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
`;

for (const [path, least] of [["../../docs/javascript.md", 11], ["README.md", 1]]) {
  test(`the snippets of ${path} run`, async () => {
    const text = await readFile(new URL(`../${path}`, import.meta.url), "utf8");
    const snippets = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
    assert.ok(snippets.length >= least, `${snippets.length} snippets`);
    // A snippet names the production portal by naming none.
    const code = snippets.join("\n").replace('password: "sandbox-password" }', "...simulation }");
    assert.ok(code.includes("...simulation"));
    await promisify(execFile)("node", ["--input-type=module", "-e", PRELUDE + code], { cwd });
  });
}
