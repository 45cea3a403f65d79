// data-copy="text": puts the text on the clipboard and says so.
import { say, words } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  await navigator.clipboard.writeText(button.dataset.copy);
  say(words("copied"));
});
