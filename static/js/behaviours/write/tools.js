// [role=toolbar] with aria-controls: marks for the words chosen in that field; one stop of the Tab key, arrows within, Ctrl or ⌘ with B, I and K in the field.
import { marked } from "./marks.js";
import { put } from "./put.js";

// On Apple's systems Ctrl+B and Ctrl+K move and delete.
const HELD = /Mac|iPhone|iPad/.test(navigator.platform) ? "metaKey" : "ctrlKey";
const KEYS = { b: "bold", i: "italic", k: "link" };
const buttons = (bar) => [...bar.querySelectorAll("[data-mark]")];

function mark(field, kind) {
  const [text, from, to, start, end] = marked(kind, field.value, field.selectionStart, field.selectionEnd);
  put(field, text, from, to);
  field.setSelectionRange(start, end);
}

const go = (bar, button) => (buttons(bar).forEach((one) => (one.tabIndex = one === button ? 0 : -1)), button.focus());

// The field keeps the focus and its words chosen.
document.addEventListener("mousedown", (event) => event.target.closest?.("[data-mark]") && event.preventDefault());

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-mark]");
  if (button) mark(document.getElementById(button.closest("[role=toolbar]").getAttribute("aria-controls")), button.dataset.mark);
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.isComposing) return;
  const kind = event[HELD] && !event.shiftKey && !event.altKey && target.matches?.("[data-write]") && KEYS[key.toLowerCase()];
  const bar = target.matches?.("[data-mark]") && target.closest("[role=toolbar]");
  const all = bar ? buttons(bar) : [];
  const next = { ArrowRight: all.indexOf(target) + 1, ArrowLeft: all.indexOf(target) - 1, Home: 0, End: -1 }[key];
  if (kind) mark(target, kind);
  else if (bar && next !== undefined) go(bar, all.at(next % all.length));
  else return;
  event.preventDefault();
});
