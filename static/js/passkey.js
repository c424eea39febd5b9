// Passkeys: shown only where the browser has them; a cancelled or failed key says so beside its button.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-error]")) words.hidden = false;
});
