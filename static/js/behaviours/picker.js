// data-picker: what a form with pictures needs is fetched only where there is one.
if (document.querySelector("[data-picker]")) import("./picker/index.js");
