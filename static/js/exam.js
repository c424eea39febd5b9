// A candidate's exam. Every change is written to this device first, then sent; what the server has not acknowledged is
// sent again, from whichever page is open, until it has it. Without this script each page is a plain form.
const SAVE_AFTER_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;
const TICK_MS = 1_000;
const STALE_MS = 20_000;
const SAID_AT_MINUTES = [10, 5, 1];
const DEVICE = "exam-device";

const bar = document.querySelector("[data-exam]");
const done = document.querySelector("[data-exam-done]");
const form = document.querySelector("form[data-exam-question]");
const prefix = `exam:${bar?.dataset.exam ?? done?.dataset.examDone}:`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(prefix + key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
    return true;
  } catch {
    return false; // A browser that keeps nothing still sends.
  }
}

function identifier() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[6] = (octets[6] & 0x0f) | 0x40;
  octets[8] = (octets[8] & 0x3f) | 0x80;
  const hex = [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function device() {
  try {
    const known = localStorage.getItem(DEVICE) ?? identifier();
    localStorage.setItem(DEVICE, known);
    return known;
  } catch {
    return "";
  }
}

// --- What is kept on this device ---

const unsaved = new Map(); // where the browser keeps nothing: this page's own entries
function entries() {
  const found = new Map([...unsaved]);
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    if (!key.startsWith(`${prefix}answer:`)) continue;
    found.set(key.slice(prefix.length), read(key.slice(prefix.length)));
  }
  return [...found].filter(([, entry]) => entry).map(([key, entry]) => ({ key, ...entry }));
}

function keep(key, entry) {
  if (!write(key, entry)) unsaved.set(key, entry);
}

const waiting = () => entries().filter((entry) => !entry.acknowledged && !entry.refused);

// --- The clock: the server's, as far as this device knows it ---

const shown = Number(bar?.dataset.examNow ?? 0);
const opened = Date.now();
const heard = read("clock");
// A page from the store carries the time at which it was kept: told by being far behind what was heard since.
const isFromStore = heard !== null && opened + heard.server - heard.device - shown > STALE_MS;
if (bar && !isFromStore) write("clock", { server: shown, device: opened });

function offset() {
  const known = read("clock");
  return known ? known.server - known.device : shown - opened;
}

function secondsLeft() {
  return Math.floor((Number(bar.dataset.examDeadline) - (Date.now() + offset())) / 1000);
}

function timeInWords(seconds) {
  if (seconds <= 0) return "Time is up";
  if (seconds < 60) return "Less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (!hours) return minutes > 1 ? `${minutes} minutes left` : "1 minute left";
  return minutes % 60 ? `${hours} h ${minutes % 60} min left` : `${hours} h left`;
}

let saidFor = null;
function tick() {
  const seconds = secondsLeft();
  const words = timeInWords(seconds);
  const clock = document.querySelector("[data-exam-clock]");
  if (clock.textContent !== words) clock.textContent = words;
  // Read out three times, not every minute.
  const step = SAID_AT_MINUTES.findLast((minutes) => seconds <= minutes * 60) ?? Infinity;
  if (saidFor !== null && step < saidFor) document.querySelector("[data-exam-said]").textContent = words;
  saidFor = step;
  if (seconds <= 0) timeIsUp();
}

let isUp = false;
async function timeIsUp() {
  if (isUp) return;
  isUp = true;
  await flush();
  const button = document.querySelector("[data-exam-hand-in-button]");
  if (navigator.onLine && !waiting().length && !button) location.assign(bar.dataset.examHome);
  else say("kept", "Time is up. What you typed counts once it has arrived.");
}

// --- Saying how it stands ---

const status = document.querySelector("[data-exam-status]");
function say(state, words) {
  if (!status || status.textContent === words) return;
  status.setAttribute("aria-live", status.dataset.state === state ? "off" : "polite");
  status.dataset.state = state;
  status.textContent = words;
}

