// data-write on a text field: what helps in writing is fetched only where one writes, also where that came later; `data-live` once it is here.
const wake = () => {
  const field = document.querySelector("[data-write]:not([data-live])");
  if (field) import("./write/index.js").then(() => field.setAttribute("data-live", ""));
};
wake();
document.addEventListener("htmx-after-swap", wake);
