// a[data-ask]: the question on the page it leads to is asked here, in a dialog; [data-close] leaves all as it was.
const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };

async function ask(link) {
  const answer = await fetch(link.href, { headers: PART }).catch(() => null);
  const question = answer?.ok ? await answer.text() : "";
  if (!question) return location.assign(link.href);
  const box = document.createElement("dialog");
  box.setAttribute("aria-labelledby", "asked-title");
  box.innerHTML = question;
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-ask], dialog a[data-close]");
  if (!link) return;
  event.preventDefault();
  if (link.hasAttribute("data-ask")) ask(link);
  else link.closest("dialog").close();
});
