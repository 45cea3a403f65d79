// Pictures that the server is still looking at are asked for until each is ready or refused.
import { slotsOf } from "./slots.js";
import { become } from "./state.js";

const SOON = 700;
const LATE = 5_000;
let pause = SOON;

const waiting = (picker) => slotsOf(picker).filter((slot) => slot.dataset.state === "waiting");

async function look(picker) {
  const slots = waiting(picker);
  if (!slots.length) return;
  const ids = slots.slice(0, 60).map((slot) => `id=${slot.querySelector("[data-file]").value}`);
  const answer = await fetch(`${picker.dataset.address}/states?${ids.join("&")}`);
  const { files } = await answer.json();
  for (const told of files) {
    const slot = slots.find((one) => one.querySelector("[data-file]").value === String(told.id));
    if (slot && told.state !== "waiting") become(slot, told);
  }
}

async function tick() {
  const pickers = [...document.querySelectorAll("[data-picker]")];
  const asked = pickers.some((picker) => waiting(picker).length);
  // Longer and longer while nothing comes of it; at once again when a new one waits.
  pause = asked ? Math.min(pause * 1.2, LATE) : SOON;
  await Promise.all(pickers.map(look)).catch(() => {});
  setTimeout(tick, pause);
}

if (document.querySelector("[data-picker]")) tick();
