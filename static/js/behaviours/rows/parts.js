// The list and its rows, asked for each time: parts of it are swapped.
export const list = () => document.querySelector("[data-rows]");
export const rows = () => [...list().querySelectorAll("tbody > tr")];
export const box = (row) => row?.querySelector("input[name=id]");
export const boxes = () => [...list().querySelectorAll("tbody input[name=id]")];
export const here = () => list().querySelector("tr[data-here]") ?? document.activeElement?.closest?.("tbody > tr");

export function mark(row) {
  list().querySelectorAll("tr[data-here]").forEach((other) => other.removeAttribute("data-here"));
  row?.setAttribute("data-here", "");
}
