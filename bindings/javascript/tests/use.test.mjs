// What a user does: results, money, lists, files, waiting, errors, cancelling, tokens.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { inspect } from "node:util";

import { BrowserStore, Client, isPortalError, MemoryStore, PortalError } from "viettel-idc";
import { sandbox } from "viettel-idc/sandbox";

function scene(options = {}, settings = {}) {
  const portal = sandbox(options);
  const { baseUrl, username, password, fetch } = portal;
  return { portal, client: new Client({ baseUrl, username, password, fetch, ...settings }) };
}

test("results are plain objects", async () => {
  const { client } = scene();
  const invoice = await client.billing.invoice({ id: 308976 });
  assert.equal(Object.getPrototypeOf(invoice), Object.prototype);
  assert.equal(typeof invoice.total, "string");
  assert.match(invoice.date, /^\d{4}-\d\d-\d\d$/);
  assert.deepEqual(structuredClone(invoice), invoice);
});

test("money is exact, and fractions in floats are refused", async () => {
  const { client } = scene();
  const refuse = client.billing.applyCredit({ id: 308977, amount: 0.1 });
  await assert.rejects(refuse, (error) => isPortalError(error, "invalid_request") && /write "0.1"/.test(error.message));
  await client.billing.applyCredit({ id: 308977, amount: "100000.10" });
});

test("an argument that does not exist is refused", async () => {
  const { client } = scene();
  await assert.rejects(client.billing.invoice({ id: 1, idd: 2 }), /billing_invoice has no argument idd/);
});

test("lists can be walked by item, by page and by hand", async () => {
  const { client } = scene();
  let count = 0;
  const invoices = client.billing.invoices({ perPage: 50 });
  for await (const invoice of invoices) count += invoice.id ? 1 : 0;
  assert.equal(count, 120);
  assert.equal(invoices.report.pages, 3);
  const sizes = [];
  for await (const page of client.billing.invoices({ perPage: 50 }).pages()) sizes.push(page.length);
  assert.deepEqual(sizes, [50, 50, 20]);
  const first = await client.billing.invoices({ limit: 1 });
  assert.equal((await first.next()).done, false);
  assert.equal((await first.next()).done, true);
  assert.equal((await client.billing.invoices({ limit: 7 }).collect()).length, 7);
});

test("files come as bytes, as a blob or as a stream, once", async () => {
  const { client, portal } = scene();
  const file = await client.billing.invoicePdf({ id: 308976 });
  const bytes = await file.bytes();
  assert.equal(new TextDecoder().decode(bytes.slice(0, 5)), "%PDF-");
  await assert.rejects(file.bytes(), /already read/);
  const blob = await (await client.billing.invoicePdf({ id: 308976 })).blob();
  assert.deepEqual([blob.type, blob.size], ["application/pdf", bytes.length]);
  await portal.fault("truncated", { operation: "billing_invoice_pdf" });
  const broken = await client.billing.invoicePdf({ id: 308976 });
  await assert.rejects(broken.bytes(), (error) => isPortalError(error, "transport"));
});

test("a reboot is waited for, with progress", async () => {
  const { client } = scene({ vmStep: 0.1 });
  const seen = [];
  await client.vms.reboot({ id: 292, vmid: 1201 });
  const vm = await client.vms.wait({ service: 292, vm: 1201, until: "rebooted", every: 0.05, onProgress: ({ status }) => seen.push(status) });
  assert.equal(vm.status, "running");
  assert.ok(seen.length > 1, String(seen));
});

test("errors tell what went wrong, without secrets", async () => {
  const { client } = scene({}, { password: "geheim-17" });
  const error = await client.billing.balance().catch((error) => error);
  assert.ok(error instanceof PortalError && error instanceof Error);
  assert.deepEqual([error.kind, error.codes], ["authentication", ["wronglogin"]]);
  assert.ok(!JSON.stringify(error).includes("geheim-17") && !String(error.stack).includes("geheim-17"));
});

test("reads are sent again, orders never", async () => {
  const { client, portal } = scene();
  await client.login();
  await portal.fault("reset_after", { times: 1 });
  await client.billing.balance();
  const before = await portal.calls();
  await portal.fault("reset_after", { times: 3, operation: "orders_create" });
  const order = { productId: 333, payMethod: 10, cycle: "m", domain: "shop.example.com" };
  const error = await client.orders.create(order).catch((error) => error);
  assert.equal(error.kind, "outcome_unknown", String(error));
  assert.equal((await portal.calls()) - before, 1);
});

