// data-editor: what the product editor needs is fetched only where it stands; `data-live` once it is here.
const editor = document.querySelector("[data-editor]");
if (editor) import("./editor/index.js").then(() => editor.setAttribute("data-live", ""));
