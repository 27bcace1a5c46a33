// The package as npm installs it, in the runtimes and bundlers of its users.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rename } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Client } from "viettel-idc";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const EXPECTED = "VND 30";
/** Most milliseconds from nothing to a module that can be called. */
const START = 30;

/** Runs a script in a folder with nothing else. */
async function alone(script) {
  const folder = await mkdtemp(join(tmpdir(), "viettel-idc-"));
  const moved = join(folder, `program${extname(script)}`);
  await rename(script, moved);
  return (await run("node", [moved], { cwd: folder })).stdout.trim();
}

test("Node, ES modules", async () => {
  assert.equal((await run("node", [join(here, "print.mjs")])).stdout.trim(), EXPECTED);
});

test("Node, CommonJS", async () => {
  assert.equal((await run("node", [join(here, "print.cjs")])).stdout.trim(), EXPECTED);
});

/** The program npm brought for this machine. */
async function program(scope, name) {
  const root = join(here, "../node_modules", scope);
  const [folder] = await readdir(root);
  return join(root, folder, name);
}

test("Bun", async () => {
  const bun = await program("@oven", "bin/bun");
  assert.equal((await run(bun, ["run", join(here, "print.mjs")])).stdout.trim(), EXPECTED);
});

test("Deno", async () => {
  const deno = await program("@deno", "deno");
  const options = ["run", "--quiet", "--no-remote", "--node-modules-dir=manual", "--allow-read", "--allow-env"];
  const { stdout } = await run(deno, [...options, join(here, "print.mjs")], { cwd: join(here, "..") });
  assert.equal(stdout.trim(), EXPECTED);
});

test("the example for the command line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "viettel-idc-"));
  const script = join(here, "../examples/overdue.mjs");
  const { stdout } = await run("node", [script, "--sandbox", folder]);
  const [, count] = /^(\d+) invoices, [\d.]+ to pay$/m.exec(stdout);
  assert.equal((await readdir(folder)).filter((name) => name.endsWith(".pdf")).length, Number(count));
  assert.ok(Number(count) > 0);
});

test("Node starts it quickly", async (t) => {
  const program = `
    const start = performance.now();
    const { init } = await import("viettel-idc");
    await init();
    console.log(performance.now() - start);`;
  const times = [];
  for (let round = 0; round < 10; round += 1) {
    const { stdout } = await run("node", ["--input-type=module", "-e", program], { cwd: here });
    times.push(Number(stdout));
  }
  t.diagnostic(`~ starts in ${Math.min(...times).toFixed(1)} ms, at most ${START}`);
  assert.ok(Math.min(...times) <= START, String(times));
});

for (const [format, ending] of [["esm", "mjs"], ["cjs", "cjs"]]) {
  test(`esbuild, for Node, ${format}`, async () => {
    const esbuild = await import("esbuild");
    const outfile = join(here, `out/esbuild.${ending}`);
    const entry = ending === "mjs" ? "print.mjs" : "print.cjs";
    await esbuild.build({ entryPoints: [join(here, entry)], bundle: true, platform: "node", format, outfile, logLevel: "silent" });
    assert.equal(await alone(outfile), EXPECTED);
  });
}

test("webpack, for Node", async () => {
  const { default: webpack } = await import("webpack");
  const compiler = webpack({
    mode: "production",
    target: "node20",
    entry: join(here, "print.mjs"),
    output: { path: join(here, "out"), filename: "webpack.cjs" },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.ok(!stats.hasErrors(), stats.toString());
  assert.equal(await alone(join(here, "out/webpack.cjs")), EXPECTED);
});

test("workerd", async () => {
  const esbuild = await import("esbuild");
  const { Miniflare } = await import("miniflare");
  const outdir = join(here, "out/worker");
  await esbuild.build({
    entryPoints: [join(here, "worker.mjs")],
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    outdir,
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
  });
  const miniflare = new Miniflare({
    modules: true,
    modulesRoot: outdir,
    scriptPath: join(outdir, "worker.mjs"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
  });
  try {
    const answer = await miniflare.dispatchFetch("http://worker.example.com/");
    assert.equal(await answer.text(), EXPECTED);
  } finally {
    await miniflare.dispose();
  }
});

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json" };
let server, browser;
/** A portal that lives behind the server's `/api`. */
let portal, refreshes;

async function answer(request, response) {
  refreshes += request.url.endsWith("/token") ? 1 : 0;
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, headers, url } = request;
  const init = { method, headers: { authorization: headers.authorization ?? "", "content-type": headers["content-type"] ?? "" } };
  if (chunks.length > 0) init.body = Buffer.concat(chunks);
  const answered = await portal.fetch(`https://sandbox.example.com${url}`, init);
  response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") });
  response.end(Buffer.from(await answered.arrayBuffer()));
}

before(async () => {
  const examples = join(process.env.VIETTEL_IDC_JAVASCRIPT, "../../examples");
  const roots = { "/examples/": `${examples}/`, "/package/": `${process.env.VIETTEL_IDC_JAVASCRIPT}/`, "/": here };
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname.startsWith("/api/")) return answer(request, response);
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const [prefix, root] = Object.entries(roots).find(([prefix]) => pathname.startsWith(prefix));
    const content = await readFile(join(root, pathname.slice(prefix.length), pathname.endsWith("/") ? "index.html" : "")).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { "content-type": TYPES[extname(pathname)] ?? "text/html" });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { chromium } = await import("playwright-core");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});

