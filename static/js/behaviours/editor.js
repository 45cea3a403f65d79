// data-editor: what an editor needs is fetched only where one stands, also one that came later; `data-live` once it is here.
const wake = () => {
  const editor = document.querySelector("[data-editor]:not([data-live])");
  if (editor) import("./editor/index.js").then(() => editor.setAttribute("data-live", ""));
};
wake();
document.addEventListener("htmx-after-swap", wake);
