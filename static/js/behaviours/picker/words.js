// What the picker says: its sentences come with the page, in the reader's language.
export const pickerOf = (node) => node.closest("[data-picker]");

export function words(picker, name, values = {}) {
  const sentence = picker.getAttribute(`data-words-${name}`) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}

export const counted = (picker, name, n) => words(picker, `${name}-${n === 1 ? "one" : "many"}`, { n });

// Read out politely; the same sentence twice is read twice.
export function say(picker, text) {
  const region = picker.querySelector("[data-say]");
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
