// data-rows: choosing rows and going through them by keyboard; fetched only where there is such a list.
if (document.querySelector("[data-rows]")) import("./rows/index.js");
