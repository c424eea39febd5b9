// Light, dark or the system's: the form works by itself; with JavaScript the page does not reload.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  const body = new FormData(form, event.submitter);
  if (theme === "auto") document.documentElement.removeAttribute("data-bs-theme");
  else document.documentElement.setAttribute("data-bs-theme", theme);
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  document.dispatchEvent(new CustomEvent("theme:changed"));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) form.submit();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.dispatchEvent(new CustomEvent("theme:changed"));
});
