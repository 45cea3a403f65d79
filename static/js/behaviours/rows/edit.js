// A row that is being changed: its first field takes the focus, Escape leaves it as it was, afterwards the row has it.
import { list } from "./parts.js";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const row = event.target.closest?.("tr[data-edited]");
  row?.querySelector("[data-cancel-row]")?.click();
});

document.addEventListener("htmx-before-request", (event) => {
  const row = event.detail.ctx.sourceElement.closest?.("[data-rows] tbody > tr");
  if (row) list().dataset.changing = row.id;
});

document.addEventListener("htmx-after-swap", () => {
  const row = list()?.dataset.changing && document.getElementById(list().dataset.changing);
  if (!row) return;
  delete list().dataset.changing;
  const field = row.querySelector("[aria-invalid]") ?? row.querySelector("input[name=price]") ?? row.querySelector("select");
  if (field) field.focus();
  else row.querySelector("a.row-thing")?.focus();
  field?.select?.();
});
