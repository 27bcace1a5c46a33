#!/usr/bin/env node
// Shows the page: `cargo xtask package javascript`, then `node examples/browser/serve.mjs`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const page = fileURLToPath(new URL(".", import.meta.url));
const built = fileURLToPath(new URL("../../bindings/javascript/", import.meta.url));

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const isPackage = pathname.startsWith("/package/");
  const file = isPackage ? join(built, pathname.slice(9)) : join(page, pathname === "/" ? "index.html" : pathname);
  const content = await readFile(file).catch(() => undefined);
  response.writeHead(content ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "text/plain" });
  response.end(content);
});
server.listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1", () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : address}/`);
});
