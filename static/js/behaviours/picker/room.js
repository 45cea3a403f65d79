// How many more files a picker has room for. Where only one may be, the new one takes the place of the old.
import { stop } from "./queue.js";
import { slotsOf } from "./slots.js";

export function roomIn(picker) {
  if ("single" in picker.dataset) {
    for (const slot of slotsOf(picker)) {
      stop(slot);
      slot.remove();
    }
  }
  return Number(picker.dataset.most) - slotsOf(picker).length;
}
