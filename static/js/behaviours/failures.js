// Server errors, refusals and a lost network never replace what is on the page: a toast says so and offers to try again.
import { say, words } from "./toasts.js";

function again(ctx) {
  const source = ctx.sourceElement;
  return () => (source.matches("form") ? source.requestSubmit() : source.click());
}

document.addEventListener("htmx-response-error", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response.status;
  if (status >= 500) say(words("failed"), { failed: true, action: again(ctx) });
  else if (status === 429) say(words("busy"), { failed: true });
  else if (status !== 422) say(words("refused"), { failed: true });
});

document.addEventListener("htmx-error", (event) => {
  const { ctx } = event.detail;
  if (ctx && !ctx.response) say(words("failed"), { failed: true, action: again(ctx) });
});
