// data-suggest-url on a search field: suggestions while typing, chosen by keys or by the mouse.
import { listbox } from "./listbox.js";

function take(input, option) {
  const link = option?.querySelector("a[href]");
  if (link) return location.assign(link.href);
  if (option) input.value = option.dataset.value ?? option.textContent.trim();
  if (option) input.form.requestSubmit();
}

async function ask(input, box) {
  const typed = input.value;
  const address = `${input.dataset.suggestUrl}?${new URLSearchParams({ q: typed })}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } }).catch(() => null);
  if (answer?.ok && typed === input.value && document.activeElement === input) box.show(await answer.text());
}

function press(event, input, box) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) box.move(step);
  else if (event.key === "Escape") box.show();
  else if (event.key === "Enter" && box.chosen()) take(input, box.chosen());
  else return;
  event.preventDefault();
}

document.addEventListener("focusin", ({ target: input }) => {
  if (!input.matches("input[data-suggest-url]:not([role=combobox])")) return;
  const box = listbox(input);
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(input.value.trim() ? ask : () => box.show(), 150, input, box);
  });
  input.addEventListener("blur", () => setTimeout(box.show, 150));
  input.addEventListener("keydown", (event) => press(event, input, box));
  box.list.addEventListener("click", (event) => take(input, event.target.closest("[role=option]")));
});
