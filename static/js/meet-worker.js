// Keeps one page, and the files it needs, for when there is no connection. It is served from that page's own address, so
// it reaches no other page. The network always goes first for the page; nothing that was sent or answered is kept.
const STORE = "meet";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keepAll(addresses) {
  const store = await caches.open(STORE);
  const known = new Set(addresses.map((address) => new URL(address, self.location).href));
  for (const request of await store.keys()) {
    if (!known.has(request.url)) await store.delete(request);
  }
  for (const address of known) {
    if (new URL(address).origin !== self.location.origin) continue;
    const answer = await fetch(address, { credentials: "same-origin" });
    // A page that led elsewhere is the sign-in page, and not what should be kept.
    if (answer.ok && !answer.redirected) await store.put(address, answer);
  }
}

async function fromNetworkFirst(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fromNetworkFirst(event.request));
});
