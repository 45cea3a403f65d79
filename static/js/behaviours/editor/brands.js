// data-list on a field: its list of choices follows what is typed.
import { quiet } from "./form.js";

async function fill(input) {
  const address = `${input.dataset.list}?${new URLSearchParams({ [input.name]: input.value })}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } }).catch(() => null);
  if (answer?.ok) document.getElementById(input.getAttribute("list")).innerHTML = await answer.text();
}

let typed = null;
const soon = quiet(() => fill(typed), 200);

document.addEventListener("input", ({ target }) => {
  if (!target.matches("form[data-editor] input[data-list]")) return;
  typed = target;
  soon();
});
