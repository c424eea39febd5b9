// <form data-autosave="/save/" data-autosave-key="scorecard-7">: saved as it is typed, kept on this device until the
// server says it has it, sent again when the connection or the session is back. [data-autosave-status] says which.
// With data-autosave-queue a submission waits the same way: the draft is sent first, and only once the server has it, the form.
// What another device saved meanwhile comes as the form's event "autosave:conflict" with { theirs, keep, take }.
const WAIT_MS = 700;
const RETRY_MS = 5_000;
const TICK_MS = 1_000;
const SKIP = new Set(["csrfmiddlewaretoken"]);

// On a shared device a draft comes back to nobody but the person who wrote it.
const keyFor = (name) => `draft:${document.body.dataset.viewer ?? ""}:${name}`;
const keyOf = (form) => keyFor(form.dataset.autosaveKey);
const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector(`[data-autosave-status-for="${form.id}"]`);
    this.savedAt = null;
    this.sending = false;
    this.again = false;
    this.queued = ""; // "submit" or "save" while a press of that button waits for the server
    this.mayLeave = false;
    this.timer = 0;
    // A page that answers a refused form holds what was typed already: then that is what this device keeps.
    if (form.hasAttribute("data-autosave-typed")) this.keep();
    else this.restore();
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    window.addEventListener("online", () => this.resend());
    document.addEventListener("visibilitychange", () => this.visibilityChanged());
    setInterval(() => this.tick(), TICK_MS);
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(keyOf(this.form)));
    } catch {
      return null;
    }
  }

  keep() {
    try {
      const version = this.form.elements.namedItem("version")?.value ?? "";
      const mark = { fields: fieldsOf(this.form), version, at: Date.now(), queued: this.queued };
      localStorage.setItem(keyOf(this.form), JSON.stringify(mark));
      return mark.at;
    } catch {
      return 0; // A browser that keeps nothing still saves to the server.
    }
  }

  // The server takes no step of a window after a later one, so a request that was held up cannot undo what followed it.
  count() {
    const step = this.form.elements.namedItem("step");
    if (step) step.value = String(Number(step.value) + 1);
  }

  // The form itself carries everything now; a draft sent beside it would only arrive late.
  submitted(event) {
    if (this.form.hasAttribute("data-autosave-queue") && !this.mayLeave) {
      event.preventDefault();
      this.queued = event.submitter?.value || "submit";
      this.send();
      return;
    }
    clearTimeout(this.timer);
    this.timer = 0;
    this.count();
  }

  // The server has every word, so whatever becomes of the page now, nothing is lost.
  leave() {
    const button = this.form.querySelector(`button[name="go"][value="${CSS.escape(this.queued)}"]`);
    this.queued = "";
    this.mayLeave = true;
    this.form.requestSubmit(button);
    this.mayLeave = false;
  }

  get waits() {
    return this.queued === "submit" ? "Will be submitted when the connection is back" : "";
  }

  // Only what is newer than the page's own copy comes back; an acknowledged draft left nothing behind.
  restore() {
    const kept = this.read();
    if (!kept?.fields) return;
    const byName = new Map();
    for (const [name, value] of kept.fields) byName.set(name, [...(byName.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || SKIP.has(field.name) || field.type === "hidden" || field.type === "file") continue;
      const values = byName.get(field.name) ?? [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    if (kept.version) this.setVersion(kept.version);
    this.queued = kept.queued === "submit" ? "submit" : "";
    this.say("kept", this.queued ? "Restored from this device, submitting" : "Restored from this device, saving");
    this.send();
  }

  changed() {
    this.queued = ""; // Whoever types on has not finished yet.
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT_MS);
  }

  visibilityChanged() {
    if (document.visibilityState === "visible") return this.resend();
    if (this.timer) this.send();
    return undefined;
  }

  resend() {
    if (this.read()) this.send();
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    this.count();
    const at = this.keep();
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Requested-With": "autosave", Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
      });
      await this.answered(answer, at);
    } catch {
      this.say("offline", `Saved on this device, not sent yet. ${this.waits || "No connection"}`);
      this.retryLater();
    } finally {
      this.sending = false;
    }
    if (this.again) {
      this.again = false;
      this.send();
    }
  }

  async answered(answer, at) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.say("kept", "Saved on this device, not sent yet:", this.queued === "submit" ? "sign in to submit" : "sign in to save");
      return;
    }
    if (answer.status === 409) {
      await this.disagreed(answer);
      return;
    }
    if (answer.status === 422 || answer.status === 400) {
      // The page that refuses it says which value and why, and holds every word.
      if (this.queued) this.leave();
      else this.say("kept", "Saved on this device, not sent yet. The server refused a value");
      return;
    }
    if (!answer.ok) {
      this.say("kept", `Saved on this device, not sent yet. ${this.waits || "The server is not answering"}`);
      this.retryLater();
      return;
    }
    const version = answer.headers.get("X-Draft-Version");
    if (version) this.setVersion(version);
    // Typed on while this was under way: the copy stays until that is acknowledged too.
    if ((this.read()?.at ?? at) === at) localStorage.removeItem(keyOf(this.form));
    this.savedAt = Date.now();
    if (this.queued && !this.again) {
      this.leave();
      return;
    }
    this.tick();
  }

  async disagreed(answer) {
    this.queued = "";
    this.keep();
    this.say("conflict", "Changed in another window. Yours is saved on this device, not sent");
    const { theirs, revision } = await answer.json().catch(() => ({}));
    const keep = () => {
      this.setVersion(String(revision));
      this.send();
    };
    const take = () => {
      localStorage.removeItem(keyOf(this.form));
      location.reload();
    };
    if (theirs) this.form.dispatchEvent(new CustomEvent("autosave:conflict", { detail: { theirs, keep, take } }));
  }

  setVersion(version) {
    const field = this.form.elements.namedItem("version");
    if (field) field.value = version;
  }

  retryLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY_MS);
  }

  tick() {
    if (!this.savedAt || this.read()) return;
    const seconds = Math.round((Date.now() - this.savedAt) / 1000);
    const words = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
    this.say("saved", `Saved ${words} ago`);
  }

  say(state, words, linkWords = "") {
    if (!this.status) return;
    const text = linkWords ? `${words} ${linkWords}` : words;
    if (this.status.textContent === text) return;
    // Read out when the state changes, not every second.
    this.status.setAttribute("aria-live", this.status.dataset.state === state ? "off" : "polite");
    this.status.dataset.state = state;
    this.status.replaceChildren(`${words} `.trimEnd());
    if (!linkWords) return;
    const link = document.createElement("a");
    link.href = `${document.body.dataset.loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = linkWords;
    this.status.append(" ", link);
  }
}

const drafts = new WeakMap();

function start() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (!drafts.has(form)) drafts.set(form, new Draft(form));
  }
}

// Submitted for good: the page that follows carries [data-autosave-done="<key>"] once the server has it.
for (const done of document.querySelectorAll("[data-autosave-done]")) {
  localStorage.removeItem(keyFor(done.dataset.autosaveDone));
}
document.addEventListener("session:gone", (event) => {
  if (document.querySelector("form[data-autosave]")) event.preventDefault();
});
document.addEventListener("htmx:load", start);
start();
