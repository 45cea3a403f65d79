// One file on its way: tried again by itself when the line is cut, or else the slot says what went wrong.
import { Unanswered } from "./request.js";
import { sendParts } from "./parts.js";
import { advance, become, show } from "./state.js";
import { sendWhole } from "./whole.js";
import { pickerOf, say, words } from "./words.js";

const WHOLE = 8 * 1024 * 1024;
const PAUSES = [1_000, 3_000, 9_000];
const REASONS = { 200: "away", 400: "away", 403: "away", 413: "large", 429: "busy" };

async function once(picker, job) {
  const way = job.file.size > WHOLE ? sendParts : sendWhole;
  const told = await way(picker, job, (part) => job.stop.signal.aborted || advance(job.slot, part));
  if (told.status >= 500) throw new Unanswered();
  return told;
}

function settle(picker, job, told) {
  if (!told.state) return show(job.slot, "failed", words(picker, REASONS[told.status] ?? "failed"));
  become(job.slot, told);
  if (told.state !== "refused") say(picker, words(picker, "sent", { name: job.file.name }));
}

export async function send(job) {
  const picker = pickerOf(job.slot);
  for (const pause of [...PAUSES, 0]) {
    const told = await once(picker, job).catch(() => null);
    if (job.stop.signal.aborted) return;
    if (told) return settle(picker, job, told);
    if (pause) await new Promise((on) => setTimeout(on, pause));
  }
  show(job.slot, "failed", words(picker, "failed"));
}
