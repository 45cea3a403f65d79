// details[data-ahead]: opened, it shows the words of its form as others will read them, and follows what is typed.
import { quiet } from "../editor/form.js";
import { PART } from "./part.js";

let asked = 0;

async function look(box) {
  const [mine, data] = [(asked += 1), new FormData(box.closest("form"))];
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  const headers = { ...PART, "X-CSRFToken": data.get("csrf_token") };
  const answer = await fetch(box.dataset.ahead, { method: "POST", body: data, headers }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  box.querySelector("[data-shown]").innerHTML = await answer.text();
}

let box = null;
const soon = quiet(() => box?.open && look(box), 400);

// It does not bubble.
document.addEventListener("toggle", ({ target }) => target.matches("details[data-ahead][open]") && look(target), true);
document.addEventListener("input", ({ target }) => {
  box = target.form?.querySelector("details[data-ahead][open]");
  if (box) soon();
});
