// Where a press brought more of a stream, the focus goes on to the first of it: nav[data-more] below, [data-look] above.
let before = null;
let above = false;

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-look] a")) above = true;
});

document.addEventListener("htmx-before-swap", (event) => {
  const nav = event.target.closest?.("nav[data-more]");
  before = nav?.contains(document.activeElement) ? nav.previousElementSibling : null;
});

document.addEventListener("htmx-after-swap", () => {
  before?.nextElementSibling?.querySelector("a:not([tabindex='-1'])")?.focus({ preventScroll: true });
  if (above) document.querySelector("[data-look] ~ article a")?.focus();
  [before, above] = [null, false];
});
