// A form is not sent into a network that is away: what stands in it stays there, and the page says so.
import { form } from "./form.js";
import { tell } from "./told.js";

addEventListener("submit", (event) => {
  if (navigator.onLine || event.target !== form()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell("offline");
}, true);
