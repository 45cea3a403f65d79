// The card, the prices elsewhere, the list before publishing and rules about goods follow what is typed.
import { form, parts, quiet, send } from "./form.js";

let asked = 0;

async function look() {
  if (!form().dataset.ahead) return;
  const mine = (asked += 1);
  const answer = await send(form().dataset.ahead).catch(() => null);
  if (answer?.status !== 200 || mine !== asked) return;
  const found = await parts(answer);
  for (const id of ["side", "suggested"]) {
    const [now, next] = [document.getElementById(id), found.getElementById(id)];
    if (!now || !next || now.contains(document.activeElement)) continue;
    now.replaceWith(next);
    window.htmx?.process(next);
  }
}

const soon = quiet(look, 500);
for (const kind of ["input", "change", "htmx-after-swap"]) document.addEventListener(kind, (event) => event.target.closest?.("form[data-editor]") && soon());
