// Keeps the pages of one exam, and the files they need, for when there is no connection. It is served from below that
// exam's own address, so it reaches nothing else. For pages the network goes first, but is not waited for without end.
// Nothing that was sent is kept here, and everything goes once the exam is handed in.
const STORE = "exam";
const PATIENCE_MS = 3_000;

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

const kept = (request) => caches.match(request, { ignoreVary: true });

async function answerFor(request) {
  const known = await kept(request);
  // Files do not change under an exam, and nobody waits for a network that says itself that it is gone.
  if (known && (new URL(request.url).pathname.startsWith("/static/") || !self.navigator.onLine)) return known;
  const asked = fetch(request);
  if (!known) return asked.catch((error) => wayBackIn(request, error));
  const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE_MS));
  return Promise.race([asked, late]).catch(() => known);
}

// Whoever opens the letter's link again without a connection is led back to the questions this device keeps.
async function wayBackIn(request, error) {
  const first = new URL("1/", self.registration.scope).href;
  if (request.mode !== "navigate" || request.url !== self.registration.scope || !(await kept(first))) throw error;
  return Response.redirect(first);
}

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answerFor(event.request));
});
