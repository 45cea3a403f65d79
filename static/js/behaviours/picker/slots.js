// The places of a picker: one fieldset a picture, numbered as they stand. Their fields are what the form sends.
import { counted, words } from "./words.js";

let made = 100;

export const slotsOf = (picker) => [...picker.querySelectorAll("[data-slot]")];

export function addSlot(picker, file) {
  const template = picker.querySelector("template");
  const slot = document.importNode(template.content, true).querySelector("[data-slot]");
  made += 1;
  for (const node of [slot, ...slot.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) node.setAttribute(name, value.replace("__n__", made));
  }
  slot.querySelector("[data-name]").textContent = file.name;
  picker.querySelector("[data-slots]").append(slot);
  number(picker);
  return slot;
}

export function number(picker) {
  const slots = slotsOf(picker);
  slots.forEach((slot, i) => {
    slot.querySelector("legend")?.replaceChildren(words(picker, "place", { n: i + 1 }));
    for (const place of slot.querySelectorAll("[data-place]")) place.value = i + 1;
    for (const button of slot.querySelectorAll("[data-move]")) {
      const stays = button.dataset.move === "later" ? i === slots.length - 1 : i === 0;
      button.setAttribute("aria-disabled", String(stays));
    }
  });
  const out = picker.querySelector("[data-missing]");
  if (!out) return;
  const shown = slots.filter((slot) => !["refused", "failed"].includes(slot.dataset.state));
  const bare = shown.filter((slot) => !slot.querySelector("[data-alt]")?.value.trim()).length;
  out.textContent = bare ? counted(picker, "missing", bare) : shown.length ? words(picker, "described") : "";
}
