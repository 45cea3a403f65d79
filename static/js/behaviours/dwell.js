// data-dwell="address": is told once when the page has been in sight and in focus for twenty seconds.
const ENOUGH = 20;
let page = null;
let seconds = 0;

function tell(address) {
  const headers = JSON.parse(document.body.dataset.hxHeadersInherited ?? "{}");
  fetch(address, { method: "POST", headers, keepalive: true }).catch(() => {});
}

function tick() {
  const here = document.querySelector("[data-dwell]");
  if (here !== page) [page, seconds] = [here, 0];
  if (!page || document.visibilityState !== "visible" || !document.hasFocus()) return;
  seconds += 1;
  if (seconds === ENOUGH) tell(page.dataset.dwell);
}

setInterval(tick, 1_000);
