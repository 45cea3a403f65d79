// Every POST form: the pressed button says that it is at work, and a second press does nothing.
const busy = new Map();

function rest(form) {
  busy.get(form)?.removeAttribute("aria-busy");
  busy.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // What opens in a window of its own leaves this page as it is.
  if (form.method !== "post" || event.submitter?.formTarget === "_blank") return;
  if (busy.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const button = event.submitter ?? form.querySelector("button[type=submit]");
  busy.set(form, button);
  setTimeout(() => busy.has(form) && button?.setAttribute("aria-busy", "true"), 150);
}, true);

document.addEventListener("htmx-finally-request", (event) => rest(event.detail.ctx.sourceElement));
addEventListener("pageshow", () => [...busy.keys()].forEach(rest));
