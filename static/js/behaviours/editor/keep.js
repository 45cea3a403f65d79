// Keeps what is typed: after a second and a half of quiet, on leaving a field, and again and again while it cannot.
import { form, send } from "./form.js";
import { adopt, state, tell } from "./told.js";

let [timer, wait] = [0, 1000];
let [dirty, busy, leaving] = [false, false, false];

const later = (time) => (clearTimeout(timer), (timer = setTimeout(keep, time)));
const change = () => ((dirty = true), later(1500));

async function keep(more = {}) {
  clearTimeout(timer);
  if (!dirty || busy || leaving) return;
  [busy, dirty] = [true, false];
  const { turn } = form().elements;
  turn.value = Number(turn.value) + 1;
  const slow = setTimeout(tell, 300, "saving");
  const answer = await send(form().dataset.keep, more).catch(() => null);
  const kept = answer !== null && (await adopt(answer).catch(() => false));
  clearTimeout(slow);
  busy = false;
  wait = kept ? 1000 : Math.min(wait * 2, 30_000);
  if (!kept && state() !== "lost") tell(answer ? "failed" : "offline");
  dirty ||= !kept;
  if (dirty) later(kept ? 1500 : wait);
}

const mine = (event) => event.target.closest?.("form[data-editor]");
for (const kind of ["input", "change", "htmx-after-swap"]) document.addEventListener(kind, (event) => mine(event) && change());
document.addEventListener("focusout", (event) => mine(event) && state() !== "offline" && keep());
addEventListener("online", () => keep());
addEventListener("focus", () => ["away", "lost"].includes(state()) && ((dirty = true), keep()));
const stay = () => (leaving = false);
addEventListener("submit", ({ submitter }) => submitter?.form === form() && !("aside" in submitter.dataset) && ((leaving = true), setTimeout(stay, 30_000)));
addEventListener("pageshow", stay);
addEventListener("beforeunload", (event) => (dirty || busy) && !leaving && event.preventDefault());
document.addEventListener("visibilitychange", () => document.hidden && keep({ keepalive: true }));
// What was typed before this module was there.
if ([...form().elements].some((field) => field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue)) change();
