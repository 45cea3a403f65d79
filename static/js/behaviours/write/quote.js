// a[data-quote], a[data-answer]: on a page with the box, quoting (the chosen words, or all) and answering go on in it; what stands there stays.
import { about } from "./about.js";
import { chosen, quoted } from "./chosen.js";
import { PART } from "./part.js";
import { put } from "./put.js";

const BOX = "form[data-answers] [name=body]";
// Whether they have been in the box: it may have had the focus before this came.
let used = document.activeElement?.matches(BOX) ?? false;

async function words(link, name) {
  if (chosen()) return quoted(name, chosen());
  const answer = await fetch(link.href, { headers: PART }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  return page?.querySelector("#form [name=body]")?.value;
}

async function quote(link, field, name) {
  const text = await words(link, name);
  if (text === undefined) return location.assign(link.href);
  const at = used ? field.selectionEnd : field.value.length;
  const before = field.value.slice(0, at);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  put(field, gap + text, at, at);
}

document.addEventListener("focusin", ({ target }) => (used ||= target.matches(BOX)));
document.addEventListener("click", async (event) => {
  const [form, link] = [document.querySelector("form[data-answers]"), event.target.closest("a[data-quote], a[data-answer]")];
  if (!form || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [field, article] = [form.elements.body, link.closest("article")];
  const [number, name] = [article.id.slice(1), article.querySelector(".who-name a").textContent.trim()];
  if ("answer" in link.dataset || !form.elements.answers.value) about(form, number, name);
  if ("quote" in link.dataset) await quote(link, field, name);
  else if (!used) field.setSelectionRange(field.value.length, field.value.length);
  field.focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
});