function draw() {
  for (const entry of entries()) {
    const place = document.querySelector(`[data-exam-place="${entry.place}"]`);
    if (!place || entry.isEmpty === undefined) continue;
    if (entry.acknowledged && entry.acknowledged <= shown) continue; // the page knows better
    place.classList.toggle("is-answered", !entry.isEmpty);
    place.querySelector("[data-exam-place-words]").textContent = entry.isEmpty ? ", not answered" : ", answered";
    const missing = document.querySelector(`[data-exam-missing-place="${entry.place}"]`);
    if (missing) missing.hidden = !entry.isEmpty;
  }
  const summary = document.querySelector("[data-exam-summary]");
  if (!summary) return;
  const places = [...document.querySelectorAll("[data-exam-place]")];
  const answered = places.filter((place) => place.classList.contains("is-answered")).length;
  summary.textContent = `${answered} of ${places.length} answered.`;
  document.querySelector("[data-exam-missing]").hidden = answered === places.length;
  document.querySelector("[data-exam-hand-in-button]").textContent = answered === places.length ? "Hand in" : "Hand in all the same";
}

// --- Sending ---

let sending = null;
let pause = FIRST_RETRY_MS;
let retry = 0;

function flush() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  clearTimeout(retry);
  try {
    for (let left = waiting(); left.length; left = waiting()) {
      say("saving", "Saving");
      for (const entry of left) await send(entry);
    }
    await sendEvents();
    pause = FIRST_RETRY_MS;
    if (status?.dataset.state) say("saved", "Saved");
  } catch {
    say("offline", "No connection. Kept on this device");
    retry = setTimeout(flush, pause);
    pause = Math.min(pause * 2, LAST_RETRY_MS);
  }
  draw();
}

async function post(address, fields) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: true });
  if (answer.status >= 500 || answer.status === 429 || answer.type === "opaqueredirect") throw new Error("Try again later");
  return answer;
}

async function send(entry) {
  const age = Math.max((Date.now() - entry.at) / 1000, 0);
  const answer = await post(entry.save, [...entry.fields, ["save-id", entry.id], ["age", age], ["spent", entry.spent], ["device", device()]]);
  const now = read(entry.key) ?? unsaved.get(entry.key);
  if (!answer.ok) {
    // Kept here all the same: a person can still be asked.
    if (now?.id === entry.id) keep(entry.key, { ...now, refused: true });
    say("kept", "Kept on this device. This exam takes no more answers");
    return;
  }
  const told = await answer.json();
  write("clock", { server: told.now, device: Date.now() });
  // Typed on while this was under way: that is another save.
  if (now?.id === entry.id) keep(entry.key, { ...now, acknowledged: told.now, spent: 0 });
  if (!told.counts) say("kept", "It arrived too late to count. It is kept, and a person can decide otherwise");
}

// --- Looking away, opening again ---

function note(kind, seconds = 0) {
  write("events", [...(read("events") ?? []), { kind, seconds }].slice(-100));
}

async function sendEvents() {
  if (!bar) return;
  for (let left = read("events") ?? []; left.length; left = read("events") ?? []) {
    await post(bar.dataset.examSeen, Object.entries(left[0]));
    write("events", (read("events") ?? []).slice(1));
  }
}

let leftAt = 0;
function visibilityChanged() {
  if (document.visibilityState === "hidden") {
    leftAt = Date.now();
    flush();
    return;
  }
  if (leftAt) note("left", Math.round((Date.now() - leftAt) / 1000));
  lookedSince = Date.now();
  leftAt = 0;
  flush();
}

// --- The form ---

let timer = 0;
let lookedSince = Date.now();
const answerKey = form && `answer:${form.dataset.examQuestion}`;
const fieldsOf = (asked = form) => [...new FormData(asked)].filter(([, value]) => typeof value === "string");

function keepForm() {
  const fields = fieldsOf();
  const before = read(answerKey) ?? unsaved.get(answerKey);
  const looked = Math.round((Date.now() - lookedSince) / 1000);
  lookedSince = Date.now();
  keep(answerKey, {
    id: identifier(),
    place: form.dataset.examQuestion,
    save: form.dataset.examSave,
    fields,
    isEmpty: fields.every(([, value]) => value.trim() === ""),
    at: Date.now(),
    spent: (before?.spent ?? 0) + looked,
  });
}

