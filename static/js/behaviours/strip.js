// nav[data-strip]: where it is wider than the screen, the page that one is on stands in sight.
for (const here of document.querySelectorAll("[data-strip] [aria-current]")) {
  const strip = here.closest("[data-strip]");
  strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
}
