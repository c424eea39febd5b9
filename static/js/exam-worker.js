// Keeps the pages of one exam, and the files they need, for when there is no connection. It is served from below that
// exam's own address, so it reaches nothing else. The network always goes first, but is not waited for without end.
// Nothing that was sent is kept here, and everything goes once the exam is handed in.
const STORE = "exam";
const PATIENCE_MS = 6_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keepAll(addresses) {
  const store = await caches.open(STORE);
  for (const address of new Set(addresses.map((one) => new URL(one, self.location).href))) {
    if (new URL(address).origin !== self.location.origin || (await store.match(address, { ignoreVary: true }))) continue;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      // A page that led elsewhere is no question, and not what should be kept.
      if (answer.ok && !answer.redirected) await store.put(address, answer);
    } catch {
      return; // What is missing is fetched with the next page.
    }
  }
}

async function fromNetworkFirst(request) {
  const kept = () => caches.match(request, { ignoreVary: true });
  const asked = fetch(request);
  try {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE_MS));
    return await Promise.race([asked, late]);
  } catch {
    return (await kept()) ?? asked;
  }
}

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(fromNetworkFirst(event.request));
});
