// Files dragged over a page with a picker: its place lights up, and nothing dropped beside it leads away from the form.
import { near, take } from "./take.js";

const brings = (event) => event.dataTransfer?.types.includes("Files");
let leaving;

document.addEventListener("dragover", (event) => {
  const picker = brings(event) && near(event.target);
  if (!picker) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  picker.dataset.over = "";
  clearTimeout(leaving);
  leaving = setTimeout(() => delete picker.dataset.over, 200);
});

document.addEventListener("drop", (event) => {
  const picker = brings(event) && near(event.target);
  if (!picker) return;
  event.preventDefault();
  delete picker.dataset.over;
  take(picker, event.dataTransfer.files);
});
