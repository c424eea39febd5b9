// <form data-confirm="Question?"> (or a button with it) asks first. Without JavaScript the form goes straight through,
// which is why only acts that can be undone, or that have a page of their own, should lean on it.
const dialog = document.querySelector("[data-confirm-dialog]");
let agreed = null;

function ask(question, verb) {
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.querySelector("[data-confirm-yes]").textContent = verb || "Go on";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// Capture, so that the question comes before htmx or another behaviour sees the submit.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const asking = event.submitter?.dataset.confirm ? event.submitter : form;
  if (!asking.dataset?.confirm || agreed === form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  if (!(await ask(asking.dataset.confirm, asking.dataset.confirmVerb || submitter?.textContent.trim()))) return;
  agreed = form;
  form.requestSubmit(submitter);
  agreed = null;
}, true);

// hx-confirm asks in the same dialog instead of the browser's own.
document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question, event.target.dataset.confirmVerb)) event.detail.issueRequest(true);
});
