// What a picture shows, in words: how long they are, and how many pictures still have none.
import { number } from "./slots.js";
import { pickerOf } from "./words.js";

function count(field) {
  const out = field.closest("[data-slot]").querySelector("[data-count]");
  out.textContent = `${field.value.length} / ${field.maxLength}`;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-picker] [data-alt]")) return;
  count(event.target);
  number(pickerOf(event.target));
});
