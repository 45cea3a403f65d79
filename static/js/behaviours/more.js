// nav[data-more]: where the next page took the place of its button, the focus goes on to the first thing that came.
let before = null;

document.addEventListener("htmx-before-swap", (event) => {
  const nav = event.target.closest?.("nav[data-more]");
  before = nav?.contains(document.activeElement) ? nav.previousElementSibling : null;
});

document.addEventListener("htmx-after-swap", () => {
  before?.nextElementSibling?.querySelector("a:not([tabindex='-1'])")?.focus({ preventScroll: true });
  before = null;
});
