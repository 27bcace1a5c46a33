// Downloads that stand still, are too large or are not what was announced.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Client, isPortalError } from "viettel-idc";

/** More of a PDF than is looked at before a file is handed on. */
const start = "%PDF-1.7".padEnd(8192);

/** A client whose portal sends these pieces, and then nothing more where `stays` is set. */
function client(pieces, { headers = {}, stays = false, onCancel, ...settings } = {}) {
  const fetch = async () => {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        if (!stays) controller.close();
      },
      cancel: onCancel,
    });
    return new Response(body, { headers: { "content-type": "application/pdf", ...headers } });
  };
  return new Client({ baseUrl: "https://portal.example.com/api", tokens: { token: "a.b.c" }, fetch, ...settings });
}

// F14
test("a download that stands still is given up", async () => {
  const headers = { "content-length": "100000" };
  let cancelled = 0;
  const still = { headers, stays: true, onCancel: () => (cancelled += 1) };
  const isStill = (error) => isPortalError(error, "timeout") && /stands still.*after 8192 of 100000 bytes/.test(error.message);
  const byClient = client([start], { ...still, stallTimeout: 0.2 });
  const byCall = client([start], still);
  for (const [portal, options] of [[byClient, {}], [byCall, { stallTimeout: 0.2 }], [byCall, { timeout: 0.2 }]]) {
    await assert.rejects((await portal.billing.invoicePdf({ id: 308976, ...options })).bytes(), isStill);
    const reader = (await portal.billing.invoicePdf({ id: 308976, ...options })).stream().getReader();
    assert.equal((await reader.read()).value.length, 8192);
    await assert.rejects(reader.read(), isStill);
  }
  assert.equal(cancelled, 6, "connections were left open");
});

test("a file that is too large is refused", async () => {
  const isLarge = (error) => isPortalError(error, "invalid_request") && /larger than 10 bytes/.test(error.message);
  const careful = client(["%PDF-1.7 ", "an invoice"], { maxFileSize: 10 });
  await assert.rejects((await careful.billing.invoicePdf({ id: 308976 })).bytes(), isLarge);
  const portal = client(["%PDF-1.7 ", "an invoice"]);
  await assert.rejects((await portal.billing.invoicePdf({ id: 308976, maxFileSize: 10 })).bytes(), isLarge);
  assert.equal((await (await portal.billing.invoicePdf({ id: 308976 })).bytes()).length, 19);
  const huge = client([start], { headers: { "content-length": "268435457" } });
  await assert.rejects((await huge.billing.invoicePdf({ id: 308976 })).bytes(), /larger than 268435456 bytes/);
});

test("the announced size is checked", async () => {
  for (const [length, words] of [["4", /longer/], ["6", /broke off/]]) {
    const portal = client(["%PDF-"], { headers: { "content-length": length } });
    await assert.rejects((await portal.billing.invoicePdf({ id: 308976 })).bytes(), words);
  }
  const packed = client(["%PDF-"], { headers: { "content-length": "3", "content-encoding": "gzip" } });
  assert.equal((await (await packed.billing.invoicePdf({ id: 308976 })).bytes()).length, 5);
});

// F16: fetch takes headers for ISO 8859-1.
test("the suggested name is read and safe", async () => {
  const raw = String.fromCharCode(...new TextEncoder().encode('attachment; filename="hóa đơn;7.pdf"'));
  for (const [header, name] of [
    [raw, "hóa đơn;7.pdf"],
    ["attachment; filename=x.pdf; filename*=UTF-8''h%C3%B3a.pdf", "hóa.pdf"],
    ["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"],
    ['attachment; filename="NUL.pdf"', "_NUL.pdf"],
  ]) {
    const portal = client(["%PDF-1.7"], { headers: { "content-disposition": header } });
    assert.equal((await portal.billing.invoicePdf({ id: 308976 })).fileName, name);
  }
});
