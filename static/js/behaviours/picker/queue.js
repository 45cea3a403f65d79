// Files on their way, three at once; a slot's file can be stopped and begun again.
import { drop } from "./parts.js";
import { receipt } from "./request.js";
import { send } from "./sending.js";
import { show } from "./state.js";
import { pickerOf, words } from "./words.js";

const AT_ONCE = 3;
const jobs = new WeakMap();
const waiting = [];
let running = 0;

async function next() {
  if (running >= AT_ONCE || !waiting.length) return;
  const job = waiting.shift();
  running += 1;
  if (!job.stop.signal.aborted) await send(job);
  running -= 1;
  next();
}

export function start(slot, file = jobs.get(slot)?.file) {
  const job = { receipt: receipt(), ...jobs.get(slot), slot, file, stop: new AbortController() };
  jobs.set(slot, job);
  show(slot, "sending", words(pickerOf(slot), "queued"));
  waiting.push(job);
  next();
}

export function stop(slot) {
  const job = jobs.get(slot);
  jobs.delete(slot);
  job?.stop.abort();
  if (job?.address) drop(pickerOf(slot), job);
}
