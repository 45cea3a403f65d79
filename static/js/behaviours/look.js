// data-look: is told once a minute to ask for itself again, only while the page is in sight; `hx-trigger="look"`.
const EVERY = 60_000;
let last = Date.now();

function look() {
  if (document.visibilityState !== "visible" || Date.now() - last < EVERY) return;
  last = Date.now();
  for (const one of document.querySelectorAll("[data-look]")) one.dispatchEvent(new Event("look"));
}

setInterval(look, EVERY / 4);
document.addEventListener("visibilitychange", look);
