// <form method="get" data-filter>: a change applies itself; empty fields stay out of the URL, which holds the whole state.
const WAIT_MS = 350;
let timer = 0;

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const kept = [...event.formData.entries()].filter(([, value]) => value !== "");
  for (const name of new Set(event.formData.keys())) event.formData.delete(name);
  for (const [name, value] of kept) event.formData.append(name, value);
});

function applySoon(form, wait) {
  clearTimeout(timer);
  timer = setTimeout(() => form.requestSubmit(), wait);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-filter]");
  if (form && !event.target.matches("input[type=search], input[type=text]")) applySoon(form, 0);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-filter]");
  if (form?.hasAttribute("hx-get") && event.target.matches("input[type=search], input[type=text]")) applySoon(form, WAIT_MS);
});

// Without JavaScript the form has its own button; with it the button would only be in the way.
for (const button of document.querySelectorAll("form[data-filter] [data-filter-apply]")) button.hidden = true;
