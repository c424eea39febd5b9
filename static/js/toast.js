// Toasts: those the server wrote into the page and those that come with the `toast` event of an htmx answer.
const LIFE_MS = 10_000;
const MOST_SHOWN = 4;

const region = document.querySelector("[data-toasts]");
const template = document.querySelector("[data-toast-template]");

function startClock(toast) {
  let timer = 0;
  const start = () => { timer = setTimeout(() => toast.remove(), LIFE_MS); };
  const stop = () => clearTimeout(timer);
  // A toast that somebody reads or is about to press stays.
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", start);
  start();
}

function adopt(toast) {
  const close = toast.querySelector("[data-toast-close]");
  close.hidden = false;
  if (!toast.classList.contains("toast-error")) startClock(toast);
}

function show({ text, level = "success", undo = "" }) {
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.classList.add(`toast-${level}`);
  const wanted = level === "info" ? "success" : level;
  for (const icon of toast.querySelectorAll("[data-icon]")) {
    if (icon.dataset.icon !== wanted) icon.remove();
  }
  toast.querySelector(".toast-text").textContent = text;
  const form = toast.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  region.append(toast);
  while (region.children.length > MOST_SHOWN) region.firstElementChild.remove();
  adopt(toast);
  return toast;
}

region?.querySelectorAll("[data-toast]").forEach(adopt);

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-toast-close]")?.closest("[data-toast]").remove();
});

// `toasts` comes from the server in HX-Trigger, `toast` from another behaviour of the page.
document.addEventListener("toasts", (event) => event.detail.value.forEach(show));
document.addEventListener("toast", (event) => show(event.detail));

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const words = {
    403: "You may not do that.",
    404: "That is no longer there. Reload the page to see what changed.",
    409: "Somebody changed this in the meantime. Reload the page to see what changed.",
    429: "Too many requests. Wait a moment, then try again.",
  };
  show({ text: words[status] ?? "That did not work and nothing was changed. Try again in a moment.", level: "error" });
});

document.addEventListener("htmx:sendError", () => {
  show({ text: "No connection. What you entered is still here; try again when you are back online.", level: "error" });
});
