// data-picker: files come by the button, dropped, or pasted anywhere in the form.
import { preview } from "./preview.js";
import { start } from "./queue.js";
import { addSlot, slotsOf } from "./slots.js";
import { show } from "./state.js";
import { say, words } from "./words.js";

function take(picker, files) {
  const room = Number(picker.dataset.most) - slotsOf(picker).length;
  for (const file of [...files].slice(0, room)) {
    const slot = addSlot(picker, file);
    if (file.size > Number(picker.dataset.largest)) show(slot, "refused", words(picker, "large"));
    else if (!file.size) show(slot, "refused", words(picker, "empty"));
    else start(slot, file);
    preview(slot, file);
  }
  if (files.length > room) say(picker, words(picker, "full"));
}

const near = (target) => target.closest?.("form")?.querySelector("[data-picker]") ?? document.querySelector("[data-picker]");

document.addEventListener("change", (event) => {
  const picker = event.target.type === "file" && event.target.closest("[data-picker]");
  if (!picker) return;
  take(picker, event.target.files);
  event.target.value = "";
});

document.addEventListener("paste", (event) => {
  const picker = near(event.target);
  const { files, types } = event.clipboardData;
  // A table copied from elsewhere is words and a picture of them: into a field go the words.
  if (!picker || !files.length || (types.includes("text/plain") && event.target.matches("input, textarea"))) return;
  event.preventDefault();
  take(picker, files);
});

export { near, take };
