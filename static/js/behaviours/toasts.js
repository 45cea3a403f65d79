// data-toast, data-dismiss: one message at a time, for six seconds, longer while it is looked at.
// Asked for each time: Back may bring another body.
const region = () => document.getElementById("toasts");

export const words = (name) => region()?.getAttribute(`data-words-${name}`) ?? "";

function leave(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove()), 6000);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

export function say(text, { failed = false, action = null, label = words("again") } = {}) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.setAttribute("role", failed ? "alert" : "status");
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (action) toast.append(button(label, () => (toast.remove(), action())));
  toast.append(button(words("close"), () => toast.remove()));
  region()?.replaceChildren(toast);
  leave(toast);
}

document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove());
const told = () => document.querySelectorAll("#toasts > [data-toast]:not([data-leaving])").forEach((toast) => leave(toast, toast.setAttribute("data-leaving", "")));
// Answers bring messages too.
document.addEventListener("htmx-after-swap", told);
told();
