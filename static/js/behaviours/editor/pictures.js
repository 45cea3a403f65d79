// The choices of a combination's picture follow the pictures above.
const slots = () => [...document.querySelectorAll("form[data-editor] [data-slot]")];

function choices() {
  return slots().map((slot) => [slot.querySelector("[data-file]").value, slot.querySelector("legend").textContent]).filter(([id]) => id);
}

document.addEventListener("focusin", ({ target: select }) => {
  if (!select.matches("[data-column=picture] select")) return;
  const known = new Set([...select.options].map((option) => option.value));
  for (const [id, words] of choices()) if (!known.has(id)) select.add(new Option(words, id));
});
