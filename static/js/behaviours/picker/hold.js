// A form is not sent while its pictures are on their way; it goes by itself when they are here.
import { slotsOf } from "./slots.js";
import { counted, say, words } from "./words.js";
import { say as toast } from "../toasts.js";

const inState = (form, state) => [...form.querySelectorAll("[data-picker]")].flatMap(slotsOf).filter((slot) => slot.dataset.state === state);

function later(form, button) {
  if (inState(form, "sending").length) return void setTimeout(later, 200, form, button);
  button?.removeAttribute("aria-busy");
  form.requestSubmit(button);
}

// On the window, before anything else hears of it.
addEventListener("submit", (event) => {
  const form = event.target;
  const picker = form.querySelector("[data-picker]");
  const failed = picker ? inState(form, "failed") : [];
  const sending = picker ? inState(form, "sending") : [];
  if (!failed.length && !sending.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (sending.length && event.submitter?.getAttribute("aria-busy") !== "true") {
    event.submitter?.setAttribute("aria-busy", "true");
    say(picker, words(picker, "held"));
    later(form, event.submitter);
  } else if (!sending.length) {
    failed[0].querySelector("[data-again]").focus();
    toast(counted(picker, "unsent", failed.length), { failed: true });
  }
}, true);

addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-slot][data-state=sending]")) event.preventDefault();
});
