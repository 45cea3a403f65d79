// How many more files a picker has room for. Where only one may be, the new one takes the place of the old, which comes
// back when the new one is not taken after all.
import { stop } from "./queue.js";
import { slotsOf } from "./slots.js";

const before = new WeakMap();

export const forget = (picker) => before.delete(picker);

export function takeBack(picker) {
  if (before.has(picker)) picker.querySelector("[data-slots]").append(before.get(picker));
  forget(picker);
}

export function roomIn(picker) {
  if ("single" in picker.dataset) {
    for (const slot of slotsOf(picker)) {
      if (["ready", "waiting"].includes(slot.dataset.state)) before.set(picker, slot);
      stop(slot);
      slot.remove();
    }
  }
  return Number(picker.dataset.most) - slotsOf(picker).length;
}
