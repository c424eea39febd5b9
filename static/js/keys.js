// Keys: / search · j k move in a list · Enter opens · g then a letter goes · ? shows them · Ctrl/⌘ Enter submits.
// A page adds its own with data-key="l" on a button or link: in a [data-item] it acts on the marked item, else on the page.
const CHORD_MS = 1500;
const sheet = document.querySelector("[data-keys]");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
let waitingForGo = 0;

const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const isShown = (element) => element.getClientRects().length > 0;
const MENU_ITEMS = ":scope > :not(summary) :is(a[href], button:not([disabled]), select, input:not([type=hidden]))";
// A field in a dialog that has just closed keeps the focus until the next frame, but nobody types in it.
const isTyping = (target) => {
  const field = target.closest?.(FIELDS);
  return Boolean(field) && isShown(field);
};
// An answer may replace the marked item by itself: it is known again by its id.
let markedId = "";
const marked = () => document.querySelector("[data-item].is-here") ?? (markedId ? document.getElementById(markedId) : null);

function mark(item) {
  marked()?.classList.remove("is-here");
  item.classList.add("is-here");
  markedId = item.id;
  const target = item.querySelector("[data-item-link]") ?? item.querySelector("a[href]") ?? item;
  if (target === item) item.tabIndex = -1;
  target.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")].filter(isShown);
  if (!items.length) return false;
  const at = items.indexOf(marked());
  mark(items[Math.min(Math.max(at + by, 0), items.length - 1)]);
  return true;
}

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function press(letter) {
  const selector = `[data-key="${CSS.escape(letter)}"]`;
  const own = marked()?.querySelector(selector);
  const button = own ?? [...document.querySelectorAll(selector)].find((one) => !one.closest("[data-item]") && isShown(one));
  if (!button) return false;
  if (button.matches("input:not([type=checkbox]), textarea, select")) button.focus();
  else button.click();
  // Whoever opens a menu by its key goes on inside it.
  if (button.matches("summary")) button.parentElement.querySelector(MENU_ITEMS)?.focus();
  return true;
}

function listPageKeys() {
  const list = sheet.querySelector("[data-page-keys]");
  const seen = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    const words = element.dataset.keyWords || element.getAttribute("aria-label") || element.textContent.trim();
    if (words && !seen.has(element.dataset.key)) seen.set(element.dataset.key, words);
  }
  list.replaceChildren(...[...seen].map(([letter, words]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    const text = document.createElement("dd");
    key.textContent = letter;
    text.textContent = words;
    term.append(key);
    row.append(term, text);
    return row;
  }));
  sheet.querySelector("[data-page-keys-title]").hidden = seen.size === 0;
}

function showKeys() {
  listPageKeys();
  if (!sheet.open) sheet.showModal();
}

const SINGLE = {
  "/": () => { document.dispatchEvent(new CustomEvent("keys:search")); return true; },
  "?": () => { showKeys(); return true; },
  j: () => step(1),
  k: () => step(-1),
  g: () => { waitingForGo = Date.now(); return true; },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
    const form = event.target.closest?.("form:not([data-no-submit-key])");
    if (!form || form.method === "dialog" || form.closest("[data-palette]")) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-submit-key]"));
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) return event.target.blur();
  if (isTyping(event.target) || document.querySelector("dialog[open]") || document.body.dataset.singleKeys === "off") return;

  const chord = Date.now() - waitingForGo < CHORD_MS;
  waitingForGo = 0;
  if (chord && go(event.key)) return event.preventDefault();
  if ((SINGLE[event.key]?.() || press(event.key))) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-item]");
  if (!item || item.classList.contains("is-here")) return;
  marked()?.classList.remove("is-here");
  item.classList.add("is-here");
  markedId = item.id;
});

document.addEventListener("htmx:afterSwap", () => marked()?.classList.add("is-here"));

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) showKeys();
  if (event.target === sheet) sheet.close();
});

for (const button of document.querySelectorAll("[data-keys-open]")) button.hidden = false;
if (isMac) {
  for (const key of document.querySelectorAll("[data-mod]")) key.textContent = `⌘${key.dataset.mod === "Enter" ? " Enter" : key.dataset.mod}`;
}
