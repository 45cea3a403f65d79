// One key each, never while something is typed; whoever does not want them says so in the help.
import { box, here, list } from "./parts.js";
import { walk } from "./walk.js";
const OFF = "miquan.keys";
const off = () => localStorage.getItem(OFF) === "off";
const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open], [popover]:popover-open");
const help = () => document.getElementById("listing-keys");

const ACTS = {
  j: () => walk(1),
  k: () => walk(-1),
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
  x: () => box(here())?.click(),
  e: () => here()?.querySelector("[data-edit-row]")?.click(),
  "/": () => document.getElementById(list().dataset.search)?.select(),
  "?": () => help()?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!list() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const arrow = event.key.startsWith("Arrow");
  if (arrow ? !here() : off()) return;
  const act = ACTS[event.key] ?? ACTS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-off]")) localStorage.setItem(OFF, event.target.checked ? "off" : "on");
});
const choice = document.querySelector("[data-keys-off]");
if (choice) choice.checked = off();
