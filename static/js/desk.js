// [data-desk-text]: the marks under the text stay where they are while somebody types, until the server has marked the new text.
const under = () => document.getElementById("desk-under");
const END = "\u200b";

function nodeAt(root, place) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && place > node.length) {
    place -= node.length;
    node = walker.nextNode();
  }
  return [node, place];
}

// Replace in the underlay only what differs, so that the marks around it keep their words.
function follow(text) {
  const root = under();
  const before = root.textContent;
  const after = text + END;
  let start = 0;
  while (start < before.length - 1 && start < after.length - 1 && before[start] === after[start]) start += 1;
  let same = 1;
  while (same < before.length - start && same < after.length - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  const range = document.createRange();
  const [first, from] = nodeAt(root, start);
  const [last, to] = nodeAt(root, before.length - same);
  if (!first || !last) return;
  range.setStart(first, from);
  range.setEnd(last, to);
  range.deleteContents();
  const typed = after.slice(start, after.length - same);
  if (typed) range.insertNode(document.createTextNode(typed));
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-desk-text]")) follow(event.target.value);
});

// What comes back may be older than what was typed meanwhile.
document.addEventListener("htmx:oobAfterSwap", () => {
  const field = document.querySelector("[data-desk-text]");
  if (field && under() && under().textContent !== field.value + END) follow(field.value);
});
