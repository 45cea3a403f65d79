// form[data-upload]: a file that is dropped on it is its file; dropped beside it, it leads nowhere else.
const brings = (event) => event.dataTransfer?.types.includes("Files") && document.querySelector("form[data-upload]");
let leaving;

document.addEventListener("dragover", (event) => {
  const form = brings(event);
  if (!form) return;
  event.preventDefault();
  form.dataset.over = "";
  clearTimeout(leaving);
  leaving = setTimeout(() => delete form.dataset.over, 200);
});

document.addEventListener("drop", (event) => {
  const form = brings(event);
  if (!form) return;
  event.preventDefault();
  delete form.dataset.over;
  form.elements.file.files = event.dataTransfer.files;
  form.elements.file.dispatchEvent(new Event("change", { bubbles: true }));
});
