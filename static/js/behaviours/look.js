// data-look: is told now and then (so many seconds, else a minute) to ask for itself again, only while the page is in sight; `hx-trigger="look"`.
const TICK = 5_000;
const began = Date.now();
// By id: what is asked for takes the place of what asked.
const last = new Map();

function look() {
  if (document.visibilityState !== "visible") return;
  const now = Date.now();
  for (const one of document.querySelectorAll("[data-look]")) {
    if (now - (last.get(one.id) ?? began) < Number(one.dataset.look || 60) * 1_000) continue;
    last.set(one.id, now);
    one.dispatchEvent(new Event("look"));
  }
}

setInterval(look, TICK);
document.addEventListener("visibilitychange", look);
