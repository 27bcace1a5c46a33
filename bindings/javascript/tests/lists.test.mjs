// Lists of portals that count badly, and waiting for what is not a machine.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { Client, isPortalError } from "viettel-idc";
import { sandbox } from "viettel-idc/sandbox";

/** A client of a portal on this machine that answers by the request's URL. */
async function portal(t, answer) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(new URL(request.url, "http://127.0.0.1"))));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  const baseUrl = `http://127.0.0.1:${server.address().port}/api`;
  return new Client({ baseUrl, tokens: { token: "a.b.c" }, maxAttempts: 1 });
}

/** 60 invoices on pages of 25, counted from `base`. */
function invoices(says, base = 0) {
  return (url) => {
    const page = Math.max(Number(url.searchParams.get("page")) - base, 0);
    const numbers = Array.from({ length: 60 }, (_, number) => number).slice(page * 25, page * 25 + 25);
    return { invoices: numbers.map((number) => ({ id: String(number), total: number ? "1.5" : { odd: 1 } })), page: says };
  };
}

// F19
test("a portal whose pages 0 and 1 are the same gives all items once", async (t) => {
  for (const says of [{ total: 3, records: 60 }, { total: 3 }, {}]) {
    const client = await portal(t, invoices(says, 1));
    const all = await client.billing.invoices().collect();
    assert.deepEqual(all.map(({ id }) => Number(id)), Array.from({ length: 60 }, (_, number) => number));
    assert.ok(all.report.drift.some(({ kind }) => kind === "counts_from_one"));
  }
});

// Core-review 6
test("a list cut short throws and keeps its report", async (t) => {
  const client = await portal(t, invoices({ total: 9, records: 200 }));
  const list = client.billing.invoices();
  await assert.rejects(list.collect(), /140 of 200 items cannot be reached/);
  assert.deepEqual([list.report.items, list.report.pages], [60, 5]);
});

// Core-review 14
test("losses are told", async (t) => {
  const client = await portal(t, invoices({ total: 3, records: 60 }));
  const { report } = await client.billing.invoices().collect();
  assert.equal(report.lost, 1);
  assert.deepEqual([report.losses[0].page, report.losses[0].path], [0, "$.invoices[0].total"]);
});

test("after an error the list goes on", async (t) => {
  let failures = 1;
  const pages = invoices({ total: 3, records: 60 });
  const client = await portal(t, (url) => (url.searchParams.get("page") === "1" && failures-- > 0 ? { error: ["try later"] } : pages(url)));
  const list = client.billing.invoices();
  await assert.rejects(list.collect(), (error) => isPortalError(error));
  assert.equal((await list.collect()).length, 60);
});

// F1
test("a reboot is waited for when it was over before, and when the machine is off for a while", async (t) => {
  const { baseUrl, username, password, fetch } = sandbox({ vmStep: 0.1 });
  const quick = new Client({ baseUrl, username, password, fetch });
  await quick.vms.reboot({ id: 292, vmid: 1201 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const began = performance.now();
  await quick.vms.wait({ service: 292, vm: 1201, until: "rebooted", deadline: 10 });
  assert.ok(performance.now() - began < 1000);

  const states = ["running", "stopped", "stopped", "stopped", "stopped", "stopped"];
  const slow = await portal(t, () => ({ vm: { id: "1201", status: states.shift() ?? "running" } }));
  const vm = await slow.vms.wait({ service: 292, vm: 1201, until: "rebooted", every: 0.2 });
  assert.equal(vm.status, "running");
});

test("services, tickets, certificates and invoices are waited for", async () => {
  const { baseUrl, username, password, fetch } = sandbox();
  const client = new Client({ baseUrl, username, password, fetch });
  assert.equal((await client.services.wait({ id: 301, until: "active" })).status, "Active");
  assert.equal((await client.tickets.wait({ number: 736633, until: "answered" })).ticket.status, "Answered");
  assert.equal((await client.certificates.wait({ id: 300 })).certStatus, "active");
  assert.equal((await client.billing.waitForInvoice({ id: 308976, until: "paid" })).status, "Paid");
  await client.tickets.close({ number: 736633 });
  await assert.rejects(client.tickets.wait({ number: 736633 }), /is Closed and will not be answered/);
  await assert.rejects(client.tickets.wait({ number: 736633, until: "gone" }), /until is one of answered, closed/);
  const seen = [];
  const late = client.billing.waitForInvoice({ id: 308977, every: 0.1, deadline: 0.5, onProgress: ({ status }) => seen.push(status) });
  await assert.rejects(late, (error) => isPortalError(error, "timeout"));
  assert.ok(seen.length > 1 && seen[0] === "Unpaid", String(seen));
});
