// data-rows: choosing rows and going through them by keyboard; fetched only where there is such a list, `data-live` once here.
const list = document.querySelector("[data-rows]");
if (list) import("./rows/index.js").then(() => list.setAttribute("data-live", ""));