after(async () => {
  await browser.close();
  server.close();
});

/** What a page makes of its title. */
async function title(path) {
  const page = await browser.newPage();
  const said = [];
  page.on("pageerror", (error) => said.push(error.message));
  page.on("console", (message) => said.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/${path}`);
  await page.waitForFunction(() => document.title !== "loading").catch(() => {});
  const title = await page.title();
  await page.close();
  return said.length > 0 ? `${title} ${said}` : title;
}

test("Vite, a production build in Chromium", async () => {
  const { build } = await import("vite");
  await build({
    root: here,
    base: "./",
    logLevel: "silent",
    build: { outDir: join(here, "out/vite"), target: "es2022", rollupOptions: { input: join(here, "page.html") } },
  });
  assert.equal(await title("out/vite/page.html"), EXPECTED);
});

test("esbuild, for browsers, told where the module is", async () => {
  const esbuild = await import("esbuild");
  const options = { bundle: true, platform: "browser", format: "esm", logLevel: "silent" };
  await esbuild.build({ ...options, entryPoints: [join(here, "init.mjs")], outfile: join(here, "init.js") });
  assert.equal(await title("init.html"), "VND");
});

test("a page without a bundler, in Chromium", async () => {
  assert.equal(await title("plain.html"), EXPECTED);
});

test("the example page: services, power, invoices, a PDF, an order", async (t) => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, acceptDownloads: true });
  const failed = [];
  page.on("pageerror", (error) => failed.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/examples/browser/`);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { name: "Services" }).waitFor();
  const machine = page.getByRole("row", { name: /web-1/ });
  await machine.getByText("running").waitFor();
  await machine.getByRole("button", { name: "Stop" }).click();
  await machine.getByText("stopped").waitFor();
  await machine.getByRole("button", { name: "Start" }).click();
  await machine.getByText("running").waitFor();
  const invoices = page.locator("#invoices tbody tr");
  assert.equal(await invoices.count(), 10);
  await page.getByRole("button", { name: "More invoices" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#invoices tbody tr").length === 20);
  const download = page.waitForEvent("download");
  await invoices.first().getByRole("button", { name: "PDF" }).click();
  assert.match((await download).suggestedFilename(), /\.pdf$/);
  await page.getByRole("button", { name: "Get a quote" }).click();
  await page.getByText(/58000/).first().waitFor();
  await page.getByRole("button", { name: /^Order for/ }).click();
  await page.getByText(/Ordered: invoice/).waitFor();
  await page.screenshot({ path: process.env.SCREENSHOT });
  assert.deepEqual(failed, []);
  await page.close();
});

test("tabs that share tokens renew them once", async () => {
  const { sandbox } = await import("viettel-idc/sandbox");
  portal = sandbox({ tokenLife: 2 });
  refreshes = 0;
  const { baseUrl, username, password, fetch } = portal;
  const client = new Client({ baseUrl, username, password, fetch });
  await client.login();
  const context = await browser.newContext();
  const tabs = await Promise.all(Array.from({ length: 4 }, () => context.newPage()));
  for (const tab of tabs) {
    await tab.goto(`http://127.0.0.1:${server.address().port}/tab.html`);
    await tab.waitForFunction(() => document.title === "ready");
  }
  // Without their owner: the tabs know the portal by another address.
  const { token, refresh } = await client.tokens();
  const tokens = JSON.stringify({ token, refresh });
  await tabs[0].evaluate((tokens) => localStorage.setItem("shop", tokens), tokens);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const seen = await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.call())));
  assert.deepEqual(seen, ["string", "string", "string", "string"]);
  assert.equal(refreshes, 1);
  await context.close();
});

test("every operation, in Chromium", async (t) => {
  const seen = await title("contract.html");
  assert.equal(seen, "149 operations");
  t.diagnostic(`~ Chromium: ${seen}`);
});
