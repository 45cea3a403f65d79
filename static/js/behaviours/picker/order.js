// The place of a slot, by its buttons. The neighbours move, not the slot itself, so that the focus stays on its button.
import { number, slotsOf } from "./slots.js";
import { pickerOf, say, words } from "./words.js";

export function placeAt(slot, at) {
  const slots = slotsOf(pickerOf(slot));
  const now = slots.indexOf(slot);
  if (at < now) slot.after(...slots.slice(at, now));
  else slot.before(...slots.slice(now + 1, at + 1));
}

export function tell(slot) {
  const picker = pickerOf(slot);
  number(picker);
  const slots = slotsOf(picker);
  say(picker, words(picker, "moved", { n: slots.indexOf(slot) + 1, all: slots.length }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picker] [data-move]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const slot = button.closest("[data-slot]");
  const now = slotsOf(pickerOf(slot)).indexOf(slot);
  placeAt(slot, { earlier: now - 1, later: now + 1, first: 0 }[button.dataset.move]);
  tell(slot);
});
