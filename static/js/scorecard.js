// The scorecard: digits choose a step, and what another device saved lies beside one's own until somebody decides.
const form = document.querySelector("form[data-scorecard]");

// 1–4 choose a step of the criterion whose scale has the focus, 0 says "not assessed".
form?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-4]$/.test(event.key) || event.target.type !== "radio") return;
  const steps = [...form.querySelectorAll(`input[type=radio][name="${CSS.escape(event.target.name)}"]`)];
  const wanted = event.key === "0" ? steps.at(-1) : steps[Number(event.key) - 1];
  event.preventDefault();
  wanted.focus();
  wanted.click();
});

const panel = document.querySelector("[data-conflict]");

function legendOf(key) {
  return document.getElementById(key)?.querySelector("legend")?.textContent ?? key;
}

function labelOf(name, value) {
  const input = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  return input?.closest("label").querySelector("strong, span:not(.level-text)")?.textContent ?? "";
}

// Only what differs is worth reading.
function differences({ ratings, summary }) {
  const own = new FormData(form);
  const found = [];
  for (const { scale, competency, choice, seen } of ratings) {
    const key = `${scale}-${competency}`;
    if ((own.get(`choice-${key}`) ?? "") === choice && (own.get(`seen-${key}`) ?? "").trim() === seen) continue;
    found.push([legendOf(key), [labelOf(`choice-${key}`, choice), seen].filter(Boolean).join(": ")]);
  }
  if (summary && (own.get("summary") ?? "").trim() !== summary) found.push(["Summary", summary]);
  return found;
}

form?.addEventListener("autosave:conflict", ({ detail: { theirs, keep, take } }) => {
  const list = panel.querySelector("dl");
  list.replaceChildren();
  for (const [name, words] of differences(theirs)) {
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = name;
    said.textContent = words;
    list.append(term, said);
  }
  panel.hidden = false;
  panel.querySelector("[data-conflict-keep]").onclick = () => {
    panel.hidden = true;
    keep();
  };
  panel.querySelector("[data-conflict-take]").onclick = take;
  panel.focus();
});
