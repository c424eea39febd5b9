// <form data-levers>: a slider says its value while it is dragged; what stands at zero stays out of the address.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches("[data-levers] input[type=range]")) return;
  slider.closest(".lever").querySelector("output").textContent = `${slider.value} ${slider.dataset.unit}`;
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-levers]")) return;
  const kept = [...event.formData.entries()].filter(([, value]) => value !== "0");
  for (const name of new Set(event.formData.keys())) event.formData.delete(name);
  for (const [name, value] of kept) event.formData.append(name, value);
});

// The button is for when nothing else works; a changed slider tries itself.
for (const button of document.querySelectorAll("[data-levers] > button")) button.hidden = true;
