// data-suggest-url on a search field: suggestions while typing, chosen by keys or by the mouse.
import { listbox } from "./listbox.js";

function take(input, option) {
  const link = option.querySelector("a[href]");
  if (link) location.assign(link.href);
  else {
    input.value = option.dataset.value ?? option.textContent.trim();
    input.form.requestSubmit();
  }
}

function attach(input) {
  const box = listbox(input);
  let waiting;
  let asking;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = `${input.dataset.suggestUrl}?${new URLSearchParams({ q: input.value })}`;
    const answer = await fetch(address, { signal: asking.signal, headers: { "HX-Request": "true", "HX-Request-Type": "partial" } }).catch(() => null);
    if (answer?.ok && document.activeElement === input) box.show(await answer.text());
  };
  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!input.value.trim()) box.show();
    else if (!event.isComposing) waiting = setTimeout(ask, 150);
  });
  input.addEventListener("compositionend", () => (waiting = setTimeout(ask, 150)));
  input.addEventListener("blur", () => setTimeout(box.show, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") (event.preventDefault(), box.move(event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Escape") box.show();
    else if (event.key === "Enter" && box.chosen()) (event.preventDefault(), take(input, box.chosen()));
  });
  box.list.addEventListener("pointerdown", (event) => (event.preventDefault(), event.target.closest("[role=option]") && take(input, event.target.closest("[role=option]"))));
}

document.querySelectorAll("input[data-suggest-url]").forEach(attach);
