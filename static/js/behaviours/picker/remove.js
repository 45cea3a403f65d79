// A slot taken away, and back: what is no longer in the form is no longer on the product. And sent again.
import { say as toast, words as general } from "../toasts.js";
import { start, stop } from "./queue.js";
import { forget, takeBack } from "./room.js";
import { number, slotsOf } from "./slots.js";
import { pickerOf, words } from "./words.js";

function remove(slot) {
  const picker = pickerOf(slot);
  const slots = slotsOf(picker);
  const at = slots.indexOf(slot);
  const unfinished = ["sending", "failed", "refused"].includes(slot.dataset.state);
  if (unfinished) stop(slot);
  slot.remove();
  (unfinished ? takeBack : forget)(picker);
  number(picker);
  (slots[at + 1] ?? slots[at - 1])?.querySelector("[data-remove]").focus();
  if (slots.length === 1) picker.querySelector("input[type=file]").focus();
  if (unfinished) return;
  const back = () => {
    const list = picker.querySelector("[data-slots]");
    list.insertBefore(slot, slotsOf(picker)[at] ?? null);
    number(picker);
    slot.querySelector("[data-remove]").focus();
  };
  toast(words(picker, "removed", { n: at + 1 }), { action: back, label: general("undo") });
}

document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-picker] [data-slot]");
  if (event.target.closest("[data-remove]") && slot) remove(slot);
  if (event.target.closest("[data-again]") && slot) {
    slot.querySelector("[data-remove]").focus();
    start(slot);
  }
});
