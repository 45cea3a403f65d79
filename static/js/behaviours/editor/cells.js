// Keys in the table of combinations: up and down move within a column, Ctrl+D fills the cell's value down.
const column = (field) => [...field.closest("tbody").querySelectorAll(`td[data-column="${field.closest("td").dataset.column}"] .input`)];

function fill(field) {
  const all = column(field);
  for (const below of all.slice(all.indexOf(field) + 1)) below.value = field.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function move(field, step) {
  const all = column(field);
  const next = all[all.indexOf(field) + step];
  next?.focus();
  next?.select?.();
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-grid] .input");
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!field || event.isComposing || (step && field.matches("select"))) return;
  if (step) move(field, step);
  else if (event.key === "d" && (event.ctrlKey || event.metaKey)) fill(field);
  else return;
  event.preventDefault();
});
