// What a slot shows of its file: how far it is, what is wrong with it, and the words for both.
import { number } from "./slots.js";
import { pickerOf, say, words } from "./words.js";

export function show(slot, state, text = "") {
  slot.dataset.state = state;
  slot.querySelector("[data-state-words]").textContent = text;
  const bad = ["refused", "failed"].includes(state);
  slot.querySelector("[data-problem]").hidden = !bad;
  slot.querySelector("[data-problem] span").textContent = bad ? text : "";
  slot.querySelector("progress").hidden = state !== "sending";
  if (bad) say(pickerOf(slot), `${slot.querySelector("[data-name]").textContent} ${text}`);
  number(pickerOf(slot));
}

export function advance(slot, part) {
  const percent = Math.floor(part * 100);
  slot.querySelector("progress").value = percent;
  slot.querySelector("[data-state-words]").textContent = words(pickerOf(slot), "sending", { n: percent });
}

// `told` is what the server says of the file.
export function become(slot, told) {
  const id = slot.querySelector("[data-file]");
  id.value = told.state === "refused" ? "" : told.id;
  show(slot, told.state, told.state === "ready" ? "" : told.words);
  const view = slot.querySelector("[data-view] .picture");
  if (!told.thumb || view.querySelector("canvas, img")) return;
  const { thumb: src, width, height } = told;
  view.replaceChildren(Object.assign(new Image(width, height), { src, alt: "" }));
  view.removeAttribute("data-empty");
}
