// Drag a card to another lane: its real "move to…" form is what is sent; a refusal puts the card back where it was.
// [data-board] · [data-lane="<value of the form's `to`>"] with [data-lane-cards] and [data-count] · [data-card] with
// [data-move-form] of its own, or a [data-move-link] (or data-move-url) for the page's one form[data-move-form-shared]. A field
// `from_stage` is told the lane it was taken from, so that the server can refuse what somebody else did first.
const GROUP = "board";
const wired = new WeakSet();
const journeys = new Map();

function formFor(card, board) {
  const own = card.querySelector("[data-move-form]");
  if (own) return own;
  const shared = board.querySelector("form[data-move-form]") ?? document.querySelector("form[data-move-form-shared]");
  const url = card.dataset.moveUrl ?? card.querySelector("[data-move-link]")?.getAttribute("href");
  if (!shared || !url) return null;
  const copy = shared.cloneNode(true);
  copy.removeAttribute("id");
  copy.hidden = true;
  copy.action = url;
  copy.setAttribute("hx-post", url);
  copy.setAttribute("hx-target", `#${card.id}`);
  copy.setAttribute("hx-swap", "outerHTML");
  card.append(copy);
  window.htmx.process(copy);
  return copy;
}

function setTarget(form, value) {
  let field = form.elements.namedItem("to");
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "to";
    form.append(field);
  }
  field.value = value;
  return form.elements.namedItem("to").value === value;
}

function count(lane, by) {
  const shown = lane.querySelector("[data-count]");
  const number = Number(shown?.textContent.replace(/\D/g, ""));
  if (shown && Number.isFinite(number)) shown.textContent = String(Math.max(0, number + by));
}

function putBack(journey) {
  const { card, from, before, lanes } = journey;
  from.insertBefore(card, before?.parentNode === from ? before : null);
  card.classList.remove("is-moving");
  count(lanes.to, -1);
  count(lanes.from, 1);
}

function dropped(event, board) {
  const card = event.item;
  const lanes = { from: event.from.closest("[data-lane]"), to: event.to.closest("[data-lane]") };
  const journey = { card, from: event.from, before: event.from.children[event.oldIndex] ?? null, lanes };
  if (lanes.from === lanes.to) return;
  const form = formFor(card, board);
  count(lanes.from, -1);
  count(lanes.to, 1);
  if (!form || !setTarget(form, lanes.to.dataset.lane)) {
    putBack(journey);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: "That stage does not take this card.", level: "error" } }));
    return;
  }
  const seen = form.elements.namedItem("from_stage");
  if (seen) seen.value = lanes.from.dataset.lane;
  card.classList.add("is-moving");
  journeys.set(form, journey);
  form.requestSubmit();
}

function wire(board) {
  if (wired.has(board) || !window.Sortable) return;
  wired.add(board);
  board.classList.add("is-ready");
  for (const cards of board.querySelectorAll("[data-lane-cards]")) {
    window.Sortable.create(cards, {
      group: GROUP,
      draggable: "[data-card]",
      filter: "a, button, summary, select, input, details[open]",
      preventOnFilter: false,
      sort: false,
      delay: 150,
      delayOnTouchOnly: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "ticket-ghost",
      dragClass: "ticket-drag",
      onMove: (event) => {
        board.querySelectorAll(".is-target").forEach((lane) => lane.classList.remove("is-target"));
        event.to.closest("[data-lane]").classList.add("is-target");
      },
      onEnd: (event) => {
        board.querySelectorAll(".is-target").forEach((lane) => lane.classList.remove("is-target"));
        dropped(event, board);
      },
    });
  }
}

function settle(event) {
  const form = event.detail.requestConfig?.elt;
  const journey = journeys.get(form);
  if (!journey) return;
  journeys.delete(form);
  journey.card.removeAttribute("style"); // what dragging left behind; htmx would copy it onto the new card as inline style
  const refused = event.type !== "htmx:beforeSwap" || event.detail.xhr.status >= 400;
  if (refused) putBack(journey);
}

document.addEventListener("htmx:beforeSwap", settle);
document.addEventListener("htmx:sendError", settle);
document.addEventListener("htmx:timeout", settle);

// The "move to…" menu of a card comes when it is asked for, in place of its link; without JavaScript the link is a page.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-move-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const card = link.closest("[data-card]");
  window.htmx.ajax("GET", link.getAttribute("href"), { source: link, target: link, swap: "outerHTML" }).then(() => {
    card?.querySelector("[data-menu][open] .menu-item")?.focus(); // whoever asked goes on inside it
  });
});

const wireAll = () => document.querySelectorAll("[data-board]").forEach(wire);
document.addEventListener("htmx:load", wireAll);
wireAll();
