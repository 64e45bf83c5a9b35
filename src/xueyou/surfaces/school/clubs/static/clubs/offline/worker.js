/* worker.js: the pages of a session, opened again without net. Everything else goes to the net as ever. */
"use strict";
const PAGES = "clubs-pages";
const PARTS = "clubs-parts";
const LONGEST = 12 * 3600 * 1000;
const PATIENCE = 6000;
const KEPT_AT = "X-Kept-At";
const FRESH = 30 * 60 * 1000;
const PAGE = /^\/clubs\/sessions\/([0-9a-f-]{36}\/(roll|leaving)\/)?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keep = async (path, answer) => {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("Set-Cookie");
  const copy = new Response(await answer.blob(), { status: 200, headers });
  await (await caches.open(PAGES)).put(path, copy);
};

/* Whoever is not let in any more has no copies either. */
const judged = async (path, answer) => {
  if (answer.ok && !answer.redirected && answer.type !== "opaqueredirect") await keep(path, answer.clone());
  else if (answer.status < 500) await caches.delete(PAGES);
  return answer;
};

const copyOf = async (path) => {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const kept = await pages.match(request);
    if (Date.now() - Number(kept.headers.get(KEPT_AT)) > LONGEST) await pages.delete(request);
  }
  return pages.match(path);
};

const nothing = () => new Response(
  "<!doctype html><html lang=zh-Hans><meta charset=utf-8><meta name=viewport content='width=device-width'>" +
  "<title>没有网</title><p>现在没有网，这一页也没有在这台设备上打开过。记下的点名都在，连上网再打开。</p>",
  { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });

const page = async (request) => {
  const path = new URL(request.url).pathname;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await judged(path, await fetch(request, { signal: patience.signal }));
  } catch {
    return (await copyOf(path)) || nothing();
  } finally {
    clearTimeout(timer);
  }
};

const part = async (request) => {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(PARTS)).put(request.url, answer.clone());
    return answer;
  } catch {
    return (await caches.match(request.url)) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(path)) event.respondWith(page(request));
  else if (path.startsWith("/static/")) event.respondWith(part(request));
});

/* A page was drawn before this worker stood, or names others of its kind: they are asked for and kept. */
const fetched = async (path) => {
  const there = PAGE.test(path) && (await (await caches.open(PAGES)).match(path));
  if (!PAGE.test(path) || (there && Date.now() - Number(there.headers.get(KEPT_AT)) < FRESH)) return;
  await judged(path, await fetch(path, { credentials: "same-origin" }));
};

self.addEventListener("message", (event) => {
  const { pages, needed } = event.data;
  event.waitUntil((async () => {
    for (const path of pages) await fetched(path);
    const parts = await caches.open(PARTS);
    await Promise.all(needed.map(async (url) => (await parts.match(url)) || parts.add(url)));
  })().catch(() => {}));
});
