// ⌘K, Ctrl K or / open the palette. The server answers with ready links; the arrow keys choose, Enter follows.
const WAIT_MS = 120;

const palette = document.querySelector("[data-palette]");
const input = palette?.querySelector("[data-palette-input]");
const results = palette?.querySelector("[data-palette-results]");
let pending = null;
let timer = 0;

const options = () => [...results.querySelectorAll("[role=option]")];

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

async function look() {
  pending?.abort();
  pending = new AbortController();
  const url = new URL(palette.dataset.paletteUrl, location.href);
  url.searchParams.set("q", input.value);
  try {
    const answer = await fetch(url, { signal: pending.signal, headers: { "HX-Request": "true" } });
    if (answer.redirected || answer.status === 401) return location.reload();
    results.innerHTML = answer.ok ? await answer.text() : '<p class="palette-none">Search is not answering. Enter opens the search page.</p>';
  } catch (error) {
    if (error.name === "AbortError") return;
    results.innerHTML = '<p class="palette-none">No connection.</p>';
  }
  options().forEach((option, at) => { option.id = `palette-option-${at}`; });
  choose(options()[0]);
}

export function open() {
  if (!palette || palette.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.close());
  palette.showModal();
  input.select();
  look();
}

function move(step) {
  const all = options();
  if (!all.length) return;
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  choose(all[(at + step + all.length) % all.length]);
}

input?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT_MS);
});

palette?.addEventListener("keydown", (event) => {
  // A search field would take the first Escape for itself, to empty itself.
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    palette.close();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
  const chosen = results.querySelector("[aria-selected=true]");
  // An answer still under way is for what was typed before; Enter then opens the search page instead.
  if (event.key === "Enter" && chosen && !event.isComposing) {
    event.preventDefault();
    if (event.metaKey || event.ctrlKey) window.open(chosen.href);
    else chosen.click();
  }
});

palette?.addEventListener("click", (event) => {
  if (event.target === palette) palette.close();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-palette-open]") || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  open();
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    open();
  }
});

document.addEventListener("keys:search", open);
