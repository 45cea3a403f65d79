// Pictures that come, go or move are changes of the form too; a combination may choose among those that are there.
const slots = () => [...document.querySelectorAll("form[data-editor] [data-slot]")];

function choices() {
  return slots().map((slot) => [slot.querySelector("[data-file]").value, slot.querySelector("legend").textContent]).filter(([id]) => id);
}

document.addEventListener("focusin", ({ target: select }) => {
  if (!select.matches("[data-column=picture] select")) return;
  const known = new Set([...select.options].map((option) => option.value));
  for (const [id, words] of choices()) if (!known.has(id)) select.add(new Option(words, id));
});

const strip = document.querySelector("form[data-editor] [data-slots]");
const changed = () => strip.dispatchEvent(new Event("change", { bubbles: true }));
if (strip) new MutationObserver(changed).observe(strip, { childList: true, subtree: true, attributeFilter: ["data-state"] });
