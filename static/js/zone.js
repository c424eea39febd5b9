// Offers the device's own time zone where times are shown on another clock.
const form = document.querySelector("[data-zone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const field = form?.querySelector("select[name=zone]");
const has = field && [...field.options].some((option) => option.value === own);

if (has && own !== form.dataset.zone) {
  const guess = form.querySelector("[data-zone-guess]");
  const take = form.querySelector("[data-zone-take]");
  take.textContent = own.replaceAll("_", " ");
  take.addEventListener("click", () => {
    field.value = own;
    form.requestSubmit();
  });
  guess.hidden = false;
}
