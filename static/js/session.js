// A request that finds its session gone must not paint the sign-in page into a fragment: go and sign in, then return.
const signIn = document.body.dataset.loginUrl;

function leadsToSignIn(xhr) {
  return Boolean(signIn && xhr.responseURL && new URL(xhr.responseURL).pathname === signIn);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!leadsToSignIn(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
  // The form being filled in may be worth more than the answer: whoever keeps drafts listens and stays on the page.
  if (!document.dispatchEvent(new CustomEvent("session:gone", { cancelable: true }))) return;
  const here = location.pathname + location.search;
  location.assign(`${signIn}?next=${encodeURIComponent(here)}`);
});

// Back and forward may show a page from the browser's memory after somebody signed out of it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// An answer that refuses a form puts the reader where the trouble is.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.xhr?.status !== 422) return;
  const target = event.detail.target?.isConnected ? event.detail.target : document;
  target.querySelector("[aria-invalid=true], [data-focus-first]")?.focus();
});