let last = "";
function changed() {
  // A field that is left says "change" though nothing changed since it was typed in. Kept anew it would count as typed
  // later than it was, and words that come and go as a button is pressed move the button away from under the finger.
  const fields = JSON.stringify(fieldsOf());
  if (fields === last) return;
  last = fields;
  keepForm();
  say("kept", "Kept on this device");
  draw();
  clearTimeout(timer);
  timer = setTimeout(flush, SAVE_AFTER_MS);
}

function restore() {
  const kept = read(answerKey);
  // The page is newer than what was acknowledged: another device may have gone on since.
  if (!kept || (kept.acknowledged && kept.acknowledged <= shown)) return;
  const byName = new Map();
  for (const [name, value] of kept.fields) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.tagName === "BUTTON") continue;
    const values = byName.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

function startForm() {
  const asItCame = form.cloneNode(true);
  asItCame.reset();
  last = JSON.stringify(fieldsOf(asItCame));
  // Somebody may have answered before this script had loaded.
  changed();
  restore();
  last = JSON.stringify(fieldsOf());
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
}

// --- Going on ---

const isCutOff = () => !navigator.onLine || status?.dataset.state === "offline";

async function goOn(address) {
  // A browser's own page of error would lead nowhere, and hides that everything is kept.
  if (isCutOff() && !(await window.caches?.match(address, { ignoreVary: true }))) {
    say("offline", "No connection, and this device does not have that page yet. Your answers are kept: go on when there is one");
    return;
  }
  location.assign(address);
}

function submitted(event) {
  event.preventDefault();
  changed();
  const back = event.submitter?.value === "back" && form.dataset.examBack;
  const next = back || form.dataset.examNext;
  // Gone on at once: what is on its way is sent again by the next page if it does not arrive.
  Promise.race([flush(), new Promise((go) => setTimeout(go, 400))]).finally(() => goOn(next));
}

function linkPressed(event) {
  const link = event.target.closest("a[href]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || !isCutOff() || !bar.dataset.examKeep.split(" ").includes(link.pathname)) return;
  event.preventDefault();
  goOn(link.href);
}

async function handingIn(event) {
  event.preventDefault();
  await flush();
  if (waiting().length) {
    say("offline", "No connection. Nothing is lost: hand in again when there is one, or it is handed in when time is up");
    return;
  }
  event.target.submit();
}

// --- Start ---

function forget() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix)) localStorage.removeItem(key);
  }
  if ("caches" in window) caches.delete("exam");
  navigator.serviceWorker?.getRegistrations().then((all) => {
    for (const one of all) if (location.href.startsWith(one.scope)) one.unregister();
  });
}

async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(bar.dataset.examWorker);
  const ready = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((one) => one.name);
  // What makes a page work comes before the pages: the connection may go at any moment.
  const needed = files.filter((name) => name.includes("/static/"));
  ready.active?.postMessage({ keep: [...needed, ...bar.dataset.examKeep.split(" ")] });
}

if (bar) {
  if (form) startForm();
  document.addEventListener("click", linkPressed);
  document.querySelector("form[data-exam-hand-in]")?.addEventListener("submit", handingIn);
  document.addEventListener("visibilitychange", visibilityChanged);
  window.addEventListener("online", () => flush());
  window.addEventListener("offline", () => say("offline", "No connection. Kept on this device"));
  if (performance.getEntriesByType("navigation")[0]?.type === "reload") note("reloaded");
  draw();
  tick();
  setInterval(tick, TICK_MS);
  flush();
  if (!isFromStore) keepPages().catch(() => {}); // a browser that keeps no pages still keeps answers
}
// What was not taken stays until a person has been asked; everything else goes with the exam.
if (done) flush().then(() => {
  const isKept = waiting().length || entries().some((entry) => entry.refused);
  if (done.hasAttribute("data-exam-forget") && !isKept) forget();
});
