// Every operation over real HTTP: the request it makes, and what a user gets of the answer.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { Client } from "viettel-idc";

const cases = JSON.parse(readFileSync(new URL("./generated/cases.json", import.meta.url), "utf8"));
let server, client, seen, answer;

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, "http://portal.example.com");
    seen.push({
      method: request.method,
      path: decodeURIComponent(url.pathname.replace(/^\/api/, "")),
      query: Object.fromEntries(url.searchParams),
      body: body === "" ? null : JSON.parse(body),
      headers: request.headers,
    });
    response.writeHead(200, { "content-type": answer.media });
    response.end(answer.text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}/api`;
  client = new Client({ baseUrl, tokens: { token: "a.b.c", refresh: "d.e.f" } });
});

after(() => server.close());

test("there is a case for every operation", () => assert.equal(cases.length, 149));

for (const { operation, resource, verb, auth, media, kind, arguments: given, request, answer: sent, result } of cases) {
  test(operation, async () => {
    seen = [];
    answer = { media, text: kind === "file" ? sent : JSON.stringify(sent) };
    const made = client[resource][verb](given);
    let value;
    if (kind === "file") {
      const file = await made;
      assert.equal(file.contentType, media);
      value = new TextDecoder().decode(await file.bytes());
    } else if (kind === "pages") {
      value = (await made.pages().next()).value;
    } else {
      value = await made;
    }
    assert.deepEqual(value, result);
    const [{ headers, query, ...call }] = seen;
    assert.deepEqual(call, { method: request.method, path: decodeURIComponent(request.path), body: request.body });
    if (kind === "pages") delete query.perpage;
    assert.deepEqual(query, request.query);
    assert.equal(headers.authorization, auth ? "Bearer a.b.c" : undefined);
  });
}
