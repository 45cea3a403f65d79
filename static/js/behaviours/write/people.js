// data-people on a field: after an @ those who can be named there, in a listbox; arrows choose, Enter or Tab takes, Escape closes.
import { quiet } from "../editor/form.js";
import { listbox } from "../listbox.js";
import { take, typed } from "./naming.js";
import { place } from "./place.js";

const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };

async function ask(field, box) {
  const found = typed(field);
  if (!found) return box.show();
  const answer = await fetch(`${field.dataset.people}?${new URLSearchParams({ q: found[1] })}`, { headers: PART }).catch(() => null);
  if (typed(field)?.[1] !== found[1] || document.activeElement !== field) return;
  box.show(answer?.ok ? await answer.text() : "");
  box.move(1);
  place(box.list, field, found.index);
}

function press(event, field, box) {
  if (event.isComposing || !box.chosen()) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) box.move(step);
  else if (["Enter", "Tab"].includes(event.key)) take(field, box.chosen().dataset.value);
  else if (event.key !== "Escape") return;
  if (!step) box.show();
  event.preventDefault();
}

document.addEventListener("focusin", ({ target: field }) => {
  if (!field.matches("[data-people]:not([data-named])")) return;
  const box = listbox(field, { id: `${field.id}-people`, label: field.dataset.peopleWords, lasting: false });
  const soon = quiet(() => ask(field, box), 150);
  field.dataset.named = "";
  field.addEventListener("input", (event) => !event.isComposing && (typed(field) ? soon() : box.show()));
  field.addEventListener("compositionend", soon);
  for (const kind of ["blur", "click"]) field.addEventListener(kind, () => setTimeout(box.show, 150));
  field.addEventListener("keydown", (event) => press(event, field, box));
  box.list.addEventListener("click", ({ target }) => (take(field, target.closest("[role=option]").dataset.value), box.show()));
});
