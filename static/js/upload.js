// [data-upload] around a file input: drop a file on it, see its name and size, hear early that it is too large,
// watch it go up. data-max-bytes on the input is only a courtesy; the server decides.
const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function describe(zone) {
  const input = zone.querySelector("input[type=file]");
  const words = zone.querySelector("[data-upload-words]");
  const most = Number(input.dataset.maxBytes || Infinity);
  const files = [...input.files];
  const tooLarge = files.find((file) => file.size > most);
  input.setCustomValidity(tooLarge ? `${tooLarge.name} is ${size(tooLarge.size)}; the most is ${size(most)}.` : "");
  if (tooLarge) input.reportValidity();
  if (words) words.textContent = files.map((file) => `${file.name}, ${size(file.size)}`).join(" · ");
}

document.addEventListener("change", (event) => {
  const zone = event.target.closest?.("[data-upload]");
  if (zone && event.target.matches("input[type=file]")) describe(zone);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (!zone || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.toggle("is-over", kind === "dragover");
    if (kind !== "drop") return;
    const input = zone.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress[data-upload-progress]");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});
