// data-picker: what a form with pictures needs is fetched only where there is one, also one that came later; `data-live` once it is here.
const wake = () => {
  const picker = document.querySelector("[data-picker]:not([data-live])");
  if (picker) import("./picker/index.js").then(() => picker.setAttribute("data-live", ""));
};
wake();
document.addEventListener("htmx-after-swap", wake);
