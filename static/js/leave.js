// Signing out takes along what this browser kept for the person: entries not sent yet, after a question, and the page
// that works without a connection.
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("meet:"));

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/logout/")) return;
  const waiting = kept();
  const words = waiting.length === 1 ? "One encounter was" : `${waiting.length} encounters were`;
  if (waiting.length && !window.confirm(`${words} not sent yet. Sign out and delete what was written?`)) {
    event.preventDefault();
    return;
  }
  for (const key of waiting) localStorage.removeItem(key);
  if ("caches" in window) caches.delete("meet");
});
