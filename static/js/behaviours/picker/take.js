// data-picker: files come by the button, dropped, or pasted anywhere in the form.
import { preview } from "./preview.js";
import { start } from "./queue.js";
import { roomIn } from "./room.js";
import { addSlot } from "./slots.js";
import { show } from "./state.js";
import { say, words } from "./words.js";

const INPUT = "[data-picker] input[type=file]";

function take(picker, files) {
  const room = roomIn(picker);
  for (const file of [...files].slice(0, room)) {
    const slot = addSlot(picker, file);
    const wrong = !file.size ? "empty" : file.size > Number(picker.dataset.largest) ? "large" : "";
    if (wrong) show(slot, "refused", words(picker, wrong));
    else start(slot, file);
    preview(slot, file);
  }
  if (files.length > room) say(picker, words(picker, "full"));
}

const near = (target) => target.closest?.("form")?.querySelector("[data-picker]") ?? document.querySelector("[data-picker]");

const takeFrom = (input) => (take(input.closest("[data-picker]"), input.files), (input.value = ""));
document.addEventListener("change", ({ target }) => target.matches(INPUT) && takeFrom(target));

document.addEventListener("paste", (event) => {
  const picker = near(event.target);
  const { files, types } = event.clipboardData;
  // A table copied from elsewhere is words and a picture of them: into a field go the words.
  if (!picker || !files.length || (types.includes("text/plain") && event.target.matches("input, textarea"))) return;
  event.preventDefault();
  take(picker, files);
});

// What was chosen before these modules were here.
document.querySelectorAll(INPUT).forEach((input) => input.files.length && takeFrom(input));
export { near, take };
