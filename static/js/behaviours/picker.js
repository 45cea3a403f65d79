// data-picker: what a form with pictures needs is fetched only where there is one; `data-live` once it is here.
const picker = document.querySelector("[data-picker]");
if (picker) import("./picker/index.js").then(() => picker.setAttribute("data-live", ""));
