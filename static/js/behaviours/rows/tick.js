// Ticking rows: all of the page, a stretch of them with Shift, and how many there are.
import { boxes, list } from "./parts.js";
let last = null;

function count() {
  const ticked = boxes().filter((box) => box.checked).length;
  const said = list().querySelector("[data-ticked]");
  if (said) said.textContent = said.dataset.words.replace("{n}", ticked);
  const all = list().querySelector("[data-tick-all]");
  if (!all) return;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

function stretch(from, to) {
  const found = boxes();
  const [start, end] = [found.indexOf(from), found.indexOf(to)].sort((a, b) => a - b);
  if (start >= 0) for (const box of found.slice(start, end + 1)) box.checked = to.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-rows] input[name=id]");
  if (box && event.shiftKey && last?.isConnected) stretch(last, box);
  if (box) last = box;
  if (event.target.closest("[data-tick-none]")) {
    for (const one of list().querySelectorAll("input[name=id], input[name=all]")) one.checked = false;
    count();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("[data-rows]")) count();
});
document.addEventListener("htmx-after-swap", () => list() && count());
count();