test("a signal ends a call and closes its connection", async () => {
  let closed;
  const gone = new Promise((resolve) => (closed = resolve));
  const server = createServer((request) => request.on("close", closed)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}/api`;
  const client = new Client({ baseUrl, tokens: { token: "a.b.c" } });
  const controller = new AbortController();
  const call = client.account.details({ signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 100);
  await assert.rejects(call, /enough/);
  await gone;
  await assert.rejects(client.account.details({ signal: AbortSignal.abort() }), { name: "AbortError" });
  server.closeAllConnections();
  server.close();
});

test("the signal of a client ends its calls", async () => {
  const controller = new AbortController();
  const { client } = scene({}, { signal: controller.signal });
  await client.billing.balance({ signal: new AbortController().signal });
  controller.abort(new Error("closing"));
  await assert.rejects(client.billing.balance(), /closing/);
  await assert.rejects(client.billing.invoices().collect(), /closing/);
});

test("a client does not print its secrets", async () => {
  const { client } = scene({}, { password: "geheim-17", tokens: { token: "a.b.c", refresh: "d.e.f" } });
  const shown = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
  for (const secret of ["geheim-17", "a.b.c", "d.e.f"]) assert.ok(!shown.includes(secret), shown);
});

test("an answer with nothing in it is an error, not a crash", async () => {
  const fetch = async () => new Response();
  const client = new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch, maxAttempts: 1 });
  await assert.rejects(client.account.details(), (error) => isPortalError(error) && error.kind !== "internal");
});

test("a fetch that throws anything is a transport error", async () => {
  for (const thrown of [new TypeError("fetch failed"), "words", undefined]) {
    const fetch = () => { throw thrown; };
    const client = new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch, maxAttempts: 1 });
    await assert.rejects(client.account.details(), (error) => isPortalError(error, "transport"));
  }
});

test("what another fetch says was not sent is not believed: it may have tried twice", async () => {
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
  };
  const client = new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch });
  const order = client.orders.create({ productId: 333, payMethod: 10 });
  await assert.rejects(order, (error) => isPortalError(error, "outcome_unknown"));
  assert.equal(calls, 1);
});

test("a store with something else in it does not print it", async () => {
  const storage = { getItem: () => "geheim-17", setItem() {}, removeItem() {} };
  const { baseUrl, fetch } = sandbox();
  const client = new Client({ baseUrl, fetch, tokenStore: new BrowserStore("shop", storage) });
  const error = await client.billing.balance().catch((error) => error);
  assert.match(error.message, /shop holds something else/);
  assert.ok(!error.message.includes("geheim"), error.message);
});

test("a redirect is not followed", async () => {
  const fetch = async () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example.com/" } });
  const client = new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch, maxAttempts: 1 });
  await assert.rejects(client.account.details(), (error) => isPortalError(error));
});

test("a dead server is a transport error that may be repeated", async () => {
  const client = new Client({ baseUrl: "http://127.0.0.1:9/api", tokens: { token: "a.b.c" }, maxAttempts: 1 });
  const error = await client.account.details().catch((error) => error);
  assert.deepEqual([error.kind, error.isSafeToRepeat], ["transport", true], String(error));
  const order = await client.tickets.close({ number: "1" }).catch((error) => error);
  assert.equal(order.kind, "transport", "nothing was sent, so nothing is in doubt");
});

test("only three headers are sent, and a bare Response will do", async () => {
  const names = new Set();
  const fetch = async (_url, init) => {
    Object.keys(init.headers).forEach((name) => names.add(name));
    return new Response('{"success": true, "client": {"id": 7}}');
  };
  const client = new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch });
  assert.equal((await client.account.details()).id, "7");
  await client.billing.applyCredit({ id: 308977, amount: "1" }).catch(() => {});
  assert.ok(names.has("authorization") && names.has("content-type"), [...names].join());
  for (const name of names) assert.ok(["accept", "authorization", "content-type"].includes(name), name);
});

test("many calls on an ended token make one refresh", async () => {
  const portal = sandbox({ tokenLife: 1 });
  let refreshes = 0;
  const fetch = (url, init) => {
    refreshes += String(url).endsWith("/token") ? 1 : 0;
    return portal.fetch(url, init);
  };
  const client = new Client({ ...portal, fetch });
  await client.login();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await Promise.all(Array.from({ length: 50 }, () => client.services.label({ id: 301 })));
  assert.equal(refreshes, 1);
});

test("tokens are kept in a store, and renewed under its lock", async () => {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
  const { client, portal } = scene({}, { tokenStore: new BrowserStore("shop", storage) });
  await client.login();
  assert.equal(JSON.parse(kept.get("shop")).token, (await client.tokens()).token);
  const { baseUrl, fetch } = portal;
  const again = new Client({ baseUrl, fetch, tokenStore: new BrowserStore("shop", storage) });
  assert.equal((await again.account.details()).firstname, "Linh");
  await client.logout();
  assert.equal(kept.size, 0);
});

test("a fault inside becomes an error, and the client goes on", async () => {
  const { client, portal } = scene({}, { tokenStore: new MemoryStore() });
  await client.login();
  const { kind, message } = await client.failInside().catch((error) => error);
  assert.equal(kind, "internal", message);
  const calls = await portal.calls();
  assert.equal((await client.billing.balance()).currency, "VND");
  assert.equal(await portal.calls(), calls + 1, "the tokens outlive the instance");
});

test("bad settings are refused with what to do", async () => {
  const refused = [
    [{ baseUrl: "portal" }, /base URL/],
    [{ username: "linh" }, /belong together/],
    [{ username: "linh", password: 12345678 }, /a secret is text/],
    [{ guard: "everything" }, /no_spending/],
    [{ baseUrl: "http://portal.example.com/api" }, /https/],
  ];
  for (const [settings, expected] of refused) {
    const error = await new Client(settings).billing.currencies().catch((error) => error);
    assert.match(error.message, expected);
    assert.ok(!error.message.includes("12345678"), error.message);
  }
});
