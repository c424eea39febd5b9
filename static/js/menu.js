// <details data-menu> opens without JavaScript; this closes it on Escape, on a click elsewhere and when another opens.
function openMenus() {
  return document.querySelectorAll("[data-menu][open]");
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll("a[href], button:not([disabled]), select, input:not([type=hidden])")];
  const at = items.indexOf(document.activeElement);
  if (event.target.matches("select, textarea")) return;
  event.preventDefault();
  const next = event.key === "ArrowDown" ? at + 1 : at - 1;
  items[(next + items.length) % items.length]?.focus();
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
