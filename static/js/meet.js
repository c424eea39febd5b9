// <form data-meet data-viewer="…" data-state="…" data-worker="…" data-login="…">: whom one met, written down without a
// connection. Each entry is kept on this device under its own identifier until the server says that it has it; sending
// one twice keeps it once. Entries of another account stay where they are.
const PREFIX = "meet:";
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const SKIP = new Set(["csrfmiddlewaretoken"]);
const SHIFT_MS = 86_400_000;

const form = document.querySelector("form[data-meet]");
const queue = document.querySelector("[data-meet-queue]");
const status = document.querySelector("[data-meet-status]");
const row = document.querySelector("template[data-meet-row]");
const mine = `${PREFIX}${form.dataset.viewer}:`;
let editing = null;
let sending = false;
let pause = FIRST_RETRY_MS;
let timer = 0;

function newIdentifier() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[6] = (octets[6] & 0x0f) | 0x40;
  octets[8] = (octets[8] & 0x3f) | 0x80;
  const hex = [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function entries() {
  const found = [];
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    if (!key.startsWith(mine)) continue;
    try {
      found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      // What another program wrote under our name is not ours to send.
    }
  }
  return found.sort((one, other) => one.fields.met_at.localeCompare(other.fields.met_at));
}

function keep(key, entry) {
  localStorage.setItem(key, JSON.stringify(entry));
}

function say(state, words, linkWords = "") {
  status.dataset.state = state;
  status.replaceChildren(words);
  if (!linkWords) return;
  const link = document.createElement("a");
  link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = linkWords;
  status.append(" ", link);
}

function draw() {
  const waiting = entries();
  queue.replaceChildren(
    ...waiting.map((entry) => {
      const line = row.content.cloneNode(true);
      line.querySelector("[data-meet-name]").textContent = entry.fields.name;
      line.querySelector("[data-meet-problem]").textContent = entry.problem ?? "Not sent yet";
      line.querySelector("[data-meet-edit]").addEventListener("click", () => edit(entry));
      line.querySelector("[data-meet-drop]").addEventListener("click", () => drop(entry));
      return line;
    }),
  );
  queue.closest("[data-meet-waiting]").hidden = waiting.length === 0;
  return waiting;
}

function edit(entry) {
  editing = entry;
  for (const field of form.elements) {
    if (!field.name || SKIP.has(field.name)) continue;
    if (field.type === "radio") field.checked = field.value === entry.fields[field.name];
    else if (field.name in entry.fields) field.value = entry.fields[field.name];
  }
  form.elements.namedItem("name").focus();
}

function drop(entry) {
  if (!window.confirm(`Delete what you wrote about ${entry.fields.name}? It was not sent.`)) return;
  localStorage.removeItem(entry.key);
  draw();
}

function submitted(event) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => !SKIP.has(name)));
  fields.uuid = editing?.fields.uuid ?? newIdentifier();
  fields.met_at = editing?.fields.met_at ?? new Date().toISOString();
  try {
    keep(mine + fields.uuid, { fields });
  } catch {
    return; // A browser that keeps nothing sends the form as it stands.
  }
  event.preventDefault();
  const conference = form.elements.namedItem("conference").value;
  editing = null;
  form.reset();
  form.elements.namedItem("conference").value = conference;
  form.elements.namedItem("name").focus();
  draw();
  say("kept", `Kept on this device: ${fields.name}.`);
  send();
}

async function whoIsSignedIn() {
  const headers = { "X-Requested-With": "autosave", Accept: "application/json" };
  const answer = await fetch(form.dataset.state, { headers, redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return null;
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
  return answer.json();
}

async function send() {
  if (sending || !draw().some((entry) => !entry.problem)) return;
  sending = true;
  clearTimeout(timer);
  try {
    const state = await whoIsSignedIn();
    if (state === null) say("kept", "Kept on this device.", "Sign in to send");
    else if (state.viewer !== form.dataset.viewer) say("kept", "Kept on this device: somebody else is signed in now.");
    else await sendAll(state.csrf);
    pause = FIRST_RETRY_MS;
  } catch {
    say("offline", "No connection. Kept on this device, and sent when there is one.");
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LAST_RETRY_MS);
  } finally {
    sending = false;
    draw();
  }
}

async function sendAll(csrf) {
  const tried = new Set();
  // Asked anew each time: somebody may write the next one down while this one is under way.
  const next = () => entries().find((entry) => !entry.problem && !tried.has(entry.key));
  let sent = 0;
  for (let entry = next(); entry; entry = next()) {
    tried.add(entry.key);
    sent += (await sendOne(entry, csrf)) ? 1 : 0;
  }
  const left = entries().length;
  if (left) say("kept", left === 1 ? "One could not be sent as written." : `${left} could not be sent as written.`);
  else if (sent) say("saved", sent === 1 ? "Sent." : `All ${sent} sent.`);
}

async function sendOne(entry, csrf) {
  const body = new FormData();
  for (const [name, value] of Object.entries(entry.fields)) body.append(name, value);
  const headers = { "X-Requested-With": "autosave", "X-CSRFToken": csrf, Accept: "application/json" };
  const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
  if (answer.status === 200 || answer.status === 201) {
    localStorage.removeItem(entry.key);
    return true;
  }
  if (answer.status !== 422 && answer.status !== 409) throw new Error(`The server answered ${answer.status}`);
  const { problems } = await answer.json();
  keep(entry.key, { fields: entry.fields, problem: problems.join(" ") });
  return false;
}

async function stayAvailable() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(form.dataset.worker, { scope: new URL(form.action).pathname });
    const ready = await navigator.serviceWorker.ready;
    const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((one) => one.href);
    files.push(...[...document.querySelectorAll("script[src], img[src]")].map((one) => one.src));
    ready.active.postMessage({ keep: [location.pathname, ...files] });
  } catch {
    // Without it the open page still works offline; only a reload would not.
  }
}

for (const button of document.querySelectorAll("[data-meet-days]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const day = new Date(Date.now() + Number(button.dataset.meetDays) * SHIFT_MS);
    const local = new Date(day.getTime() - day.getTimezoneOffset() * 60_000);
    form.elements.namedItem("follow_up_on").value = local.toISOString().slice(0, 10);
  });
}
form.addEventListener("submit", submitted);
window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
draw();
send();
stayAvailable();
