// Odd answers that Rust reads are read here too, and give the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Client, lossesOf } from "viettel-idc";

const cases = JSON.parse(readFileSync(new URL("./generated/cases.json", import.meta.url), "utf8"));
const tokens = { token: "a.b.c", refresh: "d.e.f" };

function answering(answer) {
  const fetch = async () => new Response(answer(), { headers: { "content-type": "application/json" } });
  return new Client({ baseUrl: "https://portal.example.com/api", tokens, fetch });
}

test("what Rust reads is read in JavaScript, and is the same", async () => {
  const byId = new Map(cases.map((one) => [one.operation, one]));
  // Written by `cargo run -p viettel-idc-fuzz --bin answers`.
  const lines = readFileSync(process.env.VIETTEL_IDC_ANSWERS, "utf8").split("\n").filter((line) => line !== "");
  assert.ok(lines.length >= 1000);
  let text;
  const client = answering(() => text);
  for (const line of lines) {
    const { operation, answer, result } = JSON.parse(line);
    const { resource, verb, kind, arguments: given } = byId.get(operation);
    text = answer;
    const made = client[resource][verb](given);
    const value = kind === "pages" ? await firstPage(made) : await made;
    assert.deepEqual(leaves(value), leaves(result), line);
  }
});

async function firstPage(pager) {
  try {
    return (await pager.pages().next()).value ?? [];
  } catch (error) {
    // An empty page of a list that counts items.
    assert.match(error.message, /cannot be reached/);
    return [];
  }
}

// What names differ in is the contract's; here it is about values: all of them, in order.
function leaves(value) {
  const found = [];
  const walk = (value) => {
    if (typeof value === "object" && value !== null) {
      Object.values(value).forEach(walk);
    } else if (value !== undefined && value !== null) {
      found.push(typeof value + JSON.stringify(value));
    }
  };
  walk(value);
  return found.sort();
}

// F9, core review 14.
test("an amount that cannot be read is a loss that shows", async () => {
  const answer = { invoice: { id: 1, total: "free", subtotal: "1.234.567 ₫" } };
  const client = answering(() => JSON.stringify(answer));
  const invoice = await client.billing.invoice({ id: 1 });
  assert.equal(invoice.total, undefined);
  assert.equal(invoice.subtotal, "1234567");
  assert.deepEqual(lossesOf(invoice), ["$.invoice.total: expected decimal, found text; left out"]);
});

test("strict makes a loss an error", async () => {
  const fetch = async () => Response.json({ invoice: { id: 1, total: "free" } });
  const client = new Client({ baseUrl: "https://portal.example.com/api", tokens, fetch, strict: true });
  await assert.rejects(client.billing.invoice({ id: 1 }), { kind: "decode", jsonPath: "$.invoice.total" });
});
