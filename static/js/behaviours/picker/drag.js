// The place of a slot, by dragging its picture; with a finger by its grip, because the picture scrolls the page.
import { placeAt, tell } from "./order.js";
import { slotsOf } from "./slots.js";
import { pickerOf } from "./words.js";

let held = null;

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(event.pointerType === "mouse" ? "[data-view]" : "[data-grip]");
  const picker = grip && pickerOf(grip);
  if (!picker || event.button || slotsOf(picker).length < 2) return;
  event.preventDefault();
  held = grip.closest("[data-slot]");
  held.dataset.held = "";
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-slot]");
  const slots = slotsOf(pickerOf(held));
  if (over && over !== held && slots.includes(over)) placeAt(held, slots.indexOf(over));
});

function release() {
  if (!held) return;
  delete held.dataset.held;
  tell(held);
  held = null;
}

document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", release);
