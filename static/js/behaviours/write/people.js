// data-people on a field: after an @ those who can be named there, in a listbox; arrows choose, Enter or Tab takes, Escape closes.
import { quiet } from "../editor/form.js";
import { listbox } from "../listbox.js";
import { ask } from "./asking.js";
import { take, typed } from "./naming.js";

function press(event, field, box) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing || !(event.key === "Escape" ? box.list.firstElementChild : box.chosen())) return;
  if (step) box.move(step);
  else if (["Enter", "Tab"].includes(event.key)) take(field, box.chosen().dataset.value);
  else if (event.key !== "Escape") return;
  if (!step) box.show();
  event.preventDefault();
}

function begin(field) {
  if (!field?.matches("[data-people]:not([data-named])")) return;
  const box = listbox(field, { id: `${field.id}-people`, label: field.dataset.peopleWords });
  const soon = quiet(() => ask(field, box), 150);
  // What was found for fewer letters may be clicked still, but no key takes it.
  const follow = () => (typed(field) ? (box.rest(), soon()) : box.show());
  field.dataset.named = "";
  field.addEventListener("input", (event) => event.isComposing || follow());
  field.addEventListener("compositionend", follow);
  for (const kind of ["blur", "click"]) field.addEventListener(kind, () => setTimeout(box.show, 150));
  field.addEventListener("keydown", (event) => press(event, field, box));
  box.list.addEventListener("click", ({ target }) => (take(field, target.closest("[role=option]").dataset.value), box.show()));
}

document.addEventListener("focusin", ({ target }) => begin(target));
// It may have had the focus before this came.
begin(document.activeElement);
