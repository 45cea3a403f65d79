// #errors: after a refused form the summary takes the focus and the tab says how much has to change.
const title = document.title;

function announce() {
  const summary = document.getElementById("errors");
  document.title = summary ? `${summary.dataset.title}・${title}` : title;
  summary?.focus();
}

document.addEventListener("htmx-after-swap", (event) => {
  if (event.detail?.ctx?.response?.status === 422) announce();
});
if (document.getElementById("errors")) announce();
