// The package as npm installs it, in the runtimes and bundlers of its users.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rename } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

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

before(async () => {
  const examples = join(process.env.VIETTEL_IDC_JAVASCRIPT, "../../examples");
  const roots = { "/examples/": `${examples}/`, "/package/": `${process.env.VIETTEL_IDC_JAVASCRIPT}/`, "/": here };
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
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

test("every operation, in Chromium", async (t) => {
  const seen = await title("contract.html");
  assert.equal(seen, "149 operations");
  t.diagnostic(`~ Chromium: ${seen}`);
});
