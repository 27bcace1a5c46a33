// Sessions that tabs share, and calls that are given up in mid-renewal.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BrowserStore, Client, isPortalError, MemoryStore } from "viettel-idc";

const baseUrl = "https://portal.example.com/api";
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A token that ends in so many seconds. */
function token(endsIn) {
  const now = Math.floor(Date.now() / 1000);
  const claims = Buffer.from(JSON.stringify({ iat: now - 3600, exp: now + endsIn })).toString("base64url");
  return `e30.${claims}.${Math.random()}`;
}

/** A portal that takes a refresh token once, after `delay` milliseconds. */
function rotating(delay = 0) {
  const spent = new Set();
  const asked = [];
  const fetch = async (url, init) => {
    const path = url.slice(baseUrl.length);
    asked.push(path);
    if (path === "/login") {
      return Response.json({ token: token(3600), refresh: "login" });
    }
    if (path !== "/token") {
      return Response.json({ success: true, details: { currency: "VND" } });
    }
    const { refresh_token } = JSON.parse(new TextDecoder().decode(init.body));
    if (spent.has(refresh_token)) {
      return Response.json({ error: ["invalid_token"] }, { status: 401 });
    }
    spent.add(refresh_token);
    await pause(delay);
    init.signal.throwIfAborted();
    return Response.json({ token: token(3600), refresh: `r${spent.size}` });
  };
  const count = (path) => asked.filter((one) => one === path).length;
  return { fetch, count };
}

/** A storage as tabs of one origin share it. */
function shared(tokens) {
  const kept = new Map(tokens && [["viettel-idc", JSON.stringify(tokens)]]);
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    refresh: () => JSON.parse(kept.get("viettel-idc")).refresh,
  };
}

/** Locks as a browser has them. */
class Locks {
  held = 0;
  #last = Promise.resolve();

  request(_name, { signal }, work) {
    const before = this.#last;
    const mine = before.then(async () => {
      signal.throwIfAborted();
      this.held += 1;
      await work();
      this.held -= 1;
    });
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** Runs `work` where the platform has these. */
async function where(platform, work) {
  for (const [name, value] of Object.entries(platform)) {
    const get = typeof value === "function" ? value : () => value;
    Object.defineProperty(globalThis, name, { get, configurable: true });
  }
  try {
    await work();
  } finally {
    Object.keys(platform).forEach((name) => delete globalThis[name]);
  }
}

const ended = () => ({ token: token(-60), refresh: "r0" });

// F5 try 3, with two clients for two tabs.
test("an aborted call leaves the renewal, and the lock goes back", async () => {
  const locks = new Locks();
  await where({ navigator: { locks } }, async () => {
    const { fetch, count } = rotating(300);
    const storage = shared(ended());
    const tab = () => new Client({ baseUrl, fetch, tokenStore: new BrowserStore("viettel-idc", storage) });
    const controller = new AbortController();
    const first = tab().billing.balance({ signal: controller.signal });
    await pause(100);
    assert.equal(locks.held, 1);
    controller.abort();
    await assert.rejects(first);
    assert.equal((await tab().billing.balance()).currency, "VND");
    assert.equal(count("/token"), 1);
    assert.deepEqual([storage.refresh(), locks.held], ["r1", 0]);
  });
});

test("a deadline in mid-renewal loses nothing", async () => {
  const { fetch, count } = rotating(300);
  const storage = shared(ended());
  const client = new Client({ baseUrl, fetch, tokenStore: new BrowserStore("viettel-idc", storage) });
  await assert.rejects(client.billing.balance({ deadline: 0.1 }), (error) => isPortalError(error, "timeout"));
  await pause(400);
  assert.equal(storage.refresh(), "r1");
  await client.billing.balance();
  assert.equal(count("/token"), 1);
});

// F8: tabs share localStorage, with Web Locks and without.
test("a duplicated tab goes on", async () => {
  for (const navigator of [{ locks: new Locks() }, {}]) {
    const localStorage = shared(ended());
    await where({ navigator, localStorage }, async () => {
      const { fetch, count } = rotating(100);
      const tabs = [0, 1].map(() => new Client({ baseUrl, fetch, tokenStore: new BrowserStore() }));
      await Promise.all(tabs.map((tab) => tab.billing.balance()));
      assert.equal(localStorage.refresh(), "r1");
      assert.equal(count("/balance"), 2);
    });
  }
});

// F8: a frame with sandbox="allow-scripts".
test("a frame without storage says what to do, and works with a password", async () => {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  await where({ localStorage: refuse }, async () => {
    const { fetch } = rotating();
    const tokenStore = new BrowserStore();
    const bare = new Client({ baseUrl, fetch, tokenStore });
    await assert.rejects(bare.billing.balance(), /sandboxed frame.*use MemoryStore/);
    const client = new Client({ baseUrl, fetch, tokenStore, username: "linh", password: "x" });
    await client.billing.balance();
    await assert.rejects(client.login(), /held in memory only/);
  });
});

// F7.
test("a store that throws once costs nothing, and the console is told", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const { fetch, count } = rotating();
  const store = new MemoryStore(ended());
  const save = store.save.bind(store);
  let failures = 1;
  store.save = (tokens) => {
    if (failures-- > 0) throw new Error("the quota is used up");
    save(tokens);
  };
  const client = new Client({ baseUrl, fetch, tokenStore: store });
  await client.billing.balance();
  assert.match(warn.mock.calls[0].arguments[0], /the quota is used up/);
  await client.billing.balance();
  assert.deepEqual([store.load().refresh, count("/token")], ["r1", 1]);
});

// F6.
test("tokens say whose they are, and another user's are left alone", async () => {
  const { fetch, count } = rotating();
  const store = new MemoryStore();
  const client = (username) => new Client({ baseUrl, fetch, tokenStore: store, username, password: "x" });
  await client("linh").billing.balance();
  assert.equal(store.load().owner, "https://portal.example.com:443/api linh");
  await client("minh").billing.balance();
  assert.equal(count("/login"), 2);
  assert.match(store.load().owner, / linh$/);
  const elsewhere = new Client({ baseUrl: "https://elsewhere.example.com/api", fetch, tokens: store.load(), tokenStore: new MemoryStore() });
  await assert.rejects(elsewhere.billing.balance(), /these are the tokens of linh/);
});

// Core-review 11, after a panic: the instance is gone, its lock must not be.
test("a fault in mid-renewal gives the lock back", async () => {
  const locks = new Locks();
  await where({ navigator: { locks } }, async () => {
    const { fetch } = rotating(200);
    const storage = shared(ended());
    const client = new Client({ baseUrl, fetch, tokenStore: new BrowserStore("viettel-idc", storage), username: "linh", password: "x" });
    const call = client.billing.balance();
    await pause(50);
    assert.equal(locks.held, 1);
    await assert.rejects(client.failInside());
    await assert.rejects(call, (error) => isPortalError(error, "internal"));
    await pause(0);
    assert.equal(locks.held, 0);
    await client.billing.balance();
  });
});
