// data-gallery: small pictures slide the strip instead of jumping; the one in view is marked and counted.
function slides(gallery) {
  return [...gallery.querySelectorAll(".gallery-strip > *")];
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gallery] .gallery-thumbs a");
  if (!link) return;
  event.preventDefault();
  const slide = document.getElementById(link.hash.slice(1));
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  slide.parentElement.scrollTo({ left: slide.offsetLeft - slide.parentElement.offsetLeft, behavior });
});

document.addEventListener("scroll", (event) => {
  const gallery = event.target.closest?.("[data-gallery]");
  if (!gallery || !event.target.matches(".gallery-strip")) return;
  const at = Math.round(Math.abs(event.target.scrollLeft) / event.target.clientWidth);
  gallery.querySelectorAll(".gallery-thumbs a").forEach((a, i) => a.toggleAttribute("aria-current", i === at));
  gallery.querySelector(".gallery-thumbs [aria-current]")?.setAttribute("aria-current", "true");
  gallery.querySelector(".gallery-count")?.replaceChildren(`${at + 1} / ${slides(gallery).length}`);
}, true);
