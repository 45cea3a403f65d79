// Going from row to row: the row's link takes the focus, so that Enter opens it.
import { here, mark, rows } from "./parts.js";

export function walk(step) {
  const found = rows();
  const place = found.indexOf(here());
  const next = found[place < 0 ? (step > 0 ? 0 : found.length - 1) : Math.min(found.length - 1, Math.max(0, place + step))];
  if (!next) return;
  mark(next);
  (next.querySelector("a.row-thing") ?? next.querySelector("select, input"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-rows] tbody > tr");
  if (row) mark(row);
});
