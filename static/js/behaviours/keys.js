// data-keys on a list: j and k go from row to row (links with data-row), x ticks the row's box, Enter opens it as any link.
const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];

document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  const { key, target } = event;
  if (!list || event.ctrlKey || event.metaKey || event.altKey || !["j", "k", "x"].includes(key)) return;
  if (target.matches("textarea, select, input:not([type=checkbox])")) return;
  const rows = rowsOf(list);
  const here = rows.findIndex((row) => row.closest("li").contains(document.activeElement));
  if (key === "x") rows[here]?.closest("li").querySelector("input[type=checkbox]")?.click();
  else rows[key === "j" ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0)]?.focus();
  event.preventDefault();
});
