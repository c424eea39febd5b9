// <form data-bulk> around a list: checkboxes [data-bulk-one], one [data-bulk-all], a bar [data-bulk-bar] with [data-bulk-count].
let last = null;

function refresh(form) {
  const boxes = [...form.querySelectorAll("[data-bulk-one]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-bulk-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const bar of form.querySelectorAll("[data-bulk-bar]")) bar.hidden = chosen === 0;
  for (const count of form.querySelectorAll("[data-bulk-count]")) count.textContent = String(chosen);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-bulk-one]");
  if (!box) return;
  const boxes = [...box.closest("[data-bulk]").querySelectorAll("[data-bulk-one]")];
  if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-bulk-all]")) {
    for (const box of form.querySelectorAll("[data-bulk-one]")) box.checked = event.target.checked;
  }
  refresh(form);
});

const refreshAll = () => document.querySelectorAll("[data-bulk]").forEach(refresh);
document.addEventListener("htmx:afterSettle", refreshAll);
refreshAll();
